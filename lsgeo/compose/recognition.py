"""What lies behind a new-rural status: the decision, and the criteria that are still missing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.compose.standings import STATUS, met_of
from lsgeo.compose.texts import with_words
from lsgeo.compose.themes import latest, origins_of
from lsgeo.facts import span, worst_quality
from lsgeo.formats import day
from lsgeo.palette import Theme
from lsgeo.scales import CriteriaSets
from lsgeo.text import Words

_CRITERIA = Theme("criteria_met", Words("Số tiêu chí đạt", "Criteria met"))


def with_decisions(layer: Layer, events: pd.DataFrame) -> Layer:
    """`layer` with the latest decision on each unit, "2165/QĐ-UBND, 31/10/2018"; `events` of any.

    The year that the standard was met follows where the event tells it.
    """
    ours = (events["vintage"] == layer.vintage) & events["code"].isin(layer.data.index)
    newest = events[ours].sort_values("date", kind="stable").drop_duplicates("code", keep="last")
    if newest.empty:
        return layer
    told = (newest["detail"], newest["date"], newest["year"])
    words = [_decision(*row) for row in zip(*told, strict=True)]
    field = Field(
        "ntm_decision",
        Words("Quyết định", "Decision"),
        quality=worst_quality(newest["quality"]),
        source="; ".join(sorted(newest["source"].unique())),
    )
    named = dict(zip(newest["code"], words, strict=True))
    # The day stands in the words.
    origins = origins_of(newest.assign(period=""), codes=layer.data.index)
    return with_words(layer, field, named, after="ntm_status", origins=origins)


def with_missing_criteria(layer: Layer, facts: pd.DataFrame, *, sets: CriteriaSets) -> Layer:
    """`layer` with how many criteria of its set each unit lacks, as words with both counts.

    Nothing is missing of a unit whose status meets the standard, however its criteria were counted.
    """
    rows = latest(facts, _CRITERIA, vintage=layer.vintage)
    rows = rows[rows["code"].isin(layer.data.index) & rows["variant"].isin(list(sets))]
    counts = pd.Series([sets[name].criteria_count for name in rows["variant"]], index=rows.index)
    lacking = rows["value"].round() < counts
    shown = ~(lacking & rows["code"].isin(_met_codes(facts, layer.vintage, sets=sets)))
    rows, counts = rows[shown], counts[shown]
    if rows.empty:
        return layer
    words = [
        _missing(count - round(met), count)
        for count, met in zip(counts, rows["value"], strict=True)
    ]
    field = Field(
        "criteria_missing",
        Words("Tiêu chí còn thiếu", "Criteria missing"),
        period=span(rows["period"]),
        quality=worst_quality(rows["quality"]),
        source="; ".join(sorted(rows["source"].unique())),
    )
    named = dict(zip(rows["code"], words, strict=True))
    origins = origins_of(rows, codes=layer.data.index)
    return with_words(layer, field, named, after=_CRITERIA.column, origins=origins)


def _met_codes(facts: pd.DataFrame, vintage: str, *, sets: CriteriaSets) -> pd.Series:
    """The units whose latest status meets the standard."""
    statuses = latest(facts, STATUS, vintage=vintage)
    return statuses.loc[met_of(statuses, sets=sets) == 1, "code"]


def _decision(number: str, decided: str, year: str) -> Words:
    met = Words(f" (năm đạt {year})", f" (met in {year})") if year else Words("", "")
    if not decided:
        return Words(number + met.vi, number + met.en)
    on = date.fromisoformat(decided)
    return Words(f"{number}, {day(on)}{met.vi}", f"{number}, {day(on, language='en')}{met.en}")


def _missing(missing: int, count: int) -> Words:
    if missing == 0:
        return Words(f"đủ {count} tiêu chí", f"all {count} criteria met")
    return Words(
        f"còn thiếu {missing} trong {count} tiêu chí", f"{missing} of {count} criteria missing"
    )

"""What lies behind a new-rural status: the decision, and the criteria that are still missing."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.compose.texts import with_words
from lsgeo.compose.themes import latest
from lsgeo.facts import span, worst_quality
from lsgeo.formats import day
from lsgeo.palette import Theme
from lsgeo.scales import CriteriaSets
from lsgeo.text import Words

_CRITERIA = Theme("criteria_met", Words("Số tiêu chí đạt", "Criteria met"))
_DETAIL = re.compile(r"(.*) \((\d{4})\)")  # a decision and the year it counts from


def with_decisions(layer: Layer, events: pd.DataFrame) -> Layer:
    """`layer` with the latest decision on each unit, "2165/QĐ-UBND, 31/10/2018"; `events` of any.

    The year that the standard was met follows where the event tells it.
    """
    ours = (events["vintage"] == layer.vintage) & events["code"].isin(layer.data.index)
    newest = events[ours].sort_values("date", kind="stable").drop_duplicates("code", keep="last")
    if newest.empty:
        return layer
    words = [_decision(*row) for row in zip(newest["detail"], newest["date"], strict=True)]
    field = Field(
        "ntm_decision",
        Words("Quyết định", "Decision"),
        quality=worst_quality(newest["quality"]),
        source="; ".join(sorted(newest["source"].unique())),
    )
    named = dict(zip(newest["code"], words, strict=True))
    return with_words(layer, field, named, after="ntm_status")


def with_missing_criteria(layer: Layer, facts: pd.DataFrame, *, sets: CriteriaSets) -> Layer:
    """`layer` with how many criteria of its set each unit lacks, as words with both counts."""
    rows = latest(facts, _CRITERIA, vintage=layer.vintage)
    rows = rows[rows["code"].isin(layer.data.index) & rows["variant"].isin(list(sets))]
    if rows.empty:
        return layer
    counts = [sets[name].criteria_count for name in rows["variant"]]
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
    return with_words(layer, field, named, after=_CRITERIA.column)


def _decision(detail: str, decided: str) -> Words:
    found = _DETAIL.fullmatch(detail)
    number, year = found.groups() if found else (detail, "")
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

"""A target's course through time: the observed points and the line of the plan, for a chart."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import pandas as pd

from lsgeo.compose import Publication, wording
from lsgeo.compose.standing.figures import Row, is_number, text_of
from lsgeo.facts import QUALITIES, WATERMARKED, known_on, period_end
from lsgeo.progress.target import ANY_VARIANT

_DRAWN = ("level", "change", "pace", "average")

Points = list[list[float]]


def course(target: Row, row: Row, *, publication: Publication) -> dict[str, Any] | None:
    """``points`` and ``plan`` as [year, value] with parts of years, ``until`` and ``unit``.

    ``made_up`` says of each point whether it is schematic or illustrative; such ones stand only
    where the assessment itself is made up. Of one period the best quality counts, then the latest
    vintage. None where less than two of the points and ends of the plan are known.
    """
    if target["method"] not in _DRAWN:
        return None
    known = known_on(publication.facts, publication.as_of)
    best = _best(_usable(known, target, province=publication.province), row)
    points = [
        [year_of(day), float(value)] for day, value in zip(best["day"], best["value"], strict=True)
    ]
    plan = _plan(target, row, as_of=publication.as_of)
    if not points or len(points) + len(plan) < 2:
        return None
    return {
        "points": points,
        "made_up": best["quality"].isin(WATERMARKED).tolist(),
        "plan": plan,
        "until": year_of(date.fromisoformat(target["deadline"])),
        "unit": wording.unit(target["unit"]),
    }


def year_of(day: date) -> float:
    """`day` as a year with its part.

    >>> year_of(date(2025, 7, 2))
    2025.499
    """
    days = 366 if calendar.isleap(day.year) else 365
    return round(day.year + (day.timetuple().tm_yday - 1) / days, 3)


def _usable(known: pd.DataFrame, target: Row, *, province: str) -> pd.DataFrame:
    chosen = (known["code"] == province) & (known["indicator"] == target["indicator"])
    rows = known[chosen & known["value"].notna()]
    if target["variant"] != ANY_VARIANT:
        rows = rows[rows["variant"] == target["variant"]]
    vintages = target["vintages"].split()
    return rows[rows["vintage"].isin(vintages)] if vintages else rows


def _best(rows: pd.DataFrame, row: Row) -> pd.DataFrame:
    """The best of `rows` for each ``day``, oldest first."""
    if text_of(row.get("quality")) not in WATERMARKED:
        rows = rows[~rows["quality"].isin(WATERMARKED)]
    ranked = rows.assign(
        rank=rows["quality"].map(QUALITIES.index), day=rows["period"].map(period_end)
    ).sort_values(["day", "rank", "vintage"], ascending=[True, True, False], kind="stable")
    return ranked.drop_duplicates("day")


def _plan(target: Row, row: Row, *, as_of: date) -> Points:
    """From the baseline to the target at the deadline; of a pace to where it should be today."""
    goal, end = row.get("target_value"), date.fromisoformat(target["deadline"])
    if target["method"] == "pace":
        goal, end = row.get("expected_today"), as_of
    baseline, period = row.get("baseline"), text_of(row.get("baseline_period"))
    if not period or baseline is None or not (is_number(baseline) and is_number(goal)):
        return []
    return [[year_of(period_end(period)), float(baseline)], [year_of(end), float(goal or 0)]]

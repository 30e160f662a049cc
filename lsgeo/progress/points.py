"""The values of one indicator through time, as an assessment may use them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lsgeo.facts import QUALITIES, period_end
from lsgeo.progress.target import ANY_VARIANT, Target

_CODE_LENGTH = {"province": 2, "district": 3, "commune": 5}  # the GSO's unit codes
_ABOUT_A_YEAR = 11 / 12  # reports slip by some weeks; a pace over less is noise


@dataclass(frozen=True)
class Point:
    """A value at the end of a period, and where it comes from.

    ``low`` and ``high`` are the ends of its interval, NaN where it has none.
    """

    day: date
    period: str
    value: float
    quality: str
    source: str
    vintage: str = ""
    variant: str = ""
    low: float = float("nan")
    high: float = float("nan")

    def spans(self, line: float) -> bool:
        """Whether `line` lies in its interval, so that the two cannot be told apart."""
        return self.low <= line <= self.high


def usable(facts: pd.DataFrame, target: Target, *, as_of: date) -> pd.DataFrame:
    """The facts that may judge `target` on `as_of`, best first within each unit and day.

    Left out: other indicators, variants and vintages, excluded qualities, missing values and
    everything after `as_of`. A column ``day`` holds the end of each period. "Best" is the best
    quality, then the latest vintage.
    """
    chosen = facts[(facts["indicator"] == target.indicator) & facts["value"].notna()]
    if target.variant != ANY_VARIANT:
        chosen = chosen[chosen["variant"] == target.variant]
    if target.vintages:
        chosen = chosen[chosen["vintage"].isin(target.vintages)]
    chosen = chosen[~chosen["quality"].isin(target.excluded_qualities)]
    dated = chosen.assign(
        day=[period_end(period) for period in chosen["period"]],
        rank=[QUALITIES.index(quality) for quality in chosen["quality"]],
    )
    known = dated[pd.Series([day <= as_of for day in dated["day"]], dated.index, dtype=bool)]
    return known.sort_values(
        ["code", "day", "rank", "vintage", "variant"],
        ascending=[True, True, True, False, False],
        kind="stable",
    )


def of_level(facts: pd.DataFrame, level: str) -> pd.DataFrame:
    """The facts of the units of one level, told by the length of their codes (2, 3, 5)."""
    return facts[facts["code"].str.len() == _CODE_LENGTH[level]]


def series(facts: pd.DataFrame) -> tuple[Point, ...]:
    """The `usable` facts of one unit as points in time, the best one of each day."""
    best = facts.drop_duplicates("day")
    return tuple(
        Point(
            day=row.day,
            period=str(row.period),
            value=float(row.value),
            quality=str(row.quality),
            source=str(row.source),
            vintage=str(row.vintage),
            variant=str(row.variant),
            low=float(row.low),
            high=float(row.high),
        )
        for row in best.itertuples()
    )


def baseline_point(target: Target, points: Sequence[Point]) -> Point | None:
    """The baseline of `target`: its own value, else the point of its period; none: None."""
    baseline = target.baseline
    if baseline is None:
        return None
    day = period_end(baseline.period)
    if baseline.value is None:
        return next((point for point in points if point.day == day), None)
    source = baseline.source or target.source
    return Point(day, baseline.period, baseline.value, baseline.quality, source)


def earlier_point(points: Sequence[Point], latest: Point) -> Point | None:
    """The point the recent pace is measured from.

    The closest one at least about a year (11 months) before `latest`, else the earliest other.
    """
    before = sorted((point for point in points if point.day < latest.day), key=lambda p: p.day)
    apart = [p for p in before if years_between(p.day, latest.day) >= _ABOUT_A_YEAR]
    if apart:
        return apart[-1]
    return before[0] if before else None


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last; the last day there is, after.

    >>> months_after(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def years_between(start: date, end: date) -> float:
    """The years from `start` to `end`, whole ones by the calendar, the rest by days.

    By the calendar, because a year of 366 days must not turn a pace of exactly 2 into 1,995.

    >>> years_between(date(2023, 12, 31), date(2024, 12, 31))
    1.0
    """
    if end < start:
        return -years_between(end, start)
    whole = end.year - start.year
    if months_after(start, 12 * whole) > end:
        whole -= 1
    anniversary = months_after(start, 12 * whole)
    following = months_after(start, 12 * (whole + 1))
    return whole + (end - anniversary).days / max((following - anniversary).days, 1)

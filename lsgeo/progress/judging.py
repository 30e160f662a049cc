"""The rules: one unit's points against one target give a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isnan

from lsgeo.facts import period_end
from lsgeo.progress.points import (
    Point,
    baseline_point,
    earlier_point,
    months_after,
    years_between,
)
from lsgeo.progress.target import Limits, Target

NAN = float("nan")


@dataclass(frozen=True)
class Judgement:
    """What is said about one unit, with every number that went into it.

    ``reason`` names the rule that decided (a key of `sentences.SENTENCES`). Numbers are in the
    target's unit, paces in it per year (negative: falling); ``progress`` is a share; NaN where a
    rule has no such number.
    """

    status: str
    reason: str
    latest: Point | None = None
    baseline: Point | None = None
    earlier: Point | None = None
    target_value: float = NAN
    target_high: float = NAN
    expected_now: float = NAN
    expected_today: float = NAN
    required_per_year: float = NAN
    recent_per_year: float = NAN
    progress: float = NAN
    registered_year: int | None = None

    @property
    def within_error(self) -> bool:
        """Whether the interval of the latest value spans the plan's line of its day.

        NaN lies in no interval: a value without one, or a rule without a line, is never.
        """
        return self.latest is not None and self.latest.spans(self.expected_now)


def judge(points: Sequence[Point], target: Target, *, as_of: date, limits: Limits) -> Judgement:
    """The judgement of one unit's `points` (none later than `as_of`) against `target`."""
    known = _known(points, target, as_of=as_of)
    latest = known.latest
    if target.method == "none" or isnan(target.asked):
        return replace(known, reason="no_number")
    if target.assessable_until is not None and as_of > target.assessable_until:
        return replace(known, status="not_assessable", reason="ended")
    if latest is None:
        return replace(known, reason="no_value")
    if as_of > months_after(latest.day, limits.max_age_months):
        return replace(known, reason="old")
    if target.method == "pace":
        return _judge_pace(known, target, as_of=as_of, limits=limits)
    if target.method == "average":
        return _judge_average(known, target, limits=limits)
    return _judge_line(known, target, limits=limits)


def _known(points: Sequence[Point], target: Target, *, as_of: date) -> Judgement:
    """Everything that can be said before judging; the status is still insufficient_data."""
    latest = max(points, key=lambda point: point.day, default=None)
    high = NAN if target.value_high is None else target.value_high
    blank = Judgement("insufficient_data", "no_value", latest=latest, target_high=high)
    baseline = baseline_point(target, points)
    every = (*points, baseline) if baseline else tuple(points)
    if target.method in ("pace", "average", "none"):
        earlier = earlier_point(every, latest) if latest and target.method == "pace" else None
        return replace(blank, target_value=target.asked, earlier=earlier)
    goal = _goal(target, baseline)
    shown = replace(blank, baseline=baseline, target_value=goal)
    if target.method == "change":
        shown = replace(shown, target_high=goal + target.sign * (high - target.asked))
    if latest is not None and target.method != "rank":
        shown = _with_paces(shown, target, latest=latest, points=every)
    if baseline is None:
        return shown
    return replace(
        shown,
        expected_now=_line(target, baseline, day=latest.day) if latest else NAN,
        expected_today=_line(target, baseline, day=as_of),
    )


def _with_paces(
    shown: Judgement, target: Target, *, latest: Point, points: Sequence[Point]
) -> Judgement:
    earlier = earlier_point(points, latest)
    recent = NAN
    if earlier is not None:
        recent = (latest.value - earlier.value) / years_between(earlier.day, latest.day)
    left = years_between(latest.day, target.deadline)
    required = NAN
    if _is_met(latest.value, shown.target_value, target):
        required = 0.0
    elif left > 0:
        required = (shown.target_value - latest.value) / left
    return replace(shown, earlier=earlier, recent_per_year=recent, required_per_year=required)


def _goal(target: Target, baseline: Point | None) -> float:
    if target.method != "change":
        return target.asked
    return NAN if baseline is None else baseline.value + target.sign * target.asked


def _line(target: Target, baseline: Point, *, day: date) -> float:
    """The plan's straight line from the baseline to the goal at the deadline, flat after it."""
    share = years_between(baseline.day, day) / years_between(baseline.day, target.deadline)
    return baseline.value + (_goal(target, baseline) - baseline.value) * min(max(share, 0), 1)


def _is_met(value: float, goal: float, target: Target) -> bool:
    return round(target.sign * (value - goal), 9) >= 0


def _judge_line(known: Judgement, target: Target, *, limits: Limits) -> Judgement:
    """Level, change and rank: a goal met is achieved, else the share of the way expected now."""
    latest, baseline = known.latest, known.baseline
    assert latest is not None
    if _is_met(latest.value, known.target_value, target):
        return replace(known, status="achieved", reason="met")
    if baseline is None:
        return replace(known, reason="no_baseline")
    if latest.day <= baseline.day:
        return replace(known, reason="one_point")
    way = known.expected_now - baseline.value
    if target.sign * way <= 0:  # it stood at the goal at the start and has since lost it
        return replace(known, status="worsening", reason="lost")
    progress = (latest.value - baseline.value) / way
    return replace(known, status=limits.status(progress), reason="line", progress=progress)


def _judge_pace(known: Judgement, target: Target, *, as_of: date, limits: Limits) -> Judgement:
    """A yearly pace: the same formula, on a line from the earlier point at the plan's pace.

    A falling line ends at zero: what is gone cannot fall further, and none left is achieved.
    """
    latest = known.latest
    assert latest is not None
    if target.direction == "down" and latest.value <= 0:
        return replace(known, status="achieved", reason="gone")
    earlier = known.earlier
    if earlier is None:
        return replace(known, reason="pace_one_point")
    pace = target.sign * target.asked
    expected = _at_pace(earlier, target, day=latest.day)
    paced = replace(
        known,
        baseline=earlier,
        expected_now=expected,
        expected_today=_at_pace(earlier, target, day=as_of),
        required_per_year=pace,
        recent_per_year=(latest.value - earlier.value) / years_between(earlier.day, latest.day),
    )
    way = expected - earlier.value
    if target.sign * way <= 0:
        return replace(paced, status="worsening", reason="lost")
    progress = (latest.value - earlier.value) / way
    return replace(paced, status=limits.status(progress), reason="pace", progress=progress)


def _at_pace(earlier: Point, target: Target, *, day: date) -> float:
    moved = target.sign * target.asked * years_between(earlier.day, day)
    expected = earlier.value + moved
    return max(expected, 0.0) if target.direction == "down" else expected


def _judge_average(known: Judgement, target: Target, *, limits: Limits) -> Judgement:
    """A mean over the period: the mean so far over the one asked for.

    It is the progress formula with a baseline of zero (no growth at all). It can be achieved only
    when the period is over. Required is the mean of the years left, by arithmetic means.
    """
    latest, baseline = known.latest, target.baseline
    assert latest is not None
    if baseline is None:
        return replace(known, reason="no_baseline")
    start = period_end(baseline.period)
    if latest.day <= start:
        return replace(known, reason="before_start")
    gone, left = years_between(start, latest.day), years_between(latest.day, target.deadline)
    progress = latest.value / target.asked
    required = NAN
    if left > 0:
        required = (target.asked * (gone + left) - latest.value * gone) / left
    status = limits.status(progress)
    over = left <= 0 and _is_met(latest.value, target.asked, target)
    return replace(
        known,
        status="achieved" if over else status,
        reason="met" if over else "average",
        expected_now=target.asked,
        expected_today=target.asked,
        required_per_year=required,
        progress=progress,
    )

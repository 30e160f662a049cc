"""Facts and targets in, one row of assessment per target and unit out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from lsgeo.facts import worst_quality
from lsgeo.progress.judging import Judgement, judge
from lsgeo.progress.points import of_level, series, usable
from lsgeo.progress.registered import STATUS, YEAR_REGISTERED, judge_status
from lsgeo.progress.sentences import why
from lsgeo.progress.target import ANY_VARIANT, Limits, Target
from lsgeo.scales import CriteriaSets

COLUMNS = (
    "target",
    "vintage",
    "code",
    "period",
    "value",
    "unit",
    "baseline",
    "baseline_period",
    "target_value",
    "target_high",
    "deadline",
    "expected_now",
    "expected_today",
    "required_per_year",
    "recent_per_year",
    "progress",
    "status",
    "why",
    "why_en",
    "quality",
    "source",
)
_Unit = tuple[str, str, pd.DataFrame]  # vintage ("": that of its latest value), code, facts
_NUMBERS = (
    "value",
    "baseline",
    "target_value",
    "target_high",
    "expected_now",
    "expected_today",
    "required_per_year",
    "recent_per_year",
    "progress",
)


def assess(
    facts: pd.DataFrame,
    targets: Iterable[Target],
    *,
    as_of: date,
    limits: Limits,
    province: str,
    sets: CriteriaSets,
) -> pd.DataFrame:
    """Where every target stands on `as_of`: at least one row per target, columns `COLUMNS`.

    `sets` are the criteria sets that the statuses of communes name.

    A provincial target, and any that has nothing to judge yet, has one row with the code
    `province`; a target of communes or districts one row per unit of the latest vintage in force
    that has values, and so has the rule "registered_year".

    ``expected_now`` is the plan's straight line at the date of the value, so that an old value is
    judged by the plan of its own day; ``expected_today`` the line on `as_of`. ``progress`` is
    (value - baseline) / (expected_now - baseline). ``recent_per_year`` is the pace from the
    closest point at least 11 months before the latest, else from the earliest other one; falling
    is negative. ``quality`` is the worst of the value, the baseline and that earlier point.
    ``why`` (Vietnamese) and ``why_en`` give the reason with its numbers. Values after `as_of`
    never count. For a yearly pace ``baseline`` is the earlier point the pace is measured from.
    """
    rows = [
        row
        for target in targets
        for row in (
            *_rows(facts, target, as_of=as_of, limits=limits, province=province),
            *_registered_rows(facts, target, as_of=as_of, limits=limits, sets=sets),
        )
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = dict.fromkeys(_NUMBERS, "float64")
    return table.astype(numbers | {name: "str" for name in COLUMNS if name not in _NUMBERS})


def _rows(
    facts: pd.DataFrame, target: Target, *, as_of: date, limits: Limits, province: str
) -> Iterator[dict[str, object]]:
    known = usable(facts, target, as_of=as_of)
    if target.level == "province" or target.method == "none":
        units: Sequence[_Unit] = [("", province, known[known["code"] == province])]
    else:
        units = _by_unit(of_level(known, target.level), as_of=as_of)
    for vintage, code, of_unit in units or [("", province, known.iloc[:0])]:
        judgement = judge(series(of_unit), target, as_of=as_of, limits=limits)
        yield _row(judgement, target, as_of=as_of, limits=limits, unit=(vintage, code))


def _registered_rows(
    facts: pd.DataFrame, target: Target, *, as_of: date, limits: Limits, sets: CriteriaSets
) -> Iterator[dict[str, object]]:
    """A row for each commune with a status, of a target that asks for the registered year."""
    ended = target.assessable_until is not None and as_of > target.assessable_until
    if target.unit_rule != "registered_year" or ended:
        return
    rule = replace(target, indicator=STATUS, variant=ANY_VARIANT, unit="")
    statuses = of_level(usable(facts, rule, as_of=as_of), "commune")
    years = usable(facts, replace(rule, indicator=YEAR_REGISTERED), as_of=as_of)
    for vintage, code, of_unit in _by_unit(statuses, as_of=as_of):
        registered = years[(years["vintage"] == vintage) & (years["code"] == code)]
        judgement = judge_status(
            series(of_unit), series(registered), sets=sets, as_of=as_of, limits=limits
        )
        yield _row(judgement, rule, as_of=as_of, limits=limits, unit=(vintage, code))


def _by_unit(facts: pd.DataFrame, *, as_of: date) -> Sequence[_Unit]:
    """The facts of each unit of the latest vintage in force: a code alone changes its meaning."""
    in_force = facts[facts["vintage"] <= as_of.isoformat()]
    latest = in_force[in_force["vintage"] == in_force["vintage"].max()]
    return [
        (str(vintage), str(code), of_unit)
        for (vintage, code), of_unit in latest.groupby(["vintage", "code"])
    ]


def _row(
    judgement: Judgement, target: Target, *, as_of: date, limits: Limits, unit: tuple[str, str]
) -> dict[str, object]:
    latest, baseline = judgement.latest, judgement.baseline
    used = [point for point in (latest, baseline, judgement.earlier) if point and latest]
    nothing = float("nan")
    return {
        "target": target.id,
        "vintage": unit[0] or (latest.vintage if latest else ""),
        "code": unit[1],
        "period": latest.period if latest else "",
        "value": latest.value if latest else nothing,
        "unit": target.unit,
        "baseline": baseline.value if baseline else nothing,
        "baseline_period": baseline.period if baseline else "",
        "target_value": judgement.target_value,
        "target_high": judgement.target_high,
        "deadline": target.deadline.isoformat(),
        "expected_now": judgement.expected_now,
        "expected_today": judgement.expected_today,
        "required_per_year": judgement.required_per_year,
        "recent_per_year": judgement.recent_per_year,
        "progress": judgement.progress,
        "status": judgement.status,
        "why": why(judgement, target, as_of=as_of, limits=limits, language="vi"),
        "why_en": why(judgement, target, as_of=as_of, limits=limits, language="en"),
        "quality": worst_quality(point.quality for point in used) if used else "",
        "source": "; ".join(dict.fromkeys(point.source for point in used if point.source)),
    }

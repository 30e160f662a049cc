"""The new-rural status of a commune against the year it registered to reach the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lsgeo.progress.judging import Judgement
from lsgeo.progress.points import Point, months_after
from lsgeo.progress.target import Limits
from lsgeo.scales import MET, NOT_APPLICABLE, CriteriaSets

STATUS = "ntm_status"
YEAR_REGISTERED = "ntm_year_registered"


def judge_status(
    statuses: Sequence[Point],
    years: Sequence[Point],
    *,
    sets: CriteriaSets,
    as_of: date,
    limits: Limits,
) -> Judgement:
    """The judgement of one commune from its latest status and its latest registered year.

    What a status is worth is read from the scale of its criteria set (``variant``, one of
    `sets`). Not met is behind only once the registered year (năm đăng ký về đích) is over and
    the commune has been looked at since: an older status says nothing of that year.
    """
    latest = max(statuses, key=lambda point: point.day)
    scale = sets[latest.variant].scale
    status, met = scale.at(latest.value), scale.value_of(MET)
    goal = float("nan") if met is None else float(met)
    blank = Judgement("insufficient_data", "unit_unregistered", latest=latest, target_value=goal)
    if status is not None and status.id == NOT_APPLICABLE:
        return replace(blank, status="not_assessable", reason="unit_ward")
    if as_of > months_after(latest.day, limits.max_age_months):
        return replace(blank, reason="unit_old")
    if latest.value < 0:
        return replace(blank, reason="unit_pending")
    if latest.value >= goal:
        return replace(blank, status="achieved", reason="unit_met")
    return _not_met(blank, years, as_of=as_of) if years else blank


def _not_met(blank: Judgement, years: Sequence[Point], *, as_of: date) -> Judgement:
    """A commune that has not met the standard, against the year it registered last."""
    latest, registered = blank.latest, max(years, key=lambda point: point.day)
    assert latest is not None
    year = int(registered.value)
    known = replace(blank, earlier=registered, registered_year=year)
    if year >= as_of.year:
        return replace(known, status="on_track", reason="unit_on_way")
    if latest.day.timetuple()[:3] < (year, 12, 31):
        return replace(known, reason="unit_not_since")
    return replace(known, status="behind", reason="unit_late")

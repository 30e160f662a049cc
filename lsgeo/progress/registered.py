"""The new-rural status of a commune against the year it registered to reach the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lsgeo.progress.judging import Judgement
from lsgeo.progress.points import Point, months_after
from lsgeo.progress.target import Limits

STATUS = "ntm_status"
YEAR_REGISTERED = "ntm_year_registered"
_MET, _NOT_REASSESSED, _WARD = 1, -1, -2  # the numbers of the status scale


def judge_status(
    statuses: Sequence[Point], years: Sequence[Point], *, as_of: date, limits: Limits
) -> Judgement:
    """The judgement of one commune from its latest status and its latest registered year.

    Not met is behind only once the registered year (năm đăng ký về đích) is over.
    """
    latest = max(statuses, key=lambda point: point.day)
    blank = Judgement("insufficient_data", "unit_unregistered", latest=latest, target_value=_MET)
    if latest.value == _WARD:
        return replace(blank, status="not_assessable", reason="unit_ward")
    if as_of > months_after(latest.day, limits.max_age_months):
        return replace(blank, reason="unit_old")
    if latest.value == _NOT_REASSESSED:
        return replace(blank, reason="unit_pending")
    if latest.value >= _MET:
        return replace(blank, status="achieved", reason="unit_met")
    if not years:
        return blank
    registered = max(years, key=lambda point: point.day)
    late = registered.value < as_of.year
    return replace(
        blank,
        status="behind" if late else "on_track",
        reason="unit_late" if late else "unit_on_way",
        earlier=registered,
        registered_year=int(registered.value),
    )

"""Made-up statuses for trying a workspace out, the same ones at every run."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from itertools import accumulate

import pandas as pd

from lsgeo.scales import ELIGIBLE_KIND, MET, NOT_APPLICABLE, CriteriaSet, CriteriaSets

PERIOD = "2025"
"""The year, at its end, that the statuses are said to be of."""

_SHARES = (0.45, 0.38, 0.13)  # of the communes on each step of the scale; the rest on the next
_REGISTERED = range(2026, 2031)
_NOTE = "Số liệu minh họa"


def made_up_statuses(communes: pd.DataFrame, sets: CriteriaSets) -> pd.DataFrame:
    """A row for each of `communes` (by code), its status on the scale in force in `PERIOD`.

    Chance comes from the digest of the code. A commune that is no xã has the status that says
    so. No decision is named: none was ever taken.
    """
    name, chosen = next((name, one) for name, one in sets.items() if _is_in_force(one))
    rows = [_status(code, kind, chosen) for code, kind in communes["kind"].items()]
    table = pd.DataFrame(rows, index=communes.index)
    constants = {"period": PERIOD, "criteria_set": name, "note": _NOTE}
    return communes.join(table).assign(**constants).reset_index()


def _status(code: object, kind: str, chosen: CriteriaSet) -> dict[str, object]:
    if kind != ELIGIBLE_KIND:
        outside = next(one for one in chosen.scale.statuses if one.id == NOT_APPLICABLE)
        return {"status": outside.label.vi, "criteria_met": "", "year_registered": ""}
    on_scale = (status for status in chosen.scale.statuses if status.value >= 0)
    steps = sorted(on_scale, key=lambda status: status.value)
    limits = list(accumulate(_SHARES))[: len(steps) - 1]
    status = steps[bisect_right(limits, _chance(code, "status"))]
    met = status.value >= next(one.value for one in steps if one.id == MET)
    share = 1.0 if met else 0.5 + _chance(code, "criteria") / 2.5
    year = _REGISTERED[int(_chance(code, "year") * len(_REGISTERED))]
    return {
        "status": status.label.vi,
        "criteria_met": int(share * chosen.criteria_count),
        "year_registered": "" if met else year,
    }


def _is_in_force(criteria_set: CriteriaSet) -> bool:
    day = f"{PERIOD}-12-31"
    return criteria_set.valid_from <= day <= (criteria_set.valid_to or day)


def _chance(code: object, what: str) -> float:
    """A number from 0 to below 1 that only the code and the question decide."""
    digest = hashlib.sha256(f"{code} {what}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48

"""Where each commune stands on its way to the standard, from its latest status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lsgeo.compose import Layer
from lsgeo.compose.themes import latest
from lsgeo.facts import worst_quality
from lsgeo.palette import Theme
from lsgeo.scales import ELIGIBLE_KIND, MET, CriteriaSets
from lsgeo.text import NOTHING, collation

STATUS = Theme("ntm_status", NOTHING, on_scale=True)
_REGISTERED = Theme("ntm_year_registered", NOTHING)
_SAME_ROW = ["code", "variant", "period"]


@dataclass(frozen=True)
class Standing:
    """A commune that has been assessed; ``period`` is when, ``count`` the criteria of its set.

    ``criteria`` and ``registered`` are None where a table left them out; ``quality`` is the worst
    of all of its numbers.
    """

    code: str
    name: str
    met: bool
    period: str
    count: int
    criteria: int | None
    registered: int | None
    quality: str

    @property
    def missing(self) -> int | None:
        """How many criteria are missing."""
        return None if self.criteria is None else self.count - self.criteria

    @property
    def share(self) -> float:
        """The share of criteria met; 1 where it is not known."""
        return 1.0 if self.criteria is None else self.criteria / self.count

    @property
    def order(self) -> tuple[float, Any]:
        """What decides between equals: the criteria, fewest first, then the alphabet."""
        return self.share, collation(self.name)


def standings_of(units: Layer, facts: pd.DataFrame, *, sets: CriteriaSets) -> list[Standing]:
    """The communes (xã) of `units` whose latest status is on its scale, in the order of `units`.

    The criteria are those that were counted with that status.
    """
    statuses = latest(facts, STATUS, vintage=units.vintage)
    years = latest(facts, _REGISTERED, vintage=units.vintage).set_index("code")
    criteria = facts[(facts["indicator"] == "criteria_met") & (facts["vintage"] == units.vintage)]
    joined = statuses.merge(
        criteria[[*_SAME_ROW, "value"]], how="left", on=_SAME_ROW, suffixes=("", "_criteria")
    ).set_index("code")
    communes = units.data[units.data["kind"] == ELIGIBLE_KIND]
    found = []
    for code, name in communes["name"].items():
        if code not in joined.index or joined.loc[code, "value"] < 0:
            continue
        year = years.loc[code] if code in years.index else None
        found.append(_standing(str(code), name, row=joined.loc[code], year=year, sets=sets))
    return found


def met_of(statuses: pd.DataFrame, *, sets: CriteriaSets) -> pd.Series:
    """1 or 0 for each status of a place on its scale, NaN for those that have none (below 0)."""
    least = statuses["variant"].map({name: one.scale.value_of(MET) for name, one in sets.items()})
    met = statuses["value"] >= least.astype("float64")
    return met.astype("float64").where(statuses["value"] >= 0)


def _standing(
    code: str, name: str, *, row: pd.Series, year: pd.Series | None, sets: CriteriaSets
) -> Standing:
    criteria_set = sets[row["variant"]]
    least = criteria_set.scale.value_of(MET)
    qualities = [row["quality"], *([] if year is None else [year["quality"]])]
    return Standing(
        code=code,
        name=name,
        met=least is not None and row["value"] >= least,
        period=row["period"],
        count=criteria_set.criteria_count,
        criteria=None if pd.isna(row["value_criteria"]) else round(row["value_criteria"]),
        registered=None if year is None else round(year["value"]),
        quality=worst_quality(qualities),
    )

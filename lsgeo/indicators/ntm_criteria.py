"""Which new-rural criteria each commune meets, and how many communes meet each."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.scales import ELIGIBLE_KIND
from lsgeo.text import Words

_GROUP = ["vintage", "period", "variant"]


def compute(*, ntm_criteria: pd.DataFrame, registry: pd.DataFrame) -> pd.DataFrame:
    """Facts: of each commune 1 for a criterion it meets and 0 for one it does not; above, counts.

    `ntm_criteria` has ``vintage, code, period, criteria_set, number, met, quality, source``;
    `registry` the units of `lsgeo.registry`. The variant is set and number, "ntm-2021/07". A
    district or province has a count only where every xã in it was assessed by that criterion:
    what nobody assessed is not unmet.
    """
    numbers = ntm_criteria["number"].map("{:02d}".format)
    told = ntm_criteria.assign(
        variant=ntm_criteria["criteria_set"] + "/" + numbers,
        value=ntm_criteria["met"].astype("float64"),
    )
    communes = facts.make(told, constants={"indicator": "criterion_met", "unit": "xã"})
    return facts.stack([communes, *_counts(told, registry)])


def _counts(told: pd.DataFrame, registry: pd.DataFrame) -> list[pd.DataFrame]:
    """The counts of every unit above the communes, where all of its xã were assessed."""
    xa = registry[(registry["level"] == "commune") & (registry["kind"] == ELIGIBLE_KIND)]
    parents = registry.set_index(["vintage", "code"])["parent"]
    tables = []
    above = xa[["vintage", "code", "parent"]].rename(columns={"parent": "above"})
    while len(above := above[above["above"] != ""]):
        sizes = above.groupby(["vintage", "above"]).size().rename("all").reset_index()
        rows = told.merge(above, on=["vintage", "code"])
        counted = rows.groupby([*_GROUP, "above"], as_index=False).agg(
            value=("value", "sum"),
            assessed=("value", "size"),
            quality=("quality", facts.worst_quality),
            source=("source", lambda said: "; ".join(dict.fromkeys(said))),
        )
        whole = counted.merge(sizes, on=["vintage", "above"])
        whole = whole[whole["assessed"] == whole["all"]].rename(columns={"above": "code"})
        if len(whole):
            constants = {"indicator": "criterion_met", "unit": "xã"}
            tables.append(facts.make(whole.drop(columns=["assessed", "all"]), constants=constants))
        keys = pd.MultiIndex.from_frame(above[["vintage", "above"]])
        above = above.assign(above=parents.reindex(keys).fillna("").to_numpy())
    return tables


INDICATOR = Indicator(
    name="ntm_criteria",
    title=Words("Từng tiêu chí nông thôn mới", "Each new-rural criterion"),
    unit="xã",
    adds_up=True,
    compute=compute,
    makes={"criterion_met": "xã"},
)

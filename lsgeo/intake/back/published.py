"""What an edited file itself says that lsgeo published: its table of facts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lsgeo.facts import is_period, period_end
from lsgeo.scales import CriteriaSets

STATUS = "ntm_status"


def published(facts: pd.DataFrame, sets: CriteriaSets, *, vintage: str) -> pd.DataFrame:
    """The latest numbers of each unit of a vintage, by code, in columns as the layers have them.

    An indicator of one variant is a column of its name, of several one for each; statuses are the
    ids of their scale.
    """
    mine = facts[(facts["vintage"] == vintage) & facts["period"].map(is_period)]
    ends = {period: period_end(period) for period in mine["period"].unique()}
    numbers = pd.to_numeric(mine["value"], errors="coerce")
    typed = mine.assign(end=mine["period"].map(ends), value=numbers, variant=_variants(mine))
    dated = typed.sort_values("end", kind="stable")
    columns: dict[str, pd.Series] = {}
    for indicator, rows in dated.groupby("indicator"):
        latest = rows.drop_duplicates("code", keep="last").set_index("code")
        if indicator == STATUS:
            columns[STATUS] = _ids(latest, sets)
        elif rows["variant"].nunique() == 1 or indicator in _ON_SETS:
            columns[str(indicator)] = latest["value"]
        else:
            columns |= _by_variant(str(indicator), rows)
    return pd.DataFrame(columns).astype("object")


def periods_of(facts: pd.DataFrame, *, vintage: str) -> dict[str, str]:
    """The period of the latest status of each unit of a vintage, by code."""
    mine = facts[(facts["vintage"] == vintage) & (facts["indicator"] == STATUS)]
    mine = mine[mine["period"].map(is_period).astype("bool")]
    dated = sorted(
        zip(mine["code"], mine["period"], strict=True), key=lambda one: period_end(one[1])
    )
    return {str(code): str(period) for code, period in dated}


_ON_SETS = ("criteria_met", "ntm_year_registered")  # whose variants are criteria sets


def _variants(facts: pd.DataFrame) -> pd.Series:
    return facts["variant"].fillna("").astype(str)


def _by_variant(indicator: str, rows: pd.DataFrame) -> Mapping[str, pd.Series]:
    return {
        f"{indicator}_{variant}": part.drop_duplicates("code", keep="last").set_index("code")[
            "value"
        ]
        for variant, part in rows.groupby("variant")
    }


def _ids(latest: pd.DataFrame, sets: CriteriaSets) -> pd.Series:
    """The ids of statuses, missing where a set or its value is not known any more."""
    found = []
    for variant, value in zip(latest["variant"], latest["value"], strict=True):
        known = sets.get(variant)
        status = known.scale.at(float(value)) if known else None
        found.append(status.id if status else None)
    return pd.Series(found, index=latest.index, dtype="object")

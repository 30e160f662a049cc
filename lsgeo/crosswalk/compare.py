"""The error of an assumption: the same facts shared out in two ways, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lsgeo.facts import KEY

UNIT_COLUMNS = (*KEY, "unit", "by_area", "by_forest", "difference", "difference_pct")
_TOTAL_KEY = ("vintage", "indicator", "variant", "period", "unit")
TOTAL_COLUMNS = (*_TOTAL_KEY, "total", "misplaced", "misplaced_pct", "largest_code", "largest")


@dataclass(frozen=True)
class Comparison:
    """What sharing out by area gets wrong, if the other weights are right.

    ``units`` (`UNIT_COLUMNS`): both numbers of each unit, area minus the other, in per cent of
    the other. ``totals`` (`TOTAL_COLUMNS`): how much of the sum lies in the wrong unit
    (``misplaced``, half the sum of all differences), and the unit that differs most. ``alone``
    are the keys that only one of the two has.
    """

    units: pd.DataFrame
    totals: pd.DataFrame
    alone: pd.DataFrame


def compare(by_area: pd.DataFrame, by_forest: pd.DataFrame) -> Comparison:
    """The facts of one vintage carried over by area, against those by forest (or other) weights."""
    both = by_area[[*KEY, "unit", "value"]].merge(
        by_forest[[*KEY, "unit", "value"]],
        on=[*KEY, "unit"],
        how="outer",
        suffixes=("_area", "_forest"),
        indicator="side",
    )
    there = both["side"] == "both"
    units = both[there].rename(columns={"value_area": "by_area", "value_forest": "by_forest"})
    difference = units["by_area"] - units["by_forest"]
    base = units["by_forest"].abs()
    units = units.assign(
        difference=difference, difference_pct=(difference / base * 100).where(base > 0)
    )
    return Comparison(
        units=units[list(UNIT_COLUMNS)].reset_index(drop=True),
        totals=_totals(units),
        alone=both.loc[~there, list(KEY)].reset_index(drop=True),
    )


def _totals(units: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for key, one in units.groupby(list(_TOTAL_KEY), sort=False):
        total, off = one["by_forest"].sum(), one["difference"].abs()
        misplaced = off.sum() / 2
        share = misplaced / total * 100 if total > 0 else float("nan")
        largest = one.loc[off.idxmax()]
        rows.append((*key, total, misplaced, share, largest["code"], largest["difference"]))
    return pd.DataFrame(rows, columns=list(TOTAL_COLUMNS))

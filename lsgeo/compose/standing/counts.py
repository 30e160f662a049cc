"""Shares of communes as readers know them better: "106/175", and how many the target means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from lsgeo.compose.standing.figures import Row

_COUNTS = {
    "ntm_share": ("ntm_met", "ntm_eligible"),
    "ntm_advanced_share": ("ntm_advanced", "ntm_eligible"),
    "ntm_model_share": ("ntm_model", "ntm_eligible"),
}
"""The facts of part and whole, by the indicator of the share."""

_EXACT = 9  # places after which a share of a whole is a rounding error of floats


@dataclass(frozen=True)
class Count:
    """A share as the two numbers it is made of."""

    part: int
    whole: int


def count_of(target: Row, row: Row, *, facts: pd.DataFrame) -> Count | None:
    """The numbers of communes behind an assessment; None where they are not both known."""
    if target["indicator"] not in _COUNTS or not row:
        return None
    key = ("code", "period", "vintage")
    same = facts[(facts[list(key)] == [row[name] for name in key]).all(axis=1)]
    names = _COUNTS[target["indicator"]]
    found = [same.loc[same["indicator"] == name, "value"] for name in names]
    if not all(len(values) for values in found):
        return None
    part, whole = (round(float(values.iloc[0])) for values in found)
    return Count(part, whole)


def part_in(rows: pd.DataFrame, target: Row) -> int | None:
    """How many communes of `rows` (facts of one unit and period) have what a target counts."""
    part = rows.loc[rows["indicator"] == _COUNTS[target["indicator"]][0], "value"]
    return round(float(part.iloc[0])) if len(part) else None


def meant(per_cent: float, whole: int) -> int:
    """How many communes a share of `whole` means: so many as reach it.

    >>> meant(80, 61), meant(80, 175)
    (49, 140)
    """
    return math.ceil(round(per_cent / 100 * whole, _EXACT))

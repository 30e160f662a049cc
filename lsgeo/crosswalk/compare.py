"""The error of the areal assumption: what sharing out by area puts in the wrong unit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class ArealError:
    """What would go wrong if an amount that lies as the weights do were shared out by area.

    ``weight_by_area`` has, like the pairs, what each would get of its old unit's weight by area
    (NaN where a weight of the old unit is not known). Of the ``total`` weight ``misplaced`` would
    lie in another new unit than it does; the new unit ``largest_code`` would get ``largest`` too
    much, or too little (below 0).
    """

    weight_by_area: pd.Series
    total: float
    misplaced: float
    largest_code: str
    largest: float


def areal_error(pairs: pd.DataFrame, by_area: pd.Series) -> ArealError:
    """The error of sharing out the ``weight`` of `pairs` by the shares of area of each, `by_area`.

    Both have one index; `by_area` is ``share_of_from`` as `between` gives it.
    """
    whole = pairs.groupby("from_code")["weight"].transform(lambda one: one.sum(skipna=False))
    shared = whole * by_area
    off = (shared - pairs["weight"]).groupby(pairs["to_code"]).sum()
    largest = str(off.abs().idxmax()) if len(off) else ""
    return ArealError(
        weight_by_area=shared,
        total=float(whole.notna().mul(pairs["weight"]).sum()),
        misplaced=float((shared - pairs["weight"]).abs().sum() / 2),
        largest_code=largest,
        largest=float(off.get(largest, 0.0)),
    )

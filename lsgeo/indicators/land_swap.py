"""Swap of land cover: what a class lost in one place and gained in another; it does not add up."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.text import Words
from lsgeo.transitions import budget, seen

_PAIR = ["vintage", "code", "product", "start", "end", "quality", "source"]


def compute(*, class_changes: pd.DataFrame) -> pd.DataFrame:
    """Facts: twice the lesser of gain and loss of each class, in hectares and per cent.

    `class_changes` and the variants are those of `lsgeo.indicators.land_change`. The swap of a
    province is not that of its communes: what one loses another may gain (Pontius, Shusas &
    McEachern 2004).
    """
    both = seen(class_changes)
    if both.empty:
        return facts.empty()
    classes = budget(both, _PAIR)
    whole = classes.groupby(_PAIR)["start_ha"].transform("sum")
    label = classes["product"] + " " + classes["start"] + ": " + classes["class"].astype("str")
    swap = classes.assign(variant=label, period=classes["end"], value=classes["swap_ha"])
    share = swap.assign(value=swap["swap_ha"] / whole * 100)
    tables = [
        swap.assign(indicator="land_swap", unit="ha"),
        share.assign(indicator="land_swap_share", unit="%"),
    ]
    return facts.make(pd.concat(tables, ignore_index=True))


INDICATOR = Indicator(
    name="land_swap",
    title=Words("Hoán đổi lớp phủ đất", "Swap of land cover"),
    unit="ha",
    adds_up=False,
    compute=compute,
    makes={"land_swap": "ha", "land_swap_share": "%"},
    judges_targets=False,
)

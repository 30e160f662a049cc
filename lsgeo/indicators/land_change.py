"""Change of land cover between two dates of a product: from class to class, gain, loss and net."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.text import Words
from lsgeo.transitions import budget, seen

_PAIR = ["vintage", "code", "product", "start", "end", "quality", "source"]
_AMOUNTS = {
    "land_gain": "gain_ha",
    "land_loss": "loss_ha",
    "land_net_change": "net_ha",
    "land_persistence": "persistence_ha",
}


def compute(*, class_changes: pd.DataFrame, from_year: int = 0, to_year: int = 0) -> pd.DataFrame:
    """Facts: hectares from class to class, and what each class gained, lost and kept.

    `class_changes` has the columns of `lsgeo.transitions.COLUMNS`; ground that was not observed at
    both dates is no change. Amounts are in hectares and, as ``…_share``, in per cent of what was
    observed of the unit. The variant names product, first date and class: "io_lulc 2017: 2" or
    "io_lulc 2017: 2>5"; pairs of classes that do not occur have no fact. `from_year` and `to_year`
    leave out other dates; where they are not set, the first and the last are compared.
    """
    asked = _is_of(class_changes["start"], from_year) & _is_of(class_changes["end"], to_year)
    both = seen(class_changes[asked])
    if both.empty:
        return facts.empty()
    pairs = both["class_from"].astype("str") + ">" + both["class_to"].astype("str")
    flows = both.assign(indicator="land_change", value=both["area_ha"], label=pairs, unit="ha")
    classes = budget(both, _PAIR)
    whole = classes.groupby(_PAIR)["start_ha"].transform("sum")
    tables = [flows]
    for indicator, column in _AMOUNTS.items():
        told = classes.assign(label=classes["class"].astype("str"))
        tables.append(told.assign(indicator=indicator, value=told[column], unit="ha"))
        share = told[column] / whole * 100
        tables.append(told.assign(indicator=f"{indicator}_share", value=share, unit="%"))
    every = pd.concat(tables, ignore_index=True)
    variant = every["product"] + " " + every["start"] + ": " + every["label"]
    return facts.make(every.assign(variant=variant, period=every["end"]))


def _is_of(periods: pd.Series, year: int) -> pd.Series:
    """Whether each period is of a year, all of them where none is asked for."""
    return periods.str[:4].isin([str(year)]) | (year == 0)


INDICATOR = Indicator(
    name="land_change",
    title=Words("Biến động lớp phủ đất", "Change of land cover"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        "land_change": "ha",
        **dict.fromkeys(_AMOUNTS, "ha"),
        **{f"{name}_share": "%" for name in _AMOUNTS},
    },
    judges_targets=False,
)

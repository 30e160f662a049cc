"""Gain of tree canopy from 2000 to 2012, the only years that Hansen's product looked for it in."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words

_KEYS = ["vintage", "code", "quality", "source"]


def compute(*, hansen: pd.DataFrame) -> pd.DataFrame:
    """Facts: hectares that became canopy from 2000 to 2012, none without the band ``gain``.

    `hansen` as in `lsgeo.indicators.tree_cover`. Gain is of ground that had less than half of
    canopy, whatever the threshold of other figures, and stays in it if it was lost again: it is
    not to be set against loss.
    """
    looked, gained = product.gains(hansen["class"].to_numpy())
    if not looked.any():
        return facts.empty()
    area = hansen["area_ha"].where(gained, 0.0)
    sums = hansen.assign(value=area).groupby(_KEYS, sort=False)["value"].sum().reset_index()
    return facts.make(
        sums,
        constants={"indicator": "forest_gain", "unit": "ha", "period": str(product.GAIN_YEAR)},
    )


INDICATOR = Indicator(
    name="forest_gain",
    title=Words("Tăng tán cây 2000–2012", "Tree canopy gained 2000–2012"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={"forest_gain": "ha"},
    judges_targets=False,
    themes=(
        Theme(
            "forest_gain",
            Words("Tăng tán cây 2000–2012", "Tree canopy gained 2000–2012"),
            unit=Words("ha", "ha"),
            decimals=1,
            satellite=True,
            rank=32,
        ),
    ),
)

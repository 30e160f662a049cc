"""Loss of the tree canopy of 2000, per year of loss."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import LOSS, Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words

_KEYS = ["vintage", "code", "quality", "source"]


def compute(*, hansen: pd.DataFrame, min_canopy_pct: int = 30) -> pd.DataFrame:
    """Facts: hectares of canopy of 2000 lost in each year, and summed since 2001.

    `hansen` as in `lsgeo.indicators.tree_cover`. A unit that lost nothing in a year has the
    value 0; years after the product's period have no fact.
    """
    if hansen.empty:
        return facts.empty()
    steps, years = product.split(hansen["class"].to_numpy())
    counted = steps >= product.canopy_step(min_canopy_pct)
    tables = []
    for year in range(1, product.last_year(hansen) + 1):
        for indicator, lost in (
            ("forest_loss", years == year),
            ("forest_loss_since_2001", (years > 0) & (years <= year)),
        ):
            area = hansen["area_ha"].where(counted & lost, 0.0)
            summed = hansen.assign(value=area).groupby(_KEYS, sort=False)["value"].sum()
            period = str(product.FIRST_YEAR + year)
            tables.append(summed.reset_index().assign(indicator=indicator, period=period))
    constants = {"unit": "ha", "variant": f"canopy>={min_canopy_pct}"}
    return facts.make(pd.concat(tables, ignore_index=True), constants=constants)


_NOTE = Words(
    "Tham khảo viễn thám: gồm cả khai thác rừng trồng và cây lâu năm, không phải mất rừng theo "
    "quy định",
    "Satellite reference: harvested plantations and tree crops included, not forest loss in law",
)

INDICATOR = Indicator(
    name="forest_loss",
    title=Words("Mất tán cây mỗi năm", "Tree canopy loss per year"),
    unit="ha",
    adds_up=True,
    compute=compute,
    themes=(
        Theme(
            "forest_loss_since_2001",
            Words("Mất tán cây từ 2001", "Tree canopy lost since 2001"),
            unit=Words("ha", "ha"),
            colours=LOSS,
            note=_NOTE,
            satellite=True,
            rank=30,
        ),
        Theme(
            "forest_loss",
            Words("Mất tán cây trong năm", "Tree canopy lost in the year"),
            unit=Words("ha", "ha"),
            decimals=1,
            satellite=True,
            rank=31,
        ),
    ),
)

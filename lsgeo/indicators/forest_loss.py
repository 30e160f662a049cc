"""Loss of the tree canopy of 2000, per year of loss."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import LOSS, Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words

_KEYS = ["vintage", "code", "quality", "source"]


def compute(*, hansen: pd.DataFrame, min_canopy_pct: int = 30) -> pd.DataFrame:
    """Facts: canopy of 2000 lost in each year and since 2001, in hectares and as a share.

    `hansen` as in `lsgeo.indicators.tree_cover`. A unit that lost nothing in a year has the
    value 0; years after the product's period have no fact. The share is in per cent of the
    canopy of 2000, and a unit that had none has no share.
    """
    if hansen.empty:
        return facts.empty()
    steps, years = product.split(hansen["class"].to_numpy())
    counted = steps >= product.canopy_step(min_canopy_pct)
    canopy = _summed(hansen, counted)
    tables = []
    for year in range(1, product.covered_years(hansen) + 1):
        since = _summed(hansen, counted & (years > 0) & (years <= year))
        share = (since / canopy * 100)[canopy > 0]
        for indicator, unit, values in (
            ("forest_loss", "ha", _summed(hansen, counted & (years == year))),
            ("forest_loss_since_2001", "ha", since),
            ("forest_loss_since_2001_share", "%", share),
        ):
            period = str(product.FIRST_YEAR + year)
            table = values.rename("value").reset_index()
            tables.append(table.assign(indicator=indicator, unit=unit, period=period))
    variant = {"variant": f"canopy>={min_canopy_pct}"}
    if not tables:
        return facts.empty()
    return facts.make(pd.concat(tables, ignore_index=True), constants=variant)


def _summed(hansen: pd.DataFrame, mask: np.ndarray) -> pd.Series:
    """The hectares of each unit where `mask` holds."""
    area = hansen["area_ha"].where(mask, 0.0)
    return hansen.assign(value=area).groupby(_KEYS, sort=False)["value"].sum()


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
    makes={
        "forest_loss": "ha",
        "forest_loss_since_2001": "ha",
        "forest_loss_since_2001_share": "%",
    },
    judges_targets=False,
    themes=(
        Theme(
            "forest_loss_since_2001_share",
            Words("Mất tán cây từ 2001", "Tree canopy lost since 2001"),
            unit=Words("% tán cây năm 2000", "% of the canopy of 2000"),
            decimals=1,
            colours=LOSS,
            note=_NOTE,
            satellite=True,
            rank=30,
            short=Words("Mất tán cây", "Canopy loss"),
        ),
        Theme(
            "forest_loss_since_2001",
            Words("Diện tích mất tán cây từ 2001", "Area of tree canopy lost since 2001"),
            unit=Words("ha", "ha"),
            satellite=True,
            rank=31,
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

"""Tree canopy of 2000 still standing, per year: it can only fall, and is no legal forest cover."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import COVER, Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words


def compute(*, hansen: pd.DataFrame, min_canopy_pct: int = 30) -> pd.DataFrame:
    """Facts: hectares, and per cent of the observed area, of canopy of 2000 left after each year.

    `hansen` has ``vintage, code, class, area_ha, period, quality, source`` with the joint classes
    of `lsgeo.products.hansen`; its ``period`` says up to which year. Regrowth and planting since
    2000 are not seen, so this never judges the forest target.
    """
    if hansen.empty:
        return facts.empty()
    steps, years = product.split(hansen["class"].to_numpy())
    standing = steps >= product.canopy_step(min_canopy_pct)
    keys = ["vintage", "code", "quality", "source"]
    observed = hansen.groupby(keys, sort=False)["area_ha"].sum()
    tables = []
    for year in range(product.covered_years(hansen) + 1):
        left = standing & ((years == 0) | (years > year))
        area = np.where(left, hansen["area_ha"], 0.0)
        remaining = hansen.assign(value=area).groupby(keys, sort=False)["value"].sum()
        period = str(product.FIRST_YEAR + year)
        tables.append(_rows(remaining, "tree_cover_2000_remaining", unit="ha", period=period))
        share = remaining / observed * 100
        tables.append(_rows(share, "tree_cover_2000_remaining_share", unit="%", period=period))
    return facts.make(
        pd.concat(tables, ignore_index=True), constants={"variant": f"canopy>={min_canopy_pct}"}
    )


def _rows(values: pd.Series, indicator: str, *, unit: str, period: str) -> pd.DataFrame:
    table: pd.DataFrame = values.rename("value").reset_index()
    return table.assign(indicator=indicator, unit=unit, period=period)


_NOTE = Words(
    "Tham khảo viễn thám, không phải độ che phủ rừng theo quy định; chỉ có thể giảm vì không tính "
    "rừng trồng hay phục hồi sau năm 2000",
    "Satellite reference, not legal forest cover; it can only fall, since planting and regrowth "
    "after 2000 are not counted",
)

INDICATOR = Indicator(
    name="tree_cover",
    title=Words("Tán cây năm 2000 còn lại", "Tree canopy of 2000 still standing"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        "tree_cover_2000_remaining": "ha",
        "tree_cover_2000_remaining_share": "%",
    },
    judges_targets=False,
    themes=(
        Theme(
            "tree_cover_2000_remaining_share",
            Words("Tán cây năm 2000 còn lại", "Tree canopy of 2000 still standing"),
            unit=Words("%", "%"),
            decimals=1,
            colours=COVER,
            note=_NOTE,
            satellite=True,
            rank=20,
            short=Words("Tán cây", "Canopy"),
        ),
        Theme(
            "tree_cover_2000_remaining",
            Words("Diện tích tán cây năm 2000 còn lại", "Area of tree canopy of 2000 left"),
            unit=Words("ha", "ha"),
            satellite=True,
            rank=21,
        ),
    ),
)

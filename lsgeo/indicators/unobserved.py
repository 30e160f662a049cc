"""How much of each unit a raster says nothing about: neither zero nor a class."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import Theme
from lsgeo.products import find_products
from lsgeo.text import Words
from lsgeo.zonal.tally import NODATA, OUTSIDE


def compute(*, class_areas: pd.DataFrame) -> pd.DataFrame:
    """Facts: per cent of each unit without data or outside, one ``variant`` per layer.

    `class_areas` is the table of `lsgeo.zonal.tally` with ``vintage, period, quality, source``.
    """
    keys = ["vintage", "code", "layer", "period", "quality", "source"]
    silent = class_areas["class"].isin([NODATA, OUTSIDE])
    missing = class_areas["area_ha"].where(silent, 0.0)
    grouped = class_areas.assign(missing=missing).groupby(keys, sort=False)
    sums = grouped[["missing", "area_ha"]].sum().reset_index()
    shares = sums.assign(value=sums["missing"] / sums["area_ha"] * 100, variant=sums["layer"])
    return facts.make(shares, constants={"indicator": "unobserved_share", "unit": "%"})


INDICATOR = Indicator(
    name="unobserved",
    title=Words("Phần không có dữ liệu ảnh", "Part without raster data"),
    unit="%",
    adds_up=False,
    compute=compute,
    makes={
        "unobserved_share": "%",
    },
    judges_targets=False,
    themes=tuple(
        Theme(
            "unobserved_share",
            Words(
                f"Phần không có dữ liệu ảnh: {product.title.vi}",
                f"Part without raster data: {product.title.en}",
            ),
            unit=Words("%", "%"),
            decimals=1,
            variant=name,
            satellite=True,
            only_above_zero=True,
            rank=90,
        )
        for name, product in find_products().items()
    ),
)

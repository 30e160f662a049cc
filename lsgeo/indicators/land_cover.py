"""Land cover: the area of each class of a classified product, and the class that prevails."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import Symbol, Theme
from lsgeo.products import mcd12c1 as product
from lsgeo.text import Words

_KEYS = ["vintage", "code", "period", "quality", "source"]


def compute(*, mcd12c1: pd.DataFrame) -> pd.DataFrame:
    """Facts: hectares of each land-cover class (``variant``), and the class of the largest area.

    `mcd12c1` has ``vintage, code, class, area_ha, period, quality, source``. A tie goes to the
    lower class number.
    """
    areas = mcd12c1.assign(
        indicator="land_cover", variant=mcd12c1["class"].astype("str"), unit="ha"
    ).rename(columns={"area_ha": "value"})
    ordered = mcd12c1.sort_values(["area_ha", "class"], ascending=[False, True], kind="stable")
    prevailing = ordered.drop_duplicates(_KEYS).rename(columns={"class": "value"})
    prevailing = prevailing.assign(indicator="land_cover_prevailing", variant="", unit="class")
    columns = [*_KEYS, "indicator", "variant", "unit", "value"]
    both = pd.concat([areas[columns], prevailing[columns]], ignore_index=True)
    return facts.make(both)


_COLOURS = (
    "#2B6CA3",
    "#0B5A2E",
    "#1E7A3C",
    "#5B8F3A",
    "#7BA84B",
    "#3C9A4F",
    "#A98B5D",
    "#CDB87F",
    "#A7C77A",
    "#D3DE9E",
    "#E9E7A6",
    "#6FB7C4",
    "#F2C45A",
    "#B04A5A",
    "#D9CF6E",
    "#F4F4F4",
    "#D8CBB8",
)
"""One colour per IGBP class: woods green, crops yellow, water blue, towns red."""

INDICATOR = Indicator(
    name="land_cover",
    title=Words("Lớp phủ đất", "Land cover"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        "land_cover": "ha",
        "land_cover_prevailing": "class",
    },
    judges_targets=False,
    themes=(
        Theme(
            "land_cover_prevailing",
            Words("Lớp phủ đất chủ yếu", "Prevailing land cover"),
            classes={
                value: (words, Symbol(_COLOURS[value])) for value, words in product.CLASSES.items()
            },
            note=Words(
                "Ô ảnh 0,05° (khoảng 29 km²): chỉ để tham khảo, không phải số liệu rừng",
                "Cells of 0.05° (about 29 km²): for orientation only, no forest figures",
            ),
            satellite=True,
            rank=40,
            short=Words("Lớp phủ", "Land cover"),
        ),
    ),
)

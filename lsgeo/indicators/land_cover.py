"""Land cover: the area of each class of a classified product, and the class that prevails."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import Symbol, Theme
from lsgeo.products import Product, find_products
from lsgeo.text import NOTHING, Words

_KEYS = ["vintage", "code", "period", "quality", "source"]
_PLAIN = "mcd12c1"  # its facts are called land_cover, those of others by the product besides
_PRODUCTS = {name: one for name, one in find_products().items() if one.classified}


def compute(*, land_classes: pd.DataFrame) -> pd.DataFrame:
    """Facts: hectares of each land-cover class (``variant``), and the class of the largest area.

    `land_classes` has ``layer`` (a product), ``vintage, code, class, area_ha, period, quality,
    source``. A tie goes to the lower class number.
    """
    tables = [
        _of_product(mine, _name(str(product)))
        for product, mine in land_classes.groupby("layer", sort=False)
    ]
    return facts.make(pd.concat(tables, ignore_index=True)) if tables else facts.empty()


def _of_product(classes: pd.DataFrame, name: str) -> pd.DataFrame:
    areas = classes.assign(
        indicator=name, variant=classes["class"].astype("str"), unit="ha"
    ).rename(columns={"area_ha": "value"})
    ordered = classes.sort_values(["area_ha", "class"], ascending=[False, True], kind="stable")
    prevailing = ordered.drop_duplicates(_KEYS).rename(columns={"class": "value"})
    prevailing = prevailing.assign(indicator=f"{name}_prevailing", variant="", unit="class")
    columns = [*_KEYS, "indicator", "variant", "unit", "value"]
    return pd.concat([areas[columns], prevailing[columns]], ignore_index=True)


def _name(product: str) -> str:
    return "land_cover" if product == _PLAIN else f"land_cover_{product}"


def _theme(product: Product) -> Theme:
    title = Words("Lớp phủ đất chủ yếu", "Prevailing land cover")
    words = Words("Lớp phủ", "Land cover")
    if product.name != _PLAIN:
        name = product.title if product.short == NOTHING else product.short
        title = Words(f"{title.vi}: {name.vi}", f"{title.en}: {name.en}")
        words = Words(f"{words.vi} {name.vi}", f"{words.en} {name.en}")
    return Theme(
        f"{_name(product.name)}_prevailing",
        title,
        classes={
            value: (said, Symbol(product.colours[value])) for value, said in product.classes.items()
        },
        note=product.note,
        satellite=True,
        rank=40,
        short=words,
    )


INDICATOR = Indicator(
    name="land_cover",
    title=Words("Lớp phủ đất", "Land cover"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        name: unit
        for product in _PRODUCTS
        for name, unit in {
            _name(product): "ha",
            f"{_name(product)}_prevailing": "class",
        }.items()
    },
    judges_targets=False,
    themes=tuple(_theme(product) for product in _PRODUCTS.values() if product.colours),
)

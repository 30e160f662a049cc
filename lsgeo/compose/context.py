"""Layers that are only drawn over the units: towns, rivers and roads, lakes."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.palette import Style, StyleClass, Symbol
from lsgeo.text import Words, same

_POINT, _LINE, _AREA = "#4A4A4A", "#6F8FAF", "#C9DDEB"


@dataclass(frozen=True)
class Look:
    """How a layer is drawn: ``colour`` ("": that of its kind), a line's ``width`` in millimetres.

    A width of 0 is the usual one.
    """

    colour: str = ""
    width: float = 0.0
    dashed: bool = False


@dataclass(frozen=True)
class Credit:
    """Whose a layer is, of which quality, and what is to be known of it."""

    attribution: str
    quality: str
    note: str = ""


def context_layer(
    features: gpd.GeoDataFrame, *, name: str, title: Words, look: Look, credit: Credit
) -> Layer:
    """The points, lines or polygons of `features` (one kind, ``name`` and geometry) in one style.

    Points of several parts become points. Features without a name have none on the map.
    """
    single = features.explode(ignore_index=True) if _is_points(features) else features
    index = pd.Index([f"{name}-{number}" for number in range(1, len(single) + 1)], name="code")
    data = gpd.GeoDataFrame(
        {"name": single["name"].to_numpy()},
        geometry=single.geometry.to_numpy(),
        index=index,
        crs=single.crs,
    )
    named = bool((data["name"] != "").any())
    style = Style(
        name=name,
        title=title,
        column="",
        kind="single",
        classes=(StyleClass(title, _symbol(features, look)),),
        quality=credit.quality,
        source=credit.attribution,
        note=same(credit.note),
        label_column="name" if named else "",
    )
    fields = (Field("name", Words("Tên", "Name")),)
    return Layer(name, title, data, fields, (style,), credit.attribution)


def _symbol(features: gpd.GeoDataFrame, look: Look) -> Symbol:
    if _is_points(features):
        return Symbol(look.colour or _POINT, edge="#FFFFFF", marker="circle")
    if features.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        colour = look.colour or _AREA
        return Symbol(colour, edge=colour, dashed=look.dashed, width=look.width)
    return Symbol("", edge=look.colour or _LINE, dashed=look.dashed, width=look.width)


def _is_points(features: gpd.GeoDataFrame) -> bool:
    return bool(features.geom_type.isin(["Point", "MultiPoint"]).all())

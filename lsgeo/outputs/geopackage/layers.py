"""Layers as a GeoPackage holds them: one kind of geometry, plain attributes, the code first."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from lsgeo.compose import Field, Layer
from lsgeo.outputs.geopackage.symbols import Shape
from lsgeo.outputs.geopackage.tables import plain
from lsgeo.palette import Style
from lsgeo.text import Words

GEOMETRY = "geom"

_CODE = Field(name="code", title=Words("Mã", "Code"))


@dataclass(frozen=True)
class Kind:
    """What a layer's geometries are: the type stored, and the shape of its symbols."""

    stored: str
    shape: Shape

    @property
    def multi(self) -> bool:
        """Whether single geometries are stored as multi ones."""
        return self.stored.startswith("Multi")


_AREAS = Kind("MultiPolygon", "fill")
_LINES = Kind("MultiLineString", "line")
_POINTS = Kind("Point", "marker")
_MANY_POINTS = Kind("MultiPoint", "marker")


def kind_of(layer: Layer) -> Kind:
    """The kind of geometry of `layer`; a layer without any position is one of points."""
    found = set(layer.data.geometry.dropna().geom_type)
    if any("Polygon" in name for name in found):
        return _AREAS
    if any("Line" in name for name in found):
        return _LINES
    return _MANY_POINTS if "MultiPoint" in found else _POINTS


def places_of(layer: Layer) -> gpd.GeoDataFrame:
    """The rows of `layer` with `code` as a column of text, the fields in their order, geometry.

    Rows without a geometry stay.
    """
    named = layer.data.rename_axis("code").reset_index().rename_geometry(GEOMETRY)
    order = [field.name for field in fields_of_layer(layer)]
    extra = [name for name in named.columns if name not in (*order, GEOMETRY)]
    attributes = plain(named[[*order, *extra]].astype({"code": "str"}))
    return gpd.GeoDataFrame(attributes, geometry=named.geometry.values, crs=named.crs)


def fields_of_layer(layer: Layer) -> tuple[Field, ...]:
    """The fields of `layer`, the code first, the columns that only a style names last."""
    others = tuple(field for field in layer.fields if field.name != "code")
    code = next((field for field in layer.fields if field.name == "code"), _CODE)
    known = {field.name for field in layer.fields}
    only_drawn = {
        style.column: _field_of_style(style)
        for style in layer.styles
        if style.column in layer.data.columns and style.column not in known
    }
    return (code, *others, *only_drawn.values())


def _field_of_style(style: Style) -> Field:
    """A field for a column that is there only to be drawn."""
    words = {one.value: one.label for one in style.classes if one.value is not None}
    return Field(name=style.column, title=style.title, unit=style.unit, values=words)

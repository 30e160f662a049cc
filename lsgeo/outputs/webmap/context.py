"""What is drawn over the units, places, lines and areas: as JSON and for the static map."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from lsgeo.compose import Layer
from lsgeo.compose.legend import class_numbers, classes_of
from lsgeo.outputs.webmap import names, wording
from lsgeo.outputs.webmap.fields import fields
from lsgeo.outputs.webmap.grid import MERCATOR, Grid
from lsgeo.outputs.webmap.themes import Patterns, counted, themes

TOLERANCE_M = 15.0
"""How much lines over the map may be off; finer than the units, so that they cover the edges."""

_SURFACES = ["Polygon", "MultiPolygon"]


def kind_of(shown: Layer) -> str:
    """ "points", "lines" or "areas": those of polygons whose classes are filled.

    A layer whose rows have no position yet holds places.
    """
    kinds = shown.data.geometry.dropna().geom_type
    if kinds.isin(["Point", "MultiPoint"]).all():
        return "points"
    filled = any(entry.symbol.fill for entry in shown.styles[0].classes)
    return "areas" if filled and kinds.isin(_SURFACES).all() else "lines"


def shapes(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """What is drawn: the place of each row, or the lines or areas of each class, in Web Mercator.

    Simplified in `crs`, where a metre is a metre.
    """
    kind = kind_of(shown)
    if kind == "points":
        return shown.data.geometry.to_crs(MERCATOR)
    drawn = strokes(shown, crs=crs) if kind == "lines" else areas(shown, crs=crs)
    return drawn.to_crs(MERCATOR)


def described(
    shown: Layer, drawn: gpd.GeoSeries, *, patterns: Patterns, grid: Grid
) -> dict[str, Any]:
    """A layer over the units with its `shapes` on the page's grid.

    ``points`` has per row a place or None, ``lines`` per class its chains, ``areas`` per class
    its rings as chains.
    """
    known, kind = fields(shown), kind_of(shown)
    first = themes(shown, [field["name"] for field in known], patterns)[0]
    return {
        "name": shown.name,
        "title": wording.pair(shown.title),
        "kind": kind,
        "names": names.headings(shown),
        "fields": known,
        "themes": [counted(shown, first, theme=0)],
        "note": wording.pair(shown.styles[0].note),
        kind: [_on_grid(geometry, kind, grid) for geometry in drawn],
    }


def strokes(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """Per class of a layer's first theme the lines to draw, each once, in `crs` (metres).

    Of areas these are the lines between them: an edge drawn for both sides spoils its dashes,
    and the rim of the whole is the units' own edge. A single area has only its rim.
    """
    merged = [
        shapely.simplify(shapely.line_merge(_lines_of(flat)), TOLERANCE_M)
        for flat in _by_class(shown, crs)
    ]
    return gpd.GeoSeries(merged, crs=crs)


def areas(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """Per class of a layer's first theme the areas to draw, in `crs` (metres)."""
    simple = [flat.simplify(TOLERANCE_M) for flat in _by_class(shown, crs)]
    parts = [shapely.get_parts(flat.dropna().array) for flat in simple]
    return gpd.GeoSeries([shapely.multipolygons(each) for each in parts], crs=crs)


def _by_class(shown: Layer, crs: str) -> list[gpd.GeoSeries]:
    flat, style = shown.data.geometry.to_crs(crs), shown.styles[0]
    numbers = class_numbers(shown, style)
    return [flat[numbers == number] for number in range(len(classes_of(style)))]


def _lines_of(shapes: gpd.GeoSeries) -> BaseGeometry:
    areas = shapes[shapes.geom_type.isin(_SURFACES)]
    if areas.empty:
        return shapely.union_all(shapes.array)
    # Simplified first: the union of full detail would take most of the time of the whole page.
    simple = shapely.coverage_simplify(areas.array, TOLERANCE_M)
    edges = shapely.union_all(shapely.boundary(simple))
    return edges if len(areas) < 2 else edges.difference(shapely.union_all(simple).boundary)


def _on_grid(geometry: BaseGeometry | None, kind: str, grid: Grid) -> Any:
    if geometry is None or geometry.is_empty:
        return None if kind == "points" else []
    if kind == "points":
        return grid.point(geometry)
    parts = shapely.get_parts(geometry)
    lines = shapely.get_rings(parts) if kind == "areas" else parts
    return [grid.chain(line) for line in lines]

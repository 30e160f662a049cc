"""What is drawn over the units, places, lines and areas: as JSON and for the static map."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from lsgeo.compose import Layer
from lsgeo.compose.drawn import kind_of, lines_of
from lsgeo.compose.legend import class_numbers, classes_of
from lsgeo.compose.names import headings
from lsgeo.outputs.webmap import wording
from lsgeo.outputs.webmap.fields import fields
from lsgeo.outputs.webmap.grid import MERCATOR, Grid
from lsgeo.outputs.webmap.themes import Patterns, counted, themes

TOLERANCE_M = 15.0
"""How much lines over the map may be off; finer than the units, so that they cover the edges."""


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
        "names": headings(shown),
        "fields": known,
        "themes": [counted(shown, first, theme=0)],
        "note": wording.pair(shown.styles[0].note),
        kind: [_on_grid(geometry, kind, grid) for geometry in drawn],
    }


def strokes(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """Per class of a layer's first theme the lines to draw, each once, in `crs` (metres)."""
    lines = [lines_of(flat, tolerance_m=TOLERANCE_M) for flat in _by_class(shown, crs)]
    return gpd.GeoSeries(lines, crs=crs)


def areas(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """Per class of a layer's first theme the areas to draw, in `crs` (metres)."""
    simple = [flat.simplify(TOLERANCE_M) for flat in _by_class(shown, crs)]
    parts = [shapely.get_parts(flat.dropna().array) for flat in simple]
    return gpd.GeoSeries([shapely.multipolygons(each) for each in parts], crs=crs)


def _by_class(shown: Layer, crs: str) -> list[gpd.GeoSeries]:
    flat, style = shown.data.geometry.to_crs(crs), shown.styles[0]
    numbers = class_numbers(shown, style)
    return [flat[numbers == number] for number in range(len(classes_of(style)))]


def _on_grid(geometry: BaseGeometry | None, kind: str, grid: Grid) -> Any:
    if geometry is None or geometry.is_empty:
        return None if kind == "points" else []
    if kind == "points":
        return grid.point(geometry)
    parts = shapely.get_parts(geometry)
    lines = shapely.get_rings(parts) if kind == "areas" else parts
    return [grid.chain(line) for line in lines]

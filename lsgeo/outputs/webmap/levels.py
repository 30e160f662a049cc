"""The layers of units that the page can show: what is known of them, and their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.compose import Layer
from lsgeo.compose.names import headings
from lsgeo.outputs.webmap import names, topology, wording
from lsgeo.outputs.webmap.fields import fields
from lsgeo.outputs.webmap.grid import Grid
from lsgeo.outputs.webmap.themes import Patterns, themes

_LABEL_PRECISION = 20
"""The room of a name is known to a twentieth of the width of its unit."""


@dataclass(frozen=True)
class Fitted:
    """A layer of units, and its boundaries ``simple``, which are off by ``tolerance_m``.

    They are in Web Mercator, as all that is drawn.
    """

    layer: Layer
    simple: gpd.GeoDataFrame
    tolerance_m: float


def fitted(shown: Layer, *, crs: str) -> Fitted:
    """`shown` with its boundaries as fine as the page can hold them, simplified in `crs`."""
    return Fitted(shown, *topology.fit(shown.data, crs=crs))


def described(shown: Layer, patterns: Patterns) -> dict[str, Any]:
    """All that is known of the units of a layer but their shapes."""
    called, known = headings(shown), fields(shown)
    return {
        "name": shown.name,
        "title": wording.pair(shown.title),
        "short": short(shown),
        "kind": shown.level or "commune",
        "vintage": shown.vintage,
        "names": called,
        "captions": names.captions(shown),
        "codes": [str(code) for code in shown.data.index],
        "order": names.alphabetical(called),
        "fields": known,
        "themes": themes(shown, [field["name"] for field in known], patterns),
    }


def short(shown: Layer) -> wording.Pair:
    """A layer of units in a word or two: "Xã từ 7/2025"; its title where it has no vintage."""
    if not shown.vintage:
        return wording.pair(shown.title)
    words = wording.pair(wording.PAGE[f"units_{shown.level or 'commune'}"])
    year, month, _day = shown.vintage.split("-")
    return [text.format(month=f"{int(month)}/{year}") for text in words]


def shape(units: Fitted, *, grid: Grid) -> dict[str, Any]:
    """The boundaries of a layer on the grid, and where the names of its units fit."""
    made = topology.build(units.simple, grid=grid)
    return {
        "arcs": made.arcs,
        "polygons": made.polygons,
        "labels": label_places(units.simple, grid=grid),
    }


def label_places(simple: gpd.GeoDataFrame, *, grid: Grid) -> list[list[int]]:
    """Per unit where its name fits best: x, y on the grid and the room around.

    The room is in Web Mercator metres, as the grid.
    """
    parts, units = shapely.get_parts(simple.geometry.array, return_index=True)
    largest = parts[pd.Series(shapely.area(parts)).groupby(units).idxmax()]
    west, _south, east, _north = shapely.bounds(largest).T
    radii = shapely.maximum_inscribed_circle(largest, (east - west) / _LABEL_PRECISION)
    centres = grid.steps(shapely.get_coordinates(shapely.get_point(radii, 0)))
    return np.column_stack([centres, shapely.length(radii).round().astype(np.int64)]).tolist()

"""Cells into class areas: exact shares times geodesic cell areas, summed by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from lsgeo.crs import geodesic_area_ha
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Grid, Raster, row_areas_ha
from lsgeo.zonal.coverage import Coverage, cover

COLUMNS = ("code", "layer", "class", "area_ha", "share")
NODATA = "nodata"
OUTSIDE = "outside"
_LEAST_OUTSIDE = 1e-6  # a smaller share of a unit is rounding
_MAX_STRIP_DEG = 0.0025  # the area of a strip this high varies by under 2e-5 at 25° N


def class_areas(units: gpd.GeoDataFrame, layers: Sequence[Raster]) -> pd.DataFrame:
    """The area of every class of every layer in every unit: one long table (`COLUMNS`).

    ``area_ha`` is geodesic (WGS 84); ``share`` is of the unit's area inside the layer's extent.
    ``class`` is the pixel value as text, or "nodata"; a unit that reaches beyond a layer has a
    row "outside" too, whose share is of the whole unit. Zero, no data and outside stay apart: a
    class that does not occur has no row. Layers on one grid share one walk of the edges.

    `units` is indexed by code, in any CRS (it is transformed to each layer's). Raises `InputError`
    for a grid that is not geographic.
    """
    _check_grids(layers)
    by_grid: dict[str, list[Raster]] = {}
    for layer in layers:
        by_grid.setdefault(repr(layer.grid), []).append(layer)
    whole_ha = geodesic_area_ha(units.geometry)
    rows = [
        row
        for members in by_grid.values()
        for row in _tally_grid(units, members, whole_ha=whole_ha)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def sum_to_parents(areas: pd.DataFrame, parent_of: Mapping[str, str]) -> pd.DataFrame:
    """The class areas of the parents of units, from a table of `class_areas`.

    `parent_of` maps the code of a unit to its parent's; units it leaves out are left out.
    Shares are derived anew from the summed areas.
    """
    above = areas[areas["code"].isin(list(parent_of))]
    above = above.assign(code=above["code"].map(dict(parent_of)))
    summed = above.groupby(["code", "layer", "class"], as_index=False, sort=False)["area_ha"].sum()
    outside = summed["class"] == OUTSIDE
    inside_ha = summed["area_ha"].where(~outside, 0.0)
    keys = [summed["code"], summed["layer"]]
    inside = inside_ha.groupby(keys).transform("sum")
    whole = summed["area_ha"].groupby(keys).transform("sum")
    return summed.assign(share=summed["area_ha"] / inside.where(~outside, whole))


def _check_grids(layers: Sequence[Raster]) -> None:
    remedy = _("Warp it to EPSG:4326 with the nearest neighbour (rio warp --dst-crs EPSG:4326).")
    faults = [
        Fault(_("the raster is not in degrees"), where=layer.name, remedy=remedy)
        for layer in layers
        if not layer.grid.crs.is_geographic
    ]
    if faults:
        raise InputError(faults[0].where, _("areas cannot be measured"), faults)


def _tally_grid(
    units: gpd.GeoDataFrame, layers: Sequence[Raster], *, whole_ha: pd.Series
) -> Iterator[tuple[str, str, str, float, float]]:
    grid = layers[0].grid
    parts = max(1, int(np.ceil(grid.cell_height / _MAX_STRIP_DEG)))
    strip_ha = row_areas_ha(grid, parts=parts)
    for code, polygon in units.geometry.to_crs(grid.crs).items():
        coverage = cover(polygon, grid, parts=parts)
        if coverage is None:
            for layer in layers:
                yield str(code), layer.name, OUTSIDE, float(whole_ha[code]), 1.0
            continue
        cells_ha = _cell_areas_ha(coverage, strip_ha)
        outside = 0.0
        if _reaches_beyond(polygon, grid):
            outside = max(0.0, 1 - float(cells_ha.sum() / whole_ha[code]))
        for layer in layers:
            for name, area in _by_class(layer, coverage, cells_ha):
                yield str(code), layer.name, name, area, area / cells_ha.sum()
            if outside > _LEAST_OUTSIDE:
                yield str(code), layer.name, OUTSIDE, outside * whole_ha[code], outside


def _cell_areas_ha(coverage: Coverage, strip_ha: NDArray[np.float64]) -> NDArray[np.float64]:
    """The covered hectares of each cell of the window (height, width)."""
    window, parts = coverage.window, coverage.parts
    first = window.row * parts
    strips = coverage.shares * strip_ha[first : first + window.height * parts, np.newaxis]
    summed = strips.reshape(window.height, parts, window.width).sum(axis=1)
    return np.asarray(summed, dtype="float64")


def _reaches_beyond(polygon: Polygon | MultiPolygon, grid: Grid) -> bool:
    """Whether a part of `polygon` lies off the grid.

    Areas alone cannot tell: an edge along a parallel encloses more than PROJ's geodesic does.
    """
    west, south, east, north = polygon.bounds
    return west < grid.west or east > grid.east or south < grid.south or north > grid.north


def _by_class(
    layer: Raster, coverage: Coverage, cells_ha: NDArray[np.float64]
) -> list[tuple[str, float]]:
    pixels = layer.read(coverage.window)
    touched = cells_ha > 0
    classes, place = np.unique(pixels[touched], return_inverse=True)
    areas = np.bincount(place, weights=cells_ha[touched], minlength=len(classes))
    return [
        (NODATA if value == layer.nodata else str(value), float(area))
        for value, area in zip(classes.tolist(), areas, strict=True)
    ]

"""Shapes that should tile: overlaps and gaps between them, closed where nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lsgeo.ledger import Note
from lsgeo.mending.shapes import MOST_CHANGE_M2, areas_m2, fault_layer
from lsgeo.messages import _

_GAP_M = 1.0  # the width of gaps that are closed, if their area is small enough too
_M_PER_DEGREE = 111_000


@dataclass(frozen=True)
class Coverage:
    """Units that tile, or as they were where that takes a decision.

    ``notes`` tell of the units whose edges were moved, ``faults`` (`FAULT_COLUMNS`) are the
    overlaps and gaps, with their sizes, that there were.
    """

    geometry: gpd.GeoSeries
    notes: tuple[Note, ...]
    faults: gpd.GeoDataFrame


def mend_coverage(geometry: gpd.GeoSeries) -> Coverage:
    """Valid areal shapes (indexed by row) with shared edges, where they nearly had them.

    Edges are snapped, and overlaps and gaps given to the neighbour with the longest edge, only if
    no unit's area changes by more than `MOST_CHANGE_M2`; else everything stays as it was.
    """
    shapes = geometry.to_numpy()
    faults = fault_layer(_faults(geometry), geometry.crs)
    if faults.empty and shapely.coverage_is_valid(shapes):
        return Coverage(geometry, (), faults)
    cleaned = shapely.coverage_clean(shapes, gap_width=_units_of(_GAP_M, geometry.crs))
    changes = np.abs(areas_m2(list(cleaned), geometry.crs) - areas_m2(list(shapes), geometry.crs))
    series = gpd.GeoSeries(cleaned, index=geometry.index, crs=geometry.crs)
    is_whole = shapely.coverage_is_valid(cleaned) and not len(_holes(cleaned))
    if not is_whole or changes.max(initial=0.0) > MOST_CHANGE_M2:
        return Coverage(geometry, (), faults)
    return Coverage(series, tuple(_moved(geometry, series, changes)), faults)


def _moved(
    before: gpd.GeoSeries, after: gpd.GeoSeries, changes: NDArray[np.float64]
) -> Iterator[Note]:
    """A note for each unit whose edges are not what they were."""
    same = shapely.equals_exact(
        shapely.normalize(before.to_numpy()), shapely.normalize(after.to_numpy())
    )
    reason = _("edges snapped to the neighbours', the area changes by {change} m²")
    for row, change in zip(before.index[~same], changes[~same], strict=True):
        yield Note("corrected", reason.format(change=f"{change:.2f}"), int(row), "geometry")


def _faults(geometry: gpd.GeoSeries) -> Iterator[tuple[object, ...]]:
    """Overlaps, gaps, and else the edges that do not match."""
    shapes, rows = geometry.to_numpy(), geometry.index
    found = False
    for first, second, shared, size in _overlaps(geometry):
        found = True
        what = _("rows {first} and {second} overlap")
        yield (
            rows[first],
            "overlap",
            what.format(first=rows[first], second=rows[second]),
            size,
            shared,
        )
    holes = _holes(shapes)
    for hole, size in zip(holes, areas_m2(holes, geometry.crs), strict=True):
        found = True
        near = rows[shapely.STRtree(shapes).nearest(hole)]
        yield near, "gap", _("a gap between units"), float(size), hole
    if not found:
        for row, edge in zip(rows, shapely.coverage_invalid_edges(shapes), strict=True):
            if not shapely.is_empty(edge):
                yield row, "edge", _("its edge does not match its neighbour's"), 0.0, edge


def _overlaps(geometry: gpd.GeoSeries) -> Iterator[tuple[int, int, BaseGeometry, float]]:
    shapes = geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        return
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.intersection(shapes[first], shapes[second])
    areal = shapely.area(shared) > 0
    sizes = areas_m2(list(shared[areal]), geometry.crs)
    yield from zip(first[areal], second[areal], shared[areal], map(float, sizes), strict=True)


def _holes(shapes: NDArray[np.object_]) -> list[shapely.Polygon]:
    """The gaps inside what the shapes cover together."""
    outline = shapely.union_all(shapes)
    return [shapely.Polygon(ring) for part in shapely.get_parts(outline) for ring in part.interiors]


def _units_of(metres: float, crs: CRS | None) -> float:
    """A length in the units of a system, roughly where they are degrees."""
    return metres / _M_PER_DEGREE if crs is not None and crs.is_geographic else metres

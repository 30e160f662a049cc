"""Vertices that cannot be, and those that are there twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.mending.faults import Found
from lsgeo.mending.steps import Mask, Step, note_of, replaced, set_aside
from lsgeo.messages import _

_FARTHEST_M = 1e8  # twice around the Earth, with the zone's number before the easting
_FARTHEST_DEG = 360.0
_BLOCK = 50_000  # features whose coordinates are looked through at a time


def on_earth(geometry: gpd.GeoSeries) -> Step:
    """The features without coordinates that damaged files have: no numbers, or no places."""
    shapes, crs = geometry.to_numpy(), geometry.crs
    reach = _FARTHEST_DEG if crs is not None and crs.is_geographic else _FARTHEST_M
    broken = _per_block(shapes, partial(_has_no_place, reach=reach))
    found = []
    for row, shape in zip(geometry.index[broken], shapes[broken], strict=True):
        vertices = shapely.get_coordinates(shape)
        sound = vertices[(np.abs(vertices) <= reach).all(axis=1)]
        detail = _("{count} of {all} vertices lie nowhere on Earth")
        detail = detail.format(count=len(vertices) - len(sound), all=len(vertices))
        place = shapely.multipoints(sound) if len(sound) else None
        found.append(Found(row, "impossible_coordinates", detail, "quarantined", place=place))
    return set_aside(geometry, broken, found)


def without_repeats(geometry: gpd.GeoSeries) -> Step:
    """Valid features without vertices that stand on the one before; points keep theirs."""
    shapes = geometry.to_numpy()
    places = np.flatnonzero(_per_block(shapes, _repeats) & (shapely.get_dimensions(shapes) > 0))
    cleaned = shapely.remove_repeated_points(shapes[places])
    fewer = shapely.get_num_coordinates(shapes[places]) - shapely.get_num_coordinates(cleaned)
    changed = fewer > 0
    whole = shapes.copy()
    whole[places[changed]] = cleaned[changed]
    found = []
    for place, count in zip(places[changed], fewer[changed], strict=True):
        detail = _("{count} vertices repeat the one before").format(count=count)
        spot = _first_repeat(shapes[place])
        found.append(
            Found(geometry.index[place], "repeated_vertex", detail, "corrected", place=spot)
        )
    return Step(replaced(geometry, whole), [*map(note_of, found)], found)


def _first_repeat(shape: shapely.Geometry) -> shapely.Point:
    vertices = shapely.get_coordinates(shape)
    again = np.flatnonzero((vertices[1:] == vertices[:-1]).all(axis=1))
    return shapely.Point(vertices[again[0]])


def _per_block(shapes: NDArray[np.object_], test: Callable[[NDArray[np.object_]], Mask]) -> Mask:
    """A `test` of many shapes, a block at a time: their coordinates need memory."""
    blocks = [test(shapes[at : at + _BLOCK]) for at in range(0, len(shapes), _BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=bool)


def _has_no_place(shapes: NDArray[np.object_], *, reach: float) -> Mask:
    vertices, owners = shapely.get_coordinates(shapes, return_index=True)
    broken = ~(np.abs(vertices) <= reach).all(axis=1)  # NaN is not within reach either
    return np.bincount(owners[broken], minlength=len(shapes)) > 0


def _repeats(shapes: NDArray[np.object_]) -> Mask:
    """Which shapes may have a vertex that repeats the one before: of one ring, or of two."""
    vertices, owners = shapely.get_coordinates(shapes, return_index=True)
    again = (vertices[1:] == vertices[:-1]).all(axis=1) & (owners[1:] == owners[:-1])
    return np.bincount(owners[1:][again], minlength=len(shapes)) > 0

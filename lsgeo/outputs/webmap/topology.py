"""Boundaries as arcs: every shared edge once, on the page's grid, as differences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.outputs.webmap.grid import MERCATOR, Chain, Grid, differences

LADDER_M = (30.0, 40.0, 60.0, 100.0, 150.0, 250.0, 400.0, 600.0, 1000.0, 1500.0, 2500.0)
"""How far boundaries may be simplified: the first that keeps to `MOST_VERTICES` is taken.

No finer than 30 m: on the largest zoom that is four pixels, and the boundaries are no better.
"""

MOST_VERTICES = 160_000
"""Of one layer: about 0.5 MB before compression, and drawn in a quarter of a second."""

_HALF = 32  # bits, for one of two numbers

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Topology:
    """Polygons that share their edges.

    ``arcs`` are chains of (x, y) steps flattened to one list each: the first point, then
    differences. ``polygons`` gives per unit its parts, per part its rings (the outer one first),
    per ring its arcs: i as it is, ~i (that is -i - 1) backwards.
    """

    arcs: list[Chain]
    polygons: list[list[list[list[int]]]]


@dataclass(frozen=True)
class _Rings:
    """All rings of all units, open (without their last point), one after the other.

    ``vertices`` are the numbers of their points in ``points``; ring r begins at ``starts[r]``,
    ends before ``starts[r + 1]`` and belongs to the part ``parts[r]``, which is of ``units[r]``.
    """

    points: Numbers
    vertices: Numbers
    starts: Numbers
    parts: Numbers
    units: Numbers


def fit(units: gpd.GeoDataFrame, *, crs: str) -> tuple[gpd.GeoDataFrame, float]:
    """`units` simplified as little as `MOST_VERTICES` allows, and by how many metres.

    Simplified in `crs`, where a metre is a metre; the result is in Web Mercator.
    """
    flat = units.geometry.to_crs(crs).array

    @cache
    def simplified(tolerance_m: float) -> NDArray[np.object_]:
        return shapely.coverage_simplify(flat, tolerance_m)

    def fits(tolerance_m: float) -> bool:
        vertices = shapely.get_num_coordinates(simplified(tolerance_m)).sum()
        return bool(vertices <= MOST_VERTICES)

    rung = 0 if fits(LADDER_M[0]) else bisect_left(LADDER_M[:-1], True, lo=1, key=fits)
    simple = simplified(LADDER_M[rung])
    found = gpd.GeoDataFrame(geometry=simple, index=units.index, crs=crs)
    return found.to_crs(MERCATOR), LADDER_M[rung]


def simplify(units: gpd.GeoDataFrame, *, crs: str, tolerance_m: float) -> gpd.GeoDataFrame:
    """`units` with fewer vertices, still sharing their edges exactly, in `crs` (metres)."""
    flat = units.geometry.to_crs(crs)
    simple = shapely.coverage_simplify(flat.array, tolerance_m)
    return gpd.GeoDataFrame(geometry=simple, index=units.index, crs=crs)


def build(units: gpd.GeoDataFrame, *, grid: Grid) -> Topology:
    """The topology of `units` in Web Mercator, whose boundaries match vertex for vertex."""
    rings = _rings(units, grid)
    is_node = _is_node(rings)
    numbers: dict[bytes, int] = {}
    arcs: list[Chain] = []
    polygons: list[list[list[list[int]]]] = [[] for _unit in range(len(units))]
    before = -1
    for number, (start, end) in enumerate(pairwise(rings.starts.tolist())):
        references = []
        for arc in _cut(rings.vertices[start:end], is_node):
            references.append(_reference(arc, numbers))
            if len(numbers) > len(arcs):
                arcs.append(differences(rings.points[arc]))
        if rings.parts[number] != before:
            polygons[rings.units[number]].append([])
        before = rings.parts[number]
        polygons[rings.units[number]][-1].append(references)
    return Topology(arcs=arcs, polygons=polygons)


def _rings(units: gpd.GeoDataFrame, grid: Grid) -> _Rings:
    """The rings of `units` on the grid, without repeated points."""
    parts, units_of_parts = shapely.get_parts(units.geometry.array, return_index=True)
    rings, parts_of_rings = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    steps = grid.steps(coordinates)
    # The last point of each ring is its first again: of two alike the first one goes.
    same = (steps[1:] == steps[:-1]).all(axis=1) & (ring_of[1:] == ring_of[:-1])
    is_last = np.append(ring_of[1:] != ring_of[:-1], True)
    kept = ~is_last & ~np.append(same, False)
    # A ring that shrank to a line on the grid shows nothing and would make no arc.
    sizes = np.bincount(ring_of[kept], minlength=len(rings))
    outer = np.append(True, parts_of_rings[1:] != parts_of_rings[:-1]) if len(rings) else sizes > 2
    part_is_seen = np.zeros(len(parts), dtype=bool)
    part_is_seen[parts_of_rings[outer]] = sizes[outer] > 2
    seen = (sizes > 2) & part_is_seen[parts_of_rings]
    kept &= seen[ring_of]
    points, vertices = _numbered(steps[kept])
    starts = np.concatenate([[0], np.cumsum(sizes[seen])])
    part_of = parts_of_rings[seen]
    return _Rings(points, vertices, starts, part_of, units_of_parts[part_of])


def _numbered(steps: Numbers) -> tuple[Numbers, Numbers]:
    """The different points, by x and then y, and the number of each point among them."""
    _keys, first, numbers = np.unique(_key(steps), return_index=True, return_inverse=True)
    return steps[first], numbers


def _key(pairs: Numbers) -> Numbers:
    """Each pair as one number, which sorts faster than two."""
    return (pairs[:, 0] << _HALF) + pairs[:, 1]


def _is_node(rings: _Rings) -> NDArray[np.bool_]:
    """Whether more than two edges meet at each point: there arcs begin and end."""
    following = np.roll(rings.vertices, -1)
    following[rings.starts[1:] - 1] = rings.vertices[rings.starts[:-1]]
    ends = np.sort(np.stack([rings.vertices, following], axis=1), axis=1)
    _keys, first = np.unique(_key(ends), return_index=True)
    return np.bincount(ends[first].ravel(), minlength=len(rings.points)) > 2


def _cut(ring: Numbers, is_node: NDArray[np.bool_]) -> Iterator[Numbers]:
    """The ring cut at its nodes; a ring without any begins at its smallest point.

    So an island and the hole around it, which have no node, still give the same arc.
    """
    cuts = np.flatnonzero(is_node[ring])
    first = int(cuts[0]) if len(cuts) else int(ring.argmin())
    closed = np.concatenate([ring[first:], ring[: first + 1]])
    inner = (cuts[1:] - first).tolist()
    for start, end in pairwise([0, *inner, len(ring)]):
        yield closed[start : end + 1]


def _reference(arc: Numbers, numbers: dict[bytes, int]) -> int:
    """The number of the arc, a new one taking the next; ~number where it is known backwards."""
    forwards, backwards = arc.tobytes(), arc[::-1].tobytes()
    if backwards in numbers and forwards not in numbers:
        return ~numbers[backwards]
    return numbers.setdefault(forwards, len(numbers))

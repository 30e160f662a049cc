"""Boundaries as arcs: every shared edge once, on a whole-number grid, as differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

STEPS_PER_DEGREE = 100_000
"""The grid of the page's coordinates: 1e-5 degrees, about one metre."""

Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True)
class Topology:
    """Polygons that share their edges.

    ``arcs`` are chains of (x, y) steps flattened to one list each: the first point, then
    differences. ``polygons`` gives per unit its parts, per part its rings (the outer one first),
    per ring its arcs: i as it is, ~i (that is -i - 1) backwards.
    """

    arcs: list[list[int]]
    polygons: list[list[list[list[int]]]]


def simplify(units: gpd.GeoDataFrame, *, crs: str, tolerance_m: float) -> gpd.GeoDataFrame:
    """`units` with fewer vertices, still sharing their edges exactly, in `crs` (metres)."""
    flat = units.geometry.to_crs(crs)
    simple = shapely.coverage_simplify(flat.array, tolerance_m)
    return gpd.GeoDataFrame(geometry=simple, index=units.index, crs=crs)


def build(units: gpd.GeoDataFrame) -> Topology:
    """The topology of `units`, whose boundaries match vertex for vertex."""
    parts = [list(_parts(geometry)) for geometry in units.geometry.to_crs("EPSG:4326")]
    nodes = _nodes(ring for unit in parts for part in unit for ring in part)
    numbers: dict[tuple[Point, ...], int] = {}
    polygons = [
        [[_references(ring, nodes, numbers) for ring in part] for part in unit] for unit in parts
    ]
    return Topology(arcs=[differences(arc) for arc in numbers], polygons=polygons)


def grid(line: BaseGeometry) -> Ring:
    """The points of a line or ring in degrees on the page's grid, without repeated points."""
    steps = np.rint(shapely.get_coordinates(line) * STEPS_PER_DEGREE).astype(int)
    moved = np.any(np.diff(steps, axis=0), axis=1)
    return [(x, y) for x, y in steps[np.concatenate([[True], moved])].tolist()]


def differences(points: Iterable[Point]) -> list[int]:
    """Points as one flat list: the first, then the step from each to the next."""
    flat: list[int] = []
    before = (0, 0)
    for point in points:
        flat += (point[0] - before[0], point[1] - before[1])
        before = point
    return flat


def _parts(geometry: BaseGeometry) -> Iterator[list[Ring]]:
    for polygon in shapely.get_parts(geometry):
        rings = [grid(ring)[:-1] for ring in (polygon.exterior, *polygon.interiors)]
        # A ring that shrank to a line on the grid shows nothing and would make no arc.
        if len(rings[0]) > 2:
            yield [ring for ring in rings if len(ring) > 2]


def _nodes(rings: Iterable[Ring]) -> set[Point]:
    """The points where more than two edges meet: there arcs begin and end."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
            neighbours[start].add(end)
            neighbours[end].add(start)
    return {point for point, around in neighbours.items() if len(around) > 2}


def _references(ring: Ring, nodes: set[Point], numbers: dict[tuple[Point, ...], int]) -> list[int]:
    """The ring as numbers of arcs, new arcs taking the next number."""
    references = []
    for arc in _cut(ring, nodes):
        backwards = arc[::-1]
        if backwards in numbers and arc not in numbers:
            references.append(~numbers[backwards])
        else:
            references.append(numbers.setdefault(arc, len(numbers)))
    return references


def _cut(ring: Ring, nodes: set[Point]) -> Iterator[tuple[Point, ...]]:
    """The ring cut at its nodes; a ring without any begins at its smallest point.

    So an island and the hole around it, which have no node, still give the same arc.
    """
    starts = [index for index, point in enumerate(ring) if point in nodes]
    starts = starts or [ring.index(min(ring))]
    turned = ring[starts[0] :] + ring[: starts[0]]
    cuts = [start - starts[0] for start in starts] + [len(ring)]
    closed = [*turned, turned[0]]
    for start, end in pairwise(cuts):
        yield tuple(closed[start : end + 1])

"""The edges of areas as numbers: which are drawn twice, and vertices that mean the same place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

HAIR_M = 1e-5
"""What is nearer, or narrower, is rounding: the same vertex, or edge, written down twice."""

_M_PER_DEGREE = 111_000

Shapes = NDArray[np.object_]
Places = NDArray[np.int64]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Outlines:
    """The ``vertices`` of the rings of areas, one after the other, and the place of each's area.

    ``is_edge`` says of each vertex but the last whether an edge leads to the next one.
    """

    vertices: Numbers
    areas: Places
    is_edge: Mask


@dataclass(frozen=True)
class Lines:
    """The edges of areas as lines, each edge once, and the places that vertices ``moved`` to."""

    shapes: Shapes
    moved: Numbers


def outlines(shapes: Shapes) -> Outlines:
    """The vertices of the rings of areas."""
    parts, areas = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    vertices, of_ring = shapely.get_coordinates(rings, return_index=True)
    return Outlines(vertices, areas[of_part[of_ring]], of_ring[1:] == of_ring[:-1])


def lines_of(shapes: Shapes, *, crs: CRS | None) -> Lines:
    """The edges of areas as lines, with vertices that mean the same place made one.

    An edge that two areas share is drawn once. Of the others, the vertices of different areas
    that are nearer than `HAIR_M`, east and north, become that of the first of them; none moves
    by more than twice that.
    """
    drawn = outlines(shapes)
    nodes = numbered(drawn.vertices)
    firsts = _firsts(nodes)
    spots = drawn.vertices[firsts]
    begins = np.flatnonzero(drawn.is_edge)
    ends = np.column_stack([nodes[begins], nodes[begins + 1]])
    become = _become(spots, drawn.areas[firsts], ends, order=firsts, reach=_reach(crs))
    is_moved = become != np.arange(len(spots))
    nodes, ends = become[nodes], become[ends]
    begins = begins[ends[:, 0] != ends[:, 1]]
    edges = numbers_of_edges(ends[ends[:, 0] != ends[:, 1]])
    once = begins[np.sort(_firsts(edges))]
    return Lines(_chains(spots[nodes], once), spots[become[is_moved]])


def numbered(pairs: NDArray[Any]) -> Places:
    """A number for each pair of numbers: the same for the same, from 0 on, in their order.

    What `numpy.unique` gives with ``axis=0``, but in a fraction of its time.
    """
    order = np.argsort(pairs[:, 0])
    one, two = pairs[order].T
    is_one_new = np.diff(one, prepend=one[:1]) > 0
    runs = np.cumsum(is_one_new)
    is_mixed = np.zeros(len(runs), dtype=bool)  # runs of the same first number
    is_mixed[runs[1:][(two[1:] != two[:-1]) & ~is_one_new[1:]]] = True
    mixed = np.flatnonzero(is_mixed[runs])
    inner = mixed[np.lexsort((two[mixed], runs[mixed]))]
    order[mixed], two[mixed] = order[inner], two[inner]
    numbers = np.empty(len(pairs), dtype="int64")
    numbers[order] = np.cumsum(is_one_new | (np.diff(two, prepend=two[:1]) != 0))
    return numbers


def numbers_of_edges(ends: Places) -> Places:
    """A number for each edge between two nodes, the same either way."""
    one, two = ends[:, 0], ends[:, 1]
    keys = np.minimum(one, two) * (int(ends.max(initial=0)) + 1) + np.maximum(one, two)
    order = np.argsort(keys, kind="stable")
    numbers = np.empty(len(keys), dtype="int64")
    numbers[order] = np.cumsum(np.diff(keys[order], prepend=keys[order[:1]]) > 0)
    return numbers


def counted(counts: Places) -> tuple[Places, Places]:
    """Each place as often as its count says, and from 0 the how-many-eth time it is."""
    places = np.repeat(np.arange(len(counts)), counts)
    return places, np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)


def _become(spots: Numbers, areas: Places, ends: Places, *, order: Places, reach: float) -> Places:
    """The node that each node becomes: of those that mean one place the first in their `order`.

    ``ends`` are the nodes of each edge. Nodes do not mean one place where an edge lies between
    them, which an area was drawn with, nor where they are a row that leads away.
    """
    loose = _loose(ends, count=len(spots))
    loose = loose[np.argsort(order[loose])]
    near = _groups(spots[loose], reach=reach)
    first = loose[_firsts(near)]
    is_one = np.zeros(len(first), dtype=bool)
    is_one[near[areas[loose] != areas[first[near]]]] = True
    group = np.full(len(spots), -1)
    group[loose] = near
    of_ends = group[ends]
    is_short = (of_ends[:, 0] == of_ends[:, 1]) & (of_ends[:, 0] >= 0) & (ends[:, 0] != ends[:, 1])
    is_one[of_ends[is_short, 0]] = False
    is_away = (np.abs(spots[loose] - spots[first[near]]) > 2 * reach).any(axis=1)
    is_one[near[is_away]] = False
    become = np.arange(len(spots))
    become[loose] = np.where(is_one[near], first[near], loose)
    return become


def _loose(ends: Places, *, count: int) -> Places:
    """The nodes, of so many, at the end of an edge that is drawn once."""
    edges = numbers_of_edges(ends)
    is_loose = np.zeros(count, dtype=bool)
    is_loose[ends[np.bincount(edges)[edges] == 1]] = True
    return np.flatnonzero(is_loose)


def _groups(spots: Numbers, *, reach: float) -> Places:
    """A number for each spot, the same where they lie in a row with steps of less than `reach`."""
    groups = np.zeros(len(spots), dtype="int64")
    for axis in (0, 1, 0):
        order = np.lexsort((spots[:, axis], groups))
        is_far = np.diff(spots[order, axis], prepend=-np.inf) > reach
        groups[order] = np.cumsum(is_far | (np.diff(groups[order], prepend=0) != 0)) - 1
    return groups


def _firsts(numbers: Places) -> Places:
    """The first place of each number."""
    firsts = np.empty(int(numbers.max(initial=-1)) + 1, dtype="int64")
    firsts[numbers[::-1]] = np.arange(len(numbers))[::-1]  # the last one assigned stays
    return firsts


def _chains(vertices: Numbers, begins: Places) -> Shapes:
    """Lines along the edges that begin at some vertices, as long as these follow each other."""
    starts = np.flatnonzero(np.diff(begins, prepend=-2) != 1)
    counts = np.diff(starts, append=len(begins)) + 1
    lines, nth = counted(counts)
    chains: Shapes = shapely.linestrings(vertices[begins[starts][lines] + nth], indices=lines)
    return chains


def _reach(crs: CRS | None) -> float:
    return HAIR_M / _M_PER_DEGREE if crs is not None and crs.is_geographic else HAIR_M

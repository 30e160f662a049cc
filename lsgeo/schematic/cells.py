"""Convex power cells: half-planes cut from a box, areas and shared edges within an outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Plan:
    """One outline to divide: seats (NaN where unknown), what the cells grow from, their areas.

    A cell is where the power distance |x - site|^2 - weight is the least. ``aims`` are the areas
    asked of the power diagram: the ``targets``, corrected for the bits that change hands when a
    cell falls apart on a bent outline. ``reach`` is the spread of the sites that is kept up.
    """

    outline: Any
    seats: Numbers
    sites: Numbers
    targets: Numbers
    aims: Numbers
    weights: Numbers
    reach: float

    @property
    def seated(self) -> NDArray[np.bool_]:
        """Which seats are known."""
        return np.asarray(~np.isnan(self.seats).any(axis=1))


@dataclass(frozen=True)
class Shape:
    """Areas of the cells, and for each pair that meets: how fast land changes hands, and where.

    ``rates`` is the shared edge over twice the distance of the sites, ``middles`` its middle.
    """

    areas: Numbers
    pairs: Indexes
    rates: Numbers
    middles: Numbers

    @property
    def laplacian(self) -> Numbers:
        """How the areas answer to the weights."""
        matrix = np.zeros((len(self.areas), len(self.areas)))
        np.add.at(matrix, (self.pairs[:, 0], self.pairs[:, 1]), -self.rates)
        matrix = matrix + matrix.T
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


def measured(plan: Plan, weights: Numbers) -> Shape:
    """The cells' areas and edges within the outline."""
    polygons, edges, pairs = clipped(plan.sites, weights, bounds=plan.outline.bounds)
    areas = shapely.area(shapely.intersection(polygons, plan.outline))
    within = shapely.intersection(edges, plan.outline)
    real = shapely.length(within) > 0
    pairs, within = pairs[real], within[real]
    apart = np.linalg.norm(plan.sites[pairs[:, 0]] - plan.sites[pairs[:, 1]], axis=1)
    middles = shapely.get_coordinates(shapely.centroid(within))
    return Shape(areas, pairs, shapely.length(within) / (2 * apart), middles)


def clipped(sites: Numbers, weights: Numbers, *, bounds: Numbers) -> tuple[Shapes, Shapes, Any]:
    """Each site's convex power cell within a box, the edges between cells, and their pairs."""
    west, south, east, north = bounds
    room = max(east - west, north - south)
    box = np.array([[west, south], [east, south], [east, north], [west, north]])
    box = box + room * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    polygons, edges, pairs = [], [], []
    for index in range(len(sites)):
        corners, beyond = _cell(index, sites, weights=weights, box=box)
        polygons.append(shapely.Polygon(corners) if len(corners) else shapely.Polygon())
        ahead = np.roll(corners, -1, axis=0)
        for edge in np.flatnonzero(beyond > index):
            edges.append(np.array([corners[edge], ahead[edge]]))
            pairs.append((index, beyond[edge]))
    lines = shapely.linestrings(np.array(edges)) if edges else np.array([], dtype=object)
    return np.array(polygons, dtype=object), lines, np.array(pairs, dtype="int64").reshape(-1, 2)


def _cell(index: int, sites: Numbers, *, weights: Numbers, box: Numbers) -> tuple[Numbers, Indexes]:
    """The corners of one power cell, and for the edge from each corner the site beyond it (or -1).

    The half-planes are cut nearest first; one farther than every corner can cut nothing more.
    """
    offsets = sites - sites[index]
    apart = np.hypot(offsets[:, 0], offsets[:, 1])
    apart[index] = 1.0
    limits = (apart**2 + weights[index] - weights) / (2 * apart)
    limits[index] = np.inf
    corners = box - sites[index]
    beyond = np.full(len(corners), -1)
    for other in np.argsort(limits, kind="stable"):
        if limits[other] >= np.hypot(corners[:, 0], corners[:, 1]).max():
            break
        heights = corners @ (offsets[other] / apart[other]) - limits[other]
        outside = heights > 0
        if outside.all():
            return np.empty((0, 2)), np.empty(0, dtype="int64")
        if outside.any():
            corners, beyond = _cut(corners, beyond, heights=heights, other=int(other))
    return corners + sites[index], beyond


def _cut(
    corners: Numbers, beyond: Indexes, *, heights: Numbers, other: int
) -> tuple[Numbers, Indexes]:
    """A convex ring without the corners of positive height; `other` lies beyond the new edge."""
    outside = heights > 0
    count = len(corners)
    leaves = int(np.flatnonzero(~outside & np.roll(outside, -1))[0])
    enters = int(np.flatnonzero(outside & np.roll(~outside, -1))[0])
    kept = [(enters + 1 + step) % count for step in range((leaves - enters - 1) % count + 1)]

    def crossing(start: int) -> Numbers:
        end = (start + 1) % count
        part = heights[start] / (heights[start] - heights[end])
        return np.asarray(corners[start] + part * (corners[end] - corners[start]))

    ring = np.vstack([crossing(enters), corners[kept], crossing(leaves)])
    sides = np.concatenate([[beyond[enters]], beyond[kept], [other]])
    return ring, sides

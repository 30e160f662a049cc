"""Polygons as edges in the cells of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.raster import Grid, Window

Floats = NDArray[Any]
_LAST_PLACES = 4  # a corner and a line of the grid are each the result of a rounded sum or two


@dataclass(frozen=True)
class Edges:
    """The edges of polygons, in cells from the grid's north-west corner, rows southward.

    ``ends`` (n, 4) are x1 y1 x2 y2, in which each row of the grid is cut into ``strips`` strips of
    equal height, so that y counts strips; those of polygon i are ``first[i]`` … ``first[i + 1]``.
    ``bounds`` (polygons, 4) are the least and greatest x and y of each, NaN without an edge,
    ``boxes`` (m, 4) those of the single parts of polygons.
    """

    ends: Floats
    first: NDArray[np.int64]
    bounds: Floats
    boxes: Floats
    strips: int

    def near(self, window: Window) -> NDArray[np.int64]:
        """The polygons whose bounds meet a window."""
        low_y, high_y = window.row * self.strips, (window.row + window.height) * self.strips
        x0, y0, x1, y1 = self.bounds.T
        meets = (x0 < window.col + window.width) & (x1 > window.col) & (y0 < high_y) & (y1 > low_y)
        return np.flatnonzero(meets)


def edges_of(polygons: NDArray[np.object_], grid: Grid, *, strips: int = 1) -> Edges:
    """The edges of `polygons` (and multipolygons) in the CRS of `grid`.

    Rings are turned so that a polygon lies to one side of all its edges: holes, many parts and
    any winding need no further care. Edges along a row are left out, since nothing lies beside
    them.
    """
    parts, part_of = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, point_of = shapely.get_coordinates(rings, return_index=True)
    cells = _in_cells(points, grid, strips)
    joined = point_of[1:] == point_of[:-1]
    joined &= cells[1:, 1] != cells[:-1, 1]
    ends = np.hstack([cells[:-1][joined], cells[1:][joined]])
    owner = part_of[ring_of[point_of[:-1][joined]]] if len(ends) else np.zeros(0, dtype="int64")
    first = np.searchsorted(owner, np.arange(len(polygons) + 1)).astype("int64")
    boxes = _boxes(cells, ring_of[point_of])
    return Edges(ends, first, _bounds(ends, first), boxes, strips)


def _in_cells(points: Floats, grid: Grid, strips: int) -> Floats:
    """`points` in cells, those a rounding error off a line of the grid put onto it.

    A coordinate of 106.76° is only good to 1e-14°, which is 1e-11 of a cell: without this a unit
    that ends on a line of the grid would hold a trace of the classes beyond it.
    """
    height = grid.cell_height / strips
    cells = np.empty_like(points)
    cells[:, 0] = (points[:, 0] - grid.west) / grid.cell_width
    cells[:, 1] = (grid.north - points[:, 1]) / height
    last_place = np.spacing(
        [max(abs(grid.west), abs(grid.east)), max(abs(grid.north), abs(grid.south))]
    )
    reach = _LAST_PLACES * last_place / [grid.cell_width, height]
    lines = np.round(cells)
    return np.where(np.abs(cells - lines) <= reach, lines, cells)


def _boxes(cells: Floats, part_of: NDArray[np.int64]) -> Floats:
    """The bounds of each part, whose points stand one after the other."""
    if len(cells) == 0:
        return np.zeros((0, 4))
    starts = np.flatnonzero(np.diff(part_of, prepend=-1))
    return np.hstack([np.minimum.reduceat(cells, starts), np.maximum.reduceat(cells, starts)])


def _bounds(ends: Floats, first: NDArray[np.int64]) -> Floats:
    """The bounds of each polygon's edges, NaN where it has none."""
    found = np.full((len(first) - 1, 4), np.nan)
    filled = np.flatnonzero(np.diff(first))
    if len(filled):
        low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
        starts = first[filled]
        found[filled, :2] = np.minimum.reduceat(low, starts)
        found[filled, 2:] = np.maximum.reduceat(high, starts)
    return found

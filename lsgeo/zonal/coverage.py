"""Polygons into exact cell shares: one walk of the edges, no geometry per pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from lsgeo.raster import Grid, Window

Floats = NDArray[Any]
_NOISE = 1e-12
_LAST_PLACES = 4  # a corner and a line of the grid are each the result of a rounded sum or two


@dataclass(frozen=True)
class Coverage:
    """The part of a grid that a polygon covers.

    ``shares`` (window height x parts, window width) are the covered shares of the cells of
    ``window``, each row of the grid cut into ``parts`` strips of equal height.
    """

    window: Window
    parts: int
    shares: Floats


def cover(polygon: Polygon | MultiPolygon, grid: Grid, *, parts: int = 1) -> Coverage | None:
    """The exact share of each cell that `polygon` covers; None where it misses the grid.

    `polygon` is in the CRS of `grid`. Each edge adds, in the cell it crosses, the signed area to
    its right, and hands its signed height to the cells further right; the running sum along a
    row is the covered share (the method of anti-aliased font rasterisers). Holes, many parts and
    any winding are right because rings are oriented first.
    """
    edges = _edges(polygon, grid, parts)
    window = _window(edges, grid, parts)
    if window is None:
        return None
    shifted = edges - np.array([window.col, window.row * parts] * 2, dtype="float64")
    rows, columns = window.height * parts, window.width
    shares = _accumulate(_split(_cut_rows(shifted, rows)), rows=rows, columns=columns)
    shares[np.abs(shares) < _NOISE] = 0.0
    return Coverage(window=window, parts=parts, shares=shares)


def _edges(polygon: Polygon | MultiPolygon, grid: Grid, parts: int) -> Floats:
    """The edges (n, 4) x1 y1 x2 y2 in cells from the grid's north-west corner, y southward."""
    oriented = shapely.orient_polygons(shapely.remove_repeated_points(polygon))
    rings = shapely.get_rings(shapely.get_parts(oriented))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    cells = np.empty_like(points)
    cells[:, 0] = (points[:, 0] - grid.west) / grid.cell_width
    cells[:, 1] = (grid.north - points[:, 1]) / grid.cell_height * parts
    cells = _snapped(cells, grid, parts)
    joined = ring_of[1:] == ring_of[:-1]
    return np.hstack([cells[:-1][joined], cells[1:][joined]])


def _snapped(cells: Floats, grid: Grid, parts: int) -> Floats:
    """`cells` with those a rounding error off a line of the grid put onto it.

    A coordinate of 106.76° is only good to 1e-14°, which is 1e-11 of a cell: without this a unit
    that ends on a line of the grid would hold a trace of the classes beyond it.
    """
    last_place = np.spacing(
        [max(abs(grid.west), abs(grid.east)), max(abs(grid.north), abs(grid.south))]
    )
    reach = _LAST_PLACES * last_place / [grid.cell_width, grid.cell_height / parts]
    lines = np.round(cells)
    return np.where(np.abs(cells - lines) <= reach, lines, cells)


def _window(edges: Floats, grid: Grid, parts: int) -> Window | None:
    if len(edges) == 0:
        return None
    xs, ys = edges[:, [0, 2]], edges[:, [1, 3]] / parts
    left = max(int(np.floor(xs.min())), 0)
    right = min(int(np.ceil(xs.max())), grid.width)
    top = max(int(np.floor(ys.min())), 0)
    bottom = min(int(np.ceil(ys.max())), grid.height)
    if left >= right or top >= bottom:
        return None
    return Window(row=top, col=left, height=bottom - top, width=right - left)


def _cut_rows(edges: Floats, rows: int) -> Floats:
    """The edges cut to the rows 0 … `rows`; those wholly above or below fall away."""
    x1, y1, x2, y2 = edges.T
    rise = y2 - y1
    slanted = rise != 0
    x1, y1, x2, y2, rise = x1[slanted], y1[slanted], x2[slanted], y2[slanted], rise[slanted]
    at = np.sort(np.clip(np.stack([-y1 / rise, (rows - y1) / rise]), 0.0, 1.0), axis=0)
    start, end = at
    run = x2 - x1
    cut = np.stack([x1 + start * run, y1 + start * rise, x1 + end * run, y1 + end * rise], axis=1)
    return cut[end > start]


def _split(edges: Floats) -> Floats:
    """The edges split wherever they cross a line of the grid: (m, 4), each within one cell."""
    x1, y1, x2, y2 = edges.T
    owner_x, at_x = _crossings(x1, x2)
    owner_y, at_y = _crossings(y1, y2)
    every = np.arange(len(edges))
    owner = np.concatenate([every, owner_x, owner_y, every])
    at = np.concatenate([np.zeros(len(edges)), at_x, at_y, np.ones(len(edges))])
    order = np.lexsort((at, owner))
    owner, at = owner[order], at[order]
    same = owner[1:] == owner[:-1]
    edge, start, end = owner[1:][same], at[:-1][same], at[1:][same]
    run, rise = (x2 - x1)[edge], (y2 - y1)[edge]
    return np.stack(
        [
            x1[edge] + start * run,
            y1[edge] + start * rise,
            x1[edge] + end * run,
            y1[edge] + end * rise,
        ],
        axis=1,
    )[end > start]


def _crossings(start: Floats, end: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Which edge crosses a whole number between `start` and `end`, and where along it (0 … 1)."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.floor(low) + 1
    count = np.maximum(np.ceil(high) - first, 0).astype("int64")
    owner = np.repeat(np.arange(len(start)), count)
    behind = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    line = first[owner] + behind
    return owner, (line - start[owner]) / (end - start)[owner]


def _accumulate(pieces: Floats, *, rows: int, columns: int) -> Floats:
    """The covered shares (rows, columns) from edge pieces that each lie within one cell."""
    x1, y1, x2, y2 = pieces.T
    height = y2 - y1
    middle = np.maximum((x1 + x2) / 2, 0.0)  # left of the grid: as if along its border
    row = np.clip(np.floor((y1 + y2) / 2).astype("int64"), 0, rows - 1)
    column = np.floor(middle).astype("int64")
    inside = column < columns  # right of the grid: nothing lies further right
    row, column, middle, height = row[inside], column[inside], middle[inside], height[inside]
    beyond = height * (middle - column)
    stride = columns + 1
    place = row * stride + column
    steps = np.bincount(place, weights=height - beyond, minlength=rows * stride)
    steps += np.bincount(place + 1, weights=beyond, minlength=rows * stride)
    shares: Floats = np.cumsum(steps.reshape(rows, stride), axis=1)[:, :columns]
    return shares

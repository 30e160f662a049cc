"""Tiles: a large raster window by window, one after the other, in threads, or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lsgeo.crs import ground_ha
from lsgeo.raster import Grid, Raster, Window, largest_block, row_areas_ha
from lsgeo.zonal.edges import Edges
from lsgeo.zonal.threads import in_order

if TYPE_CHECKING:
    from lsgeo.zonal.walk import Cells

_ROWS, _COLS = 512, 2560  # of a tile, about: some megabytes, and enough of them for all threads
_HIGH = 2048  # rows of a block above which it is read in parts after all
_NODES = 12  # places along each side of a tile between which the scale of a projection is a curve
_SURE = 1e-9  # of a share beyond nothing and the whole: more is no rounding


@dataclass(frozen=True)
class Tally:
    """The ``area_ha`` of codes of a layer in polygons (numbers), row by row.

    ``values`` has the value that each code stands for; two may stand for one.
    """

    polygon: NDArray[np.int64]
    code: NDArray[np.int64]
    area_ha: NDArray[np.float64]
    values: NDArray[np.int64]


@dataclass(frozen=True)
class Tallied:
    """What a tile holds: a tally for each layer, and the polygons that cover themselves."""

    layers: tuple[Tally, ...]
    doubled: NDArray[np.int64]


@dataclass(frozen=True)
class Work:
    """What is to be tallied: the edges of polygons on a grid, and the layers that lie on it."""

    edges: Edges
    grid: Grid
    layers: tuple[Raster, ...]

    def tiles(self) -> list[Window]:
        """The windows to tally; they depend on polygons, grid and blocks, and on nothing else."""
        return plan(self.edges, self.grid, largest_block(self.layers))

    def tally(self, tile: Window) -> Tallied:
        """What a tile holds."""
        from lsgeo.zonal.counting import count  # compiled code, which takes its time to load
        from lsgeo.zonal.walk import walk

        strips = self.edges.strips
        tile, cells = _narrowed(self.layers, tile, walk(self.edges, tile))
        if not tile.width:
            none = np.zeros(0, dtype="int64")
            nothing = Tally(none, none, none.astype("float64"), none)
            return Tallied((nothing,) * len(self.layers), cells.polygons[:0])
        area_ha = cell_areas_ha(self.grid, tile, strips=strips)
        tallies = []
        for layer in self.layers:
            pixels = layer.coded(tile)
            number = len(pixels.values)
            at, code, area = count(
                cells, pixels.codes, number=number, area_ha=area_ha, strips=strips
            )
            tallies.append(Tally(at, code, area, pixels.values))
        return Tallied(tuple(tallies), cells.doubled(_SURE))


Runner = Callable[[Work, Sequence[Window]], Iterable[Tallied]]
"""Tallies tiles, in their order: `in_threads`, or a cluster."""


def in_threads(threads: int | None = None) -> Runner:
    """A runner with so many threads, as many as there are processors unless said."""
    count = threads or os.cpu_count() or 1
    return lambda work, tiles: in_order(work.tally, tiles, threads=count)


def rows_at_once(high: int, *, least: int = _ROWS) -> int:
    """The rows of a tile: whole blocks, `high` rows each, unless they are very high."""
    return least if high > _HIGH else high * max(1, -(-least // high))


def plan(edges: Edges, grid: Grid, block: tuple[int, int]) -> list[Window]:
    """The windows of a grid that polygons may touch, made of whole blocks, from the north."""
    height, width = block
    rows = rows_at_once(height, least=_ROWS)
    wide = width >= grid.width
    step = grid.width if wide else width
    most = 1 if wide else max(1, _COLS // width)  # blocks of a tile
    tiles = []
    for row in range(0, grid.height, rows):
        high = min(rows, grid.height - row)
        for first, last in _touched(edges, row, high, step=step, count=-(-grid.width // step)):
            parts = -(-(last - first) // most)
            cuts = np.linspace(first, last, parts + 1).round().astype(int) * step
            for start, end in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
                tiles.append(Window(row, start, high, min(end, grid.width) - start))
    return tiles


def cell_areas_ha(grid: Grid, tile: Window, *, strips: int) -> NDArray[np.float64]:
    """The hectares on the ellipsoid of a cell of each strip of `tile`.

    One for all cells of a strip where the grid is in degrees, else (strips, columns): the scale of
    a projection, a smooth function of the place, is fitted to places of the tile.
    """
    if grid.crs.is_geographic:
        return row_areas_ha(grid, parts=strips, first=tile.row, rows=tile.height)
    nodes = np.polynomial.chebyshev.chebpts1(_NODES)
    across, down = (nodes + 1) / 2 * tile.width, (nodes + 1) / 2 * tile.height
    xs = grid.west + (tile.col + across) * grid.cell_width
    ys = grid.north - (tile.row + down) * grid.cell_height
    found = ground_ha(grid.crs, *(one.ravel() for one in np.meshgrid(xs, ys)))
    to_curve = np.linalg.inv(np.polynomial.chebyshev.chebvander(nodes, _NODES - 1))
    curves = to_curve @ found.reshape(_NODES, _NODES) @ to_curve.T
    rows = np.polynomial.chebyshev.chebvander(_middles(tile.height * strips), _NODES - 1)
    cols = np.polynomial.chebyshev.chebvander(_middles(tile.width), _NODES - 1)
    cell = grid.cell_width * grid.cell_height / strips
    return np.ascontiguousarray(rows @ curves @ cols.T * cell)


def _middles(count: int) -> NDArray[np.float64]:
    """The middles of so many cells, on a line from -1 to 1."""
    return (np.arange(count) + 0.5) / count * 2 - 1


def _narrowed(layers: Sequence[Raster], tile: Window, cells: Cells) -> tuple[Window, Cells]:
    """A tile without the blocks on its sides that nothing covers, and its cells."""
    first, end = cells.columns()
    width = largest_block(layers)[1]
    start = (tile.col + first) // width * width - tile.col
    left = max(start, 0)
    right = min(-(-(tile.col + end) // width) * width - tile.col, tile.width)
    narrow = replace(tile, col=tile.col + left, width=max(right - left, 0))
    return narrow, cells.moved(-left)


def _touched(
    edges: Edges, row: int, rows: int, *, step: int, count: int
) -> Iterator[tuple[int, int]]:
    """From which to which column of blocks parts of polygons may reach in some rows."""
    x0, y0, x1, y1 = edges.boxes.T
    meets = (y0 < (row + rows) * edges.strips) & (y1 > row * edges.strips)
    start = np.clip(np.floor(x0[meets] / step), 0, count).astype("int64")
    end = np.clip(np.ceil(x1[meets] / step), 0, count).astype("int64")
    change = np.zeros(count + 1, dtype="int64")
    inside = end > start
    np.add.at(change, start[inside], 1)
    np.add.at(change, end[inside], -1)
    is_touched = np.cumsum(change) > 0
    borders = np.flatnonzero(np.diff(is_touched, prepend=False))
    yield from zip(borders[::2].tolist(), borders[1::2].tolist(), strict=True)

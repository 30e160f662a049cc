"""Tiles of a raster: what of it is labelled, and what must be known of a tile to join it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lsgeo.raster import Raster, Window, row_areas_ha
from lsgeo.zonal.threads import in_order
from lsgeo.zonal.tiles import cell_areas_ha, rows_at_once

Grouping = Callable[[NDArray[np.int64]], NDArray[np.int64]]
"""The group (a year of loss) of each class of a raster, 0 for what is no part of a patch."""

COARSE, FINE = 2.0**32, 2.0**64
"""Areas are summed in these parts of a hectare, as whole numbers: exact in whatever order."""

_COLS = 2560  # of a tile, about
_THREADS = 2


@dataclass(frozen=True)
class Tiling:
    """How a raster is labelled: what of it, and in tiles of which size."""

    raster: Raster
    groups: Grouping
    diagonal: bool
    across: bool
    size: tuple[int, int]

    @cached_property
    def tiles(self) -> list[Window]:
        """The tiles, row by row."""
        grid, (high, wide) = self.raster.grid, self.size
        return [
            Window(row, col, min(high, grid.height - row), min(wide, grid.width - col))
            for row in range(0, grid.height, high)
            for col in range(0, grid.width, wide)
        ]

    def near(self, window: Window) -> Iterator[tuple[int, Window]]:
        """The tiles that meet `window`, with their places among `tiles`."""
        high, wide = self.size
        across = -(-self.raster.grid.width // wide)
        for down in range(window.row // high, -(-(window.row + window.height) // high)):
            for right in range(window.col // wide, -(-(window.col + window.width) // wide)):
                place = down * across + right
                yield place, self.tiles[place]

    def labelled(
        self, tile: Window
    ) -> tuple[NDArray[np.int32], int, NDArray[Any], NDArray[np.int64]]:
        """The labels of a tile, their number, its codes and the group of each code."""
        from lsgeo.patches.joining import labelled  # compiled code, which takes its time to load

        pixels = self.raster.coded(tile)
        observed = pixels.values != self.raster.nodata
        groups = np.full(len(pixels.values), -1, dtype="int64")
        groups[observed] = np.maximum(self.groups(pixels.values[observed]), 0)
        labels, count = labelled(pixels.codes, groups, self.diagonal, self.across)
        return labels, count, pixels.codes, groups

    def measured(self, tile: Window) -> Measured:
        """What is to be known of a tile to join it to others."""
        from lsgeo.patches.joining import measured

        labels, count, codes, groups = self.labelled(tile)
        coarse, fine = _exact(self._areas_ha(tile))
        place = np.array([tile.row, tile.col, self.raster.grid.width])
        measures = measured(labels, count, codes, groups, coarse, fine, place)
        edges = {
            name: (labels[where].astype("int64"), groups[codes[where]])
            for name, where in _BORDERS.items()
        }
        return Measured(tile, measures, edges)

    def in_order(self) -> Iterator[Measured]:
        """What is to be known of each tile; while one is read another is labelled."""
        return in_order(self.measured, self.tiles, threads=_THREADS)

    def _areas_ha(self, tile: Window) -> NDArray[np.float64]:
        grid = self.raster.grid
        if not grid.crs.is_geographic:
            return cell_areas_ha(grid, tile, strips=1)
        rows = row_areas_ha(grid)[tile.row : tile.row + tile.height]  # of all rows: the same bits
        return rows[:, np.newaxis]


_BORDERS: dict[str, Any] = {
    "top": np.s_[0, :],
    "left": np.s_[:, 0],
    "bottom": np.s_[-1, :],
    "right": np.s_[:, -1],
}


@dataclass(frozen=True)
class Measured:
    """The measures of a tile's labels, and along each border the labels and groups of cells."""

    tile: Window
    measures: NDArray[np.int64]
    borders: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]


def tile_size(raster: Raster, tile: tuple[int, int] | None) -> tuple[int, int]:
    """The height and width of tiles: whole blocks of the file where they are small enough."""
    grid = raster.grid
    if tile is None:
        high, wide = raster.block
        tile = rows_at_once(high), _COLS if wide > _COLS else wide * (_COLS // wide)
    return min(tile[0], grid.height), min(tile[1], grid.width)


def _exact(area_ha: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Areas in 2^-32 ha and the rest in 2^-64 ha, which is all that a double has of 2.4 m² on."""
    coarse = np.floor(area_ha * COARSE)
    fine = (area_ha - coarse / COARSE) * FINE
    return coarse.astype("int64"), fine.astype("int64")

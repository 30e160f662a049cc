"""Patches of a raster, tile by tile: in memory are a few tiles and a row for each patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.patches.tiling import COARSE, FINE, Grouping, Measured, Tiling, tile_size
from lsgeo.raster import Coded, Grid, Pixels, Raster, Window

Connectivity = Literal[4, 8]
"""Whether cells that share only a corner are of one patch: 8, or not: 4."""


@dataclass(frozen=True)
class Patches:
    """The patches of a raster.

    ``table`` has a row for each, by its label 1, 2 … in the order of first cells, row by row:
    ``value`` and ``last`` (its group; the lowest and the highest where groups were joined),
    ``cells, area_ha``, and ``first`` (row x width + column of its first cell).
    """

    raster: Raster
    table: pd.DataFrame
    _tiling: Tiling
    _label_of: NDArray[np.int32]  # of each part of a patch in a tile, 0 before the first
    _starts: NDArray[np.int64]  # which part is the first of each tile

    @property
    def grid(self) -> Grid:
        """Where its cells lie."""
        return self.raster.grid

    def labels(self, kept: pd.Index | None = None, *, name: str = "patch") -> Raster:
        """A raster of the labels of the patches `kept` (all unless said), 0 elsewhere.

        Tiles are labelled again as they are read. Its no data is that of the raster, as -1.
        """
        label_of = self._kept(kept)

        def read(window: Window) -> Pixels:
            found = read_coded(window)
            return found.values.astype("int32")[found.codes]

        def read_coded(window: Window) -> Coded:
            codes = np.zeros((window.height, window.width), dtype="uint32")
            values = [np.array([0, -1], dtype="int64")]
            for part in self._parts(window):
                shift = sum(len(one) for one in values) - 1
                here = part.labels.astype("uint32")
                place, count = part.place, part.count
                inside = np.where(here > 0, here + np.uint32(shift), np.uint32(0))
                inside[part.groups[part.codes] < 0] = 1
                codes[place] = inside
                values.append(label_of[part.start : part.start + count].astype("int64"))
            return Coded(codes, np.concatenate(values))

        return self._raster(name, read, read_coded)

    def groups(self, kept: pd.Index, *, name: str) -> Raster:
        """A raster of the group of each cell of the patches `kept`, 0 elsewhere; no data is -1."""
        is_kept = self._kept(kept) > 0

        def read(window: Window) -> Pixels:
            from lsgeo.patches.joining import kept_groups  # compiled code

            found = np.zeros((window.height, window.width), dtype="int32")
            for part in self._parts(window):
                kept_here = is_kept[part.start : part.start + part.count]
                found[part.place] = kept_groups(part.labels, part.codes, part.groups, kept_here)
            return found

        return self._raster(name, read, None)

    def runs(self, kept: pd.Index) -> NDArray[np.int64]:
        """The cells of the patches `kept`: label, row, first column, the one after the last."""
        from lsgeo.patches.joining import runs  # compiled code, which takes its time to load

        label_of = self._kept(kept)
        found = [np.zeros((0, 4), dtype="int64")]
        for number, tile in enumerate(self._tiling.tiles):
            mine = label_of[self._starts[number] : self._starts[number + 1]]
            if not mine.any():
                continue
            here = runs(self._tiling.labelled(tile)[0], mine > 0)
            here[:, 0] = mine[here[:, 0] - 1]
            here[:, 1] += tile.row
            here[:, 2:] += tile.col
            found.append(here)
        return np.concatenate(found)

    def _kept(self, kept: pd.Index | None) -> NDArray[np.int32]:
        """The label of each part in a tile, 0 where its patch is not `kept`."""
        if kept is None:
            return self._label_of
        is_kept = np.zeros(len(self.table) + 1, dtype=bool)
        is_kept[kept.to_numpy()] = True
        return np.where(is_kept[self._label_of], self._label_of, 0).astype("int32")

    def _parts(self, window: Window) -> Iterator[_Part]:
        """The tiles that meet `window`, cut to it."""
        for number, tile in self._tiling.near(window):
            top, bottom = max(tile.row, window.row), min(_bottom(tile), _bottom(window))
            left, right = max(tile.col, window.col), min(_right(tile), _right(window))
            labels, count, codes, groups = self._tiling.labelled(tile)
            inside = (
                slice(top - tile.row, bottom - tile.row),
                slice(left - tile.col, right - tile.col),
            )
            place = (
                slice(top - window.row, bottom - window.row),
                slice(left - window.col, right - window.col),
            )
            start = int(self._starts[number])
            yield _Part(place, labels[inside], count, codes[inside], groups, start)

    def _raster(
        self,
        name: str,
        read: Callable[[Window], Pixels],
        read_coded: Callable[[Window], Coded] | None,
    ) -> Raster:
        return Raster(
            name=name,
            grid=self.grid,
            read=read,
            nodata=-1,
            block=self._tiling.size,
            read_coded=read_coded,
        )


def find_patches(
    raster: Raster,
    *,
    groups: Grouping | None = None,
    connectivity: Connectivity = 8,
    across: bool = False,
    tile: tuple[int, int] | None = None,
) -> Patches:
    """The patches of the cells of `raster` whose group is above 0, those of each group in one pass.

    `groups` says the group of each class, which is the class itself unless said; cells of different
    groups are only joined where `across`. `tile` is the height and width that is looked at at once:
    it does not change what is found. Areas are exact sums of geodesic cell areas.
    """
    tiling = Tiling(
        raster, groups or np.asarray, connectivity == 8, across, tile_size(raster, tile)
    )
    table, label_of, starts = _found(tiling)
    return Patches(raster, table, tiling, label_of, starts)


@dataclass(frozen=True)
class _Part:
    """The part of a tile in a window: where, its labels, and which part of all is its first."""

    place: tuple[slice, slice]
    labels: NDArray[np.int32]
    count: int
    codes: NDArray[Any]
    groups: NDArray[np.int64]
    start: int


def _found(
    tiling: Tiling,
) -> tuple[pd.DataFrame, NDArray[np.int32], NDArray[np.int64]]:
    """The table of patches, the label of each part of one in a tile, and the first of each tile."""
    from lsgeo.patches.joining import settled

    parent = np.zeros(1, dtype="int64")
    measures, starts = [], [0]
    border = _Border(tiling)
    for one in tiling.in_order():
        before, after = starts[-1], starts[-1] + len(one.measures)
        parent = _with_room(parent, after + 1)
        border.join(one, parent, before=before)
        measures.append(one.measures)
        starts.append(after)
    number, whole = settled(parent[: starts[-1] + 1], np.concatenate(measures))
    order = np.argsort(whole[:, 3], kind="stable")
    label = np.empty(len(order), dtype="int32")
    label[order] = np.arange(1, len(order) + 1)
    label_of = label[number[1:]] if len(order) else np.zeros(0, dtype="int32")
    return _table(whole[order]), label_of, np.array(starts)


def _with_room(parent: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """`parent` for so many ids at least, those that are new being their own; it doubles."""
    if count <= len(parent):
        return parent
    return np.concatenate([parent, np.arange(len(parent), max(count, 2 * len(parent)))])


class _Border:
    """The ids and groups along the tiles above, and along the last one to the left."""

    def __init__(self, tiling: Tiling) -> None:
        self._tiling = tiling
        width = tiling.raster.grid.width
        self._above = (np.zeros(width, dtype="int64"), np.zeros(width, dtype="int64"))
        self._below = (np.zeros(width, dtype="int64"), np.zeros(width, dtype="int64"))
        self._left = self._above

    def join(self, one: Measured, parent: NDArray[np.int64], *, before: int) -> None:
        """Join a tile to those before it, in `parent`; its labels come after `before` others."""
        from lsgeo.patches.joining import stitch

        tile, how = one.tile, (self._tiling.diagonal, self._tiling.across)
        ids = {
            name: (np.where(labels > 0, labels + before, 0), groups)
            for name, (labels, groups) in one.borders.items()
        }
        if tile.col == 0:
            self._above, self._below = self._below, self._above
        else:
            stitch(parent, *ids["left"], *self._left, 0, *how)
        if tile.row > 0:
            stitch(parent, *ids["top"], *self._above, tile.col, *how)
        for row, found in zip(self._below, ids["bottom"], strict=True):
            row[tile.col : tile.col + tile.width] = found
        self._left = ids["right"]


def _table(whole: NDArray[np.int64]) -> pd.DataFrame:
    """What is known of each patch, by its label."""
    cells, coarse, fine, first, low, high = whole.T
    area = coarse / COARSE + fine / FINE
    columns = {"value": low, "last": high, "cells": cells, "area_ha": area, "first": first}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(whole) + 1, name="label"))


def _bottom(window: Window) -> int:
    return window.row + window.height


def _right(window: Window) -> int:
    return window.col + window.width

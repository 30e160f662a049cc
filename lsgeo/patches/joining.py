"""Cells into patches: labelled tile by tile, joined over the borders of tiles (union-find).

Compiled: import this module only where there is something to label.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[Any]
_CELLS, _COARSE, _FINE, _FIRST, _LOW, _HIGH = range(6)
MEASURES = 6
"""Columns of what is measured of a label: its cells, its area in 2^-32 ha and in 2^-64 ha besides,
its first cell (row by row), the lowest and the highest group."""

_FIRST_OF_ALL = np.iinfo(np.int64).max


@njit(cache=True, nogil=True)
def labelled(codes: Ints, groups: Ints, diagonal: bool, across: bool) -> tuple[Ints, int]:
    """The labels 1 … n of the patches of a tile, by their first cells row by row, and n.

    `groups` gives the group of each code, 0 or less for no part of a patch. Neighbours of one
    group are joined, of any two where `across`; those that share a corner only where `diagonal`.
    """
    height, width = codes.shape
    labels = np.zeros((height, width), dtype=np.int32)
    parent = np.zeros(height * width + 1, dtype=np.int32)
    count = 0
    for row in range(height):
        for col in range(width):
            group = groups[codes[row, col]]
            if group <= 0:
                continue
            label = 0
            for step in range(4):
                if step == 0:
                    up, other = row, col - 1
                else:
                    up, other = row - 1, col + step - 2
                    if step != 2 and not diagonal:
                        continue
                if up < 0 or other < 0 or other >= width or labels[up, other] == 0:
                    continue
                if not across and groups[codes[up, other]] != group:
                    continue
                root = _root(parent, labels[up, other])
                if label == 0:
                    label = root
                elif root < label:
                    parent[label] = root
                    label = root
                elif root > label:
                    parent[root] = label
            if label == 0:
                count += 1
                parent[count] = count
                label = count
            labels[row, col] = label
    number = np.zeros(count + 1, dtype=np.int32)
    found = 0
    for label in range(1, count + 1):
        root = _root(parent, label)
        if root == label:
            found += 1
            number[label] = found
        else:
            number[label] = number[root]
    for row in range(height):
        for col in range(width):
            labels[row, col] = number[labels[row, col]]
    return labels, found


@njit(cache=True, nogil=True)
def measured(
    labels: Ints, count: int, codes: Ints, groups: Ints, coarse: Ints, fine: Ints, place: Ints
) -> Ints:
    """The `MEASURES` of the labels of a tile, a row each.

    `coarse` and `fine` (rows, columns or 1) are the area of each cell in 2^-32 ha and the rest of
    it in 2^-64 ha, so that sums are exact in whatever order; `place` is the tile's row and column
    and the width of the grid.
    """
    found = np.zeros((count, MEASURES), dtype=np.int64)
    found[:, _FIRST] = found[:, _LOW] = _FIRST_OF_ALL
    is_alike = coarse.shape[1] == 1
    for row in range(labels.shape[0]):
        for col in range(labels.shape[1]):
            label = labels[row, col]
            if label == 0:
                continue
            one = found[label - 1]
            group = groups[codes[row, col]]
            at = 0 if is_alike else col
            one[_CELLS] += 1
            one[_COARSE] += coarse[row, at]
            one[_FINE] += fine[row, at]
            one[_FIRST] = min(one[_FIRST], (place[0] + row) * place[2] + place[1] + col)
            one[_LOW] = min(one[_LOW], group)
            one[_HIGH] = max(one[_HIGH], group)
    return found


@njit(cache=True, nogil=True)
def stitch(
    parent: Ints,
    ids: Ints,
    groups: Ints,
    before_ids: Ints,
    before_groups: Ints,
    start: int,
    diagonal: bool,
    across: bool,
) -> None:
    """Join a border of a tile to the cells beside it, in `parent`.

    `ids` and `groups` are those of the cells along the border, 0 where there is no patch; the
    cell `i` lies beside the cell ``start + i`` of `before_ids`.
    """
    for at in range(len(ids)):
        if ids[at] == 0:
            continue
        for step in range(-1, 2):
            beside = start + at + step
            if (step != 0 and not diagonal) or beside < 0 or beside >= len(before_ids):
                continue
            if before_ids[beside] == 0:
                continue
            if not across and before_groups[beside] != groups[at]:
                continue
            one, other = _root(parent, ids[at]), _root(parent, before_ids[beside])
            if one < other:
                parent[other] = one
            elif other < one:
                parent[one] = other


@njit(cache=True, nogil=True)
def settled(parent: Ints, parts: Ints) -> tuple[Ints, Ints]:
    """The number of the patch of each id, from 0, and the `MEASURES` of the patches.

    `parts` are the measures of the ids 1, 2 … in the tiles; a patch is numbered by its first id.
    """
    count = len(parent) - 1
    number = np.zeros(count + 1, dtype=np.int32)
    patches = 0
    for one in range(1, count + 1):
        if _root(parent, one) == one:
            number[one] = patches
            patches += 1
        else:
            number[one] = number[parent[one]]
    whole = np.zeros((patches, MEASURES), dtype=np.int64)
    whole[:, _FIRST] = whole[:, _LOW] = _FIRST_OF_ALL
    for one in range(1, count + 1):
        part, patch = parts[one - 1], whole[number[one]]
        for column in (_CELLS, _COARSE, _FINE):
            patch[column] += part[column]
        for column in (_FIRST, _LOW):
            patch[column] = min(patch[column], part[column])
        patch[_HIGH] = max(patch[_HIGH], part[_HIGH])
    return number, whole


@njit(cache=True, nogil=True)
def kept_groups(
    labels: Ints, codes: Ints, groups: Ints, is_kept: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The group of each cell of a tile where its patch is kept, else 0; below 0 it stays."""
    found = np.zeros(labels.shape, dtype=np.int32)
    for row in range(labels.shape[0]):
        for col in range(labels.shape[1]):
            label, group = labels[row, col], groups[codes[row, col]]
            if group < 0 or (label > 0 and is_kept[label - 1]):
                found[row, col] = group
    return found


@njit(cache=True, nogil=True)
def runs(labels: Ints, is_wanted: NDArray[np.bool_]) -> Ints:
    """The runs of cells of the labels wanted: label, row, first column, the one after the last."""
    room = 0
    for write in range(2):
        count = 0
        found = np.zeros((room, 4), dtype=np.int64)
        for row in range(labels.shape[0]):
            start = 0
            for col in range(labels.shape[1] + 1):
                here = labels[row, col] if col < labels.shape[1] else 0
                last = labels[row, start] if start < labels.shape[1] else 0
                if here == last and col < labels.shape[1]:
                    continue
                if last > 0 and is_wanted[last - 1]:
                    if write:
                        found[count, 0], found[count, 1] = last, row
                        found[count, 2], found[count, 3] = start, col
                    count += 1
                start = col
        room = count
    return found


@njit(cache=True, nogil=True)
def _root(parent: Ints, one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one

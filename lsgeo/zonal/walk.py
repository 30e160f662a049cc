"""Edges into cells: one walk along every edge, no geometry per pixel.

Each piece of an edge within a cell adds the signed area to its right, and hands its signed height
to the cells further right: summed up along a row these are the covered shares of the cells it
crosses and of the runs between them (the method of anti-aliased font rasterisers).

Compiled: import this module only where there is something to walk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lsgeo.raster import Window
from lsgeo.zonal.edges import Edges

Floats = NDArray[Any]
Ints = NDArray[Any]
_NOISE = 1e-12
_FAR = np.iinfo("int32").max
_GAPS = (25_000, 10_000, 4_000, 1_750, 701, 301, 132, 57, 23, 10, 4, 1)


@dataclass(frozen=True)
class Cells:
    """The cells of a window that polygons cover.

    Those of ``polygons[i]``: the cells ``cell_first[i]`` … ``cell_first[i + 1]`` in part, each
    with its ``cell_row, cell_col, cell_share``; and the runs ``run_first[i]`` …, each from
    ``run_start`` to before ``run_end`` in ``run_row``, with ``run_share`` (1 but for polygons
    that cover themselves). Rows and columns count from those of the window, rows in strips.
    """

    polygons: Ints
    cell_first: Ints
    cell_row: Ints
    cell_col: Ints
    cell_share: Floats
    run_first: Ints
    run_row: Ints
    run_start: Ints
    run_end: Ints
    run_share: Floats

    def columns(self) -> tuple[int, int]:
        """The first column that is covered, and the one behind the last; 0 and 0 for none."""
        if not len(self.cell_col) and not len(self.run_start):
            return 0, 0
        first = min(self.cell_col.min(initial=_FAR), self.run_start.min(initial=_FAR))
        return int(first), int(max(self.cell_col.max(initial=-1) + 1, self.run_end.max(initial=0)))

    def moved(self, columns: int) -> Cells:
        """The same cells, counted from another column."""
        if not columns:
            return self
        return replace(
            self,
            cell_col=self.cell_col + columns,
            run_start=self.run_start + columns,
            run_end=self.run_end + columns,
        )

    def doubled(self, trace: float) -> Ints:
        """The polygons that cover a cell more than once, or less than not at all."""
        at = [
            np.searchsorted(first, np.flatnonzero((share < -trace) | (share > 1 + trace)), "right")
            for first, share in (
                (self.cell_first, self.cell_share),
                (self.run_first, self.run_share),
            )
        ]
        return np.unique(self.polygons[np.concatenate(at) - 1])


def walk(edges: Edges, window: Window) -> Cells:
    """The cells of `window` that each polygon of `edges` covers."""
    polygons = edges.near(window)
    top, rows = window.row * edges.strips, window.height * edges.strips
    found = _walk(edges.ends, edges.first, polygons, top, window.col, rows, window.width)
    return Cells(polygons, *found)


@njit(cache=True, nogil=True)
def _walk(
    ends: Floats, first: Ints, polygons: Ints, top: int, left: int, rows: int, cols: int
) -> tuple[Any, ...]:
    most, every = 0, 0
    for polygon in polygons:
        pieces = 0
        for edge in range(first[polygon], first[polygon + 1]):
            pieces += _most_pieces(ends[edge], top, left, rows, cols)
        most = max(most, pieces)
        every += pieces
    piece_row = np.empty(most, dtype=np.int32)
    piece_col = np.empty(most, dtype=np.int32)
    piece_height = np.empty(most)
    piece_area = np.empty(most)
    col, height, area = np.empty(most, dtype=np.int32), np.empty(most), np.empty(most)
    place = np.zeros(rows + 1, dtype=np.int64)
    cell_first = np.zeros(len(polygons) + 1, dtype=np.int64)
    cell_row, cell_col = np.empty(every, dtype=np.int32), np.empty(every, dtype=np.int32)
    cell_share = np.empty(every)
    run_first = np.zeros(len(polygons) + 1, dtype=np.int64)
    run_row, run_start = np.empty(every, dtype=np.int32), np.empty(every, dtype=np.int32)
    run_end, run_share = np.empty(every, dtype=np.int32), np.empty(every)
    cells, runs = 0, 0
    for number in range(len(polygons)):
        polygon = polygons[number]
        count, low, high = 0, rows, -1
        for edge in range(first[polygon], first[polygon + 1]):
            before = count
            count = _pieces(
                ends[edge],
                top,
                left,
                rows,
                cols,
                piece_row,
                piece_col,
                piece_height,
                piece_area,
                count,
            )
            if count > before:
                low = min(low, piece_row[before], piece_row[count - 1])
                high = max(high, piece_row[before], piece_row[count - 1])
        if count:
            # Sorted by row, by counting; then each row by column.
            place[low : high + 2] = 0
            for piece in range(count):
                place[piece_row[piece] + 1] += 1
            for row in range(low, high + 1):
                place[row + 1] += place[row]
            for piece in range(count):
                at = place[piece_row[piece]]
                place[piece_row[piece]] += 1
                col[at] = piece_col[piece]
                height[at] = piece_height[piece]
                area[at] = piece_area[piece]
            start = 0
            for row in range(low, high + 1):
                end = place[row]
                _sort(col, height, area, start, end)
                covered = 0.0
                at = start
                while at < end:
                    here, fallen, beyond = col[at], 0.0, 0.0
                    while at < end and col[at] == here:
                        fallen += height[at]
                        beyond += area[at]
                        at += 1
                    share = _tidy(covered + fallen - beyond)
                    if share != 0.0:
                        cell_row[cells], cell_col[cells], cell_share[cells] = row, here, share
                        cells += 1
                    covered = _tidy(covered + fallen)
                    behind = col[at] if at < end else cols
                    if covered != 0.0 and behind > here + 1:
                        run_row[runs], run_start[runs] = row, here + 1
                        run_end[runs], run_share[runs] = behind, covered
                        runs += 1
                start = end
        cell_first[number + 1], run_first[number + 1] = cells, runs
    return (
        cell_first,
        cell_row[:cells].copy(),
        cell_col[:cells].copy(),
        cell_share[:cells].copy(),
        run_first,
        run_row[:runs].copy(),
        run_start[:runs].copy(),
        run_end[:runs].copy(),
        run_share[:runs].copy(),
    )


@njit(cache=True, nogil=True, inline="always")
def _tidy(share: float) -> float:
    """`share`, without the trace that rounding leaves of nothing or of the whole."""
    if abs(share) < _NOISE:
        return 0.0
    return 1.0 if abs(share - 1.0) < _NOISE else share


@njit(cache=True, nogil=True)
def _most_pieces(end: Floats, top: int, left: int, rows: int, cols: int) -> int:
    """At least how many pieces an edge has in the window."""
    low_y, high_y = min(end[1], end[3]) - top, max(end[1], end[3]) - top
    if high_y <= 0.0 or low_y >= rows:
        return 0
    low_x, high_x = min(end[0], end[2]) - left, max(end[0], end[2]) - left
    if low_x >= cols:
        return 0
    down = int(np.floor(min(high_y, rows))) - int(np.floor(max(low_y, 0.0)))
    across = int(np.floor(max(min(high_x, cols), 0.0))) - int(np.floor(max(low_x, 0.0)))
    return down + across + 3


@njit(cache=True, nogil=True)
def _pieces(
    end: Floats,
    top: int,
    left: int,
    rows: int,
    cols: int,
    piece_row: Ints,
    piece_col: Ints,
    piece_height: Floats,
    piece_area: Floats,
    count: int,
) -> int:
    """Append the pieces of an edge, each within one cell, and count all.

    An edge is walked from its upper end, whichever way it runs: two polygons that share it get
    the same numbers. What lies left of the window is as if along its border, what lies right of
    it has nothing to its right.
    """
    x1, y1, x2, y2 = end[0] - left, end[1] - top, end[2] - left, end[3] - top
    sign = 1.0
    if y1 > y2:
        x1, y1, x2, y2, sign = x2, y2, x1, y1, -1.0
    if y2 <= 0.0 or y1 >= rows or min(x1, x2) >= cols:
        return count
    slope = (x2 - x1) / (y2 - y1)
    low, high = max(y1, 0.0), min(y2, float(rows))
    row = int(np.floor(low))
    start = x1 if low == y1 else x1 + (low - y1) * slope
    while low < high:
        below = min(row + 1.0, high)
        stop = x2 if below == y2 else x1 + (below - y1) * slope
        height = below - low
        west, east = (start, stop) if start <= stop else (stop, start)
        if east <= 0.0:
            piece_row[count], piece_col[count] = row, 0
            piece_height[count], piece_area[count] = sign * height, 0.0
            count += 1
        elif west < cols:
            col = int(np.floor(max(west, 0.0)))
            if west >= 0.0 and east <= col + 1.0:
                piece_row[count], piece_col[count] = row, col
                piece_height[count] = sign * height
                piece_area[count] = sign * height * ((west + east) / 2 - col)
                count += 1
            else:
                steep, rest = height / (east - west), height
                if west < 0.0:
                    part = -west * steep
                    piece_row[count], piece_col[count] = row, 0
                    piece_height[count], piece_area[count] = sign * part, 0.0
                    count += 1
                    rest -= part
                    west = 0.0
                while west < east and col < cols:
                    edge = col + 1.0
                    if east <= edge:
                        edge, part = east, rest
                    else:
                        part = (edge - west) * steep
                        rest -= part
                    piece_row[count], piece_col[count] = row, col
                    piece_height[count] = sign * part
                    piece_area[count] = sign * part * ((west + edge) / 2 - col)
                    count += 1
                    west = edge
                    col += 1
        row += 1
        low, start = below, stop
    return count


@njit(cache=True, nogil=True)
def _sort(col: Ints, height: Floats, area: Floats, start: int, end: int) -> None:
    """Sort the pieces of a row by column (Shell's sort with the gaps of Ciura 2001).

    A row has few pieces, but for one that an edge runs along.
    """
    for gap in _GAPS:
        for at in range(start + gap, end):
            here, fallen, beyond = col[at], height[at], area[at]
            before = at - gap
            while before >= start and col[before] > here:
                col[before + gap] = col[before]
                height[before + gap] = height[before]
                area[before + gap] = area[before]
                before -= gap
            col[before + gap], height[before + gap], area[before + gap] = here, fallen, beyond

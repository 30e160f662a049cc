"""Covered cells and the codes of pixels into areas by polygon and code.

Compiled: import this module only where there are pixels to count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lsgeo.pixels import Codes
from lsgeo.zonal.walk import Cells

Floats = NDArray[Any]
Ints = NDArray[Any]
_MANY = 4096  # codes above which those that occur are remembered, rather than all looked through
_BITS = 62  # of the whole numbers that areas are summed in


def count(
    cells: Cells, codes: Codes, *, number: int, area_ha: Floats, strips: int
) -> tuple[Ints, Ints, Floats]:
    """Polygon, code and hectares of every code, below `number`, that `cells` hold.

    `codes` are those of the window; `area_ha` the hectares of a whole cell of each strip: one for
    all of a strip, or (strips, columns) where those beside each other differ.

    Areas are summed as whole numbers of a small power of two, as fine as the whole window allows:
    such sums do not depend on their order, and a million cells are rounded by a part in 2^42 each.
    """
    whole = 2.0 ** (_BITS - np.ceil(np.log2(area_ha.max() * codes.size * strips)))
    areas = np.round(area_ha * whole).astype("int64")
    where = (
        *(cells.cell_first, cells.cell_row, cells.cell_col, cells.cell_share),
        *(cells.run_first, cells.run_row, cells.run_start, cells.run_end, cells.run_share),
    )
    if number > _MANY or areas.ndim == 2:
        at, code, area = _sum_many(codes, number, np.atleast_2d(areas.T).T, strips, *where)
    else:
        summed = _sum_few(codes, number, areas, strips, *where)
        at, code = np.nonzero(summed)
        area = summed[at, code]
    return cells.polygons[at], code, area / whole


@njit(cache=True, nogil=True)
def _sum_few(
    codes: Codes,
    number: int,
    areas: Ints,
    strips: int,
    cell_first: Ints,
    cell_row: Ints,
    cell_col: Ints,
    cell_share: Floats,
    run_first: Ints,
    run_row: Ints,
    run_start: Ints,
    run_end: Ints,
    run_share: Floats,
) -> Ints:
    """The areas (polygons, codes).

    Runs are summed in four lanes, so that a pixel need not wait for the one before it of the
    same code.
    """
    polygons = len(cell_first) - 1
    summed = np.zeros((polygons, number), dtype=np.int64)
    lanes = np.zeros((4, number), dtype=np.int64)
    one, two, three, four = lanes[0], lanes[1], lanes[2], lanes[3]
    for polygon in range(polygons):
        for cell in range(cell_first[polygon], cell_first[polygon + 1]):
            row = cell_row[cell]
            area = np.int64(np.rint(cell_share[cell] * areas[row]))
            one[codes[row // strips, cell_col[cell]]] += area
        for run in range(run_first[polygon], run_first[polygon + 1]):
            area = areas[run_row[run]]
            if run_share[run] != 1.0:
                area = np.int64(np.rint(run_share[run] * area))
            pixels = codes[run_row[run] // strips, run_start[run] : run_end[run]]
            fours = len(pixels) // 4
            for at in range(fours):  # all four are read before the first is written
                first, second = pixels[4 * at], pixels[4 * at + 1]
                third, fourth = pixels[4 * at + 2], pixels[4 * at + 3]
                one[first] += area
                two[second] += area
                three[third] += area
                four[fourth] += area
            for at in range(4 * fours, len(pixels)):
                one[pixels[at]] += area
        for code in range(number):
            summed[polygon, code] = one[code] + two[code] + three[code] + four[code]
        lanes[:] = 0
    return summed


@njit(cache=True, nogil=True)
def _sum_many(
    codes: Codes,
    number: int,
    areas: Ints,
    strips: int,
    cell_first: Ints,
    cell_row: Ints,
    cell_col: Ints,
    cell_share: Floats,
    run_first: Ints,
    run_row: Ints,
    run_start: Ints,
    run_end: Ints,
    run_share: Floats,
) -> tuple[Ints, Ints, Ints]:
    """Polygon, code and area of the codes that occur.

    `areas` is (strips, columns), or (strips, 1) where all cells of a strip are alike.
    """
    is_alike = areas.shape[1] == 1
    summed, is_found = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.bool_)
    found = np.empty(number, dtype=np.int64)
    room = 1024
    who, what, much = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    told = 0
    for polygon in range(len(cell_first) - 1):
        count = 0
        for cell in range(cell_first[polygon], cell_first[polygon + 1]):
            row, col = cell_row[cell], cell_col[cell]
            area = areas[row, 0 if is_alike else col]
            code = codes[row // strips, col]
            if not is_found[code]:
                is_found[code] = True
                found[count] = code
                count += 1
            summed[code] += np.int64(np.rint(cell_share[cell] * area))
        for run in range(run_first[polygon], run_first[polygon + 1]):
            row, share = run_row[run], run_share[run]
            for col in range(run_start[run], run_end[run]):
                code = codes[row // strips, col]
                if not is_found[code]:
                    is_found[code] = True
                    found[count] = code
                    count += 1
                area = areas[row, 0 if is_alike else col]
                summed[code] += area if share == 1.0 else np.int64(np.rint(share * area))
        while told + count > room:
            room *= 2
            who, what, much = _larger(who, room), _larger(what, room), _larger(much, room)
        for at in range(count):
            code = found[at]
            if summed[code] != 0:
                who[told], what[told], much[told] = polygon, code, summed[code]
                told += 1
            summed[code] = 0
            is_found[code] = False
    return who[:told], what[:told], much[:told]


@njit(cache=True, nogil=True)
def _larger(values: Ints, room: int) -> Ints:
    grown = np.empty(room, dtype=values.dtype)
    grown[: len(values)] = values
    return grown

"""The pixels that may be drawn: those whose centres lie in units, counted and found again.

A pixel belongs to the unit that its centre lies in, and counts whole: neither shares nor edges
matter, so that each is in at most one unit of a map and has the same chance as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _
from lsgeo.raster import Grid, Raster, Window
from lsgeo.zonal.edges import edges_of
from lsgeo.zonal.tiles import cell_areas_ha, rows_at_once

_ROWS = 256  # of a strip that is read at once, at least
_AT_ONCE = 1 << 20  # pixels

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """Runs of pixels of a grid, row by row, each with the number of its unit.

    A run is the columns ``start`` … ``end`` (not included) of a ``row``.
    """

    grid: Grid
    row: Ints
    start: Ints
    end: Ints
    unit: Ints


@dataclass(frozen=True)
class _Found:
    """Pixels in the order of the grid: where, of which unit, which value, how many hectares."""

    row: Ints
    col: Ints
    unit: Ints
    code: NDArray[Any]
    values: Ints
    area_ha: NDArray[np.float64]


def frame_of(polygons: gpd.GeoSeries, grid: Grid) -> Frame:
    """The pixels of `grid` whose centres lie in `polygons` (any CRS), numbered in their order.

    A centre on the line between two belongs to one of them. Raises `UnitError` where polygons lie
    over each other.
    """
    edges = edges_of(polygons.to_crs(grid.crs).to_numpy(), grid)
    owner = np.repeat(np.arange(len(polygons)), np.diff(edges.first))
    x1, y1, x2, y2 = _downward(edges.ends)
    top, bottom = (np.clip(np.ceil(y - 0.5), 0, grid.height).astype("int64") for y in (y1, y2))
    edge, row = _spread(top, bottom)
    slope = (x2 - x1) / (y2 - y1)
    x = x1[edge] + (row + 0.5 - y1[edge]) * slope[edge]
    order = np.lexsort((x, owner[edge], row))
    column = np.clip(np.ceil(x[order] - 0.5), 0, grid.width).astype("int64")
    row, unit = row[order][::2], owner[edge][order][::2]
    start, end = column[::2], column[1::2]
    filled = end > start
    again = np.lexsort((start[filled], row[filled]))
    runs = (one[filled][again] for one in (row, start, end, unit))
    frame = Frame(grid, *runs)
    _check_apart(frame, polygons)
    return frame


def tally(frame: Frame, raster: Raster) -> pd.DataFrame:
    """The pixels and hectares of each value in each unit: ``unit, value, pixels, area_ha``.

    Values of no data are there too.
    """
    parts = [_counted(found) for found in _scan(frame, raster)]
    columns = {"unit": "int64", "value": "int64", "pixels": "int64", "area_ha": "float64"}
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    summed = pd.concat(parts, ignore_index=True).groupby(["unit", "value"], as_index=False).sum()
    return summed.astype(columns)


def pick(frame: Frame, raster: Raster, ranks: Mapping[int, Ints]) -> pd.DataFrame:
    """The pixels of these `ranks` (from 0, ascending) among those of each value, in grid order.

    A table ``row, col, unit, value``. Grid order is from north to south and from west to east, so
    that it is the same however the file is cut into blocks.
    """
    wanted = {value: place for place, value in enumerate(ranks)}
    seen = dict.fromkeys(ranks, 0)
    parts = []
    for found in _scan(frame, raster):
        place_of = np.array([wanted.get(value, -1) for value in found.values.tolist()], "int64")
        places = place_of[found.code]
        for value, ordered in ranks.items():
            here = np.flatnonzero(places == wanted[value])
            first, last = np.searchsorted(ordered, [seen[value], seen[value] + len(here)])
            chosen = here[ordered[first:last] - seen[value]]
            seen[value] += len(here)
            columns = (found.row[chosen], found.col[chosen], found.unit[chosen])
            parts.append(np.column_stack([*columns, np.full(len(chosen), value)]))
    every = np.concatenate(parts or [np.zeros((0, 4), dtype="int64")])
    table = pd.DataFrame(every, columns=["row", "col", "unit", "value"])
    return table.sort_values(["row", "col"], ignore_index=True)


def _downward(ends: NDArray[Any]) -> NDArray[Any]:
    """The edges as x1 y1 x2 y2, each southward: what neighbours share gives them the same bits."""
    turned = np.where((ends[:, 1] > ends[:, 3])[:, np.newaxis], ends[:, [2, 3, 0, 1]], ends)
    return turned.T


def _spread(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """For each of several ranges all of its numbers: which range, and the number."""
    length = end - start
    which = np.repeat(np.arange(len(length)), length)
    before = np.cumsum(length) - length
    return which, np.arange(int(length.sum())) - before[which] + start[which]


def _check_apart(frame: Frame, polygons: gpd.GeoSeries) -> None:
    same_row = frame.row[1:] == frame.row[:-1]
    over = np.flatnonzero(same_row & (frame.start[1:] < frame.end[:-1]))
    if not len(over):
        return
    pairs = dict.fromkeys(
        (str(polygons.index[frame.unit[at]]), str(polygons.index[frame.unit[at + 1]]))
        for at in over.tolist()
    )
    remedy = _("Repair the layer (lsgeo check says where).")
    faults = [
        Fault(_("they lie over each other"), " / ".join(pair), remedy=remedy) for pair in pairs
    ]
    raise UnitError("sample", _("no pixel may be drawn twice"), faults[:10])


def _scan(frame: Frame, raster: Raster) -> Iterator[_Found]:
    """The pixels of the frame, some at a time, in grid order."""
    for window in _strips(frame, raster):
        first, last = np.searchsorted(frame.row, [window.row, window.row + window.height])
        coded = raster.coded(window)
        area_ha = cell_areas_ha(frame.grid, window, strips=1)
        done = np.cumsum(frame.end[first:last] - frame.start[first:last])
        cuts = np.searchsorted(done, np.arange(_AT_ONCE, int(done[-1]) + _AT_ONCE, _AT_ONCE))
        edges = np.unique(np.concatenate([[0], cuts + 1, [last - first]]).clip(max=last - first))
        for start, end in zip(edges[:-1] + first, edges[1:] + first, strict=True):
            run, col = _spread(frame.start[start:end], frame.end[start:end])
            row = frame.row[start:end][run]
            at = (row - window.row, col - window.col)
            area = area_ha[at] if area_ha.ndim == 2 else area_ha[at[0]]
            unit = frame.unit[start:end][run]
            yield _Found(row, col, unit, coded.codes[at], coded.values, area)


def _strips(frame: Frame, raster: Raster) -> Iterator[Window]:
    """The windows to read: whole blocks high, as wide as the frame, none without a run."""
    if not len(frame.row):
        return
    height, width = raster.block
    rows = rows_at_once(height, least=_ROWS)
    west = int(frame.start.min()) // width * width
    east = min(-(-int(frame.end.max()) // width) * width, frame.grid.width)
    for row in np.unique(frame.row // rows).tolist():
        high = min(rows, frame.grid.height - row * rows)
        yield Window(row=row * rows, col=west, height=high, width=east - west)


def _counted(found: _Found) -> pd.DataFrame:
    many = len(found.values)
    key = found.unit * many + found.code
    pixels = np.bincount(key)
    area = np.bincount(key, weights=found.area_ha)
    there = np.flatnonzero(pixels)
    return pd.DataFrame(
        {
            "unit": there // many,
            "value": found.values[there % many],
            "pixels": pixels[there],
            "area_ha": area[there],
        }
    )

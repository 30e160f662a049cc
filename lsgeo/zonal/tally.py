"""Cells into class areas: exact shares times geodesic cell areas, summed by class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from lsgeo.crs import straight_area_ha
from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _
from lsgeo.raster import Grid, Raster
from lsgeo.zonal.edges import edges_of
from lsgeo.zonal.tiles import Runner, Tally, Work, in_threads

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
COLUMNS = ("code", "layer", "class", "area_ha", "share")
NODATA = "nodata"
OUTSIDE = "outside"
_MOST_SUMS = 1 << 23  # of classes in units that have a place each
_NONE = np.zeros(0, dtype="int64")
_LEAST_OUTSIDE = 1e-6  # a smaller share of a unit is rounding
_MAX_STRIP_DEG = 0.0025  # the area of a strip this high varies by under 2e-5 at 25° N


def class_areas(
    units: gpd.GeoDataFrame, layers: Sequence[Raster], *, run: Runner | None = None
) -> pd.DataFrame:
    """The area of every class of every layer in every unit: one long table (`COLUMNS`).

    ``area_ha`` is that on the ellipsoid: WGS 84, or that of a projected grid's datum, which is the
    same of VN-2000 and UTM; ``share`` is of the unit's area inside the layer's extent. ``class`` is
    the pixel value as text, or "nodata"; a unit that reaches beyond a layer has a row "outside"
    too, whose share is of the whole unit. Zero, no data and outside stay apart: a class that does
    not occur has no row, nor has a unit without a geometry. Layers on one grid share one walk of
    the edges.

    `units` is indexed by code, in any CRS (it is transformed to each layer's); `run` says how the
    tiles are tallied (`lsgeo.zonal.tiles`), in threads unless said. Raises `UnitError` for units
    that cover themselves.
    """
    by_grid: list[list[Raster]] = []
    for layer in layers:
        alike = [members for members in by_grid if members[0].grid == layer.grid]
        if alike:
            alike[0].append(layer)
        else:
            by_grid.append([layer])
    tables = [_tally_grid(units, members, run=run or in_threads()) for members in by_grid]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def sum_to_parents(areas: pd.DataFrame, parent_of: Mapping[str, str]) -> pd.DataFrame:
    """The class areas of the parents of units, from a table of `class_areas`.

    `parent_of` maps the code of a unit to its parent's; units it leaves out are left out.
    Shares are derived anew from the summed areas.
    """
    above = areas[areas["code"].isin(list(parent_of))]
    above = above.assign(code=above["code"].map(dict(parent_of)))
    summed = above.groupby(["code", "layer", "class"], as_index=False, sort=False)["area_ha"].sum()
    return summed.assign(share=_shares(summed, [summed["code"], summed["layer"]]))


def _tally_grid(units: gpd.GeoDataFrame, layers: Sequence[Raster], *, run: Runner) -> pd.DataFrame:
    grid = layers[0].grid
    polygons = units.geometry.to_crs(grid.crs)
    edges = edges_of(polygons.to_numpy(), grid, strips=_strips(grid))
    work = Work(edges, grid, tuple(layers))
    tiles = list(run(work, work.tiles()))
    _check_once(units, {number for tile in tiles for number in tile.doubled.tolist()})
    rows = [
        _rows(_summed([tile.layers[number] for tile in tiles], len(units)), layer, number)
        for number, layer in enumerate(layers)
    ]
    outside_ha = _outside_ha(units, polygons, grid)
    beyond = pd.DataFrame({"unit": outside_ha.index, "class": OUTSIDE, "area_ha": outside_ha})
    rows += [beyond.assign(at=number) for number in range(len(layers) if len(beyond) else 0)]
    table = pd.concat(rows, ignore_index=True)
    order = np.lexsort((table["at"], table["unit"]))
    if (np.diff(order) < 0).any():
        table = table.take(order)
    shares = _shares(table, table["unit"] * len(layers) + table["at"])
    table = table.assign(share=shares)
    if len(beyond):
        table = table[(table["class"] != OUTSIDE) | (table["share"] > _LEAST_OUTSIDE)]
    codes, names = _texts(units.index.astype("str")), _texts([layer.name for layer in layers])
    found = {
        "code": codes.take(table["unit"].to_numpy()),
        "layer": names.take(table["at"].to_numpy()),
        **{name: table[name].array for name in ("class", "area_ha", "share")},
    }
    return pd.DataFrame(found)[list(COLUMNS)]


def _rows(summed: tuple[Ints, Ints, Floats, Ints], layer: Raster, number: int) -> pd.DataFrame:
    """The sums of a layer, which is the `number`-th, as rows with their classes as text."""
    unit, code, area_ha, values = summed
    names = _texts([NODATA if one == layer.nodata else str(one) for one in values.tolist()])
    return pd.DataFrame({"unit": unit, "class": names.take(code), "area_ha": area_ha, "at": number})


def _texts(texts: Iterable[str]) -> Any:
    """An array of texts, of which many can be taken quickly."""
    return pd.Series(list(texts), dtype="str").array


def _strips(grid: Grid) -> int:
    """How many strips a row is cut into, so that the area of each hardly varies within it."""
    if not grid.crs.is_geographic:
        return 1
    return max(1, int(np.ceil(grid.cell_height / _MAX_STRIP_DEG)))


def _summed(tallies: Sequence[Tally], units: int) -> tuple[Ints, Ints, Floats, Ints]:
    """Unit, code and hectares of several tallies, added in their order; and the codes' values.

    The rows are in the order of the units, and of the values, which are in ascending order.
    """
    values = np.unique(np.concatenate([one.values for one in tallies] or [_NONE]))
    keys = [
        one.polygon * len(values) + np.searchsorted(values, one.values)[one.code] for one in tallies
    ]
    key = np.concatenate(keys or [_NONE]).astype("int64")
    area = np.concatenate([one.area_ha for one in tallies] or [np.zeros(0)])
    if units * len(values) <= _MOST_SUMS:
        sums = np.bincount(key, weights=area, minlength=units * len(values))
        key = np.flatnonzero(sums)
        area = sums[key]
    else:
        order = np.argsort(key, kind="stable")  # of one class the tiles stay in order
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        key, area = key[order][starts], np.asarray(np.add.reduceat(area[order], starts))
    unit, code = np.divmod(key, max(len(values), 1))
    return unit, code, area.astype("float64", copy=False), values


def _outside_ha(units: gpd.GeoDataFrame, polygons: gpd.GeoSeries, grid: Grid) -> pd.Series:
    """The hectares of each unit, by its number, that lie off the grid; of none that has none."""
    numbered = polygons.reset_index(drop=True)
    west, south, east, north = numbered.bounds.to_numpy().T
    beyond = (west < grid.west) | (east > grid.east) | (south < grid.south) | (north > grid.north)
    reaching = numbered[beyond & ~numbered.is_empty]
    _check_sound(units, reaching)
    rest = reaching.difference(shapely.box(grid.west, grid.south, grid.east, grid.north))
    return straight_area_ha(rest[~rest.is_empty])


def _shares(table: pd.DataFrame, groups: pd.Series | list[pd.Series]) -> pd.Series:
    """The share of each row: of the unit's area inside, of the whole unit where it is outside.

    `groups` tell the units, each in each layer, apart.
    """
    outside = table["class"] == OUTSIDE
    inside = table["area_ha"].where(~outside, 0.0).groupby(groups).transform("sum")
    whole = table["area_ha"].groupby(groups).transform("sum")
    return table["area_ha"] / inside.where(~outside, whole)


def _check_sound(units: gpd.GeoDataFrame, reaching: gpd.GeoSeries) -> None:
    """Raise `UnitError` for units beyond the grid of which no rest can be cut."""
    shapes = reaching.to_numpy()
    far = ~np.isfinite(shapely.bounds(shapes)).all(axis=1)
    remedy = _("Measure it with a raster of its own surroundings.")
    faults = [
        Fault(_("it lies where the raster's projection does not reach"), str(code), remedy=remedy)
        for code in units.index[reaching.index[far]]
    ]
    if faults:
        raise UnitError("zonal", _("areas cannot be measured"), faults)
    _check_once(units, reaching.index[~shapely.is_valid(shapes)].tolist())


def _check_once(units: gpd.GeoDataFrame, doubled: Collection[int]) -> None:
    """Raise `UnitError` for units that cover a place twice, or turn inside out."""
    if not doubled:
        return
    remedy = _("Repair it (lsgeo check says where), and measure again.")
    faults = [
        Fault(
            _("its boundary crosses itself"),
            where=str(units.index[number]),
            got=str(shapely.is_valid_reason(units.geometry.iloc[number])),
            remedy=remedy,
        )
        for number in sorted(doubled)
    ]
    raise UnitError("zonal", _("areas cannot be measured"), faults)

"""Of which lot and origin the cells of a raster are: natural, planted, or outside forest."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from lsgeo.inventory.areas import polygons
from lsgeo.raster import Raster
from lsgeo.text import Words
from lsgeo.zonal.tally import NODATA, OUTSIDE, class_areas

ORIGINS: Mapping[str, Words] = {
    "natural": Words("Rừng tự nhiên", "Natural forest"),
    "planted": Words("Rừng trồng", "Planted forest"),
    "outside": Words("Ngoài rừng", "Outside forest"),
    "unknown": Words("Chưa có kiểm kê", "No inventory"),
}
"""Where canopy was lost, by the groups of an inventory's lots; young plantations are planted."""

ORIGIN_OF: Mapping[str, str] = {
    "natural": "natural",
    "planted": "planted",
    "planted_young": "planted",
    "none": "outside",
}
"""The origin of each group of `lsgeo.inventory.types.GROUPS`."""

COLUMNS = ("class", "code", "lot", "origin", "area_ha")
NO_LOT = -1

_OVERLAP = "T********"  # of two polygons (DE-9IM): their interiors meet


def parts(
    units: gpd.GeoDataFrame, raster: Raster, *, lots: gpd.GeoDataFrame | None = None
) -> pd.DataFrame:
    """The hectares of each class above 0 of `raster` by unit, lot and origin (`COLUMNS`).

    `lots` has ``group`` and its geometry (`lsgeo.inventory.lots.Lots`); ``lot`` is the place of a
    lot in it, `NO_LOT` off all of them, where the origin is "outside". Without `lots` it is
    "unknown". Those of a unit and class sum to what `class_areas` finds of it: lots are cut by the
    units, and ground that two lots claim goes to the one with forest, else to the earlier one.
    """
    whole = _counted(class_areas(units, [raster]))
    if lots is None or whole.empty:
        origin = "unknown" if lots is None else "outside"
        return whole.assign(lot=NO_LOT, origin=origin)[list(COLUMNS)]
    ground = _ground(units, lots, raster)
    inside = _counted(class_areas(ground, [raster])) if len(ground) else whole.iloc[:0]
    found = ground.iloc[inside["code"].astype("int64")]
    inside = inside.assign(
        code=found["code"].to_numpy(),
        lot=found["lot"].to_numpy(),
        origin=found["origin"].to_numpy(),
    )
    every = pd.concat([inside, _rest(whole, inside)], ignore_index=True)
    return every.sort_values(["class", "code", "lot"], ignore_index=True)[list(COLUMNS)]


def by_origin(found: pd.DataFrame) -> pd.DataFrame:
    """The hectares of each unit, class and origin, of what `parts` gives."""
    keys = ["code", "class", "origin"]
    return found.groupby(keys, as_index=False)["area_ha"].sum()


def _counted(areas: pd.DataFrame) -> pd.DataFrame:
    """The rows of `class_areas` whose class is a number above 0."""
    kept = areas[~areas["class"].isin([NODATA, OUTSIDE, "0"])]
    return kept[["code", "class", "area_ha"]].astype({"class": "int64"})


def _rest(whole: pd.DataFrame, inside: pd.DataFrame) -> pd.DataFrame:
    """What lies off every lot; what rounding leaves of a class wholly in lots is nothing."""
    keys = ["code", "class"]
    taken = inside.groupby(keys)["area_ha"].sum()
    index = pd.MultiIndex.from_frame(whole[keys])
    rest = whole["area_ha"].to_numpy() - taken.reindex(index).fillna(0.0).to_numpy()
    left = whole.assign(area_ha=rest, lot=NO_LOT, origin="outside")
    return left[rest > _ROUNDING * whole["area_ha"].to_numpy()]


_ROUNDING = 1e-10


def _ground(units: gpd.GeoDataFrame, lots: gpd.GeoDataFrame, raster: Raster) -> gpd.GeoDataFrame:
    """The pieces of the lots that hold a class above 0, apart from each other and in one unit each.

    They have ``code, lot, origin`` and are indexed from 0.
    """
    shapes = lots.geometry.to_crs(units.crs).reset_index(drop=True)
    bare = shapely.is_missing(shapes.to_numpy()) | shapely.is_empty(shapes.to_numpy())
    shapes = shapes[~bare]
    holding = _counted(class_areas(shapes.to_frame("geometry"), [raster]))["code"].astype("int64")
    origin = lots["group"].map(ORIGIN_OF).to_numpy()
    numbers = np.sort(holding.unique())
    numbers = numbers[np.argsort(origin[numbers] == "outside", kind="stable")]
    lot, unit, pieces = _cut(shapes.loc[numbers].to_numpy(), units.geometry.to_numpy())
    pieces = _apart(pieces)
    kept = shapely.area(pieces) > 0
    found = {
        "code": units.index.to_numpy()[unit],
        "lot": numbers[lot],
        "origin": origin[numbers[lot]],
    }
    ground = gpd.GeoDataFrame(found, geometry=pieces, crs=units.crs)
    return ground[kept].reset_index(drop=True)


def _cut(
    shapes: NDArray[np.object_], units: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.object_]]:
    """The parts of `shapes` in each of `units`: of which shape, in which unit, and the polygons."""
    shapely.prepare(units)
    shape, unit = shapely.STRtree(units).query(shapes, predicate="intersects")
    pieces = shapes[shape].copy()
    crossing = ~shapely.covers(units[unit], pieces)
    pieces[crossing] = polygons(shapely.intersection(pieces[crossing], units[unit[crossing]]))
    order = np.lexsort((unit, shape))
    return shape[order], unit[order], pieces[order]


def _apart(pieces: NDArray[np.object_]) -> NDArray[np.object_]:
    """`pieces` of which none covers ground of an earlier one."""
    one, other = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    later = one > other
    one, other = one[later], other[later]
    meeting = shapely.relate_pattern(pieces[one], pieces[other], _OVERLAP)
    one, other = one[meeting], other[meeting]
    order = np.argsort(one, kind="stable")
    numbers, firsts = np.unique(one[order], return_index=True)
    earlier = np.split(pieces[other[order]], firsts[1:])
    apart = pieces.copy()
    for number, those in zip(numbers, earlier, strict=False):
        apart[number] = shapely.difference(pieces[number], shapely.union_all(those))
    return polygons(apart)

"""Lots that contradict themselves: listed and used, with what counts said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.inventory.types import ORIGINS, ForestTypes
from lsgeo.text import Words

COLUMNS = ("row", "code", "kind", "said", "other")

KINDS: Mapping[str, Words] = {
    "type": Words(
        "maldlr và ldlr là hai loại khác nhau; tính theo maldlr",
        "maldlr and ldlr are different types; maldlr counts",
    ),
    "origin": Words(
        "nggocr không hợp với loại rừng; tính theo loại rừng",
        "nggocr does not go with the forest type; the type counts",
    ),
    "area": Words(
        "dtich khác diện tích đo trên bản đồ; tính theo dtich",
        "dtich is not the area measured on the map; dtich counts",
    ),
    "commune": Words(
        "mã xã và tên xã là của hai đơn vị; tính theo lựa chọn khi đọc",
        "code and name are of two communes; the one chosen when reading counts",
    ),
    "location": Words(
        "lô nằm chủ yếu ngoài xã đã ghi; tính theo xã đã ghi",
        "most of the lot lies outside the commune it names; the named one counts",
    ),
    "duplicate": Words(
        "trùng tiểu khu, khoảnh, lô với một lô khác trong xã; tính cả hai",
        "another lot of the commune has the same tk, khoanh and lo; both count",
    ),
}
"""What each kind of contradiction means, and what counts."""

AREA_HA = 0.05
"""How far dtich may be from the area of the geometry, or `AREA_SHARE` of that if it is more."""

AREA_SHARE = 0.05

_KEY = ["code", "tk", "khoanh", "lo"]


@dataclass(frozen=True)
class Doubts:
    """What lots said beside what counts: the type of ldlr (0: none), the words for the commune."""

    short_type: pd.Series
    commune_said: pd.Series
    commune_meant: pd.Series


def contradictions(
    lots: gpd.GeoDataFrame,
    doubts: Doubts | None,
    *,
    types: ForestTypes,
    boundaries: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """The contradictions in `lots`, one row (`COLUMNS`) each, by kind in the order of `KINDS`.

    ``said`` is what the lot says and ``other`` what contradicts it. `doubts` are of the same rows.
    """
    found = [_origins(lots), _areas(lots), _duplicates(lots)]
    if doubts is not None:
        found += [_types(lots, doubts, types), _communes(lots, doubts)]
    if boundaries is not None:
        found.append(_locations(lots, boundaries.to_crs(lots.crs)))
    order = {kind: place for place, kind in enumerate(KINDS)}
    listed = pd.concat([one for one in found if len(one)] or found[:1], ignore_index=True)
    placed = listed.assign(place=listed["kind"].map(order))
    return placed.sort_values(["place", "row"], ignore_index=True)[list(COLUMNS)]


def _listed(lots: pd.DataFrame, *, kind: str, said: object, other: object) -> pd.DataFrame:
    """Rows of the list for `lots`, with columns of text."""
    rows = {"row": lots.index, "code": lots["code"], "kind": kind, "said": said, "other": other}
    return pd.DataFrame(rows).astype({"said": "str", "other": "str"})


def _types(lots: pd.DataFrame, doubts: Doubts, types: ForestTypes) -> pd.DataFrame:
    short = types.table["short"]
    differing = (doubts.short_type > 0) & (doubts.short_type != lots["type_code"])
    unknown = (doubts.short_type == 0) & (lots["ldlr"] != "")
    mine = lots[differing | unknown]
    said = mine["type_code"].astype("str") + " " + mine["type_code"].map(short)
    return _listed(mine, kind="type", said=said, other=mine["ldlr"])


def _communes(lots: pd.DataFrame, doubts: Doubts) -> pd.DataFrame:
    mine = doubts.commune_meant != ""
    said, meant = doubts.commune_said[mine], doubts.commune_meant[mine]
    return _listed(lots[mine], kind="commune", said=said, other=meant)


def _origins(lots: pd.DataFrame) -> pd.DataFrame:
    fitting = [
        lots["origin"].isin(origins) & (lots["group"] == group)
        for group, origins in ORIGINS.items()
    ]
    mine = lots[(lots["origin"] > 0) & ~np.logical_or.reduce(fitting)]
    other = mine["type_code"].astype("str") + " " + mine["group"]
    return _listed(mine, kind="origin", said=mine["origin"].astype("str"), other=other)


def _areas(lots: pd.DataFrame) -> pd.DataFrame:
    allowed = np.maximum(AREA_HA, AREA_SHARE * lots["geometry_ha"])
    mine = lots[(lots["dtich_ha"] - lots["geometry_ha"]).abs() > allowed]
    said, other = (mine[name].map("{:.2f} ha".format) for name in ("dtich_ha", "geometry_ha"))
    return _listed(mine, kind="area", said=said, other=other)


def _duplicates(lots: pd.DataFrame) -> pd.DataFrame:
    """Lots with the key of another one; the row of the first that has it contradicts them."""
    keyed = lots[(lots[_KEY] != "").all(axis=1)]
    again = keyed[keyed.duplicated(_KEY)]
    firsts = keyed[~keyed.duplicated(_KEY)][_KEY].reset_index(names="first")
    other = again[_KEY].merge(firsts, how="left", on=_KEY)["first"].astype("str").to_numpy()
    said = again["tk"] + " / " + again["khoanh"] + " / " + again["lo"]
    return _listed(again, kind="duplicate", said=said, other=other)


def _locations(lots: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lots that lie for the most part outside their commune; most have their centroid in it."""
    drawn = lots[~lots["geometry_ha"].isna() & lots["code"].isin(boundaries.index)]
    points = shapely.centroid(drawn.geometry.to_numpy())
    own = boundaries.geometry.reindex(drawn["code"]).to_numpy()
    astray = drawn[~_inside(points, drawn["code"], boundaries)]
    shapes, own = astray.geometry.to_numpy(), boundaries.geometry.reindex(astray["code"]).to_numpy()
    shared = shapely.area(shapely.intersection(shapes, own))
    out = astray[shared < shapely.area(shapes) / 2]
    tree = shapely.STRtree(boundaries.geometry.to_numpy())
    lot, unit = tree.query(shapely.centroid(out.geometry.to_numpy()), predicate="intersects")
    codes = dict(zip(lot, boundaries.index[unit], strict=True))
    other = [codes.get(place, "") for place in range(len(out))]
    return _listed(out, kind="location", said=out["code"], other=other)


def _inside(points: np.ndarray, codes: pd.Series, boundaries: gpd.GeoDataFrame) -> np.ndarray:
    """Whether each point lies in the polygon of its code."""
    inside = np.zeros(len(points), dtype=bool)
    for code, places in codes.reset_index(drop=True).groupby(codes.to_numpy()).groups.items():
        polygon = boundaries.geometry.loc[code]
        shapely.prepare(polygon)
        chosen = points[places]
        inside[places] = shapely.contains_xy(polygon, shapely.get_x(chosen), shapely.get_y(chosen))
    return inside

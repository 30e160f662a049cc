"""Which ground of one inventory is which of another: pieces of lots with their legal areas."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.inventory.lots import Lots
from lsgeo.text import Words

COLUMNS = (
    "row_from",
    "row_to",
    "code_from",
    "code_to",
    "type_from",
    "type_to",
    "from_ha",
    "to_ha",
    "cause",
)
"""The columns of pieces. Ground that only one of the inventories has is of type 0 in the other."""

SAME = 0.99
"""The share of both lots that two of one number must have in common to be the same lot."""

RULE = Words(
    "Lô có cùng hình học là một lô; lô cùng số hiệu (tiểu khu, khoảnh, lô) là một lô khi chung ít "
    "nhất 99 % diện tích hoặc không có hình học; các lô còn lại được chồng xếp, mỗi phần nhận "
    "dtich của từng kỳ theo tỷ lệ diện tích hình học.",
    "Lots of one geometry are one lot; lots of one number (tk, khoanh, lo) are one lot where they "
    "share at least 99 % of their area, or have no geometry; the others are overlaid, and each "
    "piece has its share of either dtich by the area of its polygon.",
)
"""The rule of `pieces`, in words."""

_EXACT = 1e-9  # a remainder of a lot below this share of it is rounding
_KEYS = (["code", "tk", "khoanh", "lo"], ["tk", "khoanh", "lo"])


def pieces(older: Lots, newer: Lots) -> pd.DataFrame:
    """The pieces of ground of both inventories (`COLUMNS`), matched as `RULE` says.

    ``from_ha`` is the legal area of the piece in the older, ``to_ha`` in the newer inventory; they
    sum to those of the lots. Both must be in one plane.
    """
    one, two = older.lots.reset_index(names="row"), newer.lots.reset_index(names="row")
    first, second = _alike(one, two)
    for key in _KEYS:
        numbered = _numbered(_without(one, first), _without(two, second), key=key)
        first, second = np.append(first, numbered[0]), np.append(second, numbered[1])
    shares = np.ones(len(first))
    left, right, of_left, of_right = _overlaid(_without(one, first), _without(two, second))
    first, second = np.append(first, left), np.append(second, right)
    share_one, share_two = np.append(shares, of_left), np.append(shares, of_right)
    matched = pd.DataFrame(
        {
            **_side(one, first, share_one, name="from"),
            **_side(two, second, share_two, name="to"),
            "cause": two["cause"].to_numpy()[second],
        }
    )
    gone = _remainder(one, first, share_one, name="from", other="to")
    come = _remainder(two, second, share_two, name="to", other="from")
    found = [one for one in (matched, gone, come) if len(one)]
    return pd.concat(found or [matched], ignore_index=True)[list(COLUMNS)]


def _side(
    lots: gpd.GeoDataFrame, places: np.ndarray, share: np.ndarray, *, name: str
) -> dict[str, np.ndarray]:
    return {
        f"row_{name}": lots["row"].to_numpy()[places],
        f"code_{name}": lots["code"].to_numpy()[places],
        f"type_{name}": lots["type_code"].to_numpy()[places],
        f"{name}_ha": lots["dtich_ha"].to_numpy()[places] * share,
    }


def _remainder(
    lots: gpd.GeoDataFrame, places: np.ndarray, share: np.ndarray, *, name: str, other: str
) -> pd.DataFrame:
    """The parts of `lots` that the other inventory does not have."""
    left = 1 - np.bincount(places, weights=share, minlength=len(lots))
    rest = np.flatnonzero(left > _EXACT)
    mine = _side(lots, rest, left[rest], name=name)
    nothing = {
        f"row_{other}": pd.array([pd.NA] * len(rest), dtype="Int64"),
        f"code_{other}": mine[f"code_{name}"],
        f"type_{other}": np.zeros(len(rest), dtype="int64"),
        f"{other}_ha": np.zeros(len(rest)),
    }
    cause = lots["cause"].to_numpy()[rest] if name == "to" else ""
    return pd.DataFrame({**mine, **nothing, "cause": cause})


def _without(lots: gpd.GeoDataFrame, places: np.ndarray) -> gpd.GeoDataFrame:
    return lots.drop(index=lots.index[places])


def _alike(one: gpd.GeoDataFrame, two: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The places of lots whose geometry is the same to the last digit, and nobody else's."""
    keyed = []
    for lots in (one, two):
        drawn = lots[lots["geometry_ha"] > 0]
        shapes = pd.Series(shapely.to_wkb(drawn.geometry.to_numpy()), index=drawn.index)
        keyed.append(shapes[~shapes.duplicated(keep=False)])
    there = pd.Series(keyed[1].index, index=keyed[1].to_numpy())
    found = keyed[0].map(there).dropna()
    return found.index.to_numpy(dtype="int64"), found.to_numpy(dtype="int64")


def _numbered(
    one: gpd.GeoDataFrame, two: gpd.GeoDataFrame, *, key: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The places of lots that are one by their number, which nobody else has."""
    tables = []
    for lots in (one, two):
        mine = lots.loc[(lots[key] != "").all(axis=1), key].reset_index(names="place")
        tables.append(mine[~mine.duplicated(key, keep=False)])
    pairs = tables[0].merge(tables[1], on=key, suffixes=("_one", "_two"))
    first, second = pairs["place_one"].to_numpy("int64"), pairs["place_two"].to_numpy("int64")
    shapes, others = one.geometry.loc[first].to_numpy(), two.geometry.loc[second].to_numpy()
    larger = np.fmax(shapely.area(shapes), shapely.area(others))
    drawn = (one["geometry_ha"].loc[first] > 0).to_numpy() & (
        two["geometry_ha"].loc[second] > 0
    ).to_numpy()
    shared = np.zeros(len(first))
    shared[drawn] = shapely.area(shapely.intersection(shapes[drawn], others[drawn]))
    same = ~drawn | (shared >= SAME * larger)
    return first[same], second[same]


def _overlaid(
    one: gpd.GeoDataFrame, two: gpd.GeoDataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The places of lots that share ground, and the share of each that it is."""
    one, two = one[one["geometry_ha"] > 0], two[two["geometry_ha"] > 0]
    shapes, others = one.geometry.to_numpy(), two.geometry.to_numpy()
    second, first = shapely.STRtree(shapes).query(others, predicate="intersects")
    area = shapely.area(shapely.intersection(shapes[first], others[second]))
    real = area > 0
    first, second, area = first[real], second[real], area[real]
    shares = []
    for places, drawn in ((first, shapes), (second, others)):
        covered = np.bincount(places, weights=area, minlength=len(drawn))
        whole = np.maximum(shapely.area(drawn), covered)  # where lots of one inventory overlap
        whole = np.where(covered > whole * (1 - _EXACT), covered, whole)
        shares.append(area / whole[places])
    return one.index.to_numpy()[first], two.index.to_numpy()[second], shares[0], shares[1]

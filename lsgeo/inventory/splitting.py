"""An inventory of older communes brought onto newer ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.inventory.areas import area_ha, polygons
from lsgeo.inventory.lots import COLUMNS, Lots
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.text import Words

SLIVER = 0.01
"""The share of a lot below which a part over a line is taken for the drawing's inexactness."""

REACH_M = 500.0
"""How far outside every commune a lot may lie and still go to the nearest one."""

RULE = Words(
    "Lô của xã cũ nhập trọn vào một xã mới thì theo xã mới đó. Lô nằm trên ranh giới mới được chia "
    "theo diện tích hình học: mỗi phần nhận dtich theo tỷ lệ diện tích của phần đó; phần nhỏ hơn "
    "1 % diện tích lô nhập vào phần còn lại.",
    "A lot of an old commune that went whole into a new one goes with it. A lot across a new line "
    "is split by the area of its polygon: each part has that share of dtich; a part below 1 % of "
    "the lot goes with the rest.",
)
"""The rule of `split_over`, in words."""


def split_over(
    lots: Lots, units: gpd.GeoDataFrame, *, vintage: str, moved: Mapping[str, str] | None = None
) -> Lots:
    """The lots by the communes `units` (polygons by code) of `vintage`, as `RULE` says.

    `moved` gives the new commune of each old one that went into it whole; only lots of the others
    are cut. ``share`` and ``dtich_ha`` of the parts of a lot sum to its own, and their rows repeat.
    A lot outside every commune goes to the nearest within `REACH_M`; one further off, or without
    geometry, is quarantined. The contradictions stay those of the old communes.
    """
    placed = lots.lots.reset_index(names="row")
    decreed = placed["code"].map(dict(moved or {}))
    whole = placed[decreed.notna()].assign(code=decreed.dropna())
    rest = placed[decreed.isna()]
    bare = rest["geometry_ha"].isna() | ~(rest["geometry_ha"] > 0)
    cut, strays = _cut(rest[~bare].reset_index(drop=True), units.to_crs(placed.crs))
    joined = pd.concat([whole, cut], ignore_index=True)
    parts = joined.sort_values(["row", "code"], kind="stable").set_index("row")
    no_line = _("it has no geometry to be placed by")
    notes = [
        *(_quarantined(row, code, no_line) for row, code in rest.loc[bare, ["row", "code"]].values),
        *strays,
        *_splits(parts),
    ]
    kept = gpd.GeoDataFrame(parts[list(COLUMNS)], crs=placed.crs)
    return replace(lots, vintage=vintage, lots=kept, notes=(*lots.notes, *notes))


def _cut(lots: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """The parts of `lots` by unit, and the notes of those that lie in none."""
    shapes = lots.geometry.to_numpy()
    tree = shapely.STRtree(units.geometry.to_numpy())
    lot, unit = tree.query(shapes, predicate="intersects")
    touched = np.bincount(lot, minlength=len(lots))
    crossing = touched[lot] > 1
    pieces = shapes[lot].copy()
    pieces[crossing] = polygons(
        shapely.intersection(shapes[lot[crossing]], units.geometry.to_numpy()[unit[crossing]])
    )
    share = np.ones(len(lot))
    share[crossing] = shapely.area(pieces[crossing])
    share = _without_slivers(share / _sums(share, lot), lot, crossing)
    kept = share > 0
    lot, unit, pieces, share = lot[kept], unit[kept], pieces[kept], share[kept]
    alone = np.bincount(lot, minlength=len(lots))[lot] == 1
    pieces[alone] = shapes[lot[alone]]
    astray, nearest, notes = _nearest(lots, shapes, touched, tree=tree, units=units)
    lot, unit = np.concatenate([lot, astray]), np.concatenate([unit, nearest])
    share = np.concatenate([share, np.ones(len(astray))])
    pieces = np.concatenate([pieces, shapes[astray]])
    parts = lots.iloc[lot].assign(
        code=units.index.to_numpy()[unit],
        share=lots["share"].to_numpy()[lot] * share,
        dtich_ha=lots["dtich_ha"].to_numpy()[lot] * share,
        geometry=gpd.GeoSeries(pieces, index=lots.index[lot], crs=lots.crs),
    )
    parts = parts.reset_index(drop=True)
    return parts.assign(geometry_ha=area_ha(parts.geometry)), notes


def _without_slivers(share: np.ndarray, lot: np.ndarray, crossing: np.ndarray) -> np.ndarray:
    """Shares of which those below `SLIVER` are 0 and the others of the lot are larger for it."""
    kept = np.where(crossing & (share < SLIVER), 0.0, share)
    return kept / _sums(kept, lot)


def _sums(values: np.ndarray, lot: np.ndarray) -> np.ndarray:
    """The sum over the lot of each value."""
    return np.bincount(lot, weights=values)[lot]


def _nearest(
    lots: gpd.GeoDataFrame,
    shapes: np.ndarray,
    touched: np.ndarray,
    *,
    tree: shapely.STRtree,
    units: gpd.GeoDataFrame,
) -> tuple[np.ndarray, np.ndarray, list[Note]]:
    """The lots that touch no unit, the nearest unit of each, and the notes of them all."""
    outside = np.flatnonzero(touched == 0)
    near, unit = tree.query_nearest(shapes[outside], max_distance=REACH_M, all_matches=False)
    rows, codes = lots["row"].to_numpy(), lots["code"].to_numpy()
    far = np.setdiff1d(outside, outside[near])
    moved, lost = _("lies outside every commune; the nearest is taken"), _("lies in no commune")
    notes = [
        Note("corrected", moved, int(rows[lot]), "maxa", str(codes[lot]), str(units.index[to]))
        for lot, to in zip(outside[near], unit, strict=True)
    ]
    notes += [_quarantined(rows[lot], codes[lot], lost) for lot in far]
    return outside[near], unit, notes


def _quarantined(row: object, code: object, reason: str) -> Note:
    return Note("quarantined", reason, row=int(str(row)), column="maxa", said=str(code))


def _splits(parts: gpd.GeoDataFrame) -> Iterator[Note]:
    """A note for each lot that is in several communes now."""
    several = parts[parts.index.duplicated(keep=False)]
    reason = _("split over the new commune lines by area")
    for row, mine in several.groupby(level=0):
        became = ", ".join(
            f"{code} {area:.4g} ha"
            for code, area in zip(mine["code"], mine["dtich_ha"], strict=True)
        )
        said = f"{mine['dtich_ha'].sum():.4g} ha"
        yield Note("corrected", reason, row=int(str(row)), column="maxa", said=said, became=became)

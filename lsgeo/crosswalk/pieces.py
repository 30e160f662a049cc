"""Pieces: old and new boundaries laid over each other, slivers told from real parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.crosswalk.way import to_one
from lsgeo.crs import geodesic_area_ha
from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _

SLIVER = 0.05
"""The share of an old unit below which a piece is a sliver where no list says what is real.

Inner lines of old layers are 150–300 m off, which is a strip of a few per cent of a commune.
"""

_PAIR = ["from_code", "to_code"]


@dataclass(frozen=True)
class Pieces:
    """The parts of old units in new ones.

    ``pairs`` has ``from_code, to_code, area_ha`` (geodesic)``, share_of_from, share_of_to,
    relation`` and the geometry; slivers are in the largest piece of their old unit. ``slivers``
    has ``from_code, to_code, area_ha, share_of_from, folded_into``: what the lines of the two
    layers differ by. ``doubtful`` are those of them that are larger than a sliver should be.
    """

    pairs: gpd.GeoDataFrame
    slivers: pd.DataFrame
    doubtful: pd.DataFrame


def pieces(
    old_units: gpd.GeoDataFrame,
    new_units: gpd.GeoDataFrame,
    *,
    real: pd.DataFrame | None = None,
    sliver: float = SLIVER,
) -> Pieces:
    """The pieces of two layers, both indexed by code; each in any coordinate system.

    `real` has ``from_code, to_code``: the pairs that a decree names; without it those are real
    that are at least `sliver` of their old unit, and the largest. All others are slivers and
    folded into the largest real piece of their old unit. Raises `UnitError` where an old unit has
    no real piece, or a pair of `real` no common ground.
    """
    found = _overlay(old_units, new_units.to_crs(old_units.crs))
    found = found.assign(is_real=_is_real(found, real, sliver=sliver))
    faults = [*_missing(old_units, found), *_apart(found, real)]
    if faults:
        raise UnitError("crosswalk", _("the two layers do not fit each other"), faults)
    kept, slivers = found[found["is_real"]], found[~found["is_real"]]
    main = kept.loc[kept.groupby("from_code")["area_ha"].idxmax()].set_index("from_code")["to_code"]
    slivers = slivers.assign(folded_into=slivers["from_code"].map(main))
    columns = [*_PAIR, "area_ha", "share_of_from", "folded_into"]
    reported = pd.DataFrame(slivers[columns]).reset_index(drop=True)
    return Pieces(
        pairs=_folded(kept, slivers),
        slivers=reported,
        doubtful=reported[reported["share_of_from"] >= sliver].reset_index(drop=True),
    )


def _overlay(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Every old unit cut by every new one it shares ground with."""
    before, after = old.geometry.to_numpy(), new.geometry.to_numpy()
    first, second = shapely.STRtree(after).query(before, predicate="intersects")
    cut = shapely.intersection(before[first], after[second])
    areal = gpd.GeoSeries([_areal(one) for one in cut], crs=old.crs)
    table = {
        "from_code": old.index.to_numpy()[first],
        "to_code": new.index.to_numpy()[second],
        "area_ha": geodesic_area_ha(areal).to_numpy(),
    }
    found = gpd.GeoDataFrame(table, geometry=areal.to_numpy(), crs=old.crs)
    found = found[found["area_ha"] > 0].reset_index(drop=True)
    share = found["area_ha"] / found.groupby("from_code")["area_ha"].transform("sum")
    return found.assign(share_of_from=share)


def _areal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of `geometry`: neighbours that only touch share lines and points."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = shapely.get_parts(geometry)
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _is_real(found: gpd.GeoDataFrame, real: pd.DataFrame | None, *, sliver: float) -> pd.Series:
    if real is None:
        largest = found.groupby("from_code")["area_ha"].transform("max")
        return (found["share_of_from"] >= sliver) | (found["area_ha"] == largest)
    listed = pd.MultiIndex.from_frame(real[_PAIR])
    is_listed = pd.MultiIndex.from_frame(found[_PAIR]).isin(listed)
    return pd.Series(is_listed, index=found.index)


def _missing(old: gpd.GeoDataFrame, found: gpd.GeoDataFrame) -> Iterator[Fault]:
    """The old units that went nowhere."""
    for code in old.index.difference(found.loc[found["is_real"], "from_code"]):
        remedy = _("Are these layers of the vintages that the crosswalk names?")
        yield Fault(_("this old unit lies in no new unit it is paired with"), code, remedy=remedy)


def _apart(found: gpd.GeoDataFrame, real: pd.DataFrame | None) -> Iterator[Fault]:
    """The pairs of the list that share no ground."""
    if real is None:
        return
    met = set(found[_PAIR].itertuples(index=False, name=None))
    for pair in real[_PAIR].itertuples(index=False, name=None):
        if pair not in met:
            remedy = _("Are these layers of the vintages that the crosswalk names?")
            where = f"{pair[0]} → {pair[1]}"
            yield Fault(_("the two units of this pair share no ground"), where, remedy=remedy)


def _folded(kept: gpd.GeoDataFrame, slivers: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The real pieces with the slivers in them, and the shares of their areas."""
    aside = slivers.assign(to_code=slivers["folded_into"])
    every = pd.concat([kept, aside], ignore_index=True)
    shapes = every.groupby(_PAIR)["geometry"].agg(lambda one: shapely.union_all(one.to_numpy()))
    areas = every.groupby(_PAIR)["area_ha"].sum()
    pairs = areas.reset_index()
    shares = {
        "share_of_from": to_one(pairs["area_ha"], [pairs["from_code"]]),
        "share_of_to": to_one(pairs["area_ha"], [pairs["to_code"]]),
    }
    alone = pairs.groupby("from_code")["to_code"].transform("size") == 1
    pairs = pairs.assign(**shares, relation=np.where(alone, "full", "partial"))
    return gpd.GeoDataFrame(pairs, geometry=shapes.to_numpy(), crs=kept.crs)

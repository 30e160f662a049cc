"""Totals of an inventory per commune, district and province, in the layout of Biểu 3."""

from __future__ import annotations

from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from lsgeo.inventory.lots import Lots
from lsgeo.inventory.types import FORESTED, FUNCTIONS
from lsgeo.registry import LEVELS, Registry

AREAS = (
    "forest_ha",
    "natural_ha",
    "planted_ha",
    "planted_young_ha",
    "special_use_ha",
    "protection_ha",
    "production_ha",
    "geometry_ha",
)
"""The areas of a row of `totals`, all in hectares."""

COLUMNS = (
    "vintage",
    "code",
    "level",
    "parent",
    "name",
    "kind",
    "natural_area_ha",
    "natural_area_from",
    *AREAS,
    "cover_pct",
)

NaturalArea = Literal["official", "boundaries", "lots"]


def natural_areas(
    registry: Registry,
    *,
    vintage: str,
    by: NaturalArea = "official",
    units: gpd.GeoDataFrame | None = None,
    lots: Lots | None = None,
) -> pd.DataFrame:
    """The natural area (diện tích tự nhiên) of every unit of `vintage`: what cover is a share of.

    By code, ``natural_area_ha`` and ``natural_area_from``: "official" of the registry,
    "boundaries" (``area_ha`` of `units`), or "lots", the sum of all lots, which is right only for
    an inventory of all land. By "official" a commune without an official area has that of its
    boundaries where `units` are given. A district or province without an area of its own has the
    sum of its parts ("official, summed"); what has none is NaN.
    """
    every = registry.units[registry.units["vintage"] == vintage].set_index("code")
    offered = {
        "official": every["area_official_km2"] * 100,
        "boundaries": None if units is None else units["area_ha"].reindex(every.index),
        "lots": None if lots is None else _of_lots(lots).reindex(every.index),
    }
    own = offered[by]
    if own is None:
        raise ValueError(f"natural areas by {by}, without them")
    areas = pd.DataFrame({"natural_area_ha": own, "natural_area_from": by})
    if by == "official" and offered["boundaries"] is not None:
        areas = _filled(areas, offered["boundaries"], source="boundaries")
    communes = every.index[every["level"] == "commune"]
    for parents in above(registry, vintage, communes):
        summed = areas["natural_area_ha"][communes].groupby(parents).sum(min_count=1)
        whole = areas["natural_area_ha"][communes].notna().groupby(parents).all()
        sources = areas["natural_area_from"][communes].groupby(parents).agg(_worst_source)
        areas = _filled(areas, summed[whole], source=sources[whole] + ", summed")
    nothing = areas["natural_area_ha"].isna()
    return areas.assign(natural_area_from=areas["natural_area_from"].mask(nothing, ""))


def _of_lots(lots: Lots) -> pd.Series:
    return lots.lots.groupby("code")["dtich_ha"].sum()


def _filled(areas: pd.DataFrame, values: pd.Series, *, source: str | pd.Series) -> pd.DataFrame:
    """`areas` with `values` where there is none, and where they are from."""
    bare = areas["natural_area_ha"].isna() & values.reindex(areas.index).notna()
    origin = pd.Series(source, index=values.index).reindex(areas.index)
    return areas.assign(
        natural_area_ha=areas["natural_area_ha"].mask(bare, values.reindex(areas.index)),
        natural_area_from=areas["natural_area_from"].mask(bare, origin),
    )


def _worst_source(sources: pd.Series) -> str:
    return "boundaries" if "boundaries" in set(sources) else str(sources.iloc[0])


def totals(
    lots: Lots, registry: Registry, *, natural: pd.DataFrame, whole: bool = False
) -> pd.DataFrame:
    """The areas of the columns of Biểu 3 (`COLUMNS`): province first, districts, communes.

    Areas are ``dtich_ha``; ``geometry_ha`` is that of the polygons with forest, for comparison.
    ``forest_ha`` counts planted-not-yet-forest, ``cover_pct`` does not. The three functions are of
    the area with forest, and may sum to less: the rest lies outside the three-forest plan.

    A commune without lots has no row, and no district or province with such a commune has one,
    unless the inventory is of the `whole` province: then it has no forest there.
    """
    communes = registry.at(lots.vintage).index
    summed = _summed(lots)
    if whole:
        summed = summed.reindex(communes.union(summed.index), fill_value=0.0)
    parts = [summed]
    for parents in above(registry, lots.vintage, communes):
        there = summed.reindex(communes)
        parts.append(there.groupby(parents).agg(lambda part: part.sum(skipna=False)).dropna())
    every = pd.concat(parts)
    units = registry.units[registry.units["vintage"] == lots.vintage].set_index("code")
    known = units.loc[every.index, ["level", "parent", "name", "kind"]]
    table = pd.concat([known, natural.reindex(every.index), every], axis=1)
    table = table.assign(cover_pct=cover_pct(table)).rename_axis("code").reset_index()
    order = table["level"].map(LEVELS[::-1].index)
    placed = table.assign(vintage=lots.vintage, order=order)
    return placed.sort_values(["order", "code"], ignore_index=True)[list(COLUMNS)]


def cover_pct(table: pd.DataFrame) -> pd.Series:
    """The legal cover: natural forest and planted that has become forest, of the natural area.

    TT 33/2018/TT-BNNPTNT as amended by TT 16/2023.
    """
    whole = table["natural_area_ha"].where(table["natural_area_ha"] > 0)
    return (table["natural_ha"] + table["planted_ha"]) / whole * 100


def _summed(lots: Lots) -> pd.DataFrame:
    """The `AREAS` of each commune that has lots."""
    every = lots.lots
    forested = every["group"].isin(FORESTED)
    legal = every["dtich_ha"]
    columns = {
        "forest_ha": legal.where(forested, 0.0),
        **{f"{group}_ha": legal.where(every["group"] == group, 0.0) for group in FORESTED},
        **{
            f"{name}_ha": legal.where(forested & (every["function"] == code), 0.0)
            for code, name in FUNCTIONS.items()
        },
        "geometry_ha": every["geometry_ha"].where(forested, 0.0).fillna(0.0),
    }
    return pd.DataFrame(columns)[list(AREAS)].groupby(every["code"]).sum()


def above(registry: Registry, vintage: str, communes: pd.Index) -> list[np.ndarray]:
    """The parents of the communes, by level: districts where there are any, the province."""
    parents = registry.parents(vintage)
    levels: list[np.ndarray] = []
    here = communes.to_series()
    while True:
        here = here.map(parents)
        if here.isna().all():
            return levels
        levels.append(here.to_numpy())

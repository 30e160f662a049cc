"""Which inventory says what stood on the ground of a patch: the last one before it was lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd

from lsgeo.patches.labels import Patches
from lsgeo.patches.origin import COLUMNS, ORIGINS, parts
from lsgeo.raster import Raster

NO_STOCK = -1


@dataclass(frozen=True)
class Stock:
    """An inventory: its title, the last day of its period, how good it is, its source and lots.

    ``codes`` are the communes it is of, None for all of them; ``lots`` as `lsgeo.inventory.lots`.
    """

    title: str
    end: date
    quality: str
    source: str
    lots: gpd.GeoDataFrame
    codes: frozenset[str] | None = None

    def covers(self, code: str) -> bool:
        """Whether a commune was inventoried."""
        return self.codes is None or code in self.codes


def stock_for(stocks: Sequence[Stock], *, code: str, year: int) -> int:
    """The place of the inventory that tells what stood in a commune before a year's loss.

    It is the last one before that year, where there is none the first after it: that one knows the
    lots, but may say that they are without forest now. `NO_STOCK` where none covers the commune.
    """
    start = date(year, 1, 1)
    covering = [place for place, one in enumerate(stocks) if one.covers(code)]
    before = [place for place in covering if stocks[place].end < start]
    if before:
        return max(before, key=lambda place: stocks[place].end)
    return min(covering, key=lambda place: stocks[place].end, default=NO_STOCK)


def parts_of(
    units: gpd.GeoDataFrame, patches: Patches, kept: pd.Index, *, stocks: Sequence[Stock]
) -> pd.DataFrame:
    """The hectares of each patch `kept` by commune, lot and origin, with its ``year`` and stock.

    The columns are ``label, year, code, stock, lot, origin, area_ha``; ``stock`` and ``lot`` are
    places in `stocks` and in its lots. Those of a commune and year sum to what is kept of it.
    """
    year_of = patches.table["value"].loc[kept]
    every = _by_stock(units, patches.labels(kept), year_of=year_of, stocks=stocks)
    ordered = every.rename(columns={"class": "label"})
    ordered = ordered.sort_values(["label", "code", "stock", "lot"], ignore_index=True)
    return ordered[["label", "year", "code", "stock", "lot", "origin", "area_ha"]]


def losses_by_origin(
    units: gpd.GeoDataFrame, years: Raster, *, lost: Sequence[int], stocks: Sequence[Stock]
) -> pd.DataFrame:
    """The hectares lost in each unit, year of `lost` and origin: ``code, year, origin, area_ha``.

    `years` is a raster of the year of loss of each cell, 0 where nothing was lost. Every unit that
    an inventory covers has a row for each year and each origin but "unknown", zero where nothing
    was lost; others have the origin "unknown".
    """
    year_of = pd.Series(list(lost), index=list(lost))
    found = _by_stock(units, years, year_of=year_of, stocks=stocks)
    sums = found.groupby(["code", "year", "origin"])["area_ha"].sum()
    keys = [
        (code, year, origin)
        for code in units.index
        for year in lost
        for origin in ORIGINS
        if (origin == "unknown") == (stock_for(stocks, code=code, year=year) == NO_STOCK)
    ]
    index = pd.MultiIndex.from_tuples(keys, names=["code", "year", "origin"])
    return sums.reindex(index, fill_value=0.0).reset_index()


def _by_stock(
    units: gpd.GeoDataFrame, raster: Raster, *, year_of: pd.Series, stocks: Sequence[Stock]
) -> pd.DataFrame:
    """`parts` of a raster, each unit and year by the lots of its own inventory.

    `year_of` gives the year of each class; ``year`` and ``stock`` are added.
    """
    chosen = {
        (code, year): stock_for(stocks, code=str(code), year=int(year))
        for code in units.index
        for year in year_of.unique()
    }
    tables = []
    for place in sorted(set(chosen.values())):
        mine = sorted({code for (code, _year), one in chosen.items() if one == place})
        lots = None if place == NO_STOCK else stocks[place].lots
        found = parts(units.loc[mine], raster, lots=lots)
        found = found[found["class"].isin(year_of.index)]
        found = found.assign(year=year_of.loc[found["class"]].to_numpy(), stock=place)
        pairs = zip(found["code"], found["year"], strict=True)
        tables.append(found[[chosen[pair] == place for pair in pairs]])
    return pd.concat([_none(), *tables], ignore_index=True)


def _none() -> pd.DataFrame:
    kinds: Iterable[tuple[str, str]] = (
        *zip(COLUMNS, ("int64", "object", "int64", "object", "float64"), strict=True),
        ("year", "int64"),
        ("stock", "int64"),
    )
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds})

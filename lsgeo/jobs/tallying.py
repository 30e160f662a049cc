"""Rasters into class areas by unit, checked for what they cover and of when they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault, InputError
from lsgeo.facts import period_end
from lsgeo.formats import day, number
from lsgeo.messages import _
from lsgeo.products import Product, find_products
from lsgeo.registry import Registry, full_name
from lsgeo.sources.catalog import Entry
from lsgeo.text import Words
from lsgeo.workspace import Inputs, Workspace
from lsgeo.zonal.tally import NODATA, OUTSIDE, class_areas, sum_to_parents

MOST_UNOBSERVED = 0.01
"""The share of a unit without data above which a product gives no number of it.

What was seen of a unit is not the unit: an area would be too small, and a share that of another
place. Below it the number stands, and ``unobserved_share`` beside it.
"""

_OUTSIDE_TOLERATED = 1e-4  # of a unit's area: coarse outlines may graze the edge of a clip
_NAMED = 10  # units that a note names; it counts the others


@dataclass(frozen=True)
class Unobserved:
    """The units of a vintage that a product saw too little of to give a number."""

    product: Product
    vintage: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Tallies:
    """The class areas of all products, for every commune, district and province.

    ``areas`` is the table of `lsgeo.zonal.tally` with ``vintage, period, quality, source``;
    ``unobserved`` the units above `MOST_UNOBSERVED`.
    """

    areas: pd.DataFrame
    unobserved: tuple[Unobserved, ...]

    def observed(self, product: str) -> pd.DataFrame:
        """The classes of one product as numbers, in the units that it saw enough of."""
        mine = self.areas[self.areas["layer"] == product]
        left_out = [
            (one.vintage, code)
            for one in self.unobserved
            if one.product.name == product
            for code in one.codes
        ]
        units = pd.MultiIndex.from_frame(mine[["vintage", "code"]])
        seen = mine[~units.isin(left_out) & ~mine["class"].isin([NODATA, OUTSIDE])]
        return seen.assign(**{"class": seen["class"].astype("int64")})


def tally(workspace: Workspace, inputs: Inputs) -> Tallies | None:
    """The class areas of the workspace's rasters; None without rasters or boundaries.

    Raises `InputError` where a raster leaves a part of a unit outside, holds values that its
    product does not know, or speaks of years after its period.
    """
    if not inputs.rasters or not inputs.units:
        return None
    products = find_products()
    entries = workspace.entries("raster")
    origin = {name: _origin(entries, name) for name in inputs.rasters}
    layers = [products[name].joined(bands) for name, bands in inputs.rasters.items()]
    tables = []
    for vintage, units in inputs.units.items():
        communes = class_areas(units, layers)
        _check_covered(units, communes, origin=origin)
        levels = _with_parents(communes, inputs.registry.parents(vintage), workspace=workspace)
        quality = inputs.quality[vintage]
        tables += [_with_origin(one, origin, vintage=vintage, quality=quality) for one in levels]
    areas = pd.concat(tables, ignore_index=True)
    for name in inputs.rasters:
        _check_years(areas[areas["layer"] == name], products[name], origin=origin[name])
    return Tallies(areas, tuple(_unobserved(areas, products)))


def unobserved_notes(unobserved: Sequence[Unobserved], registry: Registry) -> Iterator[Words]:
    """What readers must be told of units that a product gives no numbers of."""
    most = {name: number(MOST_UNOBSERVED * 100, language=name) for name in ("vi", "en")}
    for one in unobserved:
        units = registry.units[registry.units["vintage"] == one.vintage].set_index("code")
        named = [full_name(*units.loc[code, ["name", "kind"]]) for code in one.codes]
        more = len(named) - _NAMED
        listed = Words(", ".join(named[:_NAMED]), ", ".join(named[:_NAMED]))
        if more > 0:
            listed = Words(f"{listed.vi} và {more} đơn vị khác", f"{listed.en} and {more} more")
        start = pd.Timestamp(one.vintage).date()
        yield Words(
            f"{one.product.title.vi}: không đưa số liệu của đơn vị có hơn {most['vi']} % diện tích "
            f"không có dữ liệu ảnh (mốc {day(start)}): {listed.vi}.",
            f"{one.product.title.en}: no numbers of units where more than {most['en']} % of the "
            f"area has no raster data (units of {one.vintage}): {listed.en}.",
        )


def _with_parents(
    communes: pd.DataFrame, parents: Mapping[str, str], *, workspace: Workspace
) -> Iterator[pd.DataFrame]:
    """The class areas of communes, of the province, and of districts where there are any."""
    province, codes = workspace.config.province, communes["code"].unique()
    yield communes
    yield sum_to_parents(communes, dict.fromkeys(codes, province))
    if {parents[code] for code in codes} != {province}:
        yield sum_to_parents(communes, {code: parents[code] for code in codes})


def _origin(entries: Sequence[Entry], product: str) -> dict[str, str]:
    """Quality, source and period of a product, from the entries of its bands."""
    mine = [entry for entry in entries if entry.product == product]
    sources = sorted({entry.attribution for entry in mine})
    newest = max(mine, key=lambda entry: period_end(entry.period))
    return {
        "quality": facts.worst_quality(entry.quality for entry in mine),
        "source": "; ".join(sources),
        "period": newest.period,
        "newest": str(newest.path),
        "file": ", ".join(entry.path.name for entry in mine),
    }


def _with_origin(
    areas: pd.DataFrame, origin: Mapping[str, Mapping[str, str]], *, vintage: str, quality: str
) -> pd.DataFrame:
    worst = {name: facts.worst_quality([quality, one["quality"]]) for name, one in origin.items()}
    return areas.assign(
        vintage=vintage,
        quality=areas["layer"].map(worst),
        source=areas["layer"].map({name: one["source"] for name, one in origin.items()}),
        period=areas["layer"].map({name: one["period"] for name, one in origin.items()}),
    )


def _unobserved(areas: pd.DataFrame, products: Mapping[str, Product]) -> Iterator[Unobserved]:
    silent = areas["area_ha"].where(areas["class"].isin([NODATA, OUTSIDE]), 0.0)
    sums = areas.assign(silent=silent).groupby(["layer", "vintage", "code"])
    shares = sums["silent"].sum() / sums["area_ha"].sum()
    above = shares[shares > MOST_UNOBSERVED].reset_index()
    for (layer, vintage), rows in above.groupby(["layer", "vintage"]):
        yield Unobserved(products[str(layer)], str(vintage), tuple(rows["code"]))


def _check_covered(
    units: gpd.GeoDataFrame, areas: pd.DataFrame, *, origin: Mapping[str, Mapping[str, str]]
) -> None:
    """Raise `InputError` where a raster leaves a part of a unit outside its extent."""
    outside = areas[(areas["class"] == OUTSIDE) & (areas["share"] > _OUTSIDE_TOLERATED)]
    if outside.empty:
        return
    layer = str(outside["layer"].iloc[0])
    remedy = _("Get a raster that covers the whole province, with a margin.")
    faults = [
        Fault(
            _("lies outside the raster"),
            where=f"{full_name(*units.loc[row['code'], ['name', 'kind']])} ({row['code']})",
            expected="0 %",
            got=f"{row['share']:.1%}",
            remedy=remedy,
        )
        for row in outside[outside["layer"] == layer].to_dict("records")
    ]
    raise InputError(origin[layer]["file"], _("the raster does not cover the units"), faults)


def _check_years(areas: pd.DataFrame, product: Product, *, origin: Mapping[str, str]) -> None:
    """Raise `InputError` where the classes of a product speak of years after its period."""
    classes = areas.loc[~areas["class"].isin([NODATA, OUTSIDE]), "class"].unique()
    if product.last_year is None or not len(classes):
        return
    last = product.last_year(classes.astype("int64"))
    if last > period_end(origin["period"]).year:
        fault = Fault(
            _("its pixels speak of a later year than its entry in the catalog"),
            where="period",
            expected=f"≥ {last}",
            got=origin["period"],
            remedy=_("Put the last year that was observed into the catalog."),
        )
        raise InputError(origin["newest"], _("the raster cannot be used"), [fault])

"""Inputs into facts: rasters tallied by unit, indicators computed, ratios derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault, InputError
from lsgeo.indicators import Indicator, find_indicators
from lsgeo.messages import _
from lsgeo.products import Product, find_products
from lsgeo.raster import Raster, combine
from lsgeo.registry import full_name
from lsgeo.sources.catalog import Entry
from lsgeo.workspace import Inputs, Workspace
from lsgeo.zonal.tally import NODATA, OUTSIDE, class_areas, sum_to_parents

_OUTSIDE_TOLERATED = 1e-4  # of a unit's area: coarse outlines may graze the edge of a clip


_FILES = {
    "units": "layers/communes_2025.gpkg",
    "gates": "layers/border_gates.csv",
    "border": "layers/border_line.gpkg",
    "ntm_status": "layers/ntm_status.csv",
    "criteria_sets": "layers/criteria_sets.csv",
    "class_areas": "rasters/*.tif",
}
"""Where the file of an input usually lies; the catalog may name any other."""


@dataclass(frozen=True)
class LeftOut:
    """An indicator that could not be computed, and the files that would switch it on."""

    indicator: Indicator
    files: tuple[str, ...]


def measure(workspace: Workspace, inputs: Inputs) -> tuple[pd.DataFrame, list[LeftOut]]:
    """All facts of a workspace, and the indicators that had to be left out for lack of input.

    Facts of the same key keep the best quality; published observations take part.
    """
    given = _inputs_by_name(workspace, inputs)
    options = workspace.config.options
    computed, left_out = [], []
    for indicator in find_indicators():
        missing = [name for name in indicator.inputs if given.get(name) is None]
        if not missing:
            chosen = {
                name: value
                for name, value in options.get(indicator.name, {}).items()
                if name in indicator.options
            }
            needed = {name: given[name] for name in indicator.inputs}
            computed.append(indicator.compute(**needed, **chosen))
        else:
            files = [file for name in missing for file in _files_of(name)]
            left_out.append(LeftOut(indicator, tuple(files)))
    if inputs.observations is not None:
        computed.append(inputs.observations)
    amounts = facts.best(pd.concat([facts.empty(), *computed], ignore_index=True))
    ratios = [ratio for indicator in find_indicators() for ratio in indicator.ratios]
    derived = facts.derive(amounts, ratios)
    return facts.best(pd.concat([amounts, derived], ignore_index=True)), left_out


def _inputs_by_name(workspace: Workspace, inputs: Inputs) -> dict[str, Any]:
    given: dict[str, Any] = {
        "registry": inputs.registry.units,
        "units": _stack_units(inputs) if inputs.units else None,
        "gates": inputs.gates,
        "border": inputs.border,
        "ntm_status": inputs.statuses,
        "criteria_sets": inputs.criteria_sets or None,
    }
    tallies = _tally(workspace, inputs)
    if tallies is not None:
        given["class_areas"] = tallies
        for product in inputs.rasters:
            given[product] = _classes_of(tallies, product)
    return given


def _files_of(name: str) -> list[str]:
    """The files that would give an input; a product has one for each band."""
    products = find_products()
    if name in products:
        return [f"rasters/{name}_{band}.tif" for band in products[name].bands]
    return [_FILES.get(name, name)]


def _stack_units(inputs: Inputs) -> gpd.GeoDataFrame:
    stacked = [
        units.reset_index().assign(quality=inputs.quality[vintage])
        for vintage, units in inputs.units.items()
    ]
    first = stacked[0]
    return pd.concat([first, *(one.to_crs(first.crs) for one in stacked[1:])], ignore_index=True)


def _tally(workspace: Workspace, inputs: Inputs) -> pd.DataFrame | None:
    """The class areas of all products, for every unit, district and province of each vintage."""
    if not inputs.rasters or not inputs.units:
        return None
    products = find_products()
    layers = [_joint(products[name], bands) for name, bands in inputs.rasters.items()]
    origin = {name: _origin(workspace.entries("raster"), name) for name in inputs.rasters}
    tables = []
    for vintage, units in inputs.units.items():
        communes = class_areas(units, layers)
        _check_covered(units, communes, origin=origin)
        parents = inputs.registry.parents(vintage)
        districts = sum_to_parents(communes, {code: parents[code] for code in units.index})
        province = workspace.config.province
        above = dict.fromkeys(units.index, province)
        levels = [communes, sum_to_parents(communes, above)]
        if set(districts["code"]) != {province}:
            levels.append(districts)
        quality = inputs.quality[vintage]
        tables += [_with_origin(one, origin, vintage=vintage, quality=quality) for one in levels]
    return pd.concat(tables, ignore_index=True)


def _joint(product: Product, bands: Mapping[str, Raster]) -> Raster:
    needed = {band: bands[band] for band in product.bands}
    return combine(product.name, needed, decode=product.decode)


def _origin(entries: Sequence[Entry], product: str) -> dict[str, str]:
    """Quality, source and period of a product, from the entries of its bands."""
    mine = [entry for entry in entries if entry.product == product]
    sources = sorted({entry.attribution for entry in mine})
    return {
        "quality": facts.worst_quality(entry.quality for entry in mine),
        "source": "; ".join(sources),
        "period": max(entry.period for entry in mine),
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


def _classes_of(tallies: pd.DataFrame, product: str) -> pd.DataFrame:
    """The observed classes of one product, as numbers."""
    mine = tallies[(tallies["layer"] == product) & ~tallies["class"].isin([NODATA, OUTSIDE])]
    return mine.assign(**{"class": mine["class"].astype("int64")})

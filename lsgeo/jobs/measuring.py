"""Inputs into facts: rasters tallied by unit, indicators computed, ratios derived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from lsgeo import facts
from lsgeo.errors import ConfigError, Fault, InputError, LsgeoError, raise_together
from lsgeo.facts import period_end
from lsgeo.indicators import Indicator, find_indicators
from lsgeo.jobs.carrying import with_carried_amounts, with_carried_statuses
from lsgeo.jobs.originating import loss_origins
from lsgeo.jobs.tallying import Tallies, Unobserved, tally
from lsgeo.messages import _
from lsgeo.products import find_products
from lsgeo.progress import Target
from lsgeo.workspace import Inputs, Workspace

_FILES = {
    "units": "layers/communes_2025.gpkg",
    "gates": "layers/border_gates.csv",
    "border": "layers/border_line.gpkg",
    "ntm_status": "layers/ntm_status.csv",
    "criteria_sets": "layers/criteria_sets.csv",
    "ntm_criteria": "layers/ntm_criteria.csv",
    "forest_inventory": "layers/inventory.gpkg",
    "class_areas": "rasters/*.tif",
    "land_classes": "rasters/mcd12c1_igbp.tif",
    "loss_patches": "rasters/hansen_treecover2000.tif, rasters/hansen_lossyear.tif",
    "loss_origins": "layers/inventory.gpkg",
    "class_changes": "rasters/io_lulc_2017.tif, rasters/io_lulc_2024.tif",
}
"""Where the file of an input usually lies; the catalog may name any other."""


@dataclass(frozen=True)
class LeftOut:
    """An indicator that could not be computed, and the files that would switch it on."""

    indicator: Indicator
    files: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """The facts of a workspace, and what there are none of.

    ``left_out`` are the indicators without input, ``unobserved`` the units that a raster says too
    little of. ``changes`` (`lsgeo.transitions.COLUMNS`) is what became of what between two dates of
    a raster, None where no two are compared.
    """

    facts: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    unobserved: tuple[Unobserved, ...]
    changes: pd.DataFrame | None = None


def measure(workspace: Workspace, inputs: Inputs, *, today: date) -> Measured:
    """All facts of a workspace, and what had to be left out.

    Facts of the same key keep the best quality; published observations take part. Raises
    `ConfigError` for targets whose facts have another unit, and `InputError` for inputs of a year
    after `today`.
    """
    indicators = find_indicators()
    targets_file = str(workspace.config.targets_path)
    raise_together(_of_the_future(workspace, inputs, year=today.year))
    inputs = with_carried_statuses(workspace, inputs)
    tallies = tally(workspace, inputs)
    given = _inputs_by_name(inputs, tallies)
    given["loss_origins"] = loss_origins(workspace, inputs)
    computed, left_out = [], []
    for indicator in indicators:
        missing = [name for name in indicator.inputs if given.get(name) is None]
        if missing:
            files = [file for name in missing for file in _files_of(name)]
            left_out.append(LeftOut(indicator, tuple(files)))
        else:
            options = workspace.config.options.get(indicator.name, {})
            computed.append(_computed(indicator, given, options=options))
    if inputs.observations is not None:
        computed.append(inputs.observations)
    amounts = facts.best(pd.concat([facts.empty(), *computed], ignore_index=True))
    ratios = [ratio for indicator in indicators for ratio in indicator.ratios]
    derived = facts.derive(amounts, ratios)
    every = facts.best(pd.concat([amounts, derived], ignore_index=True))
    every = with_carried_amounts(every, workspace, inputs, ratios=ratios)
    _check_units(every, inputs.targets, subject=targets_file)
    if tallies is None:
        return Measured(every, tuple(left_out), ())
    return Measured(every, tuple(left_out), tallies.unobserved, tallies.changes)


def _computed(
    indicator: Indicator, given: Mapping[str, Any], *, options: Mapping[str, int]
) -> pd.DataFrame:
    """The facts of an indicator; `LsgeoError` where they are not those it says it makes."""
    chosen = {name: value for name, value in options.items() if name in indicator.options}
    needed = {name: given[name] for name in indicator.inputs}
    made = indicator.compute(**needed, **chosen)
    strange = sorted(set(made["indicator"]) - set(indicator.makes))
    if strange:
        fault = Fault("makes", expected=", ".join(indicator.makes), got=", ".join(strange))
        raise LsgeoError(indicator.name, _("the indicator makes facts it does not name"), [fault])
    return made


def _inputs_by_name(inputs: Inputs, tallies: Tallies | None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "registry": inputs.registry.units,
        "units": _stack_units(inputs) if inputs.units else None,
        "gates": inputs.gates,
        "border": inputs.border,
        "ntm_status": inputs.statuses,
        "criteria_sets": inputs.criteria_sets or None,
        "ntm_criteria": inputs.ntm_criteria,
        "forest_inventory": inputs.inventory,
    }
    if tallies is not None:
        given["class_areas"] = tallies.areas
        given["land_classes"] = tallies.land_classes
        given["class_changes"] = tallies.changes
        given["loss_patches"] = tallies.loss_patches
        given |= {product: tallies.observed(product) for product in inputs.rasters}
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


def _of_the_future(workspace: Workspace, inputs: Inputs, *, year: int) -> Iterator[InputError]:
    """An error for each input that says what was seen in a year after `year`."""
    for entry in workspace.used:
        if entry.period and period_end(entry.period).year > year:
            yield _not_yet(str(entry.path), [("period", entry.period)], year=year)
    for theme, table in (("ntm_status", inputs.statuses), ("observations", inputs.observations)):
        if table is None:
            continue
        rows = table[[period_end(period).year > year for period in table["period"]]]
        if len(rows):
            files = ", ".join(entry.path.name for entry in workspace.entries(theme))
            places = (rows["vintage"] + " " + rows["code"]).tolist()
            yield _not_yet(files, zip(places, rows["period"], strict=True), year=year)


def _not_yet(subject: str, found: Iterable[tuple[str, str]], *, year: int) -> InputError:
    faults = [
        Fault(_("the period lies in the future"), where, f"≤ {year}", period)
        for where, period in found
    ]
    return InputError(subject, _("the input cannot be used"), faults)


def _check_units(table: pd.DataFrame, targets: Sequence[Target], *, subject: str) -> None:
    """Raise `ConfigError` for targets in another unit than the facts that judge them."""
    faults = []
    for target in targets:
        units = set(table.loc[table["indicator"] == target.indicator, "unit"]) - {target.unit}
        if target.method != "none" and units:
            what = _("its numbers are in another unit")
            where, got = f"target '{target.id}'", ", ".join(sorted(units))
            faults.append(Fault(what, where, expected=target.unit or _("nothing"), got=got))
    if faults:
        raise ConfigError(subject, _("the targets cannot be used"), faults)

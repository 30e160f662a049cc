"""The inputs of a workspace, read in order, all faults together."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd

from lsgeo.config import Config
from lsgeo.errors import ConfigError, Fault, joined, raise_together
from lsgeo.indicators import find_indicators
from lsgeo.ledger import Ledger, merge
from lsgeo.messages import _
from lsgeo.progress import Limits, check_targets
from lsgeo.registry import Registry
from lsgeo.sources.aliases import read_aliases
from lsgeo.sources.catalog import verify
from lsgeo.sources.record import read_record
from lsgeo.sources.registry import read_registry
from lsgeo.sources.targets import read_targets
from lsgeo.workspace.context import read_context
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs
from lsgeo.workspace.inventories import read_inventories
from lsgeo.workspace.outlines import located_units, read_boundaries
from lsgeo.workspace.steps import check_gates, read_all_statuses, read_places, read_rasters

__all__ = ["Inputs", "read", "read_units"]


def read(workspace: Workspace, *, to_draw: bool = False) -> Inputs:
    """The inputs of a workspace, all checked; `to_draw`, it must have what a map needs.

    Raises every fault of every input together: those of files and checksums first, then those of
    the registry, then those of everything that needs it; those of the targets with the first.
    """
    attempt = Attempts()
    targets = attempt(read_targets, workspace.config.targets_path)
    found = attempt(_registry, workspace)
    if found is None:
        raise joined(attempt.errors)
    registry, ledger = found
    inputs = Inputs(
        registry=registry,
        targets=targets[0] if targets else (),
        limits=targets[1] if targets else Limits(),
        ledger=ledger,
        remarks=workspace.remarks(),
    )
    if to_draw:
        attempt(workspace.communes_entry, workspace.config.vintages[0])
    for step in (
        read_boundaries,
        read_context,
        read_places,
        read_all_statuses,
        read_inventories,
        read_rasters,
    ):
        inputs = step(workspace, inputs, attempt)
    records = [attempt(read_record, path) for path in workspace.records()]
    inputs = replace(inputs, ledger=merge([inputs.ledger, *filter(None, records)]))
    attempt(check_gates, workspace, inputs)
    subject = str(workspace.config.targets_path)
    attempt(check_targets, inputs.targets, find_indicators(), subject=subject)
    raise_together(attempt.errors)
    return inputs


def read_units(workspace: Workspace, *, vintage: str | None = None) -> gpd.GeoDataFrame:
    """The communes of a vintage (the published one unless said), checked and measured.

    Indexed by code, with the columns of the registry, ``area_ha`` (geodesic) and the boundaries.
    Raises `UnitError` where the layer is not a valid map of them, `ConfigError` where the
    catalog has no boundaries of that vintage.
    """
    wanted = vintage or workspace.config.vintages[0]
    registry_entry, entry = workspace.registry_entry(), workspace.communes_entry(wanted)
    verify([registry_entry, entry])
    return located_units(entry, read_registry(registry_entry)[0], home=workspace.config.crs)


def _registry(workspace: Workspace) -> tuple[Registry, Ledger]:
    """The registry with its aliases, and the ledger of both, once every file is there.

    It must know what the settings name.
    """
    entry = workspace.registry_entry()
    verify(workspace.used)
    registry, ledger = read_registry(entry)
    _check_settings(workspace.config, registry)
    ledgers = [ledger]
    for aliases in workspace.entries("aliases"):
        registry, ledger = read_aliases(aliases, registry)
        ledgers.append(ledger)
    return registry, merge(ledgers)


def _check_settings(config: Config, registry: Registry) -> None:
    units = registry.units
    faults = [
        Fault(
            _("the registry has no such vintage"), where=vintage, got=", ".join(registry.vintages)
        )
        for vintage in config.vintages
        if vintage not in registry.vintages
    ]
    here = (units["vintage"] == config.vintages[0]) & (units["level"] == "province")
    if not faults and config.province not in set(units.loc[here, "code"]):
        got = ", ".join(units.loc[here, "code"])
        faults.append(Fault(_("the registry has no such province"), config.province, got=got))
    if faults:
        raise ConfigError(str(config.root), _("settings and registry disagree"), faults)

"""The inputs of a workspace, read in order, all faults together."""

from __future__ import annotations

import geopandas as gpd

from lsgeo.config import Config
from lsgeo.errors import ConfigError, Fault, raise_together
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.progress import Limits
from lsgeo.registry import Registry
from lsgeo.sources.catalog import verify
from lsgeo.sources.registry import read_registry
from lsgeo.sources.targets import read_targets
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs
from lsgeo.workspace.steps import (
    check_gates,
    located_units,
    read_all_statuses,
    read_boundaries,
    read_places,
    read_rasters,
)

__all__ = ["Inputs", "read", "read_units"]


def read(workspace: Workspace) -> Inputs:
    """The inputs of a workspace, all checked.

    Raises every fault of every input together: those of files and checksums first, then those of
    the registry, then those of everything that needs it.
    """
    verify(workspace.used)
    config = workspace.config
    registry_entry = workspace.registry_entry()
    registry = read_registry(registry_entry)
    attempt = Attempts()
    targets = attempt(read_targets, config.targets_path)
    _check_province(config, registry)
    inputs = Inputs(
        registry=registry,
        targets=targets[0] if targets else (),
        limits=targets[1] if targets else Limits(),
        ledger=ledger_entry(registry_entry.path.name, rows=len(registry.units)),
    )
    for step in (read_boundaries, read_places, read_all_statuses, read_rasters):
        inputs = step(workspace, inputs, attempt)
    attempt(check_gates, workspace, inputs)
    raise_together(attempt.errors)
    return inputs


def read_units(workspace: Workspace, *, vintage: str | None = None) -> gpd.GeoDataFrame:
    """The communes of a vintage (the published one unless said), checked and measured.

    Indexed by code, with the columns of the registry, ``area_ha`` (geodesic) and the boundaries.
    Raises `UnitError` where the layer is not a valid map of them, `ConfigError` where the
    catalog has no boundaries of that vintage.
    """
    wanted = vintage or workspace.config.vintages[0]
    registry_entry = workspace.registry_entry()
    for entry in workspace.entries("boundaries"):
        if entry.vintage == wanted and entry.level == "commune":
            verify([registry_entry, entry])
            registry = read_registry(registry_entry)
            return located_units(entry, registry, home=workspace.config.crs)
    catalog = str(workspace.config.catalog_paths[0])
    what = _("no boundaries of the communes of {vintage}").format(vintage=wanted)
    raise ConfigError(catalog, _("the catalog lacks an input"), [Fault(what)])


def _check_province(config: Config, registry: Registry) -> None:
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

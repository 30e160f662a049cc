"""A workspace, read: its configuration, and its inputs checked and turned into values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import geopandas as gpd
import pandas as pd

from lsgeo.boundaries import dissolve, units_of
from lsgeo.config import Config, load
from lsgeo.crs import parse, stray_faults
from lsgeo.errors import ConfigError, Fault, InputError, LsgeoError, raise_together
from lsgeo.indicators.gate_access import misplaced
from lsgeo.ledger import Ledger, merge
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.products import find_products
from lsgeo.progress import Limits, Target
from lsgeo.raster import Raster, same_grid
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry, read_catalogs, select, verify
from lsgeo.sources.gates import read_gates
from lsgeo.sources.observations import read_observations
from lsgeo.sources.raster import open_raster
from lsgeo.sources.registry import read_crosswalk, read_registry
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.sources.statuses import read_statuses, stack
from lsgeo.sources.targets import read_targets
from lsgeo.sources.vector import read_layer

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Workspace:
    """A workspace and the entries of its catalogs.

    ``used`` are the entries a build reads, ``passed_over`` those that a better one replaces or
    that are illustrative where none is allowed.
    """

    config: Config
    used: tuple[Entry, ...]
    passed_over: tuple[Entry, ...]

    @classmethod
    def open(cls, folder: Path | str = ".", *, illustrative: bool = False) -> Workspace:
        """The workspace in `folder`; raises `ConfigError` with every fault of its settings."""
        config = load(Path(folder))
        allowed = config.illustrative or illustrative
        used, passed_over = select(read_catalogs(config.catalog_paths), allow_illustrative=allowed)
        return cls(config=config, used=used, passed_over=passed_over)

    def entries(self, theme: str) -> tuple[Entry, ...]:
        """The used entries of a theme."""
        return tuple(entry for entry in self.used if entry.theme == theme)


@dataclass(frozen=True)
class Inputs:
    """Everything a build starts from; a theme without input is None or empty.

    ``units`` has the communes of each vintage that has boundaries, ``districts`` the districts;
    ``rasters`` the bands of each product. ``quality`` is that of each vintage's boundaries.
    """

    registry: Registry
    targets: tuple[Target, ...]
    limits: Limits
    units: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    districts: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    quality: dict[str, str] = field(default_factory=dict)
    crosswalk: pd.DataFrame | None = None
    border: gpd.GeoDataFrame | None = None
    gates: gpd.GeoDataFrame | None = None
    criteria_sets: CriteriaSets = field(default_factory=dict)
    statuses: pd.DataFrame | None = None
    events: pd.DataFrame | None = None
    observations: pd.DataFrame | None = None
    rasters: dict[str, dict[str, Raster]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)


def read(workspace: Workspace) -> Inputs:
    """The inputs of a workspace, all checked.

    Raises every fault of every input together: those of files and checksums first, then those of
    the registry, then those of everything that needs it.
    """
    verify(workspace.used)
    config = workspace.config
    registry_entry = _only(workspace, "registry")
    registry = read_registry(registry_entry)
    attempt = _Attempts()
    targets = attempt(read_targets, config.targets_path)
    _check_province(config, registry)
    inputs = Inputs(
        registry=registry,
        targets=targets[0] if targets else (),
        limits=targets[1] if targets else Limits(),
        ledger=ledger_entry(registry_entry.path.name, rows=len(registry.units)),
    )
    for step in (_read_boundaries, _read_places, _read_statuses, _read_rasters):
        inputs = step(workspace, inputs, attempt)
    attempt(_check_gates, workspace, inputs)
    raise_together(attempt.errors)
    return inputs


def read_units(workspace: Workspace, *, vintage: str | None = None) -> gpd.GeoDataFrame:
    """The communes of a vintage (the published one unless said), checked and measured.

    Indexed by code, with the columns of the registry, ``area_ha`` (geodesic) and the boundaries.
    Raises `UnitError` where the layer is not a valid map of them, `ConfigError` where the
    catalog has no boundaries of that vintage.
    """
    wanted = vintage or workspace.config.vintages[0]
    registry_entry = _only(workspace, "registry")
    for entry in workspace.entries("boundaries"):
        if entry.vintage == wanted and entry.level == "commune":
            verify([registry_entry, entry])
            registry = read_registry(registry_entry)
            return _units_of(entry, registry, home=workspace.config.crs)
    catalog = str(workspace.config.catalog_paths[0])
    what = _("no boundaries of the communes of {vintage}").format(vintage=wanted)
    raise ConfigError(catalog, _("the catalog lacks an input"), [Fault(what)])


class _Attempts:
    """Tries one reading after the other and keeps what went wrong for the end."""

    def __init__(self) -> None:
        self.errors: list[LsgeoError] = []

    def __call__(
        self, reading: Callable[_Given, _Read], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Read | None:
        try:
            return reading(*args, **kwargs)
        except LsgeoError as error:
            self.errors.append(error)
            return None


def _only(workspace: Workspace, theme: str) -> Entry:
    entries = workspace.entries(theme)
    if len(entries) == 1:
        return entries[0]
    catalog = str(workspace.config.catalog_paths[0])
    remedy = _('Only units are compulsory: give the catalog one entry with theme = "registry".')
    fault = Fault(f"theme {theme}", expected="1", got=str(len(entries)), remedy=remedy)
    raise ConfigError(catalog, _("the catalog lacks an input"), [fault])


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


def _read_boundaries(workspace: Workspace, inputs: Inputs, attempt: _Attempts) -> Inputs:
    units: dict[str, gpd.GeoDataFrame] = {}
    districts: dict[str, gpd.GeoDataFrame] = {}
    quality: dict[str, str] = {}
    ledgers = [inputs.ledger]
    for entry in workspace.entries("boundaries"):
        known = entry.vintage in workspace.config.vintages
        if not known or entry.level not in ("commune", "district"):
            continue
        placed = attempt(_units_of, entry, inputs.registry, home=workspace.config.crs)
        if placed is None:
            continue
        (units if entry.level == "commune" else districts)[entry.vintage] = placed
        if entry.level == "commune":
            quality[entry.vintage] = entry.quality
        ledgers.append(ledger_entry(entry.path.name, rows=len(placed)))
    for vintage in units:
        registered = inputs.registry.at(vintage, level="district")
        if len(registered) and vintage not in districts:
            outlines = dissolve(units[vintage], inputs.registry.parents(vintage))
            dissolved = attempt(units_of, registered, outlines, subject=vintage)
            if dissolved is not None:
                districts[vintage] = dissolved
    return replace(inputs, units=units, districts=districts, quality=quality, ledger=merge(ledgers))


def _units_of(entry: Entry, registry: Registry, *, home: str) -> gpd.GeoDataFrame:
    layer = read_layer(entry, required=("code",))
    stray = stray_faults(layer.crs, layer.total_bounds, home=parse(home)) if len(layer) else []
    if stray:
        raise InputError(str(entry.path), _("the layer cannot be used"), stray)
    registered = registry.at(entry.vintage, level=entry.level)
    geometry = layer.set_index("code").geometry
    return units_of(registered, geometry, subject=str(entry.path))


def _read_places(workspace: Workspace, inputs: Inputs, attempt: _Attempts) -> Inputs:
    changes: dict[str, Any] = {}
    ledgers = [inputs.ledger]
    vintage = workspace.config.vintages[0]
    crosswalks = []
    for entry in workspace.entries("crosswalk"):
        pairs = attempt(read_crosswalk, entry, inputs.registry)
        if pairs is not None:
            crosswalks.append(pairs)
            ledgers.append(ledger_entry(entry.path.name, rows=len(pairs)))
    changes["crosswalk"] = _one_crosswalk(crosswalks)
    for entry in workspace.entries("border"):
        line = attempt(read_layer, entry)
        if line is not None:
            changes["border"] = line.assign(source=entry.attribution, quality=entry.quality)
            ledgers.append(ledger_entry(entry.path.name, rows=len(line)))
    for entry in workspace.entries("gates"):
        found = attempt(read_gates, entry, inputs.registry, vintage=vintage)
        if found is not None:
            changes["gates"] = found[0]
            ledgers.append(found[1])
    return replace(inputs, **changes, ledger=merge(ledgers))


def _check_gates(workspace: Workspace, inputs: Inputs) -> None:
    """Raise `InputError` for gates far from the border, or from their commune if that is real."""
    if inputs.gates is None:
        return
    vintage = str(inputs.gates["commune_vintage"].iloc[0])
    drawn = inputs.quality.get(vintage) in (None, "schematic")
    units = None if drawn else inputs.units[vintage]
    faults = misplaced(inputs.gates, border=inputs.border, units=units)
    if faults:
        path = str(workspace.entries("gates")[0].path)
        raise InputError(path, _("the border gates cannot be used"), faults)


def _one_crosswalk(crosswalks: list[pd.DataFrame]) -> pd.DataFrame | None:
    """The pairs of all crosswalks; of two for the same vintages the first one listed."""
    step = ["from_vintage", "to_vintage"]
    kept: list[pd.DataFrame] = []
    for pairs in crosswalks:
        known = {tuple(row) for one in kept for row in one[step].drop_duplicates().to_numpy()}
        fresh = [tuple(row) not in known for row in pairs[step].to_numpy()]
        kept.append(pairs[fresh])
    return pd.concat(kept, ignore_index=True) if kept else None


def _read_statuses(workspace: Workspace, inputs: Inputs, attempt: _Attempts) -> Inputs:
    changes: dict[str, Any] = {}
    ledgers = [inputs.ledger]
    statuses: list[pd.DataFrame] = []
    events: list[pd.DataFrame] = []
    observations: list[pd.DataFrame] = []
    sets, scales = workspace.entries("criteria_sets"), workspace.entries("status_scales")
    if not (sets and scales):
        for entry in workspace.entries("ntm_status"):
            attempt(_refuse, entry, _("statuses need the themes criteria_sets and status_scales"))
    else:
        known = attempt(read_criteria_sets, sets[0], scales[0])
        changes["criteria_sets"] = known or {}
        for entry in workspace.entries("ntm_status"):
            if known is None:
                break
            read = attempt(read_statuses, entry, inputs.registry, known)
            if read is not None:
                statuses.append(read.statuses)
                events.append(read.events)
                ledgers.append(read.ledger)
    for entry in workspace.entries("observations"):
        observed = attempt(read_observations, entry, inputs.registry)
        if observed is not None:
            observations.append(observed[0])
            ledgers.append(observed[1])
    changes["statuses"] = attempt(stack, statuses) if statuses else None
    for name, tables in (("events", events), ("observations", observations)):
        changes[name] = pd.concat(tables, ignore_index=True) if tables else None
    return replace(inputs, **changes, ledger=merge(ledgers))


def _read_rasters(workspace: Workspace, inputs: Inputs, attempt: _Attempts) -> Inputs:
    """The rasters by product and band; a product that is unknown or lacks a band is a fault."""
    products = find_products()
    rasters: dict[str, dict[str, Raster]] = {}
    entries = workspace.entries("raster")
    for entry in entries:
        bands = products[entry.product].bands if entry.product in products else ()
        given = {one.band for one in entries if one.product == entry.product}
        if not bands:
            what = _("no product {name!r}; there are {names}")
            attempt(_refuse, entry, what.format(name=entry.product, names=", ".join(products)))
        elif entry.band not in bands or not given >= set(bands):
            what = _("{name} needs the bands {bands}")
            attempt(_refuse, entry, what.format(name=entry.product, bands=", ".join(bands)))
        elif (opened := attempt(open_raster, entry)) is not None:
            rasters.setdefault(entry.product, {})[entry.band] = opened
    if not attempt.errors:
        for bands_of in rasters.values():
            attempt(same_grid, bands_of)
    return replace(inputs, rasters=rasters)


def _refuse(entry: Entry, what: str) -> None:
    remedy = _("Complete the catalog, or take this entry out of it.")
    fault = Fault(what, got=entry.band, remedy=remedy)
    raise InputError(str(entry.path), _("the input cannot be used"), [fault])

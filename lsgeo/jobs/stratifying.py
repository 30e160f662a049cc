"""Stratifying: which pixels of a workspace are sampled, and by which classes of which map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd

from lsgeo.accuracy import Strata, canopy_strata, class_strata
from lsgeo.crs import parse, stray_faults
from lsgeo.errors import ConfigError, Fault, InputError, UnitError, raise_together
from lsgeo.indicators import forest_loss
from lsgeo.jobs.thresholds import min_canopy_pct
from lsgeo.messages import _
from lsgeo.products import find_products, hansen
from lsgeo.progress import Limits
from lsgeo.registry import Registry, Sought, resolve
from lsgeo.sources.catalog import verify
from lsgeo.sources.raster import open_file
from lsgeo.sources.registry import read_registry
from lsgeo.text import Words
from lsgeo.workspace import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs
from lsgeo.workspace.outlines import located_units
from lsgeo.workspace.scenes import Scene, lacking
from lsgeo.workspace.steps import read_rasters

_YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", re.ASCII)


@dataclass(frozen=True)
class Map:
    """The map to judge: a product of the workspace at a period, or any raster of classes.

    ``labels`` name values of the raster, ``system`` goes before the CRS its file says.
    """

    product: str = hansen.PRODUCT.name
    period: str = ""
    raster: Path | None = None
    system: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stratified:
    """The strata of a map, whose it is, and how good."""

    strata: Strata
    source: str
    quality: str


def units_to_sample(
    workspace: Workspace, wanted: Sequence[str], *, vintage: str = ""
) -> tuple[gpd.GeoDataFrame, str]:
    """The communes that `wanted` name by code or name, all where none does; and their quality.

    Raises `UnitError` with every name that means none or several.
    """
    entry = workspace.communes_entry(vintage or workspace.config.vintages[0])
    registry_entry = workspace.registry_entry()
    verify([registry_entry, entry])
    registry = read_registry(registry_entry)[0]
    units = located_units(entry, registry, home=workspace.config.crs)
    if not wanted:
        return units, entry.quality
    codes = _codes(wanted, registry, vintage=entry.vintage)
    return units.loc[[code for code in units.index if code in codes]], entry.quality


def stratified(workspace: Workspace, asked: Map) -> Stratified:
    """The strata of the map that is asked for; raises `LsgeoError` where there is no such map."""
    if asked.raster is not None:
        return _of_file(workspace, asked)
    scenes = _scenes(workspace, asked.product)
    if asked.product == hansen.PRODUCT.name:
        return _of_canopy(workspace, scenes[0], asked)
    return _of_classes(scenes, asked)


def _codes(wanted: Sequence[str], registry: Registry, *, vintage: str) -> set[str]:
    found = {
        text: resolve(
            registry, Sought(code=text) if text.isdigit() else Sought(name=text), vintage=vintage
        )
        for text in wanted
    }
    faults = [one.fault for one in found.values() if one.fault]
    if faults:
        raise UnitError(", ".join(wanted), _("no unit to sample"), faults)
    return {one.code for one in found.values()}


def _scenes(workspace: Workspace, name: str) -> Sequence[Scene]:
    """The dates of a product, oldest first."""
    catalog = str(workspace.config.catalog_paths[-1])
    products = find_products()
    if name not in products:
        what = _("no product {name!r}; there are {names}")
        fault = Fault(what.format(name=name, names=", ".join(products)))
        raise ConfigError(catalog, _("there is nothing to sample"), [fault])
    entries = [one for one in workspace.entries("raster") if one.product == name]
    if not entries:
        raise ConfigError(catalog, _("there is nothing to sample"), [lacking(products[name])])
    verify(entries)
    attempt = Attempts()
    registry = read_registry(workspace.registry_entry())[0]
    rasters = read_rasters(
        workspace, Inputs(registry=registry, targets=(), limits=Limits()), attempt
    ).rasters
    raise_together(attempt.errors)
    return rasters[name]


def _of_canopy(workspace: Workspace, scene: Scene, asked: Map) -> Stratified:
    """Canopy lost in the years asked for, kept, and none."""
    last = int(scene.period[:4])
    first_year = hansen.FIRST_YEAR + 1
    found = _YEARS.fullmatch(asked.period) if asked.period else None
    years = (first_year, last)
    if found:
        years = int(found[1]), int(found[2] or found[1])
    if (asked.period and not found) or not first_year <= years[0] <= years[1] <= last:
        fault = Fault(
            _("the period cannot be sampled"),
            where="--period",
            expected=f"{first_year}-{last}, {last}",
            got=asked.period,
        )
        raise InputError(scene.files, _("there is nothing to sample"), [fault])
    min_pct = min_canopy_pct(workspace, forest_loss.INDICATOR)
    strata = canopy_strata(scene.layer(), min_canopy_pct=min_pct, years=years)
    source = f"{scene.source}; {scene.files}; canopy>={min_pct}"
    return Stratified(strata, source, scene.quality)


def _of_classes(scenes: Sequence[Scene], asked: Map) -> Stratified:
    """The classes of a product at the period asked for, its latest unless said."""
    dates = [one for one in scenes if asked.period in ("", one.period)]
    if not dates:
        periods = ", ".join(one.period for one in scenes)
        fault = Fault(_("the product has no such period"), "--period", periods, asked.period)
        raise InputError(asked.product, _("there is nothing to sample"), [fault])
    scene = dates[-1]
    strata = class_strata(scene.layer(), scene.product.classes)
    return Stratified(strata, f"{scene.source}; {scene.files}; {scene.period}", scene.quality)


def _of_file(workspace: Workspace, asked: Map) -> Stratified:
    """The classes of any raster; `InputError` where it lies elsewhere than the province."""
    assert asked.raster is not None
    raster = open_file(asked.raster, system=asked.system)
    grid = raster.grid
    bounds = (grid.west, grid.south, grid.east, grid.north)
    faults = stray_faults(grid.crs, bounds, home=parse(workspace.config.crs))
    if faults:
        raise InputError(raster.label, _("the raster cannot be used"), faults)
    labels = {value: Words(name, name) for value, name in asked.labels.items()}
    return Stratified(class_strata(raster, labels), asked.raster.name, "approximate")

"""Crossing: the pairs of the units of two vintages, weighted, as a table for use elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.crosswalk import (
    PAIR_COLUMNS,
    ArealError,
    Pieces,
    Weighted,
    areal_error,
    between,
    per_unit,
    pieces,
    tally_weights,
    weighted_pairs,
)
from lsgeo.errors import ConfigError, Fault, InputError, raise_together
from lsgeo.facts import WATERMARKED
from lsgeo.formats import number
from lsgeo.indicators import tree_cover
from lsgeo.jobs.lineage import read_steps
from lsgeo.jobs.tabling import table_path, write_table
from lsgeo.jobs.thresholds import min_canopy_pct
from lsgeo.messages import _, current_language
from lsgeo.products import find_products, hansen
from lsgeo.progress import Limits
from lsgeo.raster import Raster
from lsgeo.registry import Registry
from lsgeo.registry.soundness import DIGITS
from lsgeo.sources.catalog import Entry, verify
from lsgeo.sources.table import read_table
from lsgeo.sources.toml import resolved
from lsgeo.workspace import Inputs, Workspace
from lsgeo.workspace.inputs import Attempts
from lsgeo.workspace.outlines import located_units
from lsgeo.workspace.scenes import lacking
from lsgeo.workspace.steps import read_rasters

COLUMNS = (
    *PAIR_COLUMNS,
    "weights",
    "weight",
    "weight_unit",
    "weight_by_area",
    "from_name",
    "to_name",
)
"""Those of a crosswalk that lsgeo reads, by what the shares are weighted, and names.

``weight_by_area`` is what a pair would get of the weight of its old unit if that lay evenly in it.
"""

AREA, FOREST = "area", "forest"

_SHEET = "crosswalk"
_HA_PER_KM2 = 100.0
_ROUNDING = 1e-6  # of the whole weight: below it the two ways agree


@dataclass(frozen=True)
class Crossed:
    """The written table (`COLUMNS`), where it lies, and what is to be known of it."""

    path: Path
    table: pd.DataFrame
    notes: tuple[str, ...]


def crosswalk(
    folder: Path | str = ".",
    *,
    from_vintage: str,
    to_vintage: str,
    output: Path,
    weights: str | Path = AREA,
    illustrative: bool = False,
    report: Callable[[str], None] = lambda _words: None,
) -> Crossed:
    """Write the pairs of the units of two vintages of a workspace, and their shares, to `output`.

    `weights` is "area", "forest" (tree canopy still standing, from the workspace's raster over the
    pieces of both boundaries), or a table ``from_code, weight`` or ``from_code, to_code, weight``
    such as the people of each old unit. The suffix of `output` says the format
    (`lsgeo.jobs.tabling.SUFFIXES`).
    Raises `LsgeoError` with every fault; then nothing is written.
    """
    read = () if weights in (AREA, FOREST) else (Path(weights),)
    target = table_path(output, read=read)
    report(_("Reading the units"))
    workspace = Workspace.open(folder, illustrative=illustrative)
    registry, steps = read_steps(workspace)
    _check_vintages(registry, from_vintage, to_vintage)
    way = between(steps, start=from_vintage, end=to_vintage)
    if weights == AREA:
        weighted, unit = Weighted(_with_area(way, registry), (), ()), "ha"
    elif weights == FOREST:
        report(_("Measuring the forest of every piece"))
        weighted, unit = _by_forest(workspace, registry, way), "ha"
    else:
        weighted, unit = _by_file(resolved(Path(), Path(weights)), way), ""
    pairs = weighted.pairs.assign(weight_by_area=weighted.pairs["weight"])
    notes = weighted.notes
    if weights != AREA:
        error = areal_error(weighted.pairs, way["share_of_from"])
        pairs = pairs.assign(weight_by_area=error.weight_by_area)
        notes = (*notes, *_areal_notes(error, registry, to_vintage))
    table = _table(pairs, registry, unit=unit)
    report(_("Writing {name}").format(name=target.name))
    path = write_table(table, target, sheet=_SHEET)
    return Crossed(path, table, notes)


def _check_vintages(registry: Registry, *vintages: str) -> None:
    for vintage in vintages:
        registry.at(vintage)


def _with_area(way: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """`way` with the area of each pair by the official one of a unit of it, NaN without one."""
    areas = []
    for side in ("to", "from"):
        official = registry.at(way[f"{side}_vintage"].iloc[0])["area_official_km2"]
        areas.append(way[f"{side}_code"].map(official).astype("float64") * way[f"share_of_{side}"])
    return way.assign(weight=areas[0].fillna(areas[1]) * _HA_PER_KM2)


def _by_file(path: Path, way: pd.DataFrame) -> Weighted:
    """The pairs weighted by a table, whose codes may have lost their leading zeros."""
    entry = Entry(
        theme=_SHEET,
        path=path,
        title=path.name,
        quality="approximate",
        licence="",
        attribution=path.name,
    )
    table = read_table(entry, required=("from_code", "weight"), optional=("to_code",)).rows
    numbers = pd.to_numeric(table["weight"], errors="coerce")
    codes = table[["from_code", "to_code"]].map(_five_digits)
    faults = list(_file_faults(table.assign(**codes), numbers, way))
    if faults:
        raise InputError(str(path), _("the weights cannot be used"), faults)
    given = codes.assign(weight=numbers)
    if (given["to_code"] == "").all():
        return weighted_pairs(
            way, per_unit(way, given.set_index("from_code")["weight"]), kind="given"
        )
    return weighted_pairs(way, given, kind="given")


def _five_digits(text: str) -> str:
    return text.zfill(DIGITS["commune"]) if text.isdigit() else text


def _file_faults(table: pd.DataFrame, numbers: pd.Series, way: pd.DataFrame) -> Iterator[Fault]:
    """What is wrong with the rows of a table of weights; a blank weight is none, not zero."""
    pairs = (table["to_code"] != "").any()
    key = ["from_code", "to_code"] if pairs else ["from_code"]
    known = set(way[key].itertuples(index=False, name=None))
    again = table.duplicated(key)
    for at, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=at, name=" → ".join(row[key]))
        weight = numbers.loc[at]
        if tuple(row[key]) not in known:
            yield Fault(_("the crosswalk has no such pair"), where)
        if again.loc[at]:
            yield Fault(_("this pair is there twice"), where)
        if row["weight"] and not (np.isfinite(weight) and weight >= 0):
            yield Fault(_("a weight is no number from 0 on"), where, got=row["weight"])


def _by_forest(workspace: Workspace, registry: Registry, way: pd.DataFrame) -> Weighted:
    """The pairs weighted by the tree canopy of their pieces."""
    layer, source, remarks = _canopy(workspace, registry)
    old, new = (
        _outlines(workspace, registry, vintage=way[f"{side}_vintage"].iloc[0])
        for side in ("from", "to")
    )
    found = pieces(old, new, real=way)
    step = hansen.canopy_step(min_canopy_pct(workspace, tree_cover.INDICATOR))

    def is_standing(classes: NDArray[np.int64]) -> NDArray[np.bool_]:
        steps, years = hansen.split(classes)
        return np.asarray((steps >= step) & (years == 0))

    forest = tally_weights(found.pairs, layer, is_counted=is_standing)
    weighted = weighted_pairs(way, forest, kind=FOREST)
    told = weighted.pairs["source"] + f"; {source}"
    notes = (*remarks, *weighted.notes, *_sliver_notes(found))
    return Weighted(weighted.pairs.assign(source=told), weighted.by_area, notes)


def _canopy(workspace: Workspace, registry: Registry) -> tuple[Raster, str, list[str]]:
    """The tree canopy of the workspace, its source, and what to know of it.

    Raises `ConfigError` where there is none.
    """
    product = find_products()[hansen.PRODUCT.name]
    entries = [one for one in workspace.entries("raster") if one.product == product.name]
    if not entries:
        raise ConfigError(
            str(workspace.config.catalog_paths[-1]),
            _("the catalog lacks an input"),
            [lacking(product)],
        )
    verify(entries)
    attempt = Attempts()
    inputs = Inputs(registry=registry, targets=(), limits=Limits())
    rasters = read_rasters(workspace, inputs, attempt).rasters
    raise_together(attempt.errors)
    sources = dict.fromkeys(one.attribution for one in entries)
    made_up = [one.path.name for one in entries if one.quality in WATERMARKED]
    text = _("The forest is made up: {files}.").format(files=", ".join(made_up))
    (scene,) = rasters[product.name]
    return scene.layer(), "; ".join(sources), [text] if made_up else []


def _outlines(workspace: Workspace, registry: Registry, *, vintage: str) -> gpd.GeoDataFrame:
    """The communes of a vintage; `InputError` where their lines are made up.

    A schematic unit has the right area in the wrong place: its overlay says nothing.
    """
    entry = workspace.communes_entry(vintage)
    if entry.quality in WATERMARKED:
        what = _("pieces cannot be cut from these boundaries")
        remedy = _("Give the catalog the real boundaries, or weigh by area.")
        fault = Fault(what, got=entry.quality, remedy=remedy)
        raise InputError(str(entry.path), _("the layer cannot be used"), [fault])
    verify([entry])
    return located_units(entry, registry, home=workspace.config.crs)


def _sliver_notes(found: Pieces) -> Iterator[str]:
    """What the lines of the two layers differ by."""
    language = current_language()
    if len(found.slivers):
        area = number(found.slivers["area_ha"].sum(), decimals=1, language=language)
        text = _("{count} slivers ({area} ha in all) count to the largest part of their unit.")
        yield text.format(count=len(found.slivers), area=area)
    for one in found.doubtful.itertuples(index=False):
        share = number(one.share_of_from * 100, decimals=1, language=language)
        text = _("{share} % of {old} lies in {new}, which the crosswalk does not pair it with.")
        yield text.format(share=share, old=one.from_code, new=one.to_code)


def _areal_notes(error: ArealError, registry: Registry, vintage: str) -> Iterator[str]:
    """How wrong it would be to share the weight out by area, where that is wrong at all."""
    if not error.total > 0 or error.misplaced < _ROUNDING * error.total:
        return
    language = current_language()
    text = _(
        "Shared out by area, {share} % of the weight ({amount} of {total}) would lie in another "
        "unit than it does; most of all in {code} {name}: {largest}."
    )
    name = registry.at(vintage)["name"].get(error.largest_code, "")
    numbers = {"amount": error.misplaced, "total": error.total, "largest": error.largest}
    told = {key: number(one, decimals=1, language=language) for key, one in numbers.items()}
    share = number(error.misplaced / error.total * 100, decimals=2, language=language)
    yield text.format(share=share, code=error.largest_code, name=name, **told)


def _table(pairs: pd.DataFrame, registry: Registry, *, unit: str) -> pd.DataFrame:
    """The pairs in the order of their codes, with the names of both units."""
    names = {
        f"{side}_name": pairs[f"{side}_code"].map(
            registry.at(pairs[f"{side}_vintage"].iloc[0])["name"]
        )
        for side in ("from", "to")
    }
    table = pairs.assign(weight_unit=unit, **names)
    return table.sort_values(["from_code", "to_code"])[list(COLUMNS)].reset_index(drop=True)

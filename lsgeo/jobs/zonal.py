"""Zonal: the areas of classes of any rasters in any polygons, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.jobs.clustering import runner
from lsgeo.jobs.tabling import table_path, write_table
from lsgeo.messages import _
from lsgeo.raster import LEFT_OUT, Raster, joined, parts_of
from lsgeo.sources.raster import open_file
from lsgeo.sources.toml import resolved
from lsgeo.sources.vector import read_features
from lsgeo.text import normalise
from lsgeo.zonal.condition import Condition, parse
from lsgeo.zonal.tally import COLUMNS, NODATA, OUTSIDE, class_areas, sum_to_parents

BETWEEN = " × "
"""Between the names, and the classes, of rasters that are combined."""

_NUMBER = "row"  # what polygons are known by unless a field is named
_TAKEN = ("layer", "class", "area_ha", "share")
_NAMED = 20


@dataclass(frozen=True)
class Tabled:
    """The written table, where it lies, and what is to be known of it."""

    path: Path
    table: pd.DataFrame
    notes: tuple[str, ...]


def zonal(
    units: Path,
    rasters: Sequence[str],
    *,
    output: Path,
    by: str = "",
    joint: bool = False,
    where: str = "",
    cluster: str = "",
    report: Callable[[str], None] = lambda _words: None,
) -> Tabled:
    """Write the areas of every class of `rasters` in the polygons of the layer `units`.

    A raster is a GeoTIFF, a VRT of such, or the address of one (``https://…``, ``/vsis3/…``),
    called by its file's name or as ``NAME=FILE`` says. Polygons are told apart by the field `by`,
    those of one value together; by their number unless said. `joint`, the classes of all rasters
    are counted in combination; `where` leaves out all but the pixels of which it holds
    (`lsgeo.zonal.condition`). Raises `LsgeoError` with every fault; then nothing is written.
    """
    target = table_path(output, read=(units,))
    report(_("Reading the polygons"))
    polygons, notes = _polygons(units, by=by)
    layers = _opened(rasters)
    condition = parse(where, names=list(layers)) if where else None
    report(_("Measuring"))
    chosen = _combined(layers, joint=joint, condition=condition)
    notes += _told(polygons, chosen)
    with runner(cluster) as run:
        areas = class_areas(polygons, chosen, run=run)
    table = _named(areas, polygons, by=by or _NUMBER)
    if condition:  # joined classes are numbers from 0, but for this one
        table = table[table["class"] != str(LEFT_OUT)].reset_index(drop=True)
    if joint:
        table = table.assign(**{"class": _apart(table["class"], count=len(layers))})
    report(_("Writing {name}").format(name=target.name))
    return Tabled(write_table(table, target, sheet="zonal"), table, tuple(notes))


def _polygons(path: Path, *, by: str) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The polygons of a layer by their number, with the field `by`; what was left out of it.

    Raises `InputError` for records that cannot be measured: damaged ones, and boundaries that
    cross themselves.
    """
    read = read_features(resolved(Path(), path))
    layer = read.frame
    columns = [str(name) for name in layer.columns if name != layer.geometry.name]
    faults = [
        Fault(note.reason, _("row {row}").format(row=note.row))
        for note in read.notes
        if note.outcome == "quarantined"
    ]
    if by and by not in columns:
        faults.append(Fault(_("the column is missing"), by, got=", ".join(columns)))
    if by in columns and layer[by].isna().any():
        rows = ", ".join(str(number) for number in layer.index[layer[by].isna()][:_NAMED])
        remedy = _("Fill it in, or name another field.")
        faults.append(Fault(_("the field is blank in some rows"), by, got=rows, remedy=remedy))
    if by in _TAKEN:
        faults.append(Fault(_("the table has a column of this name already"), by))
    shapes = layer.geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    areal = shapely.get_dimensions(shapes) == 2
    faults += [
        Fault(_("it is no polygon"), _("row {row}").format(row=number), got=kind)
        for number, kind in layer.geom_type[~bare & ~areal].items()
    ]
    wrong = layer.geometry[~bare & areal & ~shapely.is_valid(shapes)]
    remedy = _("Repair it (lsgeo check says where), and measure again.")
    faults += [
        Fault(
            _("its boundary crosses itself"),
            _("row {row}").format(row=number),
            got=str(shapely.is_valid_reason(shape)),
            remedy=remedy,
        )
        for number, shape in wrong.items()
    ]
    if (~bare).any():
        faults += crs.faults_of(layer.crs, layer.geometry[~bare].total_bounds)
    if faults or layer[~bare].empty:
        faults = faults or [Fault(_("the layer has no features"), expected=_("polygons"))]
        raise InputError(str(path), _("the layer cannot be used"), faults)
    notes = []
    if bare.any():
        rows = ", ".join(str(number) for number in layer.index[bare][:_NAMED])
        more = "" if bare.sum() <= _NAMED else " …"
        notes.append(
            _("Without a geometry, and so without a row: {rows}.").format(rows=rows + more)
        )
    named = layer.index.astype("str") if not by else [normalise(str(one)) for one in layer[by]]
    kept = gpd.GeoDataFrame({"name": named}, geometry=shapes, crs=layer.crs)[~bare]
    return kept.set_axis(kept.index.astype("str")), notes


def _opened(rasters: Sequence[str]) -> dict[str, Raster]:
    """The rasters by name; `InputError` for a name that comes twice."""
    layers: dict[str, Raster] = {}
    for said in rasters:
        name, is_named, place = said.partition("=")
        if not is_named or not name.isidentifier():
            name, place = "", said
        layer = open_file(place, name=name)
        if layer.name in layers:
            remedy = _("Name them: canopy=FILE loss=FILE.")
            fault = Fault(_("two rasters have this name"), layer.name, remedy=remedy)
            raise InputError(said, _("the rasters cannot be told apart"), [fault])
        layers[layer.name] = layer
    return layers


def _combined(
    layers: dict[str, Raster], *, joint: bool, condition: Condition | None
) -> list[Raster]:
    asked = [layers[name] for name in condition.names] if condition else []
    where = condition.holds if condition else None
    if joint:
        name = BETWEEN.join(layers)
        return [joined(name, list(layers.values()), where=where, asked=asked)]
    if condition is None:
        return list(layers.values())
    return [joined(one.name, [one], where=where, asked=asked) for one in layers.values()]


def _told(polygons: gpd.GeoDataFrame, layers: Sequence[Raster]) -> list[str]:
    """That polygons are carried over to the systems of the rasters, where they are."""
    systems = {layer.grid.crs for layer in layers if layer.grid.crs != polygons.crs}
    text = _("The polygons were carried from {ours} to {theirs}.")
    return [
        text.format(ours=crs.label(polygons.crs), theirs=crs.label(system))
        for system in sorted(systems, key=str)
    ]


def _named(areas: pd.DataFrame, polygons: gpd.GeoDataFrame, *, by: str) -> pd.DataFrame:
    """The areas of polygons of one name together, in the order of the layer."""
    summed = sum_to_parents(areas, polygons["name"].to_dict())
    return summed[list(COLUMNS)].rename(columns={"code": by})


def _apart(classes: pd.Series, *, count: int) -> pd.Series:
    """Joint classes as the classes of each raster: "30 × 5"."""
    told = {}
    for text in classes.unique():
        if text in (NODATA, OUTSIDE):
            told[text] = text
        else:
            parts = parts_of(pd.Series([int(text)]).to_numpy(), count=count)
            told[text] = BETWEEN.join(str(part[0]) for part in parts)
    return classes.map(told)

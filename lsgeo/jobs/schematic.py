"""Schematic: area-true boundaries for an office that has points and areas, but no boundaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from lsgeo.crs import WGS84, geodesic_area_ha
from lsgeo.errors import Fault, InputError, OutputError
from lsgeo.files import place
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs import write_layer
from lsgeo.schematic import communes
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.sources.toml import resolved
from lsgeo.sources.vector import read_layer

_SLOW, _MOST = 200, 1000  # points in one outline: from here it takes minutes, and is refused
_WHOLE = "1"
_NUMBERS = ("longitude", "latitude", "area_km2")


@dataclass(frozen=True)
class Drawn:
    """Where the layer lies, how many units it has, and the largest relative error of an area."""

    path: Path
    count: int
    error: float


def schematic(
    points: Path,
    *,
    outline: Path,
    output: Path,
    report: Callable[[str], None] = lambda _words: None,
) -> Drawn:
    """Divide the `outline` among the `points` and write the units to the GeoPackage `output`.

    `points` is a table ``code, longitude, latitude, area_km2`` (degrees, km² or any unit), with
    ``name`` and ``parent`` if there are several outlines; `outline` a layer, whose column
    ``code`` is what ``parent`` names. The units say of themselves that they are schematic.
    `report` is told each step. Raises `LsgeoError` with every fault; then nothing is written.
    """
    target = _target(output, inputs=(points, outline))
    report(_("Reading the points and the outline"))
    parents = _parents(outline)
    seats = _seats(points, parents)
    report(_dividing(seats, points))
    units = communes(seats, parents=parents)
    named = units.drop(columns=["parent"]).assign(quality="schematic")
    report(_("Writing {name}").format(name=target.name))
    with writing(target.parent) as stage:
        write_layer(named, stage / target.name, day=date.today())
        placed = place(stage, target.parent)[0]
    return Drawn(placed.path, len(units), _largest_error(units, parents))


def _dividing(seats: gpd.GeoDataFrame, points: Path) -> str:
    """What is said while the units are divided; `InputError` for more than can be."""
    most = int(seats["parent"].value_counts().max())
    if most > _MOST:
        remedy = _("Give an outline with a feature for each district.")
        fault = Fault(_("too many points in one outline"), "", f"≤ {_MOST}", str(most), remedy)
        raise InputError(str(points), _("the points cannot be used"), [fault])
    words = _("Dividing {count} units").format(count=len(seats))
    return words if most <= _SLOW else f"{words} ({_('this may take minutes')})"


def _target(output: Path, *, inputs: Sequence[Path]) -> Path:
    """The GeoPackage to write; `OutputError` where it has no name or is one of the `inputs`."""
    if not output.name:
        fault = Fault(_("the path names no file"))
        raise OutputError(str(output), _("the file cannot be written"), [fault])
    target = output.with_suffix(".gpkg")
    if any(resolved(Path(), target) == resolved(Path(), path) for path in inputs):
        fault = Fault(_("this file is read here"), remedy=_("Name another file to write."))
        raise OutputError(str(target), _("the file cannot be written"), [fault])
    return target


def _parents(path: Path) -> gpd.GeoDataFrame:
    layer = read_layer(_entry(path)).features
    if layer.empty:
        fault = Fault(_("the layer has no features"))
        raise InputError(str(path), _("the layer cannot be used"), [fault])
    if len(layer) == 1:
        return layer.set_index(pd.Index([_WHOLE], name="code"))
    return read_layer(_entry(path), required=("code",)).features.set_index("code")


def _seats(path: Path, parents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    read = read_table(_entry(path), required=("code", *_NUMBERS), optional=("name", "parent"))
    table = read.rows
    numbers = table[list(_NUMBERS)].apply(pd.to_numeric, errors="coerce")
    numbers = numbers.where(np.isfinite(numbers))
    faults = [
        Fault(_("the code is missing"), _("row {row}").format(row=row))
        for row in table.index[table["code"] == ""]
    ]
    faults += [
        Fault(
            _("{name} is no number").format(name=name),
            _("row {row}").format(row=row),
            got=table.loc[row, name],
        )
        for name in _NUMBERS
        for row in table.index[numbers[name].isna()]
    ]
    if faults:
        raise InputError(str(path), _("the points cannot be used"), faults)
    seats = gpd.GeoDataFrame(
        {"name": table["name"].to_numpy(), "area_km2": numbers["area_km2"].to_numpy()},
        index=pd.Index(table["code"], name="code"),
        geometry=gpd.points_from_xy(numbers["longitude"], numbers["latitude"]),
        crs=WGS84,
    )
    if len(parents) == 1:
        return seats.assign(parent=_WHOLE)
    named = (table["parent"] != "").any()
    return seats.assign(parent=table["parent"].to_numpy()) if named else _located(seats, parents)


def _located(seats: gpd.GeoDataFrame, parents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`seats` with the outline each lies in, "" where it lies in none."""
    outlines = parents.to_crs(seats.crs)
    which, where = outlines.sindex.query(seats.geometry.to_numpy(), predicate="within")
    parent = pd.Series("", index=range(len(seats)))
    parent.iloc[which] = outlines.index.to_numpy()[where]
    return seats.assign(parent=parent.to_numpy())


def _entry(path: Path) -> Entry:
    """The entry of a file that no catalog names."""
    return Entry(
        theme="border",
        path=path,
        title=path.name,
        quality="schematic",
        licence="",
        attribution="",
    )


def _largest_error(units: gpd.GeoDataFrame, parents: gpd.GeoDataFrame) -> float:
    """The largest relative difference of a geodesic area from its share of its parent."""
    whole = geodesic_area_ha(parents.geometry)
    share = units["area_km2"] / units.groupby("parent")["area_km2"].transform("sum")
    wanted = share * units["parent"].map(whole)
    return float((geodesic_area_ha(units.geometry) / wanted - 1).abs().max())

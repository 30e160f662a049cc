"""Schematic: area-true boundaries for an office that has points and areas, but no boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.crs import WGS84, geodesic_area_ha
from lsgeo.errors import Fault, InputError
from lsgeo.files import place, staging
from lsgeo.messages import _
from lsgeo.outputs import write_layer
from lsgeo.schematic import communes
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.sources.vector import read_layer

_WHOLE = "1"
_NUMBERS = ("longitude", "latitude", "area_km2")


@dataclass(frozen=True)
class Drawn:
    """Where the layer lies, how many units it has, and the largest relative error of an area."""

    path: Path
    count: int
    error: float


def schematic(points: Path, *, outline: Path, output: Path) -> Drawn:
    """Divide the `outline` among the `points` and write the units to the GeoPackage `output`.

    `points` is a table ``code, longitude, latitude, area_km2`` (degrees, km² or any unit), with
    ``name`` and ``parent`` if there are several outlines; `outline` a layer, whose column
    ``code`` is what ``parent`` names. The units say of themselves that they are schematic.
    Raises `InputError` or `UnitError` with every fault; then nothing is written.
    """
    parents = _parents(outline)
    seats = _seats(points, parents)
    units = communes(seats, parents=parents)
    named = units.drop(columns=["parent"]).assign(quality="schematic")
    with staging(output.parent) as stage:
        write_layer(named, stage / output.with_suffix(".gpkg").name, day=date.today())
        placed = place(stage, output.parent)[0]
    return Drawn(placed.path, len(units), _largest_error(units, parents))


def _parents(path: Path) -> gpd.GeoDataFrame:
    layer = read_layer(_entry(path))
    if len(layer) == 1:
        return layer.set_index(pd.Index([_WHOLE], name="code"))
    return read_layer(_entry(path), required=("code",)).set_index("code")


def _seats(path: Path, parents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = read_table(_entry(path), required=("code", *_NUMBERS), optional=("name", "parent"))
    numbers = table[list(_NUMBERS)].apply(pd.to_numeric, errors="coerce")
    faults = [
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
        theme="boundaries",
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

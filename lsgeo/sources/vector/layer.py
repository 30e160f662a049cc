"""Layers of a workspace: every record sound, and in a coordinate system that is plausible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry, check_columns
from lsgeo.sources.vector.features import read_features
from lsgeo.text import normalise

_LINES = ("LineString", "MultiLineString", "LinearRing")
_GEOMETRY = "geometry"


@dataclass(frozen=True)
class Layer:
    """The features of a layer, indexed by the number of the record ("row", from 1).

    ``notes`` tell what was put right to read them, and which records are quarantined.
    """

    features: gpd.GeoDataFrame
    notes: tuple[Note, ...] = ()

    @property
    def quarantined(self) -> tuple[Note, ...]:
        """The notes of the records that could not be used."""
        return tuple(note for note in self.notes if note.outcome == "quarantined")


def read_layer(
    entry: Entry,
    *,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    strict: bool = True,
) -> Layer:
    """The features of a layer with `required` columns (as normalised text) and plane geometry.

    Those of `optional` come too where the file has them. Heights are dropped: areas and lengths
    are geodesic. Raises `InputError` where the file cannot be read, columns are missing, or the
    coordinate system is missing, mislabelled or places the layer outside Viet Nam; and, if
    `strict`, where a record is damaged.
    """
    read = read_features(entry.path, layer=entry.sheet, encoding=entry.encoding, crs=entry.crs)
    layer = _named_as_ours(read.frame, entry)
    columns = [str(name) for name in layer.columns if name != _GEOMETRY]
    faults = _broken(read.notes) if strict else []
    faults += [
        Fault(_("the column is missing"), where=name, got=", ".join(columns))
        for name in required
        if name not in columns
    ]
    shapes = layer.geometry.to_numpy()
    filled = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if filled.any():
        faults += crs.faults_of(layer.crs, layer.geometry[filled].total_bounds)
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    wanted = (*required, *(name for name in optional if name in columns))
    texts = {name: [_text(value) for value in layer[name]] for name in wanted}
    return Layer(layer[[_GEOMETRY]].assign(**texts), read.notes)


def read_lines(entry: Entry) -> Layer:
    """The lines of a layer; `InputError` where it has none, or anything else."""
    read = read_layer(entry)
    layer = read.features
    shapes = layer.geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    lines = np.isin(layer.geom_type.to_numpy().astype(str), _LINES)
    faults = [Fault(_("the layer has no features"), expected=_("lines"))] if layer.empty else []
    if bare.any():
        faults.append(Fault(_("features have no geometry"), got=str(bare.sum())))
    if (~bare & ~lines).any():
        kinds = ", ".join(sorted(set(layer.geom_type[~bare & ~lines])))
        faults.append(Fault(_("features are no lines"), expected=_("lines"), got=kinds))
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    return read


def _broken(notes: Sequence[Note]) -> list[Fault]:
    """A fault for each reason why records cannot be used, with the numbers of all of them."""
    gone = [note for note in notes if note.outcome == "quarantined" and note.row is not None]
    reasons = dict.fromkeys(note.reason for note in gone)
    remedy = _("Get a whole copy of the file, or repair these records in QGIS.")
    return [
        Fault(
            reason,
            _ranges([note.row for note in gone if note.reason == reason and note.row]),
            remedy=remedy,
        )
        for reason in reasons
    ]


def _ranges(rows: Sequence[int]) -> str:
    """Numbers in words, those in sequence together: "rows 3, 34–65"."""
    groups = groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    runs = [[row for _place, row in group] for _key, group in groups]
    shown = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return (
        _("rows {rows}").format(rows=shown) if len(rows) > 1 else _("row {row}").format(row=shown)
    )


def _named_as_ours(layer: gpd.GeoDataFrame, entry: Entry) -> gpd.GeoDataFrame:
    """`layer` with the entry's ``columns`` renamed; a column of ours gives way to a mapped one."""
    names = [str(name) for name in layer.columns if name != _GEOMETRY]
    check_columns(entry, names)
    ours = {normalise(theirs): name for name, theirs in entry.columns.items() if name != _GEOMETRY}
    ours_of = {name: ours[normalise(name)] for name in names if normalise(name) in ours}
    hidden = [name for name in names if name in ours.values() and name not in ours_of]
    return layer.drop(columns=hidden).rename(columns=ours_of)


def _text(value: object) -> str:
    """A code or name as text: an integer code that lost its type keeps its digits."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return normalise(str(value))

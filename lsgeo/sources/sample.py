"""Samples that come back: the points with their answers, and the areas of their strata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sheet.column import Column
from lsgeo.sheet.numbers import numbers
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.sources.vector import read_layer

LAYER = "sample"
"""The layer of the points in a GeoPackage of ours."""

_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DIGITS = 5  # of a commune's code, of which spreadsheets drop the first zero


def strata_path(sample: Path) -> Path:
    """Where the areas of the strata of a sample are: ``NAME_strata.csv`` beside ``NAME.gpkg``."""
    return sample.with_name(f"{sample.stem}_strata.csv")


def read_points(path: Path) -> pd.DataFrame:
    """The points of a sample, ``id, unit, stratum, reference``, as text, indexed by row.

    From a table or any layer of points. One without ids is numbered by its rows. Raises
    `InputError` where the file cannot be read or lacks a column.
    """
    required, optional = ("stratum", "reference"), ("id", "unit")
    if path.suffix.lower() in _TABLES:
        points = read_table(_entry(path), required=required, optional=optional).rows
    else:
        layer = LAYER if path.suffix.lower() == ".gpkg" else ""
        read = read_layer(_entry(path, sheet=layer), required=required, optional=optional)
        points = pd.DataFrame(read.features.drop(columns="geometry"))
    told = points.reindex(columns=["id", "unit", *required], fill_value="")
    ids = told["id"].where(told["id"] != "", told.index.astype("str"))
    return told.assign(id=ids, unit=told["unit"].map(_code))


def read_strata(path: Path) -> pd.DataFrame:
    """The strata of a sample: ``unit, stratum, label, map_class, area_ha, pixels, drawn, quality``.

    Only ``stratum`` and ``area_ha`` have to be there; blank numbers are missing. Whether a point or
    a comma begins the decimals is told by the whole column. Raises `InputError` where the file is
    not there or cannot be read, for what is no number, and where no other number tells whether
    "52,043" is thousands.
    """
    if not path.is_file():
        remedy = _("lsgeo sample wrote it beside the sample; --strata names it elsewhere.")
        fault = Fault(_("the areas of the strata are in it"), remedy=remedy)
        raise InputError(str(path), _("the file is missing"), [fault])
    optional = ("unit", "label", "map_class", "pixels", "drawn", "quality")
    rows = read_table(_entry(path), required=("stratum", "area_ha"), optional=optional).rows
    map_class = rows["map_class"].where(rows["map_class"] != "", rows["stratum"])
    label = rows["label"].where(rows["label"] != "", rows["stratum"])
    columns = {name: numbers(rows[name]) for name in ("area_ha", "pixels", "drawn")}
    faults = [fault for column in columns.values() for fault in _number_faults(column)]
    if faults:
        raise InputError(str(path), _("the areas of the strata cannot be read"), faults)
    unit = rows["unit"].map(_code)
    values = {name: column.values for name, column in columns.items()}
    return rows.assign(unit=unit, map_class=map_class, label=label, **values)


def _number_faults(column: Column) -> Iterator[Fault]:
    """What is no number, and what may be thousands as well as decimals: nobody knows which."""
    name = str(column.values.name)
    for row, fault in column.faults.items():
        yield replace(fault, where=_("row {row} {name!r}").format(row=row, name=name))
    remedy = _("Write it without a sign between the thousands, or as a number of Excel.")
    for note in column.notes:
        if note.row is None:
            what = _("one cannot tell whether the sign begins the decimals")
            yield Fault(what, name, got=note.said, remedy=remedy)


def _code(text: str) -> str:
    return text.zfill(_DIGITS) if text.isdigit() else text


def _entry(path: Path, *, sheet: str = "") -> Entry:
    return Entry(
        theme="observations",
        path=path,
        title=path.name,
        quality="approximate",
        licence="",
        attribution=path.name,
        sheet=sheet,
    )

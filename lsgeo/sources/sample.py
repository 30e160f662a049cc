"""Samples that come back: the points with their answers, and the areas of their strata."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.sources.vector import read_layer

LAYER = "sample"
"""The layer of the points in a GeoPackage of ours."""

_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")
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

    Only ``stratum`` and ``area_ha`` have to be there; numbers that are none are missing. Raises
    `InputError` where the file is not there or cannot be read.
    """
    if not path.is_file():
        remedy = _("lsgeo sample wrote it beside the sample; --strata names it elsewhere.")
        fault = Fault(_("the areas of the strata are in it"), remedy=remedy)
        raise InputError(str(path), _("the file is missing"), [fault])
    optional = ("unit", "label", "map_class", "pixels", "drawn", "quality")
    rows = read_table(_entry(path), required=("stratum", "area_ha"), optional=optional).rows
    map_class = rows["map_class"].where(rows["map_class"] != "", rows["stratum"])
    label = rows["label"].where(rows["label"] != "", rows["stratum"])
    numbers = {name: rows[name].map(_number) for name in ("area_ha", "pixels", "drawn")}
    unit = rows["unit"].map(_code)
    return rows.assign(unit=unit, map_class=map_class, label=label, **numbers)


def _number(text: str) -> float:
    """A number with a point or a comma before its decimals and no thousands; NaN for none.

    What may be thousands ("52,043") is no number either: nobody knows which of two it is.
    """
    if _AMBIGUOUS.fullmatch(text):
        return float("nan")
    plain = text.replace(",", ".") if "." not in text else text
    try:
        value = float(plain)
    except ValueError:
        return float("nan")
    return value if np.isfinite(value) else float("nan")


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

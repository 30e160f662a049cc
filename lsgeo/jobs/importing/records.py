"""What an import leaves beside its tables: its ledger, and the rows it could not take."""

from __future__ import annotations

import json
from decimal import Decimal

import geopandas as gpd
import pandas as pd

from lsgeo.jobs.importing.asked import Asked, Converted
from lsgeo.ledger import Ledger

RECORDS = "records"
"""The folder of the ledgers of imports, beside the catalog."""

ALIASES = "aliases.csv"
"""The table of names that officers accepted for units, beside the catalog."""

QUARANTINE = "quarantine"
"""The folder of the rows that imports left out, in the workspace."""

_THOUSANDS = 3  # digits that a comma or a point might stand for

MARKS = (
    *("lsgeo_kind", "lsgeo_file", "lsgeo_sheet", "lsgeo_row", "lsgeo_why"),
    *("lsgeo_vintage", "lsgeo_period", "lsgeo_criteria_set"),
    *("lsgeo_indicator", "lsgeo_unit", "lsgeo_crs", "lsgeo_columns", "lsgeo_lost"),
)
"""Columns of a file of quarantined rows that say whence they are, and how to read them again."""

LOST = "geometry"
"""In the column ``lsgeo_lost``: the feature had a geometry that could not be read."""


def record_of(converted: Converted) -> str:
    """The path of the record of an import, seen from the catalog."""
    return converted.record or f"{RECORDS}/{converted.stem}.csv"


_FRESH = ("lsgeo_row", "lsgeo_why")  # the index and the ledger say them


def quarantine_table(
    rows: pd.DataFrame, ledger: Ledger, asked: Asked
) -> pd.DataFrame | gpd.GeoDataFrame:
    """The quarantined `rows` in a form to be corrected and imported again; a layer stays one.

    The columns are the file's own, behind `MARKS`; each row says every reason it was left out for.
    What rows say of themselves in these columns holds, if they were left out before.
    """
    notes = ledger.notes[ledger.notes["outcome"] == "quarantined"]
    why = notes.groupby(notes["row"].astype(str))["reason"].agg("; ".join)
    (count,) = ledger.counts[["file", "sheet"]].to_dict("records")
    marks = pd.DataFrame(
        {
            "lsgeo_kind": asked.kind,
            "lsgeo_file": count["file"],
            "lsgeo_sheet": count["sheet"],
            "lsgeo_row": rows.index.astype(str),
            "lsgeo_why": [why.get(str(row), "") for row in rows.index],
            "lsgeo_indicator": asked.indicator,
            "lsgeo_unit": asked.unit,
            "lsgeo_crs": asked.crs,
            "lsgeo_columns": json.dumps(asked.columns, ensure_ascii=False) if asked.columns else "",
        },
        index=rows.index,
    )
    kept = [name for name in MARKS if name in rows.columns and name not in _FRESH]
    own = [name for name in rows.columns if name not in MARKS]
    whence = marks.assign(**{name: rows[name] for name in kept})
    if isinstance(rows, gpd.GeoDataFrame):
        table = pd.concat([whence, pd.DataFrame(rows[own])], axis="columns")
        return gpd.GeoDataFrame(table, geometry=rows.geometry.name, crs=rows.crs)
    as_read = {name: rows[name].map(_unmistakable) for name in own if rows[name].dtype == object}
    return pd.concat([whence, rows[own].assign(**as_read)], axis="columns")


def as_stored(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`layer` with other names for columns that its index, or a GeoPackage, has too: row, fid.

    Names that differ in capitals alone are the same to a GeoPackage.
    """
    taken = {"fid", "geom", str(layer.index.name).casefold()}
    renamed = {}
    for name in layer.columns.drop(layer.geometry.name):
        free = str(name)
        while free.casefold() in taken:
            free += "_"
        taken.add(free.casefold())
        renamed[name] = free
    return layer.rename(columns=renamed)


def _unmistakable(cell: object) -> object:
    """A cell as it is read again: a decimal comma, and never three digits behind it.

    >>> _unmistakable(45.678), _unmistakable(7.0), _unmistakable("1088/2")
    ('45,6780', 7, '1088/2')
    """
    if not isinstance(cell, float) or cell != cell:  # NaN
        return cell
    if cell.is_integer():
        return int(cell)
    plain = f"{Decimal(f'{cell:.12g}'):f}"  # 1e-07 is read by nobody
    whole, point, decimals = plain.partition(".")
    if not point:
        return cell
    return f"{whole},{decimals}{'0' * (len(decimals) == _THOUSANDS)}"

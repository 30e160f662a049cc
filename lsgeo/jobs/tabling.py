"""A table for use elsewhere: CSV, Excel or Parquet, as the file's name says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio

from lsgeo.errors import Fault, OutputError
from lsgeo.files import place, write_text
from lsgeo.formats import csv_text
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.sources.toml import resolved

SUFFIXES = (".csv", ".xlsx", ".parquet")
"""What the name of a table may end in."""

_BOM = "\ufeff"  # by which Excel knows UTF-8


def table_path(
    output: Path, *, read: tuple[Path, ...] = (), suffixes: tuple[str, ...] = SUFFIXES
) -> Path:
    """The file to write; `OutputError` where its format is none, or it is one of those to read."""
    target = resolved(Path(), output)
    faults = []
    if target.suffix.lower() not in suffixes:
        what = _("a table cannot be written in this format")
        faults.append(Fault(what, expected=", ".join(suffixes), got=target.suffix))
    if target in [resolved(Path(), path) for path in read]:
        faults.append(Fault(_("it is one of the files to read"), remedy=_("Choose another name.")))
    if faults:
        raise OutputError(str(target), _("the file cannot be written"), faults)
    return target


def excel_csv(table: pd.DataFrame) -> str:
    """`table` as CSV of which Excel reads Vietnamese letters right."""
    return _BOM + csv_text(table)


def write_table(table: pd.DataFrame, target: Path, *, sheet: str) -> Path:
    """Where the table was put, in the format of its suffix; `sheet` is its sheet's name."""
    suffix = target.suffix.lower()
    if suffix == ".csv":
        return write_text(target, excel_csv(table)).path
    with writing(target.parent) as stage:
        if suffix == ".parquet":
            table.to_parquet(stage / target.name, index=False)
        else:
            pyogrio.write_dataframe(table, stage / target.name, driver="XLSX", layer=sheet)
        return place(stage, target.parent)[0].path

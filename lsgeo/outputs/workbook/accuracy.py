"""How right a map is, as a workbook: the error matrix and the areas laid out to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

from lsgeo.compose.tables import Table
from lsgeo.outputs.workbook.sheet import Heading, add_sheets
from lsgeo.outputs.workbook.styles import styles_of
from lsgeo.text import Words


def write_accuracy(
    tables: Sequence[Table], path: Path, *, title: Words, day: date, marks: tuple[Words, ...] = ()
) -> None:
    """Put the tables of an estimate at `path`, a sheet each, `marks` above every one."""
    with Workbook(str(path)) as workbook:
        made = datetime(day.year, day.month, day.day)
        workbook.set_properties({"title": title.vi, "created": made})
        styles = styles_of(workbook)
        for table in tables:
            add_sheets(workbook, table, heading=Heading(title, day, marks), styles=styles)

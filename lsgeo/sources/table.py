"""Tables: csv and xlsx as text, with the row numbers that the file shows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger, Note
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry, check_columns
from lsgeo.text import normalise

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True)
class Table:
    """The ``rows`` of a table as normalised text, indexed by the row number that the file shows.

    ``notes`` tell what had to be done to read them.
    """

    rows: pd.DataFrame
    notes: tuple[Note, ...] = ()

    def ledger(self, entry: Entry) -> Ledger:
        """The ledger of a table of which every row is used."""
        return ledger_entry(entry.path.name, rows=len(self.rows), notes=self.notes)


def read_table(entry: Entry, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Table:
    """The rows of a table.

    Columns are named as `required` and `optional` say (through the entry's ``columns`` and
    ``constants``); an optional one that the file lacks is empty. Raises `InputError` where the
    file cannot be read, has no rows, or required columns are missing.
    """
    header, rows = _read(entry)
    table = pd.DataFrame(
        [row for _number, row in rows],
        columns=header,
        index=pd.Index([number for number, _row in rows], name="row"),
        dtype="str",
    )
    check_columns(entry, header)
    filled = _named_as_ours(table, entry)
    missing = [name for name in required if name not in filled.columns]
    if missing:
        faults = [
            Fault(
                _("the column is missing"),
                where=name,
                got=", ".join(header),
                remedy=_(
                    'Name the file\'s own column in the catalog: columns = {{ {name} = "…" }}'
                ).format(name=name),
            )
            for name in missing
        ]
        raise InputError(str(entry.path), _("the table lacks columns"), faults)
    for name in optional:
        if name not in filled.columns:
            filled[name] = ""
    return Table(filled[[*required, *optional]])


def _named_as_ours(table: pd.DataFrame, entry: Entry) -> pd.DataFrame:
    """`table` with the entry's ``columns`` renamed and its ``constants`` where a column lacks.

    A column of ours that another one is mapped onto gives way to it.
    """
    ours_of = {normalise(theirs): ours for ours, theirs in entry.columns.items()}
    mapped = [name for name in table.columns if name in ours_of]
    taken = {ours_of[name] for name in mapped} - set(mapped)
    renamed = table.drop(columns=[name for name in table.columns if name in taken])
    renamed = renamed.rename(columns=ours_of)
    lacking = {name: text for name, text in entry.constants.items() if name not in renamed.columns}
    return renamed.assign(**lacking)


def _read(entry: Entry) -> tuple[list[str], list[tuple[int, list[str]]]]:
    path = entry.path
    cells = _workbook_cells(entry) if path.suffix.lower() in _WORKBOOKS else _csv_cells(path)
    rows = [
        (number, _without_blank_end(row)) for number, row in enumerate(cells, start=1) if any(row)
    ]
    if len(rows) < 2:
        remedy = _("Fill it in, or take its entry out of the catalog.")
        fault = Fault(_("no rows below the header"), remedy=remedy)
        raise InputError(str(path), _("the table is empty"), [fault])
    (_first, header), *body = rows
    faults = [
        Fault(
            _("more cells than columns"),
            _("row {row}").format(row=number),
            str(len(header)),
            str(len(row)),
        )
        for number, row in body
        if len(row) > len(header)
    ]
    faults += [
        Fault(_("two columns have this name"), name)
        for name in sorted(set(header) - {""})
        if header.count(name) > 1
    ]
    if faults:
        raise InputError(str(path), _("the table cannot be read"), faults)
    width = len(header)
    return header, [(number, row + [""] * (width - len(row))) for number, row in body]


def _without_blank_end(row: list[str]) -> list[str]:
    """`row` without the blank cells behind its last word: spreadsheets add them at will."""
    return row[: max(place for place, cell in enumerate(row, start=1) if cell)]


def _csv_cells(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(str(error), expected="UTF-8", remedy=_("Save it again as CSV UTF-8."))
        raise InputError(str(path), _("the table is not UTF-8"), [fault]) from error
    except OSError as error:
        raise InputError(str(path), _("the file cannot be read"), [Fault(str(error))]) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [[normalise(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise InputError(str(path), _("the table cannot be read"), [Fault(str(error))]) from error


def _workbook_cells(entry: Entry) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_path(str(entry.path)) as workbook:
            name = entry.sheet or workbook.sheet_names[0]
            if name not in workbook.sheet_names:
                sheets = ", ".join(workbook.sheet_names)
                fault = Fault(_("there is no such sheet"), expected=sheets, got=name)
                raise InputError(str(entry.path), _("the file cannot be read"), [fault])
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        remedy = _("Can Excel open it? Then save it again as .xlsx or CSV UTF-8.")
        fault = Fault(str(error), remedy=remedy)
        raise InputError(str(entry.path), _("the file cannot be read"), [fault]) from error
    return [[_cell_text(cell) for cell in row] for row in rows]


def _cell_text(cell: object) -> str:
    """A cell as an officer would type it: whole numbers without a point, dates in ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return normalise(str(cell))

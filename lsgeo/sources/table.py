"""Tables: csv and xlsx as text, with the row numbers that the file shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger, Note
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sheet.grid import text_of
from lsgeo.sheet.letters import TITLES, decipher
from lsgeo.sources.catalog import Entry, check_columns
from lsgeo.sources.cells import Cell, Cells, read_cells
from lsgeo.text import normalise

_UNICODE = ("", "utf-8", "utf-8-sig", "utf-16")  # nothing had to be told by the words


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
    header, rows, notes = _read(entry)
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
    return Table(filled[[*required, *optional]], notes)


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


def _read(entry: Entry) -> tuple[list[str], list[tuple[int, list[str]]], tuple[Note, ...]]:
    """The header, the rows by their number, and what was decoded."""
    cells = read_cells(entry.path, sheet=entry.sheet, encoding=entry.encoding)
    (_first, top), *body = _filled_rows(entry, cells)
    columns = [
        [row[place] if place < len(row) else None for _number, row in body]
        for place in range(len(top))
    ]
    asked = "" if cells.encoding else entry.encoding  # that of a text file is done with
    (head, _note), *read = decipher([top, *columns], encoding=asked)
    header = [normalise(text_of(cell)) for cell in head]
    _check_shape(entry, header, body)
    texts = [_texts(column) for column, _note in read]
    notes = [
        replace(note, column=name)
        for name, (_column, note) in zip(header, read, strict=True)
        if note
    ]
    rows = zip(*texts, strict=True)
    numbered = [(number, list(row)) for (number, _row), row in zip(body, rows, strict=True)]
    return header, numbered, (*_file_note(cells), *notes)


def _texts(cells: Sequence[Cell]) -> list[str]:
    """The cells of a column as normalised text; the same texts come again and again."""
    said = [text_of(cell) for cell in cells]
    known = {text: normalise(text) for text in set(said)}
    return [known[text] for text in said]


def _filled_rows(entry: Entry, cells: Cells) -> list[tuple[int, list[Cell]]]:
    """The rows that are not blank by their number; `InputError` for less than two."""
    rows = [
        (number, _without_blank_end(row))
        for number, row in enumerate(cells.rows, start=1)
        if any(cell is not None for cell in row)
    ]
    if len(rows) < 2:
        remedy = _("Fill it in, or take its entry out of the catalog.")
        fault = Fault(_("no rows below the header"), remedy=remedy)
        raise InputError(str(entry.path), _("the table is empty"), [fault])
    return rows


def _check_shape(
    entry: Entry, header: Sequence[str], body: Sequence[tuple[int, Sequence[Cell]]]
) -> None:
    """Raise `InputError` for rows that are longer than the header and names that come twice."""
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
        raise InputError(str(entry.path), _("the table cannot be read"), faults)


def _file_note(cells: Cells) -> list[Note]:
    """The note that a whole text file was in a legacy encoding."""
    if cells.encoding in _UNICODE:
        return []
    reason = _("letters of {encoding} were decoded")
    return [Note("corrected", reason.format(encoding=TITLES[cells.encoding]))]


def _without_blank_end(row: Sequence[Cell]) -> list[Cell]:
    """`row` without the blank cells behind its last word: spreadsheets add them at will."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return list(row[:end])

"""Separated values, in whatever encoding and with whatever separator an office has them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.cells.kind import cannot_read
from lsgeo.sources.cells.limits import MOST_CELLS, MOST_ROWS, MOST_TEXT_BYTES
from lsgeo.text.legacy import decode

DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 100
_SAID_BY_EXCEL = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)  # how Excel is told what to use


@dataclass(frozen=True)
class Separated:
    """The rows of a text file, blank cells as None; its encoding and its separator."""

    rows: tuple[tuple[str | None, ...], ...]
    encoding: str
    delimiter: str


def read_separated(path: Path, *, encoding: str, names: Collection[str]) -> Separated:
    """The rows of a file of separated values; `InputError` where it cannot be read."""
    text, found = decoded(path, encoding=encoding, names=names)
    if "\0" in text:
        fault = Fault(_("it holds zero bytes"), remedy=_("Save it again as CSV UTF-8."))
        raise cannot_read(path, fault)
    said = _SAID_BY_EXCEL.match(text)
    body = "\n" + text[said.end() :] if said else text  # the row is there, and blank
    delimiter = said[1] if said else _delimiter(text)
    try:
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
        rows = tuple(tuple(cell if cell.strip() else None for cell in row) for row in reader)
    except csv.Error as error:
        raise InputError(str(path), _("the table cannot be read"), [Fault(str(error))]) from error
    cells = sum(map(len, rows))
    if len(rows) > MOST_ROWS or cells > MOST_CELLS:
        expected = _("at most {rows} rows and {cells} cells")
        expected = expected.format(rows=MOST_ROWS, cells=MOST_CELLS)
        got = f"{len(rows)}, {cells}"
        raise cannot_read(path, Fault(_("the table is too large"), "", expected, got))
    return Separated(rows, found, delimiter)


def decoded(path: Path, *, encoding: str, names: Collection[str]) -> tuple[str, str]:
    """The text of a file and its encoding; `InputError` where nobody can tell it."""
    try:
        size = path.stat().st_size
        if size > MOST_TEXT_BYTES:
            expected = _("at most {number}").format(number=MOST_TEXT_BYTES)
            raise cannot_read(path, Fault(_("the file is too large"), "", expected, str(size)))
        data = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, Fault(error.strerror or str(error))) from error
    found = decode(data, encoding=encoding, names=names)
    if not found.encoding:
        remedy = _("Save it again as CSV UTF-8.")
        fault = Fault(_("its letters are of no encoding that is known"), "", "UTF-8", remedy=remedy)
        raise InputError(str(path), _("the table is not UTF-8"), [fault])
    return found.text.removeprefix("\ufeff"), found.encoding


def _delimiter(text: str) -> str:
    """The separator that divides most lines into one number of cells, and into most."""
    lines = text.splitlines(keepends=True)[:_LINES_LOOKED_AT]
    return max(DELIMITERS, key=lambda delimiter: _score(lines, delimiter))


def _score(lines: list[str], delimiter: str) -> int:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
    except csv.Error:
        return 0
    counts = Counter(widths)
    return max((count * (width - 1) for width, count in counts.items()), default=0)

"""The cells of a sheet, whatever kind of file an office keeps it in.

A file is known by its content, not by its name. Workbooks are looked at first (zip bombs,
passwords, stray cells far away) and then read in a child process with limits; separated values
and web pages that call themselves .xls are read here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lsgeo.sheet.addresses import cell_name, column_name
from lsgeo.sheet.grid import Cell, Merged
from lsgeo.sources.cells.delimited import read_separated
from lsgeo.sources.cells.kind import kind_of
from lsgeo.sources.cells.web import read_page
from lsgeo.sources.cells.workbook import read_workbook, workbook_sheets

__all__ = ["Cell", "Cells", "Merged", "cell_name", "column_name", "read_cells", "sheet_names"]


@dataclass(frozen=True)
class Cells:
    """The cells of one sheet; ``rows[0]`` is row 1 of the sheet, and None a blank cell.

    ``merged`` are cells joined into one (first row, first column, last row, last column, from 0);
    the file keeps their content in the first. Rows of a workbook are equally long.
    ``formulas_without_value`` are cells (row, column) that are blank because the program that
    wrote the .xlsx never worked them out; an error is its text, such as "#DIV/0!". ``encoding``
    and ``delimiter`` are those of a text file, "" for a workbook, whose text is as the file has
    it: `lsgeo.sheet.letters` finds columns in a legacy encoding.
    """

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    formulas_without_value: tuple[tuple[int, int], ...] = ()


def read_cells(
    path: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    names: Collection[str] = (),
    seconds: float | None = None,
) -> Cells:
    """The cells of a sheet: the one called `sheet`, else the first that is shown.

    `encoding` says that of a text file ("": it is found out, `names` of places help). Raises
    `InputError` for what cannot be read, is too large, locked or damaged, or takes longer than
    `seconds` (None: as its size allows).
    """
    kind = kind_of(path)
    if kind == "text":
        text = read_separated(path, encoding=encoding, names=names)
        return Cells("", text.rows, (), text.encoding, text.delimiter)
    if kind == "html":
        page = read_page(path, encoding=encoding, names=names)
        return Cells("", page.rows, page.merged, page.encoding)
    book = read_workbook(path, kind, sheet=sheet, seconds=seconds)
    return Cells(
        book.sheet,
        book.rows,
        book.merged,
        formulas_without_value=book.formulas_without_value,
    )


def sheet_names(path: Path, *, seconds: float | None = None) -> list[str]:
    """The names of a workbook's sheets, hidden ones too; of a text file or web page none."""
    kind = kind_of(path)
    return [] if kind in ("text", "html") else workbook_sheets(path, kind, seconds=seconds)

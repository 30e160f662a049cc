"""An office's sheet, taken apart: header, groups, totals and signatures, in letters of today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lsgeo.intake.columns import ORDINALS
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet import Layout, decoded_layout
from lsgeo.sheet.letters import TITLES
from lsgeo.sources.cells import Cells, cell_name, read_cells
from lsgeo.text import fold


@dataclass(frozen=True)
class Office:
    """A sheet of an office: its layout, its name ("" in a text file), and what had to be mended.

    ``form`` says in words what the file is.
    """

    layout: Layout
    sheet: str
    form: str
    notes: tuple[Note, ...]


def read_office(
    path: Path, *, sheet: str = "", encoding: str = "", names: Collection[str] = ()
) -> Office:
    """The sheet called `sheet`, else the first one shown; raises what `read_cells` raises.

    `encoding` and the `names` of units are what `lsgeo.text.legacy` is told of the letters.
    """
    cells = read_cells(path, sheet=sheet, encoding=encoding, names=names)
    legacy = encoding if not cells.encoding else ""
    deciphered = decoded_layout(cells.rows, cells.merged, encoding=legacy, names=names)
    notes = [*deciphered.notes, *_blank_formulas(cells, deciphered.layout)]
    if cells.encoding in TITLES.keys() - {"utf-8"}:
        reason = _("letters of {encoding} were decoded").format(encoding=TITLES[cells.encoding])
        notes.append(Note("corrected", reason))
    return Office(deciphered.layout, cells.sheet, _form(path, cells), tuple(notes))


def _blank_formulas(cells: Cells, layout: Layout) -> list[Note]:
    """Rows of data with a formula that was never worked out, which leaves a blank for a number."""
    reason = _("a formula without a value: open the file in Excel and save it")
    return [
        Note("quarantined", reason, row=row + 1, column=cell_name(row, column))
        for row, column in cells.formulas_without_value
        if layout.roles.get(row + 1) == "data" and _is_used(layout, column)
    ]


def _is_used(layout: Layout, column: int) -> bool:
    """Whether a column of the sheet holds anything but the numbers of the rows."""
    if column not in layout.places:
        return False
    return fold(layout.header[layout.places.index(column)]) not in ORDINALS


def _form(path: Path, cells: Cells) -> str:
    if cells.delimiter:
        what = _("text with {delimiter} between the cells, in {encoding}")
        shown = "tab" if cells.delimiter == "\t" else cells.delimiter
        return what.format(delimiter=shown, encoding=cells.encoding)
    if cells.encoding:
        return _("web page, in {encoding}").format(encoding=cells.encoding)
    return _("workbook ({suffix}), sheet {sheet}").format(
        suffix=path.suffix.lower().lstrip("."), sheet=cells.sheet
    )

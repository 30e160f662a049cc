"""How large a sheet and its file may be, and what is said of one that is larger."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sheet.addresses import cell_name

MOST_ROWS = 300_000
MOST_COLUMNS = 10_000
MOST_CELLS = 10_000_000
MOST_TEXT_BYTES = 256 << 20
"""The largest file of separated values or of a web page."""

SECONDS = 8.0
"""How long the child process may take for a small workbook."""

_SECONDS_PER_BYTE = 1 / (1 << 20)
_MOST_SECONDS = 120.0

MEMORY_BYTES = 1 << 30
"""How much memory the child process may take, where the system can be told so."""

MEMORY_IS_LIMITED = sys.platform == "linux"
"""Whether the system refuses the child process more; macOS takes the number and forgets it."""

_SPARSE = 20  # a sheet with fewer than one cell in so many filled has stray cells


@dataclass(frozen=True)
class Extent:
    """How far the filled cells of a sheet reach.

    ``lowest`` and ``rightmost`` are cells (row, column) from 0.
    """

    filled: int = 0
    lowest: tuple[int, int] = (-1, -1)
    rightmost: tuple[int, int] = (-1, -1)

    @property
    def rows(self) -> int:
        """The number of rows down to the lowest cell."""
        return self.lowest[0] + 1

    @property
    def columns(self) -> int:
        """The number of columns up to the rightmost cell."""
        return self.rightmost[1] + 1


def fault_of(extent: Extent) -> Fault | None:
    """What is wrong with the size of a sheet: stray cells by name, or too much of it; else None."""
    rows, columns = extent.rows, extent.columns
    tall, wide = rows > MOST_ROWS, columns > MOST_COLUMNS
    if not tall and not wide and rows * columns <= MOST_CELLS:
        return None
    expected = _("at most {rows} rows, {columns} columns and {cells} cells").format(
        rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS
    )
    if extent.filled * _SPARSE > rows * columns:
        got = f"{rows} × {columns}"
        remedy = _("Split it into several files, or delete what is not needed.")
        return Fault(_("the sheet is too large"), expected=expected, got=got, remedy=remedy)
    far = [extent.lowest] if tall or not wide else []
    far += [extent.rightmost] if wide or not tall else []
    cells = ", ".join(dict.fromkeys(cell_name(*place) for place in far))
    remedy = _("Delete the rows and columns of {cells} in Excel (Ctrl+End goes there) and save.")
    what = _("a stray cell at {cells}, far from the table")
    return Fault(what.format(cells=cells), expected=expected, remedy=remedy.format(cells=cells))


def seconds_for(size: int) -> float:
    """How long the child process may take for a workbook of `size` bytes."""
    return min(SECONDS + size * _SECONDS_PER_BYTE, _MOST_SECONDS)

"""The cells of a sheet in normal form, and which of them are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from lsgeo.text import normalise

Cell = str | int | float | bool | date | datetime | time | None
Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet: texts normalised, blank ones None, all rows equally long.

    Rows and columns count from 0. ``anchor_of`` tells of a joined cell where its content stands.
    """

    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[Cell]], merged: Iterable[Merged]) -> Grid:
        """The grid of a sheet's rows and joined cells."""
        width = max(map(len, rows), default=0)
        known = _Texts()
        tidy = tuple(
            (
                *[
                    known[cell] if isinstance(cell, str) else None if cell != cell else cell  # NaN
                    for cell in row
                ],
                *(None,) * (width - len(row)),
            )
            for row in rows
        )
        return cls(tidy, tuple(sorted(merged)))

    @cached_property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def filled(self) -> tuple[tuple[int, ...], ...]:
        """The columns that are not blank, by row."""
        return tuple(
            tuple([place for place, cell in enumerate(row) if cell is not None])
            for row in self.rows
        )

    @cached_property
    def spans(self) -> Mapping[tuple[int, int], Merged]:
        """The joined cells by the place of their content."""
        return {(block[0], block[1]): block for block in self.merged}

    def anchors(self, first: int, last: int) -> dict[tuple[int, int], tuple[int, int]]:
        """Where the content of each joined cell of the rows `first` to `last` stands."""
        return {
            (row, column): (block[0], block[1])
            for block in self.merged
            if block[0] <= last and block[2] >= first
            for row in range(max(block[0], first), min(block[2], last) + 1)
            for column in range(block[1], min(block[3], self.width - 1) + 1)
        }

    def end_of(self, row: int, column: int) -> int:
        """The last column that the cell at a place is joined over."""
        return min(self.spans.get((row, column), (0, 0, 0, column))[3], self.width - 1)

    def texts(self, row: int) -> list[str]:
        """The words in a row, left to right."""
        return [cell for cell in self.rows[row] if isinstance(cell, str)]

    def as_title(self, row: int) -> str:
        """A row as one line of text."""
        return " ".join(text_of(self.rows[row][place]) for place in self.filled[row])


class _Texts(dict[str, str | None]):
    """Texts in normal form, blank ones None; the same come again and again."""

    def __missing__(self, text: str) -> str | None:
        self[text] = normalise(text) or None
        return self[text]


def text_of(cell: Cell) -> str:
    """A cell as text: a whole number without a point, a day in ISO, nothing for a blank one."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)

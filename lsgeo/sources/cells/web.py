"""Web pages that call themselves .xls: the tables in them, as one sheet."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sources.cells.delimited import decoded
from lsgeo.sources.cells.kind import cannot_read, save_again
from lsgeo.sources.cells.limits import MOST_COLUMNS, MOST_ROWS

_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAKS = {"br", "p", "div", "li"}
_SKIPPED = {"script", "style", "head"}


@dataclass(frozen=True)
class Web:
    """The tables of a page, one below the other, and which of their cells are joined."""

    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    encoding: str


def read_page(path: Path, *, encoding: str, names: Collection[str]) -> Web:
    """The tables of a web page; `InputError` where it has none, or tables in tables."""
    text, found = decoded(path, encoding=encoding, names=names)
    tables = _Tables()
    tables.feed(text)
    tables.close()
    if tables.problem or not tables.places:
        what = tables.problem or _("this is a web page without a table")
        raise cannot_read(path, Fault(what, remedy=save_again()))
    height = max(row for row, _column in tables.places) + 1
    width = max(column for _row, column in tables.places) + 1
    rows = tuple(
        tuple(_tidy(tables.places.get((row, column), "")) for column in range(width))
        for row in range(height)
    )
    return Web(rows, tuple(tables.merged), found)


class _Tables(HTMLParser):
    """Gathers the text of the cells of all tables by their place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.places: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.problem = ""
        self._row = -1
        self._depth = 0
        self._cell: tuple[int, int] | None = None
        self._skipping = 0
        self._taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a table, a row or a cell."""
        if tag == "table":
            self._depth += 1
            if self._depth > 1:
                self.problem = _("this is a web page with tables in tables")
        elif tag in _SKIPPED:
            self._skipping += 1
        elif self._depth and tag == "tr":
            self._row += 1
            self._cell = None
        elif self._depth and tag in ("td", "th") and not self.problem:
            self._enter(dict(attrs))
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """Leave a table or a cell."""
        if tag == "table":
            self._depth = max(self._depth - 1, 0)
        if tag in _SKIPPED:
            self._skipping = max(self._skipping - 1, 0)
        if tag in ("td", "th", "tr", "table"):
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._cell and not self._skipping:
            self.places[self._cell] += data

    def _enter(self, attributes: dict[str, str | None]) -> None:
        row, column = max(self._row, 0), 0
        while (row, column) in self._taken:
            column += 1
        high, wide = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
        if row + high > MOST_ROWS or column + wide > MOST_COLUMNS or high * wide > MOST_ROWS:
            self.problem = _("the table is too large")
            return
        self._taken |= {(row + r, column + c) for r in range(high) for c in range(wide)}
        if high * wide > 1:
            self.merged.append((row, column, row + high - 1, column + wide - 1))
        self._cell = (row, column)
        self.places[self._cell] = ""


def _tidy(text: str) -> str | None:
    """The text of a cell on one line; only what HTML calls white space is none of its letters."""
    return _SPACE.sub(" ", text).strip(" ") or None


def _span(text: str | None) -> int:
    """How many rows or columns a cell spans; one where that is no number."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1

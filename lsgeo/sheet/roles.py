"""What the rows under a header are: data, groups, totals, remarks, signatures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from lsgeo.sheet.grid import Cell, Grid, text_of
from lsgeo.sheet.header import Header, is_number_row
from lsgeo.sheet.words import (
    has_prefix,
    is_district,
    is_group_number,
    is_remark,
    is_row_number,
    is_signature,
    is_total,
    is_value,
    without_prefix,
)
from lsgeo.text import fold

Role = Literal["title", "header", "group", "data", "total", "signature", "note"]

_LABELS = 3  # the name of a row is among so many of its first cells
_HALF = 0.5
_MOST = 0.8
_FEW = 4  # cells of a row that signs


@dataclass(frozen=True)
class Row:
    """What a row is; of one of data or a group its ``group`` by name."""

    role: Role
    group: str = ""


@dataclass(frozen=True)
class _Line:
    """A row under a header: what numbers it, its other filled ``cells``, and its name."""

    row: int
    ordinal: Cell
    cells: list[Cell]
    label: str


@dataclass(frozen=True)
class _Table:
    """What is known of a table as a whole, before its rows are told apart."""

    grid: Grid
    body: tuple[_Line, ...]
    is_numbered: bool
    most_are_districts: bool
    usual: float


def roles_of(grid: Grid, header: Header) -> dict[int, Row]:
    """What each row is that is not blank, counted from 0."""
    found = {row: Row("title") for row in range(header.first) if grid.filled[row]}
    found |= {row: Row("header") for row in range(header.first, header.end) if grid.filled[row]}
    table = _table(grid, header)
    footer = _footer(table)
    repeated = _lines_of_header(grid, header)
    group = ""
    for at, line in enumerate(table.body):
        row = line.row
        if row >= footer:
            found[row] = Row(_role_in_footer(table, row, found.get(table.body[at - 1].row)))
        elif _is_header_again(grid, row, repeated):
            found[row] = Row("header")
        elif any(map(is_total, _labels(table, row))):
            found[row] = Row("total")
        elif name := _group(table, at):
            group = name
            found[row] = Row("group", group)
        else:
            found[row] = Row("data", group)
    return found


def _table(grid: Grid, header: Header) -> _Table:
    rows = [row for row in range(header.end, len(grid.rows)) if grid.filled[row]]
    body = tuple(_line_of(grid, row, ordinal=header.ordinal) for row in rows)
    labels = [line.label for line in body if line.label]
    return _Table(
        grid,
        body,
        is_numbered=any(is_row_number(line.ordinal) for line in body),
        most_are_districts=sum(map(is_district, labels)) > _HALF * len(labels),
        usual=median([len(grid.filled[row]) for row in rows] or [1]),
    )


def _line_of(grid: Grid, row: int, *, ordinal: int | None) -> _Line:
    """A row whose number, if its table has any, stands in the column `ordinal`."""
    cells = [grid.rows[row][place] for place in grid.filled[row] if place != ordinal]
    number = None if ordinal is None else grid.rows[row][ordinal]
    texts = [cell for cell in cells[:_LABELS] if isinstance(cell, str)]
    if isinstance(number, str) and not is_row_number(number) and not is_group_number(number):
        texts = [number, *texts]  # "I. Huyện Cao Lộc" over the whole row
    return _Line(row, number, cells, next((text for text in texts if not is_value(text)), ""))


def _footer(table: _Table) -> int:
    """The row that signatures and remarks begin with, behind the last row that is surely data."""
    fewest = max(2, math.ceil(_MOST * table.usual))

    def is_data(line: _Line) -> bool:
        is_numbered = is_row_number(line.ordinal) and bool(line.cells)
        is_full = len(table.grid.filled[line.row]) >= fewest and any(map(is_value, line.cells))
        signs = map(is_signature, table.grid.texts(line.row))
        return (is_numbered or is_full) and not any(signs)

    last = next((line.row for line in reversed(table.body) if is_data(line)), -1)
    behind = [line.row for line in table.body if line.row > last]
    return next((row for row in behind if _begins_footer(table, row)), len(table.grid.rows))


def _begins_footer(table: _Table, row: int) -> bool:
    texts = table.grid.texts(row)
    if not texts or len(table.grid.filled[row]) > _FEW:
        return False
    return any(map(is_signature, texts)) or is_remark(texts[0])


def _role_in_footer(table: _Table, row: int, before: Row | None) -> Role:
    """A remark goes on until somebody signs; what comes behind belongs to the signature."""
    if any(map(is_signature, table.grid.texts(row))) or (before and before.role == "signature"):
        return "signature"
    return "note"


def _lines_of_header(grid: Grid, header: Header) -> dict[Cell, set[tuple[str, ...]]]:
    """The lines of a header by their first cell."""
    lines: dict[Cell, set[tuple[str, ...]]] = {}
    for row in range(header.first, header.end):
        if places := grid.filled[row]:
            lines.setdefault(grid.rows[row][places[0]], set()).add(_line(grid, row))
    return lines


def _line(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(fold(text_of(grid.rows[row][place])) for place in grid.filled[row])


def _is_header_again(grid: Grid, row: int, lines: Mapping[Cell, set[tuple[str, ...]]]) -> bool:
    """Whether a header, or the numbers of its columns, come again on a new page."""
    alike = lines.get(grid.rows[row][grid.filled[row][0]])
    if not alike or _line(grid, row) not in alike:
        return False
    cells = [grid.rows[row][place] for place in grid.filled[row]]
    return not all(map(is_value, cells)) or is_number_row(cells, bare=1)


def _labels(table: _Table, row: int) -> list[str]:
    places = table.grid.filled[row][:_LABELS]
    cells = [table.grid.rows[row][place] for place in places]
    return [cell for cell in cells if isinstance(cell, str)][:2]


def _group(table: _Table, at: int) -> str:
    """The name of the group that a row begins, "" for a row of data."""
    line = table.body[at]
    label, number = line.label, line.ordinal
    if not label:
        return ""
    name = without_prefix(label)
    if isinstance(number, str) and is_group_number(number) and table.is_numbered:
        return name
    if _is_divided(table, at):
        return name
    is_alone = len(line.cells) <= 1 and not is_row_number(number)
    is_labelled = number is None or number == label
    if is_labelled and is_district(label) and not table.most_are_districts:
        return name if is_alone or table.is_numbered or has_prefix(label) else ""
    if is_alone and is_labelled and _looks_like_a_group(table, at, label):
        return name
    return ""


def _is_divided(table: _Table, at: int) -> bool:
    """Whether the next row's number is a part of this one's: 1, then 1.1."""
    if at + 1 >= len(table.body):
        return False
    number, following = (table.body[place].ordinal for place in (at, at + 1))
    if not is_row_number(number) or not isinstance(following, str | float):
        return False
    return str(following).startswith(f"{text_of(number).rstrip('.)')}.") and text_of(
        following
    ) != text_of(number)


def _looks_like_a_group(table: _Table, at: int, label: str) -> bool:
    """Whether a name alone in its row stands over others rather than lacking all values.

    It is joined over several columns, has the number of a group, or stands between rows whose
    numbers go on, or begin anew, as if it were not there.
    """
    row = table.body[at].row
    block = next((table.grid.spans.get((row, place)) for place in table.grid.filled[row]), None)
    if (block is not None and block[3] > block[1]) or has_prefix(label):
        return True
    following = _number(table.body[at + 1]) if at + 1 < len(table.body) else None
    if following is None:
        return False
    before = (_number(table.body[other]) for other in range(at - 1, -1, -1))
    last = next((number for number in before if number is not None), 0)
    return following in (1, last + 1)


def _number(line: _Line) -> int | None:
    """The whole number that a row has, None where it has none."""
    text = text_of(line.ordinal).rstrip(".)")
    return int(text) if text.isascii() and text.isdigit() else None

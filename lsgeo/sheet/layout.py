"""The layout of an office's sheet: where its table is, and what each of its rows is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lsgeo.sheet.addresses import column_name
from lsgeo.sheet.grid import Cell, Grid, Merged
from lsgeo.sheet.header import Header, find_header
from lsgeo.sheet.roles import roles_of


@dataclass(frozen=True)
class Layout:
    """A sheet taken apart.

    ``header`` names the columns, each once; ``rows`` has the data under these names, by the number
    that the sheet shows; ``groups`` the name of the group that each row is in, "" for none;
    ``roles`` what every row that is not blank is: "title", "header", "group", "data", "total",
    "signature" or "note". ``titles`` are the lines above the header, ``places`` the columns of the
    sheet, from 0, that ``header`` names.
    """

    header: tuple[str, ...]
    rows: pd.DataFrame
    groups: pd.Series
    roles: Mapping[int, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


def lay_out(rows: Sequence[Sequence[Cell]], merged: Iterable[Merged] = ()) -> Layout:
    """The layout of a sheet: `rows` from its first, and the cells that are joined.

    The lines of a header are joined by " / "; a name that comes twice gets " (2)"; a column that
    holds data and has no name is called by its letter, "[F]". Words in cells that are joined
    downwards are said of all their rows. A sheet without cells has no columns.
    """
    grid = Grid.of(rows, merged)
    header = find_header(grid)
    if header is None:
        index = pd.Index([], dtype="int64", name="row")
        return Layout((), pd.DataFrame(index=index), pd.Series([], index, dtype="object"))
    found = roles_of(grid, header)
    data = [row for row, what in found.items() if what.role == "data"]
    columns = _columns(grid, header, data)
    table = pd.DataFrame(
        _cells(grid, data, [*columns]),
        index=pd.Index([row + 1 for row in data], dtype="int64", name="row"),
        columns=list(columns.values()),
        dtype="object",
    )
    titles = tuple(grid.as_title(row) for row in found if found[row].role == "title")
    groups = pd.Series(
        [found[row].group for row in data], table.index, dtype="object", name="group"
    )
    roles = {row + 1: found[row].role for row in sorted(found)}
    return Layout(tuple(table.columns), table, groups, roles, titles, tuple(columns))


def _columns(grid: Grid, header: Header, data: Iterable[int]) -> dict[int, str]:
    """The names of the columns that have a header or data, each once."""
    held = {place for row in data for place in grid.filled[row]}
    columns: dict[int, str] = {}
    taken: set[str] = set()
    for place, name in enumerate(header.names):
        if not name and place not in held:
            continue
        wanted = name or f"[{column_name(place)}]"
        unique, count = wanted, 1
        while unique in taken:
            count += 1
            unique = f"{wanted} ({count})"
        taken.add(unique)
        columns[place] = unique
    return columns


def _cells(grid: Grid, data: Sequence[int], places: Sequence[int]) -> list[list[Cell]]:
    """The cells of rows of data in some columns, with the words that are joined downwards."""
    rows = {row: [*grid.rows[row]] for row in data}
    for (row, place), text in _filled_down(grid, data).items():
        rows[row][place] = text
    return [[row[place] for place in places] for row in rows.values()]


def _filled_down(grid: Grid, data: Iterable[int]) -> dict[tuple[int, int], str]:
    """The words of cells that are joined downwards, for each of the rows below their first.

    Numbers are not handed on: a sum over three rows is none of each.
    """
    rows = set(data)
    return {
        (row, block[1]): text
        for block in grid.merged
        if block[0] in rows and isinstance(text := grid.rows[block[0]][block[1]], str)
        for row in range(block[0] + 1, block[2] + 1)
        if row in rows and grid.rows[row][block[1]] is None
    }

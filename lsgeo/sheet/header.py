"""Where the header of a table is, and what its columns are called."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from lsgeo.sheet.grid import Grid, text_of
from lsgeo.sheet.words import (
    is_district,
    is_header_word,
    is_ordinal_word,
    is_title,
    is_total,
    is_value,
)
from lsgeo.text import fold

JOIN = " / "
"""What stands between the rows of a header that are joined into the name of a column."""

MOST_HEADER_ROWS = 5
_ROWS_LOOKED_AT = 60
_ROWS_COMPARED = 15  # what comes again so soon in a column is no name of it
_USUAL = 0.9  # the share of rows that are at most as full as a table's row
_HALF = 0.5
_FEWEST_BARE = 4  # numbers 1, 2, 3, 4 that are those of columns and no data
_NUMBER = re.compile(r"\(?(\d{1,3})\)?(?:\s*=.*)?")
_LETTER = re.compile(r"\(?([A-H])\)?")


@dataclass(frozen=True)
class Header:
    """The rows of a header, from 0: ``first`` to ``last``, of columns' numbers ``numbers``.

    ``names`` is what the columns are called, "" where nothing stands above one; ``ordinal`` the
    column that numbers the rows, None where there is none.
    """

    first: int
    last: int
    numbers: int | None
    names: tuple[str, ...]
    ordinal: int | None

    @property
    def end(self) -> int:
        """The first row behind the header."""
        return (self.last if self.numbers is None else self.numbers) + 1


def find_header(grid: Grid) -> Header | None:
    """The header of a sheet's table; None where the sheet is blank.

    Rows are judged by known words of headers, by how many of the table's columns they name, and
    by how little they hold values; of equals the first is it.
    """
    candidates = [row for row, places in enumerate(grid.filled) if places][:_ROWS_LOOKED_AT]
    if not candidates:
        return None
    width = _usual_width(grid)
    best = _best(grid, candidates, width)
    first = _first_row(grid, best)
    last = _last_row(grid, first, best)
    numbers = _number_row(grid, first, last)
    names = _names(grid, first, last)
    ordinal = next(
        (place for place, name in enumerate(names) if is_ordinal_word(name.split(JOIN)[-1])), None
    )
    return Header(first, last, numbers, names, ordinal)


def is_number_row(cells: Sequence[object], *, bare: int) -> bool:
    """Whether `cells` number the columns: A B 1 2 3, (1) (2) (3), or at least `bare` of 1 2 3."""
    texts = [text_of(cell) for cell in cells if isinstance(cell, str | int | float)]
    if len(texts) < 2 or len(texts) != len(cells):
        return False
    letters = [match[1] for text in texts if (match := _LETTER.fullmatch(text))]
    numbers = [match[1] for text in texts[len(letters) :] if (match := _NUMBER.fullmatch(text))]
    wanted = [*"ABCDEFGH"[: len(letters)], *map(str, range(1, len(texts) - len(letters) + 1))]
    is_marked = bool(letters) or all(text.startswith("(") for text in texts)
    return [*letters, *numbers] == wanted and (is_marked or len(numbers) >= bare)


def _usual_width(grid: Grid) -> int:
    """How many cells a row of the table has."""
    counts = sorted(len(places) for places in grid.filled if places)
    return counts[math.ceil(_USUAL * len(counts)) - 1]


def _best(grid: Grid, candidates: Sequence[int], width: int) -> int:
    """The row that looks most like a header."""
    best, score, rows_of_a_table = candidates[0], -math.inf, 0
    for row in candidates:
        got = _score(grid, row, width) - 3 * min(rows_of_a_table, 4)
        if got > score:
            best, score = row, got
        is_full = len(grid.filled[row]) >= max(2, _HALF * width)
        rows_of_a_table += is_full and not any(map(is_title, grid.texts(row)))
    return best


def _score(grid: Grid, row: int, width: int) -> float:
    places = grid.filled[row]
    cells = [grid.rows[row][place] for place in places]
    texts = grid.texts(row)
    covered = sum(grid.end_of(row, place) - place + 1 for place in places)
    words = sum(map(is_header_word, _said_once(grid, row)))
    values = sum(map(is_value, cells)) / len(cells)
    penalty = 4 * any(is_title(text) and not is_header_word(text) for text in texts)
    penalty += 4 * any(is_total(text) or is_district(text) for text in texts[:2] if values)
    return (
        2 * min(words, 4)
        + 4 * any(map(is_ordinal_word, texts))
        + 4 * min(len(cells) / width, 1)
        + min(covered / width, 1)
        - 6 * values
        - 4 * (len(cells) < min(2, width))
        - penalty
    )


def _said_once(grid: Grid, row: int) -> list[str]:
    """The words of a row that do not come again soon in their column, as those of data do."""
    below = grid.rows[row + 1 : row + 1 + _ROWS_COMPARED]
    return [
        cell
        for place, cell in enumerate(grid.rows[row])
        if isinstance(cell, str) and all(line[place] != cell for line in below)
    ]


def _first_row(grid: Grid, row: int) -> int:
    """The first row of the header around `row`: rows above that stand over some of its columns."""
    while row > 0 and _stands_over(grid, row - 1, row):
        row -= 1
    return row


def _stands_over(grid: Grid, upper: int, lower: int) -> bool:
    places = grid.filled[upper]
    texts = grid.texts(upper)
    if not places or any(is_title(text) and not is_header_word(text) for text in texts):
        return False
    joined = (grid.spans.get((upper, place)) for place in places)
    if any(
        block and block[2] >= lower and block[3] - block[1] + 1 < grid.width for block in joined
    ):
        return True
    if len(places) > 1 and all(map(_may_name, (grid.rows[upper][place] for place in places))):
        return _fills_gaps(grid, upper, lower, top=upper)
    end = grid.end_of(upper, places[0])
    leaves_some = any(place < places[0] or place > end for place in grid.filled[lower])
    return len(places) == 1 and end > places[0] and leaves_some and bool(texts)


def _last_row(grid: Grid, first: int, row: int) -> int:
    """The last row of the header: cells joined downwards, else rows that fill its gaps."""
    last = row
    while True:
        tall = [block for block in grid.merged if first <= block[0] <= last < block[2]]
        tall = [block for block in tall if block[2] < first + MOST_HEADER_ROWS]
        following = last + 1
        if tall:
            last = max(block[2] for block in tall)
            continue
        ends_here = any(first <= block[0] < block[2] == last for block in grid.merged)
        is_behind = following >= min(len(grid.rows), first + MOST_HEADER_ROWS)
        if ends_here or is_behind or not _fills_gaps(grid, last, following, top=first):
            return last
        last = following


def _fills_gaps(grid: Grid, upper: int, lower: int, *, top: int) -> bool:
    """Whether all that `lower` holds stands where the header from `top` to `upper` leaves room.

    There is room under a cell that is joined over several columns, or has blank ones to its
    right, and in columns without a name. A third row has words, or numbers from one on.
    """
    places = grid.filled[lower]
    cells = [grid.rows[lower][place] for place in places]
    if not places or not all(map(_may_name, cells)):
        return False
    texts = grid.texts(lower)
    if texts and is_district(texts[0]):
        return False
    in_words = sum(not is_value(cell) for cell in cells) >= _HALF * len(cells)
    if upper > top and not in_words and not is_number_row(cells, bare=2):
        return False
    rows = range(top, upper + 1)
    heads = [_heads(grid, row) for row in rows]
    under, rest = ({place for head in heads for place in head[at]} for at in (0, 1))
    named = {place for row in rows for place in grid.filled[row]}
    named |= {place for _row, place in grid.anchors(top, upper)}
    return bool(rest & set(places)) and all(
        place in under or place not in named for place in places
    )


def _heads(grid: Grid, row: int) -> tuple[set[int], set[int]]:
    """The columns under cells of `row` that are, or seem, joined; the same without their first."""
    under: set[int] = set()
    rest: set[int] = set()
    filled = grid.filled[row]
    fixed = {place for at, place in grid.anchors(row, row) if at == row}
    for place, following in zip(filled, [*filled[1:], grid.width], strict=True):
        end = grid.end_of(row, place)
        if (row, place) not in grid.spans:
            while end + 1 < following and end + 1 not in fixed:
                end += 1
        if end > place:
            under |= set(range(place, end + 1))
            rest |= set(range(place + 1, end + 1))
    return under, rest


def _may_name(cell: object) -> bool:
    """Whether a cell may name a column: a word, the number of a criterion, a year."""
    if isinstance(cell, float):
        return cell.is_integer()
    return isinstance(cell, str | int) and not isinstance(cell, bool | date | time)


def _number_row(grid: Grid, first: int, last: int) -> int | None:
    """The row under the header that numbers its columns, None where there is none."""
    row = last + 1
    if row >= len(grid.rows) or not grid.filled[row]:
        return None
    cells = [grid.rows[row][place] for place in grid.filled[row]]
    named = {place for at in range(first, row) for place in grid.filled[at]}
    is_whole = len(cells) >= _HALF * len(named) and grid.filled[row][0] <= min(named)
    return row if is_whole and is_number_row(cells, bare=_FEWEST_BARE) else None


def _names(grid: Grid, first: int, last: int) -> tuple[str, ...]:
    """What each column is called: the rows of the header from top to bottom, joined."""
    anchors = grid.anchors(first, last)
    lines: list[list[str]] = []
    for row in range(first, last + 1):
        line = [text_of(cell) for cell in grid.rows[row]]
        for place in range(grid.width):
            at = anchors.get((row, place))
            if at:
                line[place] = text_of(grid.rows[at[0]][at[1]]) if at[0] >= first else ""
        lines.append(line)
    for row in range(len(lines) - 1):
        _spread(lines, row, fixed={place for at, place in anchors if at == first + row})
    return tuple(_joined([line[place] for line in lines]) for place in range(grid.width))


def _spread(lines: list[list[str]], row: int, *, fixed: set[int]) -> None:
    """Let a cell that is not joined reach over the blank ones to its right.

    It does so where the rows below name both its column and theirs.
    """
    line, below = lines[row], lines[row + 1 :]
    for place in range(1, len(line)):
        if line[place] or place in fixed or not line[place - 1]:
            continue
        if all(any(lower[at] for lower in below) for at in (place - 1, place)):
            line[place] = line[place - 1]


def _joined(parts: Sequence[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and (not kept or fold(part) != fold(kept[-1])):
            kept.append(part)
    return JOIN.join(kept)

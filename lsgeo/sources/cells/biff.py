"""What an .xls says before it is read: whether a password locks it, how far its sheets reach.

After [MS-XLS]: a stream of records, each with its type, its length and its content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsgeo.sources.cells.limits import Extent

_BOF, _EOF = 0x0809, 0x000A
_FILEPASS = 0x002F
_SHEET_AT = 0x0085  # BOUNDSHEET: where a sheet starts, and its name
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS = 0x0006, 0x0205, 0x00BD
_ONE_CELL = {0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, _FORMULA, _BOOL_OR_ERROR}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_OF_AN_ERROR = (2, 0xFFFF)  # the first and the last two bytes of a formula's result
_OF_A_BLANK = (3, 0xFFFF)
_TOKENS = 22  # where in a FORMULA what it computes begins
_EMPTY_TEXT = b"\x17\x00"  # the token of "" in it (PtgStr)


@dataclass(frozen=True)
class Page:
    """How far a sheet of an .xls reaches, and the cells (row, column from 0) with errors.

    ``formulas_without_value`` are blank because the program that wrote them worked none out.
    """

    extent: Extent
    errors: Mapping[tuple[int, int], str]
    formulas_without_value: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Book:
    """What an .xls says of itself: ``is_locked`` by a password; its ``pages`` by name."""

    is_locked: bool
    pages: Mapping[str, Page]


def scan(stream: bytes) -> Book:
    """What the stream of an .xls says; what a damaged one lacks is left out."""
    starts: dict[str, int] = {}
    for kind, content, _place in _records(stream, 0):
        if kind == _FILEPASS:
            return Book(True, {})
        if kind == _SHEET_AT and len(content) > 7:
            starts[_sheet_name(content)] = struct.unpack_from("<I", content)[0]
        if kind == _EOF:
            break
    return Book(False, {name: _page(stream, start) for name, start in starts.items()})


def _sheet_name(content: bytes) -> str:
    """The name in a BOUNDSHEET: of BIFF8 with a flag for two bytes a letter, of BIFF5 without."""
    length, flag = content[6], content[7]
    if flag in (0, 1) and len(content) == 8 + length * (1 + flag):
        return content[8:].decode("utf-16-le" if flag else "latin-1", errors="replace")
    return content[7 : 7 + length].decode("cp1252", errors="replace")


def _page(stream: bytes, start: int) -> Page:
    filled, lowest, rightmost = 0, (-1, -1), (-1, -1)
    errors: dict[tuple[int, int], str] = {}
    blanks: list[tuple[int, int]] = []
    is_worked_out = False
    depth = 0  # a chart in a sheet has its own beginning and end
    for kind, content, _place in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if depth > 1 or len(content) < 6 or kind not in _ONE_CELL | {_MANY_NUMBERS}:
            continue
        row, column = struct.unpack_from("<HH", content)
        if kind == _MANY_NUMBERS:
            column = struct.unpack_from("<H", content, len(content) - 2)[0]
        elif error := _error(kind, content):
            errors[row, column] = error
        if kind == _FORMULA and _is_blank(content):
            blanks += [(row, column)] * (_EMPTY_TEXT not in content[_TOKENS:])
        elif kind == _FORMULA:
            is_worked_out = True
        filled += 1
        lowest = max(lowest, (row, column))
        rightmost = (row, column) if column > rightmost[1] else rightmost
    without_value = () if is_worked_out else tuple(blanks)
    return Page(Extent(filled, lowest, rightmost), errors, without_value)


def _is_blank(formula: bytes) -> bool:
    """Whether a formula gives nothing: an empty text, or it was never worked out."""
    return len(formula) >= _TOKENS and _result(formula) == _OF_A_BLANK


def _result(formula: bytes) -> tuple[int, int]:
    return formula[6], struct.unpack_from("<H", formula, 12)[0]


def _error(kind: int, content: bytes) -> str:
    """The error that a cell shows, "" for none."""
    if kind == _BOOL_OR_ERROR and len(content) >= 8 and content[7] == 1:
        return _ERRORS.get(content[6], "#?")
    if kind == _FORMULA and len(content) >= 14 and _result(content) == _OF_AN_ERROR:
        return _ERRORS.get(content[8], "#?")
    return ""


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes, int]]:
    """The records from `place` on: type, content, where they start."""
    end = len(stream)
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length], place
        place += 4 + length

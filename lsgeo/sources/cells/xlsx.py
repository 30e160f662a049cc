"""What an .xlsx says before it is read: its sheets, how far they reach, formulas and errors.

After ECMA-376: ``xl/workbook.xml`` lists the sheets, its relations say which member each is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from lsgeo.sheet.addresses import column_number
from lsgeo.sources.cells.limits import Extent

_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,18})["'][^<>]*(?<!/)>(?!</)"""
)
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br\s*=\s*["']([0-9]{1,18})["']""")
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f\b[^<>]*/>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v\s*>)?\s*</(?:\w+:)?c\s*>"
)
_MARKS_OF_A_FORMULA = (b"<f", b":f", b"/f")
_ERROR = re.compile(
    rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']e["'][^<>]*>)(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f\s*>))?"""
    rb"""\s*<(?:\w+:)?v\s*>([^<]{1,20})</"""
)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,18})["']""")
_TAG_START = re.compile(rb"<(?:\w+:)?c\s[^<>]*>")
_ROW_END = b"row>"


@dataclass(frozen=True)
class Sheet:
    """A sheet that a workbook lists: its ``member`` of the zip file, whether it is shown."""

    member: str
    is_shown: bool


@dataclass(frozen=True)
class Scan:
    """What the XML of a sheet says; cells are (row, column) from 0."""

    extent: Extent
    formulas_without_value: tuple[tuple[int, int], ...]
    errors: Mapping[tuple[int, int], str]


def sheets(workbook: bytes, relations: bytes) -> dict[str, Sheet]:
    """The worksheets by name, in their order; `ElementTree.ParseError` for broken XML."""
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in ElementTree.fromstring(relations).iter()
        if link.get("Type", "").endswith("/worksheet")
    }
    listed = [
        item for item in ElementTree.fromstring(workbook).iter() if _local(item.tag) == "sheet"
    ]
    found: dict[str, Sheet] = {}
    for item in listed:
        link = next((text for name, text in item.items() if _local(name) == "id"), "")
        if link in targets:
            target = targets[link].replace("\\", "/").removeprefix("/").removeprefix("./")
            member = target if target.startswith("xl/") else f"xl/{target}"
            is_shown = item.get("state", "visible") == "visible"
            found[item.get("name", "")] = Sheet(member, is_shown)
    return found


def scan(pieces: Iterable[bytes]) -> Scan:
    """What the XML of a sheet says of its cells, in one pass."""
    filled, lowest, rightmost = 0, (-1, -1), (-1, -1)
    columns: dict[bytes, int] = {}
    missing: list[tuple[int, int]] = []
    errors: dict[tuple[int, int], str] = {}
    for rows in _whole_rows(pieces):
        cells = _CELL.findall(rows)
        filled += len(cells)
        for letters in {letters for letters, _digits in cells}.difference(columns):
            columns[letters] = column_number(letters.decode())
        if cells:
            widest = max({letters for letters, _digits in cells}, key=columns.__getitem__)
            if columns[widest] > rightmost[1]:
                rightmost = _place(*next(cell for cell in cells if cell[0] == widest))
            deepest = max({digits for _letters, digits in cells}, key=int)
            if int(deepest) > lowest[0] + 1:
                lowest = _place(*next(cell for cell in cells if cell[1] == deepest))
        elif numbers := _ROW.findall(rows):
            lowest = max(lowest, (max(map(int, numbers)) - 1, 0))
        missing += _without_value(rows)
        errors |= _errors(rows)
    return Scan(Extent(filled, lowest, rightmost), tuple(missing), errors)


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut anew behind the ends of rows, so that no cell is cut in two."""
    rest = b""
    for piece in pieces:
        cut = piece.rfind(_ROW_END)
        if cut < 0:
            rest += piece
            continue
        end = cut + len(_ROW_END)
        yield rest + piece[:end]
        rest = piece[end:]
    yield rest


def _without_value(rows: bytes) -> Iterator[tuple[int, int]]:
    """The cells whose formula has no value beside it: their program never worked it out."""
    if not any(mark in rows for mark in _MARKS_OF_A_FORMULA):
        return
    for match in _NO_VALUE.finditer(rows):
        tag = _tag_before(rows, match.start())
        is_empty_text = match[1] is not None and re.search(rb"""\bt\s*=\s*["']str["']""", tag)
        if (found := _REFERENCE.search(tag)) and not is_empty_text:
            yield _place(found[1], found[2])


def _tag_before(rows: bytes, end: int) -> bytes:
    """The tag of the cell that a formula which ends at `end` stands in."""
    at = end
    while (at := rows.rfind(b"<", 0, at)) >= 0:
        if match := _TAG_START.match(rows, at):
            return match[0]
    return b""


def _errors(rows: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b'"e"' not in rows and b"'e'" not in rows:
        return iter(())
    found = ((_REFERENCE.search(match[1]), match[2]) for match in _ERROR.finditer(rows))
    return ((_place(at[1], at[2]), text.decode(errors="replace")) for at, text in found if at)


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    return int(digits) - 1, column_number(letters.decode())


def _local(name: str) -> str:
    return name.rpartition("}")[2]

"""MapInfo's interchange files (MIF, MID) made ready: object by object, line by line.

Neither file numbers its records: the fifth object goes with the fifth line. GDAL reads past
damage in silence, and from there on every shape has the words of another. So both are gone
through here first, and what is broken is put to a blank of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lsgeo.messages import _
from lsgeo.sources.vector.formats import MIF
from lsgeo.sources.vector.mapinfo import make_lossless
from lsgeo.sources.vector.source import Source, companion, copied, refused

_DELIMITER = re.compile(rb'^\s*delimiter\s+"(.)"', re.IGNORECASE | re.MULTILINE)
_COLUMNS = re.compile(rb"^\s*columns\s+(\d+)", re.IGNORECASE | re.MULTILINE)
_DATA = re.compile(rb"^\s*data\s*$", re.IGNORECASE | re.MULTILINE)
_OBJECT = re.compile(
    rb"^[ \t]*(none|point|line|pline|region|arc|text|rect|roundrect|ellipse|multipoint|collection)"
    rb"(?=\s|$)",
    re.IGNORECASE | re.MULTILINE,
)
_STYLE = rb"pen|brush|symbol|center|smooth|font|spacing|justify|angle|label"
_STRANGE = re.compile(rb"^[ \t]*(?!(?:" + _STYLE + rb")\b)[a-z]", re.IGNORECASE | re.MULTILINE)
_STYLES = (*_STYLE.split(b"|"), b"left", b"right", b"line", b"simple", b"arrow")
_BRACKETS = re.compile(rb"\([^)]*\)")
_NUMBER = re.compile(rb"[-+.\d]\S*")
_NUMBERS = {b"point": 2, b"line": 4, b"rect": 4, b"ellipse": 4, b"roundrect": 5, b"arc": 6}
_MOST_NUMBERS = 6  # outside of brackets in how an object is drawn: its centre, a label, an angle
_HEAD = 1 << 16  # bytes in which the head of a .mif ends
_COLLECTION = b"collection"
_BLANK = b"None\n"


@dataclass(frozen=True)
class _Objects:
    """The objects of a .mif: their texts, and whether each is whole, in the order of the file."""

    texts: list[bytes]
    whole: list[bool]


def prepared_mif(path: Path, folder: Path) -> Source:
    """The MIF as a copy in `folder` whose texts are read byte by byte.

    Raises `InputError` where the .mid is missing, or the .mif has no head.
    """
    if companion(path, ".mid") is None:
        what = _("files of the table are missing: {names}").format(names=".mid")
        raise refused(path, what, remedy=_("Get a whole copy of it."))
    target = copied(path, folder, extensions=(".mif", ".mid"))
    text = target.read_bytes()
    begin, columns = _DATA.search(text[:_HEAD]), _COLUMNS.search(text[:_HEAD])
    if begin is None or columns is None:
        raise refused(path, _("the .mif is cut or damaged"), remedy=_("Get a whole copy of it."))
    objects = _objects(text[begin.end() :])
    found = _DELIMITER.search(text[:_HEAD])
    table = _Lines.read(target.with_suffix(".mid"), int(columns[1]), found[1] if found else b"\t")
    rows = max(len(objects.texts), len(table.lines)) if table.columns else len(objects.texts)
    lost = _lost(objects, table, rows=rows)
    blanks = [b"\n", *(_BLANK if row in lost else one for row, one in enumerate(objects.texts, 1))]
    blanks += [_BLANK] * (rows - len(objects.texts))
    declared, is_bytes = make_lossless(target, text[: begin.end()], b"".join(blanks))
    table.write(target.with_suffix(".mid"), rows=rows)
    return Source(
        target,
        path.stem,
        MIF,
        rows=rows,
        lost=lost,
        first_fid=1,
        is_bytes=is_bytes,
        encoding=declared,
    )


@dataclass(frozen=True)
class _Lines:
    """The lines of a .mid, and which of them have as many values as there are ``columns``."""

    lines: list[bytes]
    whole: list[bool]
    columns: int
    delimiter: bytes

    @classmethod
    def read(cls, path: Path, columns: int, delimiter: bytes) -> _Lines:
        lines = [line for line in path.read_bytes().splitlines() if line.strip()]
        whole = [_values(line, delimiter) == columns for line in lines]
        return cls(lines, whole, columns, delimiter)

    def write(self, path: Path, *, rows: int) -> None:
        """Write a line for each of the `rows`, a blank one for each that is broken or missing.

        GDAL stops where lines end, and takes a quote that is not closed for one of many lines.
        """
        blank = self.delimiter * (self.columns - 1) + b"\n"
        kept = [
            line + b"\n" if whole else blank
            for line, whole in zip(self.lines, self.whole, strict=True)
        ]
        path.write_bytes(b"".join(kept) + blank * (rows - len(kept)))


def in_doubt() -> str:
    """Why records after a damaged one are lost where nothing but their order tells them apart."""
    return _("it cannot be told which words go with which shape")


def _values(line: bytes, delimiter: bytes) -> int:
    """How many values a line has; 0 where a quote is not closed, or bytes are wiped out."""
    if line.count(b'"') % 2 or b"\0" in line:
        return 0
    text, mark = line.decode("latin-1"), delimiter.decode("latin-1")
    try:
        return len(next(csv.reader([text], delimiter=mark, strict=True)))
    except csv.Error:
        return 0


def _lost(objects: _Objects, table: _Lines, *, rows: int) -> dict[int, str]:
    """Why each record is lost.

    Where there are not as many lines as objects and one in the middle is broken, nobody can tell
    which shape goes with which words from there on.
    """
    shapes, lines = len(objects.texts), len(table.lines) if table.columns else rows
    broken_shapes = {row for row, whole in enumerate(objects.whole, 1) if not whole}
    broken_lines = {row for row, whole in enumerate(table.whole, 1) if table.columns and not whole}
    lost = dict.fromkeys(broken_shapes, _("its shape is cut off or damaged"))
    for row in broken_lines:
        lost.setdefault(row, _("its attributes are cut off"))
    inner = {row for row in broken_shapes if row < shapes} | {
        row for row in broken_lines if row < lines
    }
    if shapes != lines and inner:
        for row in range(min(inner), rows + 1):
            lost.setdefault(row, in_doubt())
    for row in range(shapes + 1, rows + 1):
        lost.setdefault(row, _("it has attributes, but no shape"))
    for row in range(lines + 1, rows + 1):
        lost.setdefault(row, _("it has a shape, but no attributes"))
    return lost


def _objects(text: bytes) -> _Objects:
    """The objects of the data of a .mif; one whose first word is damaged counts as well.

    A last line that does not end may be cut inside of a number, so it is left out.
    """
    found = _Objects([], [])
    text = text[: text.rfind(b"\n") + 1]
    starts = [one.start() for one in _OBJECT.finditer(text)]
    for one, is_whole in _with_parts(text, starts):
        if one.lstrip()[: len(_COLLECTION)].lower() == _COLLECTION:
            found.texts.append(one)
            found.whole.append(is_whole)
            continue
        strange = _STRANGE.search(one, one.find(b"\n") + 1)
        head = one[: strange.start()] if strange else one
        rest = _rest(head)
        is_inner = rest is not None and (strange is not None or _hides_one(rest))
        found.texts.append(head if is_inner else one)
        found.whole.append(rest is not None and not (rest and _NUMBER.fullmatch(rest[0])))
        if is_inner:
            found.texts.append(_BLANK)
            found.whole.append(False)
    return found


def _with_parts(text: bytes, starts: list[int]) -> Iterator[tuple[bytes, bool]]:
    """The text of each object; a collection has its parts with it, and is whole if they are."""
    ends = [*starts[1:], len(text)]
    place = 0
    while place < len(starts):
        one = text[starts[place] : ends[place]]
        words = one.split(None, 2)
        place += 1
        if words[0].lower() != _COLLECTION:
            yield one, True
            continue
        count = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
        parts = [
            text[starts[at] : ends[at]] for at in range(place, min(place + count, len(starts)))
        ]
        place += len(parts)
        yield (
            one + b"".join(parts),
            len(parts) == count > 0 and all(_rest(part) is not None for part in parts),
        )


def _rest(text: bytes) -> list[bytes] | None:
    """The words of an object after its numbers; None where the numbers are not all there."""
    words = text.split()
    kind = words[0].lower()
    if kind == b"none":
        return words[1:]
    if kind == b"text":
        return [] if text.count(b'"') >= 2 else None
    if kind in _NUMBERS:
        return _after(words, 1, _NUMBERS[kind])
    place, parts = 1, 1
    if kind == b"region" or (kind == b"pline" and words[1:2] and words[1].lower() == b"multiple"):
        place = 2 if kind == b"region" else 3
        parts = _count(words, place - 1)
    for _part in range(parts):
        points = _count(words, place)
        if points < 1 or _after(words, place + 1, 2 * points) is None:
            return None
        place += 1 + 2 * points
    return words[place:] if parts else None


def _count(words: list[bytes], place: int) -> int:
    """The count that stands in a place, 0 where there is none."""
    return int(words[place]) if place < len(words) and words[place].isdigit() else 0


def _after(words: list[bytes], place: int, count: int) -> list[bytes] | None:
    """The words after `count` numbers, None where they are not all there."""
    numbers = words[place : place + count]
    try:
        read = [float(word) for word in numbers]
    except ValueError:
        return None
    return words[place + count :] if len(read) == count else None


def _hides_one(rest: list[bytes]) -> bool:
    """Whether more follows an object than how it is drawn: one whose first word is damaged."""
    if not rest or _NUMBER.fullmatch(rest[0]):
        return False  # a number too many is damage of its own
    words = _BRACKETS.sub(b" ", b" ".join(rest)).split()
    numbers = sum(1 for word in words if _NUMBER.fullmatch(word))
    known = sum(1 for word in words if word.lower() in _STYLES)
    return numbers > _MOST_NUMBERS or numbers + known < len(words)

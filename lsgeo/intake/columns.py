"""Which column of an office's table is which of ours, by what offices call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lsgeo.sheet import JOIN
from lsgeo.text import fold, normalise

UNIT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": (
        *("mã xã", "mã đơn vị", "mã đvhc", "mã đơn vị hành chính", "mã số", "mã", "ma xa", "maxa"),
        *("ma dvhc", "madvhc", "ward code", "commune code", "code"),
    ),
    "name": (
        *("tên xã", "tên đơn vị", "tên xã, phường", "tên xã, phường, thị trấn", "tên địa phương"),
        *("xã, phường, thị trấn", "xã, phường", "xã/phường", "đơn vị", "địa phương", "xã", "tên"),
        *("đơn vị hành chính", "tên đvhc", "ten xa", "tenxa", "commune", "ward", "name"),
    ),
    "kind": ("loại đơn vị", "loại đvhc", "loại", "cấp", "kind", "type"),
    "district": (
        *("tên huyện", "huyện", "huyện, thành phố", "huyện/thành phố", "huyện, tp", "ten huyen"),
        *("thuộc huyện", "huyện cũ", "district"),
    ),
}
"""Columns that say which unit a row is of, in the order they are tried."""

ORDINALS = ("stt", "tt", "số tt", "số thứ tự", "no", "no.")
"""Columns that only number the rows."""

_HINT = re.compile(r"\s*\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class Columns:
    """The columns of a table that were recognised: ours to the file's own header text.

    ``rest`` are the others, in their order, without those that number the rows.
    """

    found: Mapping[str, str]
    rest: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """The file's own name of a column of ours; "" where it has none."""
        return self.found.get(name, "")


def recognise(
    header: Sequence[str],
    wanted: Mapping[str, Iterable[str]],
    *,
    named: Mapping[str, str] | None = None,
) -> Columns:
    """The columns of `header` that are called like one of `wanted`, by the names offices use.

    A column is taken by the last line of its header, else by any line, without a unit in brackets;
    words earlier in a list go before later ones. `named` says outright what a column of ours is
    called in the file; a name that is not there is left to the caller (`missing`).
    """
    texts = [normalise(text) for text in header]
    by_text = {fold(text): raw for text, raw in zip(texts, header, strict=True)}
    found = {
        ours: by_text[fold(theirs)]
        for ours, theirs in (named or {}).items()
        if fold(theirs) in by_text
    }
    for of_last_line in (True, False):
        for ours, words in wanted.items():
            taken = set(found.values())
            if ours in found:
                continue
            places = _places(header, of_last_line=of_last_line, taken=taken)
            match = next((places[fold(word)] for word in words if fold(word) in places), None)
            if match is not None:
                found[ours] = match
    known = {*found.values()}
    rest = tuple(raw for raw in header if raw not in known and fold(lines(raw)[-1]) not in ORDINALS)
    return Columns(found, rest)


def missing(header: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """The columns that `named` says are there and `header` lacks."""
    there = {fold(text) for text in header}
    return {ours: theirs for ours, theirs in named.items() if fold(theirs) not in there}


def text_of(cell: object) -> str:
    """A cell as text: a whole number without a point, a day in ISO, nothing for a blank one."""
    if cell is None or cell != cell:  # NaN
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    return normalise(str(cell))


def lines(text: str) -> list[str]:
    """The lines of a header's text, top to bottom, each without the unit in its brackets."""
    parts = [normalise(part) for part in text.split(JOIN)]
    return [_HINT.sub("", part) or part for part in parts]


def hint(text: str) -> str:
    """The unit that a header says in its last brackets: "ha" of "Diện tích (ha)"; "" for none."""
    found = _HINT.search(text)
    return normalise(found[1]) if found else ""


def _places(header: Iterable[str], *, of_last_line: bool, taken: set[str]) -> dict[str, str]:
    """The columns not yet taken by the folded lines of their headers; the first of equals."""
    places: dict[str, str] = {}
    for raw in header:
        if raw not in taken:
            every = lines(raw)
            for line in every[-1:] if of_last_line else every:
                places.setdefault(fold(line), raw)
    return places

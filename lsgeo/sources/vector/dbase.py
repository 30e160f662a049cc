"""The head of a dBASE table (.dbf, and .dat of MapInfo): what it claims and what is there."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_PREAMBLE = 32
_DELETED = ord("*")
_END = 0x0D  # behind the last column
_BEGINNINGS = (b" ", b"*", b"\x1a", b"")  # of a record, or the end of the file
_WIDTH = 16  # the byte of a column that tells its width
_FOXPRO = (0x30, 0x31, 0x32)  # Visual FoxPro names a database behind the columns
_LINK = 263  # bytes of that


@dataclass(frozen=True)
class Dbase:
    """How many records a table claims, how many whole ones the file has room for, and their size.

    ``begins`` is the byte where the first record begins; ``fields`` counts the columns.
    """

    claimed: int
    held: int
    begins: int
    width: int
    fields: int

    def deleted(self, path: Path) -> frozenset[int]:
        """The records, from 1, that carry the mark of deletion."""
        if not self.held:
            return frozenset()
        table = np.memmap(path, dtype="uint8", mode="r", offset=self.begins)
        marks = table[: self.held * self.width : self.width]
        return frozenset((np.flatnonzero(marks == _DELETED) + 1).tolist())


def read_dbase(path: Path) -> Dbase | None:
    """The head of a table; None where it is none (too short, or sizes that cannot be)."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_PREAMBLE)
    if len(head) < _PREAMBLE:
        return None
    claimed, begins, width = struct.unpack("<IHH", head[4:12])
    if begins <= _PREAMBLE or begins > size or width < 2:
        return None
    held = min(claimed, (size - begins) // width)
    return Dbase(claimed, held, begins, width, (begins - _PREAMBLE) // _PREAMBLE)


def is_consistent(path: Path, table: Dbase) -> bool:
    """Whether the columns of a .dbf fill its records, and its head ends where they begin.

    Where they do not, texts are read from the wrong places. A record may be longer than its
    columns if the whole file is as long as that makes it.
    """
    with path.open("rb") as stream:
        head, beyond = stream.read(table.begins), stream.read(1)
    places = range(_PREAMBLE, table.begins, _PREAMBLE)
    end = next((place for place in places if head[place] == _END), table.begins)
    widths = [
        head[place + _WIDTH]
        for place in range(_PREAMBLE, end, _PREAMBLE)
        if place + _PREAMBLE <= end
    ]
    if not widths or (end - _PREAMBLE) % _PREAMBLE:
        return False
    has_link = head[0] in _FOXPRO and table.begins - end == _LINK + 1
    is_ended = end < table.begins or beyond in _BEGINNINGS  # some writers put no end
    if not is_ended or (not has_link and any(head[end + 1 :])):
        return False
    used = 1 + sum(widths)
    rest = path.stat().st_size - table.begins - table.claimed * table.width
    return used == table.width or (used < table.width and rest in (0, 1))

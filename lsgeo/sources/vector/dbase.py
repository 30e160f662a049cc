"""The head of a dBASE table (.dbf, and .dat of MapInfo): what it claims and what is there."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_PREAMBLE = 32
_DELETED = ord("*")


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

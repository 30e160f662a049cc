"""The streams of an OLE compound file, which .xls and protected workbooks are.

After [MS-CFB]: sectors, linked through a table (FAT), and a directory of streams; short streams
lie in a stream of their own with sectors of 64 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

MOST_BYTES = 512 << 20
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True)
class _Stream:
    start: int
    size: int


class Compound:
    """A compound file: the ``names`` of its streams, and their bytes (`stream`)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError(_("the file is damaged"))
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._table(self._fat_sectors())
        directory = self._bytes_of(struct.unpack_from("<I", data, 48)[0])
        self._streams, self._root = _directory(directory)
        self._cutoff = int(struct.unpack_from("<I", data, 56)[0])

    @classmethod
    def read(cls, path: Path) -> Compound:
        """The compound file in `path`; `InputError` where it is damaged or too large."""
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise ValueError(_("the file is too large"))
            return cls(path.read_bytes())
        except (OSError, ValueError, struct.error) as error:
            remedy = _("Can Excel open it? Then save it again as .xlsx or CSV UTF-8.")
            fault = Fault(_("the file is damaged"), got=str(error), remedy=remedy)
            raise InputError(str(path), _("the file cannot be read"), [fault]) from error

    @property
    def names(self) -> set[str]:
        """The names of all streams, wherever in the file's folders they lie."""
        return set(self._streams)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; ValueError or struct.error where the file is damaged."""
        found = self._streams.get(name)
        if found is None:
            raise ValueError(_("the file is damaged"))
        if found.size >= self._cutoff or self._root is None:
            return self._bytes_of(found.start)[: found.size]
        start = struct.unpack_from("<I", self._data, 60)[0]
        table = self._bytes_of(start)
        mini_fat = struct.unpack(f"<{len(table) // 4}I", table)
        container = self._bytes_of(self._root.start)
        size = self._mini_size
        places = _chain(found.start, mini_fat)
        return b"".join(container[at * size : (at + 1) * size] for at in places)[: found.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _bytes_of(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._fat))

    def _fat_sectors(self) -> list[int]:
        """The sectors of the table: 109 in the header, the others in a chain of their own."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        for _step in range(len(self._data) // self._size):
            if more >= _LAST:
                break
            *listed, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            sectors += listed
        return [sector for sector in sectors if sector < _LAST]

    def _table(self, sectors: Sequence[int]) -> tuple[int, ...]:
        content = b"".join(map(self._sector, sectors[: len(self._data) // self._size + 1]))
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(start: int, table: Sequence[int]) -> list[int]:
    """The sectors that follow one another from `start`; ValueError for a ring."""
    places: list[int] = []
    at = start
    while at < _LAST:
        if at >= len(table) or len(places) >= len(table):
            raise ValueError(_("the file is damaged"))
        places.append(at)
        at = table[at]
    return places


def _directory(content: bytes) -> tuple[Mapping[str, _Stream], _Stream | None]:
    """The streams by name, and the root, which holds the short ones."""
    streams: dict[str, _Stream] = {}
    root = None
    for place in range(0, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        entry = content[place : place + _ENTRY_BYTES]
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == _STREAM:
            name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
            streams.setdefault(name, _Stream(start, size))
        elif kind == _ROOT:
            root = _Stream(start, size)
    return streams, root

"""Where the shapes of a shapefile lie in it, and which of them are whole.

ESRI, Shapefile Technical Description (1998): a head of 100 bytes, then for each record its number
and length in 16-bit words (big-endian), then the shape (little-endian): type, box, points.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HEAD = 100
_NULL = 0
_NULL_LENGTH = 4  # bytes of a record without shape: nothing but its kind
_BOXED = (3, 5, 8, 13, 15, 18, 23, 25, 28, 31)  # kinds with a box: lines, polygons, multipoints
_TOLD = 8  # bytes before each record
_LOOK_AHEAD = 3  # records that may be broken in a row without an index to tell where they end
_MOST_SOUGHT = 1 << 24  # bytes gone through to find the next record
_MOST_RESUMED = 50  # broken records: a file with more is not worth the time


@dataclass(frozen=True)
class Shapes:
    """The records of a .shp: where each begins and how many bytes it has, both 0 where unknown.

    ``kinds`` is the type of each shape, -1 where it cannot be known; ``boxes`` the box each one
    states, NaN for points. ``is_cut`` says that the file is shorter than its head claims.
    """

    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]
    kinds: NDArray[np.int32]
    boxes: NDArray[np.float64]
    claimed_bytes: int
    is_cut: bool

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.offsets)

    @property
    def is_broken(self) -> NDArray[np.bool_]:
        """Which records do not lie whole in the file, or are no shapes."""
        return self.kinds < 0


def is_shapefile(path: Path) -> bool:
    """Whether a .shp has the head of one."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return len(head) == _HEAD and struct.unpack(">i", head[:4])[0] == 9994


def read_index(shp: Path, shx: Path) -> Shapes | None:
    """The shapes as the index of a shapefile gives them; None where it cannot be its index.

    An index whose records overlap or leave the .shp is none, unless the .shp is cut.
    """
    data = np.memmap(shx, dtype="uint8", mode="r") if shx.stat().st_size > _HEAD else None
    if data is None or (len(data) - _HEAD) % 8 or _claim(data) != len(data):
        return None
    entries = data[_HEAD:].view(">i4").reshape(-1, 2).astype("int64") * 2
    offsets, lengths = entries[:, 0], entries[:, 1]
    whole = np.memmap(shp, dtype="uint8", mode="r")
    shapes = _looked_at(whole, offsets, lengths)
    apart = np.sort(offsets[~shapes.is_broken])
    is_heap = lengths[~shapes.is_broken].sum() + _TOLD * len(apart) > len(whole)
    if is_heap or len(np.unique(apart)) < len(apart):
        return None
    return shapes


def scan(shp: Path) -> Shapes:
    """The shapes found by going through a .shp from record to record, without an index.

    Where a record's length is broken, the next one is sought by its number.
    """
    found: list[tuple[int, int]] = []
    resumed = 0
    with shp.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        own = int.from_bytes(data[32:36], "little")
        place = _HEAD
        while place + _TOLD <= len(data):
            length = _length(data, place, own)
            if length:
                found.append((place, length))
                place += _TOLD + length
                continue
            missed, place = _resumed(data, place + 4, number=len(found) + 1, own=own)
            resumed += 1
            if not missed or resumed > _MOST_RESUMED:
                break
            found += [(0, 0)] * missed
    entries = np.asarray(found, dtype="int64").reshape(-1, 2)
    whole = np.memmap(shp, dtype="uint8", mode="r")
    return _looked_at(whole, entries[:, 0], entries[:, 1])


def index_of(shapes: Shapes, *, rows: int, head: bytes) -> bytes:
    """The .shx of `rows` records; those that are broken or beyond the shapes are empty.

    `head` is the first 100 bytes of the .shp: both files begin alike but for their length.
    """
    entries = np.zeros((rows, 2), dtype=">i4")
    there = min(rows, len(shapes))
    sound = ~shapes.is_broken[:there]
    entries[:there][sound, 0] = shapes.offsets[:there][sound] // 2
    entries[:there][sound, 1] = shapes.lengths[:there][sound] // 2
    words = (_HEAD + entries.nbytes) // 2
    return head[:24] + struct.pack(">i", words) + head[28:_HEAD] + entries.tobytes()


def _claim(data: NDArray[np.uint8]) -> int:
    return int.from_bytes(data[24:28].tobytes(), "big") * 2


def _length(data: mmap.mmap, place: int, own: int) -> int:
    """The bytes of the record at `place`, 0 where no sound one of the kind `own` is there."""
    _number, words = struct.unpack_from(">ii", data, place)
    if words < 2 or place + _TOLD + 2 * words > len(data):
        return 0
    (kind,) = struct.unpack_from("<i", data, place + _TOLD)
    return 2 * words if kind in (_NULL, own) else 0


def _resumed(data: mmap.mmap, place: int, *, number: int, own: int) -> tuple[int, int]:
    """How many records are missed after a broken one, and where the next sound one begins.

    `number` is that of the broken record; both are 0 where no later one is found.
    """
    end = min(len(data), place + _MOST_SOUGHT)
    for missed in range(1, _LOOK_AHEAD + 1):
        wanted = struct.pack(">i", number + missed)
        at = data.find(wanted, place, end)
        while 0 <= at <= len(data) - _TOLD - 4:
            if _length(data, at, own):
                return missed, at
            at = data.find(wanted, at + 1, end)
    return 0, 0


def _looked_at(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], lengths: NDArray[np.int64]
) -> Shapes:
    """The shapes at `offsets`, with their kinds and boxes."""
    claimed, size = _claim(data), len(data)
    inside = (offsets >= _HEAD) & (lengths >= 4) & (offsets + _TOLD + lengths <= size)
    kinds = np.full(len(offsets), -1, dtype="int32")
    kinds[inside] = _gathered(data, offsets[inside] + _TOLD, "<i4", 1)[:, 0]
    own = int.from_bytes(data[32:36].tobytes(), "little")
    kinds[~np.isin(kinds, (_NULL, own)) | ((kinds == _NULL) & (lengths > _NULL_LENGTH))] = -1
    boxes = np.full((len(offsets), 4), np.nan)
    boxed = np.isin(kinds, _BOXED) & (lengths >= 44)
    boxes[boxed] = _gathered(data, offsets[boxed] + _TOLD + 4, "<f8", 4)
    return Shapes(offsets, lengths, kinds, boxes, claimed, claimed > size)


def _gathered(
    data: NDArray[np.uint8], places: NDArray[np.int64], kind: str, count: int
) -> NDArray[np.generic]:
    """`count` numbers of a `kind` at each of the `places`."""
    width = np.dtype(kind).itemsize * count
    taken = data[places[:, None] + np.arange(width)]
    return np.ascontiguousarray(taken).view(kind).reshape(-1, count)

"""FlatGeobuf made ready: what it claims to hold, and where it is cut.

After the specification of version 3: a head, an index of nodes of 40 bytes, then the features,
each behind its length; the head is a table of FlatBuffers.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

import pyogrio

from lsgeo.messages import _
from lsgeo.sources.vector.formats import FLATGEOBUF
from lsgeo.sources.vector.gdal import reading
from lsgeo.sources.vector.source import Source, refused

_LEAST_FEATURE = 8  # bytes of a feature
_HEAD = 12  # where the table of the head begins: behind the magic bytes and its length
_COUNT, _NODE_SIZE = 8, 9  # fields of that table
_USUAL_NODE_SIZE = 16
_NODE = 40


def prepared(path: Path) -> Source:
    """A FlatGeobuf with the number of features that it claims, if the file has room for them."""
    with reading(path):
        if not len(pyogrio.list_layers(path)):
            raise refused(
                path, _("the file is cut or damaged"), remedy=_("Get a whole copy of it.")
            )
        claimed = int(pyogrio.read_info(path)["features"])
    if claimed > path.stat().st_size // _LEAST_FEATURE:
        what = _("the file claims far more than it can hold")
        raise refused(path, what, got=str(claimed), remedy=_("Get a whole copy of it."))
    rows = claimed if claimed > 0 else None
    return Source(path, path.stem, FLATGEOBUF, rows=rows, first_fid=0)


def whole(path: Path) -> int | None:
    """How many features lie whole in the file before it ends; None where its head is damaged."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            (length,) = struct.unpack_from("<I", data, _HEAD - 4)
            count = _number(data, _COUNT, "<Q", unsaid=0)
            node_size = _number(data, _NODE_SIZE, "<H", unsaid=_USUAL_NODE_SIZE)
        except struct.error:
            return None
        place = _HEAD + length + _index_bytes(count, node_size)
        for number in range(count):
            if place + 4 > len(data):
                return number
            (length,) = struct.unpack_from("<I", data, place)
            place += 4 + length
            if length < _LEAST_FEATURE or place > len(data):
                return number
    return count


def _number(data: mmap.mmap, field: int, kind: str, *, unsaid: int) -> int:
    """A number of the head's table, `unsaid` where it leaves it out."""
    root = _HEAD + struct.unpack_from("<I", data, _HEAD)[0]
    fields = root - struct.unpack_from("<i", data, root)[0]
    at = fields + 4 + 2 * field
    is_there = at < fields + struct.unpack_from("<H", data, fields)[0]
    offset = struct.unpack_from("<H", data, at)[0] if is_there else 0
    return int(struct.unpack_from(kind, data, root + offset)[0]) if offset else unsaid


def _index_bytes(count: int, node_size: int) -> int:
    """The size of the index of so many features, a tree of nodes; 0 for none."""
    if not count or not node_size:
        return 0
    nodes, level = count, 0
    while level != 1:  # one feature too has a root above it
        level = -(-(level or count) // max(node_size, 2))
        nodes += level
    return nodes * _NODE

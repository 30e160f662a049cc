"""Pictures of few colours as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _PALETTE, _PLAIN = 8, 3, 0

Colour = tuple[int, int, int]


def encode(pixels: NDArray[np.uint8], colours: Sequence[Colour]) -> bytes:
    """`pixels` as a PNG with a palette, the same bytes for the same input.

    0 is transparent, n is shown in ``colours[n - 1]`` (red, green, blue). The format is that of
    the PNG specification (ISO/IEC 15948): 8-bit palette, rows unfiltered, not interlaced.
    """
    height, width = pixels.shape
    rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), pixels])  # each row: its filter first
    palette = bytes([0, 0, 0, *(part for colour in colours for part in colour)])
    return _SIGNATURE + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _PALETTE, 0, 0, _PLAIN)),
            _chunk(b"PLTE", palette),
            _chunk(b"tRNS", b"\x00"),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)

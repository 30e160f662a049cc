"""Blocks of pixels as small numbers: what of a raster is counted, and joined with others.

Compiled: import this module only where pixels are at hand, the compiler takes its time to load.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Codes = NDArray[Any]
"""Pixels as uint8, uint16 or uint32, counted from 0."""

_MOST_LISTED = 1 << 24
_MOST_SHIFTED = 1 << 16  # a span of values up to which they are told apart by a table


def coded(pixels: NDArray[np.integer]) -> tuple[Codes, NDArray[np.int64]]:
    """The `pixels` as codes from 0, and the value that each code stands for, ascending.

    Bytes stay as they are, with the values up to their largest; of other types the codes are
    those of the values that occur.
    """
    if pixels.size == 0:
        return pixels.astype("uint8"), np.zeros(0, dtype="int64")
    low, high = int(pixels.min()), int(pixels.max())
    if pixels.dtype == np.uint8:
        return pixels, np.arange(high + 1, dtype="int64")
    if high - low >= _MOST_SHIFTED:
        values, codes = np.unique(pixels, return_inverse=True)
        return codes.reshape(pixels.shape).astype(_type_for(len(values))), values.astype("int64")
    shifted = (pixels.astype("int64") - low).astype("uint32")  # below 2^16, as just seen
    kept = occurring(shifted, high - low + 1)
    return renumbered(shifted, kept, np.arange(len(kept))), kept + low


def paired(one: tuple[Codes, int], other: tuple[Codes, int]) -> tuple[Codes, NDArray[np.int64]]:
    """Codes for the pairs of two blocks, and which of them occur, ascending.

    Both come as codes with their number; of two numbers m and n the code of a pair is the left
    one times n plus the right one.
    """
    (left, most), (right, count) = one, other
    codes = np.empty(left.shape, dtype=_type_for(most * count))
    if most * count > _MOST_LISTED:
        np.multiply(left, count, out=codes, dtype=codes.dtype)
        codes += right
        return codes, occurring(codes, most * count)
    present = np.zeros(most * count, dtype=bool)
    _join_and_list(left, right, count, codes, present)
    return codes, np.flatnonzero(present)


def occurring(codes: Codes, count: int) -> NDArray[np.int64]:
    """Which codes below `count` occur, ascending."""
    if count > _MOST_LISTED:  # a table of all would take longer than sorting
        return np.unique(codes).astype("int64")
    return np.flatnonzero(_present(codes, count))


def renumbered(codes: Codes, kept: NDArray[np.int64], numbers: NDArray[np.int64]) -> Codes:
    """`codes`, of which those in `kept` occur, each replaced by its place's one of `numbers`."""
    kind = _type_for(int(numbers.max(initial=0)) + 1)
    if kept.max(initial=0) >= _MOST_LISTED:
        return numbers.astype(kind)[np.searchsorted(kept, codes)]
    table = np.zeros(int(kept.max(initial=0)) + 1, dtype=kind)
    table[kept] = numbers
    return _looked_up(codes, table)


def _type_for(count: int) -> str:
    kinds = {"uint8": 8, "uint16": 16, "uint32": 32}
    return next((kind for kind, bits in kinds.items() if count <= 1 << bits), "uint64")


@njit(cache=True, nogil=True)
def _join_and_list(
    left: Codes, right: Codes, count: int, joined: Codes, present: NDArray[np.bool_]
) -> None:
    for row in range(left.shape[0]):
        for col in range(left.shape[1]):
            pair = np.uint32(left[row, col]) * np.uint32(count) + right[row, col]
            joined[row, col] = pair
            present[pair] = True


@njit(cache=True, nogil=True)
def _present(codes: Codes, count: int) -> NDArray[np.bool_]:
    present = np.zeros(count, dtype=np.bool_)
    for row in range(codes.shape[0]):
        for col in range(codes.shape[1]):
            present[codes[row, col]] = True
    return present


@njit(cache=True, nogil=True)
def _looked_up(codes: Codes, number: Codes) -> Codes:
    found = np.empty(codes.shape, dtype=number.dtype)
    for row in range(codes.shape[0]):
        for col in range(codes.shape[1]):
            found[row, col] = number[codes[row, col]]
    return found

"""Pixels as codes: what is told apart, and what several rasters are together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lsgeo.errors import InputError
from lsgeo.pixels import coded, occurring, paired, renumbered
from lsgeo.raster import LEFT_OUT, Grid, Raster, Window, joined, parts_of

TYPES = ("uint8", "int8", "int16", "uint16", "int32", "uint32", "int64")
blocks = st.sampled_from(TYPES).flatmap(
    lambda kind: arrays(kind, st.tuples(st.integers(1, 6), st.integers(1, 6)))
)


@settings(max_examples=300, deadline=None)
@given(blocks)
def test_codes_stand_for_the_pixels(pixels: np.ndarray) -> None:
    codes, values = coded(pixels)
    assert codes.dtype.kind == "u"
    assert (values[codes] == pixels).all()
    assert (values[1:] > values[:-1]).all()


@settings(max_examples=200, deadline=None)
@given(arrays("uint8", (4, 5)), arrays("int16", (4, 5)))
def test_pairs_stand_for_both_sides(one: np.ndarray, other: np.ndarray) -> None:
    left, right = coded(one), coded(other)
    count = len(right[1])
    pairs, kept = paired((left[0], len(left[1])), (right[0], count))
    codes = renumbered(pairs, kept, np.arange(len(kept)))
    assert (left[1][kept // count][codes] == one).all()
    assert (right[1][kept % count][codes] == other).all()
    assert len(kept) == len(set(zip(one.ravel().tolist(), other.ravel().tolist(), strict=True)))


def test_codes_beyond_any_table_are_numbered_anew_too() -> None:
    codes = np.array([[5, 1 << 27], [5, 0]], dtype="uint32")
    kept = occurring(codes, 1 << 28)
    assert kept.tolist() == [0, 5, 1 << 27]
    assert renumbered(codes, kept, np.array([3, 1, 3])).tolist() == [[1, 3], [1, 3]]


def read_all(raster: Raster) -> list[list[int]]:
    return raster.read(Window(0, 0, raster.grid.height, raster.grid.width)).tolist()


def test_classes_of_two_rasters_are_combined_and_come_apart_again(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    canopy = raster_of([[80, 30, 0, 255], [80, 30, 0, 1]], tiny_grid, name="canopy", nodata=255)
    loss = raster_of([[0, 2, 2, 0], [300, 0, 9, 9]], tiny_grid, name="loss", nodata=9)
    both = joined("both", [canopy, loss])
    found = np.array(read_all(both))
    assert (found == -1).tolist() == [[False, False, False, True], [False, False, True, True]]
    first, second = parts_of(found[found >= 0], count=2)
    assert first.tolist() == [80, 30, 0, 80, 30]
    assert second.tolist() == [0, 2, 2, 300, 0]


def test_what_a_condition_does_not_hold_of_is_left_out(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    canopy = raster_of([[80, 30, 29, 0], [75, 10, 100, 50]], tiny_grid, name="canopy")
    loss = raster_of([[0, 2, 2, 0], [1, 0, 0, 3]], tiny_grid, name="loss")
    counted = joined("loss", [loss], where=lambda values: values["canopy"] >= 30, asked=[canopy])
    assert read_all(counted) == [[0, 2, LEFT_OUT, LEFT_OUT], [1, LEFT_OUT, 0, 3]]


def test_three_rasters_come_apart_again(tiny_grid: Grid, raster_of: Callable[..., Raster]) -> None:
    rows = [[[1, 2, 3, 4], [5, 6, 7, 8]], [[0, 1, 0, 1], [0, 1, 0, 1]], [[9, 9, 9, 9]] * 2]
    rasters = [raster_of(pixels, tiny_grid, name=str(at)) for at, pixels in enumerate(rows)]
    found = np.array(read_all(joined("three", rasters)))
    assert [part.tolist() for part in parts_of(found, count=3)] == rows


def test_values_that_cannot_be_combined_are_told_with_their_raster(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    height = raster_of(np.full((2, 4), -3), tiny_grid, name="height")
    with pytest.raises(InputError, match=r"height: .*\n.*cannot be combined.*-3…-3"):
        read_all(joined("both", [height, height]))


def test_pairs_of_very_many_values_do_not_run_over() -> None:
    """2^17 times 2^17 codes are more than 32 bits hold."""
    left = np.array([[0, (1 << 17) - 1]], dtype="uint32")
    pairs, kept = paired((left, 1 << 17), (left[:, ::-1].copy(), 1 << 17))
    assert kept.tolist() == [(1 << 17) - 1, ((1 << 17) - 1) << 17]
    assert renumbered(pairs, kept, np.arange(2)).tolist() == [[0, 1]]

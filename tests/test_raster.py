"""Grids and rasters: what may meet, and what pixels without data become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pyproj import CRS

from lsgeo.errors import Fault, InputError
from lsgeo.raster import Grid, Raster, Window, combine, describe, row_areas_ha, same_grid

WHOLE = Window(0, 0, 2, 4)


def add(*, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a.astype("int32") + b


def test_rasters_on_one_grid_share_it(tiny_grid: Grid, raster_of: Callable[..., Raster]) -> None:
    bands = {name: raster_of(np.zeros((2, 4)), tiny_grid, name=name) for name in "ab"}
    assert same_grid(bands) == tiny_grid


@pytest.mark.parametrize(
    "change",
    [
        {"width": 5},
        {"height": 3},
        {"west": 106.7},
        {"north": 21.9},
        {"cell_width": 0.001},
        {"cell_height": 0.001},
        {"crs": CRS("EPSG:4756")},
    ],
)
def test_rasters_on_different_grids_do_not_meet(
    tiny_grid: Grid, raster_of: Callable[..., Raster], change: dict[str, object]
) -> None:
    bands = {
        "a": raster_of(np.zeros((2, 4)), tiny_grid, name="a"),
        "b": raster_of(np.zeros((2, 4)), replace(tiny_grid, **change), name="b"),
    }
    with pytest.raises(InputError, match="b: lies on another grid than a"):
        same_grid(bands)


def test_every_grid_that_differs_is_named(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    other = replace(tiny_grid, width=5)
    bands = {"a": raster_of([[0]], tiny_grid)}
    bands |= {name: raster_of([[0]], other, name=name) for name in "bc"}
    with pytest.raises(InputError) as caught:
        combine("joint", bands, decode=add)
    assert [fault.where for fault in caught.value.faults] == ["b", "c"]


def test_two_grids_that_differ_never_read_alike(tiny_grid: Grid) -> None:
    assert describe(tiny_grid) != describe(replace(tiny_grid, west=tiny_grid.west + 1e-6))


def test_a_combined_raster_decodes_its_bands(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    a, b = np.arange(8).reshape(2, 4), np.full((2, 4), 10)
    joint = combine("j", {"a": raster_of(a, tiny_grid), "b": raster_of(b, tiny_grid)}, decode=add)
    assert joint.read(WHOLE).tolist() == [[10, 11, 12, 13], [14, 15, 16, 17]]
    assert joint.read(Window(1, 2, 1, 2)).tolist() == [[16, 17]]


def test_no_data_in_any_band_is_no_data_and_is_not_decoded(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """255 would be refused by the decoder: it must not see it."""

    def decode(*, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        assert a.max() < 9
        assert b.max() < 9
        return add(a=a, b=b)

    a = raster_of([[255, 1, 1, 1], [1, 1, 1, 1]], tiny_grid, nodata=255)
    b = raster_of([[1, 1, 1, 1], [1, 1, 1, 0]], tiny_grid, nodata=0)
    joint = combine("j", {"a": a, "b": b}, decode=decode)
    assert joint.nodata == -1
    assert joint.read(WHOLE).tolist() == [[-1, 2, 2, 2], [2, 2, 2, -1]]


def test_zero_is_data_where_no_value_means_no_data(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    zero = raster_of(np.zeros((2, 4), dtype="uint8"), tiny_grid)
    joint = combine("j", {"a": zero, "b": zero}, decode=add)
    assert (joint.read(WHOLE) == 0).all()


def test_a_window_without_any_data_is_all_no_data(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    bare = raster_of(np.full((2, 4), 255, dtype="uint8"), tiny_grid, nodata=255)
    assert (combine("j", {"a": bare, "b": bare}, decode=add).read(WHOLE) == -1).all()


def test_what_is_wrong_with_a_band_is_told_of_its_file(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    def decode(*, a: np.ndarray) -> np.ndarray:
        raise InputError("a", "the raster cannot be decoded", [Fault("strange", got=str(a[0]))])

    band = replace(raster_of([[7, 7, 7, 7]] * 2, tiny_grid), file="rasters/a.tif")
    with pytest.raises(InputError, match=r"rasters/a\.tif: .*\n.*got 7"):
        combine("j", {"a": band}, decode=decode).read(WHOLE)


def test_the_tiny_world_has_cells_of_one_hectare(tiny_grid: Grid) -> None:
    assert row_areas_ha(tiny_grid) == pytest.approx([1.0, 1.0], rel=4e-6)


def test_northern_cells_are_smaller(tiny_grid: Grid) -> None:
    first, second = row_areas_ha(tiny_grid)
    assert first < second


def test_the_parts_of_a_row_add_up_to_it(tiny_grid: Grid) -> None:
    parts = row_areas_ha(tiny_grid, parts=5).reshape(2, 5)
    assert parts.sum(axis=1) == pytest.approx(row_areas_ha(tiny_grid), rel=1e-9)

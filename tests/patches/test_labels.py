"""Patches: the same whatever the tiles, the same as a flood fill, areas summed exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import CRS
from shapely import box

from lsgeo.crs import straight_area_ha
from lsgeo.patches import Patches, Sieve, find_patches, sifted
from lsgeo.raster import Grid, Raster, Window, row_areas_ha
from tests.conftest import raster_of

NODATA = 9
PIXELS = arrays(
    "uint8",
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    elements=st.sampled_from([0, 0, 1, 1, 2, NODATA]),
)
TILES = st.tuples(st.integers(1, 9), st.integers(1, 9))
CONNECTIVITY = st.sampled_from([4, 8])


def grid_of(pixels: np.ndarray) -> Grid:
    height, width = pixels.shape
    return Grid(CRS("EPSG:4326"), 106.5, 21.9, 0.00025, 0.00025, width, height)


def world(pixels: object) -> Raster:
    values = np.asarray(pixels, dtype="uint8")
    return raster_of(values, grid_of(values), nodata=NODATA)


def whole(raster: Raster) -> np.ndarray:
    return raster.read(Window(0, 0, raster.grid.height, raster.grid.width))


def neighbours(row: int, col: int, connectivity: int) -> Iterator[tuple[int, int]]:
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            if (down or right) and (connectivity == 8 or not (down and right)):
                yield row + down, col + right


def flooded(pixels: np.ndarray, connectivity: int, *, across: bool = False) -> np.ndarray:
    """Labels by flood fill, from each cell not yet reached in turn."""
    labels = np.zeros(pixels.shape, dtype=int)
    is_part = (pixels > 0) & (pixels != NODATA)
    for start in zip(*np.nonzero(is_part), strict=True):
        if labels[start]:
            continue
        label, waiting = labels.max() + 1, [start]
        labels[start] = label
        while waiting:
            here = waiting.pop()
            for there in neighbours(*here, connectivity):
                inside = all(0 <= at < end for at, end in zip(there, pixels.shape, strict=True))
                if not inside or labels[there] or not is_part[there]:
                    continue
                if across or pixels[there] == pixels[here]:
                    labels[there] = label
                    waiting.append(there)
    return labels


def labels_of(patches: Patches) -> np.ndarray:
    found = whole(patches.labels())
    return np.where(found < 0, 0, found)


@given(PIXELS, CONNECTIVITY, TILES, st.booleans())
@settings(max_examples=150, deadline=None)
def test_labels_are_those_of_a_flood_fill(
    pixels: np.ndarray, connectivity: int, tile: tuple[int, int], across: bool
) -> None:
    found = find_patches(world(pixels), connectivity=connectivity, across=across, tile=tile)
    expected = flooded(pixels, connectivity, across=across)
    assert labels_of(found).tolist() == expected.tolist()
    assert found.table.index.tolist() == list(range(1, expected.max(initial=0) + 1))


@given(PIXELS, CONNECTIVITY, TILES)
@settings(max_examples=100, deadline=None)
def test_the_size_of_tiles_changes_not_a_bit(
    pixels: np.ndarray, connectivity: int, tile: tuple[int, int]
) -> None:
    one = find_patches(world(pixels), connectivity=connectivity, tile=tile)
    other = find_patches(world(pixels), connectivity=connectivity)
    assert one.table.equals(other.table)


@given(PIXELS, TILES)
@settings(max_examples=100, deadline=None)
def test_an_area_is_the_sum_of_the_areas_of_its_cells(
    pixels: np.ndarray, tile: tuple[int, int]
) -> None:
    found = find_patches(world(pixels), tile=tile)
    rows = row_areas_ha(grid_of(pixels))
    labels = flooded(pixels, 8)
    for label, patch in found.table.iterrows():
        cells = np.nonzero(labels == label)
        assert patch["area_ha"] == pytest.approx(rows[cells[0]].sum(), rel=1e-14)
        assert patch["cells"] == len(cells[0])
        assert patch["first"] == cells[0][0] * pixels.shape[1] + cells[1][0]
        assert patch["value"] == patch["last"] == pixels[cells][0]


@given(PIXELS, TILES, st.data())
@settings(max_examples=100, deadline=None)
def test_a_window_shows_its_part_of_the_whole(
    pixels: np.ndarray, tile: tuple[int, int], data: st.DataObject
) -> None:
    found = find_patches(world(pixels), tile=tile)
    kept = found.table.index[::2]
    height, width = pixels.shape
    row, col = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    window = Window(row, col, height - row, width - col)
    labels = flooded(pixels, 8)
    expected = np.where(np.isin(labels, kept), labels, np.where(pixels == NODATA, -1, 0))
    assert found.labels(kept).read(window).tolist() == expected[row:, col:].tolist()
    years = np.where(expected > 0, pixels, np.minimum(expected, 0))
    assert found.groups(kept, name="y").read(window).tolist() == years[row:, col:].tolist()


def test_cells_that_share_a_corner_are_of_one_patch_only_where_that_is_said() -> None:
    corner = [[1, 0], [0, 1]]
    assert len(find_patches(world(corner), connectivity=8).table) == 1
    assert len(find_patches(world(corner), connectivity=4).table) == 2


def test_years_side_by_side_are_patches_of_their_own_unless_joined() -> None:
    years = [[1, 1, 2]]
    assert find_patches(world(years)).table["value"].tolist() == [1, 2]
    joined = find_patches(world(years), across=True).table
    assert joined[["value", "last", "cells"]].to_numpy().tolist() == [[1, 2, 3]]


def test_a_class_is_what_its_group_says() -> None:
    found = find_patches(world([[1, 2, 3]]), groups=lambda classes: np.where(classes < 3, 2001, 0))
    assert found.table[["value", "cells"]].to_numpy().tolist() == [[2001, 2]]


def test_a_raster_without_a_patch_has_none() -> None:
    found = find_patches(world([[0, NODATA]]))
    assert found.table.empty
    assert whole(found.labels()).tolist() == [[0, -1]]


def test_a_unit_of_just_the_area_is_kept_only_where_that_is_said(tiny_grid: Grid) -> None:
    """Two cells of the tiny world: the sum of a row of each is two hectares and a trace."""
    pixels = raster_of([[1, 0, 0, 1], [1, 0, 0, 0]], tiny_grid)
    table = find_patches(pixels).table
    just = table["area_ha"].iloc[0]
    for inclusive, expected in ((True, [1]), (False, [])):
        sieve = Sieve(just, inclusive=inclusive)
        assert sieve.kept(find_patches(pixels)).tolist() == expected


def test_a_sifted_raster_has_the_years_of_large_patches_only() -> None:
    years = [[1, 1, 0, 2], [0, 0, NODATA, 0], [2, 2, 2, 0]]
    area = row_areas_ha(grid_of(np.array(years)))[0]
    found = sifted(world(years), Sieve(1.9 * area), name="loss")
    assert found.name == "loss"
    assert found.nodata == -1
    assert whole(found).tolist() == [[1, 1, 0, 0], [0, 0, -1, 0], [2, 2, 2, 0]]


def test_joined_years_keep_the_year_of_each_cell() -> None:
    years = [[1, 2, 0, 1]]
    area = row_areas_ha(grid_of(np.array(years)))[0]
    found = sifted(world(years), Sieve(1.9 * area, across=True), name="loss")
    assert whole(found).tolist() == [[1, 2, 0, 0]]


def test_patches_of_a_projected_raster_have_the_area_on_the_ground() -> None:
    grid = Grid(CRS("EPSG:9215"), 449_900.0, 2_420_000.0, 100.0, 100.0, 2, 1)
    found = find_patches(raster_of([[1, 1]], grid))
    square = gpd.GeoSeries([box(grid.west, grid.south, grid.east, grid.north)], crs=grid.crs)
    expected = straight_area_ha(square).tolist()
    assert found.table["area_ha"].tolist() == pytest.approx(expected, rel=1e-7)
    assert expected[0] != pytest.approx(2.0, rel=1e-5)  # that of the plane


def test_blocks_of_a_file_are_read_whole() -> None:
    raster = replace(world(np.ones((6, 6))), block=(4, 4))
    seen: list[Window] = []

    def read(window: Window) -> np.ndarray:
        seen.append(window)
        return np.ones((window.height, window.width), dtype="uint8")

    big = replace(raster.grid, width=6000, height=1100)
    find_patches(replace(raster, read=read, grid=big, block=(256, 512)))
    assert {(one.row % 256, one.col % 512) for one in seen} == {(0, 0)}
    assert max(one.height * one.width for one in seen) <= 512 * 2560

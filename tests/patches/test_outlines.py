"""Outlines: exactly the cells of a patch, no corner too many, a point inside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from lsgeo.patches import find_patches
from lsgeo.patches.outlines import outlines, points_inside
from lsgeo.raster import Grid
from lsgeo.zonal.tally import class_areas
from tests.conftest import CELL_HEIGHT, CELL_WIDTH, NORTH, WEST, raster_of
from tests.patches.test_labels import PIXELS, TILES, world


def cells(*places: tuple[int, int]) -> shapely.Geometry:
    """The cells of the tiny grid at columns and rows, as one."""
    return shapely.union_all(
        [
            box(
                WEST + col * CELL_WIDTH,
                NORTH - (row + 1) * CELL_HEIGHT,
                WEST + (col + 1) * CELL_WIDTH,
                NORTH - row * CELL_HEIGHT,
            )
            for col, row in places
        ]
    )


def test_an_outline_goes_around_its_cells_and_nothing_else(tiny_grid: Grid) -> None:
    found = find_patches(raster_of([[1, 1, 1, 0], [1, 0, 0, 2]], tiny_grid))
    shapes = outlines(found, found.table.index)
    assert shapes[1].equals(cells((0, 0), (1, 0), (2, 0), (0, 1)))
    assert shapes[2].equals(cells((3, 1)))
    assert shapes.crs == tiny_grid.crs


def test_an_outline_has_no_corner_too_many(tiny_grid: Grid) -> None:
    found = find_patches(raster_of([[1, 1, 1, 0], [1, 0, 0, 0]], tiny_grid))
    (shape,) = outlines(found, found.table.index)
    assert len(shape.exterior.coords) == 6 + 1


def test_only_the_patches_asked_for_are_outlined(tiny_grid: Grid) -> None:
    found = find_patches(raster_of([[1, 0, 2, 0], [0, 0, 0, 3]], tiny_grid))
    assert outlines(found, pd.Index([3, 1])).index.tolist() == [3, 1]


@given(PIXELS, TILES)
@settings(max_examples=50, deadline=None)
def test_outlines_are_valid_apart_and_hold_the_areas_of_their_patches(
    pixels: np.ndarray, tile: tuple[int, int]
) -> None:
    raster = world(pixels)
    found = find_patches(raster, tile=tile)
    shapes = outlines(found, found.table.index)
    assert shapely.is_valid(shapes.to_numpy()).all()
    one = raster.grid.cell_width * raster.grid.cell_height
    assert (shapely.area(shapes.to_numpy()) / one).tolist() == pytest.approx(
        found.table["cells"].tolist(), abs=1e-6
    )
    if len(shapes):
        areas = class_areas(shapes.to_frame("geometry"), [found.labels()])
        assert (areas["code"] == areas["class"]).all()
        by_patch = areas["area_ha"].to_numpy()
        assert by_patch == pytest.approx(found.table["area_ha"].to_numpy(), rel=1e-9)


@given(PIXELS, st.sampled_from([4, 8]))
@settings(max_examples=50, deadline=None)
def test_a_point_lies_inside_its_patch(pixels: np.ndarray, connectivity: int) -> None:
    found = find_patches(world(pixels), connectivity=connectivity)
    shapes = outlines(found, found.table.index)
    points = points_inside(shapes)
    assert shapely.contains(shapes.to_numpy(), points.to_numpy()).all()

"""The pixels that may be drawn: by their centres, each in one unit, in one order."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from lsgeo.accuracy import frame_of, pick, tally
from lsgeo.errors import UnitError
from lsgeo.raster import Grid, Raster
from lsgeo.zonal.tally import class_areas
from tests.conftest import raster_of

GRID = Grid(CRS("EPSG:4326"), 106.0, 22.0, 0.01, 0.01, width=12, height=10)


def polygons(*shapes: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs="EPSG:4326")


def cells(*shapes: object, grid: Grid = GRID) -> set[tuple[int, int, int]]:
    """The pixels of a frame as (row, column, unit)."""
    frame = frame_of(polygons(*shapes), grid)
    runs = zip(frame.row, frame.start, frame.end, frame.unit, strict=True)
    return {(row, col, unit) for row, start, end, unit in runs for col in range(start, end)}


def centres(grid: Grid) -> list[tuple[int, int, shapely.Point]]:
    return [
        (
            row,
            col,
            shapely.Point(
                grid.west + (col + 0.5) * grid.cell_width,
                grid.north - (row + 0.5) * grid.cell_height,
            ),
        )
        for row in range(grid.height)
        for col in range(grid.width)
    ]


def test_a_pixel_is_in_by_its_centre_alone() -> None:
    just_in = shapely.box(106.0, 21.9949, 106.0051, 22.0)
    just_out = shapely.box(106.0, 21.9951, 106.0051, 22.0)
    assert cells(just_in) == {(0, 0, 0)}
    assert cells(just_out) == set()


def test_a_centre_on_the_line_between_two_units_is_in_one_of_them() -> None:
    west, east = shapely.box(106.0, 21.9, 106.055, 22.0), shapely.box(106.055, 21.9, 106.12, 22.0)
    found = cells(west, east)
    assert len(found) == GRID.width * GRID.height
    assert len({(row, col) for row, col, _unit in found}) == len(found)


def test_holes_are_out_and_parts_are_in() -> None:
    ring = shapely.box(106.0, 21.95, 106.05, 22.0) - shapely.box(106.01, 21.96, 106.04, 21.99)
    found = cells(shapely.union(ring, shapely.box(106.1, 21.9, 106.12, 21.92)))
    assert len(found) == 25 - 9 + 4


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_it_agrees_with_shapely_point_by_point(seed: int) -> None:
    """A tiling of random triangles, partly off the grid, each centre asked for by itself."""
    random = np.random.default_rng(seed)
    points = random.uniform((105.97, 21.87), (106.15, 22.03), size=(9, 2))
    triangles = shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(points)))
    inside = {
        (row, col, unit)
        for row, col, centre in centres(GRID)
        for unit, triangle in enumerate(triangles)
        if triangle.contains(centre)
    }
    assert cells(*triangles) == inside


def test_units_that_lie_over_each_other_are_refused() -> None:
    one = shapely.box(106.0, 21.9, 106.06, 22.0)
    with pytest.raises(UnitError, match="lie over each other"):
        frame_of(polygons(one, shapely.affinity.translate(one, 0.03)), GRID)


def numbered(grid: Grid = GRID, **keys: object) -> Raster:
    values = np.arange(grid.width * grid.height).reshape(grid.height, grid.width) % 3
    return replace(raster_of(values.astype("uint8"), grid), **keys)


WEST = shapely.box(105.9, 21.8, 106.06, 22.1)
EAST = shapely.box(106.06, 21.8, 106.2, 22.1)


def test_pixels_are_counted_by_unit_and_value() -> None:
    raster = numbered()
    table = tally(frame_of(polygons(WEST, EAST), GRID), raster)
    assert table["pixels"].tolist() == [20] * 6
    assert table["unit"].tolist() == [0, 0, 0, 1, 1, 1]


def test_areas_of_whole_pixels_are_those_of_the_engine() -> None:
    raster = numbered()
    units = gpd.GeoDataFrame(index=["west", "east"], geometry=[WEST, EAST], crs="EPSG:4326")
    counted = tally(frame_of(units.geometry, GRID), raster)
    areas = class_areas(units, [raster])
    areas = areas[areas["class"] != "outside"].sort_values(
        ["code", "class"], ascending=[False, True]
    )
    assert counted["area_ha"].tolist() == pytest.approx(areas["area_ha"].tolist(), rel=1e-9)


def test_a_projected_grid_has_geodesic_areas_too() -> None:
    grid = Grid(CRS("EPSG:9215"), 449_000.0, 2_417_000.0, 30.0, 30.0, width=12, height=10)
    shape = shapely.box(449_000, 2_416_700, 449_360, 2_417_000)
    units = gpd.GeoDataFrame(index=["a"], geometry=[shape], crs="EPSG:9215")
    area = tally(frame_of(units.geometry, grid), numbered(grid))["area_ha"].sum()
    expected = class_areas(units, [numbered(grid)])["area_ha"].sum()
    assert area == pytest.approx(expected, rel=1e-9)
    assert area != pytest.approx(120 * 0.09, rel=1e-5)  # the scale on the meridian is 0.9999


def test_ranks_are_in_the_order_of_the_grid_however_it_is_cut() -> None:
    frame = frame_of(polygons(WEST, EAST), GRID)
    ranks = {1: np.array([0, 5, 39]), 2: np.array([7])}
    found = [pick(frame, numbered(block=block), ranks) for block in [(1, 12), (4, 5), (10, 3)]]
    ones = [(row, col) for row, col, _centre in centres(GRID) if (row * 12 + col) % 3 == 1]
    picked = found[0][found[0]["value"] == 1]
    assert list(zip(picked["row"], picked["col"], strict=True)) == [ones[0], ones[5], ones[39]]
    assert found[0]["unit"].tolist() == [int(col >= 6) for col in found[0]["col"]]
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_a_frame_of_no_pixel_counts_nothing() -> None:
    frame = frame_of(polygons(shapely.box(107, 21, 107.1, 21.1)), GRID)
    assert tally(frame, numbered()).empty
    assert pick(frame, numbered(), {}).empty

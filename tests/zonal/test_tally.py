"""Class areas: counted by eye in the tiny world, and against PROJ elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS, Geod
from shapely import box
from shapely.affinity import translate

from lsgeo.raster import Grid, Raster
from lsgeo.zonal.tally import COLUMNS, class_areas, sum_to_parents

PIXELS = [[1, 1, 2, 0], [1, 3, 0, 0]]
"""West: three of class 1, one of 3. East: one of 2, three of 0."""

ABOUT = 4e-6  # rows differ from one hectare by that part


def areas_of(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return dict(zip(zip(table["code"], table["class"], strict=True), table["area_ha"], strict=True))


def test_the_tiny_world_counted_by_eye(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    table = class_areas(tiny_units, [raster_of(PIXELS, tiny_grid)])
    assert list(table.columns) == list(COLUMNS)
    expected = {("00001", "1"): 3, ("00001", "3"): 1, ("00002", "2"): 1, ("00002", "0"): 3}
    assert areas_of(table) == pytest.approx(expected, rel=ABOUT)


def test_shares_are_of_the_unit(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    table = class_areas(tiny_units, [raster_of(PIXELS, tiny_grid)])
    assert table["share"].tolist() == pytest.approx([0.75, 0.25, 0.75, 0.25], rel=ABOUT)


def test_a_class_that_does_not_occur_has_no_row(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    table = class_areas(tiny_units, [raster_of(PIXELS, tiny_grid)])
    assert ("00001", "0") not in areas_of(table)
    assert len(table) == 4


def test_zero_no_data_and_outside_are_three_things(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """The raster lacks the last column, and 9 means "not observed"."""
    short = replace(tiny_grid, width=3)
    layer = raster_of([[0, 9, 9], [0, 0, 0]], short, nodata=9)
    expected = {
        ("00001", "0"): 3,
        ("00001", "nodata"): 1,
        ("00002", "0"): 1,
        ("00002", "nodata"): 1,
        ("00002", "outside"): 2,
    }
    table = class_areas(tiny_units, [layer])
    assert areas_of(table) == pytest.approx(expected, rel=1e-5)
    shares = dict(zip(zip(table["code"], table["class"], strict=True), table["share"], strict=True))
    assert shares["00002", "0"] == pytest.approx(0.5, rel=1e-5)
    assert shares["00002", "outside"] == pytest.approx(0.5, rel=1e-5)


def test_a_unit_wholly_off_the_raster_is_all_outside(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    moved = tiny_units.assign(geometry=[tiny_units.geometry.iloc[0], box(107, 21, 107.1, 21.1)])
    table = class_areas(moved, [raster_of(PIXELS, tiny_grid)])
    (row,) = table[table["code"] == "00002"].to_dict("records")
    assert (row["class"], row["share"]) == ("outside", 1.0)
    geod, _ = Geod(ellps="WGS84").geometry_area_perimeter(box(107, 21, 107.1, 21.1))
    assert row["area_ha"] == pytest.approx(abs(geod) / 1e4)


def test_a_large_unit_that_fills_the_grid_has_nothing_outside(
    raster_of: Callable[..., Raster],
) -> None:
    """A parallel is longer than PROJ's geodesic between its ends: no reason for an "outside"."""
    grid = Grid(CRS("EPSG:4326"), 106, 23, 0.5, 0.5, width=4, height=4)
    unit = gpd.GeoDataFrame(index=["a"], geometry=[box(106, 21, 108, 23)], crs="EPSG:4326")
    table = class_areas(unit, [raster_of(np.ones((4, 4), dtype=int), grid)])
    assert table["class"].tolist() == ["1"]


def test_layers_on_one_grid_and_on_others_each_get_their_rows(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    coarse = replace(
        tiny_grid,
        width=2,
        height=1,
        cell_width=2 * tiny_grid.cell_width,
        cell_height=2 * tiny_grid.cell_height,
    )
    layers = [
        raster_of(PIXELS, tiny_grid, name="a"),
        raster_of([[7, 8]], coarse, name="c"),
        raster_of(np.zeros((2, 4), dtype=int), tiny_grid, name="b"),
    ]
    table = class_areas(tiny_units, layers)
    assert set(table["layer"]) == {"a", "b", "c"}
    coarse_areas = areas_of(table[table["layer"] == "c"])
    assert coarse_areas == pytest.approx({("00001", "7"): 4, ("00002", "8"): 4}, rel=ABOUT)


def test_units_in_another_system_are_brought_to_the_raster(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    plane = tiny_units.to_crs("EPSG:9215")
    table = class_areas(plane, [raster_of(PIXELS, tiny_grid)])
    large = {key: area for key, area in areas_of(table).items() if area > 1e-3}
    expected = {("00001", "1"): 3, ("00001", "3"): 1, ("00002", "2"): 1, ("00002", "0"): 3}
    assert large == pytest.approx(expected, rel=1e-4)  # PROJ is exact to a millimetre


def test_the_units_are_not_changed(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    before = tiny_units.copy()
    class_areas(tiny_units, [raster_of(PIXELS, tiny_grid)])
    assert tiny_units.equals(before)


def tiling() -> gpd.GeoDataFrame:
    """Forty-odd triangles over a province-sized box that the grid covers with a margin."""
    random = np.random.default_rng(3)
    inner = random.uniform((106.15, 21.35), (107.25, 22.35), size=(22, 2))
    frame = [(106.1, 21.3), (107.3, 21.3), (107.3, 22.4), (106.1, 22.4)]
    triangles = shapely.delaunay_triangles(shapely.MultiPoint([*inner, *frame])).geoms
    codes = [f"{number:05}" for number in range(len(triangles))]
    return gpd.GeoDataFrame(index=codes, geometry=list(triangles), crs="EPSG:4326")


def province_grid(cell: float) -> Grid:
    side = round(1.6 / cell)
    return Grid(CRS("EPSG:4326"), 106.0, 22.7, cell, cell, width=side, height=side)


@pytest.mark.parametrize("cell", [0.005, 0.05])
def test_the_classes_of_units_that_tile_a_province_add_up_to_it(
    cell: float, raster_of: Callable[..., Raster]
) -> None:
    units, grid = tiling(), province_grid(cell)
    pixels = np.random.default_rng(5).integers(0, 4, size=(grid.height, grid.width))
    layer = raster_of(pixels, grid, nodata=3)
    whole = gpd.GeoDataFrame(index=["20"], geometry=[units.union_all()], crs=units.crs)
    summed = class_areas(units, [layer]).groupby("class")["area_ha"].sum()
    province = class_areas(whole, [layer]).set_index("class")["area_ha"]
    assert summed.to_dict() == pytest.approx(province.to_dict(), rel=1e-9)


@pytest.mark.parametrize("cell", [0.005, 0.05])
def test_areas_agree_with_proj_geodesic_areas(
    cell: float, raster_of: Callable[..., Raster]
) -> None:
    units, grid = tiling(), province_grid(cell)
    layer = raster_of(np.ones((grid.height, grid.width), dtype=int), grid)
    ours = class_areas(units, [layer]).set_index("code")["area_ha"]
    geod = Geod(ellps="WGS84")
    theirs = {
        code: abs(geod.geometry_area_perimeter(shapely.segmentize(shape, 0.001))[0]) / 1e4
        for code, shape in units.geometry.items()
    }
    assert ours.to_dict() == pytest.approx(theirs, rel=1e-4)


def test_parents_get_the_sums_of_their_units(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    areas = class_areas(tiny_units, [raster_of(PIXELS, tiny_grid)])
    above = sum_to_parents(areas, {"00001": "20", "00002": "20"})
    expected = {("20", "1"): 3, ("20", "3"): 1, ("20", "2"): 1, ("20", "0"): 3}
    assert areas_of(above) == pytest.approx(expected, rel=ABOUT)
    assert above["share"].tolist() == pytest.approx([3 / 8, 1 / 8, 3 / 8, 1 / 8], rel=ABOUT)


def test_a_parents_share_outside_is_of_its_whole_area_and_the_rest_of_what_is_inside() -> None:
    areas = pd.DataFrame(
        [
            ("a", "layer", "1", 6.0, 1.0),
            ("b", "layer", "2", 2.0, 1.0),
            ("b", "layer", "outside", 2.0, 0.5),
        ],
        columns=list(COLUMNS),
    )
    above = sum_to_parents(areas, {"a": "20", "b": "20"}).set_index("class")["share"]
    assert above.to_dict() == {"1": 0.75, "2": 0.25, "outside": 0.2}


def test_units_without_a_parent_are_left_out_of_the_sums() -> None:
    areas = pd.DataFrame(
        [("a", "layer", "1", 6.0, 1.0), ("b", "layer", "1", 2.0, 1.0)], columns=list(COLUMNS)
    )
    assert sum_to_parents(areas, {"a": "20"})["area_ha"].tolist() == [6.0]


def test_a_unit_moved_by_half_a_cell_shares_its_cells(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """West moved half a cell east covers half of columns 0 and 2, and all of column 1."""
    moved = tiny_units.iloc[:1].assign(
        geometry=[translate(tiny_units.geometry.iloc[0], tiny_grid.cell_width / 2, 0)]
    )
    table = class_areas(moved, [raster_of([[1, 2, 3, 4], [1, 2, 3, 4]], tiny_grid)])
    assert areas_of(table) == pytest.approx(
        {("00001", "1"): 1, ("00001", "2"): 2, ("00001", "3"): 1}, rel=ABOUT
    )


def test_a_part_of_a_high_cell_has_the_area_of_its_own_latitude(
    raster_of: Callable[..., Raster],
) -> None:
    """The northern half of a cell of one degree is 0.35 % smaller than half the cell."""
    grid = Grid(CRS("EPSG:4326"), 106, 23, 1.0, 1.0, width=1, height=1)
    half = box(106, 22.5, 107, 23)
    unit = gpd.GeoDataFrame(index=["a"], geometry=[half], crs="EPSG:4326")
    ours = class_areas(unit, [raster_of([[1]], grid)])["area_ha"].sum()
    theirs, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(half, 1e-4))
    assert ours == pytest.approx(abs(theirs) / 1e4, rel=1e-8)

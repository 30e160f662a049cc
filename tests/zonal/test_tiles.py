"""The same areas whatever the tiles, the threads and the grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod
from rasterstats import zonal_stats
from shapely import MultiPolygon, Polygon, box

from lsgeo.crs import ground_ha
from lsgeo.errors import UnitError
from lsgeo.raster import Grid, Raster, Window, row_areas_ha
from lsgeo.zonal import tiles
from lsgeo.zonal.edges import edges_of
from lsgeo.zonal.tally import class_areas

GEOD = Geod(ellps="WGS84")


def triangles(count: int, bounds: tuple[float, float, float, float]) -> list[Polygon]:
    """Triangles that tile a box."""
    west, south, east, north = bounds
    random = np.random.default_rng(11)
    inner = random.uniform((west, south), (east, north), size=(count, 2))
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return list(shapely.delaunay_triangles(shapely.MultiPoint([*inner, *corners])).geoms)


def units_of(shapes: list[Polygon], crs: str) -> gpd.GeoDataFrame:
    codes = [f"{number:05}" for number in range(len(shapes))]
    return gpd.GeoDataFrame(index=codes, geometry=shapes, crs=crs)


def densified_ha(shape: shapely.Geometry, crs: str, step: float) -> float:
    """By PROJ, the edges being straight in their own system."""
    dense = gpd.GeoSeries([shapely.segmentize(shape, step)], crs=crs)
    dense = dense.to_crs(dense.crs.geodetic_crs)  # its own datum: another moves what it measures
    return abs(GEOD.geometry_area_perimeter(dense.iloc[0])[0]) / 1e4


@pytest.fixture
def province(raster_of: Callable[..., Raster]) -> tuple[gpd.GeoDataFrame, Raster]:
    """Triangles over 300 x 320 cells of five classes, one of them no data."""
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.5, 0.00025, 0.00025, width=320, height=300)
    pixels = np.random.default_rng(5).integers(0, 5, size=(300, 320), dtype="uint8")
    inside = (106.004, 22.43, 106.076, 22.496)
    return units_of(triangles(30, inside), "EPSG:4326"), raster_of(pixels, grid, nodata=3)


def in_small_tiles(monkeypatch: pytest.MonkeyPatch, *, rows: int, cols: int) -> None:
    monkeypatch.setattr(tiles, "_ROWS", rows)
    monkeypatch.setattr(tiles, "_COLS", cols)


@pytest.mark.parametrize(("rows", "cols"), [(7, 13), (64, 64), (1, 1000), (300, 9)])
def test_tiles_of_any_size_give_the_same_areas(
    province: tuple[gpd.GeoDataFrame, Raster],
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
    cols: int,
) -> None:
    units, layer = province
    whole = class_areas(units, [layer])
    in_small_tiles(monkeypatch, rows=rows, cols=cols)
    parts = class_areas(units, [layer])
    assert parts[["code", "class"]].equals(whole[["code", "class"]])
    np.testing.assert_allclose(parts["area_ha"], whole["area_ha"], rtol=1e-12)


def test_the_same_tiles_give_the_same_bits_in_any_number_of_threads(
    province: tuple[gpd.GeoDataFrame, Raster], monkeypatch: pytest.MonkeyPatch
) -> None:
    units, layer = province
    in_small_tiles(monkeypatch, rows=16, cols=40)
    tables = [
        class_areas(units, [layer, replace(layer, name="again")], run=tiles.in_threads(count))
        for count in (1, 2, 5)
    ]
    assert all(table.equals(tables[0]) for table in tables[1:])


def test_polygons_in_parts_add_up_to_the_whole(province: tuple[gpd.GeoDataFrame, Raster]) -> None:
    units, layer = province
    one = units.iloc[[4]]
    west, south, east, north = one.total_bounds
    middle = (west + east) / 2
    halves = [
        shapely.intersection(one.geometry.iloc[0], box(*bounds))
        for bounds in ((west, south, middle, north), (middle, south, east, north))
    ]
    whole = class_areas(one, [layer]).set_index("class")["area_ha"]
    summed = class_areas(units_of(halves, "EPSG:4326"), [layer]).groupby("class")["area_ha"].sum()
    np.testing.assert_allclose(summed[whole.index], whole, rtol=1e-9)


@pytest.mark.parametrize("epsg", ["EPSG:9215", "EPSG:32648", "EPSG:5897"])
def test_areas_on_a_projected_grid_are_those_on_the_ellipsoid(
    epsg: str, raster_of: Callable[..., Raster]
) -> None:
    """VN-2000 in a zone of three degrees, UTM, and VN-2000 in one of six; PROJ is the oracle."""
    corner = gpd.GeoSeries([shapely.Point(106.1, 21.4)], crs="EPSG:4326").to_crs(epsg).iloc[0]
    west, south = round(corner.x, -2), round(corner.y, -2)
    grid = Grid(CRS(epsg), west, south + 60_000, 100.0, 100.0, width=700, height=600)
    shapes = triangles(12, (west + 150, south + 150, west + 69_000, south + 59_000))
    layer = raster_of(np.ones((600, 700), dtype="uint8"), grid)
    ours = class_areas(units_of(shapes, epsg), [layer])["area_ha"]
    theirs = [densified_ha(shape, epsg, 50.0) for shape in shapes]
    np.testing.assert_allclose(ours, theirs, rtol=2e-8)  # a cell has the scale of its middle


def test_the_scale_of_a_projection_is_the_one_that_proj_gives() -> None:
    from pyproj import Proj

    xs, ys = np.meshgrid(np.linspace(400_000, 600_000, 9), np.linspace(2_350_000, 2_500_000, 7))
    ours = ground_ha(CRS("EPSG:9215"), xs.ravel(), ys.ravel())
    proj = Proj("EPSG:9215")
    lon, lat = proj(xs.ravel(), ys.ravel(), inverse=True)
    theirs = 1e-4 / np.asarray(proj.get_factors(lon, lat).areal_scale)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def test_the_scale_between_the_nodes_of_a_tile_is_that_of_the_place() -> None:
    grid = Grid(CRS("EPSG:9215"), 400_000, 2_500_000, 30.0, 30.0, width=5000, height=5000)
    tile = Window(1024, 512, 512, 2560)
    areas = tiles.cell_areas_ha(grid, tile, strips=1)
    rows, cols = np.array([0, 17, 300, 511]), np.array([0, 1000, 1777, 2559])
    xs = grid.west + (tile.col + cols + 0.5) * 30
    ys = grid.north - (tile.row + rows + 0.5) * 30
    np.testing.assert_allclose(areas[rows, cols], ground_ha(grid.crs, xs, ys) * 900, rtol=1e-10)


@pytest.mark.parametrize("latitude", [8.5, 21.85, 23.4])
def test_cell_areas_are_those_of_proj_with_the_parallels_densified(latitude: float) -> None:
    cell = 0.00025
    grid = Grid(CRS("EPSG:4326"), 106.0, latitude + cell, cell, cell, width=1, height=3)
    ours = row_areas_ha(grid)
    for row in range(3):
        north = grid.north - row * cell
        shape = box(106.0, north - cell, 106.0 + cell, north)
        # A cell is too small for PROJ's sums; a band of 40,000 of them is not.
        band = shapely.transform(shape, lambda points: (points - (106.0, 0)) * (40_000, 1))
        theirs = abs(GEOD.geometry_area_perimeter(shapely.segmentize(band, 0.001))[0]) / 1e4
        assert ours[row] * 40_000 == pytest.approx(theirs, rel=1e-9)


def test_rows_from_the_middle_of_a_grid_have_the_areas_of_their_place() -> None:
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.5, 0.01, 0.01, width=4, height=40)
    every = row_areas_ha(grid, parts=3)
    assert (row_areas_ha(grid, parts=3, first=7, rows=5) == every[21:36]).all()


def test_a_boundary_that_crosses_itself_is_refused_with_its_unit(
    province: tuple[gpd.GeoDataFrame, Raster],
) -> None:
    bow = Polygon([(106.01, 22.44), (106.03, 22.46), (106.03, 22.44), (106.01, 22.46)])
    twice = MultiPolygon([box(106.04, 22.44, 106.06, 22.46), box(106.05, 22.45, 106.07, 22.47)])
    units = units_of([box(106.01, 22.48, 106.02, 22.49), bow, twice], "EPSG:4326")
    with pytest.raises(UnitError, match="crosses itself") as raised:
        class_areas(units, [province[1]])
    assert [fault.where for fault in raised.value.faults] == ["00001", "00002"]


def test_a_unit_without_a_geometry_has_no_row_and_harms_no_other(
    province: tuple[gpd.GeoDataFrame, Raster],
) -> None:
    units, layer = province
    bare = units.copy()
    bare.geometry = [Polygon(), None, *units.geometry.iloc[2:]]
    table, whole = class_areas(bare, [layer]), class_areas(units, [layer])
    assert set(table["code"]) == set(units.index[2:])
    rest = whole[whole["code"].isin(units.index[2:])].reset_index(drop=True)
    assert table.equals(rest)


def test_a_unit_smaller_than_a_cell_has_its_own_area(
    province: tuple[gpd.GeoDataFrame, Raster],
) -> None:
    _units, layer = province
    shape = box(106.010030, 22.449900, 106.010040, 22.449911)
    table = class_areas(units_of([shape], "EPSG:4326"), [layer])
    assert len(table) == 1
    theirs = abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e4
    assert table["area_ha"].sum() == pytest.approx(theirs, rel=1e-4)  # PROJ's sums are coarser


def test_what_a_unit_has_outside_is_its_area_less_what_is_inside(
    province: tuple[gpd.GeoDataFrame, Raster],
) -> None:
    _units, layer = province
    shape = Polygon([(105.9, 22.44), (106.02, 22.46), (106.01, 22.62)])
    table = class_areas(units_of([shape], "EPSG:4326"), [layer]).set_index("class")
    whole = densified_ha(shape, "EPSG:4326", 0.0001)
    assert table["area_ha"].sum() == pytest.approx(whole, rel=1e-9)
    assert table.loc["outside", "share"] == pytest.approx(
        table.loc["outside", "area_ha"] / whole, rel=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-3, 43), st.floats(-3, 33), st.floats(0.01, 25), st.floats(0.01, 25)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 12),
    st.integers(1, 12),
)
def test_every_cell_that_a_polygon_touches_lies_in_one_tile(
    boxes: list[tuple[float, float, float, float]], high: int, wide: int
) -> None:
    """The plan leaves no covered cell out and takes none twice."""
    grid = Grid(CRS("EPSG:4326"), 100.0, 30.0, 1.0, 1.0, width=40, height=30)
    shapes = [box(100 + x, 30 - y - h, 100 + x + w, 30 - y) for x, y, w, h in boxes]
    edges = edges_of(np.array(shapes, dtype="object"), grid)
    met = np.zeros((30, 40), dtype=int)
    for tile in tiles.plan(edges, grid, (high, wide)):
        assert tile.width > 0
        met[tile.row : tile.row + tile.height, tile.col : tile.col + tile.width] += 1
    assert met.max(initial=0) <= 1
    cells = shapely.box(
        *(np.mgrid[0:30, 0:40][[1, 0]] * [[[1]], [[-1]]] + [[[100]], [[29]]]),
        *(np.mgrid[0:30, 0:40][[1, 0]] * [[[1]], [[-1]]] + [[[101]], [[30]]]),
    )
    touched = np.any(
        [shapely.area(shapely.intersection(cells, shape)) > 0 for shape in shapes], axis=0
    )
    assert (met[touched] == 1).all()


# rasterstats multiplies affine transforms with *, which affine warns of
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning:affine")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning:rasterstats")
def test_counts_of_cells_agree_with_rasterstats_in_the_tiny_world(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """It counts cells whose middle lies inside, which in the tiny world are whole hectares."""
    from affine import Affine

    pixels = np.array([[1, 1, 2, 0], [1, 3, 0, 0]], dtype="uint8")
    ours = class_areas(tiny_units, [raster_of(pixels, tiny_grid)])
    transform = Affine(
        tiny_grid.cell_width, 0, tiny_grid.west, 0, -tiny_grid.cell_height, tiny_grid.north
    )
    theirs = zonal_stats(
        tiny_units.geometry.tolist(), pixels, affine=transform, categorical=True, nodata=255
    )
    counted = [
        (code, str(value), count)
        for code, counts in zip(tiny_units.index, theirs, strict=True)
        for value, count in sorted(counts.items())
    ]
    found = list(zip(ours["code"], ours["class"], ours["area_ha"].round(3), strict=True))
    assert sorted(found) == sorted(counted)


def test_grids_whose_systems_only_look_alike_are_told_apart(
    raster_of: Callable[..., Raster],
) -> None:
    """PROJ's text of a system is cut short: two meridians may be written alike."""
    systems = [
        CRS(f"+proj=tmerc +lat_0=0 +lon_0={lon} +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m")
        for lon in (107.25, 105.75)
    ]
    grids = [Grid(one, 440_000, 2_420_000, 100.0, 100.0, width=100, height=100) for one in systems]
    layers = [
        raster_of(np.ones((100, 100), dtype="uint8"), grid, name=str(at))
        for at, grid in enumerate(grids)
    ]
    unit = units_of([box(441_000, 2_411_000, 449_000, 2_419_000)], systems[0].to_wkt())
    table = class_areas(unit, layers)
    assert table.groupby("layer")["class"].apply(list).to_dict() == {"0": ["1"], "1": ["outside"]}


def test_a_fault_in_a_thread_reaches_the_caller_and_ends_all(
    province: tuple[gpd.GeoDataFrame, Raster], monkeypatch: pytest.MonkeyPatch
) -> None:
    units, layer = province
    in_small_tiles(monkeypatch, rows=16, cols=40)

    def read(window: Window) -> np.ndarray:
        if window.row > 100:
            raise UnitError("a", "broken")
        return layer.read(window)

    with pytest.raises(UnitError, match="broken"):
        class_areas(units, [replace(layer, read=read)], run=tiles.in_threads(3))
    assert class_areas(units, [layer], run=tiles.in_threads(3)).shape[1] == 5


def test_an_empty_list_of_layers_gives_an_empty_table(tiny_units: gpd.GeoDataFrame) -> None:
    table = class_areas(tiny_units, [])
    assert isinstance(table, pd.DataFrame)
    assert table.empty

"""Covered shares of cells: exact, whatever the polygon does.

The oracles: a naive loop that clips each cell with shapely, and exactextract. Grids here have
cell sizes that are sums of powers of two, so that grid lines are the same number for everyone.
"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import translate

from lsgeo.raster import Grid
from lsgeo.zonal.coverage import cover

LONLAT = CRS("EPSG:4326")
GRID = Grid(LONLAT, west=2.0, north=9.0, cell_width=0.5, cell_height=0.25, width=8, height=6)
RIGHT, BOTTOM = 6.0, 7.5  # of GRID


def shares_of(polygon: Polygon | MultiPolygon, grid: Grid = GRID, *, parts: int = 1) -> np.ndarray:
    """Our shares on the whole grid."""
    whole = np.zeros((grid.height * parts, grid.width))
    coverage = cover(polygon, grid, parts=parts)
    if coverage is not None:
        window = coverage.window
        rows = slice(window.row * parts, (window.row + window.height) * parts)
        whole[rows, window.col : window.col + window.width] = coverage.shares
    return whole


def clipped(polygon: Polygon | MultiPolygon, grid: Grid = GRID, *, parts: int = 1) -> np.ndarray:
    """The oracle: each cell clipped by shapely."""
    height = grid.cell_height / parts
    rows, columns = np.mgrid[0 : grid.height * parts, 0 : grid.width]
    west, north = grid.west + columns * grid.cell_width, grid.north - rows * height
    cells = shapely.box(west, north - height, west + grid.cell_width, north)
    return shapely.area(shapely.intersection(cells, polygon)) / (grid.cell_width * height)


def assert_exact(polygon: Polygon | MultiPolygon, grid: Grid = GRID, *, parts: int = 1) -> None:
    ours, oracle = shares_of(polygon, grid, parts=parts), clipped(polygon, grid, parts=parts)
    np.testing.assert_allclose(ours, oracle, rtol=0, atol=1e-12)


def star(angles: list[float], radii: list[float], *, x: float, y: float) -> Polygon:
    """A valid polygon: its corners are seen from (x, y) one after the other."""
    corners = zip(sorted(angles), radii, strict=True)
    return Polygon(
        [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle, radius in corners]
    )


coordinates = st.floats(0.5, 8.0).map(lambda value: round(value, 6))
on_grid_x = st.integers(-2, 11).map(lambda column: GRID.west + column * GRID.cell_width)
on_grid_y = st.integers(-2, 9).map(lambda row: GRID.north - row * GRID.cell_height)


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    count = draw(st.integers(3, 12))
    angles = draw(
        st.lists(
            st.floats(0, 6.28), min_size=count, max_size=count, unique_by=lambda one: round(one, 3)
        )
    )
    radii = draw(st.lists(st.floats(0.01, 5.0), min_size=count, max_size=count))
    return star(angles, radii, x=draw(st.floats(1.0, 7.0)), y=draw(st.floats(6.5, 10.0)))


@st.composite
def lattice_polygons(draw: st.DrawFn) -> Polygon:
    """Corners on the corners of cells, edges along their borders as often as not."""
    corners = draw(st.lists(st.tuples(on_grid_x, on_grid_y), min_size=3, max_size=8, unique=True))
    return Polygon(corners).convex_hull


@settings(max_examples=700, deadline=None)
@given(stars())
def test_any_polygon_agrees_with_clipping(polygon: Polygon) -> None:
    if polygon.is_valid and polygon.area > 0:
        assert_exact(polygon)


@settings(max_examples=500, deadline=None)
@given(lattice_polygons(), st.integers(1, 3))
def test_corners_and_edges_on_the_lines_of_the_grid_agree_with_clipping(
    polygon: Polygon, parts: int
) -> None:
    if isinstance(polygon, Polygon):
        assert_exact(polygon, parts=parts)


@settings(max_examples=400, deadline=None)
@given(stars(), stars())
def test_holes_and_several_parts_agree_with_clipping(one: Polygon, other: Polygon) -> None:
    if not (one.is_valid and other.is_valid):
        return
    for shape in (shapely.difference(one, other), shapely.union(one, other)):
        areal = shapely.MultiPolygon(
            [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        )
        if areal.is_valid and not areal.is_empty:
            assert_exact(areal)


@settings(max_examples=400, deadline=None)
@given(
    coordinates, st.floats(7.0, 10.0), st.floats(0.1, 5.0), st.floats(-3, 3), st.floats(1e-9, 1e-3)
)
@example(3.0, 8.0, 2.0, 0.0, 1e-6)  # along a line of the grid
def test_slivers_agree_with_clipping(
    x: float, y: float, length: float, rise: float, width: float
) -> None:
    sliver = Polygon([(x, y), (x + length, y + rise), (x + length, y + rise + width)])
    if sliver.is_valid and sliver.area > 0:
        assert_exact(sliver)


def test_one_whole_cell_is_covered_wholly_and_its_neighbours_not_at_all() -> None:
    cell = box(3.0, 8.25, 3.5, 8.5)  # row 2, column 2
    expected = np.zeros((6, 8))
    expected[2, 2] = 1.0
    assert (shares_of(cell) == expected).all()


def test_half_a_cell_below_a_diagonal() -> None:
    triangle = Polygon([(3.0, 8.25), (3.5, 8.25), (3.5, 8.5)])
    expected = np.zeros((6, 8))
    expected[2, 2] = 0.5
    assert (shares_of(triangle) == expected).all()


def test_a_polygon_larger_than_the_grid_covers_all_of_it() -> None:
    assert (shares_of(box(-90, -40, 90, 40)) == 1.0).all()


def test_a_ring_around_the_grid_covers_none_of_it() -> None:
    ring = box(0, 5, 10, 11) - box(1, 6, 9, 10)
    assert (shares_of(ring) == 0.0).all()


@pytest.mark.parametrize(
    ("dx", "dy"),
    [(-2, 0), (2, 0), (0, 1), (0, -1), (-2, 1), (2, 1), (-2, -1), (2, -1)],
    ids=["west", "east", "north", "south", "north-west", "north-east", "south-west", "south-east"],
)
def test_polygons_partly_outside_agree_with_clipping(dx: float, dy: float) -> None:
    shape = star([0.1, 1.3, 2.2, 3.6, 4.4, 5.5], [1.9, 1.2, 1.7, 1.1, 2.1, 1.4], x=4.0, y=8.25)
    ring = shape - shape.buffer(-0.4)
    assert_exact(translate(shape, dx, dy))
    assert_exact(translate(ring, dx, dy))


@pytest.mark.parametrize(
    "outside",
    [box(-1, 8, 1, 8.5), box(7, 8, 9, 8.5), box(3, 10, 4, 11), box(3, 5, 4, 6), box(-1, 5, 0, 6)],
)
def test_a_polygon_that_misses_the_grid_has_no_coverage(outside: Polygon) -> None:
    assert cover(outside, GRID) is None


@pytest.mark.parametrize(
    "beside", [box(1, 8, 2.0, 8.5), box(6.0, 8, 7, 8.5), box(3, 9.0, 4, 10), box(3, 7, 4, 7.5)]
)
def test_a_polygon_that_only_touches_the_grid_covers_nothing(beside: Polygon) -> None:
    assert (shares_of(beside) == 0.0).all()


def test_an_empty_polygon_has_no_coverage() -> None:
    assert cover(Polygon(), GRID) is None
    assert cover(MultiPolygon(), GRID) is None


@pytest.mark.parametrize("reverse_shell", [True, False])
@pytest.mark.parametrize("reverse_hole", [True, False])
def test_the_winding_of_the_rings_does_not_matter(reverse_shell: bool, reverse_hole: bool) -> None:
    shell, hole = box(2.3, 7.8, 5.1, 8.9), box(3.1, 8.1, 4.4, 8.6)
    polygon = Polygon(
        shell.exterior.coords[:: -1 if reverse_shell else 1],
        [hole.exterior.coords[:: -1 if reverse_hole else 1]],
    )
    assert_exact(polygon)


def test_repeated_points_on_a_corner_of_a_cell_change_nothing() -> None:
    """exactextract 0.3 is wrong by a whole cell here."""
    corner = (3.0, 8.5)
    plain = Polygon([corner, (4.1, 8.6), (4.2, 7.9), (2.9, 7.7)])
    stuttering = Polygon([corner, corner, corner, (4.1, 8.6), (4.2, 7.9), (4.2, 7.9), (2.9, 7.7)])
    assert (shares_of(stuttering) == shares_of(plain)).all()


def test_the_polygon_is_not_changed() -> None:
    polygon = Polygon(box(2.3, 7.8, 5.1, 8.9).exterior.coords[::-1])
    before = polygon.wkb
    cover(polygon, GRID)
    assert polygon.wkb == before


def test_the_parts_of_a_row_average_to_its_share() -> None:
    shape = star([0.1, 1.3, 2.2, 3.6, 4.4, 5.5], [1.9, 1.2, 1.7, 1.1, 2.1, 1.4], x=4.0, y=8.25)
    parts = shares_of(shape, parts=5).reshape(6, 5, 8).mean(axis=1)
    np.testing.assert_allclose(parts, shares_of(shape), rtol=0, atol=1e-12)


@settings(max_examples=300, deadline=None)
@given(stars())
def test_any_polygon_agrees_with_exactextract(polygon: Polygon) -> None:
    """exactextract reports float32 shares, hence the looser limit."""
    cleaned = shapely.remove_repeated_points(polygon)
    if not cleaned.is_valid or cleaned.area < 1e-6:
        return
    numbers = np.arange(48, dtype="float64").reshape(6, 8)
    source = NumPyRasterSource(numbers, xmin=2.0, ymin=BOTTOM, xmax=RIGHT, ymax=9.0)
    geometry = json.loads(shapely.to_geojson(cleaned))
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    (answer,) = exact_extract(source, [feature], ["values", "coverage"], output="geojson")
    theirs = np.zeros(48)
    theirs[np.asarray(answer["properties"]["values"], dtype=int)] = answer["properties"]["coverage"]
    np.testing.assert_allclose(shares_of(cleaned).ravel(), theirs, rtol=0, atol=1e-6)


def tiles() -> list[Polygon]:
    """Forty triangles that tile a box reaching beyond the grid, with shared corners."""
    random = np.random.default_rng(7)
    points = random.uniform((1.0, 7.0), (7.0, 9.5), size=(24, 2))
    frame = [(1.0, 7.0), (7.0, 7.0), (7.0, 9.5), (1.0, 9.5)]
    return list(shapely.delaunay_triangles(shapely.MultiPoint([*points, *frame])).geoms)


def test_polygons_that_tile_add_up_to_their_union() -> None:
    tiling = tiles()
    summed = sum(shares_of(tile) for tile in tiling)
    np.testing.assert_allclose(summed, shares_of(shapely.union_all(tiling)), rtol=0, atol=1e-9)


def test_tiles_in_degrees_leave_no_trace_in_cells_across_a_line_of_the_grid() -> None:
    """21.85 - 0.0009 is not where 21.8491 is, but nearer than any coordinate can say."""
    grid = Grid(
        LONLAT, west=106.76, north=21.85, cell_width=0.0003, cell_height=0.0009, width=40, height=40
    )
    for column in range(1, 40):
        left = box(106.76, 21.82, 106.76 + column * 0.0003, 21.9)
        touched = (shares_of(left, grid) > 0).any(axis=0)
        assert touched.tolist() == [True] * column + [False] * (40 - column)


def test_a_coarse_grid_in_parts_gives_the_geodesic_area() -> None:
    """Cells of 0.05° in 20 strips; PROJ with the edges densified along our straight lines."""
    grid = Grid(
        LONLAT, west=106.0, north=22.5, cell_width=0.05, cell_height=0.05, width=30, height=30
    )
    shape = star([0.1, 1.3, 2.2, 3.6, 4.4, 5.5], [0.3, 0.2, 0.35, 0.25, 0.4, 0.3], x=106.7, y=21.8)
    from lsgeo.raster import row_areas_ha

    ours = (shares_of(shape, grid, parts=20) * row_areas_ha(grid, parts=20)[:, np.newaxis]).sum()
    theirs, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(shape, 0.0005))
    assert ours == pytest.approx(abs(theirs) / 1e4, rel=1e-6)

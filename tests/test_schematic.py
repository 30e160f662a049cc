"""Schematic boundaries: areas, seats and seams of power diagrams, by hand and by chance."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from lsgeo.errors import ManyInputsError, UnitError
from lsgeo.schematic import communes, power_diagram, pulled_inside

KM = 1000.0
SQUARE = shapely.box(0, 0, 10 * KM, 10 * KM)
LONLAT = shapely.box(106.0, 21.5, 106.4, 22.0)


def outlines(shapes: dict[str, shapely.Polygon]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes), crs="EPSG:4326")


def places(rows: list[tuple[str, float, float, float]]) -> gpd.GeoDataFrame:
    codes, lon, lat, area = zip(*rows, strict=True)
    points = gpd.points_from_xy(lon, lat)
    return gpd.GeoDataFrame(
        {"area_km2": area, "name": [f"Xã {code}" for code in codes]},
        geometry=points,
        index=list(codes),
        crs="EPSG:4326",
    )


def geodesic_km2(shape: object) -> float:
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6


def test_two_sites_on_a_line_are_parted_where_the_areas_say() -> None:
    west, east = power_diagram(
        SQUARE, np.array([[2 * KM, 5 * KM], [8 * KM, 5 * KM]]), areas=np.array([1.0, 3.0])
    )
    assert west.equals_exact(shapely.box(0, 0, 2.5 * KM, 10 * KM), 0.1, normalize=True)
    assert east.equals_exact(shapely.box(2.5 * KM, 0, 10 * KM, 10 * KM), 0.1, normalize=True)


def test_one_site_takes_the_whole_outline() -> None:
    (cell,) = power_diagram(SQUARE, np.array([[1 * KM, 1 * KM]]), areas=np.array([7.0]))
    assert cell.equals(SQUARE)


def test_four_sites_of_equal_area_quarter_the_square() -> None:
    sites = np.array([[2.0, 2], [8, 2], [2, 8], [8, 8]]) * KM
    cells = power_diagram(SQUARE, sites, areas=np.ones(4))
    assert shapely.area(cells) == pytest.approx([25e6] * 4, rel=1e-6)
    assert cells[0].equals_exact(shapely.box(0, 0, 5 * KM, 5 * KM), 0.1, normalize=True)


def test_a_seat_that_plain_weights_would_leave_outside_is_inside() -> None:
    # With these sites unmoved the line of area 0.15 is y = x/3 + 6.83 km, above the seat at 5 km.
    seats = np.array([[1.0, 5.0], [2.0, 2.0]]) * KM
    cells = power_diagram(SQUARE, seats, areas=np.array([0.15, 0.85]))
    assert shapely.contains(cells, shapely.points(seats)).all()
    assert shapely.area(cells) == pytest.approx([15e6, 85e6], rel=1e-4)


def test_seats_that_no_straight_line_can_part_are_named() -> None:
    # Any line between these seats leaves at least 45 % of the square on the first one's side.
    seats = np.array([[4.0, 5.0], [5.0, 5.0]]) * KM
    with pytest.raises(UnitError, match="no cell of this area holds the point"):
        power_diagram(SQUARE, seats, areas=np.array([0.2, 0.8]))


def test_on_a_bent_outline_every_cell_is_one_part() -> None:
    # A horseshoe: any line that cuts the left leg low enough also cuts the right one.
    shoe = shapely.difference(
        shapely.box(0, 0, 3 * KM, 3 * KM), shapely.box(KM, KM, 2 * KM, 3 * KM)
    )
    seats = np.array([[0.5, 2.5], [1.5, 0.5]]) * KM
    cells = power_diagram(shoe, seats, areas=np.array([1.8, 5.2]))
    assert [cell.geom_type for cell in cells] == ["Polygon", "Polygon"]
    assert shapely.area(cells) == pytest.approx([1.8e6, 5.2e6], rel=1e-4)
    assert cells[1].contains(shapely.Point(2.5 * KM, 2.9 * KM))


def test_unknown_sites_get_compact_cells_of_their_areas() -> None:
    cells = power_diagram(SQUARE, np.full((4, 2), np.nan), areas=np.array([1.0, 1, 1, 1]))
    assert shapely.area(cells) == pytest.approx([25e6] * 4, rel=1e-4)
    assert shapely.length(cells).max() < 26 * KM  # a square quarter has 20 km, a strip 25 km


def test_an_islands_units_stay_on_their_islands_where_the_areas_fit() -> None:
    islands = shapely.MultiPolygon([shapely.box(0, 0, KM, KM), shapely.box(2 * KM, 0, 5 * KM, KM)])
    seats = np.array([[0.5, 0.5], [2.5, 0.5], [4.0, 0.5]]) * KM
    cells = power_diagram(islands, seats, areas=np.array([1.0, 1.0, 2.0]))
    assert cells[0].equals(shapely.box(0, 0, KM, KM))
    assert shapely.area(cells[1:]) == pytest.approx([1e6, 2e6], rel=1e-4)


def test_all_faults_of_the_points_are_told_together() -> None:
    seats = np.array([[1.0, 1], [20, 1], [1, 1], [5, 5]]) * KM
    with pytest.raises(UnitError) as caught:
        power_diagram(SQUARE, seats, areas=np.array([1.0, 1, 1, -2]))
    assert [(fault.where, fault.what) for fault in caught.value.faults] == [
        ("1", "the point is outside the outline"),
        ("3", "the area is not a positive number"),
        ("2", "two units have the same point"),
    ]


@pytest.mark.parametrize("area", [0.0, np.nan, np.inf])
def test_an_area_must_be_a_positive_number(area: float) -> None:
    seats = np.array([[1.0, 1], [5, 5]]) * KM
    with pytest.raises(UnitError, match="not a positive number"):
        power_diagram(SQUARE, seats, areas=np.array([1.0, area]))


def test_points_and_areas_must_pair_up() -> None:
    with pytest.raises(UnitError, match="do not pair up"):
        power_diagram(SQUARE, np.array([[KM, KM]]), areas=np.array([1.0, 2.0]))


def test_a_crossed_outline_is_refused() -> None:
    bow = shapely.Polygon([(0, 0), (KM, KM), (KM, 0), (0, KM)])
    with pytest.raises(UnitError, match="not a valid polygon"):
        power_diagram(bow, np.array([[100.0, 200.0]]), areas=np.array([1.0]))


@settings(max_examples=25, deadline=None)
@given(
    shifts=st.lists(st.floats(-0.6, 0.6), min_size=12, max_size=12),
    areas=st.lists(st.floats(0.75, 1.3), min_size=6, max_size=6),
)
def test_scattered_seats_of_like_areas_always_get_what_is_promised(
    shifts: list[float], areas: list[float]
) -> None:
    corners = [(x, y) for x in (2.0, 5.0, 8.0) for y in (2.5, 7.5)]
    seats = (np.array(corners) + np.array(shifts).reshape(6, 2)) * KM
    cells = power_diagram(SQUARE, seats, areas=np.array(areas))
    shares = np.array(areas) / sum(areas)
    assert shapely.area(cells) / SQUARE.area == pytest.approx(shares, rel=1e-4)
    assert shapely.contains(cells, shapely.points(seats)).all()
    assert shapely.coverage_is_valid(cells)
    assert {cell.geom_type for cell in cells} == {"Polygon"}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(0.5, 9.5), st.floats(0.5, 9.5)), min_size=2, max_size=5))
def test_any_seats_are_divided_as_promised_or_refused_in_words(
    spots: list[tuple[float, float]],
) -> None:
    seats = np.array(spots) * KM
    areas = np.arange(1.0, len(seats) + 1)
    try:
        cells = power_diagram(SQUARE, seats, areas=areas)
    except UnitError as error:
        assert error.faults
        return
    assert shapely.area(cells) / SQUARE.area == pytest.approx(areas / areas.sum(), rel=1e-4)
    assert shapely.contains(cells, shapely.points(seats)).all()


def test_communes_have_geodesic_areas_seams_and_their_points() -> None:
    rows = [
        ("1", 106.1, 21.6, 400.0),
        ("2", 106.3, 21.7, 600.0),
        ("3", 106.2, 21.9, 1000.0),
    ]
    made = communes(places(rows), parents=outlines({"20": LONLAT}))
    whole = geodesic_km2(LONLAT)
    areas = [geodesic_km2(shape) for shape in made.geometry]
    assert areas == pytest.approx([whole * 0.2, whole * 0.3, whole * 0.5], rel=1e-3)
    assert shapely.coverage_is_valid(made.geometry.to_numpy())
    assert made.geometry.contains(places(rows).geometry).all()
    assert made.crs == "EPSG:4326"


def test_communes_keep_index_and_columns_and_leave_the_points_alone() -> None:
    points = places([("b", 106.1, 21.6, 1.0), ("a", 106.3, 21.8, 1.0)])
    before = points.copy()
    made = communes(points, parents=outlines({"20": LONLAT}))
    assert list(made.index) == ["b", "a"]
    assert list(made.columns) == list(points.columns)
    assert points.equals(before)


def test_communes_of_neighbouring_districts_meet_edge_to_edge() -> None:
    west, east = shapely.box(106.0, 21.5, 106.2, 22.0), shapely.box(106.2, 21.5, 106.4, 22.0)
    rows = [
        ("1", 106.1, 21.6, 1.0),
        ("2", 106.1, 21.9, 2.0),
        ("3", 106.3, 21.6, 2.0),
        ("4", 106.3, 21.9, 1.0),
    ]
    made = communes(places(rows), parents=outlines({"W": west, "E": east}))
    assert shapely.coverage_is_valid(made.geometry.to_numpy())
    joined = shapely.coverage_union_all(made.geometry.loc[["1", "2"]].to_numpy())
    assert joined.symmetric_difference(west).area < 1e-8 * west.area + 1e-6
    assert made.geometry["2"].touches(made.geometry["4"])


def test_units_divided_again_nest_in_their_parents() -> None:
    parents = communes(
        places([("1", 106.1, 21.7, 1.0), ("2", 106.3, 21.8, 1.0)]),
        parents=outlines({"20": LONLAT}),
    )
    children = gpd.GeoDataFrame(
        {"parent": ["1", "1", "2", "2"], "area_km2": [1.0, 3.0, 2.0, 2.0]},
        geometry=[None] * 4,
        index=list("abcd"),
        crs="EPSG:4326",
    )
    made = communes(children, parents=parents)
    areas = made.to_crs("EPSG:6933").area
    assert areas["b"] / areas["a"] == pytest.approx(3, rel=1e-3)
    joined = shapely.coverage_union_all(made.geometry.loc[["a", "b"]].to_numpy())
    gap = joined.symmetric_difference(parents.geometry["1"])
    assert gap.area < 1e-6 * joined.area


def test_points_outside_every_outline_and_empty_outlines_are_named() -> None:
    rows = [("1", 106.1, 21.6, 1.0), ("2", 105.0, 21.6, 1.0)]
    shapes = {"20": LONLAT, "21": shapely.box(108, 21, 109, 22)}
    with pytest.raises(UnitError) as caught:
        communes(places(rows), parents=outlines(shapes))
    assert [(fault.where, fault.what) for fault in caught.value.faults] == [
        ("2 Xã 2", "the point is in none of the outlines"),
        ("21", "no point is in this outline"),
    ]


def test_faults_in_two_districts_are_told_together() -> None:
    west, east = shapely.box(106.0, 21.5, 106.2, 22.0), shapely.box(106.2, 21.5, 106.4, 22.0)
    rows = [("1", 106.1, 21.6, 0.0), ("2", 106.3, 21.6, -1.0)]
    with pytest.raises(ManyInputsError) as caught:
        communes(places(rows), parents=outlines({"W": west, "E": east}))
    assert "1 Xã 1: the area is not a positive number" in caught.value.message
    assert "2 Xã 2: the area is not a positive number" in caught.value.message


def test_an_area_that_is_no_number_is_named() -> None:
    points = places([("1", 106.1, 21.6, 1.0), ("2", 106.3, 21.6, 1.0)])
    points["area_km2"] = ["1.5", "12,3 km²"]
    with pytest.raises(UnitError, match="2 Xã 2: the area is not a positive number"):
        communes(points, parents=outlines({"20": LONLAT}))


def test_points_without_the_column_of_areas_are_refused() -> None:
    points = places([("1", 106.1, 21.6, 1.0)]).drop(columns="area_km2")
    with pytest.raises(UnitError, match="area_km2: the column is missing"):
        communes(points, parents=outlines({"20": LONLAT}))


def test_a_code_given_twice_is_refused() -> None:
    rows = [("1", 106.1, 21.6, 1.0), ("1", 106.3, 21.6, 1.0)]
    with pytest.raises(UnitError, match="1: this code is there twice"):
        communes(places(rows), parents=outlines({"20": LONLAT}))


def test_a_point_outside_is_pulled_to_the_nearest_place_inside() -> None:
    pulled = pulled_inside(shapely.Point(12 * KM, 5 * KM), SQUARE, margin=300.0)
    assert (pulled.x, pulled.y) == pytest.approx((9.7 * KM, 5 * KM))


def test_a_point_well_inside_stays_where_it_is() -> None:
    point = shapely.Point(5 * KM, 5 * KM)
    assert pulled_inside(point, SQUARE, margin=300.0) == point


def test_a_point_is_pulled_less_deep_into_a_narrow_outline() -> None:
    strip = shapely.box(0, 0, 10 * KM, 200.0)
    pulled = pulled_inside(shapely.Point(5 * KM, 900.0), strip, margin=300.0)
    assert (pulled.x, pulled.y) == pytest.approx((5 * KM, 125.0), abs=1.0)


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (None, "A: the outline has no geometry"),
        (shapely.Polygon(), "A: the outline has no geometry"),
        (shapely.Point(106.2, 21.7), "A: the outline is no polygon (got Point)"),
        (shapely.LineString([(106, 21), (107, 22)]), "A: the outline is no polygon (got Line"),
        (
            shapely.Polygon([(106, 21), (107, 22), (107, 21), (106, 22)]),
            "A: the outline is not a valid polygon (got Self-intersection",
        ),
    ],
)
def test_an_outline_that_is_no_polygon_is_named(outline: object, said: str) -> None:
    points = places([("1", 106.2, 21.7, 1.0)]).assign(parent="A")
    with pytest.raises(UnitError) as caught:
        communes(points, parents=outlines({"A": outline}))
    assert said in str(caught.value)


def test_two_outlines_of_one_code_are_refused() -> None:
    both = pd.concat([outlines({"A": LONLAT}), outlines({"A": LONLAT})])
    with pytest.raises(UnitError, match="A: this code is there twice"):
        communes(places([("1", 106.2, 21.7, 1.0)]).assign(parent="A"), parents=both)

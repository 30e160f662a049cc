"""What is wrong between units that should tile is found, each fault once, with its size."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from lsgeo.mending import FAULT_COLUMNS, coverage
from tests.mending.drawing import SCALE, drawn, layer, moved

WEST, EAST = box(0, 0, 100, 100), box(100, 0, 200, 100)


def faults_of(*shapes: object) -> gpd.GeoDataFrame:
    return coverage(layer(*shapes)).faults


def told(faults: gpd.GeoDataFrame) -> list[tuple[object, ...]]:
    columns = faults[["fault", "row", "other"]].astype(object)
    return [tuple(row) for row in columns.where(columns.notna(), None).to_numpy().tolist()]


def test_units_that_tile_have_no_fault() -> None:
    enclave = box(20, 20, 40, 40)
    faults = faults_of(WEST - enclave, MultiPolygon([EAST, enclave]))
    assert faults.empty
    assert tuple(faults.columns) == FAULT_COLUMNS


def test_the_units_come_back_as_they_were() -> None:
    units = layer(WEST, box(90, 0, 200, 100), None)
    found = coverage(units)
    assert found.geometry is units
    assert not found.notes


def test_an_overlap_has_its_place_its_size_and_both_units() -> None:
    (fault,) = faults_of(WEST, box(90, 0, 200, 100)).to_dict("records")
    assert (fault["fault"], fault["row"], fault["other"]) == ("overlap", 1, 2)
    assert fault["geometry"].equals(moved(box(90, 0, 100, 100)))
    assert fault["area_m2"] == pytest.approx(1000, rel=SCALE)
    assert fault["outcome"] == "left"
    assert fault["detail"].startswith("row 1, row 2 overlap: 1,000 m², 9.09 m wide")


def test_an_overlap_of_a_tenth_of_a_millimetre_is_one_too() -> None:
    (fault,) = faults_of(WEST, box(99.9999, 0, 200, 100)).to_dict("records")
    assert fault["fault"] == "overlap"
    assert fault["area_m2"] == pytest.approx(0.01, rel=1e-2)


def test_each_overlap_of_two_units_is_a_fault_of_its_own() -> None:
    teeth = Polygon([(200, 0), (95, 0), (100, 50), (95, 100), (200, 100)])
    faults = faults_of(WEST, teeth)
    assert told(faults) == [("overlap", 1, 2), ("overlap", 1, 2)]
    assert faults["area_m2"].tolist() == pytest.approx([125, 125], rel=SCALE)


def test_where_three_units_overlap_the_ground_is_counted_once() -> None:
    faults = faults_of(WEST, box(90, 0, 200, 100), box(95, 40, 300, 60))
    assert faults["area_m2"].sum() == pytest.approx(1000 + 105 * 20 - 5 * 20, rel=SCALE)
    named = faults["detail"][faults["detail"].str.contains("row 1, row 2, row 3")]
    assert len(named) == 1


def test_a_unit_inside_another_overlaps_it() -> None:
    assert told(faults_of(WEST, box(10, 10, 20, 20))) == [("overlap", 1, 2)]


def test_the_same_unit_twice_overlaps_itself() -> None:
    assert told(faults_of(WEST, WEST)) == [("overlap", 1, 2)]


def test_a_gap_names_the_two_units_with_the_longest_border_to_it() -> None:
    """It borders for 20 m on the west, 9 m on the north-east, 5 m on the south-east."""
    gap = box(95, 40, 102, 50)
    north, south = box(100, 43, 200, 100) - gap, box(100, 0, 200, 43) - gap
    (fault,) = faults_of(south, north, WEST - gap).to_dict("records")
    assert (fault["fault"], fault["row"], fault["other"]) == ("gap", 3, 2)
    assert fault["geometry"].equals(moved(gap))
    assert fault["area_m2"] == pytest.approx(70, rel=SCALE)


def test_a_hole_in_one_unit_is_a_gap_of_it_alone() -> None:
    faults = faults_of(WEST - box(10, 10, 20, 20), EAST)
    assert told(faults) == [("gap", 1, None)]
    assert faults["detail"][0].startswith("a hole in row 1: 100")


def test_a_bay_of_the_outer_border_is_no_gap() -> None:
    tall = Polygon([(0, 0), (100, 0), (100, 40), (100, 100), (0, 100)])
    assert faults_of(tall, box(100, 0, 200, 40), box(0, 100, 100, 200)).empty


def test_a_vertex_that_the_neighbour_lacks_is_an_edge_that_does_not_match() -> None:
    corner = Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (100, 40)])
    faults = faults_of(WEST, corner)
    assert told(faults) == [("unmatched_edge", 1, 2)]
    assert faults["area_m2"].tolist() == [0.0]
    assert faults["geometry"][0].equals(moved(LineString([(100, 0), (100, 100)])))
    assert "do not match over 100 m" in faults["detail"][0]


def test_a_vertex_on_the_edge_of_a_neighbour_that_is_longer_does_not_match() -> None:
    faults = faults_of(WEST, box(100, 0, 200, 40))
    assert told(faults) == [("unmatched_edge", 1, 2)]


def test_an_edge_beside_two_neighbours_does_not_match_either() -> None:
    faults = faults_of(WEST, box(100, 0, 200, 50), box(100, 50, 200, 100))
    assert told(faults) == [("unmatched_edge", 1, 2), ("unmatched_edge", 1, 3)]


def test_the_edges_of_an_overlap_are_no_second_fault() -> None:
    shifted = Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (97, 50)])
    assert told(faults_of(WEST, shifted)) == [("overlap", 1, 2)]


def test_a_thin_part_of_a_unit_is_a_sliver() -> None:
    scrap = box(300, 0, 300.5, 40)
    faults = faults_of(MultiPolygon([WEST, scrap]), EAST)
    assert told(faults) == [("sliver", 1, None)]
    assert faults["geometry"][0].equals(moved(scrap))
    assert faults["area_m2"][0] == pytest.approx(20, rel=SCALE)


def test_faults_come_by_sort_and_the_largest_first() -> None:
    faults = faults_of(
        WEST - box(10, 10, 12, 12) - box(30, 30, 40, 40),
        box(99, 0, 200, 100),
        MultiPolygon([box(0, 100, 100, 200), box(0, 300, 50, 300.5)]),
    )
    assert faults["fault"].tolist() == ["overlap", "gap", "gap", "sliver"]
    assert faults["area_m2"].tolist() == pytest.approx([100, 100, 4, 25], rel=SCALE)


def test_units_are_called_by_their_names_and_keyed_by_code() -> None:
    units = layer(WEST, box(90, 0, 200, 100)).set_axis(["06184", "06187"])
    (fault,) = coverage(units, names={"06184": "Đồng Đăng"}).faults.to_dict("records")
    assert (fault["row"], fault["other"]) == ("06184", "06187")
    assert fault["detail"].startswith("Đồng Đăng, row 06187 overlap")


def test_what_is_no_valid_polygon_is_passed_over() -> None:
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert faults_of(WEST, None, Point(3, 3), bow, EAST, Polygon()).empty
    assert faults_of().empty


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4756", "EPSG:32648"])
def test_the_sizes_are_the_same_in_another_system(crs: str) -> None:
    plane = layer(WEST, box(98, 0, 200, 100))
    moved_units = plane.to_crs(crs)
    faults = coverage(moved_units).faults
    overlap = faults[faults["fault"] == "overlap"]
    assert overlap["area_m2"].sum() == pytest.approx(200, rel=5e-3)
    assert faults.crs == moved_units.crs


def test_a_long_edge_in_degrees_makes_no_area_of_its_own() -> None:
    """The geodesic between its ends bends away from the edge: 5,000 m² on 10 km, by ends alone."""
    south = Polygon([(106.5, 21.5), (106.6, 21.5), (106.6, 21.6), (106.5, 21.6)])
    north = Polygon(
        [(106.5, 21.6), (106.55, 21.6 - 1e-7), (106.6, 21.6), (106.6, 21.7), (106.5, 21.7)]
    )
    units = gpd.GeoSeries([south, north], index=[1, 2], crs="EPSG:4326")
    (fault,) = coverage(units).faults.to_dict("records")
    half_base, height = 0.05 * 103_570, 1e-7 * 110_720  # metres of a degree at 21.6° N
    assert fault["area_m2"] == pytest.approx(half_base * height, rel=1e-2)


def test_the_faults_of_a_coverage_are_drawn_where_they_are() -> None:
    faults = faults_of(WEST - box(10, 10, 20, 20), EAST)
    assert set(drawn(faults["geometry"][0])) == {(10, 10), (20, 10), (20, 20), (10, 20)}
    assert shapely.is_valid(faults.geometry.to_numpy()).all()

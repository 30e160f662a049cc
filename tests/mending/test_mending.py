"""Geometry as drawn: repaired where nothing changes, else left out and named."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryCollection, MultiPolygon, Point, Polygon, affinity, box

from lsgeo.mending import MOST_CHANGE_M2, mend, mend_coverage

E, N = 449_000.0, 2_417_000.0


def series(*shapes: object) -> gpd.GeoSeries:
    """Shapes in VN-2000 metres around the middle of the province, by row from 1."""
    moved = [None if one is None else affinity.translate(one, E, N) for one in shapes]
    return gpd.GeoSeries(moved, index=range(1, len(moved) + 1), crs="EPSG:9215")


def outcomes(notes: tuple) -> list[tuple[int, str]]:
    return [(note.row, note.outcome) for note in notes]


BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def test_a_valid_shape_comes_back_as_it_was() -> None:
    given_shapes = series(box(0, 0, 100, 100), box(200, 0, 300, 100))
    mended = mend(given_shapes)
    assert mended.geometry.equals(given_shapes) and not mended.notes and mended.faults.empty


def test_no_geometry_and_an_empty_one_are_quarantined() -> None:
    mended = mend(series(None, Polygon(), box(0, 0, 1, 1)))
    assert mended.geometry.index.tolist() == [3]
    assert outcomes(mended.notes) == [(1, "quarantined"), (2, "quarantined")]


def test_a_bow_tie_has_no_one_area_and_is_quarantined_with_its_place() -> None:
    mended = mend(series(BOW_TIE, box(500, 0, 600, 100)))
    assert mended.geometry.index.tolist() == [2]
    (fault,) = mended.faults.to_dict("records")
    assert (fault["row"], fault["fault"]) == (1, "invalid")
    assert (fault["geometry"].x - E, fault["geometry"].y - N) == pytest.approx((50, 50))
    assert fault["area_m2"] == pytest.approx(5000, rel=1e-3)


def test_a_tiny_loop_at_a_corner_is_repaired_and_said() -> None:
    loop = Polygon([(0, 0), (100, 0), (100, 100), (0.5, 100), (0, 99.5), (0.5, 99.5), (0, 100)])
    mended = mend(series(loop))
    assert outcomes(mended.notes) == [(1, "corrected")]
    assert mended.geometry.is_valid.all()
    assert abs(mended.geometry.area.iloc[0] - loop.area) <= MOST_CHANGE_M2


def test_a_spike_without_area_is_repaired() -> None:
    spiked = Polygon([(0, 0), (100, 0), (150, 0), (100, 0), (100, 100), (0, 100)])
    mended = mend(series(spiked))
    assert outcomes(mended.notes) == [(1, "corrected")]
    assert mended.geometry.area.iloc[0] == pytest.approx(10_000)


def test_a_hole_outside_its_shell_changes_the_area_and_is_quarantined() -> None:
    hole = [(200, 0), (300, 0), (300, 100), (200, 100)]
    mended = mend(series(Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [hole])))
    assert outcomes(mended.notes) == [(1, "quarantined")]


def test_a_collection_keeps_its_polygons() -> None:
    mixed = GeometryCollection([box(0, 0, 10, 10), Point(5, 5)])
    mended = mend(series(mixed))
    assert mended.geometry.geom_type.tolist() == ["Polygon"]
    assert outcomes(mended.notes) == [(1, "corrected")]


def test_the_same_shape_from_another_vertex_is_a_duplicate() -> None:
    turned = Polygon([(100, 0), (100, 100), (0, 100), (0, 0)])
    mended = mend(series(box(0, 0, 100, 100), turned))
    assert mended.geometry.index.tolist() == [1]
    (note,) = mended.notes
    assert (note.row, note.outcome) == (2, "quarantined") and "row 1" in note.reason


points = st.tuples(st.integers(0, 50), st.integers(0, 50))


@given(st.lists(st.lists(points, min_size=3, max_size=8), min_size=1, max_size=6))
def test_every_row_is_mended_or_quarantined_and_what_is_left_is_valid(rings: list) -> None:
    shapes = series(*(Polygon(ring) for ring in rings))
    mended = mend(shapes)
    gone = {note.row for note in mended.notes if note.outcome == "quarantined"}
    assert sorted([*mended.geometry.index, *gone]) == shapes.index.tolist()
    assert mended.geometry.is_valid.all() and not mended.geometry.is_empty.any()
    for row, shape in mended.geometry.items():
        if shapes[row].is_valid:
            assert shape.equals_exact(shapes[row], 0)


def test_a_sliver_of_half_a_square_metre_is_closed() -> None:
    units = series(box(0, 0, 100.005, 100), box(100, 0, 200, 100))
    covered = mend_coverage(units)
    assert shapely.coverage_is_valid(covered.geometry.to_numpy())
    assert [note.outcome for note in covered.notes]
    (fault,) = covered.faults.to_dict("records")
    assert fault["fault"] == "overlap" and fault["area_m2"] == pytest.approx(0.5, rel=1e-2)


@pytest.mark.parametrize("width", [0.05, 3.0])
def test_a_larger_overlap_is_named_and_left(width: float) -> None:
    units = series(box(0, 0, 100 + width, 100), box(100, 0, 200, 100))
    covered = mend_coverage(units)
    assert covered.geometry.equals(units) and not covered.notes
    (fault,) = covered.faults.to_dict("records")
    assert fault["area_m2"] == pytest.approx(width * 100, rel=1e-2)


def test_a_gap_is_named_with_its_size_but_a_bay_is_none() -> None:
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    west, east = ring.intersection(box(0, 0, 50, 100)), ring.intersection(box(50, 0, 100, 100))
    covered = mend_coverage(series(west, east))
    (fault,) = covered.faults.to_dict("records")
    assert fault["fault"] == "gap" and fault["area_m2"] == pytest.approx(400, rel=1e-2)
    tall = Polygon([(0, 0), (50, 0), (50, 40), (50, 100), (0, 100)])
    bay = series(tall, box(50, 0, 100, 40))
    assert mend_coverage(bay).faults.empty


def test_units_in_several_parts_that_tile_stay_as_they_are() -> None:
    islands = MultiPolygon([box(0, 0, 10, 10), box(30, 0, 40, 10)])
    units = series(islands, box(10, 0, 30, 10))
    covered = mend_coverage(units)
    assert covered.geometry.equals(units) and covered.faults.empty

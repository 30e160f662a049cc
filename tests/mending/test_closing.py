"""Small gaps and overlaps are closed where no unit changes by more than a square metre."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from lsgeo.mending import MOST_CHANGE_M2, Coverage, coverage, mend_coverage
from tests.mending.drawing import SCALE, drawn, layer

WEST, EAST = box(0, 0, 100, 100), box(100, 0, 200, 100)


def is_tiled(mended: Coverage) -> bool:
    shapes = mended.geometry.to_numpy()
    return bool(shapely.coverage_is_valid(shapes)) and not shapely.get_num_interior_rings(
        shapely.union_all(shapes)
    )


def outcomes(mended: Coverage) -> list[tuple[str, str]]:
    return list(zip(mended.faults["fault"], mended.faults["outcome"], strict=True))


def test_units_that_tile_come_back_as_they_were() -> None:
    units = layer(WEST, EAST, MultiPolygon([box(0, 100, 9, 109), box(50, 100, 60, 109)]))
    mended = mend_coverage(layer(*[WEST, EAST]))
    assert mended.geometry.geom_equals_exact(units[:2], 0).all()
    assert not mended.notes
    assert mended.faults.empty


def test_half_a_square_metre_of_overlap_is_closed_and_both_areas_told() -> None:
    mended = mend_coverage(layer(box(0, 0, 100.005, 100), EAST))
    assert is_tiled(mended)
    assert outcomes(mended) == [("overlap", "corrected")]
    assert mended.faults["area_m2"][0] == pytest.approx(0.5, rel=1e-2)
    assert {note.outcome for note in mended.notes} == {"corrected"}
    assert all(note.said.endswith("m²") and note.became.endswith("m²") for note in mended.notes)


def test_five_square_metres_of_overlap_are_told_and_left() -> None:
    units = layer(box(0, 0, 100.05, 100), EAST)
    mended = mend_coverage(units)
    assert mended.geometry.geom_equals_exact(units, 0).all()
    assert not mended.notes
    assert outcomes(mended) == [("overlap", "left")]
    assert mended.faults["area_m2"][0] == pytest.approx(5, rel=1e-2)


@pytest.mark.parametrize(("width", "outcome"), [(0.08, "corrected"), (0.8, "left")])
def test_a_gap_is_closed_only_while_it_is_tiny(width: float, outcome: str) -> None:
    units = layer(WEST - box(100 - width, 40, 101, 50), EAST)
    mended = mend_coverage(units)
    assert outcomes(mended) == [("gap", outcome)]
    assert is_tiled(mended) is (outcome == "corrected")


def test_a_gap_goes_to_the_unit_with_the_longest_border_to_it() -> None:
    """It borders for 1 m on each side on the west, for 0.5 m on the other two units."""
    gap = box(99.5, 40, 100, 41)
    north, south = box(99, 40.5, 200, 100), box(99, 0, 200, 40.5)
    west = box(0, 0, 99, 100).union(box(98, 39, 100, 42)) - gap
    mended = mend_coverage(layer(west, north - west - gap, south - west - gap))
    assert mended.geometry.area.round(4).tolist()[0] == round(west.area + 0.5, 4)
    assert outcomes(mended)[0] == ("gap", "corrected")
    assert is_tiled(mended)


def test_no_vertex_is_moved() -> None:
    """Every vertex of the result was drawn, or is where two drawn edges cross."""
    bent = Polygon([(200, 0), (100, 0), (99.99, 30), (100.01, 60), (100, 100), (200, 100)])
    mended = mend_coverage(layer(WEST, bent))
    vertices = {at for shape in mended.geometry for at in drawn(shape)}
    assert vertices - set(drawn_before(WEST, bent)) == {(100, 45)}
    assert is_tiled(mended)


def drawn_before(*shapes: Polygon) -> list[tuple[float, ...]]:
    return [at for shape in layer(*shapes) for at in drawn(shape)]


def test_a_vertex_that_the_neighbour_lacks_is_put_on_its_edge() -> None:
    corner = Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (100, 40)])
    mended = mend_coverage(layer(WEST, corner))
    assert is_tiled(mended)
    assert outcomes(mended) == [("unmatched_edge", "corrected")]
    assert (100, 40) in drawn(mended.geometry[1])
    assert [(note.row, note.said == note.became) for note in mended.notes] == [(1, True)]


def test_a_vertex_that_is_off_by_a_rounding_becomes_that_of_the_first_unit() -> None:
    """It lies on the common edge, where no third unit meets the two."""
    west = Polygon([(0, 0), (100, 0), (99, 40), (100, 100), (0, 100)])
    east = Polygon([(200, 0), (200, 100), (100, 100), (99 + 4e-6, 40 - 3e-6), (100, 0)])
    units = layer(west, east)
    mended = mend_coverage(units)
    assert is_tiled(mended)
    assert outcomes(mended) == [("unmatched_edge", "corrected")]
    assert mended.faults.length.tolist() == pytest.approx([40.0125 + 60.0083], abs=1e-3)
    assert mended.geometry[1].equals_exact(units[1], 0)
    assert len(shapely.get_coordinates(mended.geometry[2])) == 6
    assert [note.row for note in mended.notes] == [2]


def test_a_vertex_beside_a_gap_that_is_left_is_shared_nonetheless() -> None:
    """The gap begins 10 m into the south's edge, where the west ends: the south lacks that one."""
    south, west, east = box(0, 0, 100, 50), box(0, 50, 10, 100), box(12, 52, 100, 100)
    lid, side = box(0, 100, 100, 120), box(100, 0, 120, 120)
    mended = mend_coverage(layer(south, west, east, lid, side))
    assert outcomes(mended) == [("gap", "left"), ("unmatched_edge", "corrected")]
    assert (10, 50) in drawn(mended.geometry[1])
    assert shapely.coverage_is_valid(mended.geometry.to_numpy())


def test_many_small_overlaps_are_closed_only_up_to_a_square_metre() -> None:
    """Ten teeth of 0.15 m² each: six make 0.9 m², a seventh would make 1.05."""
    edge = [(100 - 0.3 * (place % 2), place * 0.5) for place in range(200)]
    teeth = [*edge[:21], (100, 100), (200, 100), (200, 0)]
    mended = mend_coverage(layer(WEST, Polygon(teeth)))
    assert sorted(outcomes(mended)).count(("overlap", "corrected")) == 6
    assert sorted(outcomes(mended)).count(("overlap", "left")) == 4
    changes = (mended.geometry.area - layer(WEST, Polygon(teeth)).area).abs()
    assert (changes <= MOST_CHANGE_M2).all()


def test_a_small_overlap_is_closed_beside_a_large_one_that_is_left() -> None:
    units = layer(WEST, box(99.995, 0, 200, 100), box(190, 0, 300, 100))
    mended = mend_coverage(units)
    assert outcomes(mended) == [("overlap", "left"), ("overlap", "corrected")]
    assert mended.geometry[3].equals_exact(units[3], 0)
    assert mended.geometry[1].intersection(mended.geometry[2]).area == 0


def test_a_unit_that_lies_in_another_is_not_lost() -> None:
    tiny = box(10, 10, 10.5, 10.5)
    mended = mend_coverage(layer(WEST, tiny))
    assert outcomes(mended) == [("overlap", "left"), ("sliver", "left")]
    assert mended.geometry[2].area == pytest.approx(0.25)


def test_the_rest_of_the_units_is_untouched() -> None:
    units = layer(WEST, box(99.995, 0, 200, 100), box(200, 0, 300, 100), None)
    mended = mend_coverage(units)
    assert mended.geometry[3].equals_exact(units[3], 0)
    assert mended.geometry[4] is None
    assert mended.geometry.index.equals(units.index)


def test_the_units_given_are_not_changed() -> None:
    units = layer(box(0, 0, 100.005, 100), EAST)
    before = units.to_wkb()
    mend_coverage(units)
    assert units.to_wkb().equals(before)


def test_the_notes_of_units_keyed_by_code_name_them_and_count_no_row() -> None:
    units = layer(box(0, 0, 100.005, 100), EAST).set_axis(["06184", "06187"])
    mended = mend_coverage(units, names={"06184": "Đồng Đăng", "06187": "Kỳ Lừa"})
    assert {note.row for note in mended.notes} == {None}
    assert any("Đồng Đăng" in note.reason for note in mended.notes)


def test_a_layer_in_degrees_is_closed_too() -> None:
    units = layer(box(0, 0, 100.005, 100), EAST).to_crs("EPSG:4326")
    mended = mend_coverage(units)
    assert is_tiled(mended)
    assert mended.faults.crs == units.crs


offset = st.floats(-0.02, 0.02)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(offset, offset), min_size=9, max_size=9))
def test_corners_a_little_off_are_closed_and_no_unit_changes(offsets: list) -> None:
    """Three by three squares of 20 m, each shifted by up to 2 cm."""
    squares = [
        shapely.transform(
            box(0, 0, 20, 20), lambda at, n=n: at + np.add((n % 3 * 20, n // 3 * 20), offsets[n])
        )
        for n in range(9)
    ]
    units = layer(*squares)
    mended = mend_coverage(units)
    changes = (mended.geometry.area - units.area).abs()
    assert (changes <= MOST_CHANGE_M2 * (1 + SCALE)).all()
    assert mended.geometry.is_valid.all()
    left = mended.faults[mended.faults["outcome"] == "left"]
    assert shapely.coverage_is_valid(mended.geometry.to_numpy()) or "overlap" in set(left["fault"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(offset, offset), min_size=9, max_size=9))
def test_what_is_left_is_what_is_found_afterwards(offsets: list) -> None:
    squares = [
        box(n % 3 * 20 + east, n // 3 * 20 + north, n % 3 * 20 + 20, n // 3 * 20 + 20)
        for n, (east, north) in enumerate(offsets)
    ]
    mended = mend_coverage(layer(*squares))
    left = mended.faults[mended.faults["outcome"] == "left"]
    after = coverage(mended.geometry).faults
    assert sorted(left["area_m2"].round(6)) == sorted(after["area_m2"].round(6))

"""Each feature is made usable where that changes nothing, else left out and named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from lsgeo.ledger import entry
from lsgeo.mending import FAULT_COLUMNS, MOST_CHANGE_M2, Mended, mend, of_dimension
from tests.mending.drawing import SCALE, E, N, drawn, layer

SQUARE = box(0, 0, 100, 100)
FAR = box(500, 0, 600, 100)
BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
SPIKED = Polygon([(0, 0), (100, 0), (150, 0), (100, 0), (100, 100), (0, 100)])


def with_hole(hole: Polygon) -> Polygon:
    return Polygon(SQUARE.exterior, [hole.exterior])


def outcomes(mended: Mended) -> list[tuple[int | None, str]]:
    return [(note.row, note.outcome) for note in mended.notes]


def only_fault(mended: Mended) -> dict[str, object]:
    (fault,) = mended.faults.to_dict("records")
    return fault


def test_a_sound_layer_comes_back_as_it_was() -> None:
    sound = layer(SQUARE, FAR, with_hole(box(10, 10, 20, 20)))
    mended = mend(sound)
    assert mended.geometry.geom_equals_exact(sound, 0).all()
    assert mended.geometry.crs == sound.crs
    assert not mended.notes
    assert mended.faults.empty


def test_the_layer_given_is_not_changed() -> None:
    given_layer = layer(BOW_TIE, SPIKED, None, SQUARE, SQUARE)
    before = given_layer.to_wkb()
    mend(given_layer)
    assert given_layer.to_wkb().equals(before)


def test_no_geometry_and_an_empty_one_are_quarantined() -> None:
    mended = mend(layer(None, Polygon(), SQUARE))
    assert mended.geometry.index.tolist() == [3]
    assert outcomes(mended) == [(1, "quarantined"), (2, "quarantined")]
    assert mended.faults["fault"].tolist() == ["no_geometry", "empty_geometry"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300])
def test_a_vertex_that_is_nowhere_quarantines_its_feature(value: float) -> None:
    with np.errstate(invalid="ignore"):  # GEOS warns of the NaN where it closes the ring
        shape = Polygon([(0, 0), (10, 0), (value, 10), (0, 10)])
    mended = mend(layer(shape, SQUARE))
    assert outcomes(mended) == [(1, "quarantined")]
    fault = only_fault(mended)
    assert fault["fault"] == "impossible_coordinates"
    assert fault["detail"] == "1 of 5 vertices lie nowhere on Earth"
    assert (0.0, 10.0) in drawn(fault["geometry"])


def test_heights_and_measures_are_left_out_with_one_note_for_the_layer() -> None:
    high = shapely.force_3d(box(0, 0, 10, 10), 250.0)
    measured = shapely.from_wkt("POLYGON ZM ((20 0 1 2, 30 0 1 2, 30 9 1 2, 20 0 1 2))")
    features = gpd.GeoSeries([high, measured, box(50, 0, 60, 9)], index=[1, 2, 3], crs="EPSG:9215")
    mended = mend(features)
    assert not shapely.has_z(mended.geometry.to_numpy()).any()
    assert not shapely.has_m(mended.geometry.to_numpy()).any()
    (note,) = mended.notes
    assert (note.outcome, note.row, note.column) == ("corrected", None, "geometry")
    assert note.reason == "heights and measures (Z, M) of 2 features left out"
    assert mended.geometry[1].equals_exact(box(0, 0, 10, 10), 0)


def test_a_bow_tie_has_no_one_area_and_is_quarantined_with_its_place_and_size() -> None:
    """Its lobes cancel along the ring (0 m²) and add up by structure (5,000 m²)."""
    mended = mend(layer(BOW_TIE, FAR))
    assert mended.geometry.index.tolist() == [2]
    fault = only_fault(mended)
    assert (fault["row"], fault["fault"]) == (1, "self_intersection")
    assert (fault["geometry"].x - E, fault["geometry"].y - N) == pytest.approx((50, 50))
    assert fault["area_m2"] == pytest.approx(5000, rel=SCALE)
    (note,) = mended.notes
    lonlat = gpd.GeoSeries([Point(E + 50, N + 50)], crs="EPSG:9215").to_crs("EPSG:4326")[0]
    assert f"near {lonlat.x:.5f} {lonlat.y:.5f}: its area is in doubt by 5,00" in note.reason
    assert note.said.endswith(" m²")
    assert note.became == ""


@pytest.mark.parametrize(("side", "outcome"), [(0.9, "corrected"), (1.2, "quarantined")])
def test_a_loop_at_a_corner_is_repaired_only_while_it_is_tiny(side: float, outcome: str) -> None:
    """The loop is a triangle of side²/2 drawn the wrong way round: 0.41 or 0.72 m².

    By structure it adds to the square, along the ring it takes away: 0.81 or 1.44 m² of doubt.
    """
    loop = [(100, 100), (100 + side, 100), (100, 100 + side), (100, 100)]
    corner_loop = Polygon([(0, 0), (100, 0), *loop[:1], *loop[1:3][::-1], (100, 100), (0, 100)])
    mended = mend(layer(corner_loop))
    assert outcomes(mended) == [(1, outcome)]
    assert only_fault(mended)["area_m2"] == pytest.approx(side**2, rel=SCALE)


@pytest.mark.parametrize(
    ("shape", "fault", "area_m2"),
    [
        (SPIKED, "self_intersection", 10_000),
        (with_hole(box(0, 20, 30, 50)), "self_intersection", 9_100),
        (MultiPolygon([SQUARE, box(100, 0, 200, 100)]), "self_intersection", 20_000),
        (
            Polygon(SQUARE.exterior, [[(0, 50), (50, 100), (100, 50), (50, 0)]]),
            "disconnected_interior",
            5_000,
        ),
    ],
    ids=["a spike", "a hole along the edge", "parts that share an edge", "a hole that cuts"],
)
def test_what_can_be_read_in_one_way_only_is_repaired(
    shape: Polygon, fault: str, area_m2: float
) -> None:
    mended = mend(layer(shape))
    assert outcomes(mended) == [(1, "corrected")]
    assert mended.geometry.is_valid.all()
    assert mended.geometry.area[1] == pytest.approx(area_m2)
    assert only_fault(mended)["fault"] == fault
    assert mended.notes[0].said == mended.notes[0].became


@pytest.mark.parametrize(
    ("shape", "fault", "doubt_m2"),
    [
        (with_hole(box(200, 0, 230, 30)), "hole_outside_shell", 1_800),
        (MultiPolygon([SQUARE, box(20, 20, 30, 30)]), "nested_shells", 100),
        (MultiPolygon([SQUARE, box(90, 0, 190, 100)]), "self_intersection", 1_000),
        (
            Polygon(SQUARE.exterior, [box(20, 20, 80, 80).exterior, box(30, 30, 40, 40).exterior]),
            "nested_holes",
            100,
        ),
        (with_hole(box(90, 40, 110, 50)), "self_intersection", 100),
    ],
    ids=[
        "a hole outside",
        "a part in a part",
        "parts overlap",
        "a hole in a hole",
        "a hole across",
    ],
)
def test_what_can_be_read_in_several_ways_is_quarantined(
    shape: Polygon, fault: str, doubt_m2: float
) -> None:
    mended = mend(layer(shape, FAR))
    assert outcomes(mended) == [(1, "quarantined")]
    told = only_fault(mended)
    assert told["fault"] == fault
    assert told["area_m2"] == pytest.approx(doubt_m2, rel=SCALE)


def test_what_one_place_gains_does_not_hide_what_another_loses() -> None:
    """A hole outside takes from the ring's sum what two overlapping parts add to it: 100 m²."""
    overlapping = MultiPolygon(
        [with_hole(box(200, 200, 210, 210)), box(99, 0, 199, 100)]  # 1 m by 100 m
    )
    assert outcomes(mend(layer(overlapping))) == [(1, "quarantined")]


@pytest.mark.parametrize(
    "shape",
    [Polygon([(0, 0)] * 4), Polygon([(0, 0), (10, 0), (0, 0), (0, 0)])],
    ids=["a point", "a line"],
)
def test_a_polygon_that_is_none_is_quarantined(shape: Polygon) -> None:
    mended = mend(layer(shape, SQUARE))
    assert outcomes(mended) == [(1, "quarantined")]
    assert "nothing of the geometry is left" in mended.notes[0].reason


def test_a_vertex_that_is_there_twice_goes_once() -> None:
    twice = Polygon([(0, 0), (100, 0), (100, 0), (100, 0), (100, 100), (0, 100)])
    mended = mend(layer(twice))
    assert drawn(mended.geometry[1]) == [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    assert outcomes(mended) == [(1, "corrected")]
    fault = only_fault(mended)
    assert (fault["fault"], drawn(fault["geometry"])) == ("repeated_vertex", [(100.0, 0.0)])


def test_rings_that_begin_where_the_one_before_ends_have_no_repeated_vertex() -> None:
    touching = Polygon([(0, 0), (100, 0), (100, 100)], [[(0, 0), (60, 20), (60, 40)]])
    assert touching.is_valid
    assert not mend(layer(touching)).notes


def test_a_collection_keeps_its_polygons() -> None:
    inner = GeometryCollection([Point(5, 5), MultiPolygon([box(20, 0, 30, 10)])])
    mended = mend(layer(GeometryCollection([box(0, 0, 10, 10), inner]), SQUARE))
    assert mended.geometry.geom_type.tolist() == ["MultiPolygon", "Polygon"]
    assert mended.geometry.area[1] == pytest.approx(200)
    assert outcomes(mended) == [(1, "corrected")]


def test_a_collection_whose_polygons_overlap_is_quarantined() -> None:
    mended = mend(layer(GeometryCollection([SQUARE, box(50, 0, 150, 100)]), FAR))
    assert mended.geometry.index.tolist() == [2]


def test_a_point_among_polygons_is_quarantined_and_said() -> None:
    mended = mend(layer(SQUARE, Point(1, 1), FAR, GeometryCollection([Point(1, 1)])))
    assert mended.geometry.index.tolist() == [1, 3]
    assert outcomes(mended) == [(2, "quarantined"), (4, "quarantined")]
    assert "points in a layer of polygons" in mended.notes[0].reason


def test_the_kind_of_a_layer_is_that_of_most_of_it_unless_it_is_named() -> None:
    mixed = layer(Point(0, 0), Point(1, 1), SQUARE)
    assert mend(mixed).geometry.index.tolist() == [1, 2]
    assert mend(mixed, dimension=2).geometry.index.tolist() == [3]


def test_lines_and_points_are_mended_too() -> None:
    dot = MultiLineString([[(0, 0), (0, 0)], [(0, 0), (9, 9)]])
    mended = mend(layer(dot, LineString([(5, 5), (5, 5)]), LineString([(0, 0), (0, 0), (3, 3)])))
    assert mended.geometry.geom_type.tolist() == ["LineString", "LineString"]
    assert mended.geometry.length.round(3).tolist() == [12.728, 4.243]
    assert outcomes(mended) == [(1, "corrected"), (2, "quarantined"), (3, "corrected")]
    assert not mend(layer(Point(0, 0), MultiPoint([(1, 1), (1, 1)]))).notes


def test_the_same_shape_from_another_vertex_is_a_duplicate_of_the_first() -> None:
    turned = Polygon([(100, 0), (100, 100), (0, 100), (0, 0)])
    mended = mend(layer(SQUARE, turned, box(0, 0, 100, 100)))
    assert mended.geometry.index.tolist() == [1]
    assert outcomes(mended) == [(2, "quarantined"), (3, "quarantined")]
    assert [note.reason for note in mended.notes] == ["the same as row 1"] * 2
    assert mended.faults["other"].tolist() == [1, 1]
    assert mended.faults["area_m2"].tolist() == pytest.approx([10_000] * 2, rel=SCALE)


def test_shapes_of_one_frame_are_no_duplicates() -> None:
    one, other = Polygon([(0, 0), (9, 0), (9, 9)]), Polygon([(0, 0), (9, 9), (0, 9)])
    assert not mend(layer(one, other)).notes


def test_a_shape_with_other_attributes_is_kept_and_named() -> None:
    attributes = pd.DataFrame(
        {"lo": [1, 2, 1, None], "ten": ["a", "b", "a", ["c"]]}, index=[1, 2, 3, 4]
    )
    mended = mend(layer(SQUARE, SQUARE, SQUARE, SQUARE), attributes=attributes)
    assert mended.geometry.index.tolist() == [1, 2, 4]
    assert outcomes(mended) == [(2, "used"), (3, "quarantined"), (4, "used")]
    assert mended.faults["fault"].tolist() == ["same_shape", "duplicate", "same_shape"]
    assert mended.faults["outcome"].tolist() == ["left", "quarantined", "left"]


def test_empty_attributes_are_the_same_as_empty_ones() -> None:
    attributes = pd.DataFrame({"ten": [None, None], "so": [np.nan, np.nan]}, index=[1, 2])
    mended = mend(layer(SQUARE, SQUARE), attributes=attributes)
    assert outcomes(mended) == [(2, "quarantined")]


def test_a_layer_in_degrees_is_measured_in_metres() -> None:
    mended = mend(layer(BOW_TIE, FAR).to_crs("EPSG:4326"))
    assert only_fault(mended)["area_m2"] == pytest.approx(5000, rel=SCALE)


def test_a_layer_without_a_system_is_measured_in_its_plane() -> None:
    bare = gpd.GeoSeries([BOW_TIE, SQUARE], index=[1, 2])
    assert only_fault(mend(bare))["area_m2"] == 5000


def test_nothing_in_is_nothing_out() -> None:
    mended = mend(layer())
    assert mended.geometry.empty
    assert tuple(mended.faults.columns) == FAULT_COLUMNS


def test_the_faults_are_a_layer_that_can_be_kept(tmp_path: Path) -> None:
    mended = mend(layer(BOW_TIE, None, SQUARE, SQUARE, Point(3, 3)))
    assert mended.faults.crs == mended.geometry.crs
    path = tmp_path / "faults.gpkg"
    mended.faults.to_file(path)
    again = gpd.read_file(path)
    assert again["row"].tolist() == mended.faults["row"].tolist()
    assert again["detail"].tolist() == mended.faults["detail"].tolist()


def test_the_kind_of_a_shape_is_kept_and_the_rest_is_not() -> None:
    assert of_dimension(SQUARE, 2) is SQUARE
    assert of_dimension(SQUARE, 1) is None
    mixed = GeometryCollection([SQUARE, Point(0, 0), LineString([(0, 0), (1, 1)])])
    assert of_dimension(mixed, 1).equals(LineString([(0, 0), (1, 1)]))


corner = st.tuples(st.integers(0, 40), st.integers(0, 40))
ring = st.lists(corner, min_size=3, max_size=8)
polygon = st.builds(Polygon, ring) | st.builds(
    lambda shell, hole: Polygon(shell, [hole]), ring, ring
)
feature = (
    polygon | st.none() | st.builds(lambda parts: GeometryCollection(parts), st.lists(polygon))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(feature, max_size=6))
def test_every_row_is_kept_or_quarantined_and_the_ledger_balances(shapes: list) -> None:
    features = layer(*shapes)
    mended = mend(features, dimension=2)
    gone = {note.row for note in mended.notes if note.outcome == "quarantined"}
    assert sorted([*mended.geometry.index, *gone]) == features.index.tolist()
    counts = entry("x.shp", rows=len(features), notes=mended.notes).counts.iloc[0]
    assert counts["used"] + counts["corrected"] == len(mended.geometry)


@settings(max_examples=60, deadline=None)
@given(st.lists(polygon, max_size=6))
def test_what_is_kept_is_valid_and_no_larger_or_smaller_than_drawn(shapes: list) -> None:
    features = layer(*shapes)
    mended = mend(features)
    kept = mended.geometry.to_numpy()
    assert shapely.is_valid(kept).all()
    assert not shapely.is_empty(kept).any()
    assert (shapely.get_dimensions(kept) == 2).all()
    drawn_areas = features.loc[mended.geometry.index].area
    assert ((mended.geometry.area - drawn_areas).abs() <= MOST_CHANGE_M2 * (1 + SCALE)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(polygon, max_size=6))
def test_a_valid_polygon_without_repeated_vertices_is_untouched(shapes: list) -> None:
    features = layer(*shapes)
    sound = [
        row
        for row, shape in features.items()
        if shape.is_valid and not shape.is_empty and _steps(shape).min() > 0
    ]
    mended = mend(features)
    told = Counter(note.row for note in mended.notes)
    for row in sound:
        if row in mended.geometry.index:
            assert mended.geometry[row].equals_exact(features[row], 0)
            assert not told[row]
        else:
            assert any(note.row == row and "same" in note.reason for note in mended.notes)


def _steps(shape: Polygon) -> np.ndarray:
    """How far each vertex is from the next of its ring."""
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shape)]
    return np.concatenate([np.hypot(*np.diff(at, axis=0).T) for at in rings])


@settings(max_examples=30, deadline=None)
@given(st.lists(polygon, min_size=1, max_size=4))
def test_mending_what_is_mended_changes_nothing(shapes: list) -> None:
    once = mend(layer(*shapes))
    twice = mend(once.geometry)
    assert twice.geometry.geom_equals_exact(once.geometry, 0).all()
    assert not twice.notes

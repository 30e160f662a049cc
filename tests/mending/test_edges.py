"""Edges are numbered, and drawn once, as the plain ways to do so say."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pyproj import CRS
from shapely import MultiPolygon, box

from lsgeo.mending.edges import HAIR_M, lines_of, numbered

few = st.integers(-2, 2)
pairs = st.integers(0, 40).flatmap(lambda n: arrays.arrays("int64", (n, 2), elements=few))


@settings(max_examples=200)
@given(pairs)
def test_pairs_are_numbered_as_numpy_numbers_them(rows: np.ndarray) -> None:
    expected = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)
    assert numbered(rows).tolist() == expected.tolist()
    assert numbered(rows + 0.5).tolist() == expected.tolist()


def drawn(*shapes: shapely.Geometry) -> np.ndarray:
    return lines_of(np.asarray(shapes, dtype=object), crs=None).shapes


def test_an_edge_of_two_areas_is_drawn_once() -> None:
    lines = drawn(box(0, 0, 10, 10), box(10, 0, 20, 10))
    assert shapely.length(lines).sum() == 70
    assert shapely.union_all(lines).length == 70


def test_holes_and_parts_are_drawn_too() -> None:
    holed = box(0, 0, 10, 10) - box(4, 4, 6, 6)
    lines = drawn(MultiPolygon([holed, box(20, 0, 21, 1)]), box(4, 4, 6, 6))
    assert shapely.union_all(lines).equals(
        shapely.union_all([holed.boundary, box(20, 0, 21, 1).boundary])
    )
    assert shapely.length(lines).sum() == 40 + 8 + 4


def test_nothing_has_no_lines() -> None:
    assert len(drawn()) == 0


def corner(*, east: float, north: float = 0.0) -> shapely.Polygon:
    """The right one of two squares, its lower left corner off the other's by this."""
    return shapely.Polygon([(10 + east, north), (20, 0), (20, 10), (10, 10)])


@pytest.mark.parametrize("off", [0.9 * HAIR_M, -0.9 * HAIR_M])
def test_corners_that_are_nearer_than_a_hair_are_one(off: float) -> None:
    lines = lines_of(np.asarray([box(0, 0, 10, 10), corner(east=off, north=off)]), crs=None)
    assert lines.moved.tolist() == [[10, 0]]
    assert shapely.length(lines.shapes).sum() == 70


def test_corners_that_are_farther_stay_two() -> None:
    lines = lines_of(np.asarray([box(0, 0, 10, 10), corner(east=1.1 * HAIR_M)]), crs=None)
    assert len(lines.moved) == 0
    assert shapely.length(lines.shapes).sum() == pytest.approx(80, abs=1e-3)


def test_vertices_of_one_area_stay_two_however_near() -> None:
    near = shapely.Polygon([(0, 0), (10, 0), (10, HAIR_M / 2), (10, 10), (0, 10)])
    lines = lines_of(np.asarray([near, corner(east=0, north=HAIR_M / 4)]), crs=None)
    assert len(lines.moved) == 0


def test_a_row_of_vertices_does_not_melt_away() -> None:
    """Each is near the next, of another area, but the last is far from the first."""
    areas = [box(n * 0.9 * HAIR_M, n * 0.9 * HAIR_M, 10 + n, 10 + n) for n in range(9)]
    lines = lines_of(np.asarray(areas), crs=None)
    assert len(lines.moved) == 0


def test_a_hair_is_as_wide_in_degrees() -> None:
    metre = 1 / 111_000
    squares = [box(0, 0, 10, 10), corner(east=0.9 * HAIR_M), corner(east=1.1 * HAIR_M)]
    west, near, far = shapely.transform(np.asarray(squares), lambda at: at * metre)
    assert len(lines_of(np.asarray([west, near]), crs=CRS(4326)).moved) == 1
    assert len(lines_of(np.asarray([west, far]), crs=CRS(4326)).moved) == 0

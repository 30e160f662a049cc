"""Random tilings, drawn a little differently by each unit, are made to tile again."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import Polygon

from lsgeo.mending import coverage, mend_coverage
from lsgeo.mending.edges import HAIR_M
from tests.mending.drawing import layer

SIDE_M = 50.0
CELLS = 4  # in a row, and rows

seeds = st.integers(0, 2**32 - 1)


def tiling(random: np.random.Generator) -> list[shapely.Geometry]:
    """Units made of the cells of a crooked grid: with holes, enclaves and several parts."""
    steps = np.arange(CELLS + 1) * SIDE_M
    corners = np.stack(np.meshgrid(steps, steps), axis=-1)
    corners[1:-1, 1:-1] += random.uniform(-0.3, 0.3, (CELLS - 1, CELLS - 1, 2)) * SIDE_M
    cells = [
        Polygon([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])
        for i in range(CELLS)
        for j in range(CELLS)
    ]
    units = random.integers(0, random.integers(2, len(cells)), len(cells))
    return [
        shapely.coverage_union_all([cells[place] for place in np.flatnonzero(units == unit)])
        for unit in np.unique(units)
    ]


def shaken(
    shape: shapely.Geometry, *, most_m: float, random: np.random.Generator
) -> shapely.Geometry:
    """A shape each of whose corners is off by up to so much; parts that meet in one still do."""

    def shake(vertices: np.ndarray) -> np.ndarray:
        corners, of_corner = np.unique(vertices, axis=0, return_inverse=True)
        shifts = random.uniform(-most_m, most_m, corners.shape)
        return vertices + shifts[of_corner.reshape(-1)]

    return shapely.transform(shape, shake)


def redrawn(
    seed: int, *, most_m: float, is_dense: bool = False
) -> tuple[gpd.GeoSeries, gpd.GeoSeries]:
    """The units of a tiling, and the same with vertices of their own on their edges, shaken."""
    random = np.random.default_rng(seed)
    units = layer(*tiling(random))
    shapes = [
        shapely.segmentize(unit, random.uniform(5, SIDE_M)) if is_dense else unit for unit in units
    ]
    moved = [shaken(shape, most_m=most_m, random=random) for shape in shapes]
    return units, gpd.GeoSeries(moved, index=units.index, crs=units.crs)


def open_area(units: gpd.GeoSeries) -> float:
    """How much is open inside of units, the plain way."""
    whole = shapely.union_all(units.to_numpy())
    filled = [Polygon(part.exterior) for part in shapely.get_parts(whole)]
    return float(shapely.union_all(filled).area - whole.area)


def twice_area(units: gpd.GeoSeries) -> float:
    """How much the units have in common, the plain way."""
    return float(units.area.sum() - shapely.union_all(units.to_numpy()).area)


@settings(max_examples=60, deadline=None)
@given(seeds, st.floats(0, 0.49 * HAIR_M), st.booleans())
@example(80, 1e-10, True)  # a face so thin that the point inside lies in units elsewhere
def test_what_is_off_by_less_than_a_hair_tiles_again(
    seed: int, most_m: float, is_dense: bool
) -> None:
    units, moved = redrawn(seed, most_m=most_m, is_dense=is_dense)
    mended = mend_coverage(moved)
    assert shapely.coverage_is_valid(mended.geometry.to_numpy())
    assert open_area(mended.geometry) == pytest.approx(open_area(units), abs=1e-6)
    rounding = units.length * 4 * HAIR_M
    assert ((mended.geometry.area - units.area).abs() <= rounding).all()
    assert set(mended.faults["fault"]) <= {"unmatched_edge"}
    assert set(mended.faults["outcome"]) <= {"corrected"}


@settings(max_examples=60, deadline=None)
@given(seeds, st.floats(0, 0.49 * HAIR_M))
def test_vertices_that_are_off_by_less_than_a_hair_are_no_more_than_before(
    seed: int, most_m: float
) -> None:
    units, moved = redrawn(seed, most_m=most_m)
    mended = mend_coverage(moved)
    count = shapely.get_num_coordinates(mended.geometry.to_numpy())
    assert count.tolist() == shapely.get_num_coordinates(units.to_numpy()).tolist()


@settings(max_examples=40, deadline=None)
@given(seeds, st.sampled_from([1e-4, 1e-3, 1e-2, 0.1, 0.5]), st.booleans())
def test_gaps_and_overlaps_wider_than_a_hair_are_all_found(
    seed: int, most_m: float, is_dense: bool
) -> None:
    _units, moved = redrawn(seed, most_m=most_m, is_dense=is_dense)
    moved = moved[moved.is_valid]
    faults = coverage(moved).faults
    found = faults.set_index("fault").geometry.area
    hair = moved.length.sum() * HAIR_M
    assert found.loc[found.index == "gap"].sum() == pytest.approx(open_area(moved), abs=hair)
    overlaps = shapely.union_all(faults.geometry[faults["fault"] == "overlap"].to_numpy())
    twice = shapely.union_all(
        [
            one.intersection(other)
            for place, one in enumerate(moved)
            for other in moved.iloc[place + 1 :]
        ]
    )
    assert overlaps.area == pytest.approx(twice.area, abs=hair)


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([0, 1e-10, 1e-7, 1e-5, 3e-5, 1e-3, 0.02, 0.1]), st.booleans())
def test_where_no_overlap_is_left_the_units_are_a_coverage(
    seed: int, most_m: float, is_dense: bool
) -> None:
    _units, moved = redrawn(seed, most_m=most_m, is_dense=is_dense)
    moved = moved[moved.is_valid]
    mended = mend_coverage(moved)
    left = mended.faults[mended.faults["outcome"] == "left"]
    is_coverage = shapely.coverage_is_valid(mended.geometry.to_numpy())
    assert is_coverage or "overlap" in set(left["fault"])
    assert ((mended.geometry.area - moved.area).abs() <= 1 + 1e-6).all()
    changed = moved.index[~mended.geometry.geom_equals_exact(moved, 0)]
    assert {note.row for note in mended.notes} == set(changed)


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([0, 1e-10, 1e-7, 1e-5, 1e-3]), st.booleans())
def test_what_is_no_coverage_has_a_fault(seed: int, most_m: float, is_dense: bool) -> None:
    _units, moved = redrawn(seed, most_m=most_m, is_dense=is_dense)
    moved = moved[moved.is_valid]
    is_coverage = shapely.coverage_is_valid(moved.to_numpy())
    assert is_coverage or not coverage(moved).faults.empty

"""Boundaries as arcs: shared edges once, nothing lost, as fine as the page can hold them."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point, Polygon, box
from shapely.ops import unary_union

from lsgeo.outputs.webmap import context, levels, topology
from lsgeo.outputs.webmap.grid import Grid, grid_of
from tests.outputs.map_publication import map_publication

METRES = Grid(left=0, top=0, step=1)


def on_mercator(*polygons: Polygon) -> gpd.GeoDataFrame:
    """Units whose coordinates are steps of the grid `METRES`, but for north being up."""
    return gpd.GeoDataFrame(geometry=list(polygons), crs="EPSG:3857")


def rebuilt(shape: topology.Topology) -> list[list[Polygon]]:
    """The polygons that a reader of the topology gets, in grid steps."""
    chains = []
    for arc in shape.arcs:
        points = np.reshape(arc, (-1, 2)).cumsum(axis=0)
        chains.append([(x, y) for x, y in points.tolist()])

    def ring(references: list[int]) -> list[tuple[int, int]]:
        parts = [chains[~n][::-1] if n < 0 else chains[n] for n in references]
        for one, following in pairwise([*parts, parts[0]]):
            assert one[-1] == following[0]
        return [point for part in parts for point in part[:-1]]

    return [
        [Polygon(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in unit]
        for unit in shape.polygons
    ]


def test_an_edge_that_two_units_share_is_stored_once() -> None:
    shape = topology.build(on_mercator(box(0, 0, 10, 10), box(10, 0, 20, 10)), grid=METRES)
    # one arc between them, and one around the rest of each
    assert len(shape.arcs) == 3


def test_an_island_and_the_hole_around_it_share_their_only_arc() -> None:
    island = box(4, 4, 6, 6)
    around = box(0, 0, 10, 10).difference(island)
    shape = topology.build(on_mercator(around, island), grid=METRES)
    assert len(shape.arcs) == 2


def test_units_come_back_from_their_arcs_with_nothing_lost_or_doubled() -> None:
    island = box(4, 4, 6, 6)
    around = box(0, 0, 10, 10).difference(island)
    (one,), (two,), (three,) = rebuilt(
        topology.build(on_mercator(around, island, box(10, 0, 15, 10)), grid=METRES)
    )
    assert [part.area for part in (one, two, three)] == [96, 4, 50]
    assert unary_union([one, two, three]).area == 150


def test_all_parts_of_a_unit_come_back() -> None:
    unit = unary_union([box(0, 0, 10, 10), box(20, 0, 25, 10)])
    ((one, two),) = rebuilt(topology.build(on_mercator(unit), grid=METRES))
    assert sorted([one.area, two.area]) == [50, 100]


def test_a_part_too_small_for_the_grid_is_left_out() -> None:
    unit = unary_union([box(0, 0, 10, 10), box(20, 0, 20.2, 0.2)])
    ((part,),) = rebuilt(topology.build(on_mercator(unit), grid=METRES))
    assert part.area == 100


def test_the_grid_counts_right_and_down_from_the_corner_of_the_units() -> None:
    units = on_mercator(box(1000, 5000, 1600, 5900))
    grid = grid_of(units, tolerance_m=600)  # a thirtieth of it: 20 m
    assert grid == Grid(left=1000, top=5900, step=20)
    assert grid.point(Point(1200, 5000)) == [10, 45]


def test_a_chain_does_not_stand_still() -> None:
    line = shapely.LineString([(0, 0), (0.2, 0.1), (4, -3), (4, -3.2), (5, -3)])
    assert METRES.chain(line) == [0, 0, 4, 3, 1, 0]


def wavy_neighbours(vertices: int) -> gpd.GeoDataFrame:
    """Two units of 30 km with a border of so many vertices that swings by 100 m."""
    y = np.linspace(0, 30_000, vertices)
    x = 30_000 + 100 * np.sin(np.arange(vertices))
    x[0] = x[-1] = 30_000
    border = list(zip(x.tolist(), y.tolist(), strict=True))
    west = Polygon([*border, (0, 30_000), (0, 0)])
    east = Polygon([*border, (60_000, 30_000), (60_000, 0)])
    return gpd.GeoDataFrame(geometry=[west, east], crs="EPSG:3857")


def test_neighbours_still_touch_after_simplification() -> None:
    units = wavy_neighbours(500)
    simple = topology.simplify(units, crs="EPSG:3857", tolerance_m=500)
    (one,), (two,) = rebuilt(topology.build(simple, grid=METRES))
    assert len(one.exterior.coords) < 500
    assert one.intersection(two).area == 0
    assert unary_union([one, two]).area == pytest.approx(60_000 * 30_000)


def test_boundaries_that_the_page_can_hold_are_as_fine_as_it_shows_them() -> None:
    _simple, tolerance_m = topology.fit(wavy_neighbours(500), crs="EPSG:3857")
    assert tolerance_m == topology.LADDER_M[0]


def test_of_too_many_vertices_no_more_are_lost_than_must_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = wavy_neighbours(2000)
    sizes = [
        shapely.get_num_coordinates(
            topology.simplify(units, crs="EPSG:3857", tolerance_m=tolerance_m).geometry.array
        ).sum()
        for tolerance_m in topology.LADDER_M
    ]
    assert sizes[3] < sizes[2]
    monkeypatch.setattr(topology, "MOST_VERTICES", sizes[3])
    simple, tolerance_m = topology.fit(units, crs="EPSG:3857")
    assert tolerance_m == topology.LADDER_M[3]
    assert shapely.get_num_coordinates(simple.geometry.array).sum() == sizes[3]


def test_a_name_stands_in_the_largest_part_where_it_is_widest() -> None:
    unit = unary_union([box(0, 0, 100, 100), box(500, 500, 520, 520)])
    ((x, y, room),) = levels.label_places(on_mercator(unit), grid=METRES)
    assert (x, y) == pytest.approx((50, -50), abs=5)
    assert room == pytest.approx(50, abs=5)


def test_the_line_between_two_districts_is_drawn_once_and_their_rim_not_at_all() -> None:
    districts = map_publication().context[0]
    drawn = context.strokes(districts, crs="EPSG:9215")
    # 0.2° of the parallel of 21.9° N: 0.2 * 111.32 km * cos 21.9°
    assert drawn.length.sum() == pytest.approx(20_660, rel=0.003)

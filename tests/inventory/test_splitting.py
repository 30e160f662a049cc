"""Lots across new commune lines: split by area, nothing lost, each part told."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, Polygon, box

from lsgeo.inventory.areas import polygons, sound
from lsgeo.inventory.lots import Lots
from lsgeo.inventory.splitting import REACH_M, split_over
from lsgeo.sources.inventory import forest_types
from tests.conftest import BEFORE, CELL_HEIGHT, CELL_WIDTH, EAST, NORTH, SOUTH, VINTAGE, WEST
from tests.inventory.conftest import PLANE, Read, cell, tiny_lots

NOTHING = pd.DataFrame(columns=["row", "code", "kind", "said", "other"])


def units(line: float) -> gpd.GeoDataFrame:
    """New communes, west and east of a line that lies so many cells from the west."""
    middle = WEST + line * CELL_WIDTH
    return gpd.GeoDataFrame(
        index=pd.Index(["00001", "00002"], name="code"),
        geometry=[box(WEST, SOUTH, middle, NORTH), box(middle, SOUTH, EAST, NORTH)],
        crs="EPSG:4326",
    )


@pytest.fixture
def older(read: Read) -> Lots:
    return read(tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4), vintage=BEFORE)


def parts(lots: Lots) -> list[tuple[int, str, float]]:
    table = lots.lots.reset_index()
    return [
        (row, code, round(area, 3))
        for row, code, area in table[["row", "code", "dtich_ha"]].to_numpy()
    ]


def test_lots_on_one_side_of_the_new_line_are_whole(older: Lots) -> None:
    found = split_over(older, units(1), vintage=VINTAGE)
    assert found.vintage == VINTAGE
    assert found.lots["code"].tolist() == ["00001", "00002", "00001", "00002", *["00002"] * 4]
    assert found.lots["share"].tolist() == [1.0] * 8
    assert [note for note in found.notes if note.row] == []


def test_a_lot_across_the_line_is_split_by_area(older: Lots) -> None:
    found = split_over(older, units(2.25), vintage=VINTAGE)
    assert parts(found)[4:7] == [(5, "00001", 0.25), (5, "00002", 0.75), (6, "00002", 1.0)]
    assert found.lots["geometry_ha"].iloc[4:6].tolist() == pytest.approx([0.25, 0.75], abs=1e-4)
    assert found.lots["share"].iloc[4:6].tolist() == pytest.approx([0.25, 0.75], abs=1e-4)


def test_every_split_is_noted_with_its_parts(older: Lots) -> None:
    found = split_over(older, units(2.25), vintage=VINTAGE)
    told = [(one.row, one.outcome, one.said, one.became) for one in found.notes if one.row]
    assert told == [
        (5, "corrected", "1 ha", "00001 0.25 ha, 00002 0.75 ha"),
        (7, "corrected", "1 ha", "00001 0.25 ha, 00002 0.75 ha"),
    ]


def test_the_legal_area_goes_by_share_even_where_the_map_disagrees(read: Read) -> None:
    lots = read(tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4, dtich=[2.0] * 8), vintage=BEFORE)
    found = split_over(lots, units(2.25), vintage=VINTAGE)
    assert parts(found)[4:6] == [(5, "00001", 0.5), (5, "00002", 1.5)]


def test_less_than_a_hundredth_of_a_lot_is_no_part(older: Lots) -> None:
    assert len(split_over(older, units(2.009), vintage=VINTAGE).lots) == 8
    assert len(split_over(older, units(2.011), vintage=VINTAGE).lots) == 10


def test_a_commune_that_moved_whole_takes_its_lots_along_whatever_the_line(older: Lots) -> None:
    found = split_over(older, units(2.25), vintage=VINTAGE, moved={"00002": "00001"})
    assert parts(found)[4:] == [(row, "00001", 1.0) for row in (5, 6, 7, 8)]


def test_a_lot_beside_every_commune_goes_to_the_nearest_and_one_far_off_is_set_aside(
    older: Lots,
) -> None:
    here = units(2)
    near = here.assign(geometry=[here.geometry.iloc[0], cell(2, 0)])  # half of the east is missing
    assert parts(split_over(older, near, vintage=VINTAGE))[-1] == (8, "00002", 1.0)
    far = here.assign(geometry=here.geometry.translate(xoff=1.0))
    found = split_over(older, far, vintage=VINTAGE)
    assert len(found.lots) == 0
    assert sum(one.outcome == "quarantined" for one in found.notes) == 8
    assert REACH_M == 500


def test_a_lot_without_geometry_is_set_aside_unless_its_commune_moved_whole(read: Read) -> None:
    table = tiny_lots(
        xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4,
        geometry=[None, *tiny_lots().geometry[1:4], None, *tiny_lots().geometry[5:]],
    )
    lots = read(table, vintage=BEFORE)
    found = split_over(lots, units(2), vintage=VINTAGE, moved={"00001": "00001"})
    assert [one.row for one in found.notes if one.outcome == "quarantined"] == [5]
    assert found.lots.index.tolist() == [1, 2, 3, 4, 6, 7, 8]


@settings(max_examples=25, deadline=None)
@given(
    line=st.floats(0.01, 3.99),
    areas=st.lists(st.floats(0, 1e4), min_size=8, max_size=8),
)
def test_no_legal_area_is_gained_or_lost(line: float, areas: list[float]) -> None:
    lots = of_areas(areas)
    found = split_over(lots, units(line), vintage=VINTAGE)
    by_row = found.lots.groupby(level=0)[["dtich_ha", "share"]].sum()
    np.testing.assert_allclose(by_row["dtich_ha"], areas, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(by_row["share"], 1, rtol=1e-12)


TYPES = forest_types()


def of_areas(areas: list[float]) -> Lots:
    """The tiny inventory with other legal areas, made without reading."""
    frame = tiny_lots()
    lots = gpd.GeoDataFrame(
        {
            "code": ["00001"] * 4 + ["00002"] * 4,
            **{name: frame[name] for name in ("tk", "khoanh", "lo", "ldlr")},
            "type_code": frame["maldlr"],
            "group": TYPES.groups(frame["maldlr"]),
            "dtich_ha": areas,
            "geometry_ha": 1.0,
            "function": 0,
            "origin": 0,
            "year_planted": 0,
            "cause": "",
            "owner": "",
            "share": 1.0,
        },
        geometry=frame.geometry.to_crs(PLANE),
    )
    return Lots(BEFORE, lots, 8, (), NOTHING)


def test_a_polygon_that_crosses_itself_is_split_all_the_same(read: Read) -> None:
    x, y = WEST + 2 * CELL_WIDTH, NORTH
    bow = Polygon(
        [
            (x, y),
            (x + CELL_WIDTH, y - CELL_HEIGHT),
            (x + CELL_WIDTH, y),
            (x, y - CELL_HEIGHT),
        ]
    )
    shapes = tiny_lots().geometry.tolist()
    table = tiny_lots(
        xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4, geometry=[*shapes[:4], bow, *shapes[5:]]
    )
    lots = read(table, vintage=BEFORE)
    assert [note.row for note in lots.notes if note.column == "geometry"] == [5]
    found = split_over(lots, units(2.5), vintage=VINTAGE)
    assert parts(found)[4:6] == [(5, "00001", 0.5), (5, "00002", 0.5)]


def test_what_an_overlay_leaves_of_lines_is_no_ground() -> None:
    square = box(0, 0, 1, 1)
    mixed = GeometryCollection([square, LineString([(2, 2), (3, 3)])])
    assert polygons(np.array([mixed, square]))[0].equals(square)
    assert sound(np.array([None, square], dtype=object))[1] is square

"""Lots read: commune, type and areas of each, what was set aside, and what contradicts itself."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from lsgeo.crs import geodesic_area_ha
from lsgeo.errors import InputError
from lsgeo.inventory.areas import area_ha
from lsgeo.inventory.contradictions import KINDS
from lsgeo.inventory.lots import COLUMNS, Lots, stored_lots
from lsgeo.inventory.types import ForestTypes
from lsgeo.inventory.values import codes, numbers, texts
from lsgeo.ledger import entry
from lsgeo.registry import Registry
from tests.conftest import BEFORE, VINTAGE, tiny_polygons
from tests.inventory.conftest import PLANE, Read, cell, tiny_lots
from tests.inventory.maker import make_lots


def listed(lots: Lots) -> list[tuple[int, str]]:
    return [(row, kind) for row, kind in lots.contradictions[["row", "kind"]].to_numpy()]


def set_aside(lots: Lots) -> list[tuple[int | None, str]]:
    return [(one.row, one.column) for one in lots.notes if one.outcome == "quarantined"]


def test_eight_sound_lots_are_read_without_a_word(read: Read) -> None:
    found = read(tiny_lots(maxa=["00001"] * 4 + ["00002"] * 4))
    assert tuple(found.lots.columns) == COLUMNS
    assert found.lots.index.tolist() == list(range(1, 9))
    assert found.lots["code"].tolist() == ["00001"] * 4 + ["00002"] * 4
    assert found.lots["group"].tolist() == ["natural", "planted", "planted_young", "none"] * 2
    assert found.lots["function"].tolist() == [1, 3, 3, 0, 2, 3, 0, 0]
    assert found.lots.crs == PLANE
    assert found.notes == ()
    assert listed(found) == []
    assert found.rows == 8


def test_the_area_of_the_geometry_stands_beside_the_legal_one(read: Read) -> None:
    found = read(tiny_lots(dtich=[1.03] * 8)).lots
    assert found["dtich_ha"].tolist() == [1.03] * 8
    np.testing.assert_allclose(found["geometry_ha"], 1.0, atol=1e-5)


def test_a_lost_zero_comes_back_and_is_noted_once_for_its_rows(read: Read) -> None:
    found = read(tiny_lots())
    assert found.lots["code"].unique().tolist() == ["00001", "00002"]
    first = found.notes[0]
    assert (first.row, first.said, first.became, first.outcome) == (
        *(None, "1", "00001"),
        "corrected",
    )
    assert "4 rows" in first.reason


def test_numbers_that_became_floats_are_codes_all_the_same(read: Read) -> None:
    found = read(tiny_lots(maxa=[1.0] * 4 + [2.0] * 4, tk=[101.0] * 8))
    assert found.lots["code"].tolist() == ["00001"] * 4 + ["00002"] * 4
    assert found.lots["tk"].unique().tolist() == ["101"]


def test_names_alone_place_lots_too(read: Read) -> None:
    found = read(tiny_lots(xa=["xã Phía tây"] * 4 + ["PHÍA ĐÔNG"] * 4).drop(columns="maxa"))
    assert found.lots["code"].tolist() == ["00001"] * 4 + ["00002"] * 4


def test_the_vintage_tells_which_unit_a_code_is(read: Read) -> None:
    old = tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4)
    assert read(old, vintage=BEFORE).vintage == BEFORE
    with pytest.raises(InputError) as caught:
        read(old)
    assert f"8 rows name communes of {BEFORE}" in str(caught.value)
    assert "most lots name no commune" in str(caught.value)


def test_code_and_name_of_two_communes_set_a_lot_aside(read: Read) -> None:
    found = read(tiny_lots(xa=["Phía Đông"] + ["Phía Tây"] * 3 + ["Phía Đông"] * 4))
    assert set_aside(found) == [(1, "maxa")]
    assert found.lots.index.tolist() == list(range(2, 9))


@pytest.mark.parametrize(("trusted", "code"), [("code", "00001"), ("name", "00002")])
def test_an_officer_may_say_which_of_both_to_go_by(read: Read, trusted: str, code: str) -> None:
    table = tiny_lots(xa=["Phía Đông"] + ["Phía Tây"] * 3 + ["Phía Đông"] * 4)
    found = read(table, trusted=trusted)
    assert found.lots.at[1, "code"] == code
    assert listed(found) == [(1, "commune")]
    assert found.contradictions["other"].tolist() == ["Xã Phía Tây (00001)"]


def test_maldlr_wins_over_ldlr_and_both_are_shown(read: Read) -> None:
    found = read(tiny_lots(ldlr=["rtg", "rtg", "dtr", "dt1", "txk", "rtg", "dtr", "dt1"]))
    assert found.lots.at[1, "type_code"] == 17
    assert listed(found) == [(1, "type")]
    assert found.contradictions.loc[0, ["said", "other"]].tolist() == ["17 txk", "rtg"]


def test_a_short_code_that_is_none_contradicts_too(read: Read) -> None:
    found = read(tiny_lots(ldlr=["xyz", "rtg", "dtr", "dt1", "txk", "rtg", "dtr", "dt1"]))
    assert listed(found) == [(1, "type")]


def test_ldlr_stands_in_where_maldlr_says_nothing(read: Read) -> None:
    found = read(tiny_lots(maldlr=[None, 60, 72, 82, 99, 60, 72, 82]))
    assert found.lots["type_code"].tolist() == [17, 60, 72, 82] * 2
    mended = [(one.row, one.said, one.became) for one in found.notes if one.row]
    assert mended == [(1, "", "17"), (5, "99", "17")]
    assert listed(found) == []


def test_ldlr_alone_is_enough_and_nothing_is_mended(read: Read) -> None:
    found = read(tiny_lots().drop(columns="maldlr"))
    assert found.lots["type_code"].tolist() == [17, 60, 72, 82] * 2
    assert [one for one in found.notes if one.row] == []


def test_short_codes_in_the_column_of_codes_are_understood(read: Read) -> None:
    found = read(tiny_lots(maldlr=["TXK", "rtg", "dtr", "dt1"] * 2).drop(columns="ldlr"))
    assert found.lots["type_code"].tolist() == [17, 60, 72, 82] * 2


def test_what_cannot_be_counted_is_set_aside_with_its_reason(read: Read) -> None:
    table = tiny_lots(
        dtich=[-1.0, None, "1,25", 0.0, *[1.0] * 4],
        maldlr=[17, 60, 72, 82, 99, 60, 72, 82],
        ldlr=["txk", "rtg", "dtr", "dt1", "", "rtg", "dtr", "dt1"],
    )
    found = read(table)
    assert set_aside(found) == [(5, "maldlr"), (1, "dtich"), (2, "dtich")]
    assert found.lots["dtich_ha"].tolist() == [1.25, 0.0, 1.0, 1.0, 1.0]
    counts = entry("lots.gpkg", rows=found.rows, notes=found.notes).counts.iloc[0]
    assert (counts["rows"], counts["used"], counts["quarantined"]) == (8, 5, 3)


def test_an_inventory_most_of_which_cannot_be_counted_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read(tiny_lots(maldlr=[100] * 8, ldlr=["??"] * 8, dtich=["?"] * 8))
    assert "maldlr, 8 rows: unknown forest type (got 100)" in str(caught.value)
    assert "dtich, 8 rows" in str(caught.value)


def test_an_inventory_of_nothing_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="has no lots"):
        read(tiny_lots().iloc[:0])


@pytest.mark.parametrize(
    ("dtich", "is_listed"), [(1.049, False), (1.051, True), (0.951, False), (0.949, True)]
)
def test_areas_differ_from_a_twentieth_of_a_hectare_on(
    read: Read, dtich: float, is_listed: bool
) -> None:
    found = read(tiny_lots(dtich=[dtich] + [1.0] * 7))
    assert (listed(found) == [(1, "area")]) is is_listed


def test_of_a_large_lot_a_twentieth_of_it_is_tolerated(read: Read) -> None:
    whole = tiny_polygons()[0]  # four hectares
    shapes = [whole, *tiny_lots().geometry[1:]]
    assert listed(read(tiny_lots(dtich=[4.19] + [1.0] * 7, geometry=shapes))) == []
    assert listed(read(tiny_lots(dtich=[4.21] + [1.0] * 7, geometry=shapes))) == [(1, "area")]


def test_an_origin_that_does_not_go_with_the_type_is_listed(read: Read) -> None:
    found = read(tiny_lots(nggocr=[2, 1, 2, 1, 0, 2, 3, 3]))
    assert listed(found) == [(1, "origin"), (2, "origin"), (4, "origin")]


def test_lots_of_one_number_are_listed_with_the_first_of_them(read: Read) -> None:
    found = read(tiny_lots(lo=["1", "1", "", "", "1", "2", "3", "1"]))
    assert listed(found) == [(2, "duplicate"), (8, "duplicate")]
    assert found.contradictions["other"].tolist() == ["1", "5"]


def test_a_lot_that_lies_in_another_commune_is_listed_where_boundaries_are_known(
    read: Read, tiny_units: gpd.GeoDataFrame
) -> None:
    table = tiny_lots(maxa=["1"] * 3 + ["2"] * 5, xa=["Phía Tây"] * 3 + ["Phía Đông"] * 5)
    assert listed(read(table)) == []
    found = read(table, boundaries=tiny_units)
    assert listed(found) == [(4, "location")]
    assert found.contradictions.loc[0, ["said", "other"]].tolist() == ["00002", "00001"]


def test_a_lot_whose_larger_part_lies_in_its_commune_is_not(
    read: Read, tiny_units: gpd.GeoDataFrame
) -> None:
    west, east = cell(1, 0), cell(2, 0, wide=0.9)
    table = tiny_lots(geometry=[cell(0, 0), west.union(east), *tiny_lots().geometry[2:]])
    assert (2, "location") not in listed(read(table, boundaries=tiny_units))
    table = tiny_lots(geometry=[cell(0, 0), cell(1, 0, wide=2.2), *tiny_lots().geometry[2:]])
    assert (2, "location") in listed(read(table, boundaries=tiny_units))


def test_every_kind_of_contradiction_is_explained(read: Read, tiny_units: gpd.GeoDataFrame) -> None:
    table = tiny_lots(
        maxa=["1", "1", "1", "1", "1", "2", "2", "2"],
        xa=["Phía Đông"] + ["Phía Tây"] * 4 + ["Phía Đông"] * 3,
        dtich=[1.0, 2.0] + [1.0] * 6,
        nggocr=[1, 2, 1, 3, 1, 2, 3, 3],
        ldlr=["txk", "rtg", "dtr", "rtg", "txk", "rtg", "dtr", "dt1"],
        lo=["1", "2", "3", "4", "1", "1", "1", "4"],
    )
    found = read(table, trusted="code", boundaries=tiny_units)
    assert listed(found) == [
        (4, "type"),
        (3, "origin"),
        (2, "area"),
        (1, "commune"),
        (5, "location"),
        (7, "duplicate"),
    ]
    assert set(KINDS) == {kind for _row, kind in listed(found)}


def test_a_lot_without_geometry_counts_by_its_legal_area(read: Read) -> None:
    found = read(tiny_lots(geometry=[None, *tiny_lots().geometry[1:]]))
    assert found.lots["dtich_ha"].sum() == 8
    assert np.isnan(found.lots.at[1, "geometry_ha"])
    assert listed(found) == []


def test_a_table_without_any_geometry_is_an_inventory_too(read: Read) -> None:
    found = read(pd.DataFrame(tiny_lots().drop(columns="geometry")))
    assert found.lots["geometry_ha"].isna().all()


@pytest.mark.parametrize(
    ("said", "cause"), [("Khai thác trắng", "4"), ("cháy rừng", "5"), ("lý do lạ", "lý do lạ")]
)
def test_a_recorded_cause_is_a_code_where_the_table_knows_it(
    read: Read, said: str, cause: str
) -> None:
    assert read(tiny_lots(nguyennhan=[said] * 8)).lots["cause"].unique().tolist() == [cause]


def test_letters_of_mdsd_tell_the_function_where_malr3_does_not(read: Read) -> None:
    table = tiny_lots(malr3=[1, None, 0, 9, *[None] * 4], mdsd=["SX", "SX", "DD", "ph", *["?"] * 4])
    assert read(table).lots["function"].tolist() == [1, 3, 2, 1, 0, 0, 0, 0]


def test_the_table_given_is_not_touched(read: Read) -> None:
    given = tiny_lots(dtich=["1,5"] * 8)
    before = given.copy()
    read(given)
    pd.testing.assert_frame_equal(given, before)


def test_what_was_kept_is_read_again_as_it_was(
    read: Read, tiny_registry: Registry, types: ForestTypes
) -> None:
    lots = read(tiny_lots()).lots
    kept = lots.drop(columns=["group", "geometry_ha"])
    again = stored_lots(
        *(kept, tiny_registry), subject="x", vintage=VINTAGE, plane=PLANE, types=types
    )
    pd.testing.assert_frame_equal(again.lots, lots)


def test_a_kept_inventory_that_was_tampered_with_is_refused(
    read: Read, tiny_registry: Registry, types: ForestTypes
) -> None:
    kept = read(tiny_lots()).lots.assign(
        code=["20"] + ["00001"] * 7, type_code=[0] * 2 + [17] * 6, dtich_ha=[1.0] * 7 + [-1.0]
    )
    keys = {"subject": "x", "vintage": VINTAGE, "plane": PLANE, "types": types}
    with pytest.raises(InputError) as caught:
        stored_lots(kept, tiny_registry, **keys)
    lines = str(caught.value).splitlines()[1:]
    assert [line.split(":")[0].strip() for line in lines] == ["row 1", "row 1", "row 2", "row 8"]
    with pytest.raises(InputError, match="share: the column is missing"):
        stored_lots(kept.drop(columns="share"), tiny_registry, **keys)


def test_areas_agree_with_geodesic_ones(tiny_units: gpd.GeoDataFrame, types: ForestTypes) -> None:
    shapes = make_lots(40, tiny_units, types=types).geometry
    exact = geodesic_area_ha(shapes)
    for crs in (PLANE, "EPSG:4326", "EPSG:3405", "EPSG:3857"):
        np.testing.assert_allclose(area_ha(shapes.to_crs(crs)), exact, rtol=1e-6, atol=2e-7)


def test_no_geometry_has_no_area() -> None:
    shapes = gpd.GeoSeries([None, box(106, 21, 106, 21), cell(0, 0)], crs="EPSG:4326")
    assert area_ha(shapes.to_crs(PLANE)).isna().tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("cell_said", "number"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        (" 12 ", 12.0),
        (3, 3.0),
        ("-1", -1.0),
        ("x", None),
        ("", None),
        (None, None),
        ("inf", None),
        (float("inf"), None),
    ],
)
def test_cells_are_numbers_however_they_are_written(
    cell_said: object, number: float | None
) -> None:
    value = numbers(pd.Series([cell_said], dtype=object)).iloc[0]
    assert (None if np.isnan(value) else value) == number


def test_cells_are_text_and_codes() -> None:
    assert texts(pd.Series([101.0, np.nan, 1.5])).tolist() == ["101", "", "1.5"]
    assert texts(pd.Series([" a  b ", None], dtype=object)).tolist() == ["a b", ""]
    assert codes(pd.Series([2.0, np.nan, 1.5, -3])).tolist() == [2, 0, 0, 0]

"""Column names: every variant in use becomes ours, and nothing is guessed."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.inventory.schema import is_inventory, map_columns
from tests.inventory.conftest import tiny_lots

NEEDED = ["maxa", "dtich", "maldlr"]
ENGLISH = {
    "commune_co": "maxa",
    "compt_code": "tk",
    "sub_compt_": "khoanh",
    "plot_code": "lo",
    "parcel_cod": "thuad",
    "map_sheet": "tobando",
    "village": "ddanh",
    "area": "dtich",
    "forest_org": "nggocr",
    "forest_typ": "maldlr",
    "planting_y": "namtr",
    "plant_stat": "thanhrung",
    "site_cond_": "lapdia",
    "forest_fun": "mamdsd",
    "actor_type": "dtuong",
    "actor_id": "machur",
}


def table(*names: str) -> pd.DataFrame:
    return pd.DataFrame([list(range(len(names)))], columns=list(names), index=[1])


def mapped(*names: str, **columns: str) -> dict[str, str]:
    """Our names of the columns that were taken, with the notes' own names."""
    found = map_columns(table(*names), subject="lots.shp", columns=columns)
    given = dict(zip(table(*names).iloc[0], names, strict=True))
    return {ours: given[found.table[ours].iloc[0]] for ours in found.table.columns}


def refused(*names: str, **columns: str) -> str:
    with pytest.raises(InputError) as caught:
        map_columns(table(*names), subject="lots.shp", columns=columns)
    return str(caught.value)


def test_small_letters_are_taken_as_they_are_and_nothing_is_said() -> None:
    found = map_columns(tiny_lots(), subject="lots.gpkg")
    assert isinstance(found.table, gpd.GeoDataFrame)
    assert found.table.crs == "EPSG:4326"
    assert found.notes == ()


def test_capitals_are_the_same_names() -> None:
    assert mapped("MAXA", "DTICH", "MALDLR", "NGGOCR")["nggocr"] == "NGGOCR"


def test_diadanh_is_ddanh() -> None:
    assert mapped(*NEEDED, "diadanh")["ddanh"] == "diadanh"


def test_a_year_behind_a_name_is_passed_over() -> None:
    found = mapped("maxa", "dtich_2023", "ldlr_23", "MALDLR_23")
    assert found == {
        "maxa": "maxa",
        "dtich": "dtich_2023",
        "ldlr": "ldlr_23",
        "maldlr": "MALDLR_23",
    }


@pytest.mark.parametrize(("theirs", "ours"), ENGLISH.items())
def test_english_names_cut_by_shapefiles_are_ours(theirs: str, ours: str) -> None:
    assert mapped(*ENGLISH)[ours] == theirs


@pytest.mark.parametrize(
    ("whole", "ours"), [("commune_code", "maxa"), ("sub_compt_code", "khoanh")]
)
def test_whole_english_names_are_known_too(whole: str, ours: str) -> None:
    assert mapped("xa", "dtich", "maldlr", whole)[ours] == whole


def test_an_area_that_a_program_measured_gives_way_to_dtich() -> None:
    assert mapped("AREA", *NEEDED)["dtich"] == "dtich"


def test_what_was_mapped_is_noted_once_per_column() -> None:
    found = map_columns(table("commune_co", "AREA", "forest_typ"), subject="x")
    assert [(note.column, note.row, note.outcome) for note in found.notes] == [
        ("commune_co", None, "used"),
        ("AREA", None, "used"),
        ("forest_typ", None, "used"),
    ]
    assert "maxa" in found.notes[0].reason


def test_everything_compulsory_that_is_missing_is_said_together() -> None:
    text = refused("tk", "khoanh")
    for names in ("maxa / xa", "dtich", "maldlr / ldlr"):
        assert f"{names}: the column is missing" in text
    assert "columns = { dtich = " in text


@pytest.mark.parametrize("names", [("xa", "dtich", "ldlr"), ("maxa", "dtich", "maldlr")])
def test_one_of_code_and_name_is_enough(names: tuple[str, ...]) -> None:
    assert set(mapped(*names)) == set(names)


def test_two_years_in_one_file_have_to_be_told_apart() -> None:
    text = refused(*NEEDED[:2], "maldlr_22", "maldlr_23")
    assert "two columns differ in 1 rows" in text
    assert 'columns = { maldlr = "maldlr_23" }' in text
    assert mapped(*NEEDED[:2], "maldlr_22", "maldlr_23", maldlr="MALDLR_23")["maldlr"] == (
        "maldlr_23"
    )


def test_two_columns_that_say_the_same_are_no_question() -> None:
    both = pd.DataFrame({"maxa": [1], "dtich": [1.0], "maldlr": [16], "maldlr_23": ["16"]})
    assert map_columns(both, subject="x").table["maldlr"].tolist() == [16]


def test_a_named_column_that_is_not_there_is_a_fault() -> None:
    assert "no_such: the column is missing" in refused(*NEEDED, tk="no_such")
    assert "lotno: unknown column of an inventory" in refused(*NEEDED, lotno="dtich")


def test_other_columns_are_left_aside_and_the_input_is_not_touched() -> None:
    given = table(*NEEDED, "mgo", "x_y")
    before = given.copy()
    assert set(map_columns(given, subject="x").table.columns) == set(NEEDED)
    pd.testing.assert_frame_equal(given, before)


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        (["MAXA", "DTICH", "LDLR_23"], True),
        (["xa", "maldlr"], True),
        (list(ENGLISH), True),
        (["dtich", "ldlr", "S_XA"], True),
        (["forest_typ", "name"], False),
        (["maxa", "dtich", "geometry"], False),
        ([], False),
    ],
)
def test_an_inventory_is_known_by_its_columns(names: list[str], answer: bool) -> None:
    assert is_inventory(names) is answer

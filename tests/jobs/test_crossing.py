"""The job behind ``lsgeo crosswalk``: pairs of units by area, forest or a table, as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from shapely import box

from lsgeo.errors import ConfigError, InputError, LsgeoError, OutputError, UnitError
from lsgeo.jobs.crossing import COLUMNS, Crossed, crosswalk
from lsgeo.registry import Registry
from lsgeo.sources.registry import read_crosswalk
from tests.conftest import (
    BEFORE,
    CELL_WIDTH,
    EAST,
    MIDDLE,
    NORTH,
    ROOT,
    SOUTH,
    VINTAGE,
    WEST,
    TinyWorkspace,
    entry_for,
)

SPLIT = f"""from_vintage,from_code,to_vintage,to_code,relation,share_of_from,share_of_to,source
{BEFORE},00001,{VINTAGE},00001,full,1,0.5714,a decree
{BEFORE},00002,{VINTAGE},00001,partial,0.75,0.4286,a decree
{BEFORE},00002,{VINTAGE},00002,partial,0.25,1,a decree
"""
LINE = EAST - CELL_WIDTH / 2
"""The new line: of old 00002 the west cells and half of the east ones went to 00001."""


@pytest.fixture
def split(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    """The east was split: three quarters of it (three hectares) went west."""
    tiny_workspace.write("layers/crosswalk.csv", SPLIT)
    parts = [box(WEST, SOUTH, LINE, NORTH), box(LINE, SOUTH, EAST, NORTH)]
    tiny_workspace.layer("layers/communes.gpkg", parts, ["00001", "00002"])
    old = [box(WEST, SOUTH, MIDDLE, NORTH), box(MIDDLE, SOUTH, EAST, NORTH)]
    tiny_workspace.layer("layers/communes_before.gpkg", old, ["00001", "00002"])
    tiny_workspace.seal()
    return tiny_workspace


def crossed(tiny: TinyWorkspace, **keys: object) -> Crossed:
    usual = {"from_vintage": BEFORE, "to_vintage": VINTAGE, "output": tiny.root / "out" / "x.csv"}
    return crosswalk(tiny.root, **{**usual, **keys})


def shares(found: Crossed) -> list[float]:
    return found.table["share_of_from"].tolist()


def test_by_area_the_shares_are_those_of_the_crosswalk(split: TinyWorkspace) -> None:
    found = crossed(split)
    assert tuple(found.table.columns) == COLUMNS
    assert shares(found) == [1.0, 0.75, 0.25]
    assert found.table["to_name"].tolist() == ["Phía Tây", "Phía Tây", "Phía Đông"]
    assert found.table["weight"].tolist() == pytest.approx([2.2856, 1.7144, 4.0])
    assert set(found.table["weights"]) == {"area"}
    assert found.notes == ()


def test_by_forest_the_shares_are_those_of_the_canopy_left(split: TinyWorkspace) -> None:
    """Of old 00002 (29 0 / 100 50) only the cell of 100 % still stands, and it went west."""
    found = crossed(split, weights="forest")
    assert shares(found) == pytest.approx([1.0, 1.0, 0.0])
    assert found.table["weight"].tolist() == pytest.approx([1.0, 1.0, 0.0], rel=1e-4)
    assert found.table["share_of_to"].tolist() == pytest.approx([0.5, 0.5, 1.0], rel=1e-4)
    assert set(found.table["weights"]) == {"forest"}
    assert found.table["source"].iloc[0] == "a decree; an office"


def test_by_forest_it_is_told_what_area_would_get_wrong(split: TinyWorkspace) -> None:
    """By area a quarter of the hectare that old 00002 has left would go to the new east."""
    found = crossed(split, weights="forest")
    assert found.table["weight_by_area"].tolist() == pytest.approx([1.0, 0.75, 0.25], rel=1e-4)
    assert "12,50 %" in found.notes[-1] or "12.50 %" in found.notes[-1]
    assert crossed(split).notes == ()


def test_the_canopy_that_counts_is_that_of_the_settings(split: TinyWorkspace) -> None:
    settings = split.path("lsgeo.toml").read_text(encoding="utf-8")
    split.write("lsgeo.toml", settings + "\n[options.tree_cover]\nmin_canopy_pct = 10\n")
    found = crossed(split, weights="forest")
    assert found.table["weight"].tolist() == pytest.approx([2.0, 1.0, 0.0], rel=1e-4)


def test_by_a_table_of_pairs_the_shares_are_its_weights(split: TinyWorkspace) -> None:
    path = split.write(
        "people.csv",
        "from_code,to_code,weight\n00001,00001,10\n2,1,30\n2,2,90\n",  # zeros were lost
    )
    found = crossed(split, weights=path)
    assert shares(found) == [1.0, 0.25, 0.75]
    assert found.table["share_of_to"].tolist() == [0.25, 0.75, 1.0]
    assert set(found.table["weights"]) == {"given"}


def test_by_a_table_of_units_old_ones_are_split_by_area(split: TinyWorkspace) -> None:
    path = split.write("people.csv", "from_code,weight\n00001,60\n00002,80\n")
    found = crossed(split, weights=path)
    assert shares(found) == [1.0, 0.75, 0.25]
    assert found.table["share_of_to"].tolist() == [0.5, 0.5, 1.0]


def test_a_unit_that_a_table_leaves_blank_is_split_by_area_and_noted(
    split: TinyWorkspace,
) -> None:
    path = split.write("people.csv", "from_code,weight\n00001,60\n00002,\n")
    found = crossed(split, weights=path)
    assert shares(found) == [1.0, 0.75, 0.25]
    assert any("00002" in note for note in found.notes)


def test_every_fault_of_a_table_is_told_with_its_row(split: TinyWorkspace) -> None:
    path = split.write(
        "people.csv", "from_code,weight\n00001,many\n00009,1\n00001,2\n00002,-3\n00002,inf\n"
    )
    with pytest.raises(InputError) as error:
        crossed(split, weights=path)
    text = error.value.message
    assert "row 2 '00001': a weight is no number from 0 on (got many)" in text
    assert "row 3 '00009': the crosswalk has no such pair" in text
    assert "row 4 '00001': this pair is there twice" in text
    assert "row 5 '00002': a weight is no number from 0 on (got -3)" in text
    assert "row 6 '00002': a weight is no number from 0 on (got inf)" in text


def test_a_table_without_weights_is_an_error(split: TinyWorkspace) -> None:
    path = split.write("people.csv", "from_code,people\n00001,60\n")
    with pytest.raises(InputError, match="weight: the column is missing"):
        crossed(split, weights=path)


def test_the_csv_is_read_back_as_a_crosswalk(registry: Registry, tmp_path: Path) -> None:
    found = crosswalk(
        ROOT, from_vintage="2020-01-01", to_vintage=VINTAGE, output=tmp_path / "x.csv"
    )
    assert found.path.read_bytes().startswith(b"\xef\xbb\xbf")
    read, _ledger = read_crosswalk(entry_for(found.path, theme="crosswalk"), registry)
    assert len(read) == len(found.table) == 203
    assert read["share_of_from"].tolist() == pytest.approx(found.table["share_of_from"].tolist())
    sums = read.groupby("from_code")["share_of_from"].sum()
    assert sums.to_numpy() == pytest.approx(1.0, abs=1e-9)


def test_a_workbook_keeps_the_leading_zeros(split: TinyWorkspace) -> None:
    found = crossed(split, output=split.root / "x.xlsx")
    sheet = CalamineWorkbook.from_path(str(found.path)).get_sheet_by_name("crosswalk")
    header, *rows = sheet.to_python()
    assert tuple(header) == COLUMNS
    assert [row[1] for row in rows] == ["00001", "00002", "00002"]
    assert [row[5] for row in rows] == [1.0, 0.75, 0.25]


def test_a_parquet_file_holds_the_same_table(split: TinyWorkspace) -> None:
    found = crossed(split, output=split.root / "x.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(found.path), found.table, check_dtype=False)


def test_it_goes_back_in_time(split: TinyWorkspace) -> None:
    found = crossed(split, from_vintage=VINTAGE, to_vintage=BEFORE)
    assert found.table["from_code"].tolist() == ["00001", "00001", "00002"]
    assert shares(found) == pytest.approx([0.5714, 0.4286, 1.0])


def test_schematic_boundaries_have_no_pieces(split: TinyWorkspace) -> None:
    split.sources["layers/communes_before.gpkg"]["quality"] = "schematic"
    split.seal()
    with pytest.raises(InputError, match="pieces cannot be cut from these boundaries"):
        crossed(split, weights="forest")
    assert not (split.root / "out").exists()


def test_without_a_raster_there_is_no_forest(split: TinyWorkspace) -> None:
    for band in ("treecover2000", "lossyear"):
        del split.sources[f"rasters/{band}.tif"]
    split.seal()
    with pytest.raises(ConfigError, match="there is no raster of hansen"):
        crossed(split, weights="forest")


def test_a_forest_that_is_made_up_is_told(split: TinyWorkspace) -> None:
    for band in ("treecover2000", "lossyear"):
        split.sources[f"rasters/{band}.tif"]["quality"] = "illustrative"
    split.seal()
    with pytest.raises(ConfigError, match="there is no raster of hansen"):
        crossed(split, weights="forest")
    found = crossed(split, weights="forest", illustrative=True)
    assert "The forest is made up: treecover2000.tif, lossyear.tif." in found.notes


@pytest.mark.parametrize(
    ("keys", "error", "words"),
    [
        ({"from_vintage": "1999-01-01"}, UnitError, "unknown vintage"),
        ({"from_vintage": VINTAGE}, UnitError, "both vintages are the same"),
        ({"output": Path("x.docx")}, OutputError, "cannot be written in this format"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    split: TinyWorkspace, keys: dict[str, object], error: type[LsgeoError], words: str
) -> None:
    with pytest.raises(error, match=words):
        crossed(split, **keys)


def test_the_table_of_weights_is_not_written_over(split: TinyWorkspace) -> None:
    path = split.write("people.csv", "from_code,weight\n00001,60\n00002,80\n")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="it is one of the files to read"):
        crossed(split, weights=path, output=path)
    assert path.read_bytes() == before


@pytest.mark.real
def test_the_real_units_are_weighted_by_forest(tmp_path: Path) -> None:
    """The forest itself is made up; the pieces are real."""
    found = crosswalk(
        ROOT / "tests" / "real",
        from_vintage=BEFORE,
        to_vintage=VINTAGE,
        weights="forest",
        illustrative=True,
        output=tmp_path / "x.csv",
    )
    assert len(found.table) == 196
    assert set(found.table["weights"]) == {"forest"}
    assert found.table.groupby("from_code")["share_of_from"].sum().to_numpy() == pytest.approx(1.0)
    parts = found.table[found.table["relation"] == "partial"]
    assert set(parts["from_code"]) == {"06622", "06625"}

"""Biểu 3 as a workbook: an office's headings and numbers, and nothing without an inventory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose import Publication
from lsgeo.indicators.forest_inventory import INDICATOR, compute
from lsgeo.outputs.bieu3 import OUTPUT
from lsgeo.text import Words
from tests.outputs.publication import FORMULA, small_publication

VINTAGE = "2025-07-01"


def inventory(period: str = "2025", **changes: object) -> pd.DataFrame:
    table = {
        "vintage": VINTAGE,
        "code": ["00", "00001", "00002"],
        "period": period,
        "natural_area_ha": [1000.0, 600.0, 400.0],
        "forest_ha": [700.0, 400.0, 300.0],
        "natural_ha": [400.0, 200.0, 200.0],
        "planted_ha": [214.5, 114.5, 100.0],
        "planted_young_ha": [85.5, 85.5, 0.0],
        "special_use_ha": 0.0,
        "protection_ha": [300.0, 200.0, 100.0],
        "production_ha": [350.0, 150.0, 200.0],
        "geometry_ha": 1.0,
        "quality": "official",
        "source": "Chi cục Kiểm lâm",
        "natural_quality": "published",
        "natural_source": "Nghị quyết",
    }
    made = compute(forest_inventory=pd.DataFrame({**table, **changes}))
    return facts.stack([made, facts.derive(made, INDICATOR.ratios)])


def published(*tables: pd.DataFrame, watermarks: tuple[Words, ...] = ()) -> Publication:
    publication = small_publication(watermarks=watermarks)
    units = replace(publication.units, level="commune", vintage=VINTAGE)
    return replace(publication, units=units, facts=facts.stack([publication.facts, *tables]))


def workbook(publication: Publication, folder: Path) -> openpyxl.Workbook:
    path = folder / OUTPUT.filename
    OUTPUT.write(publication, path)
    return openpyxl.load_workbook(path)


def rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_without_an_inventory_it_is_not_wanted() -> None:
    assert not OUTPUT.wanted(small_publication())
    assert OUTPUT.wanted(published(inventory()))


def test_the_headings_are_those_of_bieu_3(tmp_path: Path) -> None:
    sheet = workbook(published(inventory()), tmp_path)["2025"]
    lines = rows(sheet)
    assert lines[0][0] == "Biểu 3"
    assert "ĐỘ CHE PHỦ RỪNG" in str(lines[1][0])
    assert "31/12/2025" in str(lines[3][0])
    assert lines[5] == [
        *("TT", "Đơn vị", "Diện tích tự nhiên", "Diện tích có rừng"),
        *("Phân theo nguồn gốc", None, None),
        *("Phân theo mục đích sử dụng", None, None),
        "Tỷ lệ che phủ (%)",
    ]
    assert lines[6][4:10] == [
        *("Rừng tự nhiên", "Rừng trồng đã thành rừng", "Rừng trồng chưa thành rừng"),
        *("Đặc dụng", "Phòng hộ", "Sản xuất"),
    ]
    assert lines[7] == [f"({number})" for number in range(1, 12)]
    assert {str(one) for one in sheet.merged_cells.ranges} >= {"A6:A7", "E6:G6", "H6:J6", "K6:K7"}


def test_the_total_stands_first_and_communes_are_numbered(tmp_path: Path) -> None:
    lines = rows(workbook(published(inventory()), tmp_path)["2025"])
    total, first, second = lines[8:11]
    assert total[1] == "TỔNG CỘNG"
    assert total[2:] == [
        *(1000, 700, 400, 214.5, 85.5),
        *(0, 300, 350),
        pytest.approx(61.45),
    ]
    assert [first[0], second[0]] == ["1", "2"]
    assert {first[2], second[2]} == {600, 400}


def test_names_are_text_and_never_formulas(tmp_path: Path) -> None:
    publication = published(inventory())
    names = publication.units.data["name"].where(publication.units.data.index != "00001", FORMULA)
    data = publication.units.data.assign(name=names, kind="xã")
    units = replace(publication.units, data=data)
    sheet = workbook(replace(publication, units=units), tmp_path)["2025"]
    cells = [sheet.cell(row, 2) for row in range(9, 12)]
    assert any(FORMULA in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


def test_numbers_are_numbers_with_their_format_and_missing_ones_blank(tmp_path: Path) -> None:
    table = inventory(natural_area_ha=[1000.0, None, 400.0])
    sheet = workbook(published(table), tmp_path)["2025"]
    assert sheet["D9"].number_format == "#,##0.00"
    assert sheet["K9"].number_format == "0.00"
    blank = [row for row in rows(sheet)[9:11] if row[2] is None]
    assert len(blank) == 1
    assert blank[0][10] is None
    assert blank[0][3] == 400


def test_quality_source_rule_and_watermarks_stand_below(tmp_path: Path) -> None:
    marks = (Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE"),)
    lines = rows(workbook(published(inventory(), watermarks=marks), tmp_path)["2025"])
    below = "\n".join(str(line[0]) for line in lines[11:])
    assert "không" not in below.splitlines()[0]
    assert "rừng trồng đã thành rừng" in below
    assert "số liệu đã công bố" in below
    assert "Chi cục Kiểm lâm; Nghị quyết" in below
    assert "SỐ LIỆU MINH HỌA" in below


def test_each_period_has_a_sheet_newest_first(tmp_path: Path) -> None:
    older = inventory("2024-06-30")
    assert workbook(published(older, inventory()), tmp_path).sheetnames == ["2025", "2024-06-30"]


def test_units_that_no_layer_names_go_by_their_code(tmp_path: Path) -> None:
    other = inventory().assign(vintage="2020-01-01")
    lines = rows(workbook(published(other), tmp_path)["2025"])
    assert [line[1] for line in lines[8:11]] == ["TỔNG CỘNG", "00001", "00002"]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    publication = published(inventory())
    for name in ("a.xlsx", "b.xlsx"):
        OUTPUT.write(publication, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

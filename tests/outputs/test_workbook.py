"""bao-cao.xlsx: tables as sheets, text as text, nothing cut off in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lsgeo.compose import Publication
from lsgeo.compose.tables import Column, Table
from lsgeo.outputs.workbook import OUTPUT, sheet
from lsgeo.text import Words
from tests.outputs.publication import FORMULA, HOSTILE, small_publication

COLUMNS = (
    Column("unit", Words("Đơn vị", "Unit"), width=30),
    Column("area", Words("Diện tích (ha)", "Area (ha)"), decimals=2),
)
ROWS = pd.DataFrame(
    {"unit": ["Tỉnh Nhỏ", "Xã Đồng Đăng"], "area": [3.5, None], "strong": [True, False]}
)
FIRST = 7
"""The row of the first figures: two titles, the publication's, a watermark, two headings before."""


def made(rows: pd.DataFrame = ROWS, name: str = "Biến động 2025") -> Table:
    title = Words("Biến động rừng", "Change of the forest")
    return Table(Words(name, name), title, COLUMNS, rows, (Words("Theo dtich.", "By dtich."),))


def published(*tables: Table) -> Publication:
    marks = (Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE"),)
    return replace(small_publication(watermarks=marks), tables=tables)


def workbook(folder: Path, *tables: Table) -> openpyxl.Workbook:
    path = folder / OUTPUT.filename
    OUTPUT.write(published(*tables), path)
    return openpyxl.load_workbook(path)


def test_without_tables_it_is_not_wanted() -> None:
    assert not OUTPUT.wanted(small_publication())
    assert OUTPUT.wanted(published(made()))


def test_titles_watermarks_and_headings_stand_above_in_both_languages(tmp_path: Path) -> None:
    page = workbook(tmp_path, made())["Biến động 2025"]
    assert [page.cell(row, 1).value for row in range(1, FIRST)] == [
        "Biến động rừng",
        "Change of the forest",
        "Tỉnh nhỏ, 31/12/2025",
        "SỐ LIỆU MINH HỌA – ILLUSTRATIVE",
        "Đơn vị",
        "Unit",
    ]
    assert [page.cell(5, 2).value, page.cell(6, 2).value] == ["Diện tích (ha)", "Area (ha)"]
    assert page.freeze_panes == f"A{FIRST}"


def test_numbers_have_their_decimals_and_what_is_not_known_is_blank(tmp_path: Path) -> None:
    page = workbook(tmp_path, made())["Biến động 2025"]
    total, other = page.cell(FIRST, 2), page.cell(FIRST + 1, 2)
    assert (total.value, total.number_format, total.font.bold) == (3.5, "#,##0.00", True)
    assert (other.value, other.font.bold) == (None, False)


def test_notes_stand_below_the_rows(tmp_path: Path) -> None:
    page = workbook(tmp_path, made())["Biến động 2025"]
    assert [page.cell(row, 1).value for row in (FIRST + 3, FIRST + 4)] == [
        "Theo dtich.",
        "By dtich.",
    ]


@pytest.mark.parametrize("text", [FORMULA, "+84 25", "@x", "http://x.invalid"])
def test_what_an_office_typed_stays_text(tmp_path: Path, text: str) -> None:
    page = workbook(tmp_path, made(ROWS.assign(unit=text)))["Biến động 2025"]
    cell = page.cell(FIRST, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_control_letters_and_markup_break_nothing(tmp_path: Path) -> None:
    page = workbook(tmp_path, made(ROWS.assign(unit=HOSTILE)))["Biến động 2025"]
    assert str(page.cell(FIRST, 1).value).startswith("<script>")


def test_a_text_longer_than_a_cell_holds_says_that_it_goes_on(tmp_path: Path) -> None:
    page = workbook(tmp_path, made(ROWS.assign(unit="ă" * 40_000)))["Biến động 2025"]
    text = str(page.cell(FIRST, 1).value)
    assert (len(text), text[-1]) == (sheet.LONGEST, "…")


def test_rows_that_a_sheet_does_not_hold_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 1)
    book = workbook(tmp_path, made())
    assert book.sheetnames == ["Biến động 2025 (1)", "Biến động 2025 (2)"]
    assert book.worksheets[1].cell(FIRST, 1).value == "Xã Đồng Đăng"


def test_a_name_that_excel_refuses_is_made_one_that_it_takes(tmp_path: Path) -> None:
    book = workbook(tmp_path, made(name="Đối chiếu: canopy>=30 [thử] và tên rất dài nữa"))
    assert book.sheetnames == ["Đối chiếu- canopy>=30 -thử- và "]


def test_sheets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    long = "Từ loại này sang loại khác của kỳ "
    assert (
        len(set(workbook(tmp_path, made(name=long + "1"), made(name=long + "2")).sheetnames)) == 2
    )


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        OUTPUT.write(published(made()), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

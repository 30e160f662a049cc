"""Tables as officers save them: commas and semicolons, blank cells, workbooks with numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from lsgeo.errors import InputError
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table

Read = Callable[..., pd.DataFrame]


@pytest.fixture
def read(tmp_path: Path, entry_for: Callable[..., Entry]) -> Read:
    """Read a table given as text or bytes."""

    def reading(content: str | bytes, *, optional: tuple[str, ...] = (), **keys: object):
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_table(
            entry_for(path, **keys), required=("code", "name"), optional=optional
        ).rows

    return reading


def cells(table: pd.DataFrame) -> list[list[str]]:
    return table.to_numpy().tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(read: Read, delimiter: str) -> None:
    table = read("code,name\n00001,A\n".replace(",", delimiter))
    assert cells(table) == [["00001", "A"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_windows_and_unix_are_the_same(read: Read, end: str) -> None:
    assert cells(read("code,name\n1,A\n2,B\n".replace("\n", end))) == [["1", "A"], ["2", "B"]]


def test_a_byte_order_mark_is_no_part_of_the_first_column(read: Read) -> None:
    assert cells(read("\ufeffcode,name\n1,A\n")) == [["1", "A"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(read: Read) -> None:
    table = read("\ncode,name\n1,A\n\n,\n2,B\n")
    assert table.index.tolist() == [3, 6]


def test_a_quoted_line_break_is_one_row(read: Read) -> None:
    table = read('code,name\n1,"A\nB"\n2,C\n')
    assert table.index.tolist() == [2, 3]
    assert cells(table) == [["1", "A B"], ["2", "C"]]


def test_codes_keep_their_leading_zero(read: Read) -> None:
    assert cells(read("code,name\n00001,A\n"))[0][0] == "00001"


def test_text_is_normalised(read: Read) -> None:
    assert cells(read("code,name\n 1 ,Đồng  Đăng\u00a0\n")) == [["1", "Đồng Đăng"]]


def test_missing_words_stay_empty_and_are_not_the_text_nan(read: Read) -> None:
    assert cells(read("code,name\n,NA\nnan,\n")) == [["", "NA"], ["nan", ""]]


def test_a_row_that_ends_early_is_filled_with_blanks(read: Read) -> None:
    """Excel leaves out trailing separators."""
    assert cells(read("code,name,note\n1\n2,B\n", optional=("note",))) == [
        ["1", "", ""],
        ["2", "B", ""],
    ]


def test_blank_columns_at_the_end_do_no_harm(read: Read) -> None:
    assert cells(read("code,name,,\n1,A,,\n")) == [["1", "A"]]


def test_more_cells_than_columns_are_a_fault_of_each_row(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read("code,name\n1,A,x\n2,B\n3,C,y,z\n")
    text = str(caught.value)
    assert "table.csv: the table cannot be read" in text
    assert "row 2: more cells than columns (expected 2, got 3)" in text
    assert "row 4: more cells than columns (expected 2, got 4)" in text


def test_two_columns_of_one_name_are_a_fault(read: Read) -> None:
    with pytest.raises(InputError, match="name: two columns have this name"):
        read("code,name,name\n1,A,B\n")


def test_every_missing_column_is_named_with_the_remedy(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read("ma,ten\n1,A\n")
    text = str(caught.value)
    assert "code: the column is missing (got ma, ten)" in text
    assert "name: the column is missing" in text
    assert 'columns = { code = "…" }' in text


def test_an_optional_column_that_lacks_is_blank(read: Read) -> None:
    assert cells(read("code,name\n1,A\n", optional=("note",))) == [["1", "A", ""]]


def test_other_columns_are_left_out(read: Read) -> None:
    assert list(read("x,code,y,name\n0,1,2,A\n").columns) == ["code", "name"]


def test_the_catalog_gives_our_names_to_the_files_columns(read: Read) -> None:
    table = read("Mã xã,Tên xã\n1,A\n", columns={"code": "Mã xã", "name": "Tên  xã"})
    assert cells(table) == [["1", "A"]]


def test_a_column_of_ours_gives_way_to_the_one_that_is_mapped_onto_it(read: Read) -> None:
    assert cells(read("code,name,full\n1,A,B\n", columns={"name": "full"})) == [["1", "B"]]


def test_two_columns_can_change_places(read: Read) -> None:
    table = read("code,name\nA,1\n", columns={"name": "code", "code": "name"})
    assert cells(table) == [["1", "A"]]


def test_constants_fill_columns_that_the_file_lacks_and_no_others(read: Read) -> None:
    assert cells(read("code\n1\n", constants={"name": "A", "code": "9"})) == [["1", "A"]]


@pytest.mark.parametrize("content", ["", "\n\n", "code,name\n", "code,name\n,\n"])
def test_a_table_without_rows_is_an_error_with_a_remedy(read: Read, content: str) -> None:
    with pytest.raises(InputError, match=r"the table is empty\n.*entry out of the catalog"):
        read(content)


def test_the_unicode_text_of_excel_is_read(read: Read) -> None:
    assert cells(read("code\tname\n1\tViệt é\n".encode("utf-16"))) == [["1", "Việt é"]]


def test_a_table_of_letters_that_nobody_knows_says_how_to_save_it(read: Read) -> None:
    """0x81 is a letter of no encoding that the rest of the text fits."""
    with pytest.raises(InputError, match=r"the table is not UTF-8\n.*CSV UTF-8"):
        read(b"code,name\n1,\x81\x8d\n")


def test_an_open_quote_is_an_error(read: Read) -> None:
    with pytest.raises(InputError, match="the table cannot be read"):
        read('code,name\n1,"A\n')


def test_a_missing_file_is_an_error(tmp_path: Path, entry_for: Callable[..., Entry]) -> None:
    with pytest.raises(InputError, match=r"none\.csv: the file cannot be read"):
        read_table(entry_for(tmp_path / "none.csv"), required=("code",))


# ---- workbooks ----


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: list[object], sheet: str = "Sheet1") -> Path:
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            days = book.add_format({"num_format": "dd/mm/yyyy"})
            page = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, column, cell, days)
                    else:
                        page.write(number, column, cell)
            book.add_worksheet("Other").write(0, 0, "nothing")
        return path

    return write


def test_numbers_dates_and_words_become_text_as_an_officer_would_type_it(
    workbook: Callable[..., Path], entry_for: Callable[..., Entry]
) -> None:
    path = workbook(
        ["code", "name", "area", "day"],
        [6040, "Thất Khê", 12.5, date(2025, 6, 30)],
        ["06184", "1088/2", "", ""],
    )
    table = read_table(entry_for(path), required=("code", "name", "area", "day")).rows
    assert cells(table) == [
        ["6040", "Thất Khê", "12.5", "2025-06-30"],
        ["06184", "1088/2", "", ""],
    ]


def test_blank_rows_above_the_header_keep_the_sheets_row_numbers(
    workbook: Callable[..., Path], entry_for: Callable[..., Entry]
) -> None:
    path = workbook([], [], ["", "code", "name"], ["", "1", "A"], [], ["", "2", "B"])
    table = read_table(entry_for(path), required=("code", "name")).rows
    assert table.index.tolist() == [4, 6]
    assert cells(table) == [["1", "A"], ["2", "B"]]


def test_the_catalog_names_the_sheet(
    workbook: Callable[..., Path], entry_for: Callable[..., Entry]
) -> None:
    path = workbook(["code"], ["1"], sheet="Danh sách")
    assert cells(read_table(entry_for(path, sheet="Danh sách"), required=("code",)).rows) == [["1"]]


def test_an_unknown_sheet_is_an_error_that_names_those_there_are(
    workbook: Callable[..., Path], entry_for: Callable[..., Entry]
) -> None:
    path = workbook(["code"], ["1"])
    with pytest.raises(InputError, match="expected Sheet1, Other, got Danh"):
        read_table(entry_for(path, sheet="Danh"), required=("code",))


def test_a_file_that_is_no_workbook_is_an_error_with_a_remedy(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "table.xlsx"
    path.write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError, match=r"table\.xlsx: the file cannot be read\n.*save it again"):
        read_table(entry_for(path), required=("code",))


def test_a_column_that_the_catalog_names_and_the_file_lacks_is_a_fault(read: Read) -> None:
    with pytest.raises(InputError, match=r"code = 'ma': the file has no such column.*got code"):
        read("code,name\n1,A\n", columns={"code": "ma"})


@pytest.mark.parametrize("ending", [".xlsm", ".xlsb"])
def test_workbooks_with_macros_and_binary_ones_are_no_csv(
    tmp_path: Path, entry_for: Callable[..., Entry], ending: str
) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("code,name\n1,A\n", encoding="utf-8")
    with pytest.raises(InputError, match="Can Excel open it"):
        read_table(entry_for(path), required=("code",))


def test_a_workbook_with_macros_is_read(
    workbook: Callable[..., Path], tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = workbook(["code"], ["00001"]).rename(tmp_path / "a.xlsm")
    assert read_table(entry_for(path), required=("code",)).rows["code"].tolist() == ["00001"]


# ---- legacy letters ----


def test_a_column_in_legacy_letters_is_decoded_with_a_note(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    """As a program that knows no TCVN3 saved it: its bytes, taken for Western letters, in UTF-8."""
    path = tmp_path / "table.csv"
    rows = ["code,name", "1,x· §ång §¨ng", "2,huyÖn Cao Léc", "3,tØnh L¹ng S¬n"]
    path.write_text("\n".join(rows), encoding="utf-8")
    table = read_table(entry_for(path), required=("code", "name"))
    assert table.rows["name"].tolist() == ["xã Đồng Đăng", "huyện Cao Lộc", "tỉnh Lạng Sơn"]
    (note,) = table.notes
    assert (note.row, note.column, note.became) == (None, "name", "xã Đồng Đăng")
    assert table.ledger(entry_for(path)).counts["used"].tolist() == [3]


def test_a_csv_in_the_encoding_that_the_catalog_names_is_decoded_once(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("code,name\n1,§ång §¨ng\n2,Cao Léc\n".encode("cp1252"))
    table = read_table(entry_for(path, encoding="tcvn3"), required=("code", "name"))
    assert table.rows["name"].tolist() == ["Đồng Đăng", "Cao Lộc"]
    assert ["TCVN3" in note.reason for note in table.notes] == [True]


def test_a_sheet_in_unicode_has_no_notes(
    workbook: Callable[..., Path], entry_for: Callable[..., Entry]
) -> None:
    path = workbook(["code", "name"], ["1", "Đồng Đăng"])
    assert read_table(entry_for(path), required=("code", "name")).notes == ()

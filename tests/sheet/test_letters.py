"""Sheets in legacy letters: the columns are decoded, and the layout is that of today's letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsgeo.sheet import decipher, decoded_layout, lay_out
from lsgeo.sources.cells import read_cells
from tests.sheet.maker import in_tcvn3, write_ntm_xlsx, write_xls

COMMUNES = [
    ("Huyện Cao Lộc", "Thạch Đạn"),
    ("Huyện Cao Lộc", "Bảo Lâm"),
    ("Huyện Văn Lãng", "Hoàng Việt"),
    ("TP Lạng Sơn", "Mai Pha"),
]


@pytest.mark.iconv
def test_a_whole_xls_in_tcvn3_is_laid_out_as_the_same_in_unicode(tmp_path: Path) -> None:
    cells = read_cells(write_ntm_xlsx(tmp_path / "a.xlsx", COMMUNES))
    modern = lay_out(cells.rows, cells.merged)
    again = read_cells(write_xls(tmp_path / "a.xls", in_tcvn3(cells.rows), merged=cells.merged))
    assert again.rows[9][1] == "HuyÖn Cao Léc"
    read = decoded_layout(again.rows, again.merged)
    assert read.layout.header == modern.header
    assert dict(read.layout.roles) == dict(modern.roles)
    assert read.layout.groups.tolist() == modern.groups.tolist()
    assert read.layout.rows["Tên xã"].tolist() == modern.rows["Tên xã"].tolist()
    assert [title.casefold() for title in read.layout.titles] == [
        title.casefold() for title in modern.titles
    ]


@pytest.mark.iconv
def test_a_note_for_each_column_gives_an_example(tmp_path: Path) -> None:
    names = ["Đồng Đăng", "Cao Lộc", "Tân Thanh", "Hoàng Đồng"]
    rows = [["TT", "Tên xã", "Số hộ"]]
    rows += [[place, name, 10] for place, name in enumerate(names, start=1)]
    cells = read_cells(write_xls(tmp_path / "a.xls", in_tcvn3(rows)))
    read = decoded_layout(cells.rows, cells.merged)
    assert read.layout.rows["Tên xã"].tolist() == names
    by_column = {note.column: note for note in read.notes}
    note = by_column["Tên xã"]
    assert (note.outcome, note.row) == ("corrected", None)
    assert (note.said, note.became) == ("§ång §¨ng", "Đồng Đăng")
    assert "TCVN3" in note.reason
    assert "Số hộ" not in by_column


def test_a_sheet_in_unicode_is_left_as_it_is_without_notes() -> None:
    rows = [["TT", "Tên xã"], [1, "Đồng Đăng"], [2, "Bính Xá"], [3, "Hòa Bình"]]
    read = decoded_layout(rows)
    assert read.notes == ()
    assert read.layout.rows["Tên xã"].tolist() == ["Đồng Đăng", "Bính Xá", "Hòa Bình"]


def test_a_column_in_tcvn3_among_columns_in_unicode_is_decoded_alone() -> None:
    rows = [
        ["TT", "Tên xã", "Địa chỉ"],
        [1, "Đồng Đăng", "huyÖn Cao Léc, tØnh L¹ng S¬n"],
        [2, "Bính Xá", "huyÖn §×nh LËp, tØnh L¹ng S¬n"],
        [3, "Hòa Bình", "huyÖn V¨n Quan"],
    ]
    read = decoded_layout(rows)
    assert read.layout.rows["Tên xã"].tolist() == ["Đồng Đăng", "Bính Xá", "Hòa Bình"]
    assert read.layout.rows["Địa chỉ"].tolist()[0] == "huyện Cao Lộc, tỉnh Lạng Sơn"
    assert [note.column for note in read.notes] == ["Địa chỉ"]


def test_a_column_too_short_to_tell_is_read_as_all_together_are() -> None:
    names = ["x· §ång §¨ng", "huyÖn Cao Léc", "tØnh L¹ng S¬n", "thÞ trÊn Na SÇm"]
    (read, _note), (short, note) = decipher([names, ["Léc"]])
    assert read[1] == "huyện Cao Lộc"
    assert short == ("Lộc",)
    assert note is not None
    assert decipher([["Léc"]])[0][0] == ("Léc",)


def test_the_encoding_that_an_officer_names_is_followed() -> None:
    ((read, note),) = decipher([["Léc", None, 7]], encoding="tcvn3")
    assert read == ("Lộc", None, 7)
    assert note is not None

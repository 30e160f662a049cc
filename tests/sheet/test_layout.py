"""Sheets as offices lay them out, taken apart: headers, groups, totals, signatures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.sheet import Layout, lay_out
from lsgeo.sources.cells import read_cells
from tests.sheet.maker import HEAD, PERIOD, TITLES_19, write_ntm_xlsx

COMMUNES = [
    ("Huyện Cao Lộc", "Đồng Đăng"),
    ("Huyện Cao Lộc", "Kỳ Lừa"),
    ("TP Lạng Sơn", "Mai Pha"),
]


def rows_of(layout: Layout) -> list[list[object]]:
    return layout.rows.to_numpy().tolist()


def roles(layout: Layout) -> str:
    """The first letters of the roles, row by row, a point for a blank row."""
    last = max(layout.roles)
    return "".join(layout.roles.get(row, ".")[0] for row in range(1, last + 1))


# ---- the sheet of an office ----


@pytest.fixture(scope="module")
def ntm_sheet(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    path = write_ntm_xlsx(
        tmp_path_factory.mktemp("ntm") / "ntm.xlsx",
        COMMUNES,
        met={"Kỳ Lừa": [1, 2, 3]},
        recognised={"Đồng Đăng": (2022, "99/QĐ-UBND", date(2023, 1, 26))},
    )
    cells = read_cells(path)
    return lay_out(cells.rows, cells.merged)


def test_every_row_of_an_offices_sheet_has_its_role(ntm_sheet: Layout) -> None:
    assert roles(ntm_sheet) == "tttt.hhhhgddgdt.sss...s"


def test_three_rows_of_joined_cells_become_one_header(ntm_sheet: Layout) -> None:
    criteria = [f"Tiêu chí / {n} / {title}" for n, title in enumerate(TITLES_19, start=1)]
    behind = ["Tổng TC", "Năm đạt", "Số QĐ", "Ngày QĐ", "Ghi chú"]
    assert list(ntm_sheet.header) == ["TT", "Tên xã", *criteria, *behind]


def test_the_data_are_under_their_header_by_the_sheets_row_numbers(ntm_sheet: Layout) -> None:
    assert ntm_sheet.rows.index.tolist() == [11, 12, 14]
    assert ntm_sheet.rows["Tên xã"].tolist() == ["Đồng Đăng", "Kỳ Lừa", "Mai Pha"]
    assert ntm_sheet.rows["Tổng TC"].tolist() == [19, 3, 19]
    assert ntm_sheet.rows["Tiêu chí / 4 / Điện"].tolist() == ["Đ", "K", "Đ"]
    assert ntm_sheet.rows.at[11, "Ngày QĐ"] == date(2023, 1, 26)


def test_a_group_is_said_of_the_rows_below_it(ntm_sheet: Layout) -> None:
    assert ntm_sheet.groups.to_dict() == {
        11: "Huyện Cao Lộc",
        12: "Huyện Cao Lộc",
        14: "TP Lạng Sơn",
    }


def test_titles_are_kept_line_by_line(ntm_sheet: Layout) -> None:
    assert ntm_sheet.titles[2:] == (HEAD, PERIOD)
    assert ntm_sheet.titles[0] == "UBND TỈNH LẠNG SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


# ---- simple tables ----


def test_a_plain_table_is_exactly_its_rows() -> None:
    layout = lay_out([["code", "name", "area"], ["06040", "Thất Khê", 12.5], ["06184", "A", None]])
    assert layout.header == ("code", "name", "area")
    assert rows_of(layout) == [["06040", "Thất Khê", 12.5], ["06184", "A", None]]
    assert layout.rows.index.tolist() == [2, 3]
    assert roles(layout) == "hdd"
    assert layout.titles == ()


def test_a_plain_table_of_words_keeps_its_first_row_as_header() -> None:
    """Nothing but its place tells the header from the rows."""
    rows = [["alpha", "beta", None], ["Đồng Đăng", "xã", "Cao Lộc"], ["Mai Pha", "xã", "Lạng Sơn"]]
    layout = lay_out(rows)
    assert layout.header[:2] == ("alpha", "beta")
    assert layout.rows.index.tolist() == [2, 3]


def test_a_first_row_of_1_2_3_under_a_plain_header_is_data() -> None:
    assert rows_of(lay_out([["a", "b", "c"], [1, 2, 3]])) == [[1, 2, 3]]


def test_names_alone_in_their_rows_of_a_plain_table_are_data() -> None:
    layout = lay_out([["name", "value"], ["Đồng Đăng", "5"], ["Kỳ Lừa", None], ["Mai Pha", None]])
    assert roles(layout) == "hddd"


def test_a_table_of_one_column_has_a_header_and_rows() -> None:
    layout = lay_out([["Tên xã"], ["Đồng Đăng"], ["Mai Pha"]])
    assert layout.header == ("Tên xã",)
    assert rows_of(layout) == [["Đồng Đăng"], ["Mai Pha"]]


def test_a_blank_sheet_has_no_columns_and_no_rows() -> None:
    layout = lay_out([[None, None], [" ", ""]])
    assert (layout.header, dict(layout.roles), len(layout.rows)) == ((), {}, 0)


def test_a_blank_first_column_and_blank_ones_between_are_left_out() -> None:
    layout = lay_out([[None, "TT", None, "Tên xã"], [None, 1, None, "A"], [None, 2, None, "B"]])
    assert layout.header == ("TT", "Tên xã")
    assert layout.places == (1, 3)


def test_a_column_with_data_and_without_a_name_is_called_by_its_letter() -> None:
    layout = lay_out([["TT", "Tên xã", None], [1, "A", "xem lại"], [2, "B", None]])
    assert layout.header == ("TT", "Tên xã", "[C]")


def test_names_that_come_twice_are_numbered() -> None:
    layout = lay_out([["TT", "Số", "Số", "Số"], [1, 2, 3, 4]])
    assert layout.header == ("TT", "Số", "Số (2)", "Số (3)")


def test_text_is_normalised_and_numbers_and_days_stay_what_they_are() -> None:
    layout = lay_out([["TT", "Tên xã", "Ngày"], [1.0, " Đồng \n Đăng\xa0", date(2025, 6, 30)]])
    assert rows_of(layout) == [[1.0, "Đồng Đăng", date(2025, 6, 30)]]


# ---- headers ----


def test_a_header_of_two_rows_without_joined_cells_reaches_over_the_blanks() -> None:
    """As a csv has it, or an .ods whose joined cells are not told."""
    layout = lay_out(
        [
            ["TT", "Tên xã", "Diện tích", None, None, "Ghi chú"],
            [None, None, "Tổng", "Rừng", "Đất khác", None],
            [1, "A", 30, 10, 20, None],
        ]
    )
    assert layout.header == (
        *("TT", "Tên xã", "Diện tích / Tổng", "Diện tích / Rừng"),
        *("Diện tích / Đất khác", "Ghi chú"),
    )
    assert roles(layout) == "hhd"


def test_years_may_be_the_second_row_of_a_header() -> None:
    layout = lay_out(
        [["TT", "Tên xã", "Số hộ nghèo", None], [None, None, 2023, 2024], [1, "A", 30, 10]],
        [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)],
    )
    assert layout.header == ("TT", "Tên xã", "Số hộ nghèo / 2023", "Số hộ nghèo / 2024")


def test_a_joined_cell_over_part_of_the_header_belongs_to_it() -> None:
    layout = lay_out(
        [
            ["BIỂU 3", None, None, None],
            [None, None, "Phân theo chức năng", None],
            ["TT", "Đơn vị", "Phòng hộ", "Sản xuất"],
            [1, "A", 5, 6],
        ],
        [(0, 0, 0, 3), (1, 2, 1, 3)],
    )
    assert layout.header[2:] == (
        "Phân theo chức năng / Phòng hộ",
        "Phân theo chức năng / Sản xuất",
    )
    assert roles(layout) == "thhd"


@pytest.mark.parametrize(
    "numbers",
    [["A", "B", 1, 2], ["(1)", "(2)", "(3)", "(4)"], [1, 2, 3, 4], ["1", "2", "3", "4=3*2"]],
)
def test_a_row_that_numbers_the_columns_belongs_to_the_header(numbers: list[object]) -> None:
    layout = lay_out([["TT", "Tên xã", "Số hộ", "Tỷ lệ"], numbers, [1, "A", 3, 4]])
    assert roles(layout) == "hhd"
    assert layout.header == ("TT", "Tên xã", "Số hộ", "Tỷ lệ")


def test_a_first_row_of_1_and_a_letter_is_data() -> None:
    assert roles(lay_out([["TT", "Tên xã", "Năm đạt"], [1, "A", None], [2, "B", None]])) == "hdd"


def test_the_unit_of_the_figures_above_the_header_is_a_title() -> None:
    layout = lay_out(
        [
            ["DIỆN TÍCH RỪNG NĂM 2024", None, None],
            [None, None, "Đơn vị tính: ha"],
            ["TT", "Tên xã", "Diện tích"],
            [1, "A", 5],
        ]
    )
    assert roles(layout) == "tthd"
    assert layout.titles == ("DIỆN TÍCH RỪNG NĂM 2024", "Đơn vị tính: ha")


def test_a_letterhead_of_two_cells_right_above_the_header_is_a_title() -> None:
    layout = lay_out(
        [
            ["UBND HUYỆN CAO LỘC", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["STT", "Tên xã", "Số hộ"],
            [1, "A", 5],
        ]
    )
    assert roles(layout) == "thd"


def test_a_header_that_comes_again_on_a_new_page_is_no_data() -> None:
    head, numbers = ["TT", "Tên xã", "Số hộ", "Tỷ lệ"], ["(1)", "(2)", "(3)", "(4)"]
    layout = lay_out([head, numbers, [1, "A", 5, 1], head, numbers, [2, "B", 6, 2]])
    assert roles(layout) == "hhdhhd"


def test_the_third_form_of_forestry_with_its_three_rows_of_header_and_its_sums() -> None:
    none = None
    layout = lay_out(
        [
            ["Biểu số 03: DIỆN TÍCH RỪNG NĂM 2024", *[none] * 6],
            [*[none] * 5, "Đơn vị tính: ha", none],
            ["STT", "Đơn vị", "Diện tích tự nhiên", "Diện tích có rừng", none, none, "Che phủ (%)"],
            [none, none, none, "Tổng", "Rừng tự nhiên", "Rừng trồng", none],
            ["(1)", "(2)", "(3)", "(4)=(5)+(6)", "(5)", "(6)", "(7)"],
            [none, "Toàn tỉnh", 200, 120, 60, 60, 60],
            ["I", "Huyện Cao Lộc", 100, 60, 30, 30, 60],
            [1, "Bảo Lâm", 100, 60, 30, 30, 60],
            ["II", "Huyện Văn Lãng", 100, 60, 30, 30, 60],
            [1, "Na Sầm", 100, 60, 30, 30, 60],
            [*[none] * 5, "Lạng Sơn, ngày 31 tháng 12 năm 2024", none],
            [none, "NGƯỜI LẬP BIỂU", *[none] * 3, "CHI CỤC TRƯỞNG", none],
        ],
        [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5), (2, 6, 3, 6)],
    )
    assert roles(layout) == "tthhhtgdgdss"
    assert layout.header[3:] == (
        *("Diện tích có rừng / Tổng", "Diện tích có rừng / Rừng tự nhiên"),
        *("Diện tích có rừng / Rừng trồng", "Che phủ (%)"),
    )


# ---- groups ----


def test_a_district_with_its_sums_beside_it_is_a_group() -> None:
    layout = lay_out(
        [
            ["TT", "Đơn vị", "Diện tích"],
            ["I", "Huyện Cao Lộc", 30],
            [1, "A", 10],
            [2, "B", 20],
            ["II", "Huyện Văn Lãng", 5],
            [1, "C", 5],
        ]
    )
    assert roles(layout) == "hgddgd"
    assert layout.groups.tolist() == ["Huyện Cao Lộc", "Huyện Cao Lộc", "Huyện Văn Lãng"]


def test_a_district_without_a_number_among_numbered_rows_is_a_group() -> None:
    layout = lay_out(
        [
            ["STT", "Tên xã", "Số hộ"],
            [None, "Huyện Cao Lộc", 30],
            ["1", "A", "10"],
            ["2", "B", "20"],
            [None, "TP. Lạng Sơn", None],
            ["3", "C", "5"],
        ]
    )
    assert roles(layout) == "hgddgd"
    assert layout.groups.tolist()[-1] == "TP. Lạng Sơn"


def test_a_group_written_over_the_whole_row_loses_its_number() -> None:
    layout = lay_out(
        [
            ["TT", "Tên xã", "Số hộ"],
            ["I. Huyện Cao Lộc", None, None],
            [1, "A", 10],
            ["II - Huyện Văn Lãng", None, None],
            [1, "B", 10],
        ],
        [(1, 0, 1, 2), (3, 0, 3, 2)],
    )
    assert roles(layout) == "hgdgd"
    assert layout.groups.tolist() == ["Huyện Cao Lộc", "Huyện Văn Lãng"]


def test_a_row_whose_number_the_next_one_divides_is_a_group() -> None:
    layout = lay_out(
        [
            ["TT", "Đơn vị", "Số hộ"],
            ["1", "Cao Lộc", 30],
            ["1.1", "A", 10],
            ["1.2", "B", 20],
            ["2", "Văn Lãng", 5],
            ["2.1", "C", 5],
        ]
    )
    assert roles(layout) == "hgddgd"


def test_districts_are_data_in_a_table_of_districts() -> None:
    layout = lay_out(
        [["TT", "Đơn vị", "Số xã"], [1, "Huyện Cao Lộc", 22], [2, "Huyện Văn Lãng", 20]]
    )
    assert roles(layout) == "hdd"
    unnumbered = lay_out([["Đơn vị", "Số xã"], ["Huyện Cao Lộc", 22], ["Huyện Văn Lãng", 20]])
    assert roles(unnumbered) == "hdd"


def test_roman_numbers_are_data_where_no_row_has_others() -> None:
    layout = lay_out([["TT", "Nội dung", "Số"], ["I", "Điện", 2], ["II", "Đường", 3]])
    assert roles(layout) == "hdd"


def test_a_name_alone_is_a_group_where_the_numbers_go_on_past_it() -> None:
    head = ["TT", "Tên xã", "Số hộ"]
    goes_on = [head, [1, "A", 5], [None, "Vùng cao", None], [2, "B", 6]]
    anew = [head, [1, "A", 5], [2, "B", 5], [None, "Vùng cao", None], [1, "C", 6]]
    assert (roles(lay_out(goes_on)), roles(lay_out(anew))) == ("hdgd", "hddgd")


def test_a_commune_that_lost_its_number_and_has_no_values_is_data() -> None:
    head = ["TT", "Tên xã", "Số hộ"]
    between = [head, [1, "A", 5], [None, "Bảo Lâm", None], [3, "C", 6]]
    at_the_end = [head, [1, "A", 5], [2, "B", 6], [None, "Bảo Lâm", None]]
    assert (roles(lay_out(between)), roles(lay_out(at_the_end))) == ("hddd", "hddd")


# ---- totals ----


@pytest.mark.parametrize(
    "name",
    ["Tổng cộng", "TỔNG CỘNG:", "Tổng", "Cộng", "Toàn tỉnh", "Tổng số", "Cộng huyện Cao Lộc"],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_total_is_no_row_of_data(name: str, place: str) -> None:
    head, data, total = ["TT", "Tên xã", "Số hộ"], [[1, "A", 10], [2, "B", 20]], [None, name, 30]
    rows = [head, total, *data] if place == "first" else [head, *data, total]
    assert roles(lay_out(rows)) == ("htdd" if place == "first" else "hddt")


@pytest.mark.parametrize("name", ["Công Sơn", "Cộng Hòa", "Toàn Thắng", "Kỳ Lừa", "Nguồn Sáng"])
def test_a_commune_called_almost_like_a_total_or_a_signature_is_data(name: str) -> None:
    layout = lay_out([["TT", "Tên xã", "Số hộ"], [1, "A", 10], [2, name, 20]])
    assert roles(layout) == "hdd"


def test_rows_of_a_csv_that_are_called_like_an_indicator_are_data() -> None:
    layout = lay_out([["Nội dung", "Giá trị"], ["Tổng diện tích tự nhiên", 5], ["Tổng số hộ", 6]])
    assert roles(layout) == "hdd"


# ---- what stands under a table ----


def test_signatures_far_below_and_all_behind_them_are_no_data() -> None:
    layout = lay_out(
        [
            ["TT", "Tên xã", "Số hộ", "Ghi chú"],
            [1, "A", 10, None],
            *([[None] * 4] * 10),
            [None, None, None, "Lạng Sơn, ngày … tháng … năm 2025"],
            [None, "Người lập biểu", None, "KT. CHỦ TỊCH"],
            [None, "(Ký, ghi rõ họ tên)", None, None],
            [None, "Nguyễn Văn A", None, "Hoàng B"],
        ]
    )
    assert roles(layout) == "hd" + "." * 10 + "ssss"


def test_remarks_go_on_until_somebody_signs() -> None:
    layout = lay_out(
        [
            ["TT", "Tên xã", "Số hộ"],
            [1, "A", 10],
            ["Ghi chú: số liệu tạm tính", None, None],
            ["- Xã A mới thành lập", None, None],
            [None, None, "NGƯỜI LẬP"],
            [None, None, "Nguyễn Văn A"],
        ]
    )
    assert roles(layout) == "hdnnss"


def test_a_letterhead_word_among_the_data_does_not_end_the_table() -> None:
    layout = lay_out(
        [["TT", "Họ tên", "Chức vụ"], [1, "A", "Chủ tịch"], [2, "B", "Giám đốc"], [3, "C", "D"]]
    )
    assert roles(layout) == "hddd"


# ---- joined cells among the data ----


def test_a_district_joined_over_its_rows_is_said_of_each() -> None:
    layout = lay_out(
        [
            ["TT", "Huyện", "Tên xã", "Số hộ"],
            [1, "Cao Lộc", "A", 5],
            [2, None, "B", None],
            [3, "Văn Lãng", "C", 7],
        ],
        [(1, 1, 2, 1), (1, 3, 2, 3)],
    )
    assert layout.rows["Huyện"].tolist() == ["Cao Lộc", "Cao Lộc", "Văn Lãng"]


def test_a_number_joined_over_rows_is_that_of_the_first_alone() -> None:
    """A sum over two communes is of neither; it must not be counted twice."""
    layout = lay_out(
        [["TT", "Tên xã", "Số hộ"], [1, "A", 5], [2, "B", None], [3, "C", 7]], [(1, 2, 2, 2)]
    )
    assert layout.rows["Số hộ"].tolist() == [5, None, 7]


# ---- invariants ----

_cells = st.one_of(
    st.none(),
    st.sampled_from(["TT", "Tên xã", "I", "1", "Tổng", "Huyện Cao Lộc", "Ghi chú", "Đ", "x", "A"]),
    st.integers(0, 30),
    st.floats(0, 9, allow_nan=False),
)


@given(st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=12))
def test_every_row_that_is_not_blank_has_one_role_and_every_cell_of_data_is_kept(
    rows: list[list[object]],
) -> None:
    layout = lay_out(rows)
    filled = [number for number, row in enumerate(rows, start=1) if any(c is not None for c in row)]
    assert sorted(layout.roles) == filled
    data = [number for number, role in layout.roles.items() if role == "data"]
    assert layout.rows.index.tolist() == layout.groups.index.tolist() == data
    for number in data:
        there = [cell for cell in rows[number - 1] if cell is not None]
        assert [cell for cell in layout.rows.loc[number] if cell is not None] == there
    assert len(set(layout.header)) == len(layout.header)


def test_a_sheet_read_twice_is_laid_out_alike(tmp_path: Path) -> None:
    cells = read_cells(write_ntm_xlsx(tmp_path / "a.xlsx", COMMUNES, label="TC", yes="x", no=None))
    first, second = (lay_out(cells.rows, cells.merged) for _turn in range(2))
    assert first.header == second.header
    assert first.header[2] == "Tiêu chí / TC1 / Quy hoạch"

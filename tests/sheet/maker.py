"""Sheets as offices keep them, made by another library than the one that reads them."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

TITLES_19 = (
    *("Quy hoạch", "Giao thông", "Thủy lợi và phòng, chống thiên tai", "Điện", "Trường học"),
    *("Cơ sở vật chất văn hóa", "Cơ sở hạ tầng thương mại nông thôn"),
    *("Thông tin và truyền thông", "Nhà ở dân cư", "Thu nhập", "Nghèo đa chiều", "Lao động"),
    "Tổ chức sản xuất và phát triển kinh tế nông thôn",
    *("Giáo dục và đào tạo", "Y tế", "Văn hóa", "Môi trường và an toàn thực phẩm"),
    *("Hệ thống chính trị và tiếp cận pháp luật", "Quốc phòng và an ninh"),
)
"""The 19 criteria of QĐ 318/QĐ-TTg, as the header names them."""

LETTERHEAD = (
    ("UBND TỈNH LẠNG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI", "Độc lập - Tự do - Hạnh phúc"),
)
HEAD = "Biểu 01: KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ QUỐC GIA VỀ XÃ NÔNG THÔN MỚI GIAI ĐOẠN 2021-2025"
PERIOD = "(Số liệu tính đến ngày 30/6/2025)"
BEHIND = ("Tổng TC", "Năm đạt", "Số QĐ", "Ngày QĐ", "Ghi chú")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
FIRST_HEADER_ROW = 6
FIRST_GROUP_ROW = 10


def write_ntm_xlsx(
    path: Path,
    communes: Sequence[tuple[str, str]],
    *,
    met: Mapping[str, Collection[int]] | None = None,
    recognised: Mapping[str, tuple[int, str, date]] | None = None,
    yes: object = "Đ",
    no: object = "K",
    period: str = PERIOD,
    titles: Sequence[str] = TITLES_19,
    label: str = "",
    sheet: str = "Biểu 01",
) -> Path:
    """Write the new-rural sheet (`ntm_sheet`) of `communes` (district, name) to `path`.

    Rows 1–4 are titles, 6–8 the joined header, 9 numbers the columns, then come groups by district
    (I, II, …, with their sums), communes, a total and signatures. ``met`` says which criteria a
    commune meets (all, where it is not named), ``recognised`` its year, decision and day;
    ``label`` what stands before the number of a criterion ("TC").
    """
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    count = len(titles)
    _write_titles(page, period, width=2 + count + len(BEHIND))
    _write_header(page, titles, label=label)
    row = FIRST_GROUP_ROW
    for place, (district, members) in enumerate(groupby(communes, key=lambda one: one[0])):
        page.cell(row, 1, ROMAN[place])
        page.cell(row, 2, district)
        first = row = row + 1
        for number, (_district, name) in enumerate(members, start=1):
            meets = (met or {}).get(name, range(1, count + 1))
            page.cell(row, 1, number)
            page.cell(row, 2, name)
            for criterion in range(1, count + 1):
                page.cell(row, 2 + criterion, yes if criterion in meets else no)
            page.cell(row, 3 + count, len(meets))
            for column, value in enumerate((recognised or {}).get(name, ()), start=4 + count):
                page.cell(row, column, value)
            row += 1
        sums = [page.cell(at, 3 + count).value for at in range(first, row)]
        page.cell(first - 1, 3 + count, sum(sums))
    page.cell(row, 2, "Tổng cộng")
    page.cell(row, 3 + count, "x")
    _write_signatures(page, row + 2, right=count)
    book.save(path)
    return path


def _write_titles(page: Worksheet, period: str, *, width: int) -> None:
    for row, (left, right) in enumerate(LETTERHEAD, start=1):
        page.cell(row, 1, left)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        page.cell(row, width - 8, right)
        page.merge_cells(start_row=row, end_row=row, start_column=width - 8, end_column=width)
    for row, text in ((3, HEAD), (4, period)):
        page.cell(row, 1, text)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def _write_header(page: Worksheet, titles: Sequence[str], *, label: str) -> None:
    top, count = FIRST_HEADER_ROW, len(titles)
    outer = {1: "TT", 2: "Tên xã"} | dict(enumerate(BEHIND, start=3 + count))
    for column, text in outer.items():
        page.cell(top, column, text)
        page.merge_cells(start_row=top, end_row=top + 2, start_column=column, end_column=column)
    page.cell(top, 3, "Tiêu chí")
    page.merge_cells(start_row=top, end_row=top, start_column=3, end_column=2 + count)
    for number, title in enumerate(titles, start=1):
        page.cell(top + 1, 2 + number, f"{label}{number}" if label else number)
        page.cell(top + 2, 2 + number, title)
    for column in range(1, 3 + count + len(BEHIND)):
        page.cell(top + 3, column, "AB"[column - 1] if column < 3 else column - 2)


def _write_signatures(page: Worksheet, row: int, *, right: int) -> None:
    page.cell(row, right, "Lạng Sơn, ngày 05 tháng 7 năm 2025")
    page.cell(row + 1, 2, "NGƯỜI LẬP BIỂU")
    page.cell(row + 1, right, "CHÁNH VĂN PHÒNG")
    page.cell(row + 2, right, "(Ký, ghi rõ họ tên, đóng dấu)")
    page.cell(row + 6, 2, "Nguyễn Văn A")
    page.cell(row + 6, right, "Hoàng Thị B")


def write_xls(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    merged: Iterable[tuple[int, int, int, int]] = (),
    sheet: str = "Sheet1",
) -> Path:
    """Write `rows` to `path` as an .xls; `merged` are joined cells, from 0, ends included."""
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    joined = {(top, left): (top, bottom, left, right) for top, left, bottom, right in merged}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            style = day if isinstance(cell, date) else xlwt.Style.default_style
            if (row, column) in joined:
                page.write_merge(*joined[row, column], cell, style)
            elif cell is not None:
                page.write(row, column, cell, style)
    book.save(str(path))
    return path


def in_tcvn3(rows: Iterable[Sequence[object]]) -> list[list[object]]:
    """`rows` with their texts in TCVN3, as a program of Windows shows them, by glibc's iconv.

    Capitals with tones have no bytes in it: the fonts for capitals show those of small letters.
    """
    lines = [list(row) for row in rows]
    texts = {cell: _small(cell) for row in lines for cell in row if isinstance(cell, str)}
    command = ["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"]
    joined = "\n".join(texts.values()).encode()
    data = subprocess.run(command, input=joined, capture_output=True, check=True).stdout
    known = dict(zip(texts, data.decode("cp1252").split("\n"), strict=True))
    return [[known.get(cell, cell) for cell in row] for row in lines]


def _small(text: str) -> str:
    """`text` with the capitals that have a tone as small letters."""
    plain = set("ĐĂÂÊÔƠƯ")
    return "".join(x.lower() if not x.isascii() and x not in plain else x for x in text)

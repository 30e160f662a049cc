"""What the titles of a table say of its period and its unit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.sheet import period_in, unit_in


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("KẾT QUẢ NĂM 2025", "2025"),
        ("(Số liệu tính đến ngày 30/6/2025)", "2025-06-30"),
        ("TÍNH ĐẾN NGÀY 30/06/2025", "2025-06-30"),
        ("Tính đến hết ngày 30 tháng 6 năm 2025", "2025-06-30"),
        ("tính đến hết tháng 6 năm 2025", "2025-06-30"),
        ("đến 31.12.2024", "2024-12-31"),
        ("tại thời điểm 01/7/2025", "2025-07-01"),
        ("6 tháng đầu năm 2025", "2025-06-30"),
        ("9 tháng đầu năm 2024", "2024-09-30"),
        ("6 tháng cuối năm 2025", "2025-12-31"),
        ("Quý II/2025", "2025-06-30"),
        ("Quý 1 năm 2024", "2024-03-31"),
        ("Báo cáo tháng 2/2024", "2024-02-29"),
    ],
)
def test_a_title_states_its_period(title: str, period: str) -> None:
    assert period_in([title]) == (period,)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Biểu 01: kết quả",
        "(Kèm theo Quyết định số 99/QĐ-UBND ngày 26/01/2023 của UBND tỉnh)",
        "Theo Báo cáo số 12/BC-UBND ngày 05 tháng 7 năm 2024 của UBND huyện",
        "Lạng Sơn, ngày 30 tháng 6 năm 2025",
        "UBND TỈNH LẠNG SƠN Lạng Sơn, ngày 30 tháng 6 năm 2025",
        "Bộ tiêu chí quốc gia giai đoạn 2021-2025",
        "mục tiêu đến năm 2030",
        "đến ngày 31/02/2025",
        "Cao tốc 2025",
    ],
)
def test_days_of_papers_signatures_spans_and_goals_are_no_periods(title: str) -> None:
    assert period_in([title]) == ()


def test_periods_that_differ_are_all_told_in_their_order() -> None:
    assert period_in(["Năm 2024", "so với năm 2025"]) == ("2024", "2025")


def test_a_year_adds_nothing_to_a_day_in_it() -> None:
    assert period_in(["NĂM 2025", "(đến ngày 30/06/2025)", "năm 2025"]) == ("2025-06-30",)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["/", "."]))
def test_any_day_is_found_as_it_was_written(day: date, sign: str) -> None:
    written = f"(tính đến ngày {day.day}{sign}{day.month:02}{sign}{day.year})"
    assert period_in([written]) == (day.isoformat(),)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Diện tích (ha)", "ha"),
        ("Tỷ lệ ( % )", "%"),
        ("Đơn vị tính: ha", "ha"),
        ("(ĐVT: triệu đồng)", "triệu đồng"),
        ("Đơn vị", ""),
        ("Cột (1)", ""),
        ("Ngày (theo quyết định công nhận)", ""),
        ("Tên xã", ""),
    ],
)
def test_a_header_says_its_unit_in_brackets_and_a_title_in_words(text: str, unit: str) -> None:
    assert unit_in(text) == unit

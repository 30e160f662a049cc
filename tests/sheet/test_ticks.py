"""Ticks and codes, as offices type them and spreadsheets change them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.sheet.codes import codes, markers
from lsgeo.sheet.ticks import ticks


def column(*cells: object) -> pd.Series:
    return pd.Series(list(cells), index=range(7, 7 + len(cells)), dtype="object", name="TC1")


@pytest.mark.parametrize(
    "cell",
    ["Đ", "đ", " Đ ", "x", "X", "1", 1, 1.0, "✓", "✔", "Đạt", "ĐẠT", "có", True, "Đ."],
)
def test_these_say_yes(cell: object) -> None:
    assert ticks(column(cell)).values.tolist() == [True]


@pytest.mark.parametrize(
    "cell",
    [
        "K",
        "k",
        "Không",
        "Không đạt",
        "chưa đạt",
        "Chưa  đạt",
        "0",
        0,
        0.0,
        "-",
        "–",
        False,
        "FALSE",
    ],
)
def test_these_say_no(cell: object) -> None:
    assert ticks(column(cell)).values.tolist() == [False]


@pytest.mark.parametrize("cell", [None, "", " \xa0", float("nan")])
def test_a_blank_says_neither(cell: object) -> None:
    read = ticks(column(cell))
    assert read.values.tolist() == [None]
    assert not read.faults


@pytest.mark.parametrize("cell", ["?", "Đ/K", 2, 0.5, "2024", "đang làm", date(2025, 1, 1)])
def test_anything_else_is_a_fault_of_its_row(cell: object) -> None:
    read = ticks(column("Đ", cell))
    assert list(read.faults) == [8]
    assert read.values.tolist() == [True, None]


def test_a_mark_and_a_number_that_are_equal_in_python_are_told_apart() -> None:
    assert ticks(column(True, 1, "1", 0, False)).values.tolist() == [True, True, True, False, False]


# ---- codes ----


@pytest.mark.parametrize("cell", ["5971", 5971, 5971.0, " 5971 ", "5971.0"])
def test_a_lost_zero_comes_back_with_a_note(cell: object) -> None:
    read = codes(column(cell), digits=5)
    assert read.values.tolist() == ["05971"]
    assert [(note.row, note.column, note.became) for note in read.notes] == [(7, "TC1", "05971")]


def test_a_whole_code_stays_without_a_note() -> None:
    read = codes(column("06040", None), digits=5)
    assert read.values.tolist() == ["06040", None]
    assert (read.faults, read.notes) == ({}, ())


@pytest.mark.parametrize("cell", ["060401", "0604O", "6040.5", 6040.5, -6040, "٠٦٠٤٠", True])
def test_what_is_no_code_is_a_fault(cell: object) -> None:
    assert list(codes(column(cell), digits=5).faults) == [7]


@given(st.integers(0, 99999))
def test_any_code_survives_being_taken_for_a_number(number: int) -> None:
    written = f"{number:05}"
    read = codes(column(float(written), int(written), written), digits=5)
    assert read.values.tolist() == [written] * 3


# ---- marker numbers ----


def test_marker_numbers_stay_text() -> None:
    read = markers(column("1088/2", 1116, "1116 - 1117"))
    assert read.values.tolist() == ["1088/2", "1116", "1116 - 1117"]


def test_a_marker_number_that_became_a_day_is_a_fault_with_a_remedy() -> None:
    read = markers(column("1088/2", date(1088 + 900, 2, 1)))
    assert list(read.faults) == [8]
    assert "apostrophe" in str(read.faults[8])

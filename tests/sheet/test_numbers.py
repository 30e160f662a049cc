"""Numbers as offices write them, by the signs of their whole column."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.formats import number
from lsgeo.sheet.column import Column
from lsgeo.sheet.numbers import numbers


def read(*cells: object) -> Column:
    rows = range(11, 11 + len(cells))
    return numbers(pd.Series(list(cells), index=rows, dtype="object", name="Diện tích"))


def values(*cells: object) -> list[float]:
    column = read(*cells)
    assert not column.faults
    return column.values.tolist()


def test_numbers_of_excel_pass() -> None:
    assert values(12.5, 3, 0, -1) == [12.5, 3.0, 0.0, -1.0]


def test_the_values_are_floats_by_row_under_the_columns_name() -> None:
    column = read("1", None)
    assert column.values.dtype == np.float64
    assert column.values.index.tolist() == [11, 12]
    assert column.values.name == "Diện tích"


@pytest.mark.parametrize("cell", [None, "", "  ", math.nan, "-", "–", "x", "X", "…", "..."])
def test_blanks_and_the_signs_of_statistics_for_none_are_no_number_and_no_fault(
    cell: object,
) -> None:
    assert np.isnan(values(cell)[0])


def test_a_comma_before_decimals_tells_that_points_stand_between_thousands() -> None:
    assert values("1.234,5", "1.234", "12") == [1234.5, 1234, 12]
    assert values("0,25", "1.234") == [0.25, 1234]


def test_a_point_before_decimals_tells_that_commas_stand_between_thousands() -> None:
    assert values("1,234.5", "1,234", "12") == [1234.5, 1234, 12]
    assert values("12.5", "1,234") == [12.5, 1234]


def test_three_digits_behind_a_leading_zero_are_decimals() -> None:
    assert values("0,125", "1,234") == [0.125, 1.234]
    assert values("0.125", "1.234") == [0.125, 1.234]


def test_two_thousands_signs_tell_what_they_are() -> None:
    assert values("1.234.567", "1.234") == [1234567, 1234]
    assert values("1,234,567", "1,234") == [1234567, 1234]


def test_a_point_that_may_be_either_stands_between_thousands_and_a_note_says_so() -> None:
    column = read("1.234", "567", "12.345")
    assert column.values.tolist() == [1234, 567, 12345]
    (note,) = column.notes
    assert (note.row, note.column, note.said, note.became) == (None, "Diện tích", "1.234", "1234")
    assert note.outcome == "used"


def test_a_comma_that_may_be_either_stands_before_decimals_where_all_have_three() -> None:
    column = read("1,234", "12,345")
    assert column.values.tolist() == [1.234, 12.345]
    assert [note.became for note in column.notes] == ["1.234"]


@pytest.mark.parametrize(
    "cells",
    [("1.234", "5678"), ("1,234", "120"), ("1.234", "1,234"), ("12,5", "12.5", "1.234")],
)
def test_a_sign_that_the_column_speaks_against_is_a_fault(cells: tuple[str, ...]) -> None:
    column = read(*cells)
    unclear = [row for row, cell in enumerate(cells, start=11) if len(cell) == len("1.234")]
    assert sorted(column.faults) == unclear
    assert column.values[unclear].isna().all()


def test_the_other_sign_where_it_can_be_read_in_one_way_only_is_read_with_a_note() -> None:
    column = read("12,5", "13,5", "1.234.567,8", "7.5")
    assert column.values.tolist() == [12.5, 13.5, 1234567.8, 7.5]
    assert not column.faults


def test_spaces_between_thousands_are_dropped() -> None:
    assert values("8 310", "8\xa0310,09", "1 234 567") == [8310, 8310.09, 1234567]


@pytest.mark.parametrize("text", ["12 5", "1 23 456", "1.23.456", "1,2,3", "12/5", "1088/2"])
def test_signs_in_the_wrong_places_are_a_fault(text: str) -> None:
    column = read(text)
    assert list(column.faults) == [11]
    assert column.faults[11].got == text


@pytest.mark.parametrize("text", ["~12", "12?", "khoảng 12", "Đ", "12 ha/năm", "1e5", "(5)", "inf"])
def test_a_text_that_is_no_number_is_a_fault_of_its_row(text: str) -> None:
    column = read("1", text)
    assert list(column.faults) == [12]
    assert column.values.tolist()[0] == 1


@pytest.mark.parametrize("cell", [date(2025, 5, 1), True])
def test_a_day_and_a_truth_value_are_no_numbers(cell: object) -> None:
    assert list(read(cell).faults) == [11]


def test_units_behind_numbers_are_dropped() -> None:
    assert values("12,5 ha", "3 ha", "4") == [12.5, 3, 4]
    assert values("12,5%", "60,6 %") == [12.5, 60.6]
    assert values("3 km²", "4 km2") == [3, 4]


def test_another_unit_than_that_of_the_column_is_a_fault() -> None:
    column = read("12 ha", "3 ha", "1 km2")
    assert list(column.faults) == [13]
    assert column.faults[13].expected == "ha"


def test_a_minus_may_be_a_hyphen_or_the_real_sign() -> None:
    assert values("-1,5", "−2,5", "– 3") == [-1.5, -2.5, -3]


def test_numbers_that_a_spreadsheet_left_as_text_mix_with_its_own() -> None:
    assert values(1234.5, "1.234,5") == [1234.5, 1234.5]


@given(
    st.lists(st.integers(-10_000_000_000, 10_000_000_000), min_size=1),
    st.sampled_from(["vi", "en"]),
    st.integers(1, 2),
)
def test_what_either_language_writes_with_decimals_is_read_as_it_was(
    cents: list[int], language: str, decimals: int
) -> None:
    """One or two decimals tell the sign, whatever the size."""
    meant = [one / 10**decimals for one in cents]
    written = [number(one, decimals=decimals, language=language) for one in meant]
    assert values(*written) == pytest.approx(meant)


@given(st.lists(st.integers(0, 10_000_000_000), min_size=1))
def test_whole_numbers_with_points_between_thousands_are_read_as_they_were(
    meant: list[int],
) -> None:
    assert values(*(number(one) for one in meant)) == meant

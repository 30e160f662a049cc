"""Days as offices write them, and as Excel makes them."""

from __future__ import annotations

from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.sheet.column import Column
from lsgeo.sheet.dates import dates


def read(*cells: object) -> Column:
    return dates(
        pd.Series(list(cells), index=range(5, 5 + len(cells)), dtype="object", name="Ngày")
    )


@pytest.mark.parametrize(
    "cell",
    [
        date(2023, 1, 26),
        datetime(2023, 1, 26, 12, 30),
        "26/01/2023",
        "26/1/2023",
        "26-1-2023",
        "26.01.2023",
        " 26 / 01 / 2023 ",
        "2023-01-26",
        "2023/1/26",
        "2023-01-26 00:00:00",
        "26/01/2023 08:30",
        "ngày 26/01/2023",
        "ngày 26 tháng 01 năm 2023",
        "26 tháng 1 năm 2023.",
        "NGÀY 26 THÁNG 1 NĂM 2023",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    column = read(cell)
    assert column.values.tolist() == ["2023-01-26"]
    assert (column.faults, column.notes) == ({}, ())


@pytest.mark.parametrize("cell", [44952, 44952.0, 44952.52, "44952"])
def test_the_number_by_which_excel_counts_a_day_is_read_with_a_note(cell: object) -> None:
    column = read(cell)
    assert column.values.tolist() == ["2023-01-26"]
    assert [(note.row, note.became) for note in column.notes] == [(5, "2023-01-26")]


@pytest.mark.parametrize(("text", "day"), [("26/01/23", "2023-01-26"), ("5/6/87", "1987-06-05")])
def test_a_year_of_two_digits_is_read_with_a_note(text: str, day: str) -> None:
    column = read(text)
    assert column.values.tolist() == [day]
    assert [note.outcome for note in column.notes] == ["corrected"]


@pytest.mark.parametrize("cell", [None, "", " ", float("nan")])
def test_a_blank_is_no_day_and_no_fault(cell: object) -> None:
    column = read(cell, date(2023, 1, 26))
    assert column.values.isna().tolist() == [True, False]
    assert not column.faults


def test_a_month_before_the_day_is_a_fault_with_a_remedy() -> None:
    column = read("01/26/2023")
    assert "month 26" in str(column.faults[5])
    assert "day before the month" in str(column.faults[5])
    assert column.values.isna().all()


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2023",
        "32/01/2023",
        "00/01/2023",
        "26/01-2023",
        "2023",
        2023,
        "tháng 1/2023",
        "1088/2",
    ],
)
def test_what_is_no_day_is_a_fault(cell: object) -> None:
    assert list(read(cell).faults) == [5]


@pytest.mark.parametrize("cell", [time(8, 30), True, 0.5, -1, 1e9, date(1899, 12, 31), "1/1/3023"])
def test_times_and_impossible_years_are_faults(cell: object) -> None:
    assert list(read(cell).faults) == [5]


def test_days_that_excel_took_for_american_are_told_of_the_whole_column() -> None:
    """26/01 and 30/06 stayed text, 05/01 and 03/02 became the first of May and of March."""
    column = read("26/01/2023", date(2023, 5, 1), "30/06/2023", date(2023, 2, 3))
    assert [(note.row, note.column) for note in column.notes] == [(None, "Ngày")]
    assert "exchanged" in column.notes[0].reason


def test_days_after_the_twelfth_that_excel_knows_speak_against_it() -> None:
    assert read("26/01/2023", date(2023, 5, 1), date(2023, 2, 13)).notes == ()


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)), st.sampled_from(["/", "-", "."]))
def test_any_day_comes_back_as_it_was(day: date, sign: str) -> None:
    written = sign.join((f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"))
    assert read(written).values.tolist() == [day.isoformat()]


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)))
def test_serials_count_as_pandas_counts_them(day: date) -> None:
    serial = (pd.Timestamp(day) - pd.Timestamp("1899-12-30")).days
    assert read(float(serial)).values.tolist() == [day.isoformat()]

"""Numbers and dates for readers; tables for spreadsheets."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date

import pandas as pd
import pytest

from lsgeo.formats import csv_text, day, iso_day, number, period, toml_with


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (8310.09, 2, "8.310,09", "8,310.09"),
        (831009.0, 1, "831.009,0", "831,009.0"),
        (60.571, 1, "60,6", "60.6"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (0, 0, "0", "0"),
        (-1.5, 1, "−1,5", "−1.5"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
    ],
)
def test_numbers_are_grouped_as_each_language_does(
    value: float, decimals: int, vi: str, en: str
) -> None:
    shown = number(value, decimals=decimals), number(value, decimals=decimals, language="en")
    assert shown == (vi, en)


def test_a_small_negative_number_is_not_shown_as_minus_zero() -> None:
    assert number(-0.04, decimals=1) == "0,0"


@pytest.mark.parametrize("value", [None, float("nan")])
def test_a_missing_number_is_a_dash_and_never_zero(value: float | None) -> None:
    assert number(value) == "–"


def test_days_are_written_as_each_language_does() -> None:
    assert day(date(2024, 3, 19)) == "19/03/2024"
    assert day(date(2024, 3, 19), language="en") == "2024-03-19"


def test_a_period_is_a_year_or_a_day() -> None:
    assert (period("2025"), period("2025-06-30")) == ("2025", "30/06/2025")


@pytest.mark.parametrize(
    "text",
    ["", "2025", "30/06/2025", "2025-6-30", "20250630", "2025-W26-1", "2025-02-30", "2025-06-30 "],
)
def test_only_a_whole_iso_day_is_a_day(text: str) -> None:
    with pytest.raises(ValueError):
        iso_day(text)


def test_an_iso_day_is_read() -> None:
    assert iso_day("2025-06-30") == date(2025, 6, 30)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1"])
def test_text_that_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    written = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"note": [cell]})))))
    assert written[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-3.5", "+84", "-1.234,5", "1088/2", "-", "a=b"])
def test_harmless_text_stays_as_it_is(cell: str) -> None:
    written = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"note": [cell]})))))
    assert written[1] == [cell]


def test_negative_numbers_stay_numbers() -> None:
    assert csv_text(pd.DataFrame({"value": [-1.5]})) == "value\n-1.5\n"


def test_missing_cells_are_empty() -> None:
    table = pd.DataFrame({"value": [None, 2.5], "word": ["x", None]})
    assert csv_text(table) == "value,word\n,x\n2.5,\n"


def test_a_hostile_column_name_is_defused_too() -> None:
    assert csv_text(pd.DataFrame({"=1+1": [1]})) == "'=1+1\n1\n"


CATALOG = """# whose it is

[[source]]
path = "a.csv"   # the first
title = "A"

# about the second
[[source]]
path = "b.csv"
title = "B"
"""


def test_a_table_of_toml_takes_the_place_of_the_one_with_its_path_and_no_more() -> None:
    changed = toml_with(CATALOG, "source", {"path": "a.csv", "title": 'A "2"'})
    assert changed == CATALOG.replace(
        'path = "a.csv"   # the first\ntitle = "A"', 'path = "a.csv"\ntitle = "A \\"2\\""'
    )


def test_a_new_table_of_toml_stands_at_the_end() -> None:
    changed = toml_with(CATALOG, "source", {"path": "c.csv", "columns": {"code": "Mã xã"}})
    assert changed == CATALOG + '\n[[source]]\npath = "c.csv"\ncolumns = { code = "Mã xã" }\n'
    assert tomllib.loads(changed)["source"][2]["columns"] == {"code": "Mã xã"}

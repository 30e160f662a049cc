"""Numbers of rows that were kept aside are the same numbers when the rows come back."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.jobs.importing import Asked, import_file
from lsgeo.jobs.importing.records import quarantine_table
from lsgeo.ledger import Note, entry
from lsgeo.sheet.numbers import numbers
from tests.conftest import VINTAGE

HEADER = ["STT", "Tên xã", "Tỷ lệ hộ nghèo (%)"]
POVERTY = Asked(
    kind="indicator",
    indicator="poverty",
    period="2025",
    vintage=VINTAGE,
    quality="official",
)


def come_back(cell: object) -> float:
    """What a single number is once its row was kept aside and read again."""
    rows = pd.DataFrame({"Tên xã": ["?"], "ha": [cell]}, index=[4], dtype="object")
    ledger = entry("a.xlsx", rows=1, notes=[Note("quarantined", "no such unit", row=4)])
    kept = quarantine_table(rows, ledger, Asked(kind="indicator")).to_csv(index=False)
    (text,) = pd.read_csv(pd.io.common.StringIO(kept), dtype="str")["ha"]
    (value,) = numbers(pd.Series([text], name="ha")).values
    return float(value)


@pytest.mark.parametrize(
    "number", [1.234, 45.678, 999.999, -1.234, 0.125, 1234.567, 0.001, 1e-7, 12.5, 7.0, 123456.789]
)
def test_three_decimals_are_never_taken_for_thousands(number: float) -> None:
    assert come_back(number) == pytest.approx(number, rel=1e-11)


@given(st.floats(min_value=-1e9, max_value=1e9).map(lambda number: round(number, 4)))
def test_every_number_comes_back_as_it_was(number: float) -> None:
    assert math.isclose(come_back(number), number, rel_tol=1e-10, abs_tol=1e-9)


@pytest.mark.parametrize("number", [1234, 1234567, 0, -5])
def test_whole_numbers_have_no_decimals(number: int) -> None:
    assert come_back(number) == number


def test_a_text_is_kept_as_the_office_wrote_it() -> None:
    rows = pd.DataFrame({"Mốc": ["1088/2"], "ha": ["1.234"]}, index=[4], dtype="object")
    ledger = entry("a.xlsx", rows=1, notes=[Note("quarantined", "no such unit", row=4)])
    kept = quarantine_table(rows, ledger, Asked(kind="gates"))
    assert kept[["Mốc", "ha"]].to_numpy().tolist() == [["1088/2", "1.234"]]


@pytest.mark.parametrize("figure", [1.234, 12.345, 45.678])
def test_a_figure_of_a_sheet_is_the_same_after_its_row_was_corrected(
    workspace: Path, tmp_path: Path, figure: float
) -> None:
    path = tmp_path / "ngheo.xlsx"
    book = openpyxl.Workbook()
    for row in (HEADER, [1, "Xã Đồng Đăng", 3.25], [2, "Xã Na Sầmm", figure]):
        book.active.append(row)
    book.save(path)
    import_file(workspace, path, asked=POVERTY)
    kept = workspace / "quarantine" / "ngheo.csv"
    corrected = kept.read_text(encoding="utf-8-sig").replace("Na Sầmm", "Na Sầm")
    kept.write_text(corrected, encoding="utf-8-sig")
    import_file(workspace, kept, asked=Asked())
    table = pd.read_csv(workspace / "layers" / "observations-ngheo.csv", dtype="str")
    assert sorted(table["value"].astype(float)) == sorted([3.25, figure])


@pytest.mark.parametrize(
    ("others", "text", "number"),
    [("12.5", "1.234", 1.234), ("12,5", "1,234", 1.234), ("12,5", "12.345", 12345)],
)
def test_a_text_is_read_by_the_signs_of_the_column_that_it_was_in(
    workspace: Path, tmp_path: Path, others: str, text: str, number: float
) -> None:
    path = tmp_path / "dan.csv"
    path.write_text(
        f"Tên xã;Dân số (người)\nXã Đồng Đăng;{others}\nXã Na Sầmm;{text}\n", encoding="utf-8"
    )
    import_file(workspace, path, asked=replace(POVERTY, indicator="population", unit="người"))
    kept = workspace / "quarantine" / "dan.csv"
    corrected = kept.read_text(encoding="utf-8-sig").replace("Na Sầmm", "Na Sầm")
    kept.write_text(corrected, encoding="utf-8-sig")
    import_file(workspace, kept, asked=Asked())
    table = pd.read_csv(workspace / "layers" / "observations-dan.csv", dtype="str")
    assert sorted(table["value"].astype(float)) == sorted([12.5, number])

"""Damaged tables: the rows that are there are read, and what cannot be read is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo.sources.office import read_office
from tests.damage import separated, workbooks, xls_and_ods
from tests.damage.seeding import Case, Maker, archive, cells, check, observed, placed_in, seeded

SEEDS = (workbooks.SEEDS, xls_and_ods.SEEDS, separated.SEEDS)


@pytest.mark.parametrize(("make", "seed"), seeded(*SEEDS))
def test_a_damaged_table_gives_its_rows_or_is_refused(make: Maker, seed: int) -> None:
    check(make, seed, cells)


@pytest.mark.parametrize("name", ["bieu.xlsx", "bieu.ods", "bieu.xls"])
def test_a_sound_workbook_is_read_whole(name: str) -> None:
    case = xls_and_ods.sound(name)
    assert observed(case, cells).rows == workbooks.TABLE


def test_a_formula_without_value_quarantines_its_row(tmp_path: Path) -> None:
    case = workbooks.xlsx_formula_without_value(4)
    notes = read_office(placed_in(tmp_path, case)).notes
    assert [(note.outcome, note.row, note.column) for note in notes] == [("quarantined", 6, "C6")]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    place=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
    name=st.sampled_from([".xlsx", ".xls"]),
)
def test_any_bit_of_a_workbook_may_be_wrong(place: float, bit: int, name: str) -> None:
    """It is read or refused; it never ends in another error."""
    case = xls_and_ods.sound(f"bieu{name}")
    content = bytearray(case.files[case.given])
    content[int(place * len(content))] ^= 1 << bit
    seen = observed(Case({case.given: bytes(content)}, case.given, None, ""), cells)
    assert seen.touched == ()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(content=st.binary(max_size=400))
def test_any_bytes_may_call_themselves_a_table(content: bytes) -> None:
    seen = observed(Case({"bieu.csv": content}, "bieu.csv", None, ""), cells)
    assert seen.touched == ()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(content=st.binary(max_size=400))
def test_any_bytes_may_lie_in_the_place_of_a_sheet(content: bytes) -> None:
    data = archive({**workbooks.xlsx(), workbooks.SHEET: content})
    seen = observed(Case({"bieu.xlsx": data}, "bieu.xlsx", None, ""), cells)
    assert seen.touched == ()

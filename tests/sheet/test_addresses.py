"""Cells and columns are called as openpyxl calls them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from lsgeo.sheet.addresses import cell_name, column_name, column_number


@given(st.integers(0, 16383), st.integers(0, 1048575))
def test_every_cell_of_a_sheet_has_the_name_that_openpyxl_gives_it(column: int, row: int) -> None:
    letters = get_column_letter(column + 1)
    assert column_name(column) == letters
    assert cell_name(row, column) == f"{letters}{row + 1}"
    assert column_number(letters) == column_index_from_string(letters) - 1 == column

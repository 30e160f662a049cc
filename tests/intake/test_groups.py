"""The group of a commune however an office writes it."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo.intake.groups import groups


@pytest.mark.parametrize("cell", [2, 2.0, "2", "II", "Nhóm 2", "nhóm II", "Xã nhóm 2", "NHÓM SỐ 2"])
def test_every_way_to_write_the_second_group_is_2(cell: object) -> None:
    column = groups(pd.Series([cell], index=[7]))
    assert column.values.tolist() == [2.0]
    assert not column.faults


@pytest.mark.parametrize("cell", ["IIII", "Nhóm hai", "nhóm"])
def test_what_names_no_group_is_a_fault_of_its_row(cell: str) -> None:
    column = groups(pd.Series([1, cell], index=[7, 8]))
    assert column.values.isna().tolist() == [False, True]
    assert list(column.faults) == [8]


def test_a_blank_cell_says_nothing() -> None:
    column = groups(pd.Series([None, "I"], dtype="object"))
    assert column.values.isna().tolist() == [True, False]
    assert not column.faults

"""The error of the areal assumption, by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.crosswalk import areal_error

SHARES = pd.Series([1.0, 0.75, 0.25])


def pairs(weights: list[float]) -> pd.DataFrame:
    """Old 1 went whole into new 1, old 2 into new 1 and 2."""
    codes = {"from_code": ["00001", "00002", "00002"], "to_code": ["00001", "00001", "00002"]}
    return pd.DataFrame({**codes, "weight": weights})


def test_what_lies_in_the_smaller_part_is_misplaced_by_area() -> None:
    """By area three quarters of the 8 would go to new 1, which has 2 of them."""
    found = areal_error(pairs([10.0, 2.0, 6.0]), SHARES)
    assert found.weight_by_area.tolist() == [10.0, 6.0, 2.0]
    assert (found.total, found.misplaced) == (18.0, 4.0)
    assert (found.largest_code, found.largest) == ("00001", 4.0)


def test_what_lies_evenly_is_not_misplaced() -> None:
    assert areal_error(pairs([10.0, 6.0, 2.0]), SHARES).misplaced == 0


def test_an_old_unit_with_an_unknown_part_is_left_out() -> None:
    found = areal_error(pairs([10.0, float("nan"), 2.0]), SHARES)
    assert found.weight_by_area.isna().tolist() == [False, True, True]
    assert (found.total, found.misplaced) == (10.0, 0.0)


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3))
def test_the_total_is_the_same_either_way_and_never_all_of_it_wrong(weights: list[float]) -> None:
    found = areal_error(pairs(weights), SHARES)
    assert found.weight_by_area.sum() == pytest.approx(sum(weights))
    assert found.misplaced <= sum(weights) + 1e-9


def test_what_two_old_units_put_in_each_other_s_place_is_misplaced_too() -> None:
    """Each of two old units has its 10 in one half; by area both halves get 5 of each."""
    codes = {"from_code": ["a", "a", "b", "b"], "to_code": ["1", "2", "1", "2"]}
    found = areal_error(pd.DataFrame({**codes, "weight": [10.0, 0, 0, 10]}), pd.Series([0.5] * 4))
    assert (found.total, found.misplaced, found.largest) == (20.0, 10.0, 0.0)

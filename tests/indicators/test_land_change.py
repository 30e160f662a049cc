"""Change of land cover as facts: one commune of ten hectares, two of them unseen at one date."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo.indicators import land_change, land_swap
from lsgeo.transitions import COLUMNS, UNSEEN

FLOWS = [(2, 2, 3.0), (2, 5, 2.0), (5, 2, 1.0), (5, 5, 2.0), (2, UNSEEN, 1.0), (UNSEEN, 5, 1.0)]


@pytest.fixture
def changes() -> pd.DataFrame:
    common = ("2025-07-01", "00001", "io_lulc", "2017", "2024")
    rows = [(*common, *flow, "remote_sensing", "a satellite") for flow in FLOWS]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def values(facts: pd.DataFrame, indicator: str) -> dict[str, float]:
    mine = facts[facts["indicator"] == indicator]
    return dict(zip(mine["variant"], mine["value"], strict=True))


def test_hectares_from_class_to_class_have_both_dates_in_their_key(changes: pd.DataFrame) -> None:
    facts = land_change.compute(class_changes=changes)
    assert values(facts, "land_change") == {
        "io_lulc 2017: 2>2": 3.0,
        "io_lulc 2017: 2>5": 2.0,
        "io_lulc 2017: 5>2": 1.0,
        "io_lulc 2017: 5>5": 2.0,
    }
    assert set(facts["period"]) == {"2024"}


@pytest.mark.parametrize(
    ("indicator", "trees", "crops"),
    [
        ("land_gain", 1.0, 2.0),
        ("land_loss", 2.0, 1.0),
        ("land_net_change", -1.0, 1.0),
        ("land_persistence", 3.0, 2.0),
        ("land_gain_share", 12.5, 25.0),
        ("land_net_change_share", -12.5, 12.5),
    ],
)
def test_each_class_gains_loses_and_keeps_of_what_was_seen_at_both_dates(
    changes: pd.DataFrame, indicator: str, trees: float, crops: float
) -> None:
    found = values(land_change.compute(class_changes=changes), indicator)
    assert found == {"io_lulc 2017: 2": trees, "io_lulc 2017: 5": crops}


def test_swap_is_twice_the_lesser_of_gain_and_loss(changes: pd.DataFrame) -> None:
    facts = land_swap.compute(class_changes=changes)
    assert values(facts, "land_swap") == {"io_lulc 2017: 2": 2.0, "io_lulc 2017: 5": 2.0}
    assert values(facts, "land_swap_share") == {"io_lulc 2017: 2": 25.0, "io_lulc 2017: 5": 25.0}


def test_swap_is_never_summed_over_units() -> None:
    assert land_change.INDICATOR.adds_up
    assert not land_swap.INDICATOR.adds_up


@pytest.mark.parametrize("years", [{"from_year": 2018}, {"to_year": 2020}])
def test_other_years_than_those_asked_for_have_no_fact(
    changes: pd.DataFrame, years: dict[str, int]
) -> None:
    assert land_change.compute(class_changes=changes, **years).empty
    assert len(land_change.compute(class_changes=changes, from_year=2017, to_year=2024))


def test_ground_that_was_never_seen_twice_has_no_fact(changes: pd.DataFrame) -> None:
    unseen = changes[(changes["class_from"] == UNSEEN) | (changes["class_to"] == UNSEEN)]
    assert land_change.compute(class_changes=unseen).empty
    assert land_swap.compute(class_changes=unseen).empty

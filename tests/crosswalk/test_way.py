"""Ways between vintages: composed, reversed, and with shares that sum to one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo.crosswalk import between, evened, one_of_each_step, with_provinces
from lsgeo.errors import InputError, UnitError
from tests.crosswalk.world import FIRST, NEW, OLD, SPLIT, pairs_of, registry_of

STEPS = pairs_of(
    (FIRST, "00007", OLD, "00001", 0.4, 1.0),
    (FIRST, "00007", OLD, "00002", 0.6, 0.5),
    (FIRST, "00008", OLD, "00002", 1.0, 0.5),
    *SPLIT,
)


def shares(way: pd.DataFrame, name: str = "share_of_from") -> dict[tuple[str, str], float]:
    keys = zip(way["from_code"], way["to_code"], strict=True)
    return dict(zip(keys, way[name], strict=True))


def test_the_shares_of_two_steps_multiply_and_add_up() -> None:
    """Of 00007, 40 % and a quarter of 60 % are in 00001: 55 %."""
    way = between(STEPS, start=FIRST, end=NEW)
    assert shares(way) == {
        ("00007", "00001"): pytest.approx(0.4 + 0.6 * 0.25),
        ("00007", "00002"): pytest.approx(0.6 * 0.75),
        ("00008", "00001"): pytest.approx(0.25),
        ("00008", "00002"): pytest.approx(0.75),
    }


def test_the_origins_of_a_unit_multiply_too() -> None:
    """Three quarters of new 00001 are old 00001, all 00007; a quarter is half 00007, half 00008."""
    way = between(STEPS, start=FIRST, end=NEW)
    there = shares(way, "share_of_to")
    assert there["00007", "00001"] == pytest.approx(0.75 + 0.25 * 0.5)
    assert there["00008", "00001"] == pytest.approx(0.25 * 0.5)


def test_the_way_back_has_the_shares_of_the_other_side() -> None:
    way = between(pairs_of(), start=NEW, end=OLD)
    assert set(way["from_vintage"]) == {NEW}
    assert shares(way) == {
        ("00001", "00001"): 0.75,
        ("00001", "00002"): 0.25,
        ("00002", "00002"): 1.0,
    }
    relations = dict(zip(way["from_code"], way["relation"], strict=True))
    assert relations == {"00001": "partial", "00002": "full"}


def test_what_was_split_and_put_together_again_went_as_a_whole() -> None:
    steps = pairs_of(
        (FIRST, "00001", OLD, "00001", 0.3, 1.0),
        (FIRST, "00001", OLD, "00002", 0.7, 1.0),
        (OLD, "00001", NEW, "00001", 1.0, 0.3),
        (OLD, "00002", NEW, "00001", 1.0, 0.7),
    )
    way = between(steps, start=FIRST, end=NEW)
    assert way[["relation", "share_of_from", "share_of_to"]].to_numpy().tolist() == [
        ["full", 1.0, 1.0]
    ]


def test_a_direct_step_goes_before_two() -> None:
    direct = pairs_of((FIRST, "00007", NEW, "00009", 1.0, 1.0))
    way = between(pd.concat([STEPS, direct]), start=FIRST, end=NEW)
    assert shares(way) == {("00007", "00009"): 1.0}


def test_rounded_shares_are_made_to_sum_to_one() -> None:
    thirds = pairs_of(*((OLD, "00001", NEW, f"0000{n}", 0.333, 1.0) for n in range(3)))
    assert evened(thirds)["share_of_from"].sum() == 1.0
    assert evened(thirds)["share_of_from"].tolist() == pytest.approx([1 / 3] * 3)


def test_the_input_is_left_as_it_was() -> None:
    before = STEPS.copy()
    between(STEPS, start=FIRST, end=NEW)
    pd.testing.assert_frame_equal(STEPS, before)


@pytest.mark.parametrize(("start", "end"), [(OLD, OLD), (OLD, "2030-01-01"), ("2010-01-01", NEW)])
def test_where_no_steps_lead_is_an_error(start: str, end: str) -> None:
    with pytest.raises(UnitError, match="there is no such way"):
        between(STEPS, start=start, end=end)


@pytest.mark.parametrize("share", [0.0, float("nan"), -1.0])
def test_a_unit_whose_shares_are_nothing_is_an_error(share: float) -> None:
    with pytest.raises(InputError, match="do not sum to it"):
        evened(pairs_of((OLD, "00001", NEW, "00001", share, 1.0)))


def test_of_two_crosswalks_for_one_step_the_first_is_used() -> None:
    other = pairs_of((OLD, "00001", NEW, "00009", 1.0, 1.0))
    first = STEPS[STEPS["from_vintage"] == FIRST]
    kept = one_of_each_step([pairs_of(), other, first])
    assert len(kept) == 3 + 3
    assert "00009" not in set(kept["to_code"])


def test_a_province_is_the_same_ground_in_every_vintage() -> None:
    units = ((one, code, code, "xã") for one in (OLD, NEW) for code in ("00001", "00002"))
    way = between(with_provinces(pairs_of(), registry_of(*units)), start=OLD, end=NEW)
    assert shares(way)["20", "20"] == 1.0
    assert len(way) == 4


@settings(deadline=None)
@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=30))
def test_whatever_the_shares_they_sum_to_one(weights: list[float]) -> None:
    rows = [(OLD, "00001", NEW, f"{n:05}", weight, 1.0) for n, weight in enumerate(weights)]
    even = evened(pairs_of(*rows))["share_of_from"]
    assert even.sum() == pytest.approx(1.0, abs=1e-14)
    assert (even >= 0).all()

"""Facts carried over: by hand on two units, and that nothing is lost on any."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo.crosswalk import additive, between, carry, series, weighted_pairs
from lsgeo.errors import ConfigError
from lsgeo.facts import Ratio
from tests.crosswalk.world import FIRST, NEW, OLD, SPLIT, facts_of, pairs_of, values

COVER = Ratio("cover", part="forest", whole="land")
BOTH = facts_of(
    ("forest", "00001", 6), ("forest", "00002", 8), ("land", "00001", 30), ("land", "00002", 40)
)


def test_amounts_are_shared_out_by_area_and_summed() -> None:
    carried = carry(BOTH, pairs_of(), to_vintage=NEW, adds_up={"forest"}).facts
    assert values(carried) == {"00001": 6 + 2, "00002": 6}
    assert set(carried["vintage"]) == {NEW}


def test_shares_are_derived_anew_and_never_averaged() -> None:
    """20 % of 30 ha and 20 % of 10 ha; beside it 8 of 40 ha."""
    facts = pd.concat(
        [
            facts_of(("forest", "00001", 30), ("forest", "00002", 0)),
            facts_of(("land", "00001", 30), ("land", "00002", 40)),
            facts_of(("cover", "00001", 100), ("cover", "00002", 0), unit="%"),
        ]
    )
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest", "land"}, ratios=[COVER])
    assert values(carried.facts, "cover") == {"00001": 75.0, "00002": 0.0}
    assert carried.left == ()


def test_what_does_not_add_up_is_left_and_named() -> None:
    mean = facts_of(("slope", "00001", 20), ("slope", "00002", 30), unit="°")
    carried = carry(mean, pairs_of(), to_vintage=NEW, adds_up={"forest"})
    assert carried.facts.empty
    assert carried.left == ("slope",)


def test_forest_weights_put_the_forest_where_it_is() -> None:
    way = between(pairs_of(), start=OLD, end=NEW)
    weights = way[["from_code", "to_code"]].assign(weight=[6.0, 8.0, 0.0])
    forest = weighted_pairs(way, weights, kind="forest").pairs
    carried = carry(BOTH, forest, to_vintage=NEW, adds_up={"forest"}).facts
    assert values(carried) == {"00001": 14, "00002": 0}


def test_of_what_is_whole_the_quality_stays_and_of_what_is_split_it_is_approximate() -> None:
    merged = pairs_of(
        (OLD, "00001", NEW, "00001", 1.0, 0.4),
        (OLD, "00002", NEW, "00001", 1.0, 0.6),
        (OLD, "00003", NEW, "00002", 0.5, 1.0),
        (OLD, "00003", NEW, "00003", 0.5, 1.0),
    )
    facts = pd.concat(
        [
            facts_of(("forest", "00001", 1), quality="official"),
            facts_of(("forest", "00002", 1), ("forest", "00003", 1), quality="remote_sensing"),
        ]
    )
    carried = carry(facts, merged, to_vintage=NEW, adds_up={"forest"}).facts
    told = carried.set_index("code")["quality"].to_dict()
    assert told == {"00001": "remote_sensing", "00002": "approximate", "00003": "approximate"}


def test_a_worse_crosswalk_makes_what_it_splits_as_bad() -> None:
    carried = carry(BOTH, pairs_of(), to_vintage=NEW, adds_up={"forest"}, quality="schematic").facts
    assert set(carried["quality"]) == {"schematic"}


def test_the_source_says_by_what_a_unit_was_split() -> None:
    carried = carry(BOTH, pairs_of(), to_vintage=NEW, adds_up={"forest"}).facts
    told = carried.set_index("code")["source"].to_dict()
    assert told["00002"] == (
        "a survey (quy đổi từ đơn vị mốc 01/12/2024, chia theo diện tích); a decree"
    )
    whole = carry(BOTH, _merger(), to_vintage=NEW, adds_up={"forest"}).facts
    assert whole["source"].tolist() == ["a survey (quy đổi từ đơn vị mốc 01/12/2024)"]


def _merger() -> pd.DataFrame:
    return pairs_of((OLD, "00001", NEW, "00001", 1.0, 0.4), (OLD, "00002", NEW, "00001", 1.0, 0.6))


@pytest.mark.parametrize("absent", [[], [("forest", "00002", float("nan"))]])
def test_a_unit_of_which_a_part_is_not_known_has_no_number(
    absent: list[tuple[str, str, float]],
) -> None:
    facts = facts_of(("forest", "00001", 6), *absent)
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest"})
    assert carried.facts.empty
    told = carried.missing.set_index("code")
    assert told["lacking"].to_dict() == {"00001": "00002", "00002": "00002"}
    assert told.loc["00001", "known"] == 6
    assert math.isnan(told.loc["00002", "known"])


def test_a_part_that_weighs_nothing_need_not_be_known() -> None:
    way = between(pairs_of(), start=OLD, end=NEW)
    weights = way[["from_code", "to_code"]].assign(weight=[6.0, 0.0, 8.0])
    forest = weighted_pairs(way, weights, kind="forest").pairs
    facts = facts_of(("forest", "00001", 6))
    carried = carry(facts, forest, to_vintage=NEW, adds_up={"forest"})
    assert values(carried.facts) == {"00001": 6}
    assert carried.missing["code"].tolist() == ["00002"]


def test_a_zero_is_a_number() -> None:
    facts = facts_of(("forest", "00001", 0), ("forest", "00002", 0))
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest"})
    assert values(carried.facts) == {"00001": 0, "00002": 0}
    assert carried.missing.empty


def test_bounds_are_shared_out_where_all_parts_have_them() -> None:
    facts = facts_of(("forest", "00001", 6), ("forest", "00002", 8)).assign(
        low=[5.0, 4.0], high=[7.0, float("nan")]
    )
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest"}).facts
    assert carried["low"].tolist() == [6.0, 3.0]
    assert carried["high"].isna().all()


def test_periods_and_variants_stay_apart() -> None:
    other = facts_of(("forest", "00001", 1), ("forest", "00002", 4), period="2023")
    third = facts_of(("forest", "00001", 2), ("forest", "00002", 8), variant="canopy>=30")
    facts = pd.concat([BOTH, other, third])
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest"}).facts
    found = carried[carried["code"] == "00001"].set_index(["period", "variant"])["value"]
    assert found.to_dict() == {("2024", ""): 8, ("2023", ""): 2, ("2024", "canopy>=30"): 4}


def test_facts_go_back_to_earlier_units() -> None:
    """Three quarters of new 00001 are old 00001."""
    facts = facts_of(("forest", "00001", 8), ("forest", "00002", 6), vintage=NEW)
    carried = carry(facts, pairs_of(), to_vintage=OLD, adds_up={"forest"}).facts
    assert values(carried) == {"00001": 6, "00002": 2 + 6}


def test_a_rule_may_be_asked_for_what_does_not_add_up() -> None:
    slopes = facts_of(("slope", "00001", 20), ("slope", "00002", 30), unit="°")

    def by(rule: str) -> dict[str, float]:
        carried = carry(slopes, pairs_of(), to_vintage=NEW, adds_up=(), rules={"slope": rule})
        return values(carried.facts, "slope")

    assert by("mean") == {"00001": 20 * 0.75 + 30 * 0.25, "00002": 30}
    assert by("minimum") == {"00001": 20, "00002": 30}
    assert by("maximum") == {"00001": 30, "00002": 30}
    assert by("same") == {"00002": 30}


def test_a_number_by_a_rule_says_so_and_is_approximate() -> None:
    slopes = facts_of(("slope", "00001", 20), ("slope", "00002", 30), unit="°")
    merged = carry(slopes, _merger(), to_vintage=NEW, adds_up=(), rules={"slope": "mean"})
    row = merged.facts.iloc[0]
    assert row["quality"] == "approximate"
    assert "trung bình theo trọng số" in row["source"]
    same = pairs_of(*((OLD, code, NEW, code, 1.0, 1.0) for code in ("00001", "00002")))
    kept = carry(slopes, same, to_vintage=NEW, adds_up=(), rules={"slope": "mean"}).facts
    assert set(kept["quality"]) == {"official"}


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ConfigError, match="slope: no such rule"):
        carry(BOTH, pairs_of(), to_vintage=NEW, adds_up=(), rules={"slope": "median"})


def test_one_series_has_its_own_facts_before_those_carried_over() -> None:
    """The unit itself was measured in 2024, and not in 2023."""
    own = facts_of(("forest", "00001", 9), vintage=NEW)
    earlier = facts_of(("forest", "00001", 1), ("forest", "00002", 4), period="2023")
    facts = pd.concat([BOTH, own, earlier], ignore_index=True)
    found = series(facts, pairs_of(), to_vintage=NEW, adds_up={"forest", "land"}, ratios=[COVER])
    table = found.facts.set_index(["indicator", "code", "period"])["value"].to_dict()
    assert table["forest", "00001", "2024"] == 9
    assert table["forest", "00002", "2024"] == 6
    assert table["forest", "00001", "2023"] == 2
    assert table["cover", "00001", "2024"] == 9 / 40 * 100


def test_the_nearer_of_two_vintages_gives_the_number() -> None:
    steps = pairs_of(
        (FIRST, "00001", OLD, "00001", 1.0, 1.0), (FIRST, "00002", OLD, "00002", 1.0, 1.0), *SPLIT
    )
    older = facts_of(("forest", "00001", 60), ("forest", "00002", 80), vintage=FIRST)
    for facts in ([BOTH, older], [older, BOTH]):
        carried = carry(
            pd.concat(facts, ignore_index=True), steps, to_vintage=NEW, adds_up={"forest"}
        )
        assert values(carried.facts) == {"00001": 8, "00002": 6}


def test_what_one_vintage_lacks_another_may_give() -> None:
    steps = pairs_of(
        (FIRST, "00001", OLD, "00001", 1.0, 1.0), (FIRST, "00002", OLD, "00002", 1.0, 1.0), *SPLIT
    )
    older = facts_of(("forest", "00001", 60), ("forest", "00002", 80), vintage=FIRST)
    facts = pd.concat([facts_of(("forest", "00002", 8)), older], ignore_index=True)
    carried = carry(facts, steps, to_vintage=NEW, adds_up={"forest"})
    assert values(carried.facts) == {"00002": 6, "00001": 80}
    assert carried.missing.empty


def test_a_vintage_that_no_crosswalk_leads_from_is_named() -> None:
    facts = facts_of(("forest", "00001", 6), vintage="2010-01-01")
    carried = carry(facts, pairs_of(), to_vintage=NEW, adds_up={"forest"})
    assert carried.facts.empty
    assert carried.unreached == ("2010-01-01",)


def test_only_areas_are_shared_out_unless_more_is_asked() -> None:
    assert {"tree_cover_2000_remaining", "forest_loss", "land_cover"} <= additive()
    assert not {"frontier_km", "ntm_met", "forest_loss_since_2001_share"} & additive()


def test_the_facts_are_left_as_they_were() -> None:
    before = BOTH.copy()
    carry(BOTH, pairs_of(), to_vintage=NEW, adds_up={"forest"})
    pd.testing.assert_frame_equal(BOTH, before)


@st.composite
def _steps(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, float]]:
    """Random shares through two steps, and an amount of each first unit."""
    vintages = (FIRST, OLD, NEW)
    counts = [draw(st.integers(1, 5)) for _vintage in vintages]
    rows = []
    for place, (many, others) in enumerate(pairwise(counts)):
        here, there = vintages[place : place + 2]
        for code in range(many):
            met = draw(st.sets(st.integers(0, others - 1), min_size=1))
            for other in sorted(met):
                share = draw(st.floats(1e-4, 1))
                rows.append((here, f"{code:05}", there, f"{other:05}", share, share))
    amounts = {f"{n:05}": draw(st.floats(0, 1e6)) for n in range(counts[0])}
    return pairs_of(*rows), amounts


@settings(max_examples=15, deadline=None)
@given(_steps())
def test_whatever_the_shares_no_amount_is_lost_or_made(
    world: tuple[pd.DataFrame, dict[str, float]],
) -> None:
    steps, amounts = world
    reached = set(steps.loc[steps["to_vintage"] == OLD, "to_code"])
    steps = steps[(steps["from_vintage"] == FIRST) | steps["from_code"].isin(reached)]
    facts = facts_of(*(("forest", *one) for one in amounts.items()), vintage=FIRST)
    total = sum(amounts.values())
    for vintage in (OLD, NEW):
        carried = carry(facts, steps, to_vintage=vintage, adds_up={"forest"})
        assert carried.missing.empty
        assert carried.facts["value"].sum() == pytest.approx(total, rel=1e-9)
    there = carry(facts, steps, to_vintage=NEW, adds_up={"forest"}).facts
    back = carry(there, steps, to_vintage=FIRST, adds_up={"forest"}).facts
    assert back["value"].sum() == pytest.approx(total, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(_steps(), st.data())
def test_what_is_not_known_is_accounted_for(
    world: tuple[pd.DataFrame, dict[str, float]], data: st.DataObject
) -> None:
    """The sum of what is given, and of what is known of units without a number, is all there is."""
    steps, amounts = world
    known = data.draw(st.sets(st.sampled_from(sorted(amounts)), min_size=1))
    rows = [("forest", code, amounts[code]) for code in sorted(known)]
    carried = carry(facts_of(*rows, vintage=FIRST), steps, to_vintage=OLD, adds_up={"forest"})
    told = carried.facts["value"].sum() + carried.missing["known"].sum()
    assert told == pytest.approx(sum(amounts[code] for code in known), rel=1e-9)
    assert not set(carried.facts["code"]) & set(carried.missing["code"])

"""Facts: one key, one value, the worst quality of what went in, shares derived at the end."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.errors import InputError, LsgeoError
from lsgeo.facts import QUALITIES, Ratio, period_end, worst_quality

SHARE = Ratio("share", part="part", whole="whole", unless="bar")


def fact(indicator: str, value: float, **keys: object) -> pd.DataFrame:
    said = {"vintage": "2025-07-01", "code": "20", "period": "2025", "unit": "ha"}
    said |= {"quality": "official", "source": "a"}
    return facts.make(pd.DataFrame([{**said, "indicator": indicator, "value": value, **keys}]))


def test_qualities_go_from_official_to_illustrative() -> None:
    assert (QUALITIES[0], QUALITIES[-1]) == ("official", "illustrative")


@pytest.mark.parametrize(
    ("given", "worst"),
    [
        (["official", "published"], "published"),
        (["schematic", "remote_sensing"], "schematic"),
        (["illustrative", "schematic"], "illustrative"),
        (["approximate", "remote_sensing", "official"], "approximate"),
    ],
)
def test_a_number_takes_the_worst_quality_of_its_inputs(given: list[str], worst: str) -> None:
    assert worst_quality(given) == worst


def test_columns_left_out_are_filled_in() -> None:
    made = fact("part", 1.0)
    assert list(made.columns) == list(facts.COLUMNS)
    assert made["variant"].tolist() == [""]
    assert made[["low", "high"]].isna().all(axis=None)


def test_constants_are_filled_into_every_row() -> None:
    table = pd.DataFrame({"code": ["1", "2"], "value": [1, 2]})
    constants = dict.fromkeys(("vintage", "indicator", "period", "unit", "source"), "x")
    made = facts.make(table, constants={**constants, "quality": "official"})
    assert made["source"].tolist() == ["x", "x"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(LsgeoError, match="quality"):
        facts.make(pd.DataFrame({"code": ["1"]}))


def test_making_facts_leaves_the_input_as_it_was() -> None:
    table = pd.DataFrame({"code": ["1"], "value": [1]})
    constants = dict.fromkeys(("vintage", "indicator", "period", "unit", "source"), "x")
    facts.make(table, constants={**constants, "quality": "official"})
    assert list(table.columns) == ["code", "value"]


def test_a_key_that_repeats_is_an_error_that_names_it() -> None:
    twice = pd.concat([fact("part", 1.0), fact("part", 2.0)])
    with pytest.raises(LsgeoError, match="2025-07-01 20 part"):
        facts.check(twice)


def test_the_same_indicator_in_another_variant_is_no_repetition() -> None:
    both = facts.stack([fact("part", 1.0), fact("part", 2.0, variant="x")])
    assert both["value"].tolist() == [1.0, 2.0]


def test_an_unknown_quality_is_an_error() -> None:
    with pytest.raises(LsgeoError, match="guessed"):
        fact("part", 1.0, quality="guessed")


def test_nothing_stacked_is_an_empty_table_of_facts() -> None:
    assert list(facts.stack([]).columns) == list(facts.COLUMNS)


def test_the_best_quality_wins_a_key() -> None:
    rivals = [fact("part", value, quality=one) for value, one in enumerate(QUALITIES[::-1])]
    assert facts.best(pd.concat(rivals))["value"].tolist() == [5.0]


def test_among_equals_the_first_wins() -> None:
    rivals = pd.concat([fact("part", 1.0), fact("part", 2.0)])
    assert facts.best(rivals)["value"].tolist() == [1.0]


def test_the_best_facts_keep_their_order() -> None:
    table = pd.concat(
        [fact("b", 1, quality="illustrative"), fact("a", 2), fact("c", 3, quality="schematic")]
    )
    assert facts.best(table)["indicator"].tolist() == ["b", "a", "c"]


def test_a_share_is_in_per_cent_and_takes_the_worst_quality_and_both_sources() -> None:
    amounts = facts.stack(
        [fact("part", 106), fact("whole", 175, quality="illustrative", source="b")]
    )
    (share,) = facts.derive(amounts, [SHARE]).to_dict("records")
    assert share["value"] == pytest.approx(106 / 175 * 100)
    assert (share["unit"], share["quality"], share["source"]) == ("%", "illustrative", "a; b")


def test_a_whole_of_zero_gives_no_share() -> None:
    amounts = facts.stack([fact("part", 0), fact("whole", 0)])
    assert facts.derive(amounts, [SHARE]).empty


def test_a_part_of_zero_gives_the_share_zero() -> None:
    amounts = facts.stack([fact("part", 0), fact("whole", 10)])
    assert facts.derive(amounts, [SHARE])["value"].tolist() == [0.0]


@pytest.mark.parametrize(("bar", "values"), [(0, [50.0]), (1, [])])
def test_the_bar_above_zero_keeps_a_share_from_being_derived(
    bar: float, values: list[float]
) -> None:
    amounts = facts.stack([fact("part", 5), fact("whole", 10), fact("bar", bar)])
    assert facts.derive(amounts, [SHARE])["value"].tolist() == values


@pytest.mark.parametrize(
    ("part", "whole", "bar", "derived"),
    [
        ("official", "official", "official", 0),
        ("official", "official", "illustrative", 1),
        ("official", "illustrative", "illustrative", 0),
        ("published", "official", "published", 0),
        ("official", "official", "published", 1),
    ],
)
def test_a_bar_counts_only_if_it_is_as_good_as_the_share_would_be(
    part: str, whole: str, bar: str, derived: int
) -> None:
    amounts = facts.stack(
        [
            fact("part", 5, quality=part),
            fact("whole", 10, quality=whole),
            fact("bar", 3, quality=bar),
        ]
    )
    assert len(facts.derive(amounts, [SHARE])) == derived


def test_a_part_larger_than_its_whole_is_an_error_that_names_it() -> None:
    amounts = facts.stack([fact("part", 206), fact("whole", 175)])
    with pytest.raises(InputError, match=r"2025-07-01 20 2025 part: .* ≤ 175 \(whole\), got 206"):
        facts.derive(amounts, [SHARE])


def test_what_ends_after_a_day_was_not_known_on_it() -> None:
    table = facts.stack([fact("part", 1, period="2024"), fact("part", 2, period="2025-06-30")])
    known = facts.known_on(table, date(2025, 6, 29))
    assert known["period"].tolist() == ["2024"]
    assert len(facts.known_on(table, date(2025, 6, 30))) == 2


def test_periods_that_differ_are_said_from_the_first_to_the_last() -> None:
    assert facts.span(["2026-06-30", "2025", "2025-12-01"]) == "2025-12-01 – 2026-06-30"
    assert facts.span(["2025", "2025"]) == "2025"


def test_the_bar_of_one_unit_does_not_bar_another() -> None:
    amounts = facts.stack(
        [
            *(fact("part", 5, code=code) for code in ("1", "2")),
            *(fact("whole", 10, code=code) for code in ("1", "2")),
            fact("bar", 3, code="1"),
        ]
    )
    assert facts.derive(amounts, [SHARE])["code"].tolist() == ["2"]


@pytest.mark.parametrize("key", ["vintage", "code", "variant", "period"])
def test_amounts_of_different_keys_make_no_share(key: str) -> None:
    amounts = facts.stack([fact("part", 5), fact("whole", 10, **{key: "1999"})])
    assert facts.derive(amounts, [SHARE]).empty


def test_a_year_ends_on_its_last_day_and_a_day_is_itself() -> None:
    assert period_end("2025") == date(2025, 12, 31)
    assert period_end("2025-06-30") == date(2025, 6, 30)


@pytest.mark.parametrize(
    "text", ["", "25", "2025-06", "2025-W26-1", "30/06/2025", "20250630", "2025.0", " 2025", "+202"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):
        period_end(text)

"""Statuses after a merger: only by the rule that is asked for, unknown ones never made up."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo.crosswalk import RULES, carry_statuses
from lsgeo.errors import ConfigError, InputError
from lsgeo.scales import CriteriaSets
from lsgeo.sources.scales import read_criteria_sets
from tests.conftest import ROOT, entry_for
from tests.crosswalk.world import NEW, OLD, pairs_of, registry_of

NOT_APPLICABLE, PENDING, NOT_MET, MET, ADVANCED, MODEL = -2, -1, 0, 1, 2, 3
MODERN = 2  # in the set of 2026

REGISTRY = registry_of(
    (OLD, "00001", "An", "xã"),
    (OLD, "00002", "Bình", "xã"),
    (OLD, "00003", "Chợ", "thị trấn"),
    (OLD, "00004", "Đào", "xã"),
    (NEW, "00001", "An", "xã"),
    (NEW, "00003", "Chợ", "phường"),
)


@pytest.fixture(scope="module")
def sets() -> CriteriaSets:
    """The sets that the repository ships: that of 2021 and that of 2026."""
    layers = ROOT / "layers"
    files = (layers / "criteria_sets.csv", layers / "status_scales.csv")
    return read_criteria_sets(*(entry_for(path) for path in files))[0]


def pairs(**shares_of_to: float) -> pd.DataFrame:
    """Old units, all of each, in new 00001; 00004 in the ward 00003."""
    rows = [
        (OLD, f"0000{code[1]}", NEW, "00001", 1.0, share) for code, share in shares_of_to.items()
    ]
    return pairs_of(*rows, (OLD, "00004", NEW, "00003", 1.0, 1.0))


MERGER = pairs(x1=0.5, x2=0.3, x3=0.2)
"""Of the 0.8 that came from xã, An is 62.5 %."""


def statuses_of(
    *rows: tuple[str, int], period: str = "2024", criteria_set: str = "ntm-2021"
) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["code", "status"])
    return table.assign(
        vintage=OLD,
        period=period,
        criteria_set=criteria_set,
        criteria_met=19.0,
        year_met=2020.0,
        year_registered=float("nan"),
        quality="official",
        source="an office",
    )


def carried(
    statuses: pd.DataFrame,
    sets: CriteriaSets,
    *,
    rule: str,
    way: pd.DataFrame = MERGER,
    criteria_set: str = "",
) -> pd.DataFrame:
    return carry_statuses(
        statuses,
        way,
        registry=REGISTRY,
        sets=sets,
        rule=rule,
        from_vintage=OLD,
        to_vintage=NEW,
        criteria_set=criteria_set,
    )


def an(table: pd.DataFrame) -> pd.Series:
    """The one row of the new xã."""
    rows = table[table["code"] == "00001"]
    assert len(rows) == 1
    return rows.iloc[0]


def test_after_a_merger_a_unit_is_not_assessed_and_its_predecessors_are_listed(
    sets: CriteriaSets,
) -> None:
    history = pd.concat(
        [
            statuses_of(("00001", NOT_MET), period="2023"),
            statuses_of(("00001", ADVANCED), ("00002", NOT_MET)),
        ]
    )
    row = an(carried(history, sets, rule="reassess"))
    assert row["status"] == PENDING
    assert (row["vintage"], row["period"], row["criteria_set"]) == (NEW, NEW, "ntm-2021")
    assert row["predecessors"] == (
        "Xã An (00001) 50.0 %: Advanced; Xã Bình (00002) 30.0 %: Not met; "
        "Thị trấn Chợ (00003) 20.0 %: no status known"
    )
    assert row["note"] == "not assessed again since the change of units"


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [(MET, MET, MET), (MODEL, MET, MET), (MODEL, ADVANCED, ADVANCED), (MODEL, NOT_MET, NOT_MET)],
)
def test_all_takes_the_least_of_the_former_communes(
    sets: CriteriaSets, first: int, second: int, status: int
) -> None:
    statuses = statuses_of(("00001", first), ("00002", second))
    assert an(carried(statuses, sets, rule="all"))["status"] == status


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [(MET, MODEL, MET), (ADVANCED, NOT_MET, ADVANCED), (NOT_MET, MODEL, NOT_MET)],
)
def test_majority_takes_what_over_half_of_the_area_reached(
    sets: CriteriaSets, first: int, second: int, status: int
) -> None:
    """An is 62.5 % of what came from xã; the township counts for nothing."""
    statuses = statuses_of(("00001", first), ("00002", second))
    assert an(carried(statuses, sets, rule="majority_area"))["status"] == status


def test_a_majority_may_be_made_up_of_different_levels(sets: CriteriaSets) -> None:
    """30 % are model, 30 % advanced, 40 % not met: 60 % are at least advanced."""
    way = pairs(x1=0.3, x2=0.3, x4=0.4)
    way = way[way["to_code"] == "00001"]
    statuses = statuses_of(("00001", MODEL), ("00002", ADVANCED), ("00004", NOT_MET))
    assert an(carried(statuses, sets, rule="majority_area", way=way))["status"] == ADVANCED


def test_half_of_the_area_is_no_majority(sets: CriteriaSets) -> None:
    way = pairs(x1=0.4, x2=0.4, x3=0.2)
    statuses = statuses_of(("00001", MODEL), ("00002", MET))
    assert an(carried(statuses, sets, rule="majority_area", way=way))["status"] == MET


def test_a_township_is_never_counted(sets: CriteriaSets) -> None:
    statuses = statuses_of(("00001", MET), ("00002", MET), ("00003", NOT_APPLICABLE))
    for rule in ("all", "majority_area"):
        assert an(carried(statuses, sets, rule=rule))["status"] == MET


def test_a_new_ward_is_not_assessed_whatever_went_into_it(sets: CriteriaSets) -> None:
    statuses = statuses_of(("00001", MET), ("00002", MET), ("00004", MODEL))
    for rule in RULES:
        table = carried(statuses, sets, rule=rule)
        assert table.set_index("code").at["00003", "status"] == NOT_APPLICABLE


def test_a_commune_made_of_townships_only_is_pending(sets: CriteriaSets) -> None:
    way = pairs(x3=1.0)
    row = an(carried(statuses_of(("00004", MET)), sets, rule="all", way=way))
    assert (row["status"], row["note"]) == (PENDING, "no former xã went into it")


@pytest.mark.parametrize("rule", ["all", "majority_area"])
@pytest.mark.parametrize("known", [[], [("00001", PENDING)]])
def test_where_an_unknown_status_could_change_the_outcome_it_is_pending(
    sets: CriteriaSets, rule: str, known: list[tuple[str, int]]
) -> None:
    row = an(carried(statuses_of(*known, ("00002", MET)), sets, rule=rule))
    assert row["status"] == PENDING
    assert row["note"] == "former xã without a known status could change the outcome"


def test_where_an_unknown_status_can_change_nothing_the_outcome_stands(
    sets: CriteriaSets,
) -> None:
    """One that has not met is enough; and An alone is over half of the area that counts."""
    assert an(carried(statuses_of(("00002", NOT_MET)), sets, rule="all"))["status"] == NOT_MET
    majority = carried(statuses_of(("00001", MET)), sets, rule="majority_area")
    assert an(majority)["status"] == MET


def test_each_period_that_was_assessed_has_its_own_row(sets: CriteriaSets) -> None:
    history = pd.concat(
        [
            statuses_of(("00001", NOT_MET), ("00002", MET), period="2022"),
            statuses_of(("00001", MET), ("00002", MET), period="2024"),
        ]
    )
    table = carried(history, sets, rule="all")
    found = table[table["code"] == "00001"].set_index("period")["status"]
    assert found.to_dict() == {"2022": NOT_MET, "2024": MET}


def test_levels_of_two_sets_are_compared_by_their_ids(sets: CriteriaSets) -> None:
    """The set of 2026 has neither nâng cao nor kiểu mẫu: both have met it."""
    statuses = pd.concat(
        [
            statuses_of(("00001", ADVANCED)),
            statuses_of(("00002", MODERN), criteria_set="ntm-2026"),
        ]
    )
    row = an(carried(statuses, sets, rule="all"))
    assert (row["criteria_set"], row["status"]) == ("ntm-2026", MET)
    row = an(carried(statuses, sets, rule="majority_area", criteria_set="ntm-2021"))
    assert (row["criteria_set"], row["status"]) == ("ntm-2021", ADVANCED)


def test_the_rule_is_named_in_the_source_and_the_quality_is_no_better_than_approximate(
    sets: CriteriaSets,
) -> None:
    statuses = statuses_of(("00001", MET), ("00002", MET))
    row = an(carried(statuses, sets, rule="all"))
    assert row["source"] == f"{RULES['all'].vi}; an office"
    assert row["quality"] == "approximate"
    made_up = statuses.assign(quality=["official", "illustrative"])
    assert an(carried(made_up, sets, rule="all"))["quality"] == "illustrative"


def test_nothing_is_said_of_criteria_and_years(sets: CriteriaSets) -> None:
    row = an(carried(statuses_of(("00001", MET), ("00002", MET)), sets, rule="all"))
    assert row[["criteria_met", "year_met", "year_registered"]].isna().all()


def test_statuses_of_another_vintage_are_not_taken_for_those_of_this_one(
    sets: CriteriaSets,
) -> None:
    statuses = statuses_of(("00001", MET), ("00002", MET)).assign(vintage=NEW)
    assert carried(statuses, sets, rule="all").empty


def test_an_unknown_rule_and_set_are_told_together(sets: CriteriaSets) -> None:
    with pytest.raises(ConfigError) as error:
        carried(statuses_of(), sets, rule="best", criteria_set="ntm-1999")
    assert "no such rule (expected reassess, all, majority_area, got best)" in error.value.message
    assert "unknown criteria set" in error.value.message


def test_statuses_are_not_carried_to_earlier_units(sets: CriteriaSets) -> None:
    with pytest.raises(InputError, match="says nothing of those it was made of"):
        carry_statuses(
            statuses_of(),
            MERGER,
            registry=REGISTRY,
            sets=sets,
            rule="all",
            from_vintage=NEW,
            to_vintage=OLD,
        )

"""New-rural counts: which communes count, the right denominators, and no share too early."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.indicators.new_rural import INDICATOR, compute
from lsgeo.palette import Symbol
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSet, Scale, Status
from lsgeo.text import Words

XA = {"2020-01-01": 181, "2024-12-01": 175, "2025-07-01": 61}
SHARES = {
    "ntm_share",
    "ntm_advanced_share",
    "ntm_advanced_of_met_share",
    "ntm_model_share",
}


def scale_of(*ids: str) -> Scale:
    """A scale of these statuses, from 0 up, and of the two that are off it."""
    values = {name: value for value, name in enumerate(ids)} | {"pending": -1, "not_applicable": -2}
    known = (
        Status(value, name, Words(name, name), Symbol("#FFFFFF")) for name, value in values.items()
    )
    return Scale("scale", tuple(known))


def set_of(name: str, *ids: str) -> CriteriaSet:
    """A criteria set whose scale has these statuses."""
    return CriteriaSet(name, Words(name, name), scale_of(*ids), "2021-01-01", "", 19, "a decision")


SETS = {
    "2021-2025": set_of("2021-2025", "not_met", "met", "advanced", "model"),
    "2026-2030": set_of("2026-2030", "not_met", "met", "modern"),
}


def statuses_of(
    registry: Registry, values: list[int], *, vintage: str = "2024-12-01", kind: str = "xã"
) -> pd.DataFrame:
    """A row for each commune of a kind, in the order of codes, with the statuses given."""
    units = registry.at(vintage)
    codes = units.index[units["kind"] == kind].sort_values()[: len(values)]
    assert len(codes) == len(values)
    return pd.DataFrame(
        {
            "vintage": vintage,
            "code": codes,
            "period": "2025-06-30",
            "criteria_set": "2021-2025",
            "status": values,
            "criteria_met": float("nan"),
            "year_registered": float("nan"),
            "commune_group": float("nan"),
            "quality": "official",
            "source": "an office",
        }
    )


def province(table: pd.DataFrame, registry: Registry) -> dict[str, float]:
    """The facts of the province, amounts and ratios."""
    amounts = compute(ntm_status=table, registry=registry.units, criteria_sets=SETS)
    every = facts.stack([amounts, facts.derive(amounts, INDICATOR.ratios)])
    mine = every[every["code"] == "20"]
    return dict(zip(mine["indicator"], mine["value"], strict=True))


PUBLISHED = [3] * 10 + [2] * 18 + [1] * 78 + [0] * 69
"""Of 175: 106 meet the standard, 28 of them are advanced, 10 of those are models."""


@pytest.mark.parametrize(("vintage", "count"), XA.items())
def test_the_denominator_is_the_xa_of_the_vintage(
    registry: Registry, vintage: str, count: int
) -> None:
    counts = province(statuses_of(registry, [0] * count, vintage=vintage), registry)
    assert counts["ntm_eligible"] == count
    assert counts["ntm_share"] == 0.0


def test_the_published_counts_are_cumulative(registry: Registry) -> None:
    counts = province(statuses_of(registry, PUBLISHED), registry)
    assert [counts[name] for name in ("ntm_met", "ntm_advanced", "ntm_model")] == [106, 28, 10]


def test_the_published_shares(registry: Registry) -> None:
    shares = province(statuses_of(registry, PUBLISHED), registry)
    assert shares["ntm_share"] == pytest.approx(106 / 175 * 100)
    assert shares["ntm_advanced_share"] == pytest.approx(28 / 175 * 100)
    assert shares["ntm_advanced_of_met_share"] == pytest.approx(28 / 106 * 100)
    assert shares["ntm_model_share"] == pytest.approx(10 / 175 * 100)


def test_the_shares_are_derived_from_the_counts_and_never_averaged(registry: Registry) -> None:
    """The districts' shares differ, and their mean is not the province's."""
    amounts = compute(
        ntm_status=statuses_of(registry, PUBLISHED), registry=registry.units, criteria_sets=SETS
    )
    shares = facts.derive(amounts, INDICATOR.ratios)
    shares = shares[shares["indicator"] == "ntm_share"].set_index("code")["value"]
    assert len(shares) == 12
    assert shares.drop("20").mean() != pytest.approx(shares["20"])


def test_the_counts_of_districts_add_up_to_the_province(registry: Registry) -> None:
    amounts = compute(
        ntm_status=statuses_of(registry, PUBLISHED), registry=registry.units, criteria_sets=SETS
    )
    counts = amounts[amounts["unit"] == "xã"].pivot(
        index="indicator", columns="code", values="value"
    )
    assert counts.drop(columns="20").sum(axis=1).to_dict() == counts["20"].to_dict()
    assert len(counts.columns) == 12


def test_wards_and_townships_never_count(registry: Registry) -> None:
    xa = statuses_of(registry, [0] * 175)
    towns = statuses_of(registry, [3] * 14, kind="thị trấn")
    wards = statuses_of(registry, [3] * 5, kind="phường")
    counts = province(pd.concat([xa, towns, wards], ignore_index=True), registry)
    assert (counts["ntm_met"], counts["ntm_eligible"], counts["ntm_share"]) == (0, 175, 0.0)


def test_one_commune_not_assessed_again_keeps_every_share_back(registry: Registry) -> None:
    values = [1] * 60 + [-1]
    counts = province(statuses_of(registry, values, vintage="2025-07-01"), registry)
    assert counts["ntm_pending"] == 1
    assert counts["ntm_met"] == 60
    assert not SHARES & set(counts)


def test_a_commune_without_a_row_is_pending_and_no_failure(registry: Registry) -> None:
    counts = province(statuses_of(registry, [1] * 60, vintage="2025-07-01"), registry)
    assert counts["ntm_pending"] == 1
    assert counts["ntm_eligible"] == 61
    assert not SHARES & set(counts)


def test_a_pending_commune_holds_back_its_district_but_not_another(registry: Registry) -> None:
    amounts = compute(
        ntm_status=statuses_of(registry, [-1] + [1] * 174),
        registry=registry.units,
        criteria_sets=SETS,
    )
    shares = facts.derive(amounts, INDICATOR.ratios)
    with_share = set(shares.loc[shares["indicator"] == "ntm_share", "code"])
    first = registry.at("2024-12-01").query("kind == 'xã'").sort_index()["parent"].iloc[0]
    assert len(with_share) == 10
    assert not {first, "20"} & with_share


def test_where_none_meets_the_standard_the_share_of_those_is_not_derived(
    registry: Registry,
) -> None:
    shares = province(statuses_of(registry, [0] * 175), registry)
    assert "ntm_advanced_of_met_share" not in shares
    assert shares["ntm_advanced_share"] == 0.0


def test_the_mean_of_criteria_needs_every_commune(registry: Registry) -> None:
    table = statuses_of(registry, [0] * 175).assign(criteria_met=15.0)
    table.loc[0, "criteria_met"] = 19.0
    assert province(table, registry)["criteria_met_mean"] == pytest.approx((174 * 15 + 19) / 175)
    table.loc[0, "criteria_met"] = float("nan")
    assert "criteria_met_mean" not in province(table, registry)


def test_each_commune_keeps_its_status_under_its_criteria_set(registry: Registry) -> None:
    amounts = compute(
        ntm_status=statuses_of(registry, PUBLISHED), registry=registry.units, criteria_sets=SETS
    )
    single = amounts[amounts["indicator"] == "ntm_status"]
    assert len(single) == 175
    assert set(single["variant"]) == {"2021-2025"}


def test_criteria_of_different_sets_have_no_mean(registry: Registry) -> None:
    """9 of 10 and 9 of 19 are not alike."""
    table = statuses_of(registry, [0] * 61, vintage="2025-07-01").assign(criteria_met=9.0)
    assert province(table, registry)["criteria_met_mean"] == 9
    table.loc[0, "criteria_set"] = "2026-2030"
    assert "criteria_met_mean" not in province(table, registry)


def test_the_numbers_of_a_scale_are_its_own(registry: Registry) -> None:
    """Registered is 1 there, met 5 and pending -40."""
    values = {"not_met": 0, "registered": 1, "met": 5, "pending": -40, "not_applicable": -41}
    statuses = [
        Status(value, name, Words(name, name), Symbol("#FFFFFF")) for name, value in values.items()
    ]
    sets = {"2021-2025": replace(SETS["2021-2025"], scale=Scale("other", tuple(statuses)))}
    table = statuses_of(registry, [5] * 20 + [1] * 30 + [-40] * 11, vintage="2025-07-01")
    amounts = compute(ntm_status=table, registry=registry.units, criteria_sets=sets)
    mine = amounts[amounts["code"] == "20"].set_index("indicator")["value"]
    assert mine.to_dict() == {"ntm_met": 20, "ntm_eligible": 61, "ntm_pending": 11}


def test_periods_are_counted_apart(registry: Registry) -> None:
    early = statuses_of(registry, [0] * 175).assign(period="2024")
    late = statuses_of(registry, [1] * 175)
    amounts = compute(
        ntm_status=pd.concat([early, late], ignore_index=True),
        registry=registry.units,
        criteria_sets=SETS,
    )
    met = amounts[(amounts["indicator"] == "ntm_met") & (amounts["code"] == "20")]
    assert dict(zip(met["period"], met["value"], strict=True)) == {"2024": 0, "2025-06-30": 175}


def test_no_statuses_give_no_facts(registry: Registry) -> None:
    table = statuses_of(registry, [0]).iloc[:0]
    assert compute(ntm_status=table, registry=registry.units, criteria_sets=SETS).empty


def test_a_level_that_a_scale_does_not_have_is_not_counted(registry: Registry) -> None:
    table = statuses_of(registry, [2] * 3 + [1] * 20 + [0] * 38, vintage="2025-07-01")
    counts = province(table.assign(criteria_set="2026-2030"), registry)
    assert counts["ntm_met"] == 23
    assert "ntm_advanced" not in counts  # 2 is "modern" there, which is no nâng cao
    assert not SHARES - {"ntm_share"} & set(counts)


def test_the_group_of_a_commune_is_a_fact_where_its_table_says_one(registry: Registry) -> None:
    table = statuses_of(registry, [1, 0]).assign(commune_group=[2.0, float("nan")])
    made = compute(ntm_status=table, registry=registry.units, criteria_sets=SETS)
    groups = made[made["indicator"] == "ntm_commune_group"]
    assert groups[["code", "value", "unit"]].values.tolist() == [
        [table["code"].iloc[0], 2.0, "group"]
    ]

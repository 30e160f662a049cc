"""Lineage: which former units went into each unit, through every change."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lsgeo.compose import LINEAGE_COLUMNS
from lsgeo.compose.lineage import lineage
from lsgeo.registry import COLUMNS, Registry, from_table

FIRST, SECOND, LAST = "2020-01-01", "2024-12-01", "2025-07-01"


def registry_of(*units: tuple[str, str, str, str]) -> Registry:
    """A registry from vintage, code, name, kind, all of one province."""
    rows = [(vintage, "99", "Tỉnh", "tỉnh") for vintage in dict.fromkeys(one[0] for one in units)]
    table = pd.DataFrame([*rows, *units], columns=["vintage", "code", "name", "kind"])
    table = table.reindex(columns=list(COLUMNS), fill_value="")
    province = table["code"] == "99"
    table["level"] = province.map({True: "province", False: "commune"})
    table["parent"] = province.map({True: "", False: "99"})
    table["area_official_km2"], table["valid_from"] = "1", table["vintage"]
    return from_table(table, subject="units")


def pairs_of(*rows: tuple[str, str, str, str, float], share_of_to: float = 0.5) -> pd.DataFrame:
    columns = ["from_vintage", "from_code", "to_vintage", "to_code", "share_of_from"]
    return pd.DataFrame(rows, columns=columns).assign(share_of_to=share_of_to)


REGISTRY = registry_of(
    (FIRST, "00001", "An", "xã"),
    (FIRST, "00002", "Bình", "xã"),
    (SECOND, "00001", "An", "thị trấn"),
    (SECOND, "00002", "Bình", "xã"),
    (LAST, "00001", "Chung", "xã"),
    (LAST, "00002", "Bình", "xã"),
)
STEP = pairs_of(
    (SECOND, "00001", LAST, "00001", 1.0),
    (SECOND, "00002", LAST, "00001", 0.25),
    (SECOND, "00002", LAST, "00002", 0.75),
)


def found(crosswalk: pd.DataFrame) -> dict[tuple[str, str, str, str], float]:
    """The shares by code, name, kind and vintage."""
    table = lineage(crosswalk, REGISTRY, vintage=LAST)
    assert tuple(table.columns) == LINEAGE_COLUMNS
    keys = table[["code", "name", "kind", "vintage"]].itertuples(index=False, name=None)
    return dict(zip(keys, table["share_of_from"], strict=True))


def test_a_unit_that_was_split_went_into_both() -> None:
    assert found(STEP) == {
        ("00001", "An", "thị trấn", SECOND): 1.0,
        ("00001", "Bình", "xã", SECOND): 0.25,
        ("00002", "Bình", "xã", SECOND): 0.75,
    }


def test_a_part_of_what_went_on_as_a_whole_stays_that_part() -> None:
    before = pairs_of((FIRST, "00001", SECOND, "00001", 0.4))
    assert found(pd.concat([STEP, before]))["00001", "An", "xã", FIRST] == 0.4


def test_the_part_of_a_part_is_not_known() -> None:
    """Half of An went to Bình, and three quarters of Bình to Bình: which, nobody said."""
    before = pairs_of(
        (FIRST, "00001", SECOND, "00001", 0.5),
        (FIRST, "00001", SECOND, "00002", 0.5),
    )
    shares = found(pd.concat([STEP, before]))
    assert math.isnan(shares["00002", "An", "xã", FIRST])
    assert math.isnan(shares["00001", "An", "xã", FIRST])  # half, and a part of the other half


@pytest.mark.parametrize(("share_of_to", "known"), [(1.0, True), (0.5, False)])
def test_a_whole_unit_is_shared_out_like_the_one_it_became_where_it_was_all_of_that(
    share_of_to: float, known: bool
) -> None:
    before = pairs_of((FIRST, "00001", SECOND, "00002", 1.0), share_of_to=share_of_to)
    shares = found(pd.concat([STEP, before]))
    got = [shares[code, "An", "xã", FIRST] for code in ("00001", "00002")]
    assert got == [0.25, 0.75] if known else all(map(math.isnan, got))


def test_former_units_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Đào", "Dương", "Ân", "Ăn", "Bá", "Bả"]
    codes = [f"0000{place}" for place in range(len(names))]
    units = [(SECOND, code, name, "xã") for code, name in zip(codes, names, strict=True)]
    pairs = pairs_of(*((SECOND, code, LAST, "00009", 1.0) for code in codes))
    table = lineage(pairs, registry_of(*units, (LAST, "00009", "C", "xã")), vintage=LAST)
    assert table["name"].tolist() == ["Ăn", "Ân", "Bả", "Bá", "Dương", "Đào"]


def test_a_unit_that_kept_name_and_kind_is_there_once_with_its_newest_vintage() -> None:
    before = pairs_of((FIRST, "00002", SECOND, "00002", 1.0))
    assert found(pd.concat([STEP, before])) == found(STEP)


def test_a_change_that_leads_nowhere_published_is_left_out() -> None:
    before = pairs_of((FIRST, "00002", SECOND, "00002", 1.0))
    assert lineage(before, REGISTRY, vintage=LAST).empty

"""Published observations: a number, its period and who printed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.facts import COLUMNS
from lsgeo.ledger import Ledger
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.observations import read_observations

HEADER = "vintage,code,indicator,variant,period,value,low,high,unit,quality,source"
ROW = "2025-07-01,20,poverty,,2025,3.36,,,%,,vietnam.vn"

Read = Callable[..., tuple[pd.DataFrame, Ledger]]


@pytest.fixture
def read(tmp_path: Path, entry_for: Callable[..., Entry], registry: Registry) -> Read:
    def reading(*rows: str) -> tuple[pd.DataFrame, Ledger]:
        path = tmp_path / "observations.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return read_observations(
            entry_for(path, theme="observations", quality="published"), registry
        )

    return reading


def test_an_observation_is_a_fact(read: Read) -> None:
    table, ledger = read(ROW)
    assert list(table.columns) == list(COLUMNS)
    (fact,) = table.to_dict("records")
    assert (fact["indicator"], fact["value"], fact["quality"]) == ("poverty", 3.36, "published")
    assert ledger.counts["used"].tolist() == [1]


def test_a_row_may_have_its_own_quality_and_bounds(read: Read) -> None:
    (fact,) = read(ROW.replace("3.36,,,%,,", "3.36,3,4,%,official,"))[0].to_dict("records")
    assert (fact["low"], fact["high"], fact["quality"]) == (3.0, 4.0, "official")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("3.36", "", "value is no number"),
        ("3.36", '"3,36"', "value is no number (got 3,36)"),
        ("3.36", "inf", "value is no number (got inf)"),
        ("3.36,,", "3.36,x,", "low is no number (got x)"),
        (",2025,", ",11/2025,", "malformed period (expected 2025 / 2025-06-30, got 11/2025)"),
        (",2025,", ",25,", "malformed period"),
        (",20,", ",21,", "no such unit in the registry (got 2025-07-01 21)"),
        ("2025-07-01", "2025", "no such unit in the registry"),
        ("vietnam.vn", "", "the source is missing"),
        ("3.36,,,", "3.36,4,3,", "the range is reversed (expected low ≤ value ≤ high"),
        ("%,,", "%,good,", "unknown quality (expected official"),
        ("poverty", "", "the indicator is missing"),
        ("2025-07-01,20,poverty,,2025,", "2024-12-01,20,poverty,,2025,", "≤ 2025-06-30, got 2025"),
        (",2025,3.36,,,%", ",2025,336,,,%", "the value is impossible (expected 0…100 %, got 336)"),
        ("poverty,,2025,3.36", "ntm_share,,2025,-1", "the value is impossible (expected 0…100 %"),
        ("poverty", "ntm_met", "this indicator has another unit (expected xã, got %)"),
        ("poverty,,2025,3.36,,,%", "ntm_met,,2025,-3,,,xã", "impossible (expected ≥ 0, got -3)"),
        (
            "20,poverty,,2025,3.36,,,%",
            "06001,ntm_status,x,2025,1,,,status",
            "coded value is no obs",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_row(read: Read, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(ROW.replace(old, new, 1))
    text = str(caught.value)
    assert "observations.csv: the observations cannot be used\n  row 2 '" in text
    assert said in text


@pytest.mark.parametrize(
    "name",
    ["kind", "area_km2", "name", "geometry", "Kind", "target_ntm", "former_met_share", "x_why"],
)
def test_an_indicator_cannot_be_called_like_a_column_that_every_unit_has(
    read: Read, name: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(ROW.replace("poverty", name))
    (fault,) = caught.value.faults
    assert fault.where == f"row 2 {name!r}"
    assert fault.got == name
    assert "area_official_km2" in fault.expected
    assert fault.remedy


def test_an_indicator_cannot_become_such_a_column_by_its_variant(read: Read) -> None:
    with pytest.raises(InputError, match=r"a column of every unit .*got area_km2"):
        read(ROW.replace("poverty,,2025", "area,km2,2025"))


def test_a_fact_that_is_there_twice_is_named_with_its_row(read: Read) -> None:
    with pytest.raises(InputError, match=r"row 3 'poverty': this fact is there twice \(got 2025"):
        read(ROW, ROW.replace("3.36", "4"))


def test_communes_of_one_map_have_one_unit(read: Read) -> None:
    """Hectares and square kilometres on one scale of colours would be a false map."""
    row = "2025-07-01,{},fields,,2025,3.4,,,{},,an office"
    with pytest.raises(InputError) as caught:
        read(row.format("06001", "ha"), row.format("06004", "km²"))
    (fault,) = caught.value.faults
    assert (fault.where, fault.expected, fault.got) == ("row 3 'fields'", "ha", "km²")


def test_the_province_may_be_counted_in_another_unit_than_its_communes(read: Read) -> None:
    row = "2025-07-01,{},fields,,2025,3.4,,,{},,an office"
    assert len(read(row.format("06001", "ha"), row.format("20", "km²"))[0]) == 2


def test_a_growth_rate_may_be_above_a_hundred_or_below_zero(read: Read) -> None:
    rows = [
        ROW.replace("poverty,,2025,3.36", f"growth,,{year},{value}")
        for year, value in (("2024", "120"), ("2025", "-4"))
    ]
    assert read(*rows)[0]["value"].tolist() == [120.0, -4.0]


def test_a_part_larger_than_its_whole_is_named_with_its_row(read: Read) -> None:
    row = "2024-12-01,20,{},,2025-06-30,{},,,xã,,a report"
    rows = [row.format("ntm_eligible", 175), row.format("ntm_met", 206)]
    with pytest.raises(InputError) as caught:
        read(*rows)
    (fault,) = caught.value.faults
    assert fault.where == "row 3 'ntm_met'"
    assert (fault.expected, fault.got) == ("≤ 175 (ntm_eligible)", "206")


def test_parts_of_another_period_do_not_meet(read: Read) -> None:
    row = "2024-12-01,20,{},,{},{},,,xã,,a report"
    rows = [row.format("ntm_eligible", "2024", 100), row.format("ntm_met", "2025-06-30", 106)]
    assert len(read(*rows)[0]) == 2


def test_every_fault_is_told_at_once(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read(ROW.replace("3.36", "x"), ROW.replace(",20,", ",21,").replace("vietnam.vn", ""))
    assert len(caught.value.faults) == 3

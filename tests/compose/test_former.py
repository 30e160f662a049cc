"""What former communes had reached: counted and never inherited."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose.former import FORMER_MET, Former, former_met, with_former_met
from lsgeo.compose.layers import units_layer
from lsgeo.text import Words

from .test_layers import VINTAGE, drawn
from .test_themes import SETS

BEFORE = "2024-12-01"
KINDS = pd.Series({"11": "xã", "12": "xã", "13": "thị trấn", "14": "phường"})


def pairs_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """A step of a crosswalk from former code, code and share of the new unit."""
    table = pd.DataFrame(rows, columns=["from_code", "to_code", "share_of_to"])
    return table.assign(from_vintage=BEFORE, to_vintage=VINTAGE, source="NQ")


def statuses_of(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Statuses from former code, period, value, quality; 1 is met."""
    table = pd.DataFrame(rows, columns=["code", "period", "value", "quality"])
    said = {"vintage": BEFORE, "indicator": "ntm_status", "variant": "old", "unit": "status"}
    return facts.make(table, constants={**said, "source": "Sở"})


def counted(pairs: pd.DataFrame, statuses: pd.DataFrame) -> Former:
    return former_met(pairs, statuses, kinds=KINDS, sets=SETS, quality="approximate")


def test_the_share_is_that_of_the_communes_that_met_the_standard_in_the_area_of_all() -> None:
    """45 of 60: the 40 of a township are in neither number, for it can never meet the standard."""
    pairs = pairs_of(("11", "00001", 0.15), ("12", "00001", 0.45), ("13", "00001", 0.4))
    found = counted(
        pairs, statuses_of(("11", "2024", 0, "official"), ("12", "2024", 2, "official"))
    )
    assert found.facts["value"].tolist() == pytest.approx([75.0])
    assert found.words == {"00001": Words("1/2 xã cũ", "1 of 2 former communes")}


def test_where_every_former_commune_met_the_standard_the_share_is_the_whole() -> None:
    pairs = pairs_of(("11", "00001", 0.1), ("12", "00001", 0.2), ("13", "00001", 0.7))
    found = counted(
        pairs, statuses_of(("11", "2024", 1, "official"), ("12", "2024", 2, "official"))
    )
    assert found.words["00001"].vi == "2/2 xã cũ"
    assert found.facts["value"].tolist() == [100.0]


def test_each_unit_has_the_period_and_the_sources_of_its_own_former_communes() -> None:
    told = statuses_of(("11", "2023", 1, "official"), ("12", "2024", 1, "official"))
    told = told.assign(source=["Sở A", "Sở B"])
    found = counted(pairs_of(("11", "00001", 1.0), ("12", "00002", 1.0)), told)
    assert found.facts["period"].tolist() == ["2023", "2024"]
    assert found.facts["source"].tolist() == ["Sở A; NQ", "Sở B; NQ"]
    layer = with_former_met(units_layer(drawn(), found.facts, themes=[FORMER_MET], sets={}), found)
    assert layer.origins["former_met"]["period"].tolist() == ["2023", "2024"]
    assert dict(layer.series) == {}  # each unit has one number, not one for each year


def test_the_latest_status_of_a_former_commune_counts() -> None:
    told = statuses_of(("11", "2023", 1, "official"), ("11", "2024", 0, "official"))
    found = counted(pairs_of(("11", "00001", 1.0)), told)
    assert found.words["00001"].vi == "0/1 xã cũ"
    assert found.facts["period"].tolist() == ["2024"]


@pytest.mark.parametrize("told", [(), (("12", "2024", -1, "official"),)])
def test_no_number_where_one_of_the_former_communes_is_not_known(
    told: tuple[tuple[str, str, float, str], ...],
) -> None:
    pairs = pairs_of(("11", "00001", 0.5), ("12", "00001", 0.5), ("11", "00002", 1.0))
    found = counted(pairs, statuses_of(("11", "2024", 1, "official"), *told))
    assert found.facts["code"].tolist() == ["00002"]
    assert list(found.words) == ["00002"]


def test_no_number_where_there_was_no_former_commune() -> None:
    found = counted(pairs_of(("13", "00001", 0.5), ("14", "00001", 0.5)), facts.empty())
    assert found.facts.empty
    assert found.words == {}


def test_its_quality_is_the_worst_of_statuses_and_crosswalk_and_its_source_names_both() -> None:
    pairs = pairs_of(("11", "00001", 0.5), ("12", "00002", 0.5))
    told = statuses_of(("11", "2024", 1, "official"), ("12", "2024", 1, "illustrative"))
    found = counted(pairs, told).facts
    assert found["quality"].tolist() == ["approximate", "illustrative"]
    assert set(found["source"]) == {"Sở; NQ"}


def test_the_layer_says_the_count_beside_the_share_in_both_languages() -> None:
    pairs = pairs_of(("11", "00001", 0.5))
    former = counted(pairs, statuses_of(("11", "2024", 1, "official")))
    layer = units_layer(drawn(), former.facts, themes=[FORMER_MET], sets={})
    told = with_former_met(layer, former)
    assert told.data["former_met"].tolist()[0] == "1/1 xã cũ"
    assert told.data["former_met"].isna().tolist() == [False, True]
    names = [field.name for field in told.fields]
    assert names.index("former_met") == names.index("former_met_share") + 1
    field = told.fields[names.index("former_met")]
    assert field.values["1/1 xã cũ"].en == "1 of 1 former communes"
    assert field.quality == "approximate"


def test_a_layer_without_anything_known_of_former_communes_stays_as_it_is() -> None:
    layer = units_layer(drawn(), facts.empty(), themes=[FORMER_MET], sets={})
    assert with_former_met(layer, Former.nothing()) is layer

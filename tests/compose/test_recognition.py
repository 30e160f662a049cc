"""Decisions and missing criteria beside a status."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose import Layer
from lsgeo.compose.layers import units_layer
from lsgeo.compose.recognition import with_decisions, with_missing_criteria
from lsgeo.palette import Theme
from lsgeo.text import Words

from .test_layers import VINTAGE, drawn
from .test_themes import SETS


def layer(told: pd.DataFrame | None = None) -> Layer:
    theme = Theme("criteria_met", Words("Số tiêu chí đạt", "Criteria met"))
    told = facts.empty() if told is None else told
    return units_layer(drawn(), told, themes=[theme], sets=SETS)


def events_of(*rows: tuple[str, str, str, str], year: str = "") -> pd.DataFrame:
    """Decisions from vintage, code, day, detail."""
    table = pd.DataFrame(rows, columns=["vintage", "code", "date", "detail"])
    return table.assign(event="recognised", year=year, quality="official", source="x")


def decision(*rows: tuple[str, str, str, str], year: str = "") -> Words:
    """What the first unit of the layer is said to have been decided."""
    told = with_decisions(layer(), events_of(*rows, year=year))
    field = next(one for one in told.fields if one.name == "ntm_decision")
    return field.values[told.data["ntm_decision"].iloc[0]]


def test_a_decision_is_told_with_its_day_as_each_language_writes_it() -> None:
    said = decision((VINTAGE, "00001", "2018-10-31", "2165/QĐ-UBND"))
    assert said == Words("2165/QĐ-UBND, 31/10/2018", "2165/QĐ-UBND, 2018-10-31")


def test_the_year_that_the_standard_was_met_follows_the_day() -> None:
    said = decision((VINTAGE, "00001", "2023-01-26", "99/QĐ-UBND"), year="2022")
    assert said.vi == "99/QĐ-UBND, 26/01/2023 (năm đạt 2022)"


def test_a_year_in_the_name_of_a_decision_is_no_year_that_the_standard_was_met() -> None:
    said = decision((VINTAGE, "00001", "2023-01-26", "99/QĐ-UBND (2022)"))
    assert said.vi == "99/QĐ-UBND (2022), 26/01/2023"


def test_each_decision_has_its_own_source() -> None:
    events = events_of((VINTAGE, "00001", "2023-01-26", "A"), (VINTAGE, "00002", "", "B"))
    told = with_decisions(layer(), events.assign(source=["x", "y"]))
    assert told.origins["ntm_decision"]["source"].tolist() == ["x", "y"]


def test_a_decision_without_a_day_is_told_without() -> None:
    assert decision((VINTAGE, "00001", "", "99/QĐ-UBND")).vi == "99/QĐ-UBND"


def test_the_latest_decision_is_shown() -> None:
    rows = [
        (VINTAGE, "00001", "2023-01-26", "B"),
        (VINTAGE, "00001", "2018-10-31", "A"),
        (VINTAGE, "00001", "", "C"),
    ]
    assert decision(*rows).vi == "B, 26/01/2023"


def test_a_decision_of_a_code_in_another_vintage_is_not_shown() -> None:
    told = with_decisions(layer(), events_of(("2024-12-01", "00001", "2018-10-31", "A")))
    assert "ntm_decision" not in told.data.columns


@pytest.mark.parametrize(
    ("met", "words"),
    [
        (6, Words("còn thiếu 4 trong 10 tiêu chí", "4 of 10 criteria missing")),
        (10, Words("đủ 10 tiêu chí", "all 10 criteria met")),
    ],
)
def test_missing_criteria_are_told_with_the_count_of_their_set(met: int, words: Words) -> None:
    facts_told = facts_of(("criteria_met", "00001", met))
    told = with_missing_criteria(layer(facts_told), facts_told, sets=SETS)
    assert told.data["criteria_missing"].tolist()[0] == words.vi
    assert told.data["criteria_missing"].isna().tolist() == [False, True]
    names = [field.name for field in told.fields]
    assert names.index("criteria_missing") == names.index("criteria_met") + 1
    assert told.fields[names.index("criteria_missing")].values[words.vi] == words


def facts_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Facts from indicator, code, value."""
    table = pd.DataFrame(rows, columns=["indicator", "code", "value"])
    said = {"vintage": VINTAGE, "variant": "old", "period": "2025", "unit": "x"}
    return facts.make(table, constants={**said, "quality": "official", "source": "x"})


def test_nothing_is_missing_of_a_unit_that_meets_the_standard() -> None:
    """One was recognised with 8 of 10 criteria, the other has not been."""
    told = facts_of(
        ("criteria_met", "00001", 8),
        ("criteria_met", "00002", 8),
        ("ntm_status", "00001", 1),
        ("ntm_status", "00002", 0),
    )
    shown = with_missing_criteria(layer(told), told, sets=SETS).data["criteria_missing"]
    assert shown.isna().tolist() == [True, False]


def test_missing_criteria_have_the_period_of_each_unit() -> None:
    told = facts_of(("criteria_met", "00001", 6), ("criteria_met", "00002", 8))
    told["period"] = ["2024", "2025"]
    shown = with_missing_criteria(layer(told), told, sets=SETS)
    assert shown.origins["criteria_missing"]["period"].tolist() == ["2024", "2025"]


def test_nothing_is_missing_where_no_count_is_known() -> None:
    told = with_missing_criteria(layer(), facts.empty(), sets=SETS)
    assert "criteria_missing" not in told.data.columns

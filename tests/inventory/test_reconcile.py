"""Legal and seen forest side by side: both figures, their difference, never one number."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.inventory.reconcile import COLUMNS, reconcile


def fact(code: str, indicator: str, period: str, value: float, **more: str) -> dict[str, object]:
    said = {"vintage": "2025-07-01", "unit": "ha", "quality": "official", "source": "an office"}
    return {**said, "code": code, "indicator": indicator, "period": period, "value": value, **more}


def legal(period: str, value: float, code: str = "00001") -> dict[str, object]:
    return fact(code, "forest_covering_ha", period, value)


def seen(period: str, value: float, code: str = "00001", variant: str = "canopy>=30") -> dict:
    more = {"variant": variant, "quality": "remote_sensing", "source": "Hansen"}
    return fact(code, "tree_cover_2000_remaining", period, value, **more)


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return reconcile(facts.make(pd.DataFrame(rows)))


def test_both_figures_stand_with_their_difference_quality_and_source() -> None:
    row = table(legal("2024", 80.0), seen("2024", 100.0)).iloc[0]
    assert row["legal_ha"] == 80
    assert row["satellite_ha"] == 100
    assert row["difference_ha"] == 20
    assert row["difference_pct"] == 25
    assert (row["legal_quality"], row["satellite_quality"]) == ("official", "remote_sensing")
    assert (row["legal_source"], row["satellite_source"]) == ("an office", "Hansen")
    assert row["satellite_variant"] == "canopy>=30"


def test_a_unit_with_one_figure_only_is_left_out() -> None:
    found = table(legal("2024", 80.0), seen("2024", 100.0, "00002"))
    assert found.empty
    assert tuple(found.columns) == COLUMNS


def test_the_latest_that_ends_no_later_stands_beside() -> None:
    seen_then = [seen(year, value) for year, value in (("2022", 3.0), ("2023", 4.0), ("2025", 5.0))]
    found = table(legal("2024-06-30", 80.0), *seen_then)
    assert found[["satellite_period", "satellite_ha"]].to_numpy().tolist() == [["2023", 4.0]]


def test_where_all_are_later_the_first_does() -> None:
    found = table(legal("2020", 80.0), seen("2024", 4.0), seen("2022", 3.0))
    assert found["satellite_period"].tolist() == ["2022"]


def test_each_year_and_each_variant_has_its_own_row() -> None:
    found = table(
        *(legal(year, 80.0) for year in ("2022", "2023")),
        *(seen(year, 4.0, variant=name) for year in ("2022", "2023") for name in ("a", "b")),
    )
    rows = found[["legal_period", "satellite_variant", "satellite_period"]].to_numpy().tolist()
    assert rows == [
        ["2022", "a", "2022"],
        ["2022", "b", "2022"],
        ["2023", "a", "2023"],
        ["2023", "b", "2023"],
    ]


def test_no_legal_forest_has_no_percentage() -> None:
    row = table(legal("2024", 0.0), seen("2024", 1.0)).iloc[0]
    assert row["difference_ha"] == 1
    assert pd.isna(row["difference_pct"])

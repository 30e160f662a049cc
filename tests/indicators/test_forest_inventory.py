"""Legal forest: what an inventory's totals become as facts, and the legal cover."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.errors import InputError
from lsgeo.indicators.forest_inventory import INDICATOR, compute
from lsgeo.palette import COVER


def totals(**changes: list[object]) -> pd.DataFrame:
    """The totals of one commune and its province, as an inventory gives them."""
    table = {
        "vintage": "2025-07-01",
        "code": ["20", "00001"],
        "period": "2025",
        "natural_area_ha": [1000.0, 100.0],
        "forest_ha": [800.0, 70.0],
        "natural_ha": [400.0, 40.0],
        "planted_ha": [300.0, 20.0],
        "planted_young_ha": [100.0, 10.0],
        "special_use_ha": [50.0, 0.0],
        "protection_ha": [250.0, 20.0],
        "production_ha": [400.0, 40.0],
        "geometry_ha": [805.0, 69.0],
        "quality": "official",
        "source": "Chi cục Kiểm lâm",
        "natural_quality": "published",
        "natural_source": "Nghị quyết",
    }
    return pd.DataFrame({**table, **changes})


def value(table: pd.DataFrame, indicator: str, code: str = "00001") -> float:
    mine = table[(table["indicator"] == indicator) & (table["code"] == code)]
    return float(mine["value"].item())


def test_every_amount_is_a_fact_in_hectares() -> None:
    made = compute(forest_inventory=totals())
    assert set(made["indicator"]) == set(INDICATOR.makes)
    assert set(made["unit"]) == {"ha"}
    assert value(made, "forest_area_ha") == 70
    assert value(made, "forest_natural_ha") == 40
    assert value(made, "forest_planted_ha") == 20
    assert value(made, "forest_planted_young_ha") == 10
    assert value(made, "forest_special_use_ha", "20") == 50
    assert value(made, "forest_geometry_ha", "20") == 805


def test_young_plantations_are_forest_but_cover_nothing() -> None:
    made = compute(forest_inventory=totals())
    assert value(made, "forest_covering_ha") == 60
    cover = facts.derive(made, INDICATOR.ratios)
    assert value(cover, "forest_cover") == 60.0
    assert value(cover, "forest_cover", "20") == 70.0


def test_the_cover_has_the_worse_quality_and_both_sources() -> None:
    cover = facts.derive(compute(forest_inventory=totals()), INDICATOR.ratios)
    assert set(cover["quality"]) == {"published"}
    assert set(cover["source"]) == {"Chi cục Kiểm lâm; Nghị quyết"}
    assert set(cover["unit"]) == {"%"}


def test_lao_cai_2025() -> None:
    lao_cai = totals(
        natural_ha=[466_715.6, 1.0],
        planted_ha=[347_919.6, 1.0],
        natural_area_ha=[1_325_675.0, 10.0],
    )
    cover = facts.derive(compute(forest_inventory=lao_cai), INDICATOR.ratios)
    assert round(value(cover, "forest_cover", "20"), 2) == 61.45


def test_a_unit_without_a_natural_area_has_its_forest_but_no_cover() -> None:
    made = compute(forest_inventory=totals(natural_area_ha=[1000.0, None]))
    assert value(made, "forest_area_ha") == 70
    cover = facts.derive(made, INDICATOR.ratios)
    assert cover["code"].tolist() == ["20"]


def test_more_forest_than_land_is_a_contradiction() -> None:
    made = compute(forest_inventory=totals(natural_area_ha=[1000.0, 50.0]))
    with pytest.raises(InputError, match="larger than its whole"):
        facts.derive(made, INDICATOR.ratios)


def test_it_judges_the_target_of_legal_cover_and_is_no_satellites_figure() -> None:
    assert INDICATOR.judges_targets
    assert INDICATOR.inputs == ("forest_inventory",)
    (cover,) = [theme for theme in INDICATOR.themes if theme.colours]
    assert cover.indicator == "forest_cover"
    assert cover.colours == COVER
    assert not cover.satellite
    assert "chưa thành rừng" in cover.note.vi
    assert "vệ tinh" in cover.note.vi

"""Layers of units: what they carry by theme, and how they differ by level."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from lsgeo import facts
from lsgeo.compose import Layer
from lsgeo.compose.layers import Drawn, units_layer, with_predecessors, with_targets
from lsgeo.palette import COVER, Theme
from lsgeo.progress import Target
from lsgeo.text import Words, same

VINTAGE = "2025-07-01"
COVER_THEME = Theme("cover", Words("Che phủ", "Cover"), decimals=1, colours=COVER, short=same("C"))
COUNT_THEME = Theme("gates", Words("Cửa khẩu", "Gates"), only_above_zero=True)
THEMES = (COVER_THEME, COUNT_THEME)


def drawn(level: str = "commune", codes: tuple[str, ...] = ("00001", "00002")) -> Drawn:
    """Squares of 100 ha in a row."""
    table = {
        "vintage": VINTAGE,
        "level": level,
        "name": list(codes),
        "kind": "xã",
        "area_official_km2": 1.0,
        "area_ha": 100.0,
    }
    squares = [box(place, 0, place + 1, 1) for place in range(len(codes))]
    index = pd.Index(codes, name="code")
    units = gpd.GeoDataFrame(table, geometry=squares, index=index, crs="EPSG:9215")
    return Drawn(units, "published", "X", ("official", "Y"))


def facts_of(rows: list[tuple[str, str, str, float]], *, vintage: str = VINTAGE) -> pd.DataFrame:
    """Facts from indicator, code, period, value."""
    table = pd.DataFrame(rows, columns=["indicator", "code", "period", "value"])
    said = {"vintage": vintage, "unit": "%", "quality": "published", "source": "Z"}
    return facts.make(table, constants=said)


def layer_of(told: pd.DataFrame, *, level: str = "commune") -> Layer:
    codes = ("001", "002") if level == "district" else ("00001", "00002")
    return units_layer(drawn(level, codes), told, themes=THEMES, sets={})


def test_a_theme_of_several_periods_has_a_series_and_shows_the_latest() -> None:
    layer = layer_of(facts_of([("cover", "00001", "2023", 1.0), ("cover", "00001", "2024", 2.0)]))
    assert layer.data["cover"].tolist()[0] == 2.0
    assert layer.series["cover"].loc["00001"].tolist() == [1.0, 2.0]
    assert layer.series["cover"].index.equals(layer.data.index)


def test_a_theme_of_one_period_has_no_series_but_an_origin() -> None:
    layer = layer_of(facts_of([("cover", "00001", "2024", 2.0)]))
    assert dict(layer.series) == {}
    assert layer.origins["cover"].loc["00001", "source"] == "Z"
    assert layer.origins["cover"].index.equals(layer.data.index)


def test_periods_of_other_units_and_vintages_make_no_series() -> None:
    told = [
        facts_of([("cover", "00001", "2024", 2.0), ("cover", "00009", "2023", 2.0)]),
        facts_of([("cover", "00001", "2022", 2.0)], vintage="2024-12-01"),
    ]
    assert dict(layer_of(pd.concat(told)).series) == {}


def test_what_is_only_shown_above_zero_is_left_out_where_all_have_none() -> None:
    layer = layer_of(facts_of([("gates", "00001", "2024", 0.0)]))
    assert "gates" not in layer.data.columns
    assert "gates" not in layer.origins


def test_districts_are_a_layer_of_their_own_name_and_level() -> None:
    layer = layer_of(facts_of([("cover", "001", "2024", 2.0)]), level="district")
    assert (layer.name, layer.level, layer.vintage) == (
        "district_figures_2025",
        "district",
        VINTAGE,
    )
    assert [style.name for style in layer.styles] == ["cover"]
    assert layer.styles[0].short == same("C")


def test_communes_say_their_level_and_vintage() -> None:
    layer = layer_of(facts.empty())
    assert (layer.name, layer.level, layer.vintage) == ("communes_2025", "commune", VINTAGE)


def test_what_is_added_to_a_layer_leaves_its_series_alone() -> None:
    layer = layer_of(facts_of([("cover", "00001", "2023", 1.0), ("cover", "00001", "2024", 2.0)]))
    pairs = pd.DataFrame(
        {"to_code": ["00001"], "from_code": ["00007"], "share_of_from": [1.0], "relation": "full"}
    )
    former = pd.DataFrame({"name": ["Cũ"], "kind": ["xã"]}, index=["00007"])
    again = with_predecessors(layer, pairs, former)
    assert again.data["predecessors"].tolist() == ["Xã Cũ", ""]
    assert "cover" in again.series
    assert again.level == "commune"


def test_a_target_that_judges_units_has_an_origin_of_its_own() -> None:
    target = Target("t", same("T"), "commune", "level", date(2030, 12, 31), "")
    judged = pd.DataFrame(
        {
            "target": ["t"],
            "code": ["00002"],
            "status": ["behind"],
            "why": ["vì"],
            "why_en": ["as"],
            "period": ["2024"],
            "quality": ["official"],
            "source": ["S"],
        }
    )
    layer = with_targets(layer_of(facts.empty()), judged, [target])
    origins = layer.origins["target_t"]
    assert origins.loc["00002"].to_dict() == {
        "period": "2024",
        "quality": "official",
        "source": "S",
    }
    assert origins.loc["00001"].isna().all()

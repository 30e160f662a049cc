"""Tree cover, loss, land cover and what is not observed: the tiny world, counted by eye.

West has the canopies 80 30 / 75 10 and lost the 75 in 2001 and the 30 in 2002. East has
29 0 / 100 50 and lost the 29 in 2002 and the 50 in 2003.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest

from lsgeo.errors import ConfigError
from lsgeo.indicators import (
    find_indicators,
    forest_gain,
    forest_loss,
    land_cover,
    tree_cover,
    unobserved,
)
from lsgeo.products import find_products
from lsgeo.raster import Grid, Raster, combine
from lsgeo.zonal.tally import class_areas
from tests.conftest import IGBP, LOSSYEAR, TREECOVER

ABOUT = 1e-5

Tally = Callable[..., pd.DataFrame]


@pytest.fixture
def tally(tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]) -> Tally:
    """The class areas of a product in the tiny world."""

    def of(product: str, *, period: str = "2004", nodata: int | None = None, **bands: object):
        rasters = {
            name: raster_of(pixels, tiny_grid, name=name, nodata=nodata)
            for name, pixels in bands.items()
        }
        layer = combine(product, rasters, decode=find_products()[product].decode)
        table = class_areas(tiny_units, [layer])
        return table.assign(
            vintage="2025-07-01", quality="remote_sensing", source="a satellite", period=period
        )

    return of


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    """The observed classes as numbers, as indicators get them."""
    observed = table[~table["class"].isin(["nodata", "outside"])]
    return observed.assign(**{"class": observed["class"].astype(int)})


@pytest.fixture
def hansen(tally: Tally) -> pd.DataFrame:
    return numbers(tally("hansen", treecover2000=TREECOVER, lossyear=LOSSYEAR))


def series(
    facts: pd.DataFrame, indicator: str, code: str, *, variant: str = "canopy>=30"
) -> dict[str, float]:
    mine = facts[(facts["indicator"] == indicator) & (facts["code"] == code)]
    mine = mine[mine["variant"] == variant]
    return dict(zip(mine["period"], mine["value"], strict=True))


@pytest.mark.parametrize(
    ("code", "hectares"), [("00001", [3, 2, 1, 1, 1]), ("00002", [2, 2, 2, 1, 1])]
)
def test_the_canopy_that_still_stands(
    hansen: pd.DataFrame, code: str, hectares: list[float]
) -> None:
    facts = tree_cover.compute(hansen=hansen)
    expected = dict(zip(("2000", "2001", "2002", "2003", "2004"), hectares, strict=True))
    assert series(facts, "tree_cover_2000_remaining", code) == pytest.approx(expected, rel=ABOUT)


def test_its_share_is_of_the_units_four_hectares(hansen: pd.DataFrame) -> None:
    facts = tree_cover.compute(hansen=hansen)
    shares = series(facts, "tree_cover_2000_remaining_share", "00001")
    assert [shares[year] for year in ("2000", "2001", "2002")] == pytest.approx(
        [75.0, 50.0, 25.0], rel=ABOUT
    )


def test_it_can_only_fall(hansen: pd.DataFrame) -> None:
    facts = tree_cover.compute(hansen=hansen)
    for code in ("00001", "00002"):
        left = list(series(facts, "tree_cover_2000_remaining", code).values())
        assert left == sorted(left, reverse=True)


@pytest.mark.parametrize(
    ("threshold", "west", "east"), [(10, 4, 3), (30, 3, 2), (50, 2, 2), (75, 2, 1)]
)
def test_the_threshold_decides_what_is_canopy(
    hansen: pd.DataFrame, threshold: int, west: float, east: float
) -> None:
    facts = tree_cover.compute(hansen=hansen)
    variant = f"canopy>={threshold}"
    first = [
        series(facts, "tree_cover_2000_remaining", code, variant=variant)["2000"]
        for code in ("00001", "00002")
    ]
    assert first == pytest.approx([west, east], rel=ABOUT)


@pytest.mark.parametrize("threshold", [10, 75])
@pytest.mark.parametrize("module", [tree_cover, forest_loss])
def test_every_threshold_has_its_facts_whichever_is_shown(
    module, threshold: int, hansen: pd.DataFrame
) -> None:
    facts = module.compute(hansen=hansen, min_canopy_pct=threshold)
    assert set(facts["variant"]) == {f"canopy>={edge}" for edge in (10, 30, 50, 75)}
    pd.testing.assert_frame_equal(facts, module.compute(hansen=hansen))


@pytest.mark.parametrize(
    ("threshold", "west", "east"), [(10, 2, 2), (30, 2, 1), (50, 1, 1), (75, 1, 0)]
)
def test_the_threshold_decides_what_is_loss(
    hansen: pd.DataFrame, threshold: int, west: float, east: float
) -> None:
    """East's 29 lost in 2002 counts from 10 % on, its 50 lost in 2003 up to 50 %."""
    facts, variant = forest_loss.compute(hansen=hansen), f"canopy>={threshold}"
    lost = [
        series(facts, "forest_loss_since_2001", code, variant=variant)["2004"]
        for code in ("00001", "00002")
    ]
    assert lost == pytest.approx([west, east], rel=ABOUT)


@pytest.mark.parametrize("module", [tree_cover, forest_loss])
def test_a_threshold_that_was_not_tallied_is_refused(module, hansen: pd.DataFrame) -> None:
    with pytest.raises(ConfigError, match="min_canopy_pct"):
        module.compute(hansen=hansen, min_canopy_pct=20)


@pytest.mark.parametrize(("code", "lost"), [("00001", [1, 1, 0, 0]), ("00002", [0, 0, 1, 0])])
def test_the_canopy_lost_in_each_year(hansen: pd.DataFrame, code: str, lost: list[float]) -> None:
    """The 29 % that east lost in 2002 was no canopy; in 2004 nobody lost anything, which is 0."""
    facts = forest_loss.compute(hansen=hansen)
    expected = dict(zip(("2001", "2002", "2003", "2004"), lost, strict=True))
    assert series(facts, "forest_loss", code) == pytest.approx(expected, rel=ABOUT)


def test_losses_add_up_since_2001(hansen: pd.DataFrame) -> None:
    facts = forest_loss.compute(hansen=hansen)
    since = series(facts, "forest_loss_since_2001", "00001")
    assert list(since.values()) == pytest.approx([1, 2, 2, 2], rel=ABOUT)


def test_what_stands_and_what_was_lost_add_up_to_the_canopy_of_2000(hansen: pd.DataFrame) -> None:
    left = tree_cover.compute(hansen=hansen)
    lost = forest_loss.compute(hansen=hansen)
    for code in ("00001", "00002"):
        stands = series(left, "tree_cover_2000_remaining", code)
        gone = series(lost, "forest_loss_since_2001", code)
        for year, area in gone.items():
            assert stands[year] + area == pytest.approx(stands["2000"], rel=1e-9)


def test_a_year_after_the_product_has_no_fact(hansen: pd.DataFrame) -> None:
    assert forest_loss.compute(hansen=hansen)["period"].max() == "2004"


@pytest.mark.parametrize("module", [tree_cover, forest_loss])
def test_nothing_observed_gives_no_facts(module, hansen: pd.DataFrame) -> None:
    assert module.compute(hansen=hansen.iloc[:0]).empty


def test_land_cover_counted_by_eye(tally: Tally) -> None:
    facts = land_cover.compute(land_classes=numbers(tally("mcd12c1", igbp=IGBP)))
    areas = facts[facts["indicator"] == "land_cover"].set_index(["code", "variant"])["value"]
    expected = {("00001", "2"): 3, ("00001", "8"): 1, ("00002", "12"): 3, ("00002", "0"): 1}
    assert areas.to_dict() == pytest.approx(expected, rel=ABOUT)


def test_the_class_of_the_largest_area_prevails(tally: Tally) -> None:
    facts = land_cover.compute(land_classes=numbers(tally("mcd12c1", igbp=IGBP)))
    prevailing = facts[facts["indicator"] == "land_cover_prevailing"].set_index("code")["value"]
    assert prevailing.to_dict() == {"00001": 2.0, "00002": 12.0}


def test_of_equal_areas_the_lower_class_prevails() -> None:
    common = {
        "layer": "mcd12c1",
        "vintage": "v",
        "code": "1",
        "period": "2019",
        "quality": "official",
        "source": "s",
    }
    table = pd.DataFrame([{**common, "class": one, "area_ha": 2.0} for one in (12, 8)])
    facts = land_cover.compute(land_classes=table)
    assert facts.loc[facts["indicator"] == "land_cover_prevailing", "value"].tolist() == [8.0]


def test_another_product_has_facts_of_its_own(tally: Tally) -> None:
    areas = numbers(tally("io_lulc", lulc=[[2, 2, 2, 5], [2, 7, 5, 5]]))
    facts = land_cover.compute(land_classes=areas).set_index(["code", "variant"])
    found = facts.loc[facts["indicator"] == "land_cover_io_lulc", "value"].to_dict()
    expected = {("00001", "2"): 3, ("00001", "7"): 1, ("00002", "2"): 1, ("00002", "5"): 3}
    assert found == pytest.approx(expected, rel=ABOUT)
    most = facts.loc[facts["indicator"] == "land_cover_io_lulc_prevailing", "value"]
    assert most.droplevel("variant").to_dict() == {"00001": 2.0, "00002": 5.0}


GAIN = [[0, 0, 1, 0], [1, 0, 1, 0]]
"""West gained one hectare up to 2012, east two."""


def test_gain_is_of_2012_and_counted_where_the_band_is(tally: Tally) -> None:
    bands = {"treecover2000": TREECOVER, "lossyear": LOSSYEAR}
    facts = forest_gain.compute(hansen=numbers(tally("hansen", **bands, gain=GAIN)))
    found = facts.set_index("code")["value"].to_dict()
    assert found == pytest.approx({"00001": 1, "00002": 2}, rel=ABOUT)
    assert set(facts["period"]) == {"2012"}
    assert forest_gain.compute(hansen=numbers(tally("hansen", **bands))).empty


def test_no_gain_where_it_was_looked_for_is_zero(tally: Tally) -> None:
    bands = {"treecover2000": TREECOVER, "lossyear": LOSSYEAR, "gain": [[0] * 4] * 2}
    facts = forest_gain.compute(hansen=numbers(tally("hansen", **bands)))
    assert facts["value"].tolist() == [0.0, 0.0]


def test_gain_changes_no_figure_of_canopy_and_loss(hansen: pd.DataFrame, tally: Tally) -> None:
    bands = {"treecover2000": TREECOVER, "lossyear": LOSSYEAR, "gain": GAIN}
    more = numbers(tally("hansen", **bands))
    for module in (tree_cover, forest_loss):
        pd.testing.assert_frame_equal(module.compute(hansen=more), module.compute(hansen=hansen))


def test_the_part_without_data_is_neither_zero_nor_a_class(tally: Tally) -> None:
    """West: one of four pixels is 255, "not observed"; east has all its data, zeros too."""
    table = tally("mcd12c1", nodata=255, igbp=[[255, 2, 0, 0], [2, 2, 0, 0]])
    facts = unobserved.compute(class_areas=table).set_index("code")["value"]
    assert facts.to_dict() == pytest.approx({"00001": 25.0, "00002": 0.0}, rel=ABOUT)


def test_a_unit_without_any_data_has_no_land_cover_and_is_wholly_unobserved(tally: Tally) -> None:
    table = tally("mcd12c1", nodata=255, igbp=[[255, 255, 1, 1], [255, 255, 1, 1]])
    assert set(land_cover.compute(land_classes=numbers(table))["code"]) == {"00002"}
    missing = unobserved.compute(class_areas=table).set_index("code")["value"]
    assert missing["00001"] == pytest.approx(100.0)


def test_shares_of_canopy_are_of_the_observed_area(tally: Tally) -> None:
    """West: of three observed pixels two are canopy."""
    table = tally(
        "hansen", nodata=255, treecover2000=[[255, 80, 0, 0], [80, 0, 0, 0]], lossyear=[[0] * 4] * 2
    )
    facts = tree_cover.compute(hansen=numbers(table))
    shares = series(facts, "tree_cover_2000_remaining_share", "00001")
    assert shares["2000"] == pytest.approx(200 / 3, rel=ABOUT)


def test_every_indicator_says_what_it_needs() -> None:
    inputs = {indicator.name: indicator.inputs for indicator in find_indicators()}
    assert inputs["tree_cover"] == ("hansen",)
    assert inputs["new_rural"] == ("ntm_status", "registry", "criteria_sets")
    assert inputs["gate_access"] == ("units", "gates")
    assert inputs["frontier"] == ("units", "border")


def test_every_indicator_says_what_can_be_chosen() -> None:
    options = {indicator.name: indicator.options for indicator in find_indicators()}
    assert options["forest_loss"] == ("min_canopy_pct",)
    assert options["land_cover"] == ()

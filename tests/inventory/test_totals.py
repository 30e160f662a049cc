"""Biểu 3: sums per commune, district and province, and the legal cover."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lsgeo.inventory.lots import Lots
from lsgeo.inventory.totals import AREAS, COLUMNS, cover_pct, natural_areas, totals
from lsgeo.inventory.types import ForestTypes
from lsgeo.registry import Registry
from tests.conftest import BEFORE, VINTAGE
from tests.inventory.conftest import Read, tiny_lots


def of(lots: Lots, registry: Registry, **keys: bool) -> pd.DataFrame:
    natural = natural_areas(registry, vintage=lots.vintage)
    return totals(lots, registry, natural=natural, **keys).set_index("code")


def before() -> gpd.GeoDataFrame:
    return tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4)


def test_lao_cai_2025_has_61_45_per_cent() -> None:
    published = pd.DataFrame(
        {"natural_ha": [466_715.6], "planted_ha": [347_919.6], "natural_area_ha": [1_325_675.0]}
    )
    assert round(cover_pct(published).iloc[0], 2) == 61.45


def test_a_commune_with_one_lot_of_each_group(read: Read, tiny_registry: Registry) -> None:
    west = of(read(tiny_lots()), tiny_registry).loc["00001"]
    assert west[list(AREAS)[:-1]].tolist() == [3.0, 1.0, 1.0, 1.0, 0.0, 1.0, 2.0]
    assert west["natural_area_ha"] == 4.0
    assert west["natural_area_from"] == "official"
    assert west["cover_pct"] == 50.0  # the young plantation is forest, but covers nothing


def test_the_functions_may_sum_to_less_than_the_forest(read: Read, tiny_registry: Registry) -> None:
    east = of(read(tiny_lots()), tiny_registry).loc["00002"]
    functions = east[["special_use_ha", "protection_ha", "production_ha"]]
    assert functions.tolist() == [1.0, 0.0, 1.0]
    assert east["forest_ha"] == 3.0


def test_legal_areas_are_summed_and_those_of_the_map_stand_beside(
    read: Read, tiny_registry: Registry
) -> None:
    found = of(read(tiny_lots(dtich=[1.2] * 8)), tiny_registry).loc["20"]
    assert found["forest_ha"] == pytest.approx(7.2)
    assert found["geometry_ha"] == pytest.approx(6.0, abs=1e-4)


def test_the_province_stands_first_then_districts_then_communes(
    read: Read, tiny_registry: Registry
) -> None:
    lots = read(before(), vintage=BEFORE)
    table = totals(lots, tiny_registry, natural=natural_areas(tiny_registry, vintage=BEFORE))
    assert tuple(table.columns) == COLUMNS
    assert table["code"].tolist() == ["20", "180", "00001", "00002"]
    assert table["level"].tolist() == ["province", "district", "commune", "commune"]


def test_parents_are_the_sum_of_their_communes(read: Read, tiny_registry: Registry) -> None:
    found = of(read(before(), vintage=BEFORE), tiny_registry)
    communes = found.loc[["00001", "00002"], list(AREAS)].sum()
    for code in ("180", "20"):
        pd.testing.assert_series_equal(
            found.loc[code, list(AREAS)].astype("float64"), communes, check_names=False
        )


def test_a_commune_without_lots_is_no_zero_and_leaves_its_parents_open(
    read: Read, tiny_registry: Registry
) -> None:
    found = of(read(tiny_lots().iloc[:4]), tiny_registry)
    assert found.index.tolist() == ["00001"]


def test_in_an_inventory_of_the_whole_province_it_has_no_forest(
    read: Read, tiny_registry: Registry
) -> None:
    found = of(read(tiny_lots().iloc[:4]), tiny_registry, whole=True)
    assert found.index.tolist() == ["20", "00001", "00002"]
    assert found.at["00002", "forest_ha"] == 0
    assert found.at["20", "cover_pct"] == 25.0


def test_a_district_without_an_official_area_has_the_sum_of_its_communes(
    tiny_registry: Registry,
) -> None:
    found = natural_areas(tiny_registry, vintage=BEFORE)
    assert found.loc["180"].tolist() == [8.0, "official, summed"]
    assert found.loc["20"].tolist() == [8.0, "official"]


def without_official(registry: Registry) -> Registry:
    units = registry.units
    lacking = (units["code"] == "00002") & (units["vintage"] == BEFORE)
    areas = units["area_official_km2"].mask(lacking)
    return replace(registry, units=units.assign(area_official_km2=areas))


def test_without_a_natural_area_there_is_no_cover(read: Read, tiny_registry: Registry) -> None:
    registry = without_official(tiny_registry)
    found = of(read(before(), vintage=BEFORE), registry)
    assert np.isnan(found.at["00002", "cover_pct"])
    assert np.isnan(found.at["180", "cover_pct"])
    assert found.at["00002", "natural_area_from"] == ""
    assert found.at["00001", "cover_pct"] == 50.0
    assert found.at["20", "cover_pct"] == 50.0


def test_boundaries_stand_in_for_official_areas_and_say_so(tiny_registry: Registry) -> None:
    units = pd.DataFrame({"area_ha": [5.0, 6.0]}, index=["00001", "00002"])
    registry = without_official(tiny_registry)
    found = natural_areas(registry, vintage=BEFORE, units=units)
    assert found.loc["00001"].tolist() == [4.0, "official"]
    assert found.loc["00002"].tolist() == [6.0, "boundaries"]
    assert found.loc["180"].tolist() == [10.0, "boundaries, summed"]
    drawn = natural_areas(registry, vintage=BEFORE, by="boundaries", units=units)
    assert drawn.loc["20"].tolist() == [11.0, "boundaries, summed"]


def test_the_lots_themselves_may_be_the_natural_area(read: Read, tiny_registry: Registry) -> None:
    lots = read(tiny_lots(dtich=[0.5] * 8))
    found = natural_areas(tiny_registry, vintage=VINTAGE, by="lots", lots=lots)
    assert found.loc["00001"].tolist() == [2.0, "lots"]
    assert found.loc["20"].tolist() == [4.0, "lots, summed"]
    with pytest.raises(ValueError, match="by lots"):
        natural_areas(tiny_registry, vintage=VINTAGE, by="lots")


def test_a_hectare_of_each_of_the_98_codes_is_counted_by_the_rule(
    read: Read, tiny_registry: Registry, types: ForestTypes
) -> None:
    codes = list(range(1, 99))
    short = types.table["short"].loc[codes].tolist()
    table = {"maxa": "00001", "dtich": 1.0, "maldlr": codes, "ldlr": short}
    lots = read(pd.DataFrame(table, index=pd.RangeIndex(1, 99)))
    covering = lots.lots["group"].isin(["natural", "planted"])
    assert covering.tolist() == [code <= 71 or code >= 94 for code in codes]
    west = of(lots, tiny_registry).loc["00001"]
    assert (west["natural_ha"], west["planted_ha"], west["forest_ha"]) == (64.0, 12.0, 82.0)
    assert lots.contradictions.empty

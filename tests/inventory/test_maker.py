"""The maker of big inventories: it tiles the communes, and the same seed gives the same lots."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lsgeo.inventory.types import ForestTypes
from tests.inventory.maker import PLANE, make_lots


@pytest.fixture
def named(tiny_units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return tiny_units


def test_lots_tile_their_communes(named: gpd.GeoDataFrame, types: ForestTypes) -> None:
    lots = make_lots(300, named, types=types)
    units = named.to_crs(PLANE).geometry
    assert shapely.is_valid(lots.geometry.to_numpy()).all()
    assert lots.geometry.area.sum() == pytest.approx(units.area.sum(), rel=1e-3)
    union = shapely.union_all(lots.geometry.to_numpy())
    assert union.area == pytest.approx(lots.geometry.area.sum(), rel=1e-6)
    assert 250 < len(lots) < 450


def test_the_same_seed_gives_the_same_lots(named: gpd.GeoDataFrame, types: ForestTypes) -> None:
    one, again = (make_lots(50, named, types=types, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    other = make_lots(50, named, types=types, seed=4)
    assert other["maldlr"].tolist()[:20] != one["maldlr"].tolist()[:20]


def test_every_lot_has_a_number_of_its_own(named: gpd.GeoDataFrame, types: ForestTypes) -> None:
    lots = make_lots(2000, named, types=types)
    assert not lots.duplicated(["tk", "khoanh", "lo"]).any()

"""A tiny inventory: the two communes and eight hectares of the tiny world, a lot on each."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from lsgeo.inventory.lots import Lots
from lsgeo.inventory.reading import read_lots
from lsgeo.inventory.types import Causes, ForestTypes
from lsgeo.registry import Registry
from lsgeo.sources.inventory import change_causes, forest_types
from lsgeo.sources.registry import read_registry
from tests.conftest import CELL_HEIGHT, CELL_WIDTH, NORTH, UNITS, VINTAGE, WEST, entry_for

PLANE = "EPSG:9215"

Read = Callable[..., Lots]


@pytest.fixture(scope="session")
def types() -> ForestTypes:
    return forest_types()


@pytest.fixture(scope="session")
def causes() -> Causes:
    return change_causes()


@pytest.fixture(scope="session")
def tiny_registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    path = tmp_path_factory.mktemp("inventory") / "units.csv"
    path.write_text(UNITS, encoding="utf-8")
    return read_registry(entry_for(path))[0]


def cell(column: int, row: int, *, wide: float = 1.0) -> object:
    """The cell of the tiny grid at a column and a row, or a part of it from its west."""
    west, north = WEST + column * CELL_WIDTH, NORTH - row * CELL_HEIGHT
    return box(west, north - CELL_HEIGHT, west + wide * CELL_WIDTH, north)


def tiny_lots(**changes: list[object]) -> gpd.GeoDataFrame:
    """Eight lots of a hectare, the four of the west first: natural, planted, young, none in each.

    `changes` replace or add columns.
    """
    table = {
        "maxa": ["1"] * 4 + ["2"] * 4,
        "xa": ["Phía Tây"] * 4 + ["Phía Đông"] * 4,
        "tk": ["1"] * 4 + ["2"] * 4,
        "khoanh": ["1"] * 8,
        "lo": ["1", "2", "3", "4"] * 2,
        "dtich": [1.0] * 8,
        "nggocr": [1, 2, 3, 3] * 2,
        "ldlr": ["txk", "rtg", "dtr", "dt1"] * 2,
        "maldlr": [17, 60, 72, 82] * 2,
        "malr3": [1, 3, 3, 0, 2, 3, 0, 0],
        "geometry": [cell(x, y) for left in (0, 2) for y in (0, 1) for x in (left, left + 1)],
    }
    rows = pd.RangeIndex(1, 9, name="row")
    return gpd.GeoDataFrame({**table, **changes}, index=rows, crs="EPSG:4326")


@pytest.fixture
def read(tiny_registry: Registry, types: ForestTypes, causes: Causes) -> Read:
    """Read a table with our columns into lots of the tiny world."""

    def reading(table: pd.DataFrame, *, vintage: str = VINTAGE, **keys: object) -> Lots:
        return read_lots(
            table,
            tiny_registry,
            subject="lots.gpkg",
            vintage=vintage,
            plane=PLANE,
            types=types,
            causes=causes,
            **keys,
        )

    return reading

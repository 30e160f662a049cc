"""Loss by lot and origin: cut by communes, each piece of ground once, all of it told."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from lsgeo.patches import find_patches
from lsgeo.patches.listing import listing
from lsgeo.patches.origin import NO_LOT, by_origin, parts
from lsgeo.patches.stocks import NO_STOCK, Stock, parts_of, stock_for
from lsgeo.patches.totals import totals
from lsgeo.raster import Grid
from lsgeo.zonal.tally import class_areas
from tests.conftest import CELL_HEIGHT, CELL_WIDTH, EAST, NORTH, SOUTH, WEST, raster_of
from tests.inventory.conftest import PLANE, cell

LOSS = [[2023, 2023, 2023, 0], [0, 0, 2022, 2022]]
"""Three cells of 2023 over the line between the communes, two of 2022 in the east."""


def lots_of(*rows: tuple[str, object], **columns: list[str]) -> gpd.GeoDataFrame:
    """Lots of groups and polygons, numbered as lots 1, 2 … of one compartment."""
    names = {"tk": ["7"] * len(rows), "khoanh": ["2"] * len(rows)}
    names["lo"] = [str(number) for number in range(1, len(rows) + 1)]
    table = {"code": ["00001"] * len(rows), "group": [group for group, _shape in rows]}
    shapes = [shape for _group, shape in rows]
    return gpd.GeoDataFrame(table | names | columns, geometry=shapes, crs="EPSG:4326")


def stock(
    lots: gpd.GeoDataFrame, *, end: str = "2022-12-31", codes: set[str] | None = None
) -> Stock:
    known = frozenset(codes) if codes is not None else None
    return Stock(f"Kiểm kê {end[:4]}", date.fromisoformat(end), "official", "KL", lots, known)


def hectares(found: pd.DataFrame, *keys: str) -> dict[object, float]:
    sums = found.groupby(list(keys))["area_ha"].sum()
    return {key: pytest.approx(area, abs=1e-4) for key, area in sums.items()}


def test_loss_is_told_by_commune_and_origin(tiny_grid: Grid, tiny_units: gpd.GeoDataFrame) -> None:
    lots = lots_of(
        ("natural", cell(0, 0)),
        ("planted_young", cell(2, 0)),
        ("none", cell(2, 1)),
        ("planted", cell(3, 1, wide=0.5)),
    )
    found = parts(tiny_units, raster_of(LOSS, tiny_grid), lots=lots)
    assert hectares(by_origin(found), "code", "class", "origin") == {
        ("00001", 2023, "natural"): 1.0,
        ("00001", 2023, "outside"): 1.0,
        ("00002", 2023, "planted"): 1.0,
        ("00002", 2022, "outside"): 1.5,
        ("00002", 2022, "planted"): 0.5,
    }
    assert hectares(found[found["lot"] == 2], "origin") == {"outside": 1.0}


def test_a_lot_over_the_line_is_shared_out(tiny_grid: Grid, tiny_units: gpd.GeoDataFrame) -> None:
    across = box(WEST, NORTH - CELL_HEIGHT, EAST, NORTH)
    found = parts(tiny_units, raster_of(LOSS, tiny_grid), lots=lots_of(("natural", across)))
    mine = found[(found["class"] == 2023) & (found["lot"] == 0)]
    assert hectares(mine, "code") == {"00001": 2.0, "00002": 1.0}


def test_ground_that_two_lots_claim_counts_once_for_the_forest(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    both = [("none", cell(0, 0)), ("planted", cell(0, 0)), ("natural", cell(0, 0, wide=0.5))]
    found = parts(tiny_units, raster_of(LOSS, tiny_grid), lots=lots_of(*both))
    west = found[found["code"] == "00001"]
    assert hectares(west, "lot", "origin") == {(1, "planted"): 1.0, (NO_LOT, "outside"): 1.0}


def test_without_an_inventory_the_origin_is_unknown(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    found = parts(tiny_units, raster_of(LOSS, tiny_grid))
    assert set(found["origin"]) == {"unknown"}
    assert set(found["lot"]) == {NO_LOT}


def test_lots_without_geometry_or_beyond_the_province_take_nothing(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    beyond = box(WEST - 2 * CELL_WIDTH, SOUTH, WEST, NORTH)
    lots = lots_of(("natural", None), ("natural", Polygon()), ("natural", beyond))
    found = parts(tiny_units, raster_of(LOSS, tiny_grid), lots=lots)
    assert set(found["origin"]) == {"outside"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["natural", "planted", "none"]),
            *(st.floats(0, 4) for _ in range(3)),
        ),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None)
def test_parts_sum_to_what_a_commune_lost(circles: list[tuple[str, float, float, float]]) -> None:
    grid = Grid(tiny_crs(), WEST, NORTH, CELL_WIDTH, CELL_HEIGHT, 4, 2)
    units = communes()
    shapes = [
        (
            group,
            Point(WEST + x * CELL_WIDTH, NORTH - y / 2 * CELL_HEIGHT).buffer(r * CELL_WIDTH / 2),
        )
        for group, x, y, r in circles
    ]
    raster = raster_of(LOSS, grid)
    found = parts(units, raster, lots=lots_of(*shapes)).groupby(["code", "class"])["area_ha"].sum()
    whole = class_areas(units, [raster])
    whole = whole[whole["class"].isin(["2022", "2023"])].astype({"class": "int64"})
    expected = whole.set_index(["code", "class"])["area_ha"].sort_index()
    assert found.index.tolist() == expected.index.tolist()
    assert found.to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-9)


def tiny_crs() -> object:
    return communes().crs


def communes() -> gpd.GeoDataFrame:
    middle = WEST + 2 * CELL_WIDTH
    shapes = [box(WEST, SOUTH, middle, NORTH), box(middle, SOUTH, EAST, NORTH)]
    return gpd.GeoDataFrame(index=["00001", "00002"], geometry=shapes, crs="EPSG:4326")


def test_the_last_inventory_before_the_year_tells_what_stood_there() -> None:
    none = lots_of()
    stocks = [stock(none, end=f"{year}-12-31") for year in (2023, 2021, 2020)]
    assert stock_for(stocks, code="1", year=2023) == 1
    assert stock_for(stocks, code="1", year=2024) == 0
    assert stock_for(stocks, code="1", year=2015) == 2


def test_an_inventory_says_nothing_of_communes_it_is_not_of() -> None:
    stocks = [stock(lots_of(), codes={"00001"})]
    assert stock_for(stocks, code="00001", year=2023) == 0
    assert stock_for(stocks, code="00002", year=2023) == NO_STOCK


def test_each_commune_has_the_inventory_it_has(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    found = find_patches(raster_of(LOSS, tiny_grid))
    stocks = [stock(lots_of(("natural", cell(0, 0))), codes={"00001"})]
    told = parts_of(tiny_units, found, found.table.index, stocks=stocks)
    assert hectares(told, "year", "code", "origin") == {
        (2023, "00001", "natural"): 1.0,
        (2023, "00001", "outside"): 1.0,
        (2023, "00002", "unknown"): 1.0,
        (2022, "00002", "unknown"): 2.0,
    }
    sums = totals(told, codes=["00001", "00002"], years=[2023], stocks=stocks, province="20")
    by_code = sums.set_index("code")
    assert by_code.loc["00002", "patches"] == 1
    assert np.isnan(by_code.loc["00002", "natural_ha"])  # not zero: nobody looked
    assert by_code.loc["20", ["patches", "loss_ha"]].tolist() == [1, pytest.approx(3.0, abs=1e-4)]


def test_a_list_has_place_commune_and_lot_of_each_patch(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    found = find_patches(raster_of(LOSS, tiny_grid))
    lots = lots_of(("planted", cell(0, 0)), ("natural", cell(1, 0, wide=0.5)), ("none", cell(2, 1)))
    stocks = [stock(lots)]
    told = parts_of(tiny_units, found, found.table.index, stocks=stocks)
    listed = listing(found, told, units=tiny_units, stocks=stocks, crs=PLANE)
    assert listed.index.tolist() == ["2022-0001", "2023-0001"]
    row = listed.loc["2023-0001"]
    assert row["communes"] == ("00001", "00002")
    assert (row["tk"], row["khoanh"], row["lo"]) == ("7", "2", "1")
    assert row["lots"] == ("7/2/1", "7/2/2")
    assert row["origin"] == "outside"
    assert row["planted_ha"] == pytest.approx(1.0, abs=1e-4)
    assert cell(0, 0).union(cell(1, 0)).union(cell(2, 0)).contains(Point(row["lon"], row["lat"]))
    point = gpd.GeoSeries([Point(row["lon"], row["lat"])], crs="EPSG:4326").to_crs(PLANE)[0]
    assert (row["east"], row["north"]) == pytest.approx((point.x, point.y), abs=1e-3)


def test_the_largest_patch_of_a_year_is_its_first(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    """A larger minimum area takes numbers away from the end and leaves the others as they are."""
    found = find_patches(raster_of([[2023, 0, 2023, 2023], [0, 0, 0, 0]], tiny_grid))
    for kept in ([1, 2], [2]):
        told = parts_of(tiny_units, found, pd.Index(kept), stocks=())
        listed = listing(found, told, units=tiny_units, stocks=(), crs=PLANE)
        assert listed.loc["2023-0001", "area_ha"] == pytest.approx(2.0, abs=1e-4)


def test_a_patch_that_touches_no_unit_is_not_listed(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    found = find_patches(raster_of([[2023, 0, 0, 0], [0, 0, 0, 2023]], tiny_grid))
    told = parts_of(tiny_units.loc[["00001"]], found, found.table.index, stocks=())
    assert len(listing(found, told, units=tiny_units, stocks=(), crs=PLANE)) == 1


def test_the_point_of_a_patch_lies_in_the_part_of_it_that_is_inside(
    tiny_grid: Grid, tiny_units: gpd.GeoDataFrame
) -> None:
    """Three cells, of which only the first lies in the one unit: nobody is sent to the others."""
    found = find_patches(raster_of([[0, 2023, 2023, 2023], [0, 0, 0, 0]], tiny_grid))
    west = tiny_units.loc[["00001"]]
    told = parts_of(west, found, found.table.index, stocks=())
    (row,) = listing(found, told, units=west, stocks=(), crs=PLANE).to_dict("records")
    assert (row["inside_ha"], row["area_ha"]) == pytest.approx((1.0, 3.0), abs=1e-4)
    assert west.geometry.iloc[0].contains(Point(row["lon"], row["lat"]))
    assert cell(1, 0).contains(Point(row["lon"], row["lat"]))


def test_nothing_lost_is_an_empty_list(tiny_grid: Grid, tiny_units: gpd.GeoDataFrame) -> None:
    found = find_patches(raster_of(np.zeros((2, 4), dtype="int64"), tiny_grid))
    told = parts_of(tiny_units, found, found.table.index, stocks=())
    assert listing(found, told, units=tiny_units, stocks=(), crs=PLANE).empty

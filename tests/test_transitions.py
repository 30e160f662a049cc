"""From–to: counted by eye on eight pixels, and what holds for any two maps."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.errors import InputError
from lsgeo.raster import Grid, Raster, Window
from lsgeo.transitions import UNSEEN, budget, joint, seen, split
from lsgeo.zonal.tally import class_areas

RasterOf = Callable[..., Raster]
ABOUT = 1e-5

START = [[2, 2, 5, 5], [2, 5, 5, -1]]
END = [[2, 5, 5, 7], [5, 2, 5, 2]]
"""West: one 2 stays, two 2 become 5, a 5 becomes 2. East: two 5 stay, one becomes 7, one unseen."""


def flows_of(areas: pd.DataFrame) -> pd.DataFrame:
    start, end = split(areas["class"].astype("int64").to_numpy())
    return areas.assign(class_from=start, class_to=end)


@pytest.fixture
def flows(tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: RasterOf) -> pd.DataFrame:
    start, end = (raster_of(one, tiny_grid, nodata=-1) for one in (START, END))
    return flows_of(class_areas(tiny_units, [joint("pair", start, end)]))


def test_what_became_of_what_counted_by_eye(flows: pd.DataFrame) -> None:
    found = flows.set_index(["code", "class_from", "class_to"])["area_ha"].to_dict()
    expected = {
        **{("00001", 2, 2): 1, ("00001", 2, 5): 2, ("00001", 5, 2): 1},
        **{("00002", 5, 5): 2, ("00002", 5, 7): 1, ("00002", UNSEEN, 2): 1},
    }
    assert found == pytest.approx(expected, rel=ABOUT)


def test_the_balance_of_each_class_counted_by_eye(flows: pd.DataFrame) -> None:
    found = budget(flows, ["code"]).set_index(["code", "class"])
    assert found.loc[("00001", 2)].to_dict() == pytest.approx(
        {
            **{"start_ha": 3, "end_ha": 2, "gain_ha": 1, "loss_ha": 2},
            **{"net_ha": -1, "persistence_ha": 1, "swap_ha": 2},
        },
        rel=ABOUT,
    )
    assert found.loc[("00002", 7), ["start_ha", "gain_ha", "swap_ha"]].tolist() == pytest.approx(
        [0, 1, 0], rel=ABOUT
    )
    assert ("00002", 2) not in found.index  # seen at one date only: no gain


def test_the_pairs_of_classes_come_apart_again() -> None:
    codes = np.array([[-1, 0, 17, 100]] * 4)
    start, end = split((codes + 1) * 1000 + codes.T + 1)
    assert (start.tolist(), end.tolist()) == (codes.tolist(), codes.T.tolist())


def test_dates_on_two_grids_are_refused(tiny_grid: Grid, raster_of: RasterOf) -> None:
    other = Grid(tiny_grid.crs, 100.0, tiny_grid.north, 1.0, 1.0, width=4, height=2)
    with pytest.raises(InputError, match="rio warp"):
        joint("pair", raster_of(START, tiny_grid), raster_of(END, other))


def test_every_pixel_of_a_pair_is_data(tiny_grid: Grid, raster_of: RasterOf) -> None:
    pair = joint("pair", *(raster_of(one, tiny_grid, nodata=-1) for one in (START, END)))
    assert (pair.read(Window(0, 0, 2, 4)) >= 0).all()


maps = st.lists(st.sampled_from([-1, 1, 2, 5, 11]), min_size=8, max_size=8)
areas = st.lists(st.floats(0.01, 1e4), min_size=8, max_size=8)


def _table(start: list[int], end: list[int], area: list[float]) -> pd.DataFrame:
    rows = {"code": "u", "class_from": start, "class_to": end, "area_ha": area}
    return pd.DataFrame(rows)


@given(start=maps, end=maps, area=areas)
def test_the_margins_are_the_areas_of_both_dates(
    start: list[int], end: list[int], area: list[float]
) -> None:
    table = _table(start, end, area)
    for side, classes in (("class_from", start), ("class_to", end)):
        sums = table.groupby(side)["area_ha"].sum()
        for one in set(classes):
            alone = sum(a for a, c in zip(area, classes, strict=True) if c == one)
            assert sums[one] == pytest.approx(alone, rel=1e-12)


@given(start=maps, end=maps, area=areas)
def test_the_balance_balances(start: list[int], end: list[int], area: list[float]) -> None:
    table = _table(start, end, area)
    found, whole = budget(table, ["code"]), seen(table)["area_ha"].sum()
    near = {"rel": 1e-9, "abs": 1e-9}
    for one in found.itertuples():
        assert one.start_ha + one.gain_ha - one.loss_ha == pytest.approx(one.end_ha, **near)
        assert one.persistence_ha + one.loss_ha == pytest.approx(one.start_ha, **near)
        assert one.persistence_ha + one.gain_ha == pytest.approx(one.end_ha, **near)
        assert 0 <= one.swap_ha <= one.gain_ha + one.loss_ha + 1e-9
        assert one.swap_ha + abs(one.net_ha) == pytest.approx(one.gain_ha + one.loss_ha, **near)
    assert found["gain_ha"].sum() == pytest.approx(found["loss_ha"].sum(), **near)
    assert found["net_ha"].sum() == pytest.approx(0, abs=1e-6)
    assert found["start_ha"].sum() == pytest.approx(whole, **near)


@given(start=maps, end=maps, area=areas, place=st.integers(0, 8))
def test_the_swap_of_a_whole_is_never_less_than_that_of_its_parts(
    start: list[int], end: list[int], area: list[float], place: int
) -> None:
    """What one commune loses another may gain."""
    table = _table(start, end, area)
    parts = table.assign(code=["a" if row < place else "b" for row in range(8)])
    whole = budget(table, ["code"]).set_index("class")["swap_ha"]
    summed = budget(parts, ["code"]).groupby("class")["swap_ha"].sum()
    assert (whole >= summed.reindex(whole.index) - 1e-6).all()

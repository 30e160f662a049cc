"""Weights: by forest, people or anything else; by area where they say nothing."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lsgeo.crosswalk import (
    Weighted,
    between,
    per_unit,
    pieces,
    tally_weights,
    weighted_pairs,
)
from lsgeo.errors import InputError
from lsgeo.raster import Grid, Raster
from tests.crosswalk.world import NEW, OLD, pairs_of

NAN = float("nan")


def weighed(*rows: tuple[str, str, float]) -> Weighted:
    table = pd.DataFrame(rows, columns=["from_code", "to_code", "weight"])
    return weighted_pairs(between(pairs_of(), start=OLD, end=NEW), table, kind="forest")


def shares(found: Weighted) -> list[list[float]]:
    return found.pairs[["share_of_from", "share_of_to"]].to_numpy().tolist()


def test_shares_are_those_of_the_weights() -> None:
    """Of the 10 ha of forest of 00002, 9 are in the quarter that 00001 got; that has 3 more."""
    found = weighed(("00001", "00001", 3), ("00002", "00001", 9), ("00002", "00002", 1))
    assert shares(found) == [[1.0, 0.25], [0.9, 0.75], [pytest.approx(0.1), 1.0]]
    assert set(found.pairs["weights"]) == {"forest"}
    assert found.notes == ()


def test_a_unit_without_any_weight_is_split_by_area_and_noted() -> None:
    found = weighed(("00001", "00001", 3), ("00002", "00001", 0), ("00002", "00002", 0))
    assert found.by_area == ("00002",)
    assert found.pairs["share_of_from"].tolist() == [1.0, 0.25, 0.75]
    assert found.pairs["share_of_to"].tolist() == [1.0, 0.0, 1.0]
    assert found.pairs["weights"].tolist() == ["forest", "area", "area"]
    assert "no weight: 00002" in found.notes[0]


@pytest.mark.parametrize("rows", [[("00002", "00001", NAN), ("00002", "00002", 1)], []])
def test_a_unit_whose_weight_is_not_known_is_split_by_area_and_noted(
    rows: list[tuple[str, str, float]],
) -> None:
    found = weighed(("00001", "00001", 3), *rows)
    assert found.pairs["share_of_from"].tolist() == [1.0, 0.25, 0.75]
    assert found.pairs["share_of_to"].tolist() == [0.75, 0.25, 1.0]
    assert "without a weight: 00002" in found.notes[1]


def test_a_piece_without_weight_beside_one_that_has_gets_nothing() -> None:
    found = weighed(("00001", "00001", 3), ("00002", "00001", 0), ("00002", "00002", 5))
    assert found.pairs["share_of_from"].tolist() == [1.0, 0.0, 1.0]
    assert found.by_area == ()


def test_people_of_a_whole_unit_weigh_in_the_new_one_but_do_not_split_it() -> None:
    """A quarter of the 80 of 00002 is 20, beside the 60 of 00001."""
    way = between(pairs_of(), start=OLD, end=NEW)
    people = per_unit(way, pd.Series({"00001": 60, "00002": 80}))
    assert people["weight"].tolist() == [60, 20, 60]
    found = weighted_pairs(way, people, kind="population")
    assert shares(found) == [[1.0, 0.75], [0.25, 0.25], [0.75, 1.0]]


def test_every_fault_of_the_weights_is_told() -> None:
    with pytest.raises(InputError) as error:
        weighed(("00001", "00009", 1), ("00001", "00001", -1), ("00001", "00001", np.inf))
    text = error.value.message
    assert "00001 → 00009: the crosswalk has no such pair" in text
    assert "00001 → 00001: this pair is there twice" in text
    assert text.count("a weight is no number from 0 on") == 2


def _one_piece_a_unit(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return pieces(units, units).pairs


def test_a_raster_gives_each_piece_the_hectares_that_count(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """West has three cells of class 1, east one; a cell is a hectare."""
    layer = raster_of([[1, 1, 0, 1], [1, 0, 0, 0]], tiny_grid)
    found = tally_weights(_one_piece_a_unit(tiny_units), layer, is_counted=lambda one: one == 1)
    assert found["from_code"].tolist() == ["00001", "00002"]
    assert found["weight"].tolist() == pytest.approx([3, 1], rel=1e-5)


def test_a_piece_that_the_raster_does_not_see_has_no_weight(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    layer = raster_of([[1, 1, 0, 9], [1, 0, 0, 0]], tiny_grid, nodata=9)
    found = tally_weights(_one_piece_a_unit(tiny_units), layer, is_counted=lambda one: one == 1)
    assert found["weight"].tolist() == pytest.approx([3, NAN], rel=1e-5, nan_ok=True)


def test_no_data_does_not_count_whatever_zero_means(
    tiny_units: gpd.GeoDataFrame, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """A thin strip of no data may be tolerated, but is never a class."""
    pixels = [[0, 0, 0, 0], [0, 0, 0, 0]]
    layer = raster_of(pixels, tiny_grid)
    east = tiny_units.iloc[[1]]
    moved = east.set_geometry(east.translate(xoff=tiny_grid.cell_width * 0.005))
    found = tally_weights(_one_piece_a_unit(moved), layer, is_counted=lambda one: one == 0)
    assert found["weight"].iloc[0] == pytest.approx(4 - 2 * 0.005, rel=1e-4)

"""Strata of canopy: what is lost in some years, what is kept, and what was none."""

from __future__ import annotations

import pytest

from lsgeo.accuracy import canopy_strata
from lsgeo.products.hansen import PRODUCT
from lsgeo.raster import Grid, Window
from tests.conftest import LOSSYEAR, TREECOVER, raster_of


@pytest.mark.parametrize(
    ("years", "strata"),
    [
        ((2001, 2024), [[2, 1, 3, 3], [1, 3, 2, 1]]),
        ((2002, 2002), [[2, 1, 3, 3], [3, 3, 2, 2]]),
        ((2003, 2024), [[2, 3, 3, 3], [3, 3, 2, 1]]),
    ],
)
def test_loss_counts_in_its_years_before_them_there_is_none_and_after_them_it_is_kept(
    tiny_grid: Grid, years: tuple[int, int], strata: list[list[int]]
) -> None:
    bands = {
        "treecover2000": raster_of(TREECOVER, tiny_grid),
        "lossyear": raster_of(LOSSYEAR, tiny_grid),
    }
    found = canopy_strata(PRODUCT.joined(bands), min_canopy_pct=30, years=years)
    assert found.raster.read(Window(0, 0, 2, 4)).tolist() == strata


def test_strata_are_called_by_their_years(tiny_grid: Grid) -> None:
    bands = {
        "treecover2000": raster_of(TREECOVER, tiny_grid),
        "lossyear": raster_of(LOSSYEAR, tiny_grid),
    }
    joint = PRODUCT.joined(bands)
    found = canopy_strata(joint, min_canopy_pct=30, years=(2021, 2024))
    assert [found.label(value).vi for value in (1, 2, 3, 4)] == [
        "Mất tán cây 2021–2024",
        "Còn tán cây đến hết 2024",
        "Không có tán cây cuối 2020",
        "4",
    ]

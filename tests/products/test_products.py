"""What the pixels of each product mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lsgeo.errors import ConfigError, InputError
from lsgeo.products import find_products, hansen, mcd12c1
from lsgeo.raster import Grid, Raster, Window
from lsgeo.text import Words

WHOLE = Window(0, 0, 2, 4)


def test_every_product_is_found_by_its_name() -> None:
    products = find_products()
    assert set(products) >= {"hansen", "mcd12c1"}
    assert all(name == product.name for name, product in products.items())


def test_every_product_says_whose_it_is() -> None:
    for product in find_products().values():
        assert product.source
        assert product.licence
        assert product.title.vi
        assert product.title.en


@pytest.mark.parametrize(
    ("canopy", "loss", "step", "year"),
    [
        (0, 0, 0, 0),
        (9, 0, 0, 0),
        (10, 0, 1, 0),
        (29, 1, 1, 1),
        (30, 1, 2, 1),
        (49, 24, 2, 24),
        (50, 0, 3, 0),
        (75, 0, 4, 0),
        (100, 99, 4, 99),
    ],
)
def test_hansen_pixels_become_a_canopy_step_and_a_loss_year(
    canopy: int, loss: int, step: int, year: int
) -> None:
    joint = hansen.decode(
        treecover2000=np.array([canopy], dtype="uint8"), lossyear=np.array([loss], dtype="uint8")
    )
    steps, years = hansen.split(joint)
    assert (steps.tolist(), years.tolist()) == ([step], [year])


@pytest.mark.parametrize(("percent", "step"), [(10, 1), (30, 2), (50, 3), (75, 4)])
def test_a_threshold_takes_the_pixels_that_reach_it(percent: int, step: int) -> None:
    assert hansen.canopy_step(percent) == step
    below, at = hansen.decode(
        treecover2000=np.array([percent - 1, percent]), lossyear=np.array([0, 0])
    )
    assert below // 100 < step <= at // 100


def test_another_threshold_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ConfigError, match="expected 10, 30, 50, 75, got 33"):
        hansen.canopy_step(33)


@pytest.mark.parametrize(
    ("canopy", "loss", "band"),
    [(101, 0, "treecover2000"), (255, 0, "treecover2000"), (0, 100, "lossyear")],
)
def test_hansen_values_outside_the_legend_name_their_band(
    canopy: int, loss: int, band: str, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    bands = {"treecover2000": raster_of([[canopy] * 4] * 2, tiny_grid, name="treecover2000")}
    bands |= {"lossyear": raster_of([[loss] * 4] * 2, tiny_grid, name="lossyear")}
    with pytest.raises(InputError) as caught:
        hansen.PRODUCT.joined(bands).read(WHOLE)
    assert caught.value.subject == band
    assert caught.value.faults[0].got == str(max(canopy, loss))


def test_igbp_classes_are_kept_as_they_are() -> None:
    classes = np.arange(17, dtype="uint8")
    assert mcd12c1.decode(igbp=classes).tolist() == list(range(17))


@pytest.mark.parametrize("value", [17, 255])
def test_igbp_values_outside_the_legend_are_refused(
    value: int, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    band = raster_of([[value] * 4] * 2, tiny_grid, name="igbp")
    with pytest.raises(InputError, match=f"igbp.*\n.*expected 0…16, got {value}"):
        mcd12c1.PRODUCT.joined({"igbp": band}).read(WHOLE)


def test_a_no_data_tag_within_the_legend_is_overruled_by_the_product(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    """Hansen's 0 is "no loss" and "no trees", also in a file that is tagged nodata = 0."""
    bands = {
        name: raster_of([[0] * 4] * 2, tiny_grid, name=name, nodata=0)
        for name in ("treecover2000", "lossyear")
    }
    assert (hansen.PRODUCT.joined(bands).read(WHOLE) == 0).all()


def test_a_no_data_tag_outside_the_legend_stays_no_data(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    band = raster_of([[255, 2, 2, 2]] * 2, tiny_grid, nodata=255)
    joined = mcd12c1.PRODUCT.joined({"igbp": band})
    assert joined.nodata == -1
    assert joined.read(WHOLE).tolist() == [[-1, 2, 2, 2]] * 2


def test_a_legend_with_gaps_is_told_value_by_value(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    product = replace(mcd12c1.PRODUCT, legend={"igbp": (10, 20, 95)})
    band = raster_of([[10, 20, 95, 11]] * 2, tiny_grid, name="igbp")
    with pytest.raises(InputError, match="expected 10, 20, 95, got 11"):
        product.joined({"igbp": band}).read(WHOLE)


def test_the_last_loss_is_the_year_the_classes_speak_of() -> None:
    classes = hansen.decode(treecover2000=np.array([80, 0, 30]), lossyear=np.array([0, 24, 3]))
    assert hansen.last_loss(classes) == 2024
    assert hansen.last_loss(np.array([100, 400])) == 2000


def test_every_igbp_class_has_words_of_its_own() -> None:
    """The legend of the MCD12 user guide has 17 classes, water being 0 in MCD12C1."""
    assert sorted(mcd12c1.CLASSES) == list(range(17))
    assert mcd12c1.CLASSES[0] == Words("Mặt nước", "Water")
    assert mcd12c1.CLASSES[13].en == "Urban and built-up"
    assert len({words.vi for words in mcd12c1.CLASSES.values()}) == 17

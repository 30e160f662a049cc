"""What the pixels of each product mean."""

from __future__ import annotations

import numpy as np
import pytest

from lsgeo.errors import ConfigError, InputError
from lsgeo.products import find_products, hansen, mcd12c1
from lsgeo.text import Words


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
    [(0, 0, 0, 0), (9, 0, 0, 0), (10, 0, 1, 0), (29, 1, 1, 1), (30, 1, 2, 1), (49, 24, 2, 24),
     (50, 0, 3, 0), (75, 0, 4, 0), (100, 99, 4, 99)],
)  # fmt: skip
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
    canopy: int, loss: int, band: str
) -> None:
    with pytest.raises(InputError) as caught:
        hansen.decode(treecover2000=np.array([canopy]), lossyear=np.array([loss]))
    assert caught.value.subject == band
    assert caught.value.faults[0].got == str(max(canopy, loss))


def test_igbp_classes_are_kept_as_they_are() -> None:
    classes = np.arange(17, dtype="uint8")
    assert mcd12c1.decode(igbp=classes).tolist() == list(range(17))


@pytest.mark.parametrize("value", [17, 255])
def test_igbp_values_outside_the_legend_are_refused(value: int) -> None:
    with pytest.raises(InputError, match=f"igbp.*\n.*got {value}"):
        mcd12c1.decode(igbp=np.array([value], dtype="uint8"))


def test_every_igbp_class_has_words_of_its_own() -> None:
    """The legend of the MCD12 user guide has 17 classes, water being 0 in MCD12C1."""
    assert sorted(mcd12c1.CLASSES) == list(range(17))
    assert mcd12c1.CLASSES[0] == Words("Mặt nước", "Water")
    assert mcd12c1.CLASSES[13].en == "Urban and built-up"
    assert len({words.vi for words in mcd12c1.CLASSES.values()}) == 17

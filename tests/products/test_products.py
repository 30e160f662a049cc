"""What the pixels of each product mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lsgeo.errors import ConfigError, InputError
from lsgeo.products import (
    Product,
    find_products,
    hansen,
    io_lulc,
    jrc_gfc2020,
    mcd12c1,
    worldcover,
)
from lsgeo.raster import Grid, Raster, Window
from lsgeo.text import Words

WHOLE = Window(0, 0, 2, 4)


def test_every_product_is_found_by_its_name() -> None:
    products = find_products()
    assert set(products) == {"hansen", "io_lulc", "jrc_gfc2020", "mcd12c1", "worldcover"}
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


def test_every_class_has_words_and_a_colour_and_every_value_of_the_legend_an_answer() -> None:
    for product in find_products().values():
        if product.classified:
            (band,) = product.bands
            unseen = set(product.unobserved.get(band, ()))
            assert set(product.legend[band]) == set(product.classes) | unseen
            assert set(product.colours) == set(product.classes)
            assert len({words.vi for words in product.classes.values()}) == len(product.classes)
            assert product.short.vi


@pytest.mark.parametrize(
    ("product", "pixels", "expected"),
    [
        (worldcover.PRODUCT, [0, 10, 95, 100], [-1, 10, 95, 100]),
        (io_lulc.PRODUCT, [0, 10, 11, 2], [-1, -1, 11, 2]),
        (jrc_gfc2020.PRODUCT, [0, 1, 1, 0], [0, 1, 1, 0]),
    ],
)
@pytest.mark.parametrize("nodata", [None, 0])
def test_what_is_not_observed_is_told_by_the_product_whatever_the_tag(
    product: Product,
    pixels: list[int],
    expected: list[int],
    nodata: int | None,
    tiny_grid: Grid,
    raster_of: Callable[..., Raster],
) -> None:
    """WorldCover's 0 is no data, clouds and 0 of ESRI/IO are none, JRC's 0 is ground, no forest."""
    (band,) = product.bands
    raster = raster_of([pixels] * 2, tiny_grid, name=band, nodata=nodata)
    assert product.joined({band: raster}).read(WHOLE).tolist() == [expected] * 2


@pytest.mark.parametrize(
    ("product", "value"),
    [(worldcover.PRODUCT, 11), (io_lulc.PRODUCT, 3), (jrc_gfc2020.PRODUCT, 2)],
)
def test_a_value_outside_the_legend_names_the_file(
    product: Product, value: int, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    (band,) = product.bands
    raster = replace(raster_of([[value] * 4] * 2, tiny_grid, name=band), file="rasters/a.tif")
    with pytest.raises(InputError, match=rf"rasters/a\.tif: .*\n.*got {value}"):
        product.joined({band: raster}).read(WHOLE)


def hansen_with(raster_of: Callable[..., Raster], grid: Grid, **bands: list[int]) -> list[int]:
    """The joint classes of a row of four pixels of canopy 80 that was lost in 2005."""
    rows = {"treecover2000": [80] * 4, "lossyear": [5] * 4, **bands}
    rasters = {name: raster_of([row] * 2, grid, name=name) for name, row in rows.items()}
    return hansen.PRODUCT.joined(rasters).read(WHOLE)[0].tolist()


def test_ground_that_the_data_mask_leaves_out_is_not_observed_and_water_has_no_trees(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    found = hansen_with(raster_of, tiny_grid, datamask=[0, 1, 2, 1])
    assert found == [-1, 405, 0, 405]


def test_gain_is_told_apart_from_none_and_from_not_looked_for(
    tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    joint = np.array(hansen_with(raster_of, tiny_grid, gain=[0, 1, 1, 0], datamask=[1, 1, 2, 2]))
    assert joint.tolist() == [1405, 2405, 1000, 1000]
    looked, gained = hansen.gains(joint)
    assert (looked.all(), gained.tolist()) == (True, [False, True, False, False])
    assert [part.tolist() for part in hansen.split(joint)] == [[4, 4, 0, 0], [5, 5, 0, 0]]
    assert not hansen.gains(np.array([405]))[0].any()


def test_what_is_no_data_is_below_every_threshold_and_gained_nothing() -> None:
    (steps, _years), (looked, gained) = hansen.split(np.array([-1])), hansen.gains(np.array([-1]))
    assert (steps.tolist(), looked.any(), gained.any()) == ([-1], False, False)


@pytest.mark.parametrize("band", ["gain", "datamask"])
def test_optional_bands_are_checked_too(
    band: str, tiny_grid: Grid, raster_of: Callable[..., Raster]
) -> None:
    with pytest.raises(InputError) as caught:
        hansen_with(raster_of, tiny_grid, **{band: [3] * 4})
    assert caught.value.subject == band


def test_worldcover_of_two_versions_is_no_change() -> None:
    assert "v100" in worldcover.incomparable("2020", "2021").vi
    assert "different versions" in worldcover.incomparable("2020", "2021").en
    assert worldcover.incomparable("2021", "2021") == Words("", "")
    assert worldcover.incomparable("2022", "2022") != Words("", "")  # of an unknown version
    assert io_lulc.PRODUCT.incomparable("2017", "2024") == Words("", "")

"""Rasters: windows of whole numbers on a north-up grid in degrees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning

from lsgeo.errors import InputError
from lsgeo.raster import Window
from lsgeo.sources.catalog import Entry
from lsgeo.sources.raster import open_raster

PIXELS = np.arange(12, dtype="uint8").reshape(3, 4)
NORTH_UP = Affine(0.001, 0, 106.7, 0, -0.002, 21.9)

ELSEWHERE = Affine(0.001, 0, -80, 0, -0.001, 20)

Write = Callable[..., Entry]


@pytest.fixture
def write(tmp_path: Path, entry_for: Callable[..., Entry]) -> Write:
    def writing(
        pixels: np.ndarray = PIXELS, *, entry: dict[str, str] | None = None, **keys: object
    ):
        path = tmp_path / "a.tif"
        profile = {"driver": "GTiff", "height": 3, "width": 4, "count": 1, "dtype": pixels.dtype}
        profile |= {"crs": "EPSG:4326", "transform": NORTH_UP} | keys
        profile = {key: value for key, value in profile.items() if value is not None}
        with rasterio.open(path, "w", **profile) as dataset:
            dataset.write(pixels, 1)
        said = {"product": "hansen", "band": "lossyear", "period": "2024"} | (entry or {})
        return entry_for(path, theme="raster", **said)

    return writing


def message(entry: Entry) -> str:
    with pytest.raises(InputError) as caught:
        open_raster(entry)
    text = str(caught.value)
    assert text.startswith(str(entry.path))
    return text


def test_the_grid_is_where_the_pixels_are(write: Write) -> None:
    grid = open_raster(write()).grid
    assert (grid.west, grid.north, grid.width, grid.height) == (106.7, 21.9, 4, 3)
    assert (grid.cell_width, grid.cell_height) == (0.001, 0.002)
    assert (grid.east, grid.south) == pytest.approx((106.704, 21.894))
    assert grid.crs.to_epsg() == 4326


def test_a_window_is_read_where_it_is_asked_for(write: Write) -> None:
    pixels = open_raster(write()).read(Window(row=1, col=2, height=2, width=2))
    assert pixels.tolist() == [[6, 7], [10, 11]]


@pytest.mark.parametrize("nodata", [None, 0, 255])
def test_no_data_is_what_the_file_says(write: Write, nodata: int | None) -> None:
    assert open_raster(write(nodata=nodata)).nodata == nodata


def test_a_tag_that_no_whole_number_equals_marks_nothing(write: Write) -> None:
    assert open_raster(write(PIXELS.astype("int16"), nodata=0.5)).nodata is None


def test_messages_call_it_by_its_file(write: Write) -> None:
    entry = write()
    assert open_raster(entry).label == str(entry.path)


def test_a_wrong_tag_is_overridden_by_the_catalog(write: Write) -> None:
    entry = write(crs="EPSG:32648", entry={"crs": "EPSG:4326"})
    assert open_raster(entry).grid.crs.to_epsg() == 4326


def test_an_unknown_system_in_the_catalog_is_an_error(write: Write) -> None:
    assert "EPSG:0" in message(write(entry={"crs": "EPSG:0"}))


def test_pixels_that_are_no_whole_numbers_cannot_be_classes(write: Write) -> None:
    text = message(write(PIXELS.astype("float32")))
    assert "pixels are no whole numbers" in text
    assert "expected uint8, got float32" in text


def test_a_rotated_grid_is_an_error_with_the_remedy(write: Write) -> None:
    rotated = Affine(0.001, 0.0003, 106.7, 0.0003, -0.002, 21.9)
    assert "the grid is rotated or flipped" in message(write(transform=rotated))


def test_a_grid_that_runs_north_is_an_error(write: Write) -> None:
    flipped = Affine(0.001, 0, 106.7, 0, 0.002, 21.9)
    assert "the grid is rotated or flipped" in message(write(transform=flipped))


def test_a_raster_without_a_system_is_an_error(write: Write) -> None:
    assert "no coordinate system" in message(write(crs=None))


def test_a_picture_without_a_place_is_an_error_and_no_warning(write: Write) -> None:
    with pytest.warns(NotGeoreferencedWarning):
        entry = write(crs=None, transform=None)
    assert "no coordinate system" in message(entry)


def test_a_raster_in_metres_is_read_as_it_is(write: Write) -> None:
    plane = Affine(30, 0, 449_000, 0, -30, 2_417_000)
    grid = open_raster(write(crs="EPSG:9215", transform=plane)).grid
    assert (grid.west, grid.north, grid.cell_width) == (449_000, 2_417_000, 30)
    assert grid.crs.to_epsg() == 9215


def test_a_raster_knows_the_blocks_that_are_read_at_once(write: Write) -> None:
    pixels = np.zeros((64, 48), dtype="uint8")
    tiled = {"tiled": True, "blockxsize": 16, "blockysize": 32, "height": 64, "width": 48}
    assert open_raster(write(pixels, **tiled)).block == (32, 16)


def test_a_raster_elsewhere_is_an_error(write: Write) -> None:
    assert "do not lie in Viet Nam" in message(write(transform=ELSEWHERE))


def test_every_fault_is_told_at_once(write: Write) -> None:
    text = message(write(PIXELS.astype("float32"), transform=ELSEWHERE))
    assert "no whole numbers" in text
    assert "Viet Nam" in text


def test_a_file_that_is_no_raster_is_an_error(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(b"II*\0 not a raster")
    entry = entry_for(path, theme="raster", product="hansen", band="lossyear", period="2024")
    assert "the raster cannot be read" in message(entry)


def test_a_file_that_is_cut_off_is_an_error_when_it_is_read(write: Write) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 400), dtype="uint8")
    entry = write(noise, height=300, width=400, compress="deflate")
    raster = open_raster(entry)
    entry.path.write_bytes(entry.path.read_bytes()[:20_000])
    with pytest.raises(InputError, match=r"a\.tif: the raster cannot be read"):
        raster.read(Window(0, 0, 300, 400))

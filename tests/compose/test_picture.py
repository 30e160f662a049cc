"""The loss raster as a picture: on eight pixels, counted by eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from pyproj import CRS, Transformer
from shapely import box

from lsgeo.compose.picture import Origin, Picture, loss_picture
from lsgeo.palette import PICTURE_LOSS
from lsgeo.products.hansen import PRODUCT
from lsgeo.raster import Grid, Raster, Window
from tests.conftest import LOSSYEAR, TREECOVER

ORIGIN = Origin(last_year=2024, quality="remote_sensing", source="an office", attribution="who")
RasterOf = Callable[..., Raster]


@pytest.fixture
def tiny_loss(tiny_grid: Grid, raster_of: RasterOf) -> Raster:
    bands = {"treecover2000": TREECOVER, "lossyear": LOSSYEAR}
    return PRODUCT.joined({name: raster_of(pixels, tiny_grid) for name, pixels in bands.items()})


def picture_of(
    raster: Raster, units: gpd.GeoDataFrame, *, most: int = 700, origin: Origin = ORIGIN
) -> Picture:
    found = loss_picture(raster, units, min_canopy_pct=30, origin=origin, most=most)
    assert found is not None
    return found


def test_a_pixel_has_the_year_of_its_loss_where_there_was_canopy(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    """The pixel of 29 % lost its trees in 2002 too, but 29 is no canopy."""
    assert picture_of(tiny_loss, tiny_units).pixels.tolist() == [[0, 2, 0, 0], [1, 0, 0, 3]]


def test_a_block_has_the_year_in_which_most_was_lost_from_a_quarter_on(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    """West: one pixel of 2001 and one of 2002, so the earlier; east: one of four, of 2003."""
    assert picture_of(tiny_loss, tiny_units, most=2).pixels.tolist() == [[1, 3]]


@pytest.mark.parametrize(("lost", "shown"), [(3, 0), (4, 24)])
def test_less_than_a_quarter_of_a_block_is_not_coloured(
    raster_of: RasterOf, lost: int, shown: int
) -> None:
    """One block of sixteen pixels."""
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.0, 0.01, 0.01, width=4, height=4)
    unit = gpd.GeoDataFrame(geometry=[box(106, 21.96, 106.04, 22)], crs="EPSG:4326")
    pixels = np.where(np.arange(16) < lost, 424, 400).reshape(4, 4)
    assert picture_of(raster_of(pixels, grid), unit, most=1).pixels.tolist() == [[shown]]


def test_nothing_is_coloured_outside_the_units(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    assert picture_of(tiny_loss, tiny_units.iloc[:1]).pixels.tolist() == [
        [0, 2, 0, 0],
        [1, 0, 0, 0],
    ]


def test_the_bounds_are_those_of_the_pixels(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    west, south, east, north = picture_of(tiny_loss, tiny_units).bounds
    grid = tiny_loss.grid
    assert (west, south, east, north) == (grid.west, grid.south, grid.east, grid.north)


def test_the_picture_is_cropped_to_the_units_with_a_margin(raster_of: RasterOf) -> None:
    """One cell of 0.02° and a half on every side of it, so three by three of a hundred."""
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.0, 0.02, 0.02, width=100, height=100)
    unit = gpd.GeoDataFrame(geometry=[box(106.5, 21.5, 106.52, 21.52)], crs="EPSG:4326")
    lost = raster_of(np.full((100, 100), 405, dtype="int32"), grid)
    found = picture_of(lost, unit)
    assert found.pixels.tolist() == [[0, 0, 0], [0, 5, 0], [0, 0, 0]]


def test_rows_are_equal_steps_of_mercator_northing(raster_of: RasterOf) -> None:
    """Over ten degrees the middle of the picture lies south of the middle latitude's northing."""
    height = 1000
    grid = Grid(CRS("EPSG:4326"), 106.0, 23.0, 0.01, 0.01, width=1, height=height)
    unit = gpd.GeoDataFrame(geometry=[box(106, 13, 106.01, 23)], crs="EPSG:4326")
    northern = np.where(np.arange(height) < height // 2, 401, 402).astype("int32")
    found = picture_of(raster_of(northern[:, np.newaxis], grid), unit, most=height)
    to_mercator = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform
    top, middle, bottom = (to_mercator(106, latitude)[1] for latitude in (23, 18, 13))
    expected = height * (top - middle) / (top - bottom)
    assert (found.pixels == 1).sum() == pytest.approx(expected, abs=1)
    assert expected > height / 2 + 5


def test_a_large_raster_is_read_in_small_windows(raster_of: RasterOf) -> None:
    """Of 6,003 by 3,996 pixels never more than about a million at a time."""
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.5, 0.00025, 0.00025, width=6003, height=3996)
    unit = gpd.GeoDataFrame(geometry=[box(106, 21.501, 107.50075, 22.5)], crs="EPSG:4326")
    sizes = []

    def read(window: Window) -> np.ndarray:
        sizes.append(window.height * window.width)
        return np.full((window.height, window.width), 424, dtype="int32")

    found = picture_of(replace(raster_of([[0]], grid), read=read), unit)
    assert max(sizes) <= 1024**2
    assert sum(sizes) == 6003 * 3996
    assert found.pixels.shape == (444, 667)
    assert (found.pixels == 24).all()


def test_a_raster_in_metres_makes_no_picture(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    plane = replace(tiny_loss, grid=replace(tiny_loss.grid, crs=CRS("EPSG:32648")))
    assert loss_picture(plane, tiny_units, min_canopy_pct=30, origin=ORIGIN) is None


def test_a_raster_elsewhere_makes_no_picture(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    away = replace(tiny_loss, grid=replace(tiny_loss.grid, west=100.0))
    assert loss_picture(away, tiny_units, min_canopy_pct=30, origin=ORIGIN) is None


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (2024, ["2001–2005", "2006–2010", "2011–2015", "2016–2020", "2021–2024"]),
        (2021, ["2001–2005", "2006–2010", "2011–2015", "2016–2020", "2021"]),
        (2003, ["2001–2003"]),
    ],
)
def test_classes_are_bands_of_five_years(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame, last: int, labels: list[str]
) -> None:
    found = picture_of(tiny_loss, tiny_units, origin=replace(ORIGIN, last_year=last))
    assert [one.label.vi for one in found.classes] == labels
    assert found.classes[-1].high == last


@pytest.mark.parametrize("last", [2031, 2060])
def test_every_year_has_a_class_however_many_there_are(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame, last: int
) -> None:
    found = picture_of(tiny_loss, tiny_units, origin=replace(ORIGIN, last_year=last)).classes
    assert len(found) <= len(PICTURE_LOSS)
    years = [year for one in found for year in range(int(one.low), int(one.high) + 1)]
    assert years == list(range(2001, last + 1))


def test_the_note_says_how_large_a_block_is_and_that_it_is_a_satellite_figure(
    tiny_loss: Raster, tiny_units: gpd.GeoDataFrame
) -> None:
    """A cell is a hectare, so a block of two by two has a side of 200 m."""
    found = picture_of(tiny_loss, tiny_units, most=2)
    assert "khoảng 200 m" in found.note.vi
    assert "Tham khảo viễn thám" in found.note.vi
    assert "at least a quarter" in found.note.en
    assert (found.period, found.quality) == ("2001 – 2024", "remote_sensing")

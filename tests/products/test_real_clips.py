"""Real clips of the products beside the checkout: their pixels are all in the legends."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import CRS

from lsgeo.products import find_products, hansen, worldcover
from lsgeo.raster import Grid, Raster, Window
from tests.conftest import raster_of

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "rasters"
HANSEN = "Hansen_GFC-2023-v1.11_{band}_20N_080W.tif"
WORLDCOVER = "ESA_WorldCover_10m_2021_v200_N00E006_Map_clip.tif"
MCD12C1 = "mcd12c1_2019_igbp_005deg_langson.tif"

pytestmark = pytest.mark.real


def opened(name: str) -> Raster:
    """The clip in memory: it lies in another country, which an entry of a catalog may not."""
    with rasterio.open(FOLDER / name) as dataset:
        pixels, nodata = dataset.read(1), dataset.nodata
    height, width = pixels.shape
    grid = Grid(CRS("EPSG:4326"), 106.0, 22.0, 0.00025, 0.00025, width=width, height=height)
    return raster_of(pixels, grid, name=name, nodata=None if nodata is None else int(nodata))


def whole(raster: Raster) -> np.ndarray:
    return raster.read(Window(0, 0, raster.grid.height, raster.grid.width))


def counted(name: str) -> Counter[int]:
    with rasterio.open(FOLDER / name) as dataset:
        return Counter(dataset.read(1).ravel().tolist())


@pytest.mark.parametrize(
    ("product", "band", "name"),
    [("worldcover", "landcover", WORLDCOVER), ("mcd12c1", "igbp", MCD12C1)],
)
def test_a_map_of_classes_keeps_every_pixel(product: str, band: str, name: str) -> None:
    found = whole(find_products()[product].joined({band: opened(name)}))
    expected = counted(name)
    if product == "worldcover":
        expected[-1] = expected.pop(0, 0)  # its 0 is no data
    assert Counter(found.ravel().tolist()) == +expected


def test_the_loss_and_the_canopy_of_hansen_come_apart_again() -> None:
    names = {band: HANSEN.format(band=band) for band in ("treecover2000", "lossyear")}
    bands = {band: opened(name) for band, name in names.items()}
    steps, years = hansen.split(whole(hansen.PRODUCT.joined(bands)))
    assert Counter(years.ravel().tolist()) == counted(names["lossyear"])
    canopy = counted(names["treecover2000"])
    assert (steps >= 2).sum() == sum(count for percent, count in canopy.items() if percent >= 30)
    assert hansen.last_loss(np.asarray(steps * 100 + years)) == 2023


def test_the_year_and_the_version_in_the_file_are_those_that_the_product_knows() -> None:
    with rasterio.open(FOLDER / WORLDCOVER) as dataset:
        tags = dataset.tags()
    version = tags["product_version"]
    assert worldcover.VERSIONS[tags["time_start"][:4]] == f"v{version[1]}{version[3]}{version[5]}"

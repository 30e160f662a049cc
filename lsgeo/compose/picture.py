"""A raster as a picture that is laid over the map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.crs import WGS84, zone_area_ha
from lsgeo.facts import span
from lsgeo.formats import number
from lsgeo.palette import PICTURE_LOSS, StyleClass, Symbol
from lsgeo.products import hansen
from lsgeo.raster import Grid, Raster, Window
from lsgeo.text import Words, same
from lsgeo.zonal.coverage import cover

_MARGIN_DEG = 0.01
_LEAST_LOST = 0.25  # of a block: less is scattered pixels, which would paint whole slopes
_LEAST_INSIDE = 0.5
_CHUNK = 1024  # rows and columns that are read at a time, so that memory does not grow with a file
_BAND_YEARS = 5

_TITLE = Words("Mất tán cây theo năm", "Tree canopy loss by year")
_NOTE = Words(
    "Tham khảo viễn thám: gồm cả khai thác rừng trồng và cây lâu năm, không phải mất rừng theo "
    "quy định. Mỗi điểm ảnh là một ô khoảng {side} m, chỉ tô màu khi ít nhất một phần tư ô đã mất "
    "tán cây (từ {canopy} % tán che năm 2000), theo năm mất nhiều nhất",
    "Satellite reference: harvested plantations and tree crops included, not forest loss in law. "
    "A pixel is a block of about {side} m, coloured only where at least a quarter of it lost its "
    "canopy ({canopy} % or more in 2000), by the year in which most was lost",
)


@dataclass(frozen=True)
class Picture:
    """The years of a raster as a picture, north up.

    ``pixels`` (height, width) has 0 for nothing and n for the year ``first_year + n - 1``; its rows
    are equal steps of Web Mercator northing, not of latitude. ``bounds`` are west, south, east and
    north in degrees. The class of a pixel is the one of ``classes`` whose low and high, both
    included, its year lies between.
    """

    name: str
    title: Words
    note: Words
    period: str
    quality: str
    source: str
    attribution: str
    pixels: NDArray[np.uint8]
    bounds: tuple[float, float, float, float]
    classes: tuple[StyleClass, ...]
    first_year: int


@dataclass(frozen=True)
class Origin:
    """Where a raster comes from, and the last year it was looked at."""

    last_year: int
    quality: str
    source: str
    attribution: str


def loss_picture(
    raster: Raster,
    units: gpd.GeoDataFrame,
    *,
    min_canopy_pct: int,
    origin: Origin,
    most: int = 700,
) -> Picture | None:
    """The years in which canopy was lost, at most `most` pixels on the longer side.

    `raster` holds the joint classes of `lsgeo.products.hansen`; only what lies inside `units` is
    shown. None where the raster is not in WGS 84 degrees, misses the units, or ends before 2001.
    """
    outline = shapely.union_all(units.geometry.to_crs(WGS84).to_numpy())
    window = _window(raster.grid, outline)
    last = origin.last_year - hansen.FIRST_YEAR
    if window is None or last < 1:
        return None
    block = math.ceil(max(window.height, window.width) / most)
    grid = _coarse(raster.grid, window, block=block)
    step = hansen.canopy_step(min_canopy_pct)
    years = _years(raster, window, block=block, canopy_step=step, last=last)
    years[~_inside(outline, grid)] = 0
    period = span([str(hansen.FIRST_YEAR + 1), str(origin.last_year)])
    return Picture(
        name="loss_years",
        title=_TITLE,
        note=_note(grid, min_canopy_pct=min_canopy_pct),
        period=period,
        quality=origin.quality,
        source=origin.source,
        attribution=origin.attribution,
        pixels=years[_mercator_rows(grid)],
        bounds=(grid.west, grid.south, grid.east, grid.north),
        classes=tuple(_bands(hansen.FIRST_YEAR + 1, origin.last_year)),
        first_year=hansen.FIRST_YEAR + 1,
    )


def _window(grid: Grid, outline: shapely.Geometry) -> Window | None:
    """The cells around `outline` with a small margin; None where there are none, or no degrees."""
    if not grid.crs.equals(CRS(WGS84), ignore_axis_order=True):
        return None
    west, south, east, north = shapely.bounds(outline.buffer(_MARGIN_DEG))
    left = max(math.floor((west - grid.west) / grid.cell_width), 0)
    right = min(math.ceil((east - grid.west) / grid.cell_width), grid.width)
    top = max(math.floor((grid.north - north) / grid.cell_height), 0)
    bottom = min(math.ceil((grid.north - south) / grid.cell_height), grid.height)
    if left >= right or top >= bottom:
        return None
    return Window(row=top, col=left, height=bottom - top, width=right - left)


def _coarse(grid: Grid, window: Window, *, block: int) -> Grid:
    """The grid of blocks over a window; the last ones may reach beyond it."""
    return replace(
        grid,
        west=grid.west + window.col * grid.cell_width,
        north=grid.north - window.row * grid.cell_height,
        cell_width=grid.cell_width * block,
        cell_height=grid.cell_height * block,
        width=math.ceil(window.width / block),
        height=math.ceil(window.height / block),
    )


def _years(
    raster: Raster, window: Window, *, block: int, canopy_step: int, last: int
) -> NDArray[np.uint8]:
    """The year (n: 2000 + n) in which most of each block was lost, 0 where too little was."""
    shape = (math.ceil(window.height / block), math.ceil(window.width / block))
    years = np.zeros(shape, dtype="uint8")
    for part in _chunks(window, step=max(_CHUNK // block, 1) * block):
        steps, lost = hansen.split(raster.read(part))  # of -1, no data, the step is below 0
        found = np.where((steps >= canopy_step) & (lost <= last), lost, 0)
        row, col = (part.row - window.row) // block, (part.col - window.col) // block
        main = _main_year(found, block=block, last=last)
        years[row : row + main.shape[0], col : col + main.shape[1]] = main
    return years


def _chunks(window: Window, *, step: int) -> Iterator[Window]:
    """`window` in pieces of at most `step` rows and columns."""
    for row in range(0, window.height, step):
        for col in range(0, window.width, step):
            height, width = min(step, window.height - row), min(step, window.width - col)
            yield Window(window.row + row, window.col + col, height, width)


def _main_year(years: NDArray[np.integer], *, block: int, last: int) -> NDArray[np.uint8]:
    """The commonest year above 0 of each block (of equals the earlier), 0 below a quarter of it."""
    rows, cols = (np.arange(length) // block for length in years.shape)
    high, wide = int(rows[-1]) + 1, int(cols[-1]) + 1
    place = rows[:, np.newaxis] * wide + cols
    keys = place.ravel() * (last + 1) + years.ravel()
    counts = np.bincount(keys, minlength=high * wide * (last + 1)).reshape(high, wide, last + 1)
    enough = counts[..., 1:].sum(axis=2) >= _LEAST_LOST * counts.sum(axis=2)
    main = counts[..., 1:].argmax(axis=2) + 1
    return np.where(enough, main, 0).astype("uint8")


def _inside(outline: shapely.Geometry, grid: Grid) -> NDArray[np.bool_]:
    """Which cells lie at least half inside `outline`."""
    inside = np.zeros((grid.height, grid.width), dtype=bool)
    covered = cover(outline, grid)
    if covered is not None:
        part = covered.window
        rows = slice(part.row, part.row + part.height)
        inside[rows, part.col : part.col + part.width] = covered.shares >= _LEAST_INSIDE
    return inside


def _mercator_rows(grid: Grid) -> NDArray[np.int64]:
    """For each row of equal Web Mercator northing the row of `grid` at its middle."""
    ends = np.radians([grid.north, grid.south])
    top, bottom = np.arctanh(np.sin(ends))  # northing over the radius (Snyder 1987, eq. 7-2a)
    middles = top + (bottom - top) * (np.arange(grid.height) + 0.5) / grid.height
    latitudes = np.degrees(np.arcsin(np.tanh(middles)))
    rows = np.floor((grid.north - latitudes) / grid.cell_height).astype("int64")
    return np.clip(rows, 0, grid.height - 1)


def _note(grid: Grid, *, min_canopy_pct: int) -> Words:
    middle = (grid.north + grid.south) / 2
    edges = np.array([middle - grid.cell_height / 2, middle + grid.cell_height / 2])
    side = 100 * math.sqrt(float(zone_area_ha(edges, grid.cell_width)[0]))  # m: √ha is 100 m
    said = {one: number(round(side, -1), language=one) for one in ("vi", "en")}
    canopy = min_canopy_pct
    return Words(
        _NOTE.vi.format(side=said["vi"], canopy=canopy),
        _NOTE.en.format(side=said["en"], canopy=canopy),
    )


def _bands(first: int, last: int) -> Iterator[StyleClass]:
    """The years in bands of five (more, where colours do not suffice), the last one shorter."""
    length = max(_BAND_YEARS, math.ceil((last - first + 1) / len(PICTURE_LOSS)))
    starts = range(first, last + 1, length)
    for start, colour in zip(starts, PICTURE_LOSS, strict=False):
        end = min(start + length - 1, last)
        label = str(start) if start == end else f"{start}–{end}"
        yield StyleClass(same(label), Symbol(colour, edge=""), low=start, high=end)

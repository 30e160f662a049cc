"""Rasters: a grid and a windowed reader; pixels are read only where they are asked for."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window as FileWindow

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Grid, Pixels, Raster, Window, opened, room
from lsgeo.sources.catalog import Entry
from lsgeo.sources.virtual import driver_of, location_of, settings_for

_FILTERS = threading.Lock()
_CACHE_MB = 32
_KINDS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "int64")  # that int64 holds all of


def open_raster(entry: Entry) -> Raster:
    """The first band of an entry's file, read window by window; see `open_file`."""
    return open_file(entry.path, name=entry.band or entry.path.stem, system=entry.crs)


def open_file(place: Path | str, *, name: str = "", system: str = "", band: int = 1) -> Raster:
    """A band of a raster, read window by window; `system` goes before the CRS that it names.

    `place` is a GeoTIFF, a VRT of such, or the address of one of both: "https://…", "/vsicurl/…"
    or "/vsis3/…". Nothing but a named address is fetched (`lsgeo.sources.virtual`). Raises
    `InputError` where the file cannot be opened, its pixels are no integers, its grid is rotated,
    or its coordinate system is missing or implausible.
    """
    path, said = location_of(place), str(place)
    try:
        with _opened(path) as dataset:
            tag = crs.parse(dataset.crs.to_wkt()) if dataset.crs else None
            named = crs.parse(system) if system else tag
            faults = crs.faults_of(named, _bounds(dataset))
            faults += _pixel_faults(dataset, band)
            if named is None or faults:
                raise InputError(said, _("the raster cannot be used"), faults)
            affine, nodata = dataset.transform, dataset.nodatavals[band - 1]
            grid = Grid(
                crs=named,
                west=affine.c,
                north=affine.f,
                cell_width=affine.a,
                cell_height=-affine.e,
                width=dataset.width,
                height=dataset.height,
            )
            height, width = dataset.block_shapes[band - 1]
    except (RasterioError, ValueError) as error:
        raise InputError(said, _("the raster cannot be read"), [Fault(str(error))]) from error

    def read(window: Window) -> Pixels:
        place = FileWindow(window.col, window.row, window.width, window.height)
        try:
            with opened(path, lambda: _opened(path)) as dataset:
                shape, kind = (window.height, window.width), dataset.dtypes[band - 1]
                return np.asarray(dataset.read(band, window=place, out=room(shape, kind)))
        except RasterioError as error:
            raise InputError(said, _("the raster cannot be read"), [Fault(str(error))]) from error

    return Raster(
        name=name or PurePath(path).stem,
        grid=grid,
        read=read,
        nodata=_whole_nodata(nodata),
        file=said,
        block=(height, width),
    )


def _whole_nodata(tag: float | None) -> int | None:
    """The value that marks no data; None where the file names none that a pixel can have.

    Pixels are whole numbers, so NaN, infinity and fractions mark nothing.
    """
    return int(tag) if tag is not None and float(tag).is_integer() else None


@contextmanager
def _opened(path: str) -> Iterator[rasterio.DatasetReader]:
    """The dataset; that it has no place on the ground is a fault of ours, not a warning."""
    # Blocks are read once: to keep many of them only costs the memory that has to be found.
    with rasterio.Env(GDAL_CACHEMAX=_CACHE_MB, **settings_for(path)):
        with _FILTERS, warnings.catch_warnings():  # the filters are those of all threads
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told as a fault of ours
            dataset = rasterio.open(path, driver=driver_of(path))  # others may fetch
        with dataset:
            yield dataset


def _bounds(dataset: rasterio.DatasetReader) -> tuple[float, float, float, float]:
    """West, south, east, north of an unrotated grid, whichever way it runs."""
    affine = dataset.transform
    across = sorted((affine.c, affine.c + affine.a * dataset.width))
    down = sorted((affine.f, affine.f + affine.e * dataset.height))
    return across[0], down[0], across[1], down[1]


def _pixel_faults(dataset: rasterio.DatasetReader, band: int) -> list[Fault]:
    faults = []
    affine = dataset.transform
    if affine.b or affine.d or affine.a <= 0 or affine.e >= 0:
        remedy = _("Warp it to a north-up grid (rio warp).")
        faults.append(
            Fault(_("the grid is rotated or flipped"), got=str(affine[:6]), remedy=remedy)
        )
    if dataset.dtypes[band - 1] not in _KINDS:
        what = _("pixels are no whole numbers, so they cannot be classes")
        faults.append(Fault(what, expected="uint8", got=dataset.dtypes[band - 1]))
    return faults

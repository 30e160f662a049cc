"""Rasters: a grid and a windowed reader; pixels are read only where they are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window as FileWindow

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Grid, Pixels, Raster, Window
from lsgeo.sources.catalog import Entry


def open_raster(entry: Entry) -> Raster:
    """The first band of an entry's file, read window by window.

    Raises `InputError` where the file cannot be opened, its pixels are no integers, its grid is
    rotated, or its coordinate system is missing, implausible, or not in degrees.
    """
    try:
        with _opened(entry) as dataset:
            tag = crs.parse(dataset.crs.to_wkt()) if dataset.crs else None
            named = crs.parse(entry.crs) if entry.crs else tag
            faults = crs.faults_of(named, _bounds(dataset))
            faults += _pixel_faults(dataset)
            if named is not None and not named.is_geographic:
                remedy = _("Warp it with the nearest neighbour (rio warp --dst-crs EPSG:4326).")
                what, got = _("the raster is not in degrees"), crs.label(named)
                faults.append(Fault(what, expected="EPSG:4326", got=got, remedy=remedy))
            if named is None or faults:
                raise InputError(str(entry.path), _("the raster cannot be used"), faults)
            affine, nodata = dataset.transform, dataset.nodata
            grid = Grid(
                crs=named,
                west=affine.c,
                north=affine.f,
                cell_width=affine.a,
                cell_height=-affine.e,
                width=dataset.width,
                height=dataset.height,
            )
    except (RasterioError, ValueError) as error:
        raise InputError(
            str(entry.path), _("the raster cannot be read"), [Fault(str(error))]
        ) from error

    def read(window: Window) -> Pixels:
        place = FileWindow(window.col, window.row, window.width, window.height)
        try:
            with _opened(entry) as dataset:
                return np.asarray(dataset.read(1, window=place))
        except RasterioError as error:
            raise InputError(
                str(entry.path), _("the raster cannot be read"), [Fault(str(error))]
            ) from error

    return Raster(
        name=entry.band or entry.path.stem,
        grid=grid,
        read=read,
        nodata=_whole_nodata(nodata),
        file=str(entry.path),
    )


def _whole_nodata(tag: float | None) -> int | None:
    """The value that marks no data; None where the file names none that a pixel can have.

    Pixels are whole numbers, so NaN, infinity and fractions mark nothing.
    """
    return int(tag) if tag is not None and float(tag).is_integer() else None


@contextmanager
def _opened(entry: Entry) -> Iterator[rasterio.DatasetReader]:
    """The dataset; that it has no place on the ground is a fault of ours, not a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told as a fault of ours
        with rasterio.open(entry.path, driver="GTiff") as dataset:  # others may fetch
            yield dataset


def _bounds(dataset: rasterio.DatasetReader) -> tuple[float, float, float, float]:
    """West, south, east, north of an unrotated grid, whichever way it runs."""
    affine = dataset.transform
    across = sorted((affine.c, affine.c + affine.a * dataset.width))
    down = sorted((affine.f, affine.f + affine.e * dataset.height))
    return across[0], down[0], across[1], down[1]


def _pixel_faults(dataset: rasterio.DatasetReader) -> list[Fault]:
    faults = []
    affine = dataset.transform
    if affine.b or affine.d or affine.a <= 0 or affine.e >= 0:
        remedy = _("Warp it to a north-up grid (rio warp).")
        faults.append(
            Fault(_("the grid is rotated or flipped"), got=str(affine[:6]), remedy=remedy)
        )
    if np.dtype(dataset.dtypes[0]).kind not in "iu":
        what = _("pixels are no whole numbers, so they cannot be classes")
        faults.append(Fault(what, expected="uint8", got=dataset.dtypes[0]))
    return faults

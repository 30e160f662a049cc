"""Rasters: where the pixels are, apart from what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.crs import zone_area_ha
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

Pixels = NDArray[np.integer]


@dataclass(frozen=True)
class Window:
    """A block of a grid, in cells: first row and column, then how many of each."""

    row: int
    col: int
    height: int
    width: int


@dataclass(frozen=True)
class Grid:
    """A north-up grid: its CRS, the west and north edges, cell sizes (CRS units), its shape."""

    crs: CRS
    west: float
    north: float
    cell_width: float
    cell_height: float
    width: int
    height: int

    @property
    def east(self) -> float:
        """The east edge."""
        return self.west + self.width * self.cell_width

    @property
    def south(self) -> float:
        """The south edge."""
        return self.north - self.height * self.cell_height


@dataclass(frozen=True)
class Raster:
    """One band of integer classes on a grid; `read` returns the pixels of a window.

    ``nodata`` is the value that means "not observed", None where every value is data; ``file``
    is where it comes from, for messages.
    """

    name: str
    grid: Grid
    read: Callable[[Window], Pixels]
    nodata: int | None = None
    file: str = ""

    @property
    def label(self) -> str:
        """What messages call it: its file where it has one, else its name."""
        return self.file or self.name


def same_grid(rasters: Mapping[str, Raster]) -> Grid:
    """The grid that all `rasters` share; raises `InputError` naming those that differ."""
    first, *others = rasters.values()
    faults = [
        Fault(
            _("lies on another grid than {first}").format(first=first.label),
            where=raster.label,
            expected=describe(first.grid),
            got=describe(raster.grid),
            remedy=_("Warp it to that grid (rio warp --like).") + f" {first.label}",
        )
        for raster in others
        if raster.grid != first.grid
    ]
    if faults:
        raise InputError(first.label, _("these rasters cannot be combined"), faults)
    return first.grid


def combine(name: str, bands: Mapping[str, Raster], *, decode: Callable[..., Pixels]) -> Raster:
    """One raster whose pixels are ``decode(band=pixels, …)`` of several on the same grid.

    Pixels that are no data in any band are -1 and never decoded: `decode` gets the observed ones
    in one dimension. Raises `InputError` where the grids differ; what `decode` raises about a
    band is told of that band's file.
    """

    def read(window: Window) -> Pixels:
        pixels = {band: raster.read(window) for band, raster in bands.items()}
        observed = np.ones((window.height, window.width), dtype=bool)
        for band, raster in bands.items():
            if raster.nodata is not None:
                observed &= pixels[band] != raster.nodata
        joint = np.full(observed.shape, -1, dtype="int32")
        try:
            joint[observed] = decode(**{band: found[observed] for band, found in pixels.items()})
        except InputError as error:
            if error.subject not in bands:
                raise
            subject = bands[error.subject].label
            raise InputError(subject, error.summary, error.faults) from error
        return joint

    return Raster(name=name, grid=same_grid(bands), read=read, nodata=-1)


def row_areas_ha(grid: Grid, *, parts: int = 1) -> NDArray[np.float64]:
    """The geodesic area in hectares of one cell of each row, each row cut into `parts`."""
    steps = np.arange(grid.height * parts + 1, dtype="float64")
    edges = grid.north - grid.cell_height / parts * steps
    return -zone_area_ha(edges, grid.cell_width)


def describe(grid: Grid) -> str:
    """A grid on one line, for messages."""
    corner = f"{grid.west:.9g} {grid.north:.9g}"
    return f"{grid.width}x{grid.height} @ {grid.cell_width:.9g} ({corner}, {grid.crs.name})"

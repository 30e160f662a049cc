"""Rasters: where the pixels are, apart from what they hold."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.crs import zone_area_ha
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

Pixels = NDArray[np.integer]
_T = TypeVar("_T")
LEFT_OUT = -2
"""The class of pixels of `joined` that a condition leaves out."""

_BITS = 62  # of a joint class, shared out among the rasters


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
class Coded:
    """Pixels as codes from 0, uint8, uint16 or uint32, and the value that each stands for."""

    codes: NDArray[Any]
    values: NDArray[np.int64]


@dataclass(frozen=True)
class Raster:
    """One band of integer classes on a grid; `read` returns the pixels of a window.

    ``nodata`` is the value that means "not observed", None where every value is data; ``file``
    is where it comes from, for messages; ``block`` the height and width of what is read at once
    at the least, in cells; ``read_coded``, of what is put together from others, saves the way
    over values.
    """

    name: str
    grid: Grid
    read: Callable[[Window], Pixels]
    nodata: int | None = None
    file: str = ""
    block: tuple[int, int] = (1, 1)
    read_coded: Callable[[Window], Coded] | None = None

    @property
    def label(self) -> str:
        """What messages call it: its file where it has one, else its name."""
        return self.file or self.name

    def coded(self, window: Window) -> Coded:
        """The pixels of a window by code; two codes may stand for one value."""
        from lsgeo.pixels import coded  # compiled code, which takes its time to load

        return self.read_coded(window) if self.read_coded else Coded(*coded(self.read(window)))


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
    """One raster whose pixels are ``decode(band=values, …)`` of several on the same grid.

    Pixels that are no data in any band are -1 and never decoded. `decode` gets, in one dimension,
    the combinations of values that occur in a window, each once. Raises `InputError` where the
    grids differ; what `decode` raises about a band is told of that band's file.
    """

    def read_coded(window: Window) -> Coded:
        from lsgeo.pixels import renumbered  # compiled code, which takes its time to load

        codes, kept, found = _combinations(bands, window)
        observed = np.ones(len(next(iter(found.values()))), dtype=bool)
        for band, raster in bands.items():
            if raster.nodata is not None:
                observed &= found[band] != raster.nodata
        joint = np.full(observed.shape, -1, dtype="int64")
        try:
            joint[observed] = decode(**{band: values[observed] for band, values in found.items()})
        except InputError as error:
            if error.subject not in bands:
                raise
            subject = bands[error.subject].label
            raise InputError(subject, error.summary, error.faults) from error
        values, numbers = np.unique(joint, return_inverse=True)
        return Coded(renumbered(codes, kept, numbers), values)

    def read(window: Window) -> Pixels:
        pixels = read_coded(window)
        return pixels.values[pixels.codes]

    return Raster(
        name=name,
        grid=same_grid(bands),
        read=read,
        nodata=-1,
        block=largest_block(bands.values()),
        read_coded=read_coded,
    )


def joined(
    name: str,
    rasters: Sequence[Raster],
    *,
    where: Callable[[Mapping[str, Pixels]], NDArray[np.bool_]] | None = None,
    asked: Sequence[Raster] = (),
) -> Raster:
    """One raster whose classes are the combinations of those of several on the same grid.

    `parts_of` takes them apart again; pixels that are no data in any are -1. Where `where`, which
    is asked for the values of the rasters in `asked` by name, does not hold, they are `LEFT_OUT`.
    Raises `InputError` where the grids differ, and for classes that are no numbers from 0.
    """
    bands = {f"_{number}": raster for number, raster in enumerate(rasters)}
    also = {f"asked_{number}": raster for number, raster in enumerate(asked)}
    bits = _BITS // len(rasters)

    def decode(**values: Pixels) -> Pixels:
        packed = np.zeros(len(values["_0"]), dtype="int64")
        for band in bands:
            found = values[band]
            if len(found) and not 0 <= found.min() <= found.max() < 1 << bits:
                fault = Fault(
                    _("its values cannot be combined"),
                    expected=f"0…{(1 << bits) - 1}",
                    got=f"{found.min()}…{found.max()}",
                )
                raise InputError(band, _("these rasters cannot be combined"), [fault])
            packed = packed << bits | found
        if where is None:
            return packed
        told = {raster.name: values[band] for band, raster in also.items()}
        return np.where(where(told), packed, LEFT_OUT)

    return combine(name, {**bands, **also}, decode=decode)


def parts_of(joint: NDArray[np.int64], *, count: int) -> list[NDArray[np.int64]]:
    """The classes of each of `count` rasters that classes of `joined` are combinations of."""
    bits = _BITS // count
    return [joint >> bits * (count - 1 - place) & (1 << bits) - 1 for place in range(count)]


def _combinations(
    bands: Mapping[str, Raster], window: Window
) -> tuple[NDArray[Any], NDArray[np.int64], dict[str, NDArray[np.int64]]]:
    """Codes of the combinations of values, which of them occur, and of each its values by band.

    Of the first band a copy is made before the next is read: see `hold`.
    """
    from lsgeo.pixels import occurring, paired, renumbered  # compiled code, which loads slowly

    (first, raster), *others = bands.items()
    one = raster.coded(window)
    codes, count = one.codes.copy() if others else one.codes, len(one.values)
    kept = np.arange(count) if others else occurring(codes, count)
    found = {first: one.values[kept]}
    for place, (band, raster) in enumerate(others):
        if place:
            codes, count = renumbered(codes, kept, np.arange(len(kept))), len(kept)
        other = raster.coded(window)
        codes, kept = paired((codes, count), (other.codes, len(other.values)))
        left, right = np.divmod(kept, len(other.values))
        found = {name: values[left] for name, values in found.items()}
        found[band] = other.values[right]
    return codes, kept, found


_held = threading.local()


def hold() -> None:
    """From now on what this thread opens to read stays open, until it lets it go.

    The pixels of a raster are then good until this thread reads any: they all have one place.
    """
    _held.stack, _held.opened, _held.rooms = ExitStack(), {}, {}


def let_go() -> None:
    """Close what this thread holds open."""
    _held.opened.clear()
    _held.rooms.clear()
    _held.stack.close()


def room(shape: tuple[int, int], kind: str) -> NDArray[Any]:
    """Memory to read into, not filled; a thread that holds what it opens gets the same again.

    Finding new memory for every tile would take a fifth of the time.
    """
    size = shape[0] * shape[1]
    if not hasattr(_held, "rooms"):
        return np.empty(shape, dtype=kind)
    if kind not in _held.rooms or len(_held.rooms[kind]) < size:
        _held.rooms[kind] = np.empty(size, dtype=kind)
    return np.asarray(_held.rooms[kind][:size].reshape(shape))


@contextmanager
def opened(key: str, opening: Callable[[], AbstractContextManager[_T]]) -> Iterator[_T]:
    """What `opening` opens, under its `key`; closed afterwards unless this thread holds it."""
    if not hasattr(_held, "stack"):
        with opening() as one:
            yield one
        return
    if key not in _held.opened:
        _held.opened[key] = _held.stack.enter_context(opening())
    yield _held.opened[key]


def largest_block(rasters: Iterable[Raster]) -> tuple[int, int]:
    """The height and width of the largest blocks of `rasters`."""
    blocks = [one.block for one in rasters]
    return max(height for height, _width in blocks), max(width for _height, width in blocks)


def row_areas_ha(
    grid: Grid, *, parts: int = 1, first: int = 0, rows: int | None = None
) -> NDArray[np.float64]:
    """The geodesic area in hectares of one cell of each row, each row cut into `parts`.

    Of the `rows` from `first` on, of all unless said; `grid` is in degrees.
    """
    count = grid.height - first if rows is None else rows
    steps = np.arange(first * parts, (first + count) * parts + 1, dtype="float64")
    edges = grid.north - grid.cell_height / parts * steps
    return -zone_area_ha(edges, grid.cell_width)


def describe(grid: Grid) -> str:
    """A grid on one line, for messages."""
    corner = f"{grid.west:.9g} {grid.north:.9g}"
    return f"{grid.width}x{grid.height} @ {grid.cell_width:.9g} ({corner}, {grid.crs.name})"

"""What the pixels of a raster product mean: one file each, holding a ``PRODUCT``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Pixels, Raster, combine
from lsgeo.text import NOTHING, Words


def _always(_start: str, _end: str) -> Words:
    """That any two dates of a product may be compared."""
    return NOTHING


@dataclass(frozen=True)
class Product:
    """A raster product.

    ``legend`` gives the values of each band that are data. It goes before the file: a "no data"
    tag that names one of them is no such thing (Hansen's files are often tagged 0, which means no
    loss), and a value that is neither in the legend nor tagged makes the file unusable. Values
    of ``unobserved`` are in the legend too and mean "not observed" (clouds), tagged or not. Bands
    that are ``optional`` may lack.

    ``decode(band=pixels, …)`` turns the pixels of the bands (its parameter names), all of them in
    the legend, into classes; ``classes`` gives the words of each class, empty where a class is a
    computed number, and ``colours`` its colour on maps. ``last_year`` gives the last calendar year
    that classes speak of, where they do; ``incomparable`` of two periods why what differs between
    them is no change on the ground, nothing where it is one. ``short`` is the title in a word,
    ``note`` what a reader must know to not misread it.
    """

    name: str
    title: Words
    source: str
    licence: str
    legend: Mapping[str, Collection[int]]
    decode: Callable[..., Pixels]
    classes: Mapping[int, Words]
    last_year: Callable[[Pixels], int] | None = None
    optional: Collection[str] = ()
    unobserved: Mapping[str, Collection[int]] = field(default_factory=dict)
    colours: Mapping[int, str] = field(default_factory=dict)
    incomparable: Callable[[str, str], Words] = _always
    short: Words = NOTHING
    note: Words = NOTHING

    @property
    def bands(self) -> tuple[str, ...]:
        """The names of the bands that it cannot do without."""
        return tuple(band for band in self.legend if band not in self.optional)

    @property
    def classified(self) -> bool:
        """Whether its pixels are classes of a legend: such a product may be there for many dates.

        Of others the bands are one thing, of whatever years they are each.
        """
        return bool(self.classes)

    def joined(self, bands: Mapping[str, Raster]) -> Raster:
        """One raster of the product's classes from its bands, pixels without data being -1.

        `bands` are all but those that are optional. Reading it raises `InputError` naming the
        file of a band that holds other values than its legend and its "no data".
        """
        rasters = {}
        for name, values in self.legend.items():
            if name in bands:
                band = bands[name]
                rasters[name] = replace(band, nodata=None) if band.nodata in values else band
        return combine(self.name, rasters, decode=self._decode_checked)

    def _decode_checked(self, **pixels: Pixels) -> Pixels:
        unseen = np.zeros(len(next(iter(pixels.values()))), dtype=bool)
        for band, found in pixels.items():
            _check_values(band, found, legend=self.legend[band])
            unseen |= np.isin(found, list(self.unobserved.get(band, ())))
        return np.where(unseen, -1, self.decode(**pixels))


def find_products() -> dict[str, Product]:
    """Every product in this package, by name."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return {module.PRODUCT.name: module.PRODUCT for module in modules}


def _check_values(band: str, pixels: Pixels, *, legend: Collection[int]) -> None:
    """Raise `InputError` where `pixels` of a band hold values that are not in its legend."""
    found = np.unique(pixels)
    strange = found[~np.isin(found, list(legend))]
    if len(strange):
        fault = Fault(
            _("values outside the legend of the product"),
            expected=_listed(legend),
            got=", ".join(str(value) for value in strange[:5]),
            remedy=_("Is this file the band that the catalog says it is?"),
        )
        raise InputError(band, _("the raster cannot be decoded"), [fault])


def _listed(legend: Collection[int]) -> str:
    low, high = min(legend), max(legend)
    whole = len(legend) == high - low + 1
    return f"{low}…{high}" if whole else ", ".join(map(str, sorted(legend)))

"""What the pixels of a raster product mean: one file each, holding a ``PRODUCT``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Pixels, Raster, combine
from lsgeo.text import Words


@dataclass(frozen=True)
class Product:
    """A raster product.

    ``legend`` gives the values of each band that are data. It goes before the file: a "no data"
    tag that names one of them is no such thing (Hansen's files are often tagged 0, which means no
    loss), and a value that is neither in the legend nor tagged makes the file unusable.

    ``decode(band=pixels, …)`` turns the pixels of the bands (its parameter names), all of them in
    the legend, into classes; ``classes`` gives the words of each class, empty where a class is a
    computed number; ``last_year`` the last calendar year that classes speak of, where they do.
    """

    name: str
    title: Words
    source: str
    licence: str
    legend: Mapping[str, Collection[int]]
    decode: Callable[..., Pixels]
    classes: Mapping[int, Words]
    last_year: Callable[[Pixels], int] | None = None

    @property
    def bands(self) -> tuple[str, ...]:
        """The names of its bands."""
        return tuple(self.legend)

    def joined(self, bands: Mapping[str, Raster]) -> Raster:
        """One raster of the product's classes from its bands, pixels without data being -1.

        Reading it raises `InputError` naming the file of a band that holds other values than its
        legend and its "no data".
        """
        rasters = {}
        for name, values in self.legend.items():
            band = bands[name]
            rasters[name] = replace(band, nodata=None) if band.nodata in values else band
        return combine(self.name, rasters, decode=self._decode_checked)

    def _decode_checked(self, **pixels: Pixels) -> Pixels:
        for band, found in pixels.items():
            _check_values(band, found, legend=self.legend[band])
        return self.decode(**pixels)


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

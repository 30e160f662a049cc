"""What the pixels of a raster product mean: one file each, holding a ``PRODUCT``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Pixels
from lsgeo.text import Words


@dataclass(frozen=True)
class Product:
    """A raster product.

    ``decode(band=pixels, …)`` turns the pixels of its bands (its parameter names) into classes;
    ``classes`` gives the words of each class, empty where a class is a computed number.
    """

    name: str
    title: Words
    source: str
    licence: str
    bands: tuple[str, ...]
    decode: Callable[..., Pixels]
    classes: Mapping[int, Words]


def find_products() -> dict[str, Product]:
    """Every product in this package, by name."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return {module.PRODUCT.name: module.PRODUCT for module in modules}


def check_values(band: str, pixels: Pixels, *, highest: int) -> None:
    """Raise `InputError` where `pixels` of a band hold values outside 0 … `highest`."""
    strange = np.unique(pixels[(pixels < 0) | (pixels > highest)])
    if len(strange):
        got = ", ".join(str(value) for value in strange[:5])
        fault = Fault(
            _("values outside the legend of the product"),
            expected=f"0…{highest}",
            got=got,
            remedy=_("Is this file the band that the catalog says it is?"),
        )
        raise InputError(band, _("the raster cannot be decoded"), [fault])

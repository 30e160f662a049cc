"""Strata: what the pixels of a map are sampled by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from lsgeo.products import hansen
from lsgeo.raster import Pixels, Raster, combine
from lsgeo.text import Words

LOST, KEPT, NONE = 1, 2, 3
"""The strata of `canopy_strata`."""


@dataclass(frozen=True)
class Strata:
    """A raster whose values are strata, what they are called, and accuracies to plan with.

    A value without a label is called by its number.
    """

    raster: Raster
    labels: Mapping[int, Words]
    expected: Mapping[int, float] = field(default_factory=dict)

    def label(self, value: int) -> Words:
        """What a stratum is called."""
        return self.labels.get(value, Words(str(value), str(value)))


def canopy_strata(joint: Raster, *, min_canopy_pct: int, years: tuple[int, int]) -> Strata:
    """Canopy lost in these years (from, to), canopy kept, and no canopy at their beginning.

    `joint` are the classes of `lsgeo.products.hansen`. Canopy that was lost before the years is
    none; what was lost after them was still there. Raises `ConfigError` for a threshold that is
    none of the product's.
    """
    step = hansen.canopy_step(min_canopy_pct)
    first, last = (year - hansen.FIRST_YEAR for year in years)

    def decode(joint: Pixels) -> Pixels:
        steps, lost = hansen.split(joint)
        canopy = (steps >= step) & ((lost == 0) | (lost >= first))
        return np.where(canopy, np.where((lost > 0) & (lost <= last), LOST, KEPT), NONE)

    span = str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
    before = years[0] - 1
    labels = {
        LOST: Words(f"Mất tán cây {span}", f"Tree canopy lost {span}"),
        KEPT: Words(
            f"Còn tán cây đến hết {years[1]}", f"Tree canopy kept to the end of {years[1]}"
        ),
        NONE: Words(f"Không có tán cây cuối {before}", f"No tree canopy at the end of {before}"),
    }
    raster = replace(combine("strata", {"joint": joint}, decode=decode), file=joint.file)
    return Strata(raster, labels, {LOST: 0.7, KEPT: 0.9, NONE: 0.95})


def class_strata(raster: Raster, labels: Mapping[int, Words]) -> Strata:
    """The classes of a raster, each a stratum."""
    return Strata(raster, labels)

"""The minimum mapping unit: which patches are large enough to be counted."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lsgeo.patches.labels import Connectivity, Patches, find_patches
from lsgeo.patches.tiling import Grouping
from lsgeo.raster import Raster
from lsgeo.text import Words


@dataclass(frozen=True)
class Sieve:
    """A minimum mapping unit: patches below ``min_area_ha`` are left out.

    One of just that area is kept where it is ``inclusive``. ``connectivity`` says whether cells
    that share only a corner are of one patch (8) or not (4), ``across`` whether cells of different
    years are.
    """

    min_area_ha: float = 0.0
    inclusive: bool = True
    connectivity: Connectivity = 8
    across: bool = False

    @property
    def variant(self) -> str:
        """How facts name it.

        >>> Sieve(0.5).variant, Sieve(1, inclusive=False, connectivity=4, across=True).variant
        ('mmu>=0.5ha/8', 'mmu>1ha/4/across')
        """
        sign = ">=" if self.inclusive else ">"
        years = "/across" if self.across else ""
        return f"mmu{sign}{self.min_area_ha:.10g}ha/{self.connectivity}{years}"

    @property
    def words(self) -> Words:
        """What it says to readers."""
        sign = "≥" if self.inclusive else ">"
        area = f"{self.min_area_ha:.10g}"
        years = (
            Words("; gộp các năm", "; years joined")
            if self.across
            else Words("; mỗi năm riêng", "; each year by itself")
        )
        return Words(
            f"Vùng {sign} {area.replace('.', ',')} ha, liền ô {self.connectivity} hướng{years.vi}",
            f"Patches {sign} {area} ha, {self.connectivity}-connected{years.en}",
        )

    def kept(self, patches: Patches) -> pd.Index:
        """The labels of the patches that are large enough."""
        area = patches.table["area_ha"]
        large = area >= self.min_area_ha if self.inclusive else area > self.min_area_ha
        return patches.table.index[large]

    def find(self, raster: Raster, *, groups: Grouping | None = None) -> Patches:
        """The patches of the whole of `raster` that are joined as this says, of whatever area."""
        return find_patches(
            raster, groups=groups, connectivity=self.connectivity, across=self.across
        )


def sifted(raster: Raster, sieve: Sieve, *, name: str, groups: Grouping | None = None) -> Raster:
    """A raster of the group (the year) of each cell whose patch is large enough, 0 elsewhere.

    The patches are those of the whole raster, so that units which cut one share it out exactly and
    still add up. No data is -1. The whole raster is read once for it; `groups` is as in
    `find_patches`.
    """
    patches = sieve.find(raster, groups=groups)
    return patches.groups(sieve.kept(patches), name=name)

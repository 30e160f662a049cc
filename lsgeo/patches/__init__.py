"""Patches of a mask: labelled on the whole raster before any clipping, sifted by their area."""

from lsgeo.patches.labels import Patches, find_patches
from lsgeo.patches.sieve import Sieve, sifted

__all__ = ["Patches", "Sieve", "find_patches", "sifted"]

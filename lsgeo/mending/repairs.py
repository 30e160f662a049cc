"""An invalid shape: the ways to read it, and the valid shape where they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from lsgeo.mending.kinds import of_dimension


@dataclass(frozen=True)
class Reading:
    """An invalid shape made valid (None: nothing is left of it), and how sure that is.

    ``drawn`` is its area by the signed sum along its rings, ``made`` that of the valid shape,
    ``doubt`` the largest area by which the ways to read it differ; all in units of the plane.
    """

    shape: BaseGeometry | None
    drawn: float
    made: float
    doubt: float


def read(shape: BaseGeometry) -> Reading:
    """An invalid shape as it can be read.

    An invalid polygon has no one area. Three ways to read it are compared: by structure (shells
    fill, holes cut, `make_valid`), by parity (what lies in an odd number of rings, whatever they
    are called), and by the signed sum along each ring, which is what other programs state as its
    area. A bow-tie is twice its smaller lobe apart, a hole outside or a part in a part its own
    area or more, a spike or a ring drawn as one with its hole nothing. The first two are compared
    by place, so that what one gains here cannot hide what it loses there. GEOS's own reading by
    lines is not used across rings: it fills a hole that shares an edge with its shell.
    """
    dimension = int(shapely.get_dimensions(shape))
    try:
        made = shapely.make_valid(shape, method="structure", keep_collapsed=dimension < 2)
        kept = of_dimension(made, dimension)
        if kept is None or kept.is_empty:
            return Reading(None, shape.area, 0.0, shape.area)
        if dimension < 2:
            return Reading(kept, 0.0, 0.0, 0.0)
        apart = shapely.symmetric_difference(kept, _by_parity(shape)).area
    except GEOSException:  # numbers so large that nothing can be computed with them
        return Reading(None, np.nan, np.nan, np.nan)
    return Reading(kept, shape.area, kept.area, max(apart, abs(shape.area - kept.area)))


def _by_parity(shape: BaseGeometry) -> BaseGeometry:
    """What lies in an odd number of the rings of a shape."""
    rings = shapely.make_valid(shapely.polygons(shapely.get_rings(shapely.get_parts(shape))))
    areal = [of_dimension(ring, 2) for ring in rings]
    level = np.asarray([ring for ring in areal if ring is not None], dtype=object)
    while len(level) > 1:
        paired = shapely.symmetric_difference(level[: len(level) // 2 * 2 : 2], level[1::2])
        level = np.concatenate([paired, level[len(paired) * 2 :]])
    return level[0] if len(level) else shapely.Polygon()

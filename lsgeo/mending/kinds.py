"""Kinds of geometry: points, lines and polygons, by their dimension."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from lsgeo.messages import _

_COLLECTION = 7  # GEOS's type id of a GeometryCollection
_MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)


def of_dimension(shape: BaseGeometry, dimension: int) -> BaseGeometry | None:
    """What of a shape is points (0), lines (1) or polygons (2); None where nothing is.

    A shape of only that kind comes back as it is; of a collection, one part alone stays single.
    """
    if shapely.get_type_id(shape) != _COLLECTION:
        return shape if shapely.get_dimensions(shape) == dimension else None
    parts = np.asarray([shape], dtype=object)
    while (shapely.get_type_id(parts) >= 4).any():  # multi-geometries and collections
        parts = shapely.get_parts(parts)
    kept = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    if not len(kept):
        return None
    return kept[0] if len(kept) == 1 else _MULTI[dimension](kept)


def is_collection(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which shapes are collections, that may hold several kinds."""
    return np.asarray(shapely.get_type_id(shapes) == _COLLECTION)


def usual_dimension(shapes: NDArray[np.object_]) -> int:
    """The kind that most of the shapes are of; of two as frequent ones the larger."""
    counts = np.bincount(shapely.get_dimensions(shapes), minlength=3)[::-1]
    return 2 - int(np.argmax(counts))


def kind_words(dimension: int) -> str:
    """What shapes of a dimension are called."""
    return (_("points"), _("lines"), _("polygons"))[dimension]

"""One step of mending: what is left of the features, and what there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from lsgeo.ledger import Note
from lsgeo.mending.faults import Found

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Step:
    """What one sort of fault leaves of the features, and what there is to say."""

    geometry: gpd.GeoSeries
    notes: Sequence[Note] = ()
    found: Sequence[Found] = ()


def set_aside(geometry: gpd.GeoSeries, gone: Mask, found: Sequence[Found]) -> Step:
    """The features without those that are `gone`, which `found` tells of one by one."""
    return Step(geometry[~gone] if gone.any() else geometry, [*map(note_of, found)], found)


def note_of(found: Found, *, said: str = "", became: str = "") -> Note:
    """The note of the ledger that a fault makes; one that is left is used as it stands."""
    outcome = "used" if found.outcome == "left" else found.outcome
    row = int(found.row) if isinstance(found.row, (int, np.integer)) else None
    return Note(outcome, found.detail, row, "geometry", said, became)


def replaced(geometry: gpd.GeoSeries, shapes: NDArray[np.object_]) -> gpd.GeoSeries:
    """The features of `geometry` with other `shapes`."""
    return gpd.GeoSeries(shapes, index=geometry.index, crs=geometry.crs, name=geometry.name)

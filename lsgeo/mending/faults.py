"""The faults of geometry: their ids, their words, and the layer that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lsgeo.messages import _

MOST_CHANGE_M2 = 1.0
"""The largest change of a feature's area by which it is still repaired."""

FAULT_COLUMNS = ("row", "other", "fault", "detail", "outcome", "area_m2", "geometry")
"""The row, the other one of two, the fault by its id and in words, what became of it, the area
that is in doubt, and the place.

``outcome`` is "corrected", "quarantined" (the row is not used), or "left" (used as it is)."""

_PLACE = re.compile(r"(.*)\[(\S+) (\S+)\]")
_INVALID = {
    "Self-intersection": "self_intersection",
    "Ring Self-intersection": "ring_self_intersection",
    "Hole lies outside shell": "hole_outside_shell",
    "Holes are nested": "nested_holes",
    "Nested shells": "nested_shells",
    "Duplicate Rings": "duplicate_rings",
    "Interior is disconnected": "disconnected_interior",
    "Too few points in geometry component": "too_few_points",
}
"""GEOS's reasons (TopologyValidationError) and our ids of them."""


@dataclass(frozen=True)
class Found:
    """A fault of a row (an index label), and of the `other` one where it is of two."""

    row: object
    fault: str
    detail: str
    outcome: Literal["corrected", "quarantined", "left"]
    other: object = None
    area_m2: float = 0.0
    place: BaseGeometry | None = None


def fault_layer(found: Iterable[Found], like: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """The faults as a layer (`FAULT_COLUMNS`) in the system of `like`, whose index they name."""
    told = list(found)
    kind = "Int64" if pd.api.types.is_integer_dtype(like.index.dtype) else "object"
    columns = {
        "row": pd.array([one.row for one in told], dtype=kind),
        "other": pd.array([one.other for one in told], dtype=kind),
        "fault": pd.array([one.fault for one in told], dtype="object"),
        "detail": pd.array([one.detail for one in told], dtype="object"),
        "outcome": pd.array([one.outcome for one in told], dtype="object"),
        "area_m2": pd.array([one.area_m2 for one in told], dtype="float64"),
    }
    places = gpd.GeoSeries([one.place for one in told], crs=like.crs)
    return gpd.GeoDataFrame(columns, geometry=places, crs=like.crs)[list(FAULT_COLUMNS)]


def why_invalid(shape: BaseGeometry) -> tuple[str, shapely.Point | None]:
    """The id of the first thing that makes a shape invalid, and where; none where it is valid."""
    said = str(shapely.is_valid_reason(shape))
    placed = _PLACE.fullmatch(said)
    if placed is None:
        return "invalid", None
    fault = _INVALID.get(placed[1].strip(), "invalid")
    return fault, shapely.Point(float(placed[2]), float(placed[3]))


def words(fault: str) -> str:
    """What a fault is called in a message about one feature."""
    known = {
        "self_intersection": _("an edge crosses another edge of its own"),
        "ring_self_intersection": _("a ring touches itself"),
        "hole_outside_shell": _("a hole lies outside the polygon"),
        "nested_holes": _("a hole lies in another hole"),
        "nested_shells": _("a part lies in another part"),
        "duplicate_rings": _("a ring is there twice"),
        "disconnected_interior": _("holes cut the polygon apart"),
        "too_few_points": _("a ring or line has too few points"),
    }
    return known.get(fault, _("invalid geometry"))

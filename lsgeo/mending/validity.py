"""Invalid features: repaired where it is clear what they are, else set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from lsgeo.ledger import Note
from lsgeo.mending.faults import MOST_CHANGE_M2, Found, why_invalid, words
from lsgeo.mending.measures import lonlat, m2_per_square, square_metres
from lsgeo.mending.repairs import Reading, read
from lsgeo.mending.steps import Step, note_of, replaced
from lsgeo.messages import _


def valid(geometry: gpd.GeoSeries) -> Step:
    """The features that are valid, or made so where that changes at most `MOST_CHANGE_M2`."""
    shapes = geometry.to_numpy()
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if not len(broken):
        return Step(geometry)
    rates = m2_per_square(shapes[broken], geometry.crs)
    reasons = [why_invalid(shape) for shape in shapes[broken]]
    where = _places([spot for _fault, spot in reasons], geometry.crs)
    whole, gone = shapes.copy(), np.zeros(len(shapes), dtype=bool)
    found, notes = list[Found](), list[Note]()
    for at, rate, (fault, spot), near in zip(broken, rates, reasons, where, strict=True):
        reading = read(shapes[at])
        one = _found(geometry.index[at], reading, fault=fault, near=near, rate=rate)
        said, became = (square_metres(area * rate) for area in (reading.drawn, reading.made))
        gone[at] = one.outcome == "quarantined"
        whole[at] = shapes[at] if gone[at] else reading.shape
        notes.append(note_of(one, said=said, became="" if gone[at] else became))
        found.append(replace(one, place=spot or shapely.envelope(shapes[at]).centroid))
    return Step(replaced(geometry, whole)[~gone], notes, found)


def _found(row: object, reading: Reading, *, fault: str, near: str, rate: float) -> Found:
    """What is to say of an invalid feature; `rate` square metres are a square of its plane."""
    doubt_m2 = float(reading.doubt * rate)
    what = words(fault) + near
    if reading.shape is None:
        detail = f"{what}: {_('nothing of the geometry is left once it is valid')}"
        return Found(row, fault, detail, "quarantined", area_m2=doubt_m2)
    if doubt_m2 <= MOST_CHANGE_M2:
        detail = _("{fault}: repaired").format(fault=what)
        return Found(row, fault, detail, "corrected", area_m2=doubt_m2)
    detail = _("{fault}: its area is in doubt by {size}")
    detail = detail.format(fault=what, size=square_metres(doubt_m2))
    return Found(row, fault, detail, "quarantined", area_m2=doubt_m2)


def _places(points: Sequence[shapely.Point | None], crs: CRS | None) -> list[str]:
    """Where each point lies, in words; "" for None."""
    known = [place for place, point in enumerate(points) if point is not None]
    texts = [""] * len(points)
    spots = lonlat(np.asarray([points[place] for place in known], dtype=object), crs)
    for place, (x, y) in zip(known, spots, strict=True):
        texts[place] = " " + _("near {x:.5f} {y:.5f}").format(x=x, y=y)
    return texts

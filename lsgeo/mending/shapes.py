"""Each shape for itself: rings that cross, collections, nothing at all, the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lsgeo.crs import geodesic_area_ha
from lsgeo.ledger import Note
from lsgeo.messages import _

MOST_CHANGE_M2 = 1.0
"""The largest change of a feature's area by which it is still repaired."""

FAULT_COLUMNS = ("row", "fault", "detail", "area_m2", "geometry")
"""The row of the file, the fault by its id and in words, its size, and its place."""

_AREAL = ("Polygon", "MultiPolygon")
_M2_PER_HA = 1e4
_PLACE = re.compile(r"(.*)\[(\S+) (\S+)\]")


@dataclass(frozen=True)
class Mended:
    """The shapes that can be used, by row, and what became of the others.

    ``notes`` tell of each that was repaired or quarantined; ``faults`` (`FAULT_COLUMNS`) is a layer
    of the places of what is wrong, repaired or not.
    """

    geometry: gpd.GeoSeries
    notes: tuple[Note, ...]
    faults: gpd.GeoDataFrame


def mend(geometry: gpd.GeoSeries) -> Mended:
    """The shapes of a layer (indexed by row), the invalid ones repaired where nothing changes.

    A ring that crosses itself has no one area: it is repaired only where the ways to read it, by
    `make_valid` by lines and by structure and by the signed sum along its rings, agree within
    `MOST_CHANGE_M2`. Missing and empty shapes, the others, and later copies of the same shape are
    quarantined. A valid shape comes back as it was.
    """
    shapes = geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    notes = [
        Note("quarantined", _("no geometry"), row=int(row), column="geometry")
        for row in geometry.index[bare]
    ]
    faults: list[tuple[object, ...]] = []
    kept = geometry[~bare]
    whole = kept.to_numpy().copy()
    ailing = np.flatnonzero(~shapely.is_valid(whole) | (kept.geom_type == "GeometryCollection"))
    keep = np.ones(len(kept), dtype=bool)
    for place in ailing:
        row, shape = int(kept.index[place]), whole[place]
        repaired, change_m2 = _repaired(shape, geometry.crs)
        why, at = _reason(shape)
        if repaired is None:
            keep[place] = False
            reason = _("{fault}: a repair would change the area by {change} m²")
            text = reason.format(fault=why, change=f"{change_m2:,.1f}")
            notes.append(Note("quarantined", text, row=row, column="geometry"))
        else:
            whole[place] = repaired
            reason = _("{fault}: repaired, the area changes by {change} m²")
            text = reason.format(fault=why, change=f"{change_m2:.2f}")
            notes.append(Note("corrected", text, row=row, column="geometry"))
        faults.append((row, "invalid", text, change_m2, at))
    series = gpd.GeoSeries(whole, index=kept.index, crs=geometry.crs)[keep]
    first = _first_of_equals(series)
    again = first != series.index.to_numpy()
    for row, other in zip(series.index[again], first[again], strict=True):
        text = _("the same shape as row {row}").format(row=other)
        notes.append(Note("quarantined", text, row=int(row), column="geometry"))
        faults.append((int(row), "duplicate", text, 0.0, series.at[row].representative_point()))
    return Mended(series[~again], tuple(notes), fault_layer(faults, geometry.crs))


def fault_layer(faults: Iterable[Sequence[object]], crs: CRS | None) -> gpd.GeoDataFrame:
    """A layer of faults, each with the values of `FAULT_COLUMNS`."""
    table = pd.DataFrame(list(faults), columns=list(FAULT_COLUMNS))
    return gpd.GeoDataFrame(table, geometry="geometry", crs=crs)


def areas_m2(shapes: Sequence[BaseGeometry], crs: CRS | None) -> NDArray[np.float64]:
    """The geodesic areas of shapes in square metres; without a system those of the plane."""
    if crs is None:
        return np.asarray(shapely.area(list(shapes)))
    return geodesic_area_ha(gpd.GeoSeries(list(shapes), crs=crs)).to_numpy() * _M2_PER_HA


def _repaired(shape: BaseGeometry, crs: CRS | None) -> tuple[BaseGeometry | None, float]:
    """The valid shape, None where it is not clear which; and by how much the readings differ."""
    if shapely.get_dimensions(shape) < 2:
        return shapely.make_valid(shape), 0.0
    by_lines = _areal(shapely.make_valid(shape, method="linework"))
    by_structure = _areal(shapely.make_valid(shape, method="structure"))
    sizes = areas_m2([by_lines, by_structure], crs)
    signed = _signed_share(shape, by_structure) * sizes[1]
    change = float(max(*sizes, signed) - min(*sizes, signed))
    return (
        by_structure if change <= MOST_CHANGE_M2 and not by_structure.is_empty else None
    ), change


def _signed_share(shape: BaseGeometry, valid: BaseGeometry) -> float:
    """The area that the rings of `shape` enclose by their signed sums, as a share of `valid`."""
    if not valid.area:
        return 1.0
    total = 0.0
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if part.geom_type == "Polygon":
            total += abs(_shoelace(part.exterior)) - sum(
                abs(_shoelace(one)) for one in part.interiors
            )
    return total / valid.area


def _shoelace(ring: shapely.LinearRing) -> float:
    x, y = shapely.get_coordinates(ring).T
    x, y = x - x.mean(), y - y.mean()
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the points and lines that a repair leaves over."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = [part for part in parts if part.geom_type in _AREAL]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _reason(shape: BaseGeometry) -> tuple[str, BaseGeometry]:
    """Why a shape is invalid, in words, and where."""
    if shapely.is_valid(shape):
        return _("several kinds of geometry in one"), shapely.point_on_surface(shape)
    found = _PLACE.fullmatch(shapely.is_valid_reason(shape))
    if found is None:
        return shapely.is_valid_reason(shape), shapely.envelope(shape).centroid
    words = {
        "Self-intersection": _("its edge crosses itself"),
        "Ring Self-intersection": _("its edge touches itself"),
        "Hole lies outside shell": _("a hole lies outside"),
        "Nested holes": _("a hole lies in a hole"),
        "Nested shells": _("a part lies in a part"),
        "Duplicate Rings": _("a ring is there twice"),
        "Interior is disconnected": _("its inside is cut in two"),
        "Too few points in geometry component": _("a ring has too few points"),
    }
    return words.get(found[1].strip(), found[1]), shapely.Point(float(found[2]), float(found[3]))


def _first_of_equals(series: gpd.GeoSeries) -> NDArray[np.int64]:
    """For each shape the row of the first that is the same, whatever vertex it starts from."""
    keys = pd.Series(shapely.to_wkb(shapely.normalize(series.to_numpy())), index=series.index)
    rows = pd.Series(series.index, index=series.index)
    return rows.groupby(keys, sort=False).transform("first").to_numpy()

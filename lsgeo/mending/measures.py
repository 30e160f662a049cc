"""Sizes in metres, and places in degrees, of shapes in a layer's own plane."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.crs import WGS84, geodesic_area_ha
from lsgeo.formats import number
from lsgeo.messages import current_language

_M2_PER_HA = 1e4
_PROBE = 1e-3, 100.0  # half the side of a square to measure: in degrees, in metres
_MOST_PROBES = 1000  # of more shapes, those in one cell (1 km) share a square: 4e-5 off at most
_CELL = 10

Shapes = NDArray[np.object_]
Numbers = NDArray[np.float64]


def m2_per_square(shapes: Shapes, crs: CRS | None) -> Numbers:
    """How many square metres a square unit of the plane has where each of the `shapes` lies.

    Measured on the ellipsoid with a small square. A shape's area in the plane times this is its
    geodesic area, and stays the same when a vertex is put on one of its edges; the geodesic
    area of the shape itself does not (an edge of 10 km in degrees: by some 5,000 m²), which
    would hide what a repair of 1 m² changes. Without a system the plane is taken as metres.
    """
    if crs is None or not len(shapes):
        return np.ones(len(shapes))
    half = _PROBE[0] if crs.is_geographic else _PROBE[1]
    west, south, east, north = shapely.bounds(shapes).T
    middles = np.column_stack([west + east, south + north]) / 2
    if len(middles) > _MOST_PROBES:
        middles = np.round(middles / (_CELL * half)) * (_CELL * half)
    places, of_place = np.unique(middles, axis=0, return_inverse=True)
    x, y = places.T
    probes = gpd.GeoSeries(shapely.box(x - half, y - half, x + half, y + half), crs=crs)
    rates = geodesic_area_ha(probes).to_numpy() * _M2_PER_HA / (2 * half) ** 2
    return rates[of_place.reshape(-1)]


def areas_m2(shapes: Shapes, crs: CRS | None) -> Numbers:
    """The geodesic area of each of the `shapes` in square metres, 0 for points and lines."""
    return np.asarray(shapely.area(shapes) * m2_per_square(shapes, crs))


def lengths_m(shapes: Shapes, crs: CRS | None) -> Numbers:
    """About how long the lines or the outline of each of the `shapes` are, in metres."""
    return np.asarray(shapely.length(shapes) * np.sqrt(m2_per_square(shapes, crs)))


def areas_and_widths(shapes: Shapes, crs: CRS | None) -> tuple[Numbers, Numbers]:
    """The geodesic areas of polygons in square metres, and about how wide they are in metres.

    The width is that of a band of the same area and outline.
    """
    rates = m2_per_square(shapes, crs)
    areas, outlines = shapely.area(shapes) * rates, shapely.length(shapes) * np.sqrt(rates)
    return np.asarray(areas), np.asarray(2 * areas / outlines)


def lonlat(points: Shapes, crs: CRS | None) -> Numbers:
    """The longitude and latitude of each of the `points`; as they are without a system."""
    placed = gpd.GeoSeries(points, crs=crs)
    return shapely.get_coordinates((placed if crs is None else placed.to_crs(WGS84)).to_numpy())


def square_metres(area_m2: float) -> str:
    """An area as readers write it, more exact where it is small."""
    return f"{number(area_m2, decimals=_decimals(area_m2), language=current_language())} m²"


def metres(length_m: float) -> str:
    """A length as readers write it, more exact where it is small."""
    return f"{number(length_m, decimals=_decimals(length_m), language=current_language())} m"


def _decimals(value: float) -> int:
    return 0 if value >= 100 else 2 if value >= 0.1 else 4

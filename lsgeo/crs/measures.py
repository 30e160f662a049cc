"""Geodesic measures on the WGS 84 ellipsoid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")
_REACH = 50.0
_STEP = 100.0  # between places of an edge that are carried over to degrees
_GAUSS = 6  # places of an edge in degrees that its integral is made of


def geodesic_area_ha(geometries: gpd.GeoSeries) -> pd.Series:
    """The geodesic area of each polygon on the WGS 84 ellipsoid, in hectares."""
    lonlat = geometries.to_crs(WGS84)
    areas = [abs(GEOD.geometry_area_perimeter(polygon)[0]) / 1e4 for polygon in _oriented(lonlat)]
    return pd.Series(areas, index=geometries.index, dtype="float64")


def zone_area_ha(latitudes: NDArray[np.float64], width_deg: float) -> NDArray[np.float64]:
    """The areas in hectares between successive `latitudes` (degrees), `width_deg` wide.

    Closed form on the WGS 84 ellipsoid (Snyder 1987, Map Projections, eq. 3-12 and 14-13);
    northward latitudes give positive areas, southward ones negative.
    """
    between = np.diff(_authalic(latitudes, GEOD))
    return np.asarray(between * np.radians(width_deg) / 1e4, dtype="float64")


def straight_area_ha(geometries: gpd.GeoSeries) -> pd.Series:
    """The area in hectares of polygons whose edges are straight in their own system.

    On the ellipsoid of that system: in degrees by the integral along every edge, exact to
    rounding; of a projection the edges are carried over to degrees in steps of 100 of its units.
    """
    system = geometries.crs
    if not system.is_geographic:
        geometries = geometries.segmentize(_STEP).to_crs(system.geodetic_crs)
    parts, part_of = shapely.get_parts(_oriented(geometries), return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, point_of = shapely.get_coordinates(rings, return_index=True)
    joined = point_of[1:] == point_of[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    at, weight = np.polynomial.legendre.leggauss(_GAUSS)
    latitudes = start[:, 1:] + (end - start)[:, 1:] * (at + 1) / 2
    along = _authalic(latitudes, _geod(system)) @ weight / 2
    # Westward edges have the polygon to their south.
    signed = -np.radians(end[:, 0] - start[:, 0]) * along
    owner = part_of[ring_of[point_of[:-1][joined]]]
    return pd.Series(
        np.bincount(owner, weights=signed, minlength=len(geometries)) / 1e4, index=geometries.index
    )


def ground_ha(crs: CRS, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    """The hectares on the ellipsoid of its datum that one square unit of a projection is, by place.

    By central differences over 2 × 50 units, which is exact to 1e-10 where a unit is a metre.
    """
    geod = _geod(crs)
    to_lonlat = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    east, west, north, south = (
        np.radians(to_lonlat.transform(xs + dx, ys + dy))
        for dx, dy in ((_REACH, 0.0), (-_REACH, 0.0), (0.0, _REACH), (0.0, -_REACH))
    )
    along, across = (east - west) / (2 * _REACH), (north - south) / (2 * _REACH)
    turned = np.abs(along[0] * across[1] - along[1] * across[0])
    sine = np.sin((north[1] + south[1]) / 2)
    radii = (geod.b / (1 - geod.es * sine**2)) ** 2  # of the meridian times of the prime vertical
    return np.asarray(turned * radii * np.sqrt(1 - sine**2) / 1e4, dtype="float64")


def _geod(crs: CRS) -> Geod:
    """The ellipsoid of a system, WGS 84 where it names none."""
    ellipsoid = crs.ellipsoid
    if ellipsoid is None:
        return GEOD
    return Geod(a=ellipsoid.semi_major_metre, b=ellipsoid.semi_minor_metre)


def _authalic(latitudes: NDArray[np.float64], geod: Geod) -> NDArray[np.float64]:
    """The area in m² between the equator and `latitudes`, by radian of longitude.

    Closed form on an ellipsoid (Snyder 1987, Map Projections, eq. 3-12 and 14-13).
    """
    eccentricity = np.sqrt(geod.es)
    sine = np.sin(np.radians(latitudes))
    along = eccentricity * sine
    summed = sine / (1 - along**2) + np.arctanh(along) / eccentricity
    return np.asarray(geod.b**2 / 2 * summed, dtype="float64")


def _oriented(polygons: gpd.GeoSeries) -> NDArray[np.object_]:
    return np.asarray(shapely.orient_polygons(polygons.to_numpy()))

"""Geodesic measures on the WGS 84 ellipsoid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")


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
    eccentricity = np.sqrt(GEOD.es)
    sine = np.sin(np.radians(latitudes))
    along = eccentricity * sine
    authalic = sine / (1 - along**2) + np.arctanh(along) / eccentricity
    strip = GEOD.b**2 / 2 * np.radians(width_deg) / 1e4
    return np.asarray(np.diff(authalic) * strip, dtype="float64")


def _oriented(polygons: gpd.GeoSeries) -> NDArray[np.object_]:
    return np.asarray(shapely.orient_polygons(polygons.to_numpy()))

"""Shapes drawn by hand in metres, placed in the middle of the province."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

E, N = 449_000.0, 2_417_000.0
PLANE = "EPSG:9215"
SCALE = 5e-4  # by how much areas on the ellipsoid differ from those drawn in the plane


def layer(*shapes: object) -> gpd.GeoSeries:
    """Shapes drawn around (0, 0) in metres as features of VN-2000, by row from 1."""
    placed = [None if one is None else moved(one) for one in shapes]
    return gpd.GeoSeries(placed, index=range(1, len(placed) + 1), crs=PLANE)


def moved(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape from around (0, 0) to the middle of the province."""
    return shapely.transform(shape, lambda at: np.add(at, (E, N)))


def drawn(shape: shapely.Geometry) -> list[tuple[float, ...]]:
    """The vertices of a placed shape as they were drawn, to the micrometre."""
    return [tuple(at) for at in np.round(shapely.get_coordinates(shape) - (E, N), 6).tolist()]

"""The page's whole-number grid: steps of Web Mercator metres from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MERCATOR = "EPSG:3857"
Chain = list[int]
"""Points as one flat list: the first x and y, then the step from each to the next."""


@dataclass(frozen=True)
class Grid:
    """Where the numbers of the page lie: x = left + X * step, y = top - Y * step (EPSG:3857)."""

    left: int
    top: int
    step: int

    def steps(self, coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
        """Mercator coordinates as whole steps to the right and down."""
        moved = (coordinates - (self.left, self.top)) * (1 / self.step, -1 / self.step)
        return np.rint(moved).astype(np.int64)

    def chain(self, line: BaseGeometry) -> Chain:
        """The points of a line or ring without repeated ones, as differences."""
        steps = self.steps(shapely.get_coordinates(line))
        moved = np.any(np.diff(steps, axis=0), axis=1)
        return differences(steps[np.concatenate([[True], moved])])

    def point(self, place: BaseGeometry) -> list[int]:
        """The middle of `place`."""
        x, y = self.steps(shapely.get_coordinates(place.centroid))[0].tolist()
        return [x, y]


def grid_of(units: gpd.GeoDataFrame, *, tolerance_m: float) -> Grid:
    """The grid of `units` in Web Mercator, off by `tolerance_m`: a metre, or a thirtieth of it."""
    west, _south, _east, north = units.total_bounds.tolist()
    return Grid(left=int(west // 1), top=int(-(-north // 1)), step=max(1, int(tolerance_m // 30)))


def differences(points: NDArray[np.int64]) -> Chain:
    """The (x, y) points of a chain as one flat list, all but the first relative.

    >>> differences(np.array([[5, 5], [6, 5], [6, 9]]))
    [5, 5, 1, 0, 0, 4]
    """
    flat: Chain = np.diff(points, axis=0, prepend=0).ravel().tolist()
    return flat

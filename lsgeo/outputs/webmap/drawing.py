"""The static map: SVG paths in Web Mercator, so that the script's map takes its place unmoved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.outputs.webmap import topology
from lsgeo.outputs.webmap.grid import MERCATOR, Grid

WIDTH = 640
_DETAIL = 1.0  # of a drawing unit: finer shapes are not seen at the size it is shown


@dataclass(frozen=True)
class Frame:
    """The drawing's place: its left and top edge and the metres of one drawing unit."""

    left: float
    top: float
    metres: float
    height: int

    def steps(self, coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
        """Mercator coordinates as tenths of drawing units."""
        moved = (coordinates - (self.left, self.top)) * (10 / self.metres, -10 / self.metres)
        return np.rint(moved).astype(np.int64)

    def on(self, grid: Grid) -> str:
        """The SVG transform from tenths of drawing units to the steps of `grid`."""
        across, down = (self.left - grid.left) / grid.step, (grid.top - self.top) / grid.step
        return f"translate({across:.2f} {down:.2f}) scale({self.metres / (10 * grid.step):.6f})"


def frame(simple: gpd.GeoDataFrame) -> Frame:
    """The frame that holds all units with a small margin."""
    west, south, east, north = simple.total_bounds
    metres = (east - west) / (WIDTH - 16)
    height = round((north - south) / metres + 16)
    return Frame(left=west - 8 * metres, top=north + 8 * metres, metres=metres, height=height)


def draw(
    units: gpd.GeoDataFrame, context: Sequence[gpd.GeoSeries], *, grid: Grid
) -> dict[str, Any]:
    """The drawing: its box, a path per unit, and the context's shapes; all in Web Mercator.

    ``on_grid`` is the SVG transform from the drawing to the page's `grid`.
    """
    box = frame(units)
    coarse = topology.simplify(units, crs=MERCATOR, tolerance_m=box.metres * _DETAIL)
    return {
        "width": WIDTH,
        "height": box.height,
        "on_grid": box.on(grid),
        "units": [path(unit, box) for unit in coarse.geometry],
        "context": [_marks(shapes, box) for shapes in context],
    }


def path(geometry: shapely.Geometry | None, box: Frame) -> str:
    """SVG path data of polygons or lines, in tenths of drawing units and relative steps."""
    if geometry is None or geometry.is_empty:
        return ""
    rings = [part for piece in shapely.get_parts(geometry) for part in _chains(piece)]
    return "".join(_chain(box.steps(shapely.get_coordinates(ring))) for ring in rings)


def _chains(piece: shapely.Geometry) -> list[shapely.Geometry]:
    if piece.geom_type == "Polygon":
        return [piece.exterior, *piece.interiors]
    return [piece]


def _chain(steps: NDArray[np.int64]) -> str:
    moves = np.diff(steps, axis=0)
    moves = moves[moves.any(axis=1)]
    joined = "".join(f"{x}{'' if y < 0 else ' '}{y} " for x, y in moves)
    return f"M{steps[0][0]} {steps[0][1]}l{joined.strip()}" if len(moves) else ""


def _marks(shapes: gpd.GeoSeries, box: Frame) -> list[Any]:
    """Per line its path and per place its point; None for a place without position."""
    simple = shapes.simplify(box.metres * _DETAIL)
    return [
        _place(shape, box) if shape is not None and shape.geom_type == "Point" else path(shape, box)
        for shape in simple
    ]


def _place(place: shapely.Geometry, box: Frame) -> list[int]:
    x, y = box.steps(shapely.get_coordinates(place.centroid))[0]
    return [int(x), int(y)]

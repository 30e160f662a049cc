"""The covered shares of all cells around one polygon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from lsgeo.raster import Grid, Window
from lsgeo.zonal.edges import edges_of


@dataclass(frozen=True)
class Coverage:
    """The part of a grid that a polygon covers.

    ``shares`` (window height x parts, window width) are the covered shares of the cells of
    ``window``, each row of the grid cut into ``parts`` strips of equal height.
    """

    window: Window
    parts: int
    shares: NDArray[Any]


def cover(polygon: Polygon | MultiPolygon, grid: Grid, *, parts: int = 1) -> Coverage | None:
    """The exact share of each cell that `polygon` covers; None where it misses the grid.

    `polygon` is in the CRS of `grid`.
    """
    from lsgeo.zonal.walk import walk  # compiled code, which takes its time to load

    edges = edges_of(np.array([polygon], dtype="object"), grid, strips=parts)
    window = _window(edges.bounds[0], grid, parts)
    if window is None:
        return None
    cells = walk(edges, window)
    shares = np.zeros((window.height * parts, window.width + 1))
    shares[cells.cell_row, cells.cell_col] = cells.cell_share
    runs = np.zeros_like(shares)
    np.add.at(runs, (cells.run_row, cells.run_start), cells.run_share)
    np.add.at(runs, (cells.run_row, cells.run_end), -cells.run_share)
    return Coverage(window, parts, (shares + np.cumsum(runs, axis=1))[:, :-1])


def _window(bounds: NDArray[np.float64], grid: Grid, parts: int) -> Window | None:
    """The cells within `bounds` (in cells and strips), None for none."""
    if np.isnan(bounds).any():
        return None
    x0, y0, x1, y1 = bounds
    left, right = max(int(np.floor(x0)), 0), min(int(np.ceil(x1)), grid.width)
    top, bottom = max(int(y0 // parts), 0), min(int(-(-y1 // parts)), grid.height)
    if left >= right or top >= bottom:
        return None
    return Window(row=top, col=left, height=bottom - top, width=right - left)

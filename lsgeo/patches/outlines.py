"""Patches as polygons: the exact outlines of their cells, and a point inside each."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.patches.labels import Patches


def outlines(patches: Patches, kept: pd.Index) -> gpd.GeoSeries:
    """The outlines of the patches `kept`, in the CRS of their grid, without needless corners.

    A patch whose cells only share a corner is a multipolygon.
    """
    grid = patches.grid
    runs = patches.runs(kept)
    runs = runs[np.lexsort((runs[:, 2], runs[:, 1], runs[:, 0]))]
    label, row, start, end = runs.T
    boxes = shapely.box(
        grid.west + start * grid.cell_width,
        grid.north - (row + 1) * grid.cell_height,
        grid.west + end * grid.cell_width,
        grid.north - row * grid.cell_height,
    )
    found, firsts = np.unique(label, return_index=True)
    unions = [shapely.union_all(part) for part in np.split(boxes, firsts[1:])] if len(runs) else []
    # From a corner on, so that simplifying drops every point that lies between two others.
    shapes = shapely.simplify(shapely.normalize(unions), 0) if unions else []
    return gpd.GeoSeries(shapes, index=pd.Index(found, name="label"), crs=grid.crs).reindex(kept)


def points_inside(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """A point in each of `shapes`: its middle where that lies within, else one well inside."""
    middles = shapely.centroid(shapes.to_numpy())
    within = shapely.contains(shapes.to_numpy(), middles)
    inside = np.where(within, middles, shapely.point_on_surface(shapes.to_numpy()))
    return gpd.GeoSeries(inside, index=shapes.index, crs=shapes.crs)

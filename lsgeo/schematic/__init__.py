"""Schematic boundaries: area-true units from points and areas, where no real ones may be shown.

Each outline is divided by a power diagram whose cells have exactly the areas they should have;
the result is a coverage like a real layer, and no more than a picture of one.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from lsgeo.errors import Fault, UnitError, raise_together
from lsgeo.messages import _
from lsgeo.schematic.cells import Numbers, Shapes
from lsgeo.schematic.diagram import GRID_M, fault_of_outline, named_diagram, power_diagram

__all__ = ["communes", "power_diagram", "pulled_inside"]

TILING_M = 10 * GRID_M  # coarser than the cells' grid, so that their corners snap to all edges
DENSIFY_M = 500.0  # an edge this long bends by less than a centimetre between plane and lon/lat
DENSIFY_DEGREES = 0.006  # a little longer, so that what is densified once stays as it is
DECIMALS = 7  # of a degree, about a centimetre


def communes(
    points: gpd.GeoDataFrame, *, parents: gpd.GeoDataFrame, area: str = "area_km2"
) -> gpd.GeoDataFrame:
    """Schematic units for `points` (same index and columns) that tile each of the `parents`.

    `parents` is a coverage (one outline, or districts) indexed by code. Each point belongs to the
    parent named in its column ``parent``, else to the one it lies in; a missing point is unknown,
    needs its parent named, and is placed by the areas alone. The column `area` says how a parent
    is shared out; it need not add up to the parent's area.

    The result is a valid coverage in EPSG:4326: geodesic areas within 0.1 % of their share, each
    point inside its unit. Raises `UnitError` with every fault of the points.
    """
    _check_outlines(parents)
    plane = _plane(parents)
    outlines = _outlines(parents, plane=plane)
    seats = points.to_crs(plane).geometry
    parent = _parents_of(points, seats=seats, outlines=outlines, area=area)
    places = _coordinates(seats)
    names = np.array([_name(row, points) for row in range(len(points))])
    sizes = pd.to_numeric(points[area], errors="coerce").to_numpy(dtype="float64")
    cells = np.empty(len(points), dtype=object)
    errors = []
    for code, outline in outlines.items():
        mine = np.flatnonzero(parent == code)
        try:
            cells[mine] = named_diagram(
                outline, places[mine], shares=sizes[mine], names=list(names[mine])
            )
        except UnitError as error:
            errors.append(UnitError(f"{error.subject} {code}", error.summary, error.faults))
    raise_together(errors)
    shapes = gpd.GeoSeries(_tiled(cells, plane=plane), index=points.index, crs="EPSG:4326")
    return points.to_crs("EPSG:4326").set_geometry(shapes)


def _check_outlines(parents: gpd.GeoDataFrame) -> None:
    """Raise `UnitError` for every parent that is no polygon to divide, or is there twice."""
    faults = [
        Fault(what, where=str(code), got=got)
        for code, outline in parents.geometry.items()
        for what, got in [fault_of_outline(outline)]
        if what
    ]
    repeated = parents.index[parents.index.duplicated()].unique()
    faults += [Fault(_("this code is there twice"), where=str(code)) for code in repeated]
    if faults:
        summary = _("the outlines cannot be divided")
        raise UnitError(_("schematic boundaries"), summary, faults)


def pulled_inside(point: Any, outline: Any, *, margin: float) -> Any:
    """`point` where it is at least `margin` inside `outline`, else the nearest place that is.

    Plane coordinates. An outline too narrow for the margin gives the nearest place half as deep,
    and so on.
    """
    core = outline.buffer(-margin)
    while core.is_empty:
        margin /= 2
        core = outline.buffer(-margin)
    return point if core.contains(point) else shapely.shortest_line(core, point).interpolate(0)


def _plane(parents: gpd.GeoDataFrame) -> str:
    """An equal-area plane about the middle of `parents`: its areas are geodesic areas."""
    west, south, east, north = parents.to_crs("EPSG:4326").total_bounds
    return f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +ellps=WGS84"


def _outlines(parents: gpd.GeoDataFrame, *, plane: str) -> gpd.GeoSeries:
    """The parents' outlines in the plane, their corners on the grid of the noding.

    Long edges are densified first, where they are straight: in lon/lat. Shared corners stay
    shared.
    """
    straight = shapely.segmentize(parents.to_crs("EPSG:4326").geometry.to_numpy(), DENSIFY_DEGREES)
    projected = gpd.GeoSeries(straight, index=parents.index, crs="EPSG:4326").to_crs(plane)
    snapped = shapely.set_precision(projected.to_numpy(), GRID_M, mode="pointwise")
    return gpd.GeoSeries(snapped, index=parents.index, crs=plane)


def _coordinates(seats: gpd.GeoSeries) -> Numbers:
    """The points' coordinates, NaN where a point is missing."""
    places = np.full((len(seats), 2), np.nan)
    shapes = seats.to_numpy()
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    places[known] = shapely.get_coordinates(shapes[known])
    return places


def _name(row: int, points: gpd.GeoDataFrame) -> str:
    """How errors call a unit: its code, and its name where there is one."""
    code = str(points.index[row])
    name = str(points["name"].iloc[row]) if "name" in points.columns else ""
    return f"{code} {name}".strip()


def _parents_of(
    points: gpd.GeoDataFrame, *, seats: gpd.GeoSeries, outlines: gpd.GeoSeries, area: str
) -> Shapes:
    """The code of each point's parent; raises `UnitError` where points and outlines do not fit."""
    if "parent" in points.columns:
        parent = points["parent"].to_numpy(dtype=object)
    else:
        parent = np.full(len(points), None, dtype=object)
        which, where = outlines.sindex.query(seats.to_numpy(), predicate="within")
        parent[which] = outlines.index.to_numpy()[where]
    faults = [
        Fault(_("the point is in none of the outlines"), where=_name(row, points))
        for row in range(len(points))
        if parent[row] not in outlines.index
    ]
    faults += [
        Fault(_("no point is in this outline"), where=str(code))
        for code in outlines.index
        if code not in set(parent)
    ]
    repeated = points.index[points.index.duplicated()]
    faults += [Fault(_("this code is there twice"), where=str(code)) for code in repeated]
    if area not in points.columns:
        faults.append(Fault(_("the column is missing"), where=area))
    if faults:
        raise UnitError(_("schematic boundaries"), _("points and outlines do not match"), faults)
    return parent


def _tiled(cells: Shapes, *, plane: str) -> Shapes:
    """The cells of all parents as one coverage in lon/lat.

    All lines are noded together in the plane and long ones are densified there once for both
    sides; only then is every corner carried over.
    """
    lines = shapely.union_all(shapely.boundary(cells), grid_size=TILING_M)
    faces = shapely.get_parts(shapely.polygonize([shapely.segmentize(lines, DENSIFY_M)]))
    tree = shapely.STRtree(cells)
    face, cell = tree.query(shapely.point_on_surface(faces), predicate="within")
    to_lonlat = pyproj.Transformer.from_crs(plane, "EPSG:4326", always_xy=True)

    def carried(corners: Numbers) -> Numbers:
        lonlat = to_lonlat.transform(corners[:, 0], corners[:, 1])
        return np.round(np.column_stack(lonlat), DECIMALS)

    whole = [shapely.coverage_union_all(faces[face[cell == index]]) for index in range(len(cells))]
    shapes = np.asarray(shapely.transform(np.array(whole, dtype=object), carried))
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)):
        fault = Fault(_("lines closer than a centimetre run into each other"))
        raise UnitError(_("schematic boundaries"), _("the units do not tile"), [fault])
    return shapes

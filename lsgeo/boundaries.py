"""Boundaries: is a layer a valid map of its units, and how large is each."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.crs import geodesic_area_ha
from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _

_AREAL = ("Polygon", "MultiPolygon")
_MOST_NAMED = 20  # faults of one sort that a message names before it only counts


def units_of(
    registered: pd.DataFrame, geometry: gpd.GeoSeries, *, subject: str
) -> gpd.GeoDataFrame:
    """The units of one vintage and level with their boundaries, measured.

    `registered` is a table of `Registry.at`, `geometry` polygons indexed by code. The result has
    the registry's columns in its order and ``area_ha``, the geodesic area beside the official
    one. Raises `UnitError` with every fault: codes missing, unknown or repeated, geometry null,
    empty, invalid or not areal, overlaps and gaps between units.
    """
    faults = [*_code_faults(registered, geometry), *_geometry_faults(registered, geometry)]
    if not faults:
        faults = _coverage_faults(registered, geometry)
    if faults:
        raise UnitError(subject, _("the layer is not a valid map of its units"), faults)
    placed = geometry.reindex(registered.index)
    units = gpd.GeoDataFrame(registered, geometry=placed.to_numpy(), crs=geometry.crs)
    return units.assign(area_ha=geodesic_area_ha(units.geometry))


def dissolve(units: gpd.GeoDataFrame, parent_of: dict[str, str]) -> gpd.GeoSeries:
    """The outlines of the parents of `units`, indexed by the parent's code."""
    parents = units.index.map(parent_of)
    outlines = {
        parent: shapely.coverage_union_all(units.geometry[parents == parent].to_numpy())
        for parent in parents.unique()
    }
    return gpd.GeoSeries(outlines, crs=units.crs)


def mismatch(whole: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> float:
    """The area that `whole` and `parts` do not share, as a share of `whole`; both in one plane."""
    outline, covered = (shapely.union_all(one.geometry.to_numpy()) for one in (whole, parts))
    return float(shapely.symmetric_difference(outline, covered).area / outline.area)


def _code_faults(registered: pd.DataFrame, geometry: gpd.GeoSeries) -> list[Fault]:
    codes = pd.Index(geometry.index)
    groups = [
        (_("units of the registry have no boundary"), registered.index.difference(codes)),
        (_("codes are not in the registry of this vintage"), codes.difference(registered.index)),
        (_("codes are there more than once"), codes[codes.duplicated()].unique()),
    ]
    return [
        Fault(
            what,
            expected=str(len(registered)),
            got=_names(registered, found),
            remedy=_zero_remedy(registered, found),
        )
        for what, found in groups
        if len(found)
    ]


def _zero_remedy(registered: pd.DataFrame, codes: pd.Index) -> str:
    """What to do where the codes would be known with their leading zero."""
    digits = len(str(registered.index[0])) if len(registered) else 0
    known = codes.difference(registered.index).astype(str).str.zfill(digits)
    if known.intersection(registered.index).empty:
        return ""
    remedy = _("Codes lost their leading zero: store them as text of {digits} digits.")
    return remedy.format(digits=digits)


def _geometry_faults(registered: pd.DataFrame, geometry: gpd.GeoSeries) -> list[Fault]:
    shapes = geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    areal = np.isin(geometry.geom_type.to_numpy().astype(str), _AREAL)
    invalid = ~bare & ~shapely.is_valid(shapes)
    groups = [
        (_("units have an empty geometry"), bare),
        (_("units are no polygons"), ~bare & ~areal),
    ]
    faults = [
        Fault(what, got=_names(registered, geometry.index[mask]))
        for what, mask in groups
        if mask.any()
    ]
    return faults + [
        Fault(_("invalid geometry"), where=_name(registered, code), got=reason)
        for code, reason in zip(
            geometry.index[invalid], shapely.is_valid_reason(shapes[invalid]), strict=True
        )
    ]


def _coverage_faults(registered: pd.DataFrame, geometry: gpd.GeoSeries) -> list[Fault]:
    """The overlaps and gaps between units, with their places and sizes in square metres."""
    shapes = geometry.to_numpy()
    faults = []
    if not shapely.coverage_is_valid(shapes):
        faults += _overlap_faults(registered, geometry)
    holes = _holes(shapely.union_all(shapes))
    for hole, area_ha in zip(holes, _areas_ha(holes, geometry), strict=True):
        where = _("near {x:.5f} {y:.5f}").format(x=hole.centroid.x, y=hole.centroid.y)
        faults.append(Fault(_("gap between units"), where, got=f"{area_ha * 1e4:,.0f} m²"))
    return faults[:_MOST_NAMED]


def _overlap_faults(registered: pd.DataFrame, geometry: gpd.GeoSeries) -> list[Fault]:
    shapes, codes = geometry.to_numpy(), geometry.index
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.intersection(shapes[first], shapes[second])
    sizes = _areas_ha(shared, geometry) * 1e4
    overlapping = [
        Fault(
            _("two units overlap"),
            f"{_name(registered, codes[a])} / {_name(registered, codes[b])}",
            got=f"{size:,.0f} m²" if size >= 1 else _("less than 1 m²"),
        )
        for a, b, size in zip(first, second, sizes, strict=True)
        if size > 0
    ]
    if overlapping:
        return overlapping
    edges = shapely.coverage_invalid_edges(shapes)
    return [
        Fault(
            _("its edge does not match its neighbour's"),
            _name(registered, code),
            remedy=_("Snap the shared lines (QGIS: Clean Coverage or v.clean)."),
        )
        for code, edge in zip(codes, edges, strict=True)
        if not shapely.is_empty(edge)
    ]


def _holes(outline: shapely.Geometry) -> list[shapely.Polygon]:
    return [shapely.Polygon(ring) for part in shapely.get_parts(outline) for ring in part.interiors]


def _areas_ha(shapes: Iterable[shapely.Geometry], like: gpd.GeoSeries) -> pd.Series:
    areal = gpd.GeoSeries(list(shapes), crs=like.crs)
    return geodesic_area_ha(areal.where(areal.geom_type.isin(_AREAL), shapely.Polygon()))


def _names(registered: pd.DataFrame, codes: pd.Index) -> str:
    named = ", ".join(_name(registered, code) for code in codes[:_MOST_NAMED])
    rest = len(codes) - _MOST_NAMED
    return named + (_(" and {count} more").format(count=rest) if rest > 0 else "")


def _name(registered: pd.DataFrame, code: object) -> str:
    known = code in registered.index
    return f"{registered.loc[code, 'name']} ({code})" if known else f"({code})"

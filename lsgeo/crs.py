"""Coordinate systems: VN-2000, plausibility, and geodesic measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError

from lsgeo.errors import Fault
from lsgeo.messages import _

WGS84 = "EPSG:4326"
VIETNAM = (102.0, 6.0, 118.0, 24.0)
"""West, south, east, north in degrees, Hoàng Sa and Trường Sa included."""

_GEOD = Geod(ellps="WGS84")
_TM3_SCALE = 0.9999
_TM3_NAME = "VN-2000 / TM-3"
_MISLABEL_COST_M = 224
_WGS84_NAMES = ("World Geodetic System 1984", "WGS 1984", "WGS 84", "WGS84")


@dataclass(frozen=True)
class Zone:
    """A VN-2000 TM-3 zone: its EPSG code ("EPSG:9215"), name, and the provinces it is made for."""

    code: str
    name: str
    area: str


def faults_of(crs: CRS | None, bounds: Sequence[float]) -> list[Fault]:
    """What is wrong with a layer's CRS: none at all, a VN-2000 mislabel, or a place off Viet Nam.

    `bounds` are west, south, east, north in the layer's own units.
    """
    if crs is None or not (crs.is_geographic or crs.is_projected or crs.is_compound):
        remedy = _('Say which it is in the catalog, for example crs = "EPSG:9215".')
        return [Fault(_("the layer has no coordinate system"), remedy=remedy)]
    faults = []
    if is_mislabelled_vn2000(crs):
        what = _("its projection is a VN-2000 TM-3 zone but its datum is not: {metres} m off")
        remedy = _('Name the right one in the catalog, for example crs = "EPSG:9215".')
        what, got = what.format(metres=_MISLABEL_COST_M), str(crs.datum and crs.datum.name)
        faults.append(Fault(what, expected="VN-2000", got=got, remedy=remedy))
    if not _lies_in_vietnam(crs, bounds):
        got = ", ".join(f"{value:.6g}" for value in bounds)
        what = _("the coordinates do not lie in Viet Nam in {crs}").format(crs=label(crs))
        remedy = _("Are the coordinates swapped, or in another system? Name it in the catalog.")
        faults.append(Fault(what, got=got, remedy=remedy))
    return faults


def is_mislabelled_vn2000(crs: CRS) -> bool:
    """Whether a projection of VN-2000 TM-3 parameters lies on the WGS 84 datum, or on none.

    VN-2000 has the ellipsoid of WGS 84, so a definition that lost its datum ("+ellps=WGS84") is
    read as WGS 84 in silence. One that carries its own transformation (towgs84) is right, unless
    that is all zeros.
    """
    source = crs
    if crs.is_bound and crs.source_crs is not None and crs.coordinate_operation is not None:
        if any(crs.coordinate_operation.towgs84):
            return False
        source = crs.source_crs
    if not source.is_projected or source.coordinate_operation is None:
        return False
    values = {param.name: float(param.value) for param in source.coordinate_operation.params}
    is_tm3 = abs(values.get("Scale factor at natural origin", 0) - _TM3_SCALE) < 1e-9
    datum = source.datum.name.replace("_", " ") if source.datum else ""
    return is_tm3 and any(name in datum for name in _WGS84_NAMES)


def fault_of_plane(crs: CRS) -> str:
    """What keeps `crs` from being the plane that a workspace is drawn in; "" for nothing."""
    units = {axis.unit_name for axis in crs.axis_info}
    if not crs.is_projected or units != {"metre"}:
        return _("expected a projected system in metres, such as EPSG:9215")
    if is_mislabelled_vn2000(crs):
        what = _("its projection is a VN-2000 TM-3 zone but its datum is not: {metres} m off")
        return what.format(metres=_MISLABEL_COST_M)
    area = crs.area_of_use
    if area is None:
        return ""
    west, south, east, north = VIETNAM
    meets = area.west <= east and area.east >= west and area.south <= north and area.north >= south
    return "" if meets else _("this system is not made for Viet Nam")


def stray_faults(crs: CRS, bounds: Sequence[float], *, home: CRS) -> list[Fault]:
    """What is wrong where a layer lies wholly off the area that `home` is made for.

    A TM-3 layer read as UTM stays in Viet Nam but lands 233 km to the west; the area of use of
    the workspace's own system tells. `bounds` are in the layer's own units.
    """
    area = home.area_of_use
    if area is None or not np.isfinite(bounds).all():  # nothing is drawn, so nothing is astray
        return []
    west, south, east, north = _lonlat_bounds(crs, bounds)
    if west <= area.east and east >= area.west and south <= area.north and north >= area.south:
        return []
    what = _("the layer does not lie where {crs} is used").format(crs=label(home))
    expected = f"{area.west}, {area.south}, {area.east}, {area.north}"
    got = ", ".join(f"{value:.6g}" for value in (west, south, east, north))
    remedy = _("Is it in another system? Name it in the catalog.")
    return [Fault(what, expected=expected, got=got, remedy=remedy)]


def label(crs: CRS) -> str:
    """A short name of `crs`: its EPSG code where it has one, else its own name."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def parse(text: str) -> CRS:
    """The CRS that `text` ("EPSG:9215") names; raises ValueError where PROJ knows none."""
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise ValueError(_("PROJ knows no coordinate system {text!r}").format(text=text)) from error


def tm3_zones(province: str) -> list[Zone]:
    """The VN-2000 TM-3 zones whose area of use in PROJ names a province, in the order of codes.

    `province` is its name without accents ("Lang Son"), as PROJ writes it. PROJ's areas are those
    of the provinces before July 2025, so a person has to confirm the choice.
    """
    named = re.compile(rf"\b{re.escape(province)}\b", re.IGNORECASE)
    return [zone for zone in _all_tm3_zones() if named.search(zone.area)]


def geodesic_area_ha(geometries: gpd.GeoSeries) -> pd.Series:
    """The geodesic area of each polygon on the WGS 84 ellipsoid, in hectares."""
    lonlat = geometries.to_crs(WGS84)
    areas = [abs(_GEOD.geometry_area_perimeter(polygon)[0]) / 1e4 for polygon in _oriented(lonlat)]
    return pd.Series(areas, index=geometries.index, dtype="float64")


def zone_area_ha(latitudes: NDArray[np.float64], width_deg: float) -> NDArray[np.float64]:
    """The areas in hectares between successive `latitudes` (degrees), `width_deg` wide.

    Closed form on the WGS 84 ellipsoid (Snyder 1987, Map Projections, eq. 3-12 and 14-13);
    northward latitudes give positive areas, southward ones negative.
    """
    eccentricity = np.sqrt(_GEOD.es)
    sine = np.sin(np.radians(latitudes))
    along = eccentricity * sine
    authalic = sine / (1 - along**2) + np.arctanh(along) / eccentricity
    strip = _GEOD.b**2 / 2 * np.radians(width_deg) / 1e4
    return np.asarray(np.diff(authalic) * strip, dtype="float64")


def _oriented(polygons: gpd.GeoSeries) -> NDArray[np.object_]:
    return np.asarray(shapely.orient_polygons(polygons.to_numpy()))


def _lies_in_vietnam(crs: CRS, bounds: Sequence[float]) -> bool:
    if not np.isfinite(bounds).all():
        return False
    frame = _lonlat_bounds(crs, bounds)
    west, south, east, north = VIETNAM
    inside = frame[0] >= west and frame[1] >= south and frame[2] <= east and frame[3] <= north
    return bool(np.isfinite(frame).all() and inside)


def _lonlat_bounds(crs: CRS, bounds: Sequence[float]) -> NDArray[np.float64]:
    frame = gpd.GeoSeries([shapely.box(*bounds)], crs=crs).to_crs(WGS84).total_bounds
    return np.asarray(frame, dtype="float64")


@cache
def _all_tm3_zones() -> tuple[Zone, ...]:
    found = query_crs_info(auth_name="EPSG", pj_types=[PJType.PROJECTED_CRS])
    zones = [
        Zone(f"EPSG:{info.code}", info.name, info.area_of_use.name or "")
        for info in found
        if info.name.startswith(_TM3_NAME) and info.area_of_use
    ]
    return tuple(sorted(zones, key=lambda zone: zone.code))

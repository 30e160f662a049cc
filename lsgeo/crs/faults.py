"""What keeps a layer's coordinate system from being used as it stands."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.crs.measures import WGS84
from lsgeo.crs.zones import label
from lsgeo.errors import Fault
from lsgeo.messages import _

VIETNAM = (102.0, 6.0, 118.0, 24.0)
"""West, south, east, north in degrees, Hoàng Sa and Trường Sa included."""

_TM3_SCALE = 0.9999
_MISLABEL_COST_M = 224
_WGS84_NAMES = ("World Geodetic System 1984", "WGS 1984", "WGS 84", "WGS84")


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
    west, south, east, north = lonlat_bounds(crs, bounds)
    if west <= area.east and east >= area.west and south <= area.north and north >= area.south:
        return []
    what = _("the layer does not lie where {crs} is used").format(crs=label(home))
    expected = f"{area.west}, {area.south}, {area.east}, {area.north}"
    got = ", ".join(f"{value:.6g}" for value in (west, south, east, north))
    remedy = _("Is it in another system? Name it in the catalog.")
    return [Fault(what, expected=expected, got=got, remedy=remedy)]


def _lies_in_vietnam(crs: CRS, bounds: Sequence[float]) -> bool:
    if not np.isfinite(bounds).all():
        return False
    frame = lonlat_bounds(crs, bounds)
    west, south, east, north = VIETNAM
    inside = frame[0] >= west and frame[1] >= south and frame[2] <= east and frame[3] <= north
    return bool(np.isfinite(frame).all() and inside)


def lonlat_bounds(crs: CRS, bounds: Sequence[float]) -> NDArray[np.float64]:
    """West, south, east, north in degrees of a box in another system."""
    frame = gpd.GeoSeries([shapely.box(*bounds)], crs=crs).to_crs(WGS84).total_bounds
    return np.asarray(frame, dtype="float64")

"""The ways in which a layer's coordinates can be read, and where each puts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.crs import ProjectedCRS
from pyproj.exceptions import ProjError

from lsgeo.crs.measures import GEOD, WGS84
from lsgeo.crs.zones import all_tm3_zones, label

VN2000 = "EPSG:4756"
OFFICIAL = (
    -191.90441429,
    -39.30318279,
    -111.45032835,
    0.00928836,
    -0.01975479,
    0.00427372,
    0.252906278,
)
"""From VN-2000 to WGS 84, position vector (QĐ 05/2007/QĐ-BTNMT, EPSG:6960)."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

_MARGIN_DEG = 0.03  # about 3 km: what a layer of a province may reach beyond it
_OTHERS = (
    "EPSG:3405",  # VN-2000 / UTM zone 48N
    "EPSG:3406",
    "EPSG:32648",
    "EPSG:32649",
    "EPSG:3857",
    "EPSG:2044",  # Hanoi 1972 / Gauss-Kruger zone 18, with the zone before the easting
    "EPSG:2045",
    "EPSG:3148",  # Indian 1960 / UTM zone 48N
    "EPSG:3149",
)
_ZONE_NUMBERS = (18, 19, 48, 49)  # of Gauss-Krüger and of the sheets of the world map
_MILLION = 1_000_000


@dataclass(frozen=True)
class Projection:
    """The numbers of a transverse Mercator projection."""

    meridian: float
    scale: float
    easting: float
    northing: float


@dataclass(frozen=True)
class Reading:
    """A system that coordinates may be in: what ``--crs`` would say, and whether axes are swapped.

    ``zone`` is the number that stands before the eastings, 0 for none.
    """

    crs: CRS
    name: str
    is_swapped: bool = False
    zone: int = 0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude on WGS 84 of a point; infinite where it has none."""
        if self.is_swapped:
            x, y = y, x
        lon, lat = _to_lonlat(self.crs).transform(x, y)
        return float(lon), float(lat)

    def frame(self, bounds: Sequence[float]) -> NDArray[np.float64]:
        """West, south, east, north on WGS 84 of a box, not finite where it lies nowhere."""
        west, south, east, north = bounds
        corners = ((west, south), (west, north), (east, south), (east, north))
        places = np.array([self.place(*corner) for corner in corners])
        return np.array([*places.min(axis=0), *places.max(axis=0)])

    def fits(self, bounds: Sequence[float], area: Sequence[float]) -> bool:
        """Whether a box lies inside `area` (degrees), give or take 3 km."""
        frame = self.frame(bounds)
        if not np.isfinite(frame).all():
            return False
        inner = np.asarray(area[:2]) - _MARGIN_DEG
        outer = np.asarray(area[2:]) + _MARGIN_DEG
        return bool((frame[:2] >= inner).all() and (frame[2:] <= outer).all())


def readings(home: CRS) -> Iterator[Reading]:
    """Every way to read coordinates that Vietnamese offices use, the likeliest first."""
    straight = [
        Reading(home, label(home)),
        Reading(CRS(WGS84), WGS84),
        *(Reading(CRS(code), code) for code in _OTHERS),
        *(Reading(CRS(zone.code), zone.code) for zone in all_tm3_zones()),
    ]
    yield from straight
    for number in _ZONE_NUMBERS:
        with_zone = _with_zone(home, number)
        if with_zone is not None:
            yield Reading(with_zone[0], with_zone[1], zone=number)
    for reading in straight:
        yield Reading(reading.crs, reading.name, is_swapped=True)


def projection(crs: CRS) -> Projection | None:
    """The numbers of a system's projection; None where it is no transverse Mercator."""
    source = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    operation = source.coordinate_operation if source.is_projected else None
    if operation is None or operation.method_name != "Transverse Mercator":
        return None
    values = {param.name: float(param.value) for param in operation.params}
    return Projection(
        values.get("Longitude of natural origin", 0.0),
        values.get("Scale factor at natural origin", 1.0),
        values.get("False easting", 0.0),
        values.get("False northing", 0.0),
    )


def vn2000_of(crs: CRS) -> Reading:
    """The same projection on the datum VN-2000, by its EPSG code where it has one."""
    source = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    own = projection(source)
    if own is None:
        if source.is_projected:
            twin = ProjectedCRS(source.coordinate_operation, geodetic_crs=CRS(VN2000))
            return Reading(CRS(twin), "")
        return Reading(CRS(VN2000), VN2000)
    code = code_of(own)
    return Reading(CRS(code), code) if code else Reading(CRS(defined(own)), defined(own))


def code_of(wanted: Projection) -> str:
    """The EPSG code of the VN-2000 plane with this projection, "" where EPSG has none."""
    codes = (*dict.fromkeys(zone.code for zone in all_tm3_zones()), "EPSG:3405", "EPSG:3406")
    return next((code for code in codes if _is_close(projection(CRS(code)), wanted)), "")


def defined(wanted: Projection) -> str:
    """A definition of a VN-2000 plane that EPSG has no code for, with the official parameters."""
    shift = ",".join(f"{value:.12g}" for value in OFFICIAL)
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={wanted.meridian:.12g} +k={wanted.scale:.12g} "
        f"+x_0={wanted.easting:.12g} +y_0={wanted.northing:.12g} +ellps=WGS84 "
        f"+towgs84={shift} +units=m +no_defs +type=crs"
    )


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance on the ellipsoid between two places, NaN where one is nowhere."""
    if not np.isfinite([*one, *other]).all():
        return float("nan")
    return float(GEOD.line_length([one[0], other[0]], [one[1], other[1]]))


def centre(bounds: Sequence[float]) -> tuple[float, float]:
    """The middle of a box."""
    west, south, east, north = bounds
    return (west + east) / 2, (south + north) / 2


def _with_zone(home: CRS, number: int) -> tuple[CRS, str] | None:
    """The plane `home` with the number of a zone before its eastings."""
    own = projection(home)
    if own is None:
        return None
    east = own.easting + number * _MILLION
    text = defined(Projection(own.meridian, own.scale, east, own.northing))
    return CRS(text), text


def _is_close(one: Projection | None, other: Projection) -> bool:
    if one is None:
        return False
    return (
        abs(one.meridian - other.meridian) < 1e-7
        and abs(one.scale - other.scale) < 1e-9
        and abs(one.easting - other.easting) < 1e-3
        and abs(one.northing - other.northing) < 1e-3
    )


@lru_cache(maxsize=128)
def _to_lonlat(crs: CRS) -> Transformer:
    try:
        return Transformer.from_crs(crs, WGS84, always_xy=True)
    except ProjError:  # a local system: it lies nowhere on earth
        return _nowhere()


@lru_cache(maxsize=1)
def _nowhere() -> Transformer:
    return Transformer.from_pipeline("+proj=affine +xoff=inf +yoff=inf")

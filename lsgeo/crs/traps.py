"""The traps of coordinate systems in Vietnamese offices: which one, how far off, what undoes it.

Nothing is ever shifted here: a diagnosis says what a layer would cost as it stands, and which one
word on the command line puts it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np
from pyproj import CRS

from lsgeo.crs.datums import untransformed, vn2000_flaws
from lsgeo.crs.faults import VIETNAM
from lsgeo.crs.measures import WGS84
from lsgeo.crs.readings import (
    VN2000,
    Bounds,
    Projection,
    Reading,
    apart_m,
    centre,
    code_of,
    defined,
    projection,
    readings,
)
from lsgeo.crs.zones import label
from lsgeo.errors import Fault
from lsgeo.messages import _

TM3_SCALE, UTM_SCALE = 0.9999, 0.9996
_KM = 1000


@dataclass(frozen=True)
class Diagnosis:
    """One thing about a layer's coordinate system that puts it in a wrong place, or might.

    ``trap`` is its name in code, ``what`` says it in words; ``distance_m`` is how far off the
    layer lies at its middle, NaN where that cannot be said. ``crs`` is what the system should be
    named as, "" where nobody can tell; ``is_swapped`` that north stands before east. A diagnosis
    that `is_fault` must not be passed over; others are worth knowing.
    """

    trap: str
    what: str
    distance_m: float = float("nan")
    crs: str = ""
    is_swapped: bool = False
    is_fault: bool = True

    @property
    def remedy_flag(self) -> str:
        """What to add to the command line, "" where nothing there helps."""
        crs = f'"{self.crs}"' if " " in self.crs else self.crs
        flags = [f"--crs {crs}" if crs else "", "--swap-axes" if self.is_swapped else ""]
        return " ".join(flag for flag in flags if flag)

    @property
    def distance(self) -> str:
        """The distance in words: "224 m", "25.8 km", "" where there is none."""
        if not np.isfinite(self.distance_m):
            return ""
        if self.distance_m >= 10 * _KM:
            return f"{self.distance_m / _KM:.1f} km"
        return f"{self.distance_m:.0f} m" if self.distance_m >= 10 else f"{self.distance_m:.2f} m"

    @property
    def fault(self) -> Fault:
        """The diagnosis as a fault with its remedy."""
        off = _("{distance} off").format(distance=self.distance) if self.distance else ""
        what = f"{self.what}: {off}" if off else self.what
        remedy = _("If that is so, add {flag}").format(flag=self.remedy_flag)
        return Fault(what, remedy=remedy if self.remedy_flag else "")


def diagnose(
    crs: CRS | None, bounds: Sequence[float], *, home: CRS, expected: Sequence[float] | None = None
) -> list[Diagnosis]:
    """What is wrong, or doubtful, with the system of a layer, the worst first.

    `bounds` are west, south, east, north in the layer's own units, `home` the workspace's plane,
    `expected` the bounds of its province in degrees on WGS 84 (else where `home` is made for).
    """
    if not np.isfinite(bounds).all():
        return []  # a layer without shapes, or of broken ones: others say so
    area = _area(home, expected)
    if crs is None or not (crs.is_geographic or crs.is_projected or crs.is_compound):
        return [_without_system(bounds, home, area)]
    flat = crs.to_2d() if crs.is_compound else crs
    stray = _astray(Reading(flat, label(flat)), bounds, home, area)
    if stray is not None:
        return [stray]
    return [
        *_wrong_scale(flat, bounds),
        *(Diagnosis(*found) for found in vn2000_flaws(flat, bounds)),
        *(Diagnosis(*found) for found in untransformed(flat, bounds)),
        *_other_zone(flat, bounds, home, area),
    ]


def _area(home: CRS, expected: Sequence[float] | None) -> Bounds:
    if expected is not None:
        west, south, east, north = expected
        return west, south, east, north
    used = home.area_of_use
    return (used.west, used.south, used.east, used.north) if used else VIETNAM


def _without_system(bounds: Sequence[float], home: CRS, area: Bounds) -> Diagnosis:
    """What the coordinates of a layer without a system tell."""
    what = _("the layer has no coordinate system")
    found = next((one for one in readings(home) if one.fits(bounds, area)), None)
    if found is None:
        return Diagnosis("no_system", what)
    if found.crs.is_geographic:
        middle = centre(bounds)
        other = Reading(CRS(VN2000), VN2000, is_swapped=found.is_swapped)
        cost = apart_m(found.place(*middle), other.place(*middle))
        degrees = _("its coordinates are degrees, of WGS 84 (EPSG:4326) or VN-2000 (EPSG:4756)")
        return Diagnosis("no_system", f"{what}; {degrees}", cost, WGS84, found.is_swapped)
    fits = _("its coordinates fit {crs}").format(crs=found.name)
    if found.zone:
        fits = _told(found, found)[1]
    return Diagnosis("no_system", f"{what}; {fits}", crs=found.name, is_swapped=found.is_swapped)


def _astray(reading: Reading, bounds: Sequence[float], home: CRS, area: Bounds) -> Diagnosis | None:
    """The trap a layer fell into that does not lie in `area`; None where it does, or may.

    A layer that only reaches out of the area, such as one of the whole country, is astray only
    where another reading puts all of it inside.
    """
    if reading.fits(bounds, area):
        return None
    middle = centre(bounds)
    found = next((one for one in readings(home) if one.fits(bounds, area)), None)
    if found is not None:
        trap, what = _told(reading, found)
        cost = apart_m(reading.place(*middle), found.place(*middle))
        return Diagnosis(trap, what, cost, found.name, found.is_swapped)
    frame = reading.frame(bounds)
    meets = np.isfinite(frame).all() and (
        frame[0] <= area[2] and frame[2] >= area[0] and frame[1] <= area[3] and frame[3] >= area[1]
    )
    if meets:
        return None
    cost = apart_m(reading.place(*middle), centre(area))
    return Diagnosis("elsewhere", _("the layer does not lie where the province is"), cost)


def _told(reading: Reading, found: Reading) -> tuple[str, str]:
    """The name of the trap between the reading that a layer states and the one that fits it."""
    stated, right = projection(reading.crs), projection(found.crs)
    if found.is_swapped:
        return "swapped", _("north stands before east in its coordinates")
    if found.zone:
        what = _("its eastings begin with the number of a zone, {number}")
        return "zone_number", what.format(number=found.zone)
    if reading.crs.is_geographic and not found.crs.is_geographic:
        what = _("its coordinates are metres that fit {crs}, but its system is in degrees")
        return "metres", what.format(crs=found.name)
    if found.crs.is_geographic and not reading.crs.is_geographic:
        return "degrees", _("its coordinates are degrees, but its system is in metres")
    if stated and right and isclose(right.scale, TM3_SCALE):
        if isclose(stated.scale, UTM_SCALE):
            what = _("it is read as UTM, but its coordinates fit {crs}")
            return "utm", what.format(crs=found.name)
        what = _("its central meridian is {stated}, but its coordinates fit {right}")
        meridians = {"stated": _degrees(stated.meridian), "right": _degrees(right.meridian)}
        return "meridian", what.format(**meridians)
    what = _("it does not lie in the province in {stated}, but would in {right}")
    return "system", what.format(stated=reading.name, right=found.name)


def _wrong_scale(crs: CRS, bounds: Sequence[float]) -> Iterator[Diagnosis]:
    """A zone of three degrees with the scale of UTM, which has its meridians every six degrees."""
    own = projection(crs)
    if (
        own is None
        or not isclose(own.scale, UTM_SCALE)
        or isclose((own.meridian - 3) % 6, 0, abs_tol=1e-9)
    ):
        return
    right = Projection(own.meridian, TM3_SCALE, own.easting, own.northing)
    name = code_of(right) or defined(right)
    middle = centre(bounds)
    cost = apart_m(Reading(crs, "").place(*middle), Reading(CRS(name), name).place(*middle))
    what = _("its scale is 0.9996, that of UTM, on the meridian {meridian} of a TM-3 zone")
    yield Diagnosis("scale", what.format(meridian=_degrees(own.meridian)), cost, name)


def _other_zone(crs: CRS, bounds: Sequence[float], home: CRS, area: Bounds) -> Iterator[Diagnosis]:
    """A neighbour's zone in which a small layer lies in the province, as it would in its own."""
    own, right = projection(crs), projection(home)
    if own is None or right is None or not isclose(own.scale, TM3_SCALE):
        return
    if isclose(own.meridian, right.meridian):
        return
    here = Reading(home, label(home))
    if here.fits(bounds, area):
        middle = centre(bounds)
        cost = apart_m(Reading(crs, "").place(*middle), here.place(*middle))
        what = _("it is in the zone {stated}, not in that of the province, {right}; both would fit")
        words = what.format(stated=_degrees(own.meridian), right=_degrees(right.meridian))
        yield Diagnosis("other_zone", words, cost, here.name, is_fault=False)


def _degrees(value: float) -> str:
    minutes = round(value * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′"

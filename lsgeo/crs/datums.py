"""Datums that were lost, or are carried over to WGS 84 by other numbers than the official ones."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from pyproj import CRS
from pyproj.exceptions import ProjError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from lsgeo.crs.faults import is_mislabelled_vn2000
from lsgeo.crs.measures import WGS84
from lsgeo.crs.readings import OFFICIAL, Reading, apart_m, centre, vn2000_of
from lsgeo.messages import _

Flaw = tuple[str, str, float, str, bool, bool]
"""What `Diagnosis` is made of: trap, words, metres, remedy, swapped, whether it is a fault."""

_LOST_M = 20.0  # more than any choice of parameters costs: the datum itself is lost
_SAME_M = 0.02
_VIETNAMESE = re.compile(r"viet.?nam.?2000|vn.?2000", re.IGNORECASE)
_MAPINFO = re.compile(r"^MIF 9999,28,(.+)$")
_NEAR_M = 10.0  # metres within which translations are those of VN-2000
_BALLPARK = "Ballpark"  # what PROJ calls it when it leaves a datum as it is


def vn2000_flaws(crs: CRS, bounds: Sequence[float]) -> Iterator[Flaw]:
    """Where VN-2000 is carried over wrongly, or not at all: how far off, and how it should be."""
    if not _is_vn2000(crs):
        return
    right = vn2000_of(crs)
    middle = centre(bounds)
    cost = apart_m(Reading(crs, "").place(*middle), right.place(*middle))
    given = _towgs84(crs)
    if cost > _LOST_M:
        datum = _source(crs).datum
        what = _("its coordinates are VN-2000, but its datum was lost (it says {datum})")
        said = what.format(datum=datum.name if datum else "–")
        yield "datum", said, cost, right.name, False, True
    elif cost > _SAME_M and len(given) == 7 and _is_turned(given):
        what = _("the rotations from VN-2000 to WGS 84 have the wrong sign")
        yield "rotation", what, cost, right.name, False, False
    elif cost > _SAME_M and given and not any(given[3:]):
        what = _("from VN-2000 to WGS 84 it has three parameters instead of seven")
        yield "translation", what, cost, right.name, False, False
    elif cost > _SAME_M:
        what = _("from VN-2000 to WGS 84 it has other parameters than the official ones")
        yield "parameters", what, cost, right.name, False, False
    elif _is_turned_in_mapinfo(crs):
        what = _("its CoordSys has the rotations as PROJ has them; MapInfo wants the other sign")
        turned = (*OFFICIAL[:3], *(-value for value in OFFICIAL[3:6]), OFFICIAL[6])
        beside = apart_m(_shifted(crs, turned).place(*middle), right.place(*middle))
        yield "rotation", what, beside, right.name, False, False


def untransformed(crs: CRS, bounds: Sequence[float]) -> Iterator[Flaw]:
    """An old datum for which PROJ has no transformation made for here, so that it uses none."""
    source = _source(crs)
    datum = source.datum.name if source.datum else ""
    if crs.is_bound or _is_vn2000(crs) or not datum:
        return
    middle = centre(bounds)
    here = Reading(crs, "").place(*middle)
    if not np.isfinite(here).all():
        return
    area = AreaOfInterest(here[0], here[1], here[0] + 1e-3, here[1] + 1e-3)
    ways = _ways(crs, area)
    if not ways or _BALLPARK not in ways[0].description:
        return
    elsewhere = [way for way in _ways(crs, None) if _BALLPARK not in way.description]
    shifts = [_translations(way) for way in elsewhere]
    shift = next((one for one in shifts if one), ())
    if shift:
        cost = apart_m(here, _shifted(crs, shift).place(*middle))
        what = _("PROJ knows no way from {datum} to WGS 84 that is made for here and uses none")
        yield "old_datum", what.format(datum=datum), cost, _definition(crs, shift), False, True
    else:
        cost = apart_m(here, vn2000_of(crs).place(*middle))
        what = _("its datum is unknown ({datum}); if it is VN-2000, it is not taken into account")
        yield "datum", what.format(datum=datum), cost, vn2000_of(crs).name, False, True


def _source(crs: CRS) -> CRS:
    return crs.source_crs if crs.is_bound and crs.source_crs is not None else crs


def _is_vn2000(crs: CRS) -> bool:
    """Whether a system is VN-2000 by its datum, its projection, or its way to WGS 84."""
    source = _source(crs)
    names = f"{source.datum.name if source.datum else ''} {source.name}"
    geodetic = source.geodetic_crs
    names += f" {geodetic.name}" if geodetic else ""
    if is_mislabelled_vn2000(crs) or _VIETNAMESE.search(names):
        return True
    given = _towgs84(crs)
    near = zip(given[:3], OFFICIAL[:3], strict=False)
    return len(given) >= 3 and all(abs(one - other) < _NEAR_M for one, other in near)


def _towgs84(crs: CRS) -> tuple[float, ...]:
    if not crs.is_bound or crs.coordinate_operation is None:
        return ()
    return tuple(float(value) for value in crs.coordinate_operation.towgs84)


def _is_turned(given: Sequence[float]) -> bool:
    """Whether the rotations are the official ones with the other sign."""
    pairs = zip(given[3:6], OFFICIAL[3:6], strict=True)
    return all(abs(one + other) < 5e-4 for one, other in pairs)


def _is_turned_in_mapinfo(crs: CRS) -> bool:
    """Whether a CoordSys has the rotations of a position vector: MapInfo's are the opposite.

    GDAL knows both lines and takes both for the official parameters.
    """
    datum = _source(crs).datum
    found = _MAPINFO.match(datum.name) if datum else None
    if found is None:
        return False
    try:
        values = [float(text) for text in found[1].split(",")]
    except ValueError:  # a datum that only happens to be named so
        return False
    return len(values) >= 7 and np.allclose(values[3:6], OFFICIAL[3:6], atol=5e-4)


def _ways(crs: CRS, area: AreaOfInterest | None) -> list[Any]:
    """The transformations to WGS 84 that PROJ knows, the best first; none for a local system."""
    with warnings.catch_warnings(), suppress(ProjError):
        warnings.simplefilter("ignore", UserWarning)  # that a better one needs a grid
        ways = TransformerGroup(crs, WGS84, always_xy=True, area_of_interest=area)
        return list(ways.transformers)
    return []


def _translations(way: Any) -> tuple[float, ...]:
    """The three translations of a transformation that is nothing but those, else none."""
    steps = [step.towgs84 for step in way.operations or () if any(step.towgs84)]
    return tuple(steps[0]) if len(steps) == 1 and len(steps[0]) == 3 else ()


def _shifted(crs: CRS, shift: Sequence[float]) -> Reading:
    text = _definition(crs, shift)
    return Reading(CRS(text), text)


def _definition(crs: CRS, shift: Sequence[float]) -> str:
    """A system in PROJ's words, with the parameters of its way to WGS 84."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that the words lose its name and area
        words = _source(crs).to_proj4()
    kept = [word for word in words.split() if not word.startswith(("+datum", "+towgs84"))]
    ellipsoid = [] if any(word.startswith("+ellps") for word in kept) else ["+ellps=WGS84"]
    numbers = ",".join(f"{value:.12g}" for value in shift)
    return " ".join([*kept, *ellipsoid, f"+towgs84={numbers}"])

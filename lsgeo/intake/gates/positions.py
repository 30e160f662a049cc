"""Positions as offices write them: degrees in any form and order, metres of a VN-2000 plane."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from pyproj import CRS, Transformer

from lsgeo.crs import VIETNAM, WGS84, label
from lsgeo.errors import Fault
from lsgeo.intake.columns import text_of
from lsgeo.messages import _

Axis = Literal["", "east", "north"]

_ALIKE = str.maketrans(
    dict.fromkeys("’‘′´`ʹʼ", "'") | dict.fromkeys("”“″ʺ", '"') | {"º": "°", "˚": "°"}
)
_EAST = re.compile(
    r"kinh (?:độ|tuyến)|đông|east|long(?:itude)?\b|lon\b|(?<![a-z])[eđd]$|^[eđ](?=\W*\d)"
)
_NORTH = re.compile(r"vĩ (?:độ|tuyến)|bắc|north|lat(?:itude)?\b|(?<![a-z])[nb]$|^[nb](?=\W*\d)")
"""East and north in words and letters. N is Nam (south) in Vietnamese, where Viet Nam has no land:
here it can only mean north."""
_MARKS = (("''", '"'), ("độ", "°"), ("phút", "'"), ("giây", '"'))
_DEGREE_LETTER = re.compile(r"(?<=\d)\s*[od](?=\s*\d)")
_MARKED = re.compile(
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:'|$|(?=\s\d))\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*\"?)?)?"
)
_SPACED = re.compile(r"(\d{1,3})[\s-]+(\d{1,2}(?:[.,]\d+)?)(?:[\s-]+(\d{1,2}(?:[.,]\d+)?))?")
_DECIMAL = re.compile(r"(\d+(?:[.,]\d+)?)\s*([°m]?)")
_GROUPED = (
    re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),  # 2.431.014,13
    re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),  # 2,431,014.13
    re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?"),  # 2 431 014,13
)
_FEWEST_METRES = 1000.0
_MARGIN_DEG = 0.03  # about 3 km: how far gates lie beyond the area that a plane is made for

_LABELS = re.compile(r"\b[xy]\s*[:=]|[()\[\]:=]", re.IGNORECASE)
_SEPARATORS = (";", "|", "/", ", ", " - ", " ", ",")


@dataclass(frozen=True)
class Systems:
    """The systems that numbers may be in: a plane in metres, and degrees (None for neither)."""

    plane: CRS
    degrees: CRS | None


@dataclass(frozen=True)
class Position:
    """A place on WGS 84 in degrees, NaN where ``fault`` says why there is none.

    ``how`` says how it was read, "" where it stood there as longitude and latitude.
    """

    longitude: float = float("nan")
    latitude: float = float("nan")
    how: str = ""
    fault: Fault | None = None

    @property
    def lonlat(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.longitude, self.latitude

    @property
    def texts(self) -> tuple[str, str]:
        """Longitude and latitude as text to a centimetre."""
        return degrees_text(self.longitude), degrees_text(self.latitude)


@dataclass(frozen=True)
class _Reading:
    """One way to read a cell: degrees or metres, and which axis its letters say."""

    value: float
    is_metres: bool = False
    axis: Axis = ""
    is_sexagesimal: bool = False

    def may_be(self, axis: Axis) -> bool:
        return self.axis in ("", axis)


@dataclass(frozen=True)
class _Landing:
    """Where two cells put a gate when read in one way."""

    longitude: float
    latitude: float
    is_north_first: bool
    first: _Reading


def degrees_text(value: float) -> str:
    """Degrees to 7 decimals, which are a centimetre, without zeros at the end.

    >>> degrees_text(106.7112)
    '106.7112'
    """
    return f"{value:.7f}".rstrip("0").rstrip(".")


def place(first: object, second: object, *, systems: Systems, named: bool) -> Position:
    """The position in two cells, read in the one way that puts it where it can be.

    Degrees must lie in Viet Nam, metres where their plane is used; so either order is recognised.
    `named` says that the columns call themselves longitude and latitude, so that another order is
    a mistake.
    """
    texts = text_of(first), text_of(second)
    pairs = product(_readings(texts[0]), _readings(texts[1]))
    found = [
        one for a, b in pairs if a.is_metres == b.is_metres for one in _landings(a, b, systems)
    ]
    places = {(one.longitude, one.latitude): one for one in found}
    got = ", ".join(text or _("nothing") for text in texts)
    if len(places) > 1:
        return Position(fault=Fault(_("the position can be read in several ways"), got=got))
    if not places:
        return Position(fault=_no_place(texts, systems, got=got))
    (landing,) = places.values()
    how = _how(landing, systems, named=named)
    return Position(landing.longitude, landing.latitude, how)


def parted(cell: object) -> tuple[str, str]:
    """The two halves of a cell that holds both coordinates; the second is "" where it does not.

    >>> parted("X = 2431014,13; Y = 444162,56")
    ('2431014,13', '444162,56')
    """
    text = " ".join(_LABELS.sub(" ", text_of(cell)).split())
    for separator in _SEPARATORS:
        parts = text.split(separator)
        if len(parts) < 2 or len(parts) % 2:
            continue
        middle = len(parts) // 2
        halves = separator.join(parts[:middle]).strip(), separator.join(parts[middle:]).strip()
        if all(map(_readings, halves)):
            return halves
    return text, ""


def _readings(text: str) -> list[_Reading]:
    """The ways to read a cell; nothing where it is no coordinate."""
    lower = text.translate(_ALIKE).lower()
    axis: Axis = "east" if _EAST.search(lower) else "north" if _NORTH.search(lower) else ""
    bare = _NORTH.sub("", _EAST.sub("", lower)).strip(" :")
    for words, mark in _MARKS:
        bare = bare.replace(words, mark)
    bare = _DEGREE_LETTER.sub("°", bare).strip()
    angles = [_angle(match) for shape in (_MARKED, _SPACED) if (match := shape.fullmatch(bare))]
    return [
        *(_Reading(angle, axis=axis, is_sexagesimal=True) for angle in angles[:1] if angle >= 0),
        *(_Reading(value, is_metres, axis) for value, is_metres in _plain(bare)),
    ]


def _angle(match: re.Match[str]) -> float:
    """Degrees, minutes and seconds as degrees; −1 where minutes or seconds are 60 or more."""
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    both_broken = bool(match[3]) and minutes != int(minutes)
    if minutes >= 60 or seconds >= 60 or both_broken:
        return -1.0
    return degrees + minutes / 60 + seconds / 3600


def _plain(text: str) -> Iterator[tuple[float, bool]]:
    """The numbers that a text without minutes may mean, each with whether it is in metres."""
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        value = float(decimal[1].replace(",", "."))
        is_metres = value >= _FEWEST_METRES
        if decimal[2] in ("", "m" if is_metres else "°"):
            yield value, is_metres
    digits = text.removesuffix("m").strip()
    for shape, groups in zip(_GROUPED, (".", ",", " "), strict=True):
        if shape.fullmatch(digits):
            value = float(digits.replace(groups, "").replace(",", "."))
            if value >= _FEWEST_METRES:
                yield value, True


def _landings(first: _Reading, second: _Reading, systems: Systems) -> Iterator[_Landing]:
    """Where two readings of one kind lie, in the order east, north or the other way round."""
    crs = systems.plane if first.is_metres else systems.degrees
    if crs is None:
        return
    for is_north_first in (False, True):
        east, north = (second, first) if is_north_first else (first, second)
        if not (east.may_be("east") and north.may_be("north")):
            continue
        lon, lat = _to_lonlat(crs).transform(east.value, north.value)
        west, south, far_east, far_north = _area(crs, is_plane=first.is_metres)
        if west <= lon <= far_east and south <= lat <= far_north:
            yield _Landing(float(lon), float(lat), is_north_first, first)


def _area(crs: CRS, *, is_plane: bool) -> tuple[float, float, float, float]:
    """Where numbers of a system may lie, in degrees."""
    used = crs.area_of_use if is_plane else None
    if used is None:
        return VIETNAM
    return (
        used.west - _MARGIN_DEG,
        used.south - _MARGIN_DEG,
        used.east + _MARGIN_DEG,
        used.north + _MARGIN_DEG,
    )


def _how(landing: _Landing, systems: Systems, *, named: bool) -> str:
    """How a position was read, "" where that is a matter of course."""
    if landing.first.is_metres:
        order = (
            _("metres of {crs}, northing first, converted to WGS 84")
            if landing.is_north_first
            else _("metres of {crs}, easting first, converted to WGS 84")
        )
        return order.format(crs=label(systems.plane))
    how = []
    if landing.first.is_sexagesimal:
        how.append(_("degrees and minutes read as decimal degrees"))
    if named and landing.is_north_first:
        how.append(_("longitude and latitude were swapped"))
    if systems.degrees is not None and systems.degrees != CRS(WGS84):
        text = _("degrees of {crs} converted to WGS 84")
        how.append(text.format(crs=label(systems.degrees)))
    return "; ".join(how)


def _no_place(texts: tuple[str, str], systems: Systems, *, got: str) -> Fault:
    """Why two cells put a gate nowhere."""
    if not all(texts):
        return Fault(_("half of the position is missing"), got=got)
    first, second = map(_readings, texts)
    if not (first and second):
        return Fault(_("a coordinate is neither degrees nor metres"), got=got)
    if systems.degrees is None and not any(one.is_metres for one in (*first, *second)):
        what = _("the coordinates are degrees, but {crs} is a plane in metres")
        remedy = _("Name the system of the degrees: --crs EPSG:4326 or --crs EPSG:4756.")
        return Fault(what.format(crs=label(systems.plane)), got=got, remedy=remedy)
    if any(one.is_metres for one in (*first, *second)):
        what = _("the position does not lie where {crs} is used").format(crs=label(systems.plane))
        return Fault(what, got=got, remedy=_("Is it in another system? Say which: --crs …"))
    return Fault(_("the position does not lie in Viet Nam"), got=got)


@lru_cache(maxsize=32)
def _to_lonlat(crs: CRS) -> Transformer:
    return Transformer.from_crs(crs, WGS84, always_xy=True)

"""Units of measure as offices write them, and how numbers get from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sheet import JOIN, unit_in
from lsgeo.text import fold, normalise

FRACTION = "1"
"""A share of one, which spreadsheets hold where they show per cent."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "%": ("%", "phần trăm", "tỷ lệ %", "percent"),
    "‰": ("‰", "phần nghìn"),
    FRACTION: ("1", "lần"),
    "ha": ("ha", "hecta", "héc ta"),
    "km²": ("km²", "km2"),
    "m²": ("m²", "m2"),
    "m³": ("m³", "m3"),
    "km": ("km",),
    "m": ("m", "mét"),
    "người": ("người", "khẩu", "nhân khẩu", "lao động", "học sinh"),
    "hộ": ("hộ", "hộ gia đình"),
    "xã": ("xã", "số xã"),
    "thôn": ("thôn", "thôn, bản", "thôn, khu phố"),
    "criteria": ("criteria", "tiêu chí", "tc"),
    "gates": ("gates", "cửa khẩu"),
    "year": ("year", "năm"),
    "đồng": ("đồng", "vnđ", "vnd"),
    "triệu đồng": ("triệu đồng", "tr.đ", "trđ", "tr. đồng"),
    "tỷ đồng": ("tỷ đồng", "tỉ đồng"),
    "USD": ("usd", "$"),
    "kg": ("kg",),
    "tạ": ("tạ",),
    "tấn": ("tấn",),
    "trường": ("trường",),
    "con": ("con",),
    "cây": ("cây",),
    "điểm": ("điểm",),
    "ngày": ("ngày",),
    "người/km²": ("người/km²", "người/km2"),
    "triệu đồng/người": ("triệu đồng/người", "triệu đồng/người/năm"),
    "tạ/ha": ("tạ/ha",),
}
_KNOWN = {fold(word): unit for unit, words in _WORDS.items() for word in words}
_THOUSANDS = re.compile(r"(?:1[., ]?000|nghìn|ngàn|10\^?3)\s+(.+)", re.IGNORECASE)
_FACTORS = {
    ("km²", "ha"): 100.0,
    ("m²", "ha"): 1e-4,
    ("ha", "km²"): 0.01,
    ("m", "km"): 1e-3,
    (FRACTION, "%"): 100.0,
    ("‰", "%"): 0.1,
    ("tỷ đồng", "triệu đồng"): 1e3,
    ("triệu đồng", "tỷ đồng"): 1e-3,
    ("tạ", "tấn"): 0.1,
    ("kg", "tấn"): 1e-3,
}
_NO_AMOUNTS = ("%", "‰", FRACTION, "criteria", "year", "điểm")
_COUNTED = ("người", "hộ", "xã", "thôn", "gates", "trường", "con", "cây")


@dataclass(frozen=True)
class Measure:
    """A unit of ours and how many of it a number stands for: 1000 of "ha" in "nghìn ha"."""

    unit: str
    factor: float = 1.0


@dataclass(frozen=True)
class Unit:
    """The unit of a column of figures, what they are multiplied by, and how that was told."""

    unit: str
    factor: float = 1.0
    how: str = ""


def measure_of(text: str) -> Measure | None:
    """The unit that a text means, None where it is none that we know.

    >>> measure_of("1000 ha")
    Measure(unit='ha', factor=1000.0)
    """
    plain = normalise(text)
    if fold(plain) in _KNOWN:
        return Measure(_KNOWN[fold(plain)])
    many = _THOUSANDS.fullmatch(plain)
    if many and fold(many[1]) in _KNOWN:
        return Measure(_KNOWN[fold(many[1])], 1000.0)
    return None


def stated(texts: Iterable[str]) -> str:
    """The first text's unit that we know: of a header from its last line up, or of titles."""
    units = [unit_in(part) for text in texts for part in reversed(text.split(JOIN))]
    return next((unit for unit in units if measure_of(unit)), "")


def unit_of(header: str, *, told: str, titles: Iterable[str], wanted: str) -> Unit | Fault:
    """The unit of a column: as the officer `told`, else its header, else the titles.

    `wanted` is the unit that its indicator has, "" where it may have any. A unit is never taken
    for granted, and one that contradicts the header is a fault.
    """
    in_header = stated([header])
    text = told or in_header or stated(titles)
    if not text:
        remedy = _("Say it: --unit {unit}").format(unit=f'"{wanted or "%"}"')
        return Fault(_("the column says no unit"), header, wanted, remedy=remedy)
    said = measure_of(text) or Measure(text)
    shown = measure_of(in_header) if told and in_header else None
    if shown not in (None, said) and (said.unit, shown) != (FRACTION, Measure("%")):
        return Fault(_("the header says another unit"), header, in_header, told)
    unit = wanted or ("%" if said.unit == FRACTION else said.unit)
    factor = said.factor * _FACTORS.get((said.unit, unit), 1.0 if said.unit == unit else 0.0)
    if not factor:
        return Fault(_("this indicator has another unit"), header, unit, text)
    if factor == 1.0:
        return Unit(unit)
    how = _("{said} converted to {unit}: times {factor}")
    return Unit(unit, factor, how.format(said=text, unit=unit, factor=f"{factor:g}"))


def is_amount(unit: str) -> bool:
    """Whether numbers of a unit add up: not shares, means, years or densities."""
    return unit not in _NO_AMOUNTS and "/" not in unit


def is_counted(unit: str) -> bool:
    """Whether numbers of a unit are counted, so that they are never rounded."""
    return unit in _COUNTED

"""Coordinates written as texts in KML and GML: those that are no numbers are made to be seen."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping

from lsgeo.sources.vector.formats import GML

NO_NUMBER = 1e300
"""Stands for a coordinate that is no number: GDAL passes over such, or loses every record."""

_MARK = b"1e300"
_TEXTS = re.compile(rb"(<((?:\w+:)?(?:posList|coordinates))\b([^>]*)>)([^<]*)(?=</)")
_RUNS = re.compile(
    rb"(?:<(?:\w+:)?pos\b[^>]*>[^<]*</(?:\w+:)?pos>\s*)+"
    rb"|(?:<(?:\w+:)?coord>\s*(?:<(?:\w+:)?[XYZ]>[^<]*</(?:\w+:)?[XYZ]>\s*)+</(?:\w+:)?coord>\s*)+"
)
_CONTENT = re.compile(rb"(?<=>)[^<>]+(?=</)")
_SIGN = re.compile(rb"""\b(decimal|cs|ts)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TOKEN = re.compile(rb"[^\s,]+")
_PAIR = _MARK + b"," + _MARK
_RING = b" ".join([_PAIR] * 4)  # enough for any shape


def marked(data: bytes, *, kind: str) -> bytes:
    """`data` with `NO_NUMBER` for all coordinates of a shape that has one that is no number.

    ``gml:coordinates`` may name other signs for decimals (``decimal``), between the coordinates of
    a point (``cs``) and between points (``ts``). Points of one ring that stand each in an element
    of its own (``pos``, ``coord``) are marked together, or it would not be closed.
    """

    def checked(found: re.Match[bytes]) -> bytes:
        tag, name, said, text = found.groups()
        signs = {sign[1]: _unescaped(sign[2] or sign[3] or b"") for sign in _SIGN.finditer(said)}
        if kind == GML and signs and name.endswith(b"coordinates"):
            points = _points(text, signs)
            if all(map(_are_numbers, points)):
                return found[0]
            return b"<" + name + b">" + b" ".join([_PAIR] * len(points))
        if _are_numbers(text):
            return found[0]
        return tag + (_TOKEN.sub(_MARK, text) if kind == GML else _RING)

    def together(found: re.Match[bytes]) -> bytes:
        if all(map(_are_numbers, _CONTENT.findall(found[0]))):
            return found[0]
        return _CONTENT.sub(lambda text: _TOKEN.sub(_MARK, text[0]), found[0])

    cleaned = _TEXTS.sub(checked, data)
    return _RUNS.sub(together, cleaned) if kind == GML else cleaned


def _points(text: bytes, signs: Mapping[bytes, bytes]) -> list[bytes]:
    """The points of a text of coordinates, their numbers as Python writes them."""
    between = signs.get(b"ts", b"").strip()
    points = [one for one in (text.split(between) if between else text.split()) if one.strip()]
    for sign, ours in ((signs.get(b"cs", b""), b" "), (signs.get(b"decimal", b""), b".")):
        if sign.strip():
            points = [point.replace(sign, ours) for point in points]
    return points


def _unescaped(sign: bytes) -> bytes:
    return html.unescape(sign.decode("utf-8", "replace")).encode()


def _are_numbers(text: bytes) -> bool:
    """Whether all that blanks and commas part are finite numbers as XML writes them."""
    try:
        return b"_" not in text and all(
            math.isfinite(float(token)) for token in text.replace(b",", b" ").split()
        )
    except ValueError:
        return False

"""Coordinates written as texts in KML and GML: those that are no numbers are made to be seen."""

from __future__ import annotations

import math
import re

from lsgeo.sources.vector.formats import GML

NO_NUMBER = 1e300
"""Stands for a coordinate that is no number: GDAL passes over such, or loses every record."""

_MARK = b"1e300"
_TEXTS = {
    True: re.compile(rb"(<(?:\w+:)?(?:posList|pos)\b[^>]*>|<(?:\w+:)?coordinates>)([^<]*)(?=</)"),
    False: re.compile(rb"(<(?:\w+:)?coordinates\b[^>]*>)([^<]*)(?=</)"),
}
_TOKEN = re.compile(rb"[^\s,]+")
_RING = b" ".join([_MARK + b"," + _MARK] * 4)  # enough for any shape


def marked(data: bytes, *, kind: str) -> bytes:
    """`data` with `NO_NUMBER` for all coordinates of a shape that has one that is no number.

    ``gml:coordinates`` with attributes may use other signs for decimals, and are left as they are.
    """

    def checked(found: re.Match[bytes]) -> bytes:
        if _are_numbers(found[2]):
            return found[0]
        return found[1] + (_TOKEN.sub(_MARK, found[2]) if kind == GML else _RING)

    return _TEXTS[kind == GML].sub(checked, data)


def _are_numbers(text: bytes) -> bool:
    """Whether all that blanks and commas part are finite numbers as XML writes them."""
    try:
        return b"_" not in text and all(
            math.isfinite(float(token)) for token in text.replace(b",", b" ").split()
        )
    except ValueError:
        return False

"""GML in the many ways to write coordinates, sound and damaged by seed.

After OGC 02-069 (GML 2, ``coordinates``) and OGC 07-036 (GML 3.2, ``pos`` and ``posList``); which
axis comes first goes by the name of the coordinate system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.damage.seeding import COUNT, NAMES, Case, sound, square

_GML2, _GML32 = "http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2"
_HEIGHT = 300.0

Points = Sequence[tuple[float, ...]]


@dataclass(frozen=True)
class _Style:
    """A way to write the ring of a square."""

    write: Callable[[Points], str]
    system: str = "urn:ogc:def:crs:EPSG::4326"
    has_north_first: bool = True
    namespace: str = _GML32
    dimension: int = 0


def _pos(points: Points) -> str:
    return "".join(f"<gml:pos>{_joined(point)}</gml:pos>" for point in points)


def _coord(points: Points) -> str:
    texts = (
        "".join(
            f"<gml:{axis}>{number:.7g}</gml:{axis}>"
            for axis, number in zip("XYZ", point, strict=False)
        )
        for point in points
    )
    return "\n".join(f"<gml:coord>{text}</gml:coord>" for text in texts)


def _pos_list(points: Points, *, said: str = "") -> str:
    return f"<gml:posList{said}>{' '.join(map(_joined, points))}</gml:posList>"


def _joined(point: tuple[float, ...]) -> str:
    return " ".join(f"{number:.7g}" for number in point)


def _signs(decimal: str, cs: str, ts: str) -> Callable[[Points], str]:
    """The writer of ``coordinates`` with these signs."""
    said = f' decimal="{decimal}" cs="{cs}" ts="{ts}"'

    def write(points: Points) -> str:
        texts = [cs.join(f"{one:.7g}".replace(".", decimal) for one in point) for point in points]
        return f"<gml:coordinates{said}>{ts.join(texts)}</gml:coordinates>"

    return write


def _coordinates(points: Points) -> str:
    texts = [",".join(f"{number:.7g}" for number in point) for point in points]
    return f"<gml:coordinates>{' '.join(texts)}</gml:coordinates>"


def _of_gml2(write: Callable[[Points], str], dimension: int = 0) -> _Style:
    return _Style(write, "EPSG:4326", False, _GML2, dimension)


STYLES = {
    "pos": _Style(_pos),
    "pos-3d": _Style(_pos, dimension=3),
    "pos-list": _Style(_pos_list),
    "pos-list-3d": _Style(_pos_list, dimension=3),
    "pos-list-says-3d": _Style(
        lambda points: _pos_list([(*point, _HEIGHT) for point in points], said=' srsDimension="3"')
    ),
    "short-name": _Style(_pos_list, "EPSG:4326", False),
    "address-of-ogc": _Style(_pos_list, "http://www.opengis.net/def/crs/EPSG/0/4326"),
    "address-of-gml2": _Style(_pos_list, "http://www.opengis.net/gml/srs/epsg.xml#4326", False),
    "old-urn": _Style(_pos_list, "urn:x-ogc:def:crs:EPSG:4326"),
    "crs84": _Style(_pos_list, "urn:ogc:def:crs:OGC:1.3:CRS84", False),
    "coordinates": _of_gml2(_coordinates),
    "coordinates-urn": _Style(_coordinates, namespace=_GML2),
    "coordinates-3d": _of_gml2(_coordinates, 3),
    "coord": _of_gml2(_coord),
    "usual-signs": _of_gml2(_signs(".", ",", " ")),
    "decimal-comma": _of_gml2(_signs(",", ";", " ")),
    "decimal-comma-blank": _of_gml2(_signs(",", " ", ";")),
    "decimal-comma-3d": _of_gml2(_signs(",", " ", ";"), 3),
    "other-signs": _of_gml2(_signs(".", ";", "|")),
}
_NAMES = tuple(STYLES)


def _ring(row: int, style: _Style) -> str:
    west, south, east, north = square(row).bounds
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    points = [corner[::-1] if style.has_north_first else corner for corner in corners]
    if style.dimension:
        points = [(*point, _HEIGHT) for point in points]
    return style.write(points)


def _document(style: _Style, rings: Sequence[str]) -> bytes:
    dimension = f' srsDimension="{style.dimension}"' if style.dimension else ""
    outer = "outerBoundaryIs" if style.namespace == _GML2 else "exterior"
    members = "\n".join(
        f'<gml:featureMember><x:xa><x:g><gml:Polygon srsName="{style.system}"{dimension}>'
        f"<gml:{outer}><gml:LinearRing>{ring}</gml:LinearRing></gml:{outer}></gml:Polygon></x:g>"
        f"<x:ten>{NAMES[row]}</x:ten></x:xa></gml:featureMember>"
        for row, ring in enumerate(rings, start=1)
    )
    head = f'<gml:FeatureCollection xmlns:gml="{style.namespace}" xmlns:x="http://lsgeo.vn/xa">'
    whole = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{members}</gml:FeatureCollection>'
    return whole.encode()


def written_otherwise(seed: int) -> Case:
    """Every style gives the same squares."""
    style = STYLES[_NAMES[seed % len(_NAMES)]]
    rings = [_ring(row, style) for row in NAMES]
    return Case({"xa.gml": _document(style, rings)}, "xa.gml", sound(".gml").rows, "")


def no_number_otherwise(seed: int) -> Case:
    """One coordinate of one square is none, in every style."""
    random, style = Random(seed), STYLES[_NAMES[seed % len(_NAMES)]]
    row = random.randrange(1, COUNT + 1)
    rings = [_ring(number, style) for number in NAMES]
    numbers = [
        found
        for found in re.finditer(r"\d+[.,]?\d*", rings[row - 1])
        if rings[row - 1].rfind("<", 0, found.start()) < rings[row - 1].rfind(">", 0, found.start())
    ]
    one = random.choice(numbers)
    value = random.choice(["nan", "inf", "-inf", "1e400", "abc"])
    rings[row - 1] = rings[row - 1][: one.start()] + value + rings[row - 1][one.end() :]
    rows = {number: said for number, said in sound(".gml").rows.items() if number != row}
    files = {"xa.gml": _document(style, rings)}
    return Case(files, "xa.gml", rows, "a coordinate is no number")


def cut_otherwise(seed: int) -> Case:
    style = STYLES[_NAMES[seed % len(_NAMES)]]
    data = _document(style, [_ring(row, style) for row in NAMES])
    files = {"xa.gml": data[: Random(seed).randrange(400, len(data) - 1)]}
    return Case(files, "xa.gml", None, "the file is cut or damaged at line")


SEEDS = {
    written_otherwise: range(len(STYLES)),
    no_number_otherwise: range(3 * len(STYLES)),
    cut_otherwise: range(4),
}

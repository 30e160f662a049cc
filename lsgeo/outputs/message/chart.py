"""The map of the picture: the first theme of the units, what lies over them, and the watermark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.compose import Layer, Publication
from lsgeo.compose.drawn import kind_of, lines_of
from lsgeo.compose.legend import class_numbers, classes_of
from lsgeo.outputs.message.lettering import width_of, wrapped
from lsgeo.outputs.message.marks import Areas, Lines, Mark, Place, Rings, Text
from lsgeo.palette import EDGE, LABEL, Symbol

NUMBERED = Symbol(LABEL, edge="#FFFFFF", marker="circle")
"""The circle behind the number of a unit that needs attention, on the map and in the list."""

_RIM = 6  # pixels around the units, for their edges and the border's line
_DETAIL = 0.5  # of a pixel: finer shapes are not seen
_MARKER = 11.0
_CIRCLE = 14.0
_CLEARANCES = (29, 25, 21, 17, 11)  # pixels from a gate or number to the next number
_PIXELS_PER_MM = 5.0  # as wide as the usual line, which is 0.6 mm on paper, is here
_TILT = 30.0
_WATERMARK = (30, 58)


@dataclass(frozen=True)
class Frame:
    """Where the map lies: its left and top edge in metres and in pixels, its size in pixels."""

    west: float
    north: float
    metres: float
    x: float
    y: float
    width: float
    height: float

    def pixels(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Coordinates in the publication's plane as pixels of the picture."""
        corner = np.array([self.west, self.north])
        steps = (coordinates - corner) / np.array([self.metres, -self.metres])
        moved: NDArray[np.float64] = steps + np.array([self.x, self.y])
        return moved

    def at(self, x: float, y: float) -> Frame:
        """The same map with its corner at (x, y)."""
        return Frame(self.west, self.north, self.metres, x, y, self.width, self.height)

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        east = self.west + self.width * self.metres
        return self.west, self.north - self.height * self.metres, east, self.north


def fitted(publication: Publication, *, width: float, height: float) -> Frame:
    """The largest frame within `width` × `height` pixels that holds all units."""
    west, south, east, north = publication.units.data.to_crs(publication.crs).total_bounds
    metres = max((east - west) / (width - 2 * _RIM), (north - south) / (height - 2 * _RIM))
    return Frame(
        west=west - _RIM * metres,
        north=north + _RIM * metres,
        metres=metres,
        x=0,
        y=0,
        width=(east - west) / metres + 2 * _RIM,
        height=(north - south) / metres + 2 * _RIM,
    )


def chart(publication: Publication, frame: Frame) -> tuple[Mark, ...]:
    """The map in `frame`: units, areas and lines over them, watermark, then numbers and places."""
    crs = publication.crs
    places = [layer for layer in publication.context if kind_of(layer) == "points"]
    others = [layer for layer in publication.context if kind_of(layer) != "points"]
    return (
        *_units(publication, frame),
        *(mark for layer in others for mark in _shapes(layer, crs, frame)),
        *_watermark([words.vi for words in publication.watermarks], frame),
        *_numbers(publication, frame),
        *(mark for layer in places for mark in _places(layer, crs, frame)),
    )


def _units(publication: Publication, frame: Frame) -> Iterator[Mark]:
    units = publication.units
    flat = units.data.geometry.to_crs(publication.crs)
    simple = shapely.coverage_simplify(flat.array, frame.metres * _DETAIL)
    style = units.styles[0]
    numbers = class_numbers(units, style)
    for number, entry in enumerate(classes_of(style)):
        if (numbers == number).any():
            shapes = shapely.orient_polygons(np.asarray(simple)[numbers == number])
            yield Areas(_chains(shapes, frame), entry.symbol)
    yield Lines(_chains(shapely.boundary(simple), frame), colour=EDGE, width=1.0)
    yield Lines(_chains([shapely.coverage_union_all(simple)], frame), colour=EDGE, width=2.0)
    if style.satellite:  # seen from above and no official figure: a dotted frame says so
        yield Lines(_chains([shapely.box(*frame.bounds())], frame), colour=EDGE, dashed=True)


def _shapes(shown: Layer, crs: str, frame: Frame) -> Iterator[Mark]:
    """The areas or lines of a layer by class."""
    flat = shown.data.geometry.to_crs(crs)
    drawn = _areas if kind_of(shown) == "areas" else _strokes
    numbers = class_numbers(shown, shown.styles[0])
    for number, entry in enumerate(classes_of(shown.styles[0])):
        mine = flat[numbers == number].dropna()
        if not mine.empty:
            yield from drawn(mine, entry.symbol, frame)


def _strokes(shapes: gpd.GeoSeries, symbol: Symbol, frame: Frame) -> Iterator[Mark]:
    """The lines of `shapes`; of areas those between them, each once for its dashes."""
    lines = lines_of(shapes, tolerance_m=frame.metres * _DETAIL)
    drawn = shapely.clip_by_rect(lines, *frame.bounds())
    chains = _chains([shapely.line_merge(drawn)], frame)
    yield Lines(chains, colour=symbol.edge, width=line_width(symbol), dashed=symbol.dashed)


def _areas(shapes: gpd.GeoSeries, symbol: Symbol, frame: Frame) -> Iterator[Mark]:
    """Filled areas with their shores; such as lie in no coverage, and so keep every edge."""
    simple = shapely.simplify(shapes.array, frame.metres * _DETAIL)
    drawn = shapely.clip_by_rect(simple, *frame.bounds())
    rings = _chains(shapely.orient_polygons(drawn), frame)
    if rings:
        yield Areas(rings, symbol)
        width = symbol.width * _PIXELS_PER_MM or 1.0
        yield Lines(rings, colour=symbol.edge, width=width, dashed=symbol.dashed)


def line_width(symbol: Symbol) -> float:
    """How many pixels wide the line of a symbol is: a dashed one yields to a full one."""
    usual = 2.0 if symbol.dashed else 3.0
    return symbol.width * _PIXELS_PER_MM or usual


def _places(shown: Layer, crs: str, frame: Frame) -> Iterator[Mark]:
    classes = classes_of(shown.styles[0])
    numbers = class_numbers(shown, shown.styles[0])
    for number, shape in zip(numbers, shown.data.geometry.to_crs(crs), strict=True):
        if shape is not None and not shape.is_empty:
            x, y = frame.pixels(shapely.get_coordinates(shape.centroid))[0]
            yield Place(float(x), float(y), classes[number].symbol, _MARKER)


def _numbers(publication: Publication, frame: Frame) -> Iterator[Mark]:
    """The place in the list of each unit that needs attention, on the unit and off its gates."""
    flat = publication.units.data.geometry.to_crs(publication.crs)
    layers = [layer.data.geometry for layer in publication.context if kind_of(layer) == "points"]
    taken = [layer.to_crs(publication.crs).dropna().union_all() for layer in layers]
    for place, item in enumerate(publication.attention, start=1):
        spot = _free_spot(flat[item.code], shapely.union_all(taken), metres=frame.metres)
        taken.append(spot)
        x, y = frame.pixels(shapely.get_coordinates(spot))[0]
        yield from numbered(place, x=float(x), y=float(y))


def _free_spot(unit: shapely.Geometry, taken: shapely.Geometry, *, metres: float) -> shapely.Point:
    """A point of the unit as far from what is drawn already as there is room for."""
    rest = [unit.difference(shapely.buffer(taken, room * metres)) for room in _CLEARANCES]
    free = [part for part in rest if not part.is_empty]
    return [*free, unit][0].representative_point()


def numbered(place: int, *, x: float, y: float) -> Iterator[Mark]:
    """A number in a circle around (x, y)."""
    yield Place(x, y, NUMBERED, _CIRCLE)
    yield Text(x, y + 7.5, str(place), 20, bold=True, colour="#FFFFFF", align="center")


def _watermark(texts: Sequence[str], frame: Frame) -> Iterator[Mark]:
    """The words across the map, one line each, as large as the map is wide."""
    turn = math.radians(_TILT)
    room = min(frame.width / math.cos(turn), frame.height / math.sin(turn)) * 0.94
    smallest, largest = _WATERMARK
    shown = [
        line for text in texts for line in wrapped(text, smallest, room=room, most=1, bold=True)
    ]
    widest = max((width_of(text, 1, bold=True) for text in shown), default=1.0)
    size = max(smallest, min(largest, room / widest))
    centre = (frame.x + frame.width / 2, frame.y + frame.height / 2)
    for place, text in enumerate(shown):
        off = (place - (len(shown) - 1) / 2) * size * 1.9 + size * 0.36
        yield Text(
            centre[0] + off * math.sin(turn),
            centre[1] + off * math.cos(turn),
            text,
            size,
            bold=True,
            align="center",
            halo=3.0,
            opacity=0.33,
            turned=_TILT,
        )


def _chains(shapes: Sequence[shapely.Geometry], frame: Frame) -> Rings:
    """Every ring and line of `shapes` in pixels."""
    found = []
    for part in shapely.get_parts(np.asarray(shapes, dtype=object)):
        for piece in shapely.get_parts(part):
            lines = shapely.get_rings(piece) if piece.geom_type == "Polygon" else [piece]
            found += [frame.pixels(shapely.get_coordinates(line)) for line in lines]
    return tuple(chain for chain in found if len(chain) > 1)

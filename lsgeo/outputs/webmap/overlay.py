"""A picture laid over the map: a PNG small enough for the page, and what its colours mean."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pyproj

from lsgeo.compose.picture import Picture
from lsgeo.outputs.webmap import png, wording
from lsgeo.outputs.webmap.grid import MERCATOR
from lsgeo.outputs.webmap.themes import Patterns, class_of

MOST_BYTES = 120_000
"""Of the PNG, before it is written as text."""


def overlay(picture: Picture, patterns: Patterns) -> dict[str, Any]:
    """The picture as data with its place, its legend, and the year of each of its colours."""
    colours = _colours(picture)
    small, image = picture, png.encode(picture.pixels, list(colours.values()))
    while len(image) > MOST_BYTES:
        small = halved(small)
        image = png.encode(small.pixels, list(colours.values()))
    west, south, east, north = small.bounds
    return {
        "title": wording.pair(picture.title),
        "note": wording.pair(picture.note),
        "source": picture.source,
        "image": f"data:image/png;base64,{base64.b64encode(image).decode('ascii')}",
        "bounds": [[south, west], [north, east]],
        "colours": {bytes(colour).hex(): year for year, colour in colours.items()},
        "classes": [
            class_of(entry, patterns) | {"low": entry.low, "high": entry.high}
            for entry in picture.classes
        ],
    }


def halved(picture: Picture) -> Picture:
    """`picture` with pixels twice as wide and high, its place kept.

    One pixel of four stands for all of them, so that each year keeps its share of the area; the
    most frequent one would leave out losses, which are small and scattered.
    """
    height, width = picture.pixels.shape
    pixels = np.pad(picture.pixels, ((0, height % 2), (0, width % 2)))[::2, ::2]
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", MERCATOR, always_xy=True)
    west, south, east, north = picture.bounds
    left, bottom = to_metres.transform(west, south)
    right, top = to_metres.transform(east, north)
    right += (right - left) / width * (width % 2)
    bottom -= (top - bottom) / height * (height % 2)
    east, south = to_metres.transform(right, bottom, direction="INVERSE")
    return replace(picture, pixels=pixels, bounds=(west, south, east, north))


def _colours(picture: Picture) -> dict[int, png.Colour]:
    """A colour of its own for each year: that of its class, a little bluer where it is taken."""
    last = picture.first_year + max(int(picture.pixels.max(initial=0)), 1) - 1
    found: dict[int, png.Colour] = {}
    for year in range(picture.first_year, last + 1):
        red, green, blue = _class_colour(picture, year)
        while (red, green, blue) in found.values():
            blue = (blue + 1) % 256
        found[year] = (red, green, blue)
    return found


def _class_colour(picture: Picture, year: int) -> png.Colour:
    entry = next(
        entry
        for entry in picture.classes
        if (entry.low is None or entry.low <= year) and (entry.high is None or year <= entry.high)
    )
    red, green, blue = bytes.fromhex(entry.symbol.fill.removeprefix("#"))
    return red, green, blue

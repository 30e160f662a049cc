"""How symbols look on the page: fills, hatches as SVG patterns, and marker shapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lsgeo.compose import Layer
from lsgeo.compose.legend import classes_of
from lsgeo.palette import HALO, Symbol

MARKER_PATHS = {
    "diamond": "M0 -8L8 0L0 8L-8 0Z",
    "square": "M-6 -6H6V6H-6Z",
    "triangle": "M0 -7.5L7.5 6H-7.5Z",
    "circle": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z",
}
"""Marker shapes around (0, 0) in CSS pixels."""

_PX_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class Hatch:
    """A fill with lines or dots over it, drawn as the SVG pattern ``identifier``."""

    identifier: str
    kind: str
    fill: str
    colour: str


def hatches(layers: Iterable[Layer]) -> dict[Symbol, Hatch]:
    """A pattern for every hatched symbol of `layers`, in the order they appear."""
    symbols = [
        entry.symbol
        for layer in layers
        for style in layer.styles
        for entry in classes_of(style)
        if entry.symbol.hatch
    ]
    return {
        symbol: Hatch(f"hatch-{number}", symbol.hatch, symbol.fill, symbol.hatch_colour)
        for number, symbol in enumerate(dict.fromkeys(symbols))
    }


def paint(symbol: Symbol, patterns: dict[Symbol, Hatch]) -> dict[str, object]:
    """What scripts and the static drawing need of a symbol.

    ``ink`` is a marker's own colour, ``width`` that of a line in CSS pixels, 0 for the usual one.
    """
    hatch = patterns.get(symbol)
    return {
        "fill": symbol.fill,
        "hatch": hatch.identifier if hatch else "",
        "edge": symbol.edge,
        "ink": symbol.edge if symbol.fill == HALO else symbol.fill,
        "dashed": symbol.dashed,
        "path": MARKER_PATHS.get(symbol.marker, ""),
        "hollow": symbol.hollow,
        "width": round(symbol.width * _PX_PER_MM, 1),
    }

"""Marks onto pixels: matplotlib's Agg, one unit a pixel, y downwards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Lettering
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image

from lsgeo.outputs.message.lettering import font_file
from lsgeo.outputs.message.marks import (
    HEIGHT,
    WIDTH,
    Areas,
    Box,
    Lines,
    Mark,
    Place,
    Rings,
    Text,
)
from lsgeo.palette import HALO, Symbol

_DPI = 72  # a point is a pixel
_HATCHES = {"": None, "diagonal": "///", "dots": ".."}
_DASH = (0, (3.2, 2))
_SHAPES = {
    "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
    "square": [(-0.76, -0.76), (0.76, -0.76), (0.76, 0.76), (-0.76, 0.76)],
    "triangle": [(0, -0.95), (0.95, 0.76), (-0.95, 0.76)],
}
"""Markers of radius 1; every other one is a circle."""


def save(marks: Iterable[Mark], path: Path) -> None:
    """Put the picture of `marks`, later ones over earlier ones, at `path`."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a matplotlibrc of the computer must not change the picture
        matplotlib.rcParams["hatch.linewidth"] = 1.6
        matplotlib.rcParams["text.hinting"] = "none"  # letters as wide as they are measured
        figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor=HALO)
        canvas = FigureCanvasAgg(figure)
        downwards = Affine2D().scale(1, -1).translate(0, HEIGHT)
        for order, mark in enumerate(marks):
            for artist in _artists(mark):
                artist.set_transform(downwards)
                artist.set_zorder(order)
                figure.add_artist(artist)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    _with_palette(pixels).save(path, format="PNG")


def _with_palette(pixels: NDArray[np.uint8]) -> Image.Image:
    """The pixels with 256 colours, which make a third of the bytes.

    The most frequent colours stay as they are: all fills, since a class has thousands of pixels.
    The rest, edges blended into what is beside them, takes the nearest of these.
    """
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    colours, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    split = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    kept = split[np.lexsort((colours, -counts))[:256]]
    away = ((split[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2)
    numbers = away.argmin(axis=1).astype(np.uint8)[inverse.reshape(packed.shape)]
    image = Image.fromarray(numbers)
    image.putpalette(kept.astype(np.uint8).tobytes())
    return image


def _artists(mark: Mark) -> list[Artist]:
    if isinstance(mark, Text):
        return [_text(mark)]
    if isinstance(mark, Box):
        return [_box(mark)]
    if isinstance(mark, Lines):
        return [_lines(mark)]
    if isinstance(mark, Areas):
        return [PathPatch(_outline(mark.rings), **_fill(mark.symbol), linewidth=0)]
    return _place(mark)


def _text(mark: Text) -> Artist:
    face = FontProperties(fname=str(font_file(bold=mark.bold)), size=mark.size)
    stroke = [withStroke(linewidth=mark.halo, foreground=HALO, alpha=mark.opacity)]
    return Lettering(
        mark.x,
        mark.y,
        mark.text,
        color=mark.colour,
        alpha=mark.opacity,
        fontproperties=face,
        parse_math=False,
        horizontalalignment=mark.align,
        verticalalignment="baseline",
        rotation=mark.turned,
        rotation_mode="anchor",
        path_effects=stroke if mark.halo else [],
    )


def _box(mark: Box) -> Artist:
    corner = (mark.x, mark.y)
    if mark.radius:
        rounded = f"round,pad=0,rounding_size={mark.radius}"
        look: dict[str, Any] = {"facecolor": mark.symbol.fill, "edgecolor": mark.symbol.edge}
        dash = _DASH if mark.symbol.dashed else "solid"
        return FancyBboxPatch(
            corner, mark.width, mark.height, boxstyle=rounded, **look, lw=mark.line, linestyle=dash
        )
    return Rectangle(corner, mark.width, mark.height, **_fill(mark.symbol), linewidth=0)


def _lines(mark: Lines) -> Artist:
    return LineCollection(
        list(mark.chains),
        colors=mark.colour,
        linewidths=mark.width,
        linestyles=[_DASH] if mark.dashed else "solid",
        capstyle="butt" if mark.dashed else "round",
        joinstyle="round",
    )


def _place(mark: Place) -> list[Artist]:
    """The marker over its halo."""
    shape = _SHAPES.get(mark.symbol.marker)
    edges = [(np.cos(turn), np.sin(turn)) for turn in np.linspace(0, 2 * np.pi, 33)[:-1]]
    ring = np.array(shape or edges) * mark.size + (mark.x, mark.y)
    outline = _outline((np.vstack([ring, ring[:1]]),))
    halo = PathPatch(outline, facecolor=HALO, edgecolor=HALO, linewidth=5, joinstyle="round")
    symbol = mark.symbol
    inner = PathPatch(outline, facecolor=symbol.fill, edgecolor=symbol.edge, joinstyle="round")
    inner.set_linewidth(2.6 if symbol.hollow else 1.2)
    return [halo, inner]


def _fill(symbol: Symbol) -> dict[str, Any]:
    """A fill and its hatch; matplotlib takes a hatch's colour from the edge, which is not drawn."""
    return {
        "facecolor": symbol.fill or "none",
        "edgecolor": symbol.hatch_colour,
        "hatch": _HATCHES[symbol.hatch],
    }


def _outline(rings: Rings) -> Outline:
    codes = [
        [Outline.MOVETO, *[Outline.LINETO] * (len(ring) - 2), Outline.CLOSEPOLY] for ring in rings
    ]
    return Outline(np.vstack(rings), np.concatenate(codes))

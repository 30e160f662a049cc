"""What a picture is made of: marks at places in pixels, and blocks of them that can be stacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lsgeo.palette import EDGE, LABEL, Symbol

WIDTH, HEIGHT = 1080, 1350
"""The picture in pixels: 4 : 5, which chat programs show without cropping."""

Rings = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class Text:
    """One line of text from (x, y), y being its baseline; drawn literally."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = LABEL
    align: Literal["left", "center", "right"] = "left"
    halo: float = 0.0
    opacity: float = 1.0
    turned: float = 0.0

    def moved(self, right: float, down: float) -> Text:
        """The same text elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Box:
    """A rectangle filled as `symbol` says, its corner at (x, y); rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    symbol: Symbol
    line: float = 1.0
    radius: float = 0.0

    def moved(self, right: float, down: float) -> Box:
        """The same box elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Lines:
    """Lines, each an array of x, y rows."""

    chains: Rings
    colour: str = EDGE
    width: float = 1.0
    dashed: bool = False

    def moved(self, right: float, down: float) -> Lines:
        """The same lines elsewhere."""
        return replace(self, chains=_shifted(self.chains, right, down))


@dataclass(frozen=True)
class Areas:
    """Closed rings filled as `symbol` says, without an edge; holes run the other way round."""

    rings: Rings
    symbol: Symbol

    def moved(self, right: float, down: float) -> Areas:
        """The same areas elsewhere."""
        return replace(self, rings=_shifted(self.rings, right, down))


@dataclass(frozen=True)
class Place:
    """A marker of a symbol around (x, y)."""

    x: float
    y: float
    symbol: Symbol
    size: float

    def moved(self, right: float, down: float) -> Place:
        """The same marker elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


def _shifted(chains: Rings, right: float, down: float) -> Rings:
    return tuple(chain + np.array([right, down]) for chain in chains)


Mark = Text | Box | Lines | Areas | Place


@dataclass(frozen=True)
class Block:
    """Marks that belong together, from (0, 0), and the height they take."""

    marks: tuple[Mark, ...] = ()
    height: float = 0.0

    def at(self, x: float, y: float) -> tuple[Mark, ...]:
        """The marks with the block's corner at (x, y)."""
        return tuple(mark.moved(x, y) for mark in self.marks)


def stack(blocks: Iterable[Block], *, gap: float = 0.0) -> Block:
    """The blocks under each other, `gap` between those that have any height."""
    marks: list[Mark] = []
    height = 0.0
    for block in blocks:
        if block.height:
            top = height + gap if height else 0.0
            marks += block.at(0, top)
            height = top + block.height
    return Block(tuple(marks), height)


def beside(blocks: Sequence[Block], *, step: float) -> Block:
    """The blocks next to each other, one every `step`."""
    marks = [mark for place, block in enumerate(blocks) for mark in block.at(place * step, 0)]
    return Block(tuple(marks), max((block.height for block in blocks), default=0.0))


def rule(x: float, y: float, length: float, *, colour: str = EDGE, width: float = 1.0) -> Lines:
    """A horizontal line."""
    return Lines((np.array([[x, y], [x + length, y]], dtype=float),), colour=colour, width=width)


def upright(x: float, y: float, length: float, *, width: float, dashed: bool = False) -> Lines:
    """A vertical line downwards from (x, y)."""
    chain = np.array([[x, y], [x, y + length]], dtype=float)
    return Lines((chain,), colour=LABEL, width=width, dashed=dashed)

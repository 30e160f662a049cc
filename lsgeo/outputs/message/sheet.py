"""The picture as a whole: its parts under each other, the map in the room they leave."""

from __future__ import annotations

from dataclasses import dataclass

from lsgeo.compose import Publication
from lsgeo.outputs.message import parts
from lsgeo.outputs.message.chart import Frame, chart, fitted
from lsgeo.outputs.message.headline import headlines
from lsgeo.outputs.message.marks import HEIGHT, WIDTH, Block, Mark, beside, stack

MARGIN = 56
ROOM = WIDTH - 2 * MARGIN
_TOP, _BOTTOM = 40, 34
_GAP = 20
_LEGEND = 372
_BESIDE = 20  # between the map and the legend
_APART = 14  # between the two parts of the legend
_LEAST_MAP = 420  # pixels of height: with less, reasons get one line instead of two


@dataclass(frozen=True)
class Sheet:
    """Every mark of the picture, and the frame of its map."""

    marks: tuple[Mark, ...]
    frame: Frame


@dataclass(frozen=True)
class _Body:
    """The map at its frame and the legend at its corner."""

    frame: Frame
    legend: Block
    corner: tuple[float, float]
    height: float


def sheet(publication: Publication) -> Sheet:
    """The whole picture of a publication."""
    head = [
        parts.header(publication, room=ROOM),
        headlines(publication, room=ROOM, gap=32),
    ]
    foot = [_attention(publication, head), parts.footer(publication, room=ROOM)]
    left = _left(head + foot)
    bodies = (_legend_beside(publication, left), _legend_below(publication, left))
    body = max(bodies, key=lambda one: (one.height < left + 1, -one.frame.metres))
    return _placed(publication, head, foot, body=body)


def _attention(publication: Publication, head: list[Block]) -> Block:
    """The list of what needs attention, shorter where it would leave the map too little room."""
    footer = parts.footer(publication, room=ROOM)
    full = parts.attention(publication, room=ROOM, most=2)
    if _left([*head, full, footer]) >= _LEAST_MAP:
        return full
    return parts.attention(publication, room=ROOM, most=1)


def _left(others: list[Block]) -> float:
    """The height that the other parts leave for the map."""
    taken = [block.height + _GAP for block in others if block.height]
    return HEIGHT - _TOP - _BOTTOM - sum(taken)


def _legend_beside(publication: Publication, height: float) -> _Body:
    frame = fitted(publication, width=ROOM - _LEGEND - _BESIDE, height=height)
    room = ROOM - frame.width - _BESIDE
    theme = parts.theme(publication, room=room)
    over = parts.context(publication, room=room, height=height - theme.height - _APART)
    legend = stack([theme, over], gap=_APART)
    taken = max(frame.height, legend.height)
    return _Body(frame, legend, (frame.width + _BESIDE, 0), taken)


def _legend_below(publication: Publication, height: float) -> _Body:
    room = (ROOM - 40) / 2
    theme = parts.theme(publication, room=room)
    over = parts.context(publication, room=room, height=height / 2)
    legend = beside([theme, over], step=room + 40)
    frame = fitted(publication, width=ROOM, height=max(height - legend.height - 20, 100))
    middle = frame.at((ROOM - frame.width) / 2, 0)
    return _Body(middle, legend, (0, frame.height + 20), frame.height + 20 + legend.height)


def _placed(
    publication: Publication, head: list[Block], foot: list[Block], *, body: _Body
) -> Sheet:
    """All parts at their places; what room is over widens the gaps between them."""
    over = max(_left(head + foot) - body.height, 0)
    whole = [block for block in (*head, Block((), body.height), *foot) if block.height]
    gap = _GAP + over / (len(whole) - 1)
    marks: list[Mark] = []
    frame, top = body.frame, float(_TOP)
    for block in whole:
        if block.marks:
            marks += block.at(MARGIN, round(top))
        else:
            frame = body.frame.at(MARGIN + body.frame.x, round(top) + body.frame.y)
            x, y = body.corner
            marks += [*chart(publication, frame), *body.legend.at(MARGIN + x, round(top) + y)]
        top += block.height + gap
    return Sheet(tuple(marks), frame)

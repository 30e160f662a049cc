"""The parts of the picture in words: title, legend, what needs attention, and the small print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from lsgeo.compose import Layer, Publication, wording
from lsgeo.compose.legend import class_numbers, classes_of
from lsgeo.compose.names import headings
from lsgeo.formats import day
from lsgeo.outputs.message.chart import line_width, numbered
from lsgeo.outputs.message.headline import MUTED
from lsgeo.outputs.message.lettering import literal, paragraph, width_of
from lsgeo.outputs.message.marks import Block, Box, Lines, Mark, Place, Text, rule, stack
from lsgeo.palette import Style, StyleClass, Symbol

_TITLES = (42, 38, 34, 31)
_TEXT = 22
_SMALL = 20
_CREDIT = 15
_SWATCH = (34, 24)
_KEY = 46  # from a swatch to its words
_COUNT = 36  # what a count takes at the right
_AS_OF = "Đánh giá tại ngày {day}"
_ATTENTION = "Xã cần chú ý"
_MORE = "… và {number} ký hiệu khác"
_CREDITS = "Nguồn: {sources}"


def header(publication: Publication, *, room: float) -> Block:
    """The title and the day that everything is judged on."""
    title = publication.title.vi
    sizes = (size for size in _TITLES if width_of(literal(title), size, bold=True) <= room)
    as_of = _AS_OF.format(day=day(publication.as_of))
    return stack(
        [
            paragraph(title, next(sizes, _TITLES[-1]), room=room, most=2, bold=True),
            paragraph(as_of, 24, room=room, colour=MUTED),
        ],
        gap=2,
    )


def theme(publication: Publication, *, room: float) -> Block:
    """The legend of the map's theme: title, period, doubtful quality, classes with their counts."""
    style = publication.units.styles[0]
    unit = f" ({style.unit.vi})" if style.unit.vi else ""
    told = [wording.period(style.period)[0], wording.quality(style.quality)[0]]
    about = " · ".join(text for text in told if text)
    return stack(
        [
            paragraph(f"{style.title.vi}{unit}", 24, room=room, most=2, bold=True),
            paragraph(publication.units.title.vi, _SMALL, room=room, most=2, colour=MUTED),
            paragraph(about, _SMALL, room=room, most=2, colour=MUTED),
            Block((), 4),
            *_classes(publication.units, style, room=room),
        ]
    )


def context(publication: Publication, *, room: float, height: float) -> Block:
    """The legend of what lies over the units, and where it is too high, how many entries lack."""
    entries = [
        entry
        for layer in publication.context
        for entry in _classes(layer, layer.styles[0], room=room)
    ]
    whole = stack(entries)
    if whole.height <= height:
        return whole
    fitting = [n for n in range(len(entries)) if stack(entries[:n]).height + 26 <= height]
    kept = max(fitting, default=0)
    more = paragraph(_MORE.format(number=len(entries) - kept), _SMALL, room=room, colour=MUTED)
    return stack([*entries[:kept], more])


def attention(publication: Publication, *, room: float, most: int) -> Block:
    """The units that need it with the reason in at most `most` lines, and how they were chosen."""
    if not publication.attention:
        return Block()
    units = publication.units
    called = dict(zip(units.data.index, headings(units), strict=True))
    names = {item.code: called[item.code] for item in publication.attention}
    widest = max(width_of(literal(name), _TEXT, bold=True) for name in names.values())
    left = min(widest, room * 0.36)
    rows = []
    for place, item in enumerate(publication.attention, start=1):
        name = paragraph(names[item.code], _TEXT, room=left, bold=True)
        said = _claim(item.reason.vi, room=(room - left - 72) * most)
        reason = paragraph(said, _TEXT, room=room - left - 72, most=most)
        marks = (*numbered(place, x=16, y=15), *name.at(44, 0), *reason.at(left + 72, 0))
        rows.append(Block(marks, max(name.height, reason.height)))
    return stack(
        [
            paragraph(f"{_ATTENTION} ({len(rows)})", 24, room=room, bold=True),
            Block((), 2),
            *rows,
            paragraph(publication.attention_rule.vi, _SMALL, room=room, most=2, colour=MUTED),
        ],
        gap=3,
    )


def _claim(reason: str, *, room: float) -> str:
    """A reason, without the evidence that follows its colon where it would not fit."""
    fits = width_of(literal(reason), _TEXT) <= room
    return reason if fits else reason.rpartition(": ")[0] or reason


def footer(publication: Publication, *, room: float) -> Block:
    """The first note, which is the legal one wherever it is needed, and the sources in small."""
    note = publication.notes[0].vi if publication.notes else ""
    layers = (publication.units, *publication.context)
    shown = dict.fromkeys(layer.attribution for layer in layers if layer.attribution)
    sources = "; ".join([*shown, *(one for one in publication.attributions if one not in shown)])
    credit = _CREDITS.format(sources=sources) if sources else ""
    line = Block((rule(0, 0, room, colour="#BBBBBB"),), 8)
    return stack(
        [
            line,
            paragraph(note, _SMALL, room=room, most=2, bold=True),
            paragraph(credit, _CREDIT, room=room, most=3, colour=MUTED),
        ]
    )


def _classes(shown: Layer, style: Style, *, room: float) -> Iterator[Block]:
    """An entry per class that is drawn: a place without a position is not."""
    numbers = class_numbers(shown, style)
    drawn = shown.data.geometry.notna().to_numpy()
    counts = Counter(numbers[drawn].tolist())
    for number, entry in enumerate(classes_of(style)):
        if counts[number]:
            counted = style.kind != "single"
            yield _entry(entry, count=counts[number] if counted else None, room=room)


def _entry(entry: StyleClass, *, count: int | None, room: float) -> Block:
    words = paragraph(entry.label.vi, _SMALL, room=room - _KEY - _COUNT, most=2)
    marks = [*_swatch(entry.symbol), *words.at(_KEY, 2)]
    if count is not None:
        marks.append(Text(room, 22, str(count), _SMALL, bold=True, align="right"))
    return Block(tuple(marks), words.height + 4)


def _swatch(symbol: Symbol) -> Iterator[Mark]:
    width, height = _SWATCH
    middle = 3 + height / 2
    if symbol.marker:
        yield Place(width / 2, middle, symbol, 11)
    elif symbol.fill:
        yield Box(0, 3, width, height, symbol)
        edge = np.array([[0, 3], [width, 3], [width, 3 + height], [0, 3 + height], [0, 3]], float)
        yield Lines((edge,), colour=symbol.edge, dashed=symbol.dashed)
    else:
        chain = np.array([[0, middle], [width, middle]])
        yield Lines((chain,), symbol.edge, line_width(symbol), symbol.dashed)

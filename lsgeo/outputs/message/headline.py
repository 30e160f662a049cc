"""One target of the plan as the picture tells it: figure, status, and a bar with the plan on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsgeo.compose import Publication, standing
from lsgeo.compose.standing import figures
from lsgeo.formats import period
from lsgeo.outputs.message.lettering import literal, paragraph, width_of, wrapped
from lsgeo.outputs.message.marks import Block, Box, Mark, Text, beside, rule, stack, upright
from lsgeo.palette import EDGE, LABEL, Symbol

MUTED = "#555555"
"""Ink of what stands small beside a figure; still 7 : 1 on white."""

_SMALL = 20
_FIGURES = (46, 40, 34, 28)
_PILL = 40
_STATUS = 52  # two small lines beside the status
_TITLE = 62
_BAR = 20
_TRACK = Symbol("#E4E4E4")
_TARGET = "Mục tiêu {when}: {number}"
_THEN = "Kế hoạch {when}: {number}"
_TODAY = "Kế hoạch hôm nay: {number}"
_BASELINE = "Mốc {when}: {number}"


def headlines(publication: Publication, *, room: float, gap: float) -> Block:
    """The first targets that have a figure, beside each other; nothing where there are none."""
    rows = publication.assessments
    whole = rows[rows["code"] == publication.province].set_index("target")
    targets = publication.targets.to_dict("records")
    shown = standing.targets(publication)
    first = standing.headlines(shown)
    chosen = [
        (item, target)
        for item, target in zip(shown, targets, strict=True)
        if any(item is one for one in first)
    ]
    width = (room - gap * (len(chosen) - 1)) / max(len(chosen), 1)
    blocks = [
        # What has a figure has a row of the province.
        _headline(item, target, whole.loc[target["id"]].to_dict(), room=width)
        for item, target in chosen
    ]
    return beside(blocks, step=width + gap)


def _headline(
    item: dict[str, Any], target: dict[str, Any], row: dict[str, Any], *, room: float
) -> Block:
    figure = " · ".join(text for text in (item["count"], item["value"][0]) if text)
    wide = width_of(literal(figure), 1, bold=True)
    size = next((size for size in _FIGURES if size * wide <= room), _FIGURES[-1])
    title = paragraph(item["title"][0], 24, room=room, most=2)
    parts = [
        # Every title takes the room of two lines, so that the figures stand in a row.
        Block(title.at(0, _TITLE - title.height), _TITLE),
        paragraph(figure, size, room=room, bold=True),
        _status(item, room=room),
        _bar(item["bar"], item["status"]["symbol"], _share(item, row), room=room),
        _keys(item, target, row, room=room),
    ]
    return stack(parts, gap=6)


def _status(item: dict[str, Any], *, room: float) -> Block:
    """The status in its colour, beside it the period and, where it is doubtful, the quality."""
    status = item["status"]
    said = f"{status['sign']} {status['words'][0]}"
    words = wrapped(said, 22, room=room - 160, most=1, bold=True)[0]
    width = width_of(words, 22, bold=True) + 32
    symbol = Symbol(status["symbol"].fill, edge=EDGE, dashed=status["symbol"].dashed)
    pill: tuple[Mark, ...] = (
        Box(1, 1, width - 2, _PILL - 2, symbol, radius=10),
        Text(16, 28, words, 22, bold=True, colour=_ink(symbol.fill)),
    )
    quality = item["quality"][0] if item["doubtful"] else ""
    told = [text for text in (item["beside"][0], quality) if text]
    left = room - width - 16
    if len(told) > 1 and width_of(", ".join(told), _SMALL) > left:
        note = stack(paragraph(text, _SMALL, room=left, colour=MUTED) for text in told)
    else:
        note = paragraph(", ".join(told), _SMALL, room=left, most=2, colour=MUTED)
    marks = Block(pill).at(0, (_STATUS - _PILL) / 2)
    return Block((*marks, *note.at(width + 16, (_STATUS - note.height) / 2)), _STATUS)


def _share(item: dict[str, Any], row: dict[str, Any]) -> float:
    """Where the baseline lies on the bar in per cent; -1 where it does not lie there."""
    bar, start = item["bar"], row["baseline"]
    if not bar or not figures.is_number(start) or start < 0:
        return -1.0
    share = float(bar["goal"] * start / row["target_value"])
    return share if share <= 100 else -1.0


def _bar(bar: dict[str, float] | None, symbol: Symbol, start: float, *, room: float) -> Block:
    """The figure as a bar from zero, with the baseline, the plan and the target marked."""
    if bar is None:
        return Block()
    step = room / 100
    value = Symbol(symbol.fill, symbol.hatch, symbol.hatch_colour)
    marks: list[Mark] = [
        Box(0, 8, room, _BAR, _TRACK),
        Box(0, 8, step * bar["value"], _BAR, value),
        rule(0, 8 + _BAR, room),
    ]
    places = {**bar, "start": start}
    for name in ("start", "expected", "today", "goal"):
        if places[name] >= 0:
            marks += Block(tuple(_sign(name))).at(step * places[name], 0)
    return Block(tuple(marks), _BAR + 16)


def _sign(name: str, *, top: float = 2, length: float = _BAR + 12) -> Iterator[Mark]:
    """The mark of a number on the bar, around x = 0: each has a stroke of its own."""
    if name == "goal":
        yield upright(0, top, length, width=6)
    elif name == "expected":
        yield upright(0, top, length, width=3, dashed=True)
    elif name == "today":
        yield upright(0, top, length, width=2)
    else:
        yield Box(-4, top + length / 2 - 4, 8, 8, Symbol(LABEL))


def _keys(
    item: dict[str, Any], target: dict[str, Any], row: dict[str, Any], *, room: float
) -> Block:
    """What the marks on the bar stand for; without a bar only the target, which has no mark."""
    bar = item["bar"]
    if not bar:
        told = [("", _TARGET.format(when=item["deadline"][0], number=item["target"][0]))]
        return _flowing(told if item["target"][0] else [], room=room)
    places = {**bar, "start": _share(item, row)}
    words = {
        "goal": _TARGET.format(when=item["deadline"][0], number=item["target"][0]),
        "start": _BASELINE.format(
            when=_when(row["baseline_period"]), number=_exact(row["baseline"], target)
        ),
        "expected": _THEN.format(
            when=_when(row["period"]), number=_exact(row["expected_now"], target)
        ),
        "today": _TODAY.format(number=_exact(row["expected_today"], target)),
    }
    told = [(name, text.replace(" :", ":")) for name, text in words.items() if places[name] >= 0]
    return _flowing(told, room=room)


def _exact(value: Any, target: dict[str, Any]) -> str:
    return figures.amount(value, target, decimals=figures.EXACT)[0]


def _when(text: Any) -> str:
    return period(text) if isinstance(text, str) and text else ""


def _flowing(texts: Sequence[tuple[str, str]], *, room: float) -> Block:
    """The texts behind their signs, as many on a line as fit."""
    rows: list[list[Mark]] = []
    right = 0.0
    for sign, text in texts:
        left = 22 if sign else 0
        shown = wrapped(text, _SMALL, room=room - left, most=1)[0]
        words = paragraph(shown, _SMALL, room=room)
        width = left + width_of(shown, _SMALL)
        if not rows or right + width > room:
            rows.append([])
            right = 0.0
        rows[-1] += [*_key(sign).at(right + 6, 0), *words.at(right + left, 0)]
        right += width + 20
    return stack(Block(tuple(row), 26) for row in rows)


def _key(sign: str) -> Block:
    return Block(tuple(_sign(sign, top=4, length=19)) if sign else ())


def _ink(fill: str) -> str:
    """Black or white, whichever is read better on `fill` (relative luminance as in WCAG 2)."""
    red, green, blue = (_linear(int(fill[place : place + 2], 16) / 255) for place in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return LABEL if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

"""What the page shows before, and without, its script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsgeo.compose import Attention, Publication, standing
from lsgeo.outputs.webmap import drawing, paint, wording
from lsgeo.outputs.webmap.data import Prepared
from lsgeo.outputs.webmap.themes import counted

_MARK_LETTER_PX = 14
_MARK_GAP_PX = 130

Items = list[dict[str, Any]]


def panel(publication: Publication) -> tuple[Items, Items]:
    """The targets the page opens with, and the others, in the plan's order."""
    listed = [_painted(item) for item in standing.targets(publication)]
    headlines = standing.headlines(listed)
    return headlines, [item for item in listed if item not in headlines]


def view(
    ready: Prepared, data: dict[str, Any], *, headlines: Items, targets: Items
) -> dict[str, Any]:
    """Everything the template shows, from the `data` of the script where both show the same."""
    published = ready.publication
    units = _units(ready, data["levels"][0])
    return {
        "title": data["title"],
        "as_of": wording.period(data["asOf"]),
        "watermarks": data["watermarks"],
        "mark_width": _mark_width(published),
        "legal": data["legal"],
        "hatches": list(ready.patterns.values()),
        "headlines": headlines,
        "targets": targets,
        "units": units,
        "context": data["context"],
        "overlay": data["overlay"],
        "attention": _pointed_out(published.attention, units),
        "attention_rule": wording.pair(published.attention_rule),
        "nearest": _pointed_out(published.nearest, units),
        "notes": [*(wording.pair(note) for note in published.notes), _simplified(ready, data)],
        "credits": data["credits"],
        "attributions": list(published.attributions),
        "drawing": drawing.draw(ready.levels[0].simple, ready.context, grid=ready.grid),
    }


def _painted(item: dict[str, Any]) -> dict[str, Any]:
    """A target whose status is told by colours instead of a symbol."""
    status = {name: value for name, value in item["status"].items() if name != "symbol"}
    return item | {"status": status | paint.paint(item["status"]["symbol"], {})}


def _units(ready: Prepared, level: dict[str, Any]) -> dict[str, Any]:
    """The current units, of whose themes the static map draws the first."""
    layer = ready.levels[0].layer
    themes = [counted(layer, theme, theme=number) for number, theme in enumerate(level["themes"])]
    return level | {"themes": themes}


def _pointed_out(pointed: Sequence[Attention], units: dict[str, Any]) -> Items:
    """Units that are pointed out by their row and name, with the reason."""
    rows = [units["codes"].index(one.code) for one in pointed]
    return [
        {"row": row, "name": units["names"][row], "reason": wording.pair(one.reason)}
        for row, one in zip(rows, pointed, strict=True)
    ]


def _simplified(ready: Prepared, data: dict[str, Any]) -> wording.Pair:
    """By how much the boundaries are simplified, by layer where they differ."""
    metres = [f"{one.tolerance_m:g}\u00a0m" for one in ready.levels]
    words = wording.pair(wording.PAGE["simplified"])
    if len(set(metres)) == 1:
        return [text.format(tolerance=metres[0]) for text in words]
    said = [
        "; ".join(
            f"{level['short'][language]}: {by}"
            for level, by in zip(data["levels"], metres, strict=True)
        )
        for language in (0, 1)
    ]
    return [text.format(tolerance=each) for text, each in zip(words, said, strict=True)]


def _mark_width(publication: Publication) -> int:
    """How wide one watermark's place is in CSS pixels: room for the longest in any language."""
    texts = [text for mark in publication.watermarks for text in wording.pair(mark)]
    return max((len(text) for text in texts), default=0) * _MARK_LETTER_PX + _MARK_GAP_PX

"""What the page shows before, and without, its script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsgeo.compose import Publication, standing
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
    first = units["themes"][0]
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
        "levels": data["levels"],
        "themes": units["themes"],
        "legend": first["classes"],
        "context": data["context"],
        "places": [known for known in data["context"] if known["kind"] == "points"],
        "overlay": data["overlay"],
        "attention": _named(data["attention"], units["names"]),
        "attention_rule": data["attentionRule"],
        "nearest": _named(data["nearest"], units["names"]),
        "notes": [*(wording.pair(note) for note in published.notes), _simplified(ready, data)],
        "credits": data["credits"],
        "attributions": data["attributions"],
        "drawing": drawing.draw(ready.levels[0].simple, ready.context),
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


def _named(units: Sequence[dict[str, Any]], names: Sequence[str]) -> Items:
    return [unit | {"name": names[unit["row"]]} for unit in units]


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

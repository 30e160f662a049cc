"""How the themes of a layer draw its rows, now and in each year, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsgeo.compose import Layer
from lsgeo.compose.legend import class_numbers, classes_of, classify
from lsgeo.outputs.webmap import paint, wording
from lsgeo.outputs.webmap.classes import counts, digits
from lsgeo.outputs.webmap.years import by_year
from lsgeo.palette import Style, StyleClass, Symbol
from lsgeo.text import NOTHING

_REMOTE = "remote_sensing"

Patterns = dict[Symbol, paint.Hatch]


def themes(shown: Layer, names: Sequence[str], patterns: Patterns) -> list[dict[str, Any]]:
    """Every theme of a layer; `names` are those of its fields in the page."""
    return [_theme(shown, style, names, patterns) for style in shown.styles]


def counted(shown: Layer, drawn: dict[str, Any], *, theme: int) -> dict[str, Any]:
    """A theme as it was `drawn`, with the class of each row (``index``) and how many have each."""
    style = shown.styles[theme]
    numbers = class_numbers(shown, style)
    classes = [
        entry | {"count": count}
        for entry, count in zip(drawn["classes"], counts(numbers, style), strict=True)
    ]
    return drawn | {"classes": classes, "index": numbers.tolist()}


def class_of(entry: StyleClass, patterns: Patterns) -> dict[str, Any]:
    """A class of a legend: its words and how it is drawn."""
    return {"label": wording.pair(entry.label), **paint.paint(entry.symbol, patterns)}


def _theme(shown: Layer, style: Style, names: Sequence[str], patterns: Patterns) -> dict[str, Any]:
    years = by_year(shown, style.column)
    return {
        "name": style.name,
        "title": wording.pair(style.title),
        "short": wording.pair(style.title if style.short == NOTHING else style.short),
        "field": names.index(style.column) if style.column in names else -1,
        "unit": wording.pair(style.unit),
        "period": wording.period(style.period),
        "quality": wording.quality(_legend_quality(style)),
        "remote": _remote(style),
        "source": style.source,
        "note": wording.pair(style.note),
        "classes": [class_of(entry, patterns) for entry in classes_of(style)],
        "latest": digits(class_numbers(shown, style)),
        "years": list(years) or None,
        "byYear": [digits(classify(values, style)) for values in years.values()] or None,
    }


def _legend_quality(style: Style) -> str:
    """The quality to say of a theme: not again what the words of its dotted frame say."""
    return "" if style.satellite and style.quality == _REMOTE else style.quality


def _remote(style: Style) -> wording.Pair | None:
    """What the dotted frame of a satellite theme means; None without one."""
    if not style.satellite:
        return None
    frame = zip(wording.pair(wording.PAGE["remote"]), wording.quality(_REMOTE), strict=True)
    return [f"{words}: {meaning}" for words, meaning in frame]

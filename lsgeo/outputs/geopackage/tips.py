"""Map tips: what QGIS shows over a place, with period, quality and source of the number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lsgeo.compose import Field
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import period as shown_period
from lsgeo.outputs.geopackage.expressions import literal, quoted
from lsgeo.palette import Style
from lsgeo.text import NOTHING

_EMPTY = "–"


def map_tip(fields: Sequence[Field], style: Style, *, notice: str) -> str:
    """HTML with QGIS expressions: the name, the number of the style, where it comes from.

    `notice` is the watermark's words ("" without). Values are escaped by the expression itself,
    because QGIS puts them into the page as they are.
    """
    named = {field.name for field in fields}
    lines = []
    if "name" in named:
        kind = f"{_value('kind')} " if "kind" in named else ""
        lines.append(f"<b>{kind}{_value('name')}</b>")
    if style.column and style.column != "name":
        lines.append(f"{_fixed(style.title.vi)}: <b>{_measure(style)}</b>")
    origin = [
        shown_period(style.period) if style.period else "",
        QUALITY_WORDS[style.quality].vi if style.quality in QUALITY_WORDS else "",
        style.source,
        style.note.vi if style.note != NOTHING else "",
    ]
    lines.append(_fixed(" · ".join(dict.fromkeys(part for part in origin if part))))
    if notice:
        lines.append(f"<b>{_fixed(notice)}</b>")
    return "<br>".join(line for line in lines if line)


def _fixed(words: str) -> str:
    """Words for HTML in which QGIS sees no expression."""
    return escape(words, quote=False).replace("[%", "[&#37;").replace("%]", "&#37;]")


def _measure(style: Style) -> str:
    """The value of the style's column: in its words, or as a number with its unit."""
    column = quoted(style.column)
    if style.kind != "graduated":
        return f"[% {_in_words(style, column)} %]"
    shown = f"format_number({column}, {style.decimals}, 'vi')"
    unit = literal(f" {_fixed(style.unit.vi)}" if style.unit.vi else "")
    return f"[% coalesce({shown} || {unit}, '{_EMPTY}') %]"


def _in_words(style: Style, column: str) -> str:
    """The label of the class that a value belongs to."""
    pairs = [
        part
        for one in style.classes
        for part in (literal(str(one.value)), literal(_fixed(one.label.vi)))
    ]
    known = f"map({', '.join(pairs)})"
    return f"coalesce(map_get({known}, to_string({column})), '{_EMPTY}')"


def _value(column: str) -> str:
    return f"[% {_escaped(quoted(column))} %]"


def _escaped(expression: str) -> str:
    text = f"coalesce(to_string({expression}), '{_EMPTY}')"
    return f"replace(replace({text}, '&', '&amp;'), '<', '&lt;')"

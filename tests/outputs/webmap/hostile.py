"""Strings of attackers, and a publication that has them wherever a string comes from outside."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from lsgeo.compose import Attention, Field, Layer, Publication
from lsgeo.palette import Style
from lsgeo.text import Words
from tests.outputs.atlas_publication import atlas_publication

FRAGMENTS = (
    "</script><img src=x onerror=window.stolen=1>",
    "<script>window.stolen=1</script>",
    '"><svg onload=window.stolen=1>',
    "' onmouseover='window.stolen=1",
    "</style></title></textarea></svg>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml?>",
    '<a href="javascript:window.stolen=1">x</a>',
    "javascript:window.stolen=1//",
    "data:text/html,<script>window.stolen=1</script>",
    "<style>*{display:none}</style>",
    "url(http://127.0.0.1:9/x)",
    "{{ 7 * 7 }}{% raw %}",
    "${window.stolen=1}`",
    "&amp;&lt;&#60;&nbsp",
    "\\u003c\\x3c\\",
    "%3Cimg%3E%",
    "\u2028\u2029",
    "\u202e\u2066\u200f",
    "\u0301\u0323\u0300",
    "__proto__",
    "constructor",
    "M" * 120,
    "<b>",
    "'\"",
    "\N{PILE OF POO}\ufeff",
)
FRONT = "<i>a</i>\"'"
"""Stands before every string, the same for all, so that it changes no order."""

Say = Callable[[str], str]


def hostile(text: str) -> str:
    """`text` between an attacker's fragments: the same for the same text."""
    chosen = random.Random(text).choices(FRAGMENTS, k=3)
    return f"{FRONT}{text} {chosen[0]} {chosen[1]}{chosen[2]}"


def harmless(text: str) -> str:
    """As many words and letters as `hostile` makes of `text`, and nothing but letters."""
    return re.sub(r"[^\w ]", "x", hostile(text)).replace("_", "x")


def said_by(say: Say) -> Publication:
    """The publication of `atlas_publication` with every outside string as `say` has it."""
    base = atlas_publication()
    units, *others = (_layer(one, say) for one in (base.units, *base.others))
    pointed = [[_pointed(one, say) for one in units] for units in (base.attention, base.nearest)]
    assert base.picture
    return replace(
        base,
        title=_words(base.title, say),
        units=units,
        others=tuple(others),
        context=tuple(_layer(one, say) for one in base.context),
        targets=_columns(base.targets, say, ["title_vi", "title_en", "source", "unit"]),
        assessments=_columns(base.assessments, say, ["why", "why_en", "source", "unit"]),
        watermarks=tuple(_words(one, say) for one in base.watermarks),
        notes=tuple(_words(one, say) for one in base.notes),
        attributions=tuple(say(one) for one in base.attributions),
        attention=tuple(pointed[0]),
        nearest=tuple(pointed[1]),
        attention_rule=_words(base.attention_rule, say),
        lineage=_columns(base.lineage, say, ["name", "kind"]),
        picture=replace(
            base.picture,
            title=_words(base.picture.title, say),
            note=_words(base.picture.note, say),
            source=say(base.picture.source),
        ),
    )


def _words(words: Words, say: Say) -> Words:
    return Words(*(say(text) if text else "" for text in (words.vi, words.en)))


def _columns(table: pd.DataFrame, say: Say, names: Sequence[str]) -> pd.DataFrame:
    return table.assign(**{name: _each(table[name], say) for name in names})


def _each(values: pd.Series, say: Say) -> list[str | None]:
    return [say(one) if isinstance(one, str) and one else None for one in values]


def _pointed(unit: Attention, say: Say) -> Attention:
    return replace(unit, reason=_words(unit.reason, say))


def _layer(layer: Layer, say: Say) -> Layer:
    coded = {field.name for field in layer.fields if field.values}
    coded |= {style.column for style in layer.styles if style.kind == "categorized"}
    texts = [
        name
        for name in layer.data.columns.drop(layer.data.geometry.name)
        if name not in coded and not pd.api.types.is_numeric_dtype(layer.data[name])
    ]
    return replace(
        layer,
        title=_words(layer.title, say),
        data=_columns(layer.data, say, texts),
        fields=tuple(_field(one, say) for one in layer.fields),
        styles=tuple(_style(one, say) for one in layer.styles),
        attribution=say(layer.attribution),
    )


def _field(field: Field, say: Say) -> Field:
    return replace(
        field,
        title=_words(field.title, say),
        unit=_words(field.unit, say),
        values={value: _words(words, say) for value, words in field.values.items()},
        source=say(field.source),
    )


def _style(style: Style, say: Say) -> Style:
    return replace(
        style,
        title=_words(style.title, say),
        short=_words(style.short, say),
        classes=tuple(replace(entry, label=_words(entry.label, say)) for entry in style.classes),
        unit=_words(style.unit, say),
        source=say(style.source),
        note=_words(style.note, say),
    )

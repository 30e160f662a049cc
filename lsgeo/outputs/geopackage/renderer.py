"""QGIS renderers: how the classes of a style are told apart."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from lsgeo.outputs.geopackage.expressions import quoted
from lsgeo.outputs.geopackage.symbols import Shape, symbol
from lsgeo.palette import NO_DATA, Style, StyleClass


def renderer(style: Style, *, shape: Shape) -> Element:
    """The renderer of `style` for areas ("fill"), lines or points ("marker")."""
    if style.kind == "single":
        return _single(style, shape)
    if style.kind == "categorized":
        return _categories(style, shape)
    return _rules(style, shape)


def _single(style: Style, shape: Shape) -> Element:
    element = _element("singleSymbol")
    element.append(_symbols(style.classes[:1], shape))
    return element


def _categories(style: Style, shape: Shape) -> Element:
    """One category per value; the empty one takes what is missing."""
    element = _element("categorizedSymbol", attr=style.column)
    categories = SubElement(element, "categories")
    classes = _all_classes(style, shape)
    for number, one in enumerate(classes):
        missing = number == len(style.classes) or one.value is None
        SubElement(
            categories,
            "category",
            value="" if missing else str(one.value),
            symbol=str(number),
            label=one.label.vi,
            render="true",
        )
    element.append(_symbols(classes, shape))
    return element


def _rules(style: Style, shape: Shape) -> Element:
    """One rule per range, and one for what is missing.

    Rules and not QGIS's graduated renderer, because that one never draws an empty value and puts
    a value on a limit into the lower class, where every other output puts it into the upper.
    """
    element = _element("RuleRenderer")
    rules = SubElement(element, "rules", key="{lsgeo}")
    classes = _all_classes(style, shape)
    column = quoted(style.column)
    for number, one in enumerate(classes):
        last = number == len(style.classes) - 1
        missing = number == len(style.classes)
        SubElement(
            rules,
            "rule",
            key=f"{{lsgeo-{number}}}",
            symbol=str(number),
            label=one.label.vi,
            filter=f"{column} IS NULL" if missing else _within(one, column, closed=last),
        )
    element.append(_symbols(classes, shape))
    return element


def _within(one: StyleClass, column: str, *, closed: bool) -> str:
    below = "<=" if closed else "<"
    low = "" if one.low is None else f"{column} >= {float(one.low)!r}"
    high = "" if one.high is None else f"{column} {below} {float(one.high)!r}"
    return " AND ".join(part for part in (low, high) if part) or f"{column} IS NOT NULL"


def _all_classes(style: Style, shape: Shape) -> tuple[StyleClass, ...]:
    """The classes, then that of missing values: an area without a number is never left out."""
    missing = style.missing or (NO_DATA if shape == "fill" else None)
    return style.classes if missing is None else (*style.classes, missing)


def _symbols(classes: tuple[StyleClass, ...], shape: Shape) -> Element:
    element = Element("symbols")
    for number, one in enumerate(classes):
        element.append(symbol(one.symbol, shape=shape, name=str(number)))
    return element


def _element(kind: str, *, attr: str = "") -> Element:
    return Element(
        "renderer-v2",
        {"type": kind, "symbollevels": "0", "enableorderby": "0", "forceraster": "0"}
        | ({"attr": attr} if attr else {}),
    )

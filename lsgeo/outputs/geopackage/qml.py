"""QML: a whole QGIS style of one layer or table, as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from lsgeo.compose import Field
from lsgeo.outputs.geopackage.labels import labelling
from lsgeo.outputs.geopackage.renderer import renderer
from lsgeo.outputs.geopackage.symbols import Shape
from lsgeo.outputs.geopackage.tips import map_tip
from lsgeo.palette import Style

VERSION = "3.22.0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def layer_qml(
    fields: Sequence[Field], style: Style, *, shape: Shape, watermark: tuple[str, ...], crs: str
) -> str:
    """The QML of one style of a layer: symbols, labels, aliases, value words and map tip.

    `watermark` stands in the map tip and, a line each, across areas that are filled; `crs` is
    that of the layer.
    """
    document = _document("Symbology|Labeling|Fields|Forms|MapTips|AttributeTable")
    document.append(renderer(style, shape=shape))
    across = watermark if shape == "fill" else ()
    labels = labelling(style.label_column, shape=shape, watermark=across, crs=crs)
    document.set("labelsEnabled", "0" if labels is None else "1")
    if labels is not None:
        document.append(labels)
    _append_form(document, fields)
    if any(field.name == "name" for field in fields):
        SubElement(document, "previewExpression").text = '"name"'
    SubElement(document, "mapTip").text = map_tip(fields, style, notice=" · ".join(watermark))
    return _text(document)


def table_qml(fields: Sequence[Field]) -> str:
    """The QML of a table without geometry: aliases and value words."""
    document = _document("Fields|Forms|AttributeTable")
    _append_form(document, fields)
    return _text(document)


def alias(field: Field) -> str:
    """The Vietnamese title of a column with its unit: "Diện tích mất rừng (ha)".

    A unit that the title already says ("Số cửa khẩu") is not repeated.
    """
    title = field.title.vi
    said = f" {field.unit.vi} " in f" {title.casefold()} "
    return title if said or not field.unit.vi else f"{title} ({field.unit.vi})"


def _document(categories: str) -> Element:
    return Element(
        "qgis", version=VERSION, styleCategories=categories, hasScaleBasedVisibilityFlag="0"
    )


def _append_form(document: Element, fields: Sequence[Field]) -> None:
    """Aliases, value words, and no row number in the attribute table."""
    widgets = SubElement(document, "fieldConfiguration")
    aliases = SubElement(document, "aliases")
    for field in fields:
        SubElement(aliases, "alias", field=field.name, index="0", name=alias(field))
        if field.values:
            widgets.append(_value_map(field))
    table = SubElement(document, "attributetableconfig")
    columns = SubElement(table, "columns")
    SubElement(columns, "column", type="field", name="fid", hidden="1", width="-1")
    for field in fields:
        SubElement(columns, "column", type="field", name=field.name, hidden="0", width="-1")


def _value_map(field: Field) -> Element:
    element = Element("field", name=field.name, configurationFlags="None")
    widget = SubElement(element, "editWidget", type="ValueMap")
    whole = SubElement(SubElement(widget, "config"), "Option", type="Map")
    listed = SubElement(whole, "Option", name="map", type="List")
    for value, words in field.values.items():
        pair = SubElement(listed, "Option", type="Map")
        SubElement(pair, "Option", name=words.vi, type="QString", value=str(value))
    return element


def _text(document: Element) -> str:
    return _DOCTYPE + xml_text(document)


def xml_text(document: Element) -> str:
    """`document` as text, without the control characters that no XML may hold."""
    return _NOT_XML.sub("", tostring(document, encoding="unicode"))

"""Labels: names with a white halo, and the watermark across whatever part of the map is shown."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from lsgeo.outputs.geopackage.expressions import literal
from lsgeo.outputs.geopackage.symbols import FONT, Shape, rgba
from lsgeo.palette import HALO, LABEL

_WIDE_MM = 150
_WIDE = ("array(0.5, 0.25, 0.75, 0.25, 0.75)", "array(0.5, 0.25, 0.25, 0.75, 0.75)")
_NARROW = ("array(0.5, 0.35, 0.65)", "array(0.5, 0.17, 0.83)")
"""Where watermarks stand, as shares (x, y) of what is seen of the layer: its middle and around
it, five where it is wide enough for them not to cover each other, else three."""

_VIEW_KNOWN = "@map_extent IS NOT NULL"


def labelling(column: str, *, shape: Shape, watermark: tuple[str, ...], crs: str) -> Element | None:
    """The labelling element: names from `column` ("" for none) and the watermark's lines.

    `crs` is the layer's, in which the watermark finds its places. None where there is neither.
    """
    if not column and not watermark:
        return None
    element = Element("labeling", type="rule-based")
    rules = SubElement(element, "rules", key="{lsgeo-labels}")
    if column:
        names = SubElement(rules, "rule", key="{lsgeo-names}", description="Tên")
        names.append(_names(column, shape))
    if watermark:
        for key, known in (("view", True), ("units", False)):
            marks = SubElement(
                rules,
                "rule",
                key=f"{{lsgeo-watermark-{key}}}",
                description=watermark[0],
                filter=_VIEW_KNOWN if known else f"NOT ({_VIEW_KNOWN})",
            )
            marks.append(_watermark(watermark, _in_view(crs) if known else _IN_EVERY_UNIT))
    return element


def _names(column: str, shape: Shape) -> Element:
    """Near black with a white halo: horizontal inside areas (4), beside points (6)."""
    text = {
        "fieldName": column,
        "isExpression": "0",
        "fontSize": "9",
        "fontWeight": "50",
        "textColor": rgba(LABEL),
    }
    inside = {"placement": "2" if shape == "line" else "4", "priority": "5"}
    beside = {
        "placement": "6",
        "predefinedPositionOrder": "R,L,TR,BR,TL,BL,TSR,BSR",
        "offsetType": "1",
        "dist": "0.6",
        "priority": "8",
    }
    place = beside if shape == "marker" else inside
    return _settings(text, place, {"obstacle": "1", "zIndex": "1"}, halo=_halo(0.6))


def _watermark(lines: tuple[str, ...], placing: tuple[Mapping[str, str], ...]) -> Element:
    """Aslant and pale under the names; `placing` says where, and what it may cover.

    A part of the map, cut out or printed, still says it. As a label and not as a pattern of the
    fill, because QGIS starts patterns anew in every area, and the words would never be whole.
    """
    text = {
        "fieldName": " || '\\n' || ".join(literal(line) for line in lines),
        "isExpression": "1",
        "fontSize": "16",
        "fontWeight": "75",
        "textColor": rgba(LABEL),
        "textOpacity": "0.4",
        "multilineHeight": "1",
    }
    place, drawing = placing
    return _settings(text, place, drawing, halo=_halo(0.7, opacity=0.35))


def _in_view(crs: str) -> tuple[Mapping[str, str], ...]:
    """At places tied to the view, across whatever lies there."""
    place = {
        "placement": "1",
        "quadOffset": "4",
        "rotationAngle": "-25",
        "priority": "0",
        "geometryGeneratorEnabled": "1",
        "geometryGeneratorType": "PointGeometry",
        "geometryGenerator": _places_in_view(crs),
    }
    return place, {"obstacle": "0", "zIndex": "0", "displayAll": "1", "labelPerPart": "1"}


_IN_EVERY_UNIT: tuple[Mapping[str, str], ...] = (
    {"placement": "4", "priority": "10"},
    {"obstacle": "0", "zIndex": "0"},
)
"""For a program that draws without saying what it shows: in what is seen of each unit that has
the room, before its name."""


def _places_in_view(crs: str) -> str:
    """A QGIS expression: the places for the watermark that lie in the feature.

    They are set out over the part of the layer that is seen, whatever the map's own system.
    """
    whole = "layer_property(@layer, 'extent')"
    view = f"transform(@map_extent, @map_crs, {literal(crs)})"
    seen = f"try(coalesce(intersection({view}, {whole}), {whole}), {whole})"
    width, height = "(x_max(@seen) - x_min(@seen))", "(y_max(@seen) - y_min(@seen))"
    shares_x, shares_y = (
        f"if({width} / @map_scale * 1000 < {_WIDE_MM}, {narrow}, {wide})"
        for narrow, wide in zip(_NARROW, _WIDE, strict=True)
    )
    place = (
        f"make_point(x_min(@seen) + {shares_x}[@element] * {width}, "
        f"y_min(@seen) + {shares_y}[@element] * {height})"
    )
    numbers = f"generate_series(0, array_length({shares_x}) - 1)"
    places = f"collect_geometries(array_foreach({numbers}, {place}))"
    return f"with_variable('seen', {seen}, intersection($geometry, {places}))"


def _settings(
    text: Mapping[str, str],
    place: Mapping[str, str],
    drawing: Mapping[str, str],
    *,
    halo: Mapping[str, str],
) -> Element:
    settings = Element("settings", calloutType="simple")
    font = {"fontFamily": FONT, "namedStyle": "Regular", "fontSizeUnit": "Point"}
    style = SubElement(settings, "text-style", {**font, **text})
    SubElement(style, "text-buffer", dict(halo))
    SubElement(settings, "text-format", wrapChar="", multilineAlign="1", autoWrapLength="0")
    SubElement(settings, "placement", dict(place))
    SubElement(settings, "rendering", {"drawLabels": "1", "upsidedownLabels": "0", **drawing})
    return settings


def _halo(width_mm: float, *, opacity: float = 1.0) -> dict[str, str]:
    return {
        "bufferDraw": "1",
        "bufferSize": f"{width_mm:g}",
        "bufferSizeUnits": "MM",
        "bufferColor": rgba(HALO),
        "bufferOpacity": f"{opacity:g}",
        "bufferJoinStyle": "128",
    }

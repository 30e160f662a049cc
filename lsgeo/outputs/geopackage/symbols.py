"""QGIS symbols: the palette's fills, hatches, edges and markers as symbol elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from lsgeo.palette import EDGE, HALO, Symbol

Shape = Literal["fill", "outline", "line", "marker"]
"""Areas with their colours, areas that only show their edges, lines, points."""

FONT = "Arial"
"""On every Windows and macOS, with all Vietnamese letters; elsewhere QGIS takes a stand-in."""

_EDGE_MM = 0.2
_LINE_MM = 0.6
_MARKER_MM = 3.4
_HALO_MM = 1.2
_CASING_MM = 0.6

_LATER = (
    "aggregate(@layer, 'collect', boundary($geometry), \"fid\" > attribute(@parent, 'fid') "
    "AND intersects($geometry, geometry(@parent)))"
)
_OWN = f"difference(boundary($geometry), {_LATER})"
_SHARED = f"try(line_merge(difference(boundary($geometry), {_OWN})), boundary($geometry))"
"""The part of an area's edge that belongs to a later row as well; the whole one if QGIS cannot."""


def symbol(drawn: Symbol, *, shape: Shape, name: str) -> Element:
    """`drawn` as QGIS draws it on areas, lines or points; `name` is its number in the renderer."""
    if shape == "marker":
        return _symbol(name, shape, _marker_layers(drawn))
    if shape == "fill":
        return _symbol(name, "fill", _fill_layers(drawn, name))
    if shape == "outline":
        return _symbol(name, "fill", _outline_layers(drawn, name))
    width = drawn.width or _LINE_MM
    return _symbol(name, "line", [_line(drawn.edge, width, dashed=drawn.dashed)])


def rgba(colour: str, *, alpha: int = 255) -> str:
    """A colour "#RRGGBB" in QGIS's notation "r,g,b,a"."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return ",".join(str(part) for part in (*parts, alpha))


def _fill_layers(drawn: Symbol, name: str) -> list[Element]:
    layers = []
    if drawn.fill:
        fill = {"color": rgba(drawn.fill), "style": "solid", "outline_style": "no"}
        layers.append(_layer("SimpleFill", fill))
    if drawn.hatch:
        layers.append(_hatch(drawn, f"@{name}@{len(layers)}"))
    return [*layers, _line(drawn.edge, _EDGE_MM, dashed=drawn.dashed)]


def _outline_layers(drawn: Symbol, name: str) -> list[Element]:
    """A thin edge, and over it the edges that two areas share, each drawn by one of them.

    Drawn by both, the dashes of one would fall into the gaps of the other; and the outer edge of
    all stays thin, because the national border and the coast have lines of their own.
    """
    casing = _line(HALO, _LINE_MM + _CASING_MM)
    shared = _symbol(
        f"@{name}@1", "line", [casing, _line(drawn.edge, _LINE_MM, dashed=drawn.dashed)]
    )
    lines = {"SymbolType": "Line", "geometryModifier": _SHARED, "units": "MapUnit"}
    return [
        _line(EDGE, _EDGE_MM),
        _layer("GeometryGenerator", lines, inner=shared),
    ]


def _hatch(drawn: Symbol, name: str) -> Element:
    if drawn.hatch == "diagonal":
        lines = {"angle": "45", "distance": "1.6", "distance_unit": "MM"}
        ink = _symbol(name, "line", [_line(drawn.hatch_colour, 0.25)])
        return _layer("LinePatternFill", lines, inner=ink)
    dots = {
        "distance_x": "2",
        "distance_y": "2",
        "displacement_x": "1",
        "distance_x_unit": "MM",
        "distance_y_unit": "MM",
        "displacement_x_unit": "MM",
    }
    ink = _symbol(name, "marker", [_shape("circle", 0.6, drawn.hatch_colour)])
    return _layer("PointPatternFill", dots, inner=ink)


def _marker_layers(drawn: Symbol) -> list[Element]:
    """A marker over a white halo; hollow where the position is approximate."""
    shape = drawn.marker or "circle"
    halo = _shape(shape, _MARKER_MM + _HALO_MM, HALO)
    if not drawn.hollow:
        return [halo, _shape(shape, _MARKER_MM, drawn.fill)]
    return [halo, _shape(shape, _MARKER_MM - 0.4, drawn.fill, outline=drawn.edge)]


def _shape(shape: str, size_mm: float, colour: str, *, outline: str = "") -> Element:
    properties = {
        "name": shape,
        "size": f"{size_mm:g}",
        "size_unit": "MM",
        "color": rgba(colour),
        "outline_style": "solid" if outline else "no",
        "outline_color": rgba(outline or colour),
        "outline_width": "0.6",
        "outline_width_unit": "MM",
    }
    return _layer("SimpleMarker", properties)


def _line(colour: str, width_mm: float, *, dashed: bool = False) -> Element:
    properties = {
        "line_color": rgba(colour),
        "line_width": f"{width_mm:g}",
        "line_width_unit": "MM",
        "line_style": "dash" if dashed else "solid",
        "joinstyle": "round",
        "capstyle": "flat" if dashed else "round",
    }
    return _layer("SimpleLine", properties)


def _symbol(name: str, kind: str, layers: list[Element]) -> Element:
    element = Element("symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    element.extend(layers)
    return element


def _layer(kind: str, properties: Mapping[str, str], *, inner: Element | None = None) -> Element:
    """A symbol layer; written as ``prop`` elements, which every QGIS 3 reads."""
    element = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    for name, value in properties.items():
        SubElement(element, "prop", k=name, v=value)
    if inner is not None:
        element.append(inner)
    return element

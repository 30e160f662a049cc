"""Layers as the page's script and its static part take them: plain lists, ready for JSON."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lsgeo.compose import Field, Layer
from lsgeo.outputs.webmap import paint, topology, wording
from lsgeo.palette import Style, StyleClass, Symbol

CONTEXT_TOLERANCE_M = 15.0
"""How much lines over the map may be off; finer than the units, so that they cover the edges."""

_REMOTE = "remote_sensing"
_ALPHABET = " aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0301\u0303\u0309\u0323"

Patterns = dict[Symbol, paint.Hatch]


def layer(shown: Layer, patterns: Patterns) -> dict[str, Any]:
    """What is known of a layer's rows and how its themes draw them, without the geometry."""
    themes = [_theme(shown, style, patterns) for style in shown.styles]
    return {
        "name": shown.name,
        "title": wording.pair(shown.title),
        "names": headings(shown),
        "fields": [_field(field, shown.data[field.name]) for field in shown.fields],
        "themes": themes,
    }


def headings(shown: Layer) -> list[str]:
    """What each row is called: with its kind in front where the layer knows kinds."""
    column = next((style.label_column for style in shown.styles if style.label_column), "name")
    names = shown.data[column] if column in shown.data else pd.Series(shown.data.index)
    kinds = shown.data["kind"] if "kind" in shown.data else pd.Series("", index=shown.data.index)
    called = [
        f"{_text(kind)} {_text(name)}".strip() for kind, name in zip(kinds, names, strict=True)
    ]
    return [name[:1].upper() + name[1:] for name in called]


def captions(shown: Layer) -> list[str]:
    """What is written on the map for each row: its name alone."""
    names = shown.data["name"] if "name" in shown.data else pd.Series(headings(shown))
    return [_text(name) for name in names]


def alphabetical(names: Sequence[str]) -> list[int]:
    """The rows in the order of the Vietnamese alphabet: a ă â b c d đ e ê …, then by tone.

    >>> alphabetical(["Đồng Đăng", "Điềm He", "Cao Lộc", "Dương"])
    [2, 3, 1, 0]
    """
    return sorted(range(len(names)), key=lambda row: _collation(names[row]))


def classify(values: Sequence[Any], style: Style) -> list[int]:
    """The class of each value in `paint.classes_of(style)`; the last one where none fits."""
    return [_class_number(value, style) for value in values]


def strokes(shown: Layer, *, crs: str) -> gpd.GeoSeries:
    """Per class of a layer's first theme the lines to draw, each once, in `crs` (metres).

    Of areas these are the lines between them: an edge drawn for both sides spoils its dashes,
    and the rim of the whole is the units' own edge. A single area has only its rim.
    """
    flat = shown.data.geometry.to_crs(crs)
    style = shown.styles[0]
    numbers = pd.Series(_class_numbers(shown, style), index=flat.index)
    merged = [
        shapely.line_merge(_lines_of(flat[numbers == number]))
        for number in range(len(paint.classes_of(style)))
    ]
    return gpd.GeoSeries(merged, crs=crs)


def lines(merged: gpd.GeoSeries) -> list[list[list[int]]]:
    """The `strokes` of each class as differences on the page's grid."""
    simple = merged.simplify(CONTEXT_TOLERANCE_M).to_crs("EPSG:4326")
    return [_differences(geometry) for geometry in simple]


def points(shown: Layer) -> list[list[int] | None]:
    """Per row its place on the page's grid; None where it has none."""
    return [
        None if geometry is None or geometry.is_empty else _grid_point(geometry)
        for geometry in shown.data.geometry.to_crs("EPSG:4326")
    ]


def label_places(simple: gpd.GeoDataFrame) -> list[list[int]]:
    """Per unit where its name fits best: x, y on the page's grid and the room around in metres."""
    largest = [max(shapely.get_parts(unit), key=lambda part: part.area) for unit in simple.geometry]
    radii = shapely.maximum_inscribed_circle(largest, 100.0)
    centres = gpd.GeoSeries(shapely.get_point(radii, 0), crs=simple.crs).to_crs("EPSG:4326")
    return [
        [*_grid_point(centre), round(room)]
        for centre, room in zip(centres, shapely.length(radii), strict=True)
    ]


def is_points(shown: Layer) -> bool:
    """Whether a layer holds places; one whose rows have no position yet does too."""
    kinds = shown.data.geometry.dropna().geom_type
    return bool(kinds.isin(["Point", "MultiPoint"]).all())


def _theme(shown: Layer, style: Style, patterns: Patterns) -> dict[str, Any]:
    numbers = _class_numbers(shown, style)
    counts = Counter(numbers)
    names = [field.name for field in shown.fields]
    return {
        "name": style.name,
        "title": wording.pair(style.title),
        "field": names.index(style.column) if style.column in names else -1,
        "unit": wording.pair(style.unit),
        "period": wording.period(style.period),
        "quality": wording.quality(_legend_quality(style)),
        "remote": _remote(style),
        "source": style.source,
        "note": wording.pair(style.note),
        "classes": [
            _class(entry, counts[number], patterns)
            for number, entry in enumerate(paint.classes_of(style))
        ],
        "index": numbers,
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


def _class(entry: StyleClass, count: int, patterns: Patterns) -> dict[str, Any]:
    return {
        "label": wording.pair(entry.label),
        "count": count,
        **paint.paint(entry.symbol, patterns),
    }


def _class_numbers(shown: Layer, style: Style) -> list[int]:
    values = shown.data[style.column].tolist() if style.column else [0] * len(shown.data)
    return classify(values, style)


def _lines_of(shapes: gpd.GeoSeries) -> BaseGeometry:
    areas = shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])]
    if areas.empty:
        return shapely.union_all(shapes.array)
    # Simplified first: the union of full detail would take most of the time of the whole page.
    simple = shapely.coverage_simplify(areas.array, CONTEXT_TOLERANCE_M)
    edges = shapely.union_all(shapely.boundary(simple))
    return edges if len(areas) < 2 else edges.difference(shapely.union_all(simple).boundary)


def _class_number(value: Any, style: Style) -> int:
    missing = len(style.classes)
    if style.kind == "single":
        return 0
    if _is_missing(value):
        return missing
    fits = _holds if style.kind == "graduated" else _equals
    return next(
        (number for number, entry in enumerate(style.classes) if fits(entry, value, style)),
        missing,
    )


def _equals(entry: StyleClass, value: Any, _style: Style) -> bool:
    return bool(entry.value == value)


def _holds(entry: StyleClass, value: Any, style: Style) -> bool:
    low = -math.inf if entry.low is None else entry.low
    high = math.inf if entry.high is None else entry.high
    return bool(low <= value < high or (entry is style.classes[-1] and value == high))


def _field(field: Field, values: pd.Series) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": wording.pair(field.title),
        "unit": wording.pair(field.unit),
        "decimals": field.decimals,
        "words": {str(value): wording.pair(words) for value, words in field.values.items()},
        "period": wording.period(field.period),
        "quality": wording.quality(field.quality),
        "source": field.source,
        "values": [_plain(value, field.decimals) for value in values],
    }


def _plain(value: Hashable, decimals: int) -> Any:
    """The value as JSON has it: numbers rounded as shown, dates as text, missing as None."""
    if _is_missing(value):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        rounded = round(float(value), decimals)
        return int(rounded) if rounded.is_integer() else rounded
    return str(value.isoformat())[:10] if hasattr(value, "isoformat") else str(value)


def _is_missing(value: Any) -> bool:
    return bool(pd.isna(value)) or value == ""


def _collation(name: str) -> tuple[list[int], str]:
    """Letters by their place in the alphabet without tones, then the name itself."""
    letters = unicodedata.normalize("NFD", name.casefold())
    toneless = unicodedata.normalize("NFC", "".join(x for x in letters if x not in _TONES))
    return [_ALPHABET.find(letter) for letter in toneless], name


def _text(value: Any) -> str:
    return "" if _is_missing(value) else str(value)


def _grid_point(point: BaseGeometry) -> list[int]:
    return list(topology.grid(point.centroid)[0])


def _differences(geometry: BaseGeometry | None) -> list[list[int]]:
    parts = [] if geometry is None else shapely.get_parts(geometry)
    return [topology.differences(topology.grid(part)) for part in parts if not part.is_empty]

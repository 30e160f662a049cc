"""The page as a whole: folium's map, our static part, style, data and script in one file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import jinja2

from lsgeo.compose import Layer, Publication
from lsgeo.outputs.webmap import drawing, leaflet, paint, panel, policy, topology, view, wording

TOLERANCE_M = 40.0
"""How far boundaries are simplified for the screen; said on the page."""

MAP = "map_atlas"
"""The script's name of folium's map, and the id of its element."""

_FOLDER = Path(__file__).parent
_MARGIN_DEGREES = 0.15
_MARK_LETTER_PX = 14
_MARK_GAP_PX = 130
_BETWEEN_CREDITS = re.compile(r"; (?![^()]*\))")  # not those inside brackets
_SCRIPT_ESCAPES = {
    ord(letter): f"\\u{ord(letter):04x}" for letter in ("<", ">", "&", "\u2028", "\u2029")
}


def write(publication: Publication, path: Path) -> None:
    """Put the web map of `publication` at `path`: one HTML file, the same for the same input."""
    path.write_text(render(publication), encoding="utf-8", newline="\n")


def render(publication: Publication) -> str:
    """The page's HTML, with the policy that lets only its own scripts and styles run."""
    patterns = paint.hatches((publication.units, *publication.context))
    simple = topology.simplify(publication.units.data, crs=publication.crs, tolerance_m=TOLERANCE_M)
    context = [_shapes(layer, publication.crs) for layer in publication.context]
    data = _data(publication, simple, patterns) | {
        "context": [
            _context(layer, shapes, patterns)
            for layer, shapes in zip(publication.context, context, strict=True)
        ]
    }
    drawn = drawing.draw(publication.units.data, context, crs=publication.crs)
    frame = _map(data["bounds"])
    root = frame.get_root()
    # folium's own page forbids readers to zoom and has no place for what stands around the map.
    root._template = _environment().get_template("atlas.html")
    page = root.render(
        view=_static(publication, data, patterns) | {"drawing": drawn},
        words={name: wording.pair(words) for name, words in wording.PAGE.items()},
        styles=f"{leaflet.stylesheet()}\n{_read('atlas.css')}",
        library=leaflet.script(),
        data=to_inert_json(data),
        script=_read("atlas.js"),
    )
    return policy.with_policy(page)


def to_inert_json(data: Any) -> str:
    """`data` as JSON that can stand in a script element whatever strings it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_SCRIPT_ESCAPES)


def _map(bounds: list[list[float]]) -> folium.Map:
    """An empty folium map, locked to `bounds`, that loads nothing from anywhere."""
    (south, west), (north, east) = bounds
    frame = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=9,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        max_zoom=14,
        zoom_snap=0.25,
        zoom_delta=0.75,
        max_bounds_viscosity=1.0,
    )
    frame.default_js = []
    frame.default_css = []
    # folium numbers its maps at random; the same input must give the same page.
    frame._name, frame._id = MAP.split("_")
    return frame


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_FOLDER)
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )


def _data(
    publication: Publication, simple: gpd.GeoDataFrame, patterns: view.Patterns
) -> dict[str, Any]:
    """What the script draws and says."""
    shape = topology.build(simple)
    west, south, east, north = simple.to_crs("EPSG:4326").total_bounds.tolist()
    return {
        "map": MAP,
        "steps": topology.STEPS_PER_DEGREE,
        "bounds": [
            [south - _MARGIN_DEGREES, west - _MARGIN_DEGREES],
            [north + _MARGIN_DEGREES, east + _MARGIN_DEGREES],
        ],
        "frame": [[south, west], [north, east]],
        "words": {name: wording.pair(wording.PAGE[name]) for name in wording.SCRIPT_WORDS},
        "units": {
            **view.layer(publication.units, patterns),
            "codes": [str(code) for code in publication.units.data.index],
            "order": view.alphabetical(view.headings(publication.units)),
            "polygons": shape.polygons,
            "labels": view.label_places(simple),
            "captions": view.captions(publication.units),
        },
        "arcs": shape.arcs,
    }


def _shapes(shown: Layer, crs: str) -> gpd.GeoSeries:
    """What is drawn of a layer over the units: its places, or its lines by class."""
    return shown.data.geometry if view.is_points(shown) else view.strokes(shown, crs=crs)


def _context(shown: Layer, shapes: gpd.GeoSeries, patterns: view.Patterns) -> dict[str, Any]:
    known = view.layer(shown, patterns)
    if view.is_points(shown):
        return known | {"kind": "points", "points": view.points(shown)}
    return known | {"kind": "lines", "lines": view.lines(shapes)}


def _static(
    publication: Publication, data: dict[str, Any], patterns: view.Patterns
) -> dict[str, Any]:
    """What the page shows before, and without, its script."""
    targets = panel.targets(publication)
    headlines = panel.headlines(targets)
    simplified = wording.pair(wording.PAGE["simplified"])
    return {
        "title": wording.pair(publication.title),
        "as_of": wording.period(publication.as_of.isoformat()),
        "watermarks": [wording.pair(mark) for mark in publication.watermarks],
        "hatches": list(patterns.values()),
        "mark_width": _mark_width(publication),
        "headlines": headlines,
        "targets": [target for target in targets if target not in headlines],
        "units": data["units"],
        "context": data["context"],
        "notes": [
            *(wording.pair(note) for note in publication.notes),
            [text.format(tolerance=round(TOLERANCE_M)) for text in simplified],
        ],
        "credits": _credits(publication),
        "attributions": list(publication.attributions),
    }


def _credits(publication: Publication) -> list[str]:
    """Whose the drawn shapes are, each said once, not again what a longer credit says too."""
    layers = (publication.units, *publication.context)
    parts = (part for layer in layers for part in _BETWEEN_CREDITS.split(layer.attribution))
    known = list(dict.fromkeys(filter(None, parts)))
    return [one for one in known if not any(one != other and one in other for other in known)]


def _mark_width(publication: Publication) -> int:
    """How wide one watermark's place is in CSS pixels: room for the longest in any language."""
    texts = [text for mark in publication.watermarks for text in wording.pair(mark)]
    return max((len(text) for text in texts), default=0) * _MARK_LETTER_PX + _MARK_GAP_PX


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").strip()

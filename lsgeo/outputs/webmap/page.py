"""The page as a whole: folium's map, our static part, style, data and script in one file."""

from __future__ import annotations

from pathlib import Path

import folium
import jinja2

from lsgeo.compose import Publication
from lsgeo.outputs.webmap import assets, leaflet, policy, static, wording
from lsgeo.outputs.webmap.data import MAP, apart, data, prepared, shapes, to_inert_json


def write(publication: Publication, path: Path) -> None:
    """Put the web map of `publication` at `path`: one HTML file, the same for the same input."""
    path.write_text(render(publication), encoding="ascii", newline="\n")


def render(publication: Publication) -> str:
    """The page's HTML, with the policy that lets only its own scripts and styles run.

    It is ASCII throughout, other letters as references: a browser then takes it in without
    decoding, which on a slow phone is a tenth of a second for a megabyte of UTF-8.
    """
    ready = prepared(publication)
    headlines, targets = static.panel(publication)
    known = data(ready, targets=[*headlines, *targets])
    urgent, further = apart(known)
    frame = _map(known["bounds"])
    root = frame.get_root()
    # folium's own page forbids readers to zoom and has no place for what stands around the map.
    root._template = _environment().get_template(assets.TEMPLATE)
    page = root.render(
        view=static.view(ready, known, headlines=headlines, targets=targets),
        words={name: wording.pair(words) for name, words in wording.PAGE.items()},
        styles=f"{leaflet.stylesheet()}\n{assets.stylesheet()}",
        library=leaflet.script(),
        data=to_inert_json(urgent),
        levels=[to_inert_json(level) for level in further],
        shapes=[to_inert_json(shape) for shape in shapes(ready)],
        script=assets.script(),
    )
    return policy.with_policy(page.encode("ascii", "xmlcharrefreplace").decode("ascii"))


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
    loader = jinja2.FileSystemLoader(assets.FOLDER)
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )

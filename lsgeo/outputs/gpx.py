"""<name>.gpx: a waypoint in each patch, for the device a forest ranger carries.

GPX 1.1 (https://www.topografix.com/GPX/1/1/), WGS 84. Every waypoint says the watermark, because
a device shows one at a time.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import pandas as pd

from lsgeo.compose import Layer, Publication
from lsgeo.compose.patches import LAYER
from lsgeo.outputs import Output
from lsgeo.text import normalise

_NAMESPACE = "http://www.topografix.com/GPX/1/1"
_SCHEMA = f"{_NAMESPACE} http://www.topografix.com/GPX/1/1/gpx.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DECIMALS = 7  # a centimetre


def write(publication: Publication, path: Path) -> None:
    """Put the waypoints of the publication's patches at `path`."""
    layer = _patches(publication)
    document = Element(
        "gpx",
        {
            "version": "1.1",
            "creator": "lsgeo",
            "xmlns": _NAMESPACE,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    about = SubElement(document, "metadata")
    marks = [words.vi for words in publication.watermarks]
    _say(about, "name", " – ".join([publication.title.vi, *marks]))
    notes = [*marks, *(words.vi for words in publication.notes), *publication.attributions]
    _say(about, "desc", " | ".join(notes))
    _say(about, "time", _midnight(publication.as_of))
    data = layer.data if layer else pd.DataFrame()
    if len(data):
        _bounds(about, data)
    for row in data.to_dict("records"):
        point = SubElement(document, "wpt", _place(row))
        _say(point, "name", row["name"])
        _say(point, "cmt", row["describe"])
        _say(point, "desc", row["describe"])
        _say(point, "sym", "Flag, Red")
        _say(point, "type", "patch")
    indent(document)
    ElementTree(document).write(path, encoding="utf-8", xml_declaration=True)


def _patches(publication: Publication) -> Layer | None:
    layers = (publication.units, *publication.context, *publication.others)
    return next((layer for layer in layers if layer.name == LAYER), None)


def _bounds(about: Element, data: pd.DataFrame) -> None:
    ends = {
        f"{end}{name}": f"{getattr(data[name], end)():.{_DECIMALS}f}"
        for end in ("min", "max")
        for name in ("lat", "lon")
    }
    SubElement(about, "bounds", ends)


def _place(row: dict[str, object]) -> dict[str, str]:
    return {name: f"{float(str(row[name])):.{_DECIMALS}f}" for name in ("lat", "lon")}


def _say(parent: Element, tag: str, text: object) -> None:
    SubElement(parent, tag).text = normalise(str(text))


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


OUTPUT = Output(
    name="gpx",
    filename="{name}.gpx",
    write=write,
    wanted=lambda publication: _patches(publication) is not None,
)

"""GeoJSON, KML and GML damaged by seed: each public function gives the case of a seed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

from tests.damage.seeding import (
    COUNT,
    NAMES,
    Case,
    changed,
    cut_somewhere,
    first,
    layer,
    put,
    sound,
)


def geojson_cut(seed: int) -> Case:
    return cut_somewhere(".geojson", seed, after=60, fault=r"at line \d+, character \d+: ")


def kml_cut(seed: int) -> Case:
    return cut_somewhere(".kml", seed, after=60, fault="the file is cut or damaged at line")


def gml_cut(seed: int) -> Case:
    return cut_somewhere(".gml", seed, after=400, fault="the file is cut or damaged at line")


def geojson_lines_cut(seed: int) -> Case:
    """A feature a line: what is whole before the cut is there, the line that is cut is named."""
    case, data = sound(".geojsonl"), layer(".geojsonl")[".geojsonl"]
    lines = data.splitlines(keepends=True)
    row = 2 + Random(seed).randrange(COUNT - 1)
    start = sum(map(len, lines[: row - 1]))
    place = start + Random(seed).randrange(1, len(lines[row - 1].strip()))
    files = changed(case, ".geojsonl", data[:place])
    fault = "the line is no feature: it is cut or damaged"
    return case.but(files=files, rows=first(case.rows, row - 1), fault=fault)


def _geojson(seed: int, change: Callable[[dict[str, object]], object], fault: str) -> Case:
    """One feature of a GeoJSON with another geometry."""
    case, number = sound(".geojson"), Random(seed).randrange(COUNT)
    whole = json.loads(layer(".geojson")[".geojson"])
    feature = whole["features"][number]
    feature["geometry"] = change(feature["geometry"])
    text = json.dumps(whole, ensure_ascii=False)
    rows = {row: said for row, said in case.rows.items() if row != number + 1}
    return case.but(files=changed(case, ".geojson", text.encode()), rows=rows, fault=fault)


def geojson_no_number(seed: int) -> Case:
    value = (float("nan"), float("inf"), -float("inf"))[seed % 3]

    def change(geometry: dict[str, object]) -> object:
        geometry["coordinates"][0][2][seed % 2] = value
        return geometry

    return _geojson(seed, change, "a coordinate is no number")


def geojson_nested_wrongly(seed: int) -> Case:
    def change(geometry: dict[str, object]) -> object:
        rings = geometry["coordinates"]
        geometry["coordinates"] = (rings[0], [[rings]], rings[0][0], "106 21", {"x": 1})[seed % 5]
        return geometry

    return _geojson(seed, change, "its geometry cannot be made out")


def xml_no_number(seed: int) -> Case:
    """One coordinate of one record is none."""
    case, random = sound(extension := (".kml", ".gml")[seed % 2]), Random(seed)
    value = random.choice([b"nan", b"inf", b"-inf", b"1e400", b"abc"])
    data, number = layer(extension)[extension], random.randrange(COUNT)
    start = rb"<coordinates>|<gml:posList>"
    found = list(re.finditer(rb"(?:" + start + rb")([^<]*)", data))[number]
    numbers = list(re.finditer(rb"[\d.]+", data[: found.end()]))
    inside = [one for one in numbers if one.start() >= found.start(1)]
    one = random.choice(inside)
    files = changed(case, extension, data[: one.start()] + value + data[one.end() :])
    rows = {row: said for row, said in case.rows.items() if row != number + 1}
    return case.but(files=files, rows=rows, fault="a coordinate is no number")


def geojson_lines_of_gdals_own(seed: int) -> Case:
    """A number that only GDAL takes for one, beside a feature without geometry."""
    case, row = sound(".geojsonl"), 1 + seed % COUNT
    data = layer(".geojsonl")[".geojsonl"]
    said = b'"so": %d' % row
    assert said in data
    data = data.replace(said + b" ", said.replace(b": ", b": 0") + b" ")
    none = b'{"type":"Feature","properties":{"ten":"x"},"geometry":null}\n'
    rows = {**case.rows, COUNT + 1: "elsewhere"}
    return case.but(files=changed(case, ".geojsonl", data + none), rows=rows)


def kml_of_letters(seed: int) -> Case:
    """A byte that is no letter of the encoding that the file says it has."""
    case, data = sound(".kml"), layer(".kml")[".kml"]
    text = NAMES[1 + seed % COUNT].encode()
    files = changed(case, ".kml", data.replace(text, text[:-1] + b"\xff"))
    return case.but(files=files, rows=None, fault="the file is cut or damaged at line")


def kml_in_utf16(seed: int) -> Case:
    """Nothing is lost of a file in an encoding that its format allows."""
    case, text = sound(".kml"), layer(".kml")[".kml"].decode()
    name = ("utf-16-le", "utf-16-be")[seed % 2]
    said = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("utf-8", "UTF-16")
    return case.but(files=changed(case, ".kml", ("\ufeff" + said).encode(name)))


def geojson_in_utf16(seed: int) -> Case:
    case, text = sound(".geojson"), layer(".geojson")[".geojson"].decode()
    name = ("utf-16-le", "utf-16-be")[seed % 2]
    files = changed(case, ".geojson", ("\ufeff" + text).encode(name))
    return case.but(files=files, fault="the file is not in utf-8")


def xml_tag_flipped(seed: int) -> Case:
    """One end of an element is another."""
    extension = (".kml", ".gml")[seed % 2]
    case, data = sound(extension), layer(extension)[extension]
    ends = [place for place in range(len(data)) if data.startswith(b"</", place)]
    place = Random(seed).choice(ends) + 2
    files = changed(case, extension, put(data, place, b"~"))
    return case.but(files=files, rows=None, fault="the file is cut or damaged at line")


SEEDS = {
    geojson_cut: range(6),
    kml_cut: range(5),
    gml_cut: range(5),
    geojson_lines_cut: range(6),
    geojson_no_number: range(6),
    geojson_nested_wrongly: range(5),
    xml_no_number: range(16),
    geojson_lines_of_gdals_own: range(3),
    kml_of_letters: range(3),
    kml_in_utf16: range(2),
    geojson_in_utf16: range(2),
    xml_tag_flipped: range(4),
}

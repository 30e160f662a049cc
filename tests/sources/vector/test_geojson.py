"""GeoJSON, whole and a feature a line: what is cut or damaged costs its line, or all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import NAMES, Layers, cut, lost, message, said


def collection(path: Path, *shapes: object) -> Path:
    features = [{"type": "Feature", "properties": {"n": 1}, "geometry": shape} for shape in shapes]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_a_geometry_that_is_none_costs_its_row(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [106, 21]}
    open_ring = {"type": "Polygon", "coordinates": [[[106, 21], [107, 21], [107, 22]]]}
    words = {"type": "Point", "coordinates": ["x", "y"]}
    read = read_features(collection(tmp_path / "a.geojson", point, open_ring, words, None))
    assert lost(read) == dict.fromkeys((2, 3), "its geometry cannot be made out")
    assert read.frame.index.tolist() == [1, 4]
    assert read.frame.geometry.isna().tolist() == [False, True]


def test_a_line_that_is_cut_costs_its_row(layer: Layers) -> None:
    path = layer("xa.geojsonl")
    lines = path.read_bytes().splitlines()
    lines[1] = lines[1][:60]
    path.write_bytes(b"\n".join(lines))
    read = read_features(path)
    assert lost(read) == {2: "the line is no feature: it is cut or damaged"}
    assert read.frame["ten"].tolist() == [NAMES[0], *NAMES[2:]]


def test_a_line_that_is_damaged_inside_costs_its_row(layer: Layers) -> None:
    path = layer("xa.geojsonl")
    lines = path.read_bytes().splitlines()
    lines[3] = lines[3].replace(b'"so":', b'"so" ').replace(b'"so": ', b'"so"  ')
    path.write_bytes(b"\n".join(lines))
    assert list(lost(read_features(path))) == [4]


@pytest.mark.parametrize(
    ("shape", "gone"), [("null", []), ('{"type":"Point","coordinates":["x"]}', [3])]
)
def test_a_number_that_is_none_in_json_leaves_the_other_lines_alone(
    layer: Layers, shape: str, gone: list[int]
) -> None:
    """GDAL takes 02 for a number."""
    path = layer("xa.geojsonl")
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace('"so": 2', '"so": 02')
    lines[2] = f'{{"type":"Feature","properties":{{"so":3}},"geometry":{shape}}}'
    path.write_text("\n".join(lines), "utf-8")
    assert "02" in lines[1]
    assert list(lost(read_features(path))) == gone


def test_geojson_that_is_cut_is_a_plain_error(layer: Layers) -> None:
    path = layer("xa.geojson")
    cut(path, 0.5)
    assert "the layer cannot be read" in message(path)


@pytest.mark.iconv
def test_geojson_that_is_not_in_utf8_keeps_its_texts(layer: Layers) -> None:
    path = layer("xa.geojson")
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("cp1258", errors="ignore"))
    read = read_features(path)
    assert read.rows == 5
    assert "the file is not in UTF-8, as its format has to be" in said(read)


def test_geojson_in_utf16_is_read(layer: Layers) -> None:
    path = layer("xa.geojson")
    path.write_text(path.read_text("utf-8"), encoding="utf-16")
    assert read_features(path).frame["ten"].tolist() == NAMES


def test_depth_without_end_is_a_plain_error(tmp_path: Path) -> None:
    deep = '{"type":"FeatureCollection","features":[' + "[" * 200_000
    (tmp_path / "a.geojson").write_text(deep, encoding="utf-8")
    assert "the layer cannot be read" in message(tmp_path / "a.geojson")

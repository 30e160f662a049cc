"""KML and GML: whole or not at all, and never a word to the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely import box

from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import Layers, cut, lost, message, said

XML = '<?xml version="1.0" encoding="UTF-8"?>'
KML = 'xmlns="http://www.opengis.net/kml/2.2"'
PLACE = "<Placemark><name>{name}</name><Point><coordinates>106,21</coordinates></Point></Placemark>"
NS = (
    'xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ogr="http://ogr.maptools.org/"'
)


FEATURE = (
    "<gml:featureMember><ogr:a><ogr:ten>{name}</ogr:ten><ogr:g>{shape}</ogr:g></ogr:a>"
    "</gml:featureMember>"
)


POINT = '<gml:Point srsName="{system}"><gml:pos>106 21</gml:pos></gml:Point>'


def kml(path: Path, inside: str, *, before: str = "") -> Path:
    text = f"{XML}{before}<kml {KML}><Document>{inside}</Document></kml>"
    path.write_text(text, encoding="utf-8")
    return path


def gml(path: Path, inside: str, *, more: str = "") -> Path:
    text = f"{XML}<ogr:FeatureCollection {NS} {more}>{inside}</ogr:FeatureCollection>"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def listener() -> Iterator[tuple[str, socket.socket]]:
    """An address of this machine, and the socket on which whoever asks for it knocks."""
    with socket.socket() as knocked:
        knocked.bind(("127.0.0.1", 0))
        knocked.listen()
        knocked.setblocking(False)
        yield f"http://127.0.0.1:{knocked.getsockname()[1]}", knocked


def nobody_knocked(knocked: socket.socket) -> bool:
    try:
        knocked.accept()
    except BlockingIOError:
        return True
    return False


ENTITIES = (
    '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/a.dtd">',
)


@pytest.mark.parametrize("before", ENTITIES)
def test_a_document_that_declares_anything_is_refused(tmp_path: Path, before: str) -> None:
    path = kml(tmp_path / "a.kml", PLACE.format(name="x"), before=before)
    assert "declares a DOCTYPE" in message(path)


def test_a_declaration_in_another_encoding_is_refused_too(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", PLACE.format(name="x"), before=ENTITIES[0])
    path.write_text(path.read_text("utf-8").replace("UTF-8", "UTF-16"), encoding="utf-16")
    assert "declares a DOCTYPE" in message(path)


def test_an_encoding_that_hides_its_letters_is_not_read(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", PLACE.format(name="x"))
    path.write_text(path.read_text("utf-8").replace("UTF-8", "UTF-7"), encoding="ascii")
    assert "the encoding of the file is not read (got utf-7)" in message(path)


def test_kml_in_utf16_is_read(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", PLACE.format(name="Đồng Đăng"))
    path.write_text(path.read_text("utf-8").replace("UTF-8", "UTF-16"), encoding="utf-16")
    assert read_features(path).frame["Name"].tolist() == ["Đồng Đăng"]


def test_links_of_kml_are_not_followed_and_told(
    tmp_path: Path, listener: tuple[str, socket.socket]
) -> None:
    url, knocked = listener
    link = f"<NetworkLink><Link><href>{url}/b.kml</href></Link></NetworkLink>"
    read = read_features(kml(tmp_path / "a.kml", link + PLACE.format(name="x")))
    assert read.rows == 1
    assert "links to other files (NetworkLink) are not followed" in said(read)
    assert nobody_knocked(knocked)


def test_a_schema_of_gml_is_not_fetched(
    tmp_path: Path, listener: tuple[str, socket.socket]
) -> None:
    url, knocked = listener
    inside = FEATURE.format(name="x", shape=POINT.format(system="EPSG:4326"))
    for more in (
        f'xsi:schemaLocation="http://ogr.maptools.org/ {url}/a.xsd"',
        f"xsi:noNamespaceSchemaLocation='{url}/a.xsd'",
    ):
        read = read_features(gml(tmp_path / "a.gml", inside, more=more))
        assert read.frame["ten"].tolist() == ["x"]
    assert nobody_knocked(knocked)


def test_a_schema_beside_gml_that_leads_away_is_not_opened(
    tmp_path: Path, listener: tuple[str, socket.socket]
) -> None:
    url, knocked = listener
    inside = FEATURE.format(name="x", shape=POINT.format(system="EPSG:4326"))
    schema = f'<schema xmlns="http://www.w3.org/2001/XMLSchema"><include schemaLocation="{url}"/>'
    (tmp_path / "a.xsd").write_text(f"{schema}</schema>", encoding="utf-8")
    assert read_features(gml(tmp_path / "a.gml", inside)).rows == 1
    assert nobody_knocked(knocked)


def test_links_in_geometry_are_not_followed(
    tmp_path: Path, listener: tuple[str, socket.socket]
) -> None:
    url, knocked = listener
    shape = f'<gml:MultiPoint><gml:pointMember xlink:href="{url}/b.gml#p"/></gml:MultiPoint>'
    path = gml(tmp_path / "a.gml", FEATURE.format(name="x", shape=shape))
    read_features(path)
    assert nobody_knocked(knocked)


def test_a_system_that_is_an_address_is_refused(
    tmp_path: Path, listener: tuple[str, socket.socket]
) -> None:
    url, knocked = listener
    inside = FEATURE.format(name="x", shape=POINT.format(system=f"{url}/crs"))
    assert "is an address on a network" in message(gml(tmp_path / "a.gml", inside))
    assert nobody_knocked(knocked)


def test_the_system_of_gml_by_its_standard_address_is_known(tmp_path: Path) -> None:
    system = "http://www.opengis.net/gml/srs/epsg.xml#4326"
    inside = FEATURE.format(name="x", shape=POINT.format(system=system))
    assert read_features(gml(tmp_path / "a.gml", inside)).frame.crs.to_epsg() == 4326


@pytest.mark.parametrize("name", ["xa.kml", "xa.gml"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_document_that_is_cut_is_a_plain_error(layer: Layers, name: str, share: float) -> None:
    """Of half a GML GDAL would give no feature at all, and say nothing."""
    path = layer(name)
    cut(path, share)
    text = message(path)
    assert "the file is cut or damaged at line" in text
    assert "Get a whole copy of it" in text


def test_folders_of_kml_are_layers(tmp_path: Path) -> None:
    inside = "".join(
        f"<Folder><name>{name}</name>{PLACE.format(name='x') * count}</Folder>"
        for name, count in (("một", 1), ("hai", 2))
    )
    path = kml(tmp_path / "a.kml", inside)
    assert "several layers, and none is named (got một, hai)" in message(path)
    read = read_features(path, layer="hai")
    assert (read.rows, lost(read)) == (2, {})


NO_NUMBERS = ("nan", "inf", "-INF", "1e400", "abc", "1_0", "--1")
WHY = "a coordinate is no number (NaN or infinite)"


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_coordinate_of_kml_that_is_no_number_costs_its_row(
    tmp_path: Path, value: str, place: int
) -> None:
    corners = ["106,21,0", "107,21,0", "107,22,0", "106,22,0", "106,21,0"]
    good = " ".join(corners)
    corners[place] = f"{value},21,0"
    shape = "<Polygon><outerBoundaryIs><LinearRing><coordinates>{0}</coordinates></LinearRing>"
    shape = f"<Placemark>{shape}</outerBoundaryIs></Polygon></Placemark>"
    inside = "".join(shape.format(text) for text in (good, " ".join(corners), good))
    read = read_features(kml(tmp_path / "a.kml", inside))
    assert lost(read) == {2: WHY}
    assert read.frame.geometry.geom_equals(box(106, 21, 107, 22)).tolist() == [True, True]


def test_a_coordinate_that_is_no_number_costs_its_row_in_its_own_folder(tmp_path: Path) -> None:
    place = PLACE.format(name="x")
    inside = "".join(
        f"<Folder><name>{name}</name>{place}{other}</Folder>"
        for name, other in (("a", place), ("b", place.replace("106", "nan")))
    )
    path = kml(tmp_path / "a.kml", inside)
    assert lost(read_features(path, layer="a")) == {}
    assert lost(read_features(path, layer="b")) == {2: WHY}


@pytest.mark.parametrize("text", ["106.5, 21.5", " 106.5,21.5,0. ", "+1.065E2,2.15e1,-.5"])
def test_a_number_may_be_written_in_any_way_of_xml(tmp_path: Path, text: str) -> None:
    path = kml(tmp_path / "a.kml", PLACE.format(name="x").replace("106,21", text))
    assert lost(read_features(path)) == {}


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("pattern", ["{0} 21 107 21 107 22", "106 21 107 {0} 107 22"])
def test_a_coordinate_of_gml_that_is_no_number_costs_only_its_row(
    tmp_path: Path, value: str, pattern: str
) -> None:
    line = '<gml:LineString srsName="EPSG:4326"><gml:posList>{0}</gml:posList></gml:LineString>'
    shapes = [line.format(pattern.format(first)) for first in ("106", value, "106.5")]
    inside = "".join(FEATURE.format(name=n, shape=shape) for n, shape in enumerate(shapes))
    read = read_features(gml(tmp_path / "a.gml", inside))
    assert lost(read) == {2: WHY}


def test_depth_without_end_in_kml_is_an_error_that_names_no_copy(tmp_path: Path) -> None:
    text = message(kml(tmp_path / "a.kml", "<Folder>" * 20_000 + "</Folder>" * 20_000))
    assert "the file is cut or damaged: " in text
    assert "layer.kml" not in text

"""Vector layers: which layer, which columns, and where on earth."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import LineString, Point, Polygon, box, force_3d

from lsgeo.errors import InputError
from lsgeo.sources.catalog import Entry
from lsgeo.sources.vector import read_layer, read_lines

LONLAT = [box(106.7, 21.8, 106.8, 21.9), box(106.8, 21.8, 106.9, 21.9)]
ESRI = (
    'PROJCS["TM3",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",107.25],PARAMETER["Scale_Factor",0.9999],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(
        shapes: list[object] = LONLAT,
        *,
        crs: str | None = "EPSG:4326",
        codes: list[object] | None = None,
        name: str = "a.gpkg",
        **keys: object,
    ) -> Path:
        table = {"code": ["00001", "00002"][: len(shapes)] if codes is None else codes}
        layer = gpd.GeoDataFrame(table, geometry=shapes, crs=crs)
        pyogrio.write_dataframe(layer, tmp_path / name, **keys)
        return tmp_path / name

    return writing


def message(entry: Entry, **keys: object) -> str:
    with pytest.raises(InputError) as caught:
        read_layer(entry, **keys)
    text = str(caught.value)
    assert text.startswith(str(entry.path))
    return text


def test_a_layer_is_read_with_the_columns_asked_for(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    layer = read_layer(entry_for(write()), required=("code",)).features
    assert list(layer.columns) == ["geometry", "code"]
    assert layer["code"].tolist() == ["00001", "00002"]
    assert layer.crs.to_epsg() == 4326


@pytest.mark.parametrize("codes", [[1, 2], [1.0, 2.0]])
def test_codes_that_became_numbers_are_text_again(
    write: Write, entry_for: Callable[..., Entry], codes: list[object]
) -> None:
    layer = read_layer(entry_for(write(codes=codes)), required=("code",)).features
    assert layer["code"].tolist() == ["1", "2"]


def test_a_missing_code_is_blank(write: Write, entry_for: Callable[..., Entry]) -> None:
    layer = read_layer(entry_for(write(codes=["00001", None])), required=("code",)).features
    assert layer["code"].tolist() == ["00001", ""]


def test_the_catalog_gives_our_name_to_the_layers_column(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    entry = entry_for(write(), columns={"ma": "code"})
    assert read_layer(entry, required=("ma",)).features["ma"].tolist() == ["00001", "00002"]


def test_a_missing_column_is_named_with_those_there_are(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    assert "ma: the column is missing (got code" in message(entry_for(write()), required=("ma",))


def test_styles_kept_beside_the_layer_do_no_harm(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    path = write()
    styles = pd.DataFrame({"styleName": ["x"]})
    pyogrio.write_dataframe(styles, path, layer="layer_styles", append=True)
    assert len(read_layer(entry_for(path), required=("code",)).features) == 2


def test_several_layers_need_one_to_be_named(write: Write, entry_for: Callable[..., Entry]) -> None:
    path = write(layer="one")
    write(LONLAT[:1], layer="two", append=True)
    text = message(entry_for(path))
    assert "several layers" in text
    assert "one, two" in text
    assert 'sheet = "one"' in text
    assert len(read_layer(entry_for(path, sheet="two"), required=("code",)).features) == 1


def test_an_unknown_layer_is_an_error(write: Write, entry_for: Callable[..., Entry]) -> None:
    assert "the layer cannot be read" in message(entry_for(write(), sheet="none"))


def test_a_file_that_is_no_layer_is_an_error_with_a_remedy(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"not a GeoPackage")
    assert "Can QGIS open it?" in message(entry_for(path))


def test_a_table_without_geometry_is_an_error(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"code": ["1"]}), path)
    assert "no geometry" in message(entry_for(path))


def test_a_layer_without_a_system_is_an_error_with_the_remedy(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    with pytest.warns(UserWarning, match="crs"):
        path = write(crs=None, name="a.shp")
    text = message(entry_for(path))
    assert "the layer has no coordinate system" in text
    assert 'crs = "EPSG:9215"' in text


def test_the_catalog_names_the_system_that_a_layer_lacks(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    with pytest.warns(UserWarning, match="crs"):
        path = write(crs=None, name="a.shp")
    assert read_layer(entry_for(path, crs="EPSG:4326")).features.crs.to_epsg() == 4326


def test_a_mislabelled_shapefile_is_an_error_until_the_catalog_names_its_system(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    """An Esri .prj that says D_WGS_1984 over VN-2000 coordinates: 224 m in silence."""
    plane = list(gpd.GeoSeries(LONLAT, crs="EPSG:4326").to_crs("EPSG:9215"))
    path = write(plane, crs="EPSG:9215", name="a.shp")
    path.with_suffix(".prj").write_text(ESRI, encoding="ascii")
    assert "VN-2000 TM-3 zone" in message(entry_for(path))
    layer = read_layer(entry_for(path, crs="EPSG:9215")).features
    assert layer.to_crs("EPSG:4326").total_bounds == pytest.approx([106.7, 21.8, 106.9, 21.9])


def test_swapped_coordinates_are_an_error(write: Write, entry_for: Callable[..., Entry]) -> None:
    swapped = [box(21.8, 106.7, 21.9, 106.8)]
    assert "do not lie in Viet Nam" in message(entry_for(write(swapped)))


def test_an_unknown_system_in_the_catalog_is_an_error(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    assert "PROJ knows no coordinate system 'EPSG:0'" in message(entry_for(write(), crs="EPSG:0"))


def test_features_without_geometry_are_kept_for_the_checks_that_follow(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    layer = read_layer(entry_for(write([LONLAT[0], None])), required=("code",)).features
    assert layer.geometry.isna().tolist() == [False, True]


def test_points_are_a_layer_too(write: Write, entry_for: Callable[..., Entry]) -> None:
    assert len(read_layer(entry_for(write([Point(106.7, 21.8)]))).features) == 1


def test_a_column_that_the_catalog_names_and_the_layer_lacks_is_a_fault(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    text = message(entry_for(write(), columns={"code": "ma"}), required=("code",))
    assert "code = 'ma': the file has no such column" in text


@pytest.mark.parametrize("theirs", ["geometry", "geom"])
def test_the_geometry_is_no_column_to_name(
    write: Write, entry_for: Callable[..., Entry], theirs: str
) -> None:
    text = message(entry_for(write(), columns={"code": theirs}), required=("code",))
    assert f"code = {theirs!r}: the file has no such column" in text


def test_a_column_of_ours_gives_way_to_the_one_that_is_mapped_onto_it(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    table = {"code": ["x", "y"], "name": ["00001", "00002"]}
    pyogrio.write_dataframe(
        gpd.GeoDataFrame(table, geometry=LONLAT, crs="EPSG:4326"), tmp_path / "a.gpkg"
    )
    entry = entry_for(tmp_path / "a.gpkg", columns={"code": "name"})
    assert read_layer(entry, required=("code",)).features["code"].tolist() == ["00001", "00002"]


def test_heights_are_dropped(write: Write, entry_for: Callable[..., Entry]) -> None:
    layer = read_layer(entry_for(write(list(force_3d(LONLAT, 5.0))))).features
    assert not layer.geometry.has_z.any()
    assert layer.total_bounds == pytest.approx([106.7, 21.8, 106.9, 21.9])


def test_an_empty_geometry_among_others_is_left_to_the_checks_that_follow(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    assert len(read_layer(entry_for(write([LONLAT[0], Polygon()]))).features) == 2


def test_a_ring_that_does_not_close_is_not_closed_by_guessing(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = geojson(tmp_path, ring="[106,21],[107,21],[107,22]")
    assert "row 1: its geometry cannot be made out" in message(entry_for(path))


def test_damaged_records_are_a_fault_that_names_them_all(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    squares = [box(106 + n / 10, 21, 106.05 + n / 10, 21.05) for n in range(9)]
    path = write(squares, codes=[str(n) for n in range(9)], name="a.shp")
    data = bytearray(path.read_bytes())
    record = (len(data) - 100) // 9
    for row in (2, 5, 6, 7):
        place = 100 + record * (row - 1) + 8 + 40
        data[place : place + 4] = b"\x7f\x7f\x7f\x7f"  # the count of its points
    path.write_bytes(bytes(data))
    text = message(entry_for(path))
    assert "rows 2, 5–7: its shape is cut off or damaged. Get a whole copy" in text
    read = read_layer(entry_for(path), required=("code",), strict=False)
    assert read.features["code"].tolist() == ["0", "2", "3", "7", "8"]
    assert [note.row for note in read.quarantined] == [2, 5, 6, 7]


def test_the_encoding_that_the_catalog_names_is_followed(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    path = write(codes=["\xae", "x"], name="a.shp", encoding="ISO-8859-1")
    layer = read_layer(entry_for(path, encoding="tcvn3"), required=("code",))
    assert layer.features["code"].tolist() == ["đ", "x"]
    assert [note.reason for note in layer.notes if note.column == "code"] == [
        "the texts of the column were in tcvn3"
    ]


def geojson(folder: Path, *, ring: str, before: str = "") -> Path:
    path = folder / "a.geojson"
    path.write_text(
        f'{{"type":"FeatureCollection",{before}"features":[{{"type":"Feature","properties":'
        f'{{"code":"1"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}]}}',
        encoding="utf-8",
    )
    return path


# ---- formats ----


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.tab", "a.mif"])
def test_the_formats_of_an_office_are_read(
    write: Write, entry_for: Callable[..., Entry], name: str
) -> None:
    layer = read_layer(entry_for(write(name=name)), required=("code",)).features
    assert sorted(layer["code"]) == ["00001", "00002"]


def test_kml_is_read(tmp_path: Path, entry_for: Callable[..., Entry]) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Document><Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        "106,21 107,21 107,22 106,21</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Document></kml>",
        encoding="utf-8",
    )
    assert len(read_layer(entry_for(path)).features) == 1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server of another process: its address, and the file where it logs each request."""
    log = tmp_path / "requests.txt"
    code = (
        "import http.server, sys\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), "
        "http.server.SimpleHTTPRequestHandler)\n"
        "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    with (
        log.open("w") as requests,
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=requests,
            text=True,
            cwd=tmp_path,
        ) as process,
    ):
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}", log
        process.terminate()


LINKS = {
    "a.vrt": '<OGRVRTDataSource><OGRVRTLayer name="b"><SrcDataSource>/vsicurl/{url}/b.geojson'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "a.gpkg": '<OGRVRTDataSource><OGRVRTLayer name="b"><SrcDataSource>/vsicurl/{url}/b.geojson'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "wfs.xml": "<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
    "a.gml": '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x '
    '{url}/a.xsd" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember/>'
    "</wfs:FeatureCollection>",
    "alg.geojson": '{{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read '
    '/vsicurl/{url}/b.geojson ! write streamed_dataset","x":"FeatureCollection"}}',
    "crs.geojson": '{{"type":"FeatureCollection","crs":{{"type":"link","properties":{{"href":'
    '"{url}/crs","type":"ogcwkt"}}}},"features":[{{"type":"Feature","properties":{{}},'
    '"geometry":{{"type":"Point","coordinates":[106,21]}}}}]}}',
    "a.kml": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<NetworkLink><Link><href>{url}/b.kml</href></Link></NetworkLink><Placemark><styleUrl>"
    "{url}/s.kml#s</styleUrl><Point><coordinates>106,21</coordinates></Point></Placemark>"
    "</Document></kml>",
}


@pytest.mark.parametrize("no_proxy", ["", "127.0.0.1"])
@pytest.mark.parametrize("name", LINKS)
def test_no_layer_makes_gdal_ask_the_network(
    tmp_path: Path,
    entry_for: Callable[..., Entry],
    server: tuple[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    no_proxy: str,
) -> None:
    url, requests = server
    monkeypatch.setenv("no_proxy", no_proxy)
    (tmp_path / name).write_text(LINKS[name].format(url=url), encoding="utf-8")
    try:
        read_layer(entry_for(tmp_path / name))
    except InputError as error:
        assert str(tmp_path / name) in str(error)
    assert requests.read_text() == ""
    assert os.environ["no_proxy"] == no_proxy


def test_a_format_that_is_not_read_says_which_are(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.vrt"
    path.write_text("<OGRVRTDataSource/>", encoding="utf-8")
    text = message(entry_for(path))
    assert "the format is not read (expected Shapefile, GeoPackage, GeoJSON" in text


# ---- lines ----

LINE = LineString([(106.7, 21.8), (106.8, 21.9)])


def test_lines_are_read(write: Write, entry_for: Callable[..., Entry]) -> None:
    assert len(read_lines(entry_for(write([LINE]))).features) == 1


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ([], "the layer has no features (expected lines)"),
        ([LINE, None], "features have no geometry (got 1)"),
        ([None], "features have no geometry (got 1)"),
        (LONLAT, "features are no lines (expected lines, got Polygon)"),
        ([Point(106.7, 21.8)], "features are no lines (expected lines, got Point)"),
    ],
)
def test_what_is_no_line_is_one_fault(
    write: Write, entry_for: Callable[..., Entry], shapes: list[object], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_lines(entry_for(write(shapes)))
    assert [str(fault) for fault in caught.value.faults] == [said]

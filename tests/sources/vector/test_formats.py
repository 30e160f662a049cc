"""Every format of an office is read whole, by content, and in its own words."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import force_3d, wkb

from lsgeo.sources.vector import column_names, layer_names, read_features
from tests.sources.vector.conftest import DRIVERS, NAMES, Layers, frame, lost, message, said

ALL = [f"xa{extension}" for extension in (*DRIVERS, ".parquet")]


@pytest.mark.parametrize("name", ALL)
def test_every_format_gives_all_records_numbered_from_one(layer: Layers, name: str) -> None:
    read = read_features(layer(name))
    assert lost(read) == {}
    assert read.frame.index.tolist() == [1, 2, 3, 4, 5]
    assert read.frame.index.name == "row"
    assert read.rows == 5
    assert read.layer == "xa"


@pytest.mark.parametrize("name", [name for name in ALL if not name.endswith((".kml", ".fgb"))])
def test_every_format_keeps_texts_and_places(layer: Layers, name: str) -> None:
    """FlatGeobuf stores its features in an order of its own, KML adds columns."""
    read = read_features(layer(name)).frame
    assert read["ten"].tolist() == NAMES
    assert read["so"].tolist() == [1, 2, 3, 4, 5]
    ours, theirs = read.geometry.normalize(), frame().set_axis(read.index).geometry.normalize()
    assert ours.to_crs("EPSG:4326").geom_equals_exact(theirs, 1e-6).all()


def test_kml_and_flatgeobuf_keep_names_with_their_places(layer: Layers) -> None:
    for name in ("xa.kml", "xa.fgb"):
        read = read_features(layer(name)).frame.sort_values("so")
        assert read["ten"].tolist() == NAMES
        wests = read.geometry.bounds["minx"].round(3).tolist()
        assert wests == [106.5, 106.51, 106.52, 106.53, 106.54]


def test_the_official_plane_keeps_its_code(layer: Layers) -> None:
    for name in ("xa.shp", "xa.gpkg", "xa.fgb", "xa.parquet", "xa.gml"):
        assert read_features(layer(name, crs="EPSG:9215")).frame.crs.to_epsg() == 9215, name


def test_a_system_that_is_named_goes_over_the_one_of_the_file(layer: Layers) -> None:
    read = read_features(layer("xa.shp"), crs="EPSG:4756").frame
    assert read.crs.to_epsg() == 4756
    assert read.total_bounds == pytest.approx(frame().total_bounds)  # nothing is shifted


def test_a_system_that_proj_does_not_know_is_an_error(layer: Layers) -> None:
    assert "PROJ knows no coordinate system 'EPSG:0'" in message(layer("xa.shp"), crs="EPSG:0")


def test_an_unknown_encoding_is_an_error(layer: Layers) -> None:
    assert "no such encoding (expected utf-8, tcvn3" in message(layer("xa.shp"), encoding="tcvn")


def test_the_content_tells_the_format_and_the_name_is_remarked(layer: Layers) -> None:
    path = layer("xa.gpkg")
    wrong = path.rename(path.with_name("xa.geojson"))
    read = read_features(wrong)
    assert (read.format, read.rows, read.layer) == ("GeoPackage", 5, "xa")
    assert "the file is GeoPackage, though its name ends in .geojson" in said(read)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\xd0\xcf\x11\xe0 ", "an old Excel or Word file"),
        (b"%PDF-1.7 ", "a PDF document"),
        (b"AC1027  ", "an AutoCAD drawing"),
        (b"Rar!\x1a\x07 ", "a RAR archive"),
        (b"SQLite format 3\0 ", "an SQLite database, but no GeoPackage"),
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html>", "the format is not read"),
    ],
)
def test_what_is_no_layer_is_called_by_what_it_is(tmp_path: Path, head: bytes, words: str) -> None:
    path = tmp_path / "xa.shp"
    path.write_bytes(head + b"." * 200 if head else b"")
    assert words in message(path)


def test_a_file_that_goes_with_a_layer_is_told_from_the_layer(layer: Layers) -> None:
    path = layer("xa.shp").with_suffix(".dbf")
    assert "give its .shp, .tab or .mif instead" in message(path)


def test_the_index_of_a_shapefile_leads_to_its_shapes(layer: Layers) -> None:
    assert read_features(layer("xa.shp").with_suffix(".shx")).rows == 5


def test_a_missing_file_and_a_folder_are_plain_errors(tmp_path: Path) -> None:
    assert "No such file" in message(tmp_path / "none.shp")
    assert "the layer cannot be read" in message(tmp_path)


def test_extensions_in_capitals_are_found(layer: Layers) -> None:
    path = layer("xa.shp")
    for one in list(path.parent.glob("xa.*")):
        one.rename(one.with_suffix(one.suffix.upper()))
    read = read_features(path.with_suffix(".SHP"))
    assert read.frame["ten"].tolist() == NAMES
    assert read.frame.crs.to_epsg() == 4326


def test_several_layers_need_one_to_be_named(layer: Layers) -> None:
    path = layer("xa.gpkg")
    pyogrio.write_dataframe(frame(NAMES[:2]), path, layer="Khác", append=True)
    assert layer_names(path) == ["xa", "Khác"]
    assert "several layers, and none is named (got xa, Khác)" in message(path)
    assert read_features(path, layer="Khác").rows == 2
    assert read_features(path, layer="KHÁC").rows == 2  # as GDAL has it
    assert "no layer of this name (expected nhà, got xa, Khác)" in message(path, layer="nhà")


@pytest.mark.parametrize("name", ALL)
def test_columns_are_listed_without_the_geometry(layer: Layers, name: str) -> None:
    names = column_names(layer(name), layer="xa")
    assert {"ten", "so"} <= set(names)
    assert "geometry" not in names


def test_heights_are_dropped_and_noted(tmp_path: Path) -> None:
    squares = frame()
    high = squares.set_geometry(force_3d(squares.geometry.to_numpy(), 7.0), crs="EPSG:4326")
    high.to_file(tmp_path / "xa.gpkg")
    read = read_features(tmp_path / "xa.gpkg")
    assert not read.frame.geometry.has_z.any()
    assert "heights (Z) are not used" in said(read)


def test_one_feature_a_line_is_read_whatever_it_is_called(layer: Layers) -> None:
    path = layer("xa.geojsonl")
    named = path.rename(path.with_name("xa.json"))
    read = read_features(named)
    assert (read.format, read.rows) == ("GeoJSONSeq", 5)


def test_geojson_on_one_line_is_no_feature_a_line(layer: Layers) -> None:
    path = layer("xa.geojson")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    assert (read_features(path).format, read_features(path).rows) == ("GeoJSON", 5)


def test_a_single_feature_is_a_layer_of_one(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"ten": "x"},
        "geometry": {"type": "Point", "coordinates": [106, 21]},
    }
    (tmp_path / "a.geojson").write_text(json.dumps(feature, indent=2), encoding="utf-8")
    assert read_features(tmp_path / "a.geojson").rows == 1


def test_a_column_called_geometry_stays_a_column(tmp_path: Path) -> None:
    squares = frame().rename_geometry("shape").rename(columns={"ten": "geometry"})
    pyogrio.write_dataframe(squares, tmp_path / "xa.shp")
    read = read_features(tmp_path / "xa.shp").frame
    assert read["geometry_2"].tolist() == NAMES
    assert read.geometry.name == "geometry"


def test_nothing_is_written_beside_the_file(layer: Layers) -> None:
    """GDAL would write a .gfs beside GML, a .shx beside a shapefile, a -wal beside a database."""
    for name in ALL:
        path = layer(name)
        path.with_suffix(".xsd").unlink(missing_ok=True)
        if name == "xa.shp":
            path.with_suffix(".shx").unlink()
        before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
        read_features(path)
        assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before, name


@pytest.mark.gdal
def test_positions_agree_with_gdals_own_program(layer: Layers, tmp_path: Path) -> None:
    path = layer("xa.shp", crs="EPSG:9215")
    command = ["ogr2ogr", "-t_srs", "EPSG:4326", str(tmp_path / "theirs.gpkg"), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    theirs = gpd.read_file(tmp_path / "theirs.gpkg")
    ours = read_features(path).frame.to_crs("EPSG:4326").reset_index(drop=True)
    assert ours.geometry.normalize().geom_equals_exact(theirs.geometry.normalize(), 1e-8).all()


# ---- GeoParquet ----


def test_parquet_without_geometry_is_an_error(tmp_path: Path) -> None:
    frame().drop(columns="geometry").to_parquet(tmp_path / "a.parquet")
    assert "the layer has no geometry" in message(tmp_path / "a.parquet")


def test_parquet_without_a_system_has_none(tmp_path: Path) -> None:
    frame().set_crs(None, allow_override=True).to_parquet(tmp_path / "a.parquet")
    assert read_features(tmp_path / "a.parquet").frame.crs is None


def test_a_geometry_of_parquet_that_is_broken_costs_its_row(tmp_path: Path) -> None:
    squares = frame()
    good = [wkb.dumps(shape) for shape in squares.geometry]
    squares.to_parquet(tmp_path / "a.parquet", compression=None)
    data = (tmp_path / "a.parquet").read_bytes()
    assert data.count(good[2]) == 1
    (tmp_path / "a.parquet").write_bytes(data.replace(good[2], good[2][:1] + b"\x63" + good[2][2:]))
    read = read_features(tmp_path / "a.parquet")
    assert lost(read) == {3: "its geometry cannot be made out"}
    assert read.lost["ten"].tolist() == ["Bắc Sơn"]

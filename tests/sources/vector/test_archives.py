"""Layers in archives: the one layer comes out, and nothing else does."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from lsgeo.sources.vector import layer_names, read_features
from tests.sources.vector.conftest import NAMES, Layers, cut, lost, message, said


def zipped(path: Path, *, folder: str = "", into: str = "a.zip", mode: str = "w") -> Path:
    """A layer and all that goes with it in an archive."""
    target = path.parent / into
    with zipfile.ZipFile(target, mode, zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(path.parent.glob(f"{path.stem}.*")):
            archive.write(one, f"{folder}{one.name}")
    return target


def hostile(path: Path, name: str, data: bytes = b"x", *, link: bool = False) -> Path:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    if link:
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return path


@pytest.mark.parametrize("name", ["xa.shp", "xa.tab", "xa.mif", "xa.gpkg", "xa.geojson", "xa.gml"])
@pytest.mark.parametrize("folder", ["", "dữ liệu/lớp/"])
def test_a_layer_in_a_zip_is_read(layer: Layers, name: str, folder: str) -> None:
    read = read_features(zipped(layer(name), folder=folder))
    assert lost(read) == {}
    assert read.frame["ten"].tolist() == NAMES
    assert read.layer == "xa"


def test_a_kmz_is_read_as_one(layer: Layers) -> None:
    path = layer("doc.kml")
    read = read_features(zipped(path, into="xa.kmz"))
    assert (read.format, read.rows) == ("KMZ", 5)
    assert sorted(read.frame["ten"]) == sorted(NAMES)


def test_other_files_in_a_kmz_are_told(layer: Layers) -> None:
    path = layer("doc.kml")
    archive = zipped(path, into="xa.kmz")
    zipped(layer("khac.kml"), into="xa.kmz", folder="files/", mode="a")
    read = read_features(archive)
    assert "other layers in the archive are not read: files/khac.kml" in said(read)


def test_of_several_layers_in_a_zip_one_has_to_be_named(layer: Layers) -> None:
    archive = zipped(layer("xa.shp"))
    zipped(layer("huyen.gpkg"), mode="a")
    assert "several layers, and none is named (got xa, huyen)" in message(archive).replace(
        "huyen, xa", "xa, huyen"
    )
    assert read_features(archive, layer="huyen").format == "GeoPackage"
    assert read_features(archive, layer="xa.shp").format == "Shapefile"
    assert "several layers" in message(archive, layer="none")


def test_the_layers_of_a_geopackage_in_a_zip_are_listed(layer: Layers) -> None:
    assert layer_names(zipped(layer("xa.gpkg"))) == ["xa"]


def test_damage_inside_of_a_zip_is_mended_as_outside(layer: Layers) -> None:
    path = layer("xa.shp")
    path.with_suffix(".shx").unlink()
    cut(path, 0.6)
    read = read_features(zipped(path))
    assert read.rows == 5
    assert lost(read)
    assert "the .shx is missing" in said(read)


@pytest.mark.parametrize(
    "name", ["../xa.geojson", "/tmp/xa.geojson", "a/../../xa.geojson", "C:/xa.geojson"]
)
def test_a_member_that_points_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = hostile(tmp_path / "a.zip", name)
    assert "a member points out of the archive" in message(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = hostile(tmp_path / "a.zip", "xa.geojson", b"/etc/passwd", link=True)
    assert "a member is a link" in message(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = hostile(tmp_path / "a.zip", "xa.geojson", b" " * 60_000_000)
    assert path.stat().st_size < 100_000
    assert "unpacks to far more than it is" in message(path)


def test_a_member_that_is_larger_than_it_says_is_refused(layer: Layers) -> None:
    archive = zipped(layer("xa.geojson"))
    data = archive.read_bytes()
    directory = data.rindex(b"PK\x01\x02")
    size = int.from_bytes(data[directory + 24 : directory + 28], "little")
    smaller = (size // 2).to_bytes(4, "little")
    archive.write_bytes(data[: directory + 24] + smaller + data[directory + 28 :])
    assert "the archive is damaged or cut" in message(archive)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2001):
            archive.writestr(f"{number}.txt", b"")
    assert "too many members (expected ≤ 2000, got 2001)" in message(path)


def test_two_members_of_one_name_are_refused(layer: Layers) -> None:
    path = layer("xa.geojson")
    archive = zipped(path)
    with pytest.warns(UserWarning, match="Duplicate name"):
        zipped(path, mode="a")
    assert "several layers" in message(archive)


def test_a_locked_archive_says_so(layer: Layers) -> None:
    archive = zipped(layer("xa.geojson"))
    data = bytearray(archive.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    data[6] |= 1
    archive.write_bytes(bytes(data))
    assert "locked with a password" in message(archive)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_archive_is_a_plain_error(layer: Layers, share: float) -> None:
    archive = zipped(layer("xa.shp"))
    cut(archive, share)
    assert "the archive is damaged or cut" in message(archive)


def test_an_archive_without_a_layer_says_what_it_wants(tmp_path: Path) -> None:
    path = hostile(tmp_path / "a.zip", "readme.txt")
    assert "the archive holds no layer (expected .shp" in message(path)


def test_an_archive_in_an_archive_is_not_opened(layer: Layers) -> None:
    inner = zipped(layer("xa.shp"))
    path = hostile(inner.with_name("b.zip"), "xa.geojson", inner.read_bytes())
    assert "an archive inside of an archive is not read" in message(path)


def test_a_workbook_is_called_a_workbook(tmp_path: Path) -> None:
    path = hostile(tmp_path / "a.zip", "[Content_Types].xml")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert "this is an Excel workbook" in message(path)

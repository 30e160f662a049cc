"""MapInfo's files: VN-2000 by hand, texts of old fonts, and tables that are not whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyproj import CRS, Geod

from lsgeo.crs import diagnose
from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import TM3, VN2000, Layers, as_tcvn3, message, mif, tab

PROJS_SIGN = VN2000.replace(
    "-0.00928836, 0.01975479, -0.00427372", "0.00928836, -0.01975479, 0.00427372"
)


KNOWN = (106.76, 21.85)
TEXT = "xã Đồng Đăng, huyện Cao Lộc, tỉnh Lạng Sơn, ước đạt"


def off_by_m(path: Path) -> float:
    (place,) = read_features(path).frame.to_crs("EPSG:4326").geometry
    return Geod(ellps="WGS84").line_length([place.x, KNOWN[0]], [place.y, KNOWN[1]])


@pytest.mark.gdal
@pytest.mark.parametrize("write", [mif, tab])
@pytest.mark.parametrize("coordsys", [VN2000, PROJS_SIGN])
def test_vn2000_by_hand_lands_within_a_metre(tmp_path: Path, write: object, coordsys: str) -> None:
    assert off_by_m(write(tmp_path / f"xa.{write.__name__}", coordsys=coordsys)) < 1


@pytest.mark.gdal
@pytest.mark.parametrize("write", [mif, tab])
def test_what_gdal_writes_for_vn2000_is_read_as_it_stands(tmp_path: Path, write: object) -> None:
    """224 m off: `lsgeo.crs.diagnose` says so, reading shifts nothing."""
    path = write(tmp_path / f"xa.{write.__name__}", coordsys=f"8, 104, {TM3}")
    assert off_by_m(path) == pytest.approx(224.25, abs=0.1)


def test_a_layer_that_is_not_of_the_earth_has_no_system(tmp_path: Path) -> None:
    path = mif(tmp_path / "xa.mif")
    text = path.read_text("ascii").splitlines()
    text[3] = 'CoordSys NonEarth Units "m" Bounds (0, 0) (1000000, 3000000)'
    path.write_text("\n".join(text) + "\n", encoding="ascii")
    crs = read_features(path).frame.crs
    assert crs is None or not (crs.is_geographic or crs.is_projected)


@pytest.mark.parametrize(
    ("coordsys", "traps"),
    [
        (VN2000, []),
        (f"8, 104, {TM3}", [("datum", "224 m")]),
        (PROJS_SIGN, [("rotation", "0.77 m")]),
        (
            f"8, 999, 28, -191.90441429, -39.30318279, -111.45032835, {TM3}",
            [("translation", "0.38 m")],
        ),
    ],
)
def test_what_a_coordsys_costs_is_told(
    tmp_path: Path, coordsys: str, traps: list[tuple[str, str]]
) -> None:
    layer = read_features(mif(tmp_path / "xa.mif", coordsys=coordsys)).frame
    found = diagnose(layer.crs, layer.total_bounds, home=CRS("EPSG:9215"))
    assert [(one.trap, one.distance) for one in found] == traps


@pytest.mark.gdal
@pytest.mark.iconv
@pytest.mark.parametrize("write", [mif, tab])
def test_texts_in_vntime_come_in_unicode(tmp_path: Path, write: object) -> None:
    """With ư, which is the soft hyphen of Windows, and ướ, a byte that Windows does not have."""
    read = read_features(write(tmp_path / f"xa.{write.__name__}", text=as_tcvn3(TEXT)))
    assert read.frame["ten"].tolist() == [TEXT]
    (note,) = [note for note in read.notes if note.column == "ten"]
    assert (note.outcome, note.row) == ("corrected", None)
    assert note.reason == "the texts of the column were in tcvn3"
    assert note.became == TEXT


@pytest.mark.iconv
@pytest.mark.parametrize("charset", ["Neutral", "WindowsLatin1", "WindowsVietnamese"])
def test_no_charset_that_the_file_claims_loses_a_byte(tmp_path: Path, charset: str) -> None:
    path = mif(tmp_path / "xa.mif", text=as_tcvn3(TEXT))
    path.write_text(path.read_text("ascii").replace("WindowsLatin1", charset), encoding="ascii")
    assert read_features(path).frame["ten"].tolist() == [TEXT]


@pytest.mark.iconv
def test_a_mif_without_a_charset_loses_none(tmp_path: Path) -> None:
    path = mif(tmp_path / "xa.mif", text=as_tcvn3(TEXT))
    lines = path.read_text("ascii").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "Charset" not in line), encoding="ascii")
    assert read_features(path).frame["ten"].tolist() == [TEXT]


def test_a_table_in_unicode_stays_as_it_is(tmp_path: Path) -> None:
    path = mif(tmp_path / "xa.mif", text=TEXT.encode("utf-8"))
    path.write_text(path.read_text("ascii").replace("WindowsLatin1", "UTF-8"), encoding="ascii")
    read = read_features(path)
    assert read.frame["ten"].tolist() == [TEXT]
    assert read.notes == ()


@pytest.mark.iconv
def test_an_encoding_that_is_named_is_followed(tmp_path: Path) -> None:
    path = mif(tmp_path / "xa.mif", text=as_tcvn3("đ"))
    assert read_features(path, encoding="tcvn3").frame["ten"].tolist() == ["đ"]


def test_files_of_a_table_that_are_missing_are_named(layer: Layers) -> None:
    path = layer("xa.tab")
    path.with_suffix(".map").unlink()
    path.with_suffix(".id").unlink()
    assert "files of the table are missing: .map, .id" in message(path)
    other = layer("xb.mif")
    other.with_suffix(".mid").unlink()
    assert "files of the table are missing: .mid" in message(other)


def test_what_gdal_says_against_a_copy_does_not_name_the_copy(layer: Layers) -> None:
    path = layer("xa.tab")
    path.with_suffix(".map").write_bytes(bytes(2048))
    text = message(path)
    assert "the file is cut or damaged: " in text
    assert ".map does not appear to be a valid .MAP file" in text
    assert "lsgeo-" not in text
    assert "layer.map" not in text


def test_a_table_that_points_to_others_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "view.tab"
    path.write_text(
        '!table\n!version 100\n\nOpen Table "/etc/passwd" Hide\nCreate View view As\n'
        'Select * From a\n\nDefinition Table\n  Type VIEW Charset "Neutral"\n',
        encoding="ascii",
    )
    assert "points to another table instead of being one (got VIEW)" in message(path)

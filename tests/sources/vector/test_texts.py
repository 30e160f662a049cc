"""Texts of shapefiles and others: by what the file says, else by what the words say."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest

from lsgeo.sources.vector import Features, read_features
from tests.sources.vector.conftest import NAMES, as_tcvn3, frame, said

WORDS = ["xã Đồng Đăng", "huyện Cao Lộc", "tỉnh Lạng Sơn", "rừng phòng hộ", "ước tính"]


@pytest.fixture
def of_bytes(tmp_path: Path) -> object:
    """Writes a shapefile whose texts are the given bytes, with or without a .cpg."""

    def read(texts: list[bytes], *, cpg: str = "", **keys: str) -> Features:
        path = tmp_path / "xa.shp"
        letters = frame([text.decode("latin-1") for text in texts])
        pyogrio.write_dataframe(letters, path, encoding="ISO-8859-1")
        path.with_suffix(".cpg").unlink()
        if cpg:
            path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
        return read_features(path, **keys)

    return read


@pytest.mark.iconv
@pytest.mark.parametrize("cpg", ["", "ISO-8859-1", "1252", "ANSI 1252", "UTF-8"])
def test_vntime_in_a_table_is_told_whatever_the_file_says(of_bytes: object, cpg: str) -> None:
    read = of_bytes([as_tcvn3(word) for word in WORDS], cpg=cpg)
    assert read.frame["ten"].tolist() == WORDS
    assert "the texts of the column were in tcvn3" in said(read)


@pytest.mark.parametrize("cpg", ["", "UTF-8", "65001", "utf8"])
def test_utf8_in_a_table_is_read(of_bytes: object, cpg: str) -> None:
    read = of_bytes([word.encode("utf-8") for word in WORDS], cpg=cpg)
    assert read.frame["ten"].tolist() == WORDS


@pytest.mark.parametrize("cpg", ["1258", "CP1258", "ANSI 1258", "windows-1258"])
def test_a_codepage_that_is_named_is_followed(of_bytes: object, cpg: str) -> None:
    """Đồng in Windows-1258: the tone is a letter of its own."""
    texts = ["Đôn".encode("cp1258")] + [b"xa"] * 4
    assert of_bytes(texts, cpg=cpg).frame["ten"].tolist()[0] == "Đôn"


def test_a_letter_that_the_end_of_a_field_cut_is_dropped_and_noted(of_bytes: object) -> None:
    whole = "Đồng Đăng".encode()
    read = of_bytes([whole, whole[:-3], b"a", b"b", b"c"], cpg="UTF-8")
    assert read.frame["ten"].tolist()[:2] == ["Đồng Đăng", "Đồng Đ"]
    assert "a letter at the end of 1 texts is cut off" in said(read)


def test_western_letters_stay_western(of_bytes: object) -> None:
    read = of_bytes([b"caf\xe9", b"a \x96 b", b"x", b"y", b"z"])
    assert read.frame["ten"].tolist()[:2] == ["café", "a – b"]


@pytest.mark.iconv
def test_an_encoding_that_is_named_goes_over_the_file(of_bytes: object) -> None:
    read = of_bytes([as_tcvn3("đ")] * 5, cpg="UTF-8", encoding="tcvn3")
    assert read.frame["ten"].tolist() == ["đ"] * 5


@pytest.mark.iconv
def test_letters_that_a_program_took_for_western_are_put_right(tmp_path: Path) -> None:
    """A shapefile in .VnTime that QGIS saved as GeoPackage: good Unicode, wrong letters."""
    squares = frame([as_tcvn3(word).decode("latin-1") for word in WORDS])
    pyogrio.write_dataframe(squares, tmp_path / "xa.gpkg")
    assert read_features(tmp_path / "xa.gpkg").frame["ten"].tolist() == WORDS


def test_sound_texts_are_left_alone_and_nothing_is_noted(tmp_path: Path) -> None:
    pyogrio.write_dataframe(frame(), tmp_path / "xa.gpkg")
    read = read_features(tmp_path / "xa.gpkg")
    assert read.frame["ten"].tolist() == NAMES
    assert read.notes == ()


def test_missing_texts_stay_missing(tmp_path: Path) -> None:
    pyogrio.write_dataframe(frame(["Đồng Đăng", None, "x"]), tmp_path / "xa.shp")
    ten = read_features(tmp_path / "xa.shp").frame["ten"]
    assert ten.isna().tolist() == [False, True, False]


def test_names_of_columns_keep_their_letters(tmp_path: Path) -> None:
    squares = frame().rename(columns={"ten": "tên xã"})
    for name in ("xa.shp", "xa.gpkg"):
        pyogrio.write_dataframe(squares, tmp_path / name)
        assert "tên xã" in read_features(tmp_path / name).frame.columns

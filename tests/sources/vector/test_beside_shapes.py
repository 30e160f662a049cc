"""What lies beside the shapes of a shapefile: its system, its letters, the head of its table."""

from __future__ import annotations

import struct

import pytest

from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import NAMES, Layers, message, overwrite, said


def test_what_is_missing_beside_the_shapes_is_told(layer: Layers) -> None:
    path = layer("xa.shp")
    for extension in (".prj", ".cpg"):
        path.with_suffix(extension).unlink()
    read = read_features(path)
    assert read.frame.crs is None
    assert read.frame["ten"].tolist() == NAMES  # in UTF-8, as the texts themselves tell
    told = "; ".join(said(read))
    assert "there is no .prj" in told
    assert "there is no .cpg" in told
    assert "the texts of the column were in utf-8" in told


def test_a_cpg_with_bytes_of_zero_is_as_if_there_were_none(layer: Layers) -> None:
    path = layer("xa.shp")
    path.with_suffix(".cpg").write_bytes(b"\xff\xfe\x00")
    assert read_features(path).frame["ten"].tolist() == NAMES


@pytest.mark.parametrize("system", [b"", b"garbage", b'GEOGCS["GC', b"\xff\xfe\x00", b'A["\0"]'])
def test_a_prj_that_names_no_system_is_told_and_left_out(layer: Layers, system: bytes) -> None:
    path = layer("xa.shp")
    path.with_suffix(".prj").write_bytes(system)
    read = read_features(path)
    assert read.frame.crs is None
    assert read.frame["ten"].tolist() == NAMES
    assert "its coordinate system cannot be understood" in said(read)


@pytest.mark.parametrize("place", [12, 30])
def test_a_prj_with_bytes_that_are_no_letters_is_left_out(layer: Layers, place: int) -> None:
    path = layer("xa.shp")
    overwrite(path.with_suffix(".prj"), place, b"\xff")
    read = read_features(path)
    assert read.frame.crs is None
    assert "its coordinate system cannot be understood" in said(read)


def test_a_prj_of_arc_info_is_left_to_gdal(layer: Layers) -> None:
    path = layer("xa.shp")
    old = b"Projection    GEOGRAPHIC\nDatum         WGS84\nUnits         DD\nParameters\n"
    path.with_suffix(".prj").write_bytes(old)
    assert read_features(path).frame.crs.is_geographic


@pytest.mark.parametrize("more", [-1, 1, 30])
def test_a_table_whose_columns_do_not_fill_its_records_is_refused(layer: Layers, more: int) -> None:
    """Each text would be read some letters further on than the one before."""
    path = layer("xa.shp")
    (width,) = struct.unpack_from("<H", path.with_suffix(".dbf").read_bytes(), 10)
    overwrite(path.with_suffix(".dbf"), 10, struct.pack("<H", width + more))
    assert "its .dbf is cut or damaged" in message(path)


@pytest.mark.parametrize("begins", [33, 64, 96, 98, 130, 200])
def test_a_table_whose_head_does_not_end_where_it_says_is_refused(
    layer: Layers, begins: int
) -> None:
    """Of two columns it takes 97 bytes."""
    path = layer("xa.shp")
    overwrite(path.with_suffix(".dbf"), 8, struct.pack("<H", begins))
    assert "its .dbf is cut or damaged" in message(path)


@pytest.mark.parametrize(("version", "more"), [(3, 1), (0x30, 263)])
def test_a_table_with_more_behind_its_columns_is_read(
    layer: Layers, version: int, more: int
) -> None:
    """Old dBASE puts one byte more there, Visual FoxPro the name of its database."""
    path = layer("xa.shp")
    table = path.with_suffix(".dbf").read_bytes()
    head = bytes([version]) + table[1:8] + struct.pack("<H", 97 + more) + table[10:97]
    path.with_suffix(".dbf").write_bytes(head + bytes(more) + table[97:])
    assert read_features(path).frame["ten"].tolist() == NAMES


def test_a_table_with_room_to_spare_in_its_records_is_read(layer: Layers) -> None:
    path = layer("xa.shp")
    table = path.with_suffix(".dbf").read_bytes()
    (width,) = struct.unpack_from("<H", table, 10)
    records = [table[97 + width * n : 97 + width * (n + 1)] + b" " for n in range(5)]
    head = table[:10] + struct.pack("<H", width + 1) + table[12:97]
    path.with_suffix(".dbf").write_bytes(head + b"".join(records) + b"\x1a")
    assert read_features(path).frame["ten"].tolist() == NAMES

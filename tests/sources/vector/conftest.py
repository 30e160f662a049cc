"""Layers as an office has them, small enough to count by hand."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import box

from lsgeo.errors import InputError
from lsgeo.sources.vector import Features, read_features

NAMES = ["Đồng Đăng", "Cao Lộc", "Bắc Sơn", "Thất Khê", "Na Sầm"]
DRIVERS = {
    ".shp": "ESRI Shapefile",
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".fgb": "FlatGeobuf",
    ".tab": "MapInfo File",
    ".mif": "MapInfo File",
    ".kml": "LIBKML",
    ".gml": "GML",
}
TM3 = '"m", 107.25, 0, 0.9999, 500000, 0'
VN2000 = (
    "8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, "
    f"-0.00928836, 0.01975479, -0.00427372, 0.252906278, 0, {TM3}"
)
EAST, NORTH = 449_158.03, 2_417_140.52  # of 106.76 E 21.85 N in EPSG:9215

Layers = Callable[..., Path]


def frame(names: list[str] = NAMES, *, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """One square of a hundredth of a degree beside the other, named."""
    squares = [box(106.5 + n / 100, 21.8, 106.51 + n / 100, 21.81) for n in range(len(names))]
    table = {"ten": names, "so": list(range(1, len(names) + 1))}
    return gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4326").to_crs(crs)


def message(path: Path, *, layer: str = "", encoding: str = "", crs: str = "") -> str:
    """The error that a file is refused with, which speaks of that file and no copy."""
    with pytest.raises(InputError) as caught:
        read_features(path, layer=layer, encoding=encoding, crs=crs)
    assert str(caught.value).startswith(str(path))
    return str(caught.value)


@pytest.fixture
def layer(tmp_path: Path) -> Layers:
    """Writes the squares in a format and gives the path."""

    def write(name: str, *, crs: str = "EPSG:4326", names: list[str] = NAMES) -> Path:
        path = tmp_path / name
        squares = frame(names, crs=crs)
        if path.suffix == ".parquet":
            squares.to_parquet(path)
        else:
            pyogrio.write_dataframe(squares, path, driver=DRIVERS[path.suffix])
        return path

    return write


def mif(
    path: Path,
    *,
    coordsys: str = VN2000,
    text: bytes = b"Dong Dang",
    charset: str = "WindowsLatin1",
) -> Path:
    """A point at 106.76 E 21.85 N, with its name in bytes, as MapInfo writes it."""
    head = (
        f'Version 300\nCharset "{charset}"\nDelimiter ","\n'
        f"CoordSys Earth Projection {coordsys}\nColumns 1\n  ten Char(60)\nData\n\n"
    )
    path.write_text(f"{head}Point {EAST} {NORTH}\n", encoding="ascii")
    path.with_suffix(".mid").write_bytes(b'"' + text + b'"\n')
    return path


def tab(path: Path, **keys: object) -> Path:
    """The same as a TAB, converted by GDAL's own program byte by byte."""
    source = mif(path.with_name(f"source_of_{path.stem}.mif"), charset="Neutral", **keys)
    command = ["ogr2ogr", "-f", "MapInfo File", "-lco", "ENCODING=", str(path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def as_tcvn3(text: str) -> bytes:
    """What a program with a .VnTime font writes, by glibc's own table."""
    return subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"],
        input=text.encode("utf-8"),
        capture_output=True,
        check=True,
    ).stdout


def cut(path: Path, share: float) -> None:
    """Leave that share of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def overwrite(path: Path, place: int, data: bytes) -> None:
    """Put other bytes in a place of a file."""
    old = path.read_bytes()
    path.write_bytes(old[:place] + data + old[place + len(data) :])


def shape_at(path: Path, number: int) -> int:
    """Where the record of that number (from 1) begins in a .shp, by its .shx."""
    index = path.with_suffix(".shx").read_bytes()
    return 2 * struct.unpack_from(">i", index, 100 + 8 * (number - 1))[0]


def lost(read: Features) -> dict[int, str]:
    """Why each quarantined record is, by number; and that the books balance."""
    gone = {
        note.row: note.reason
        for note in read.notes
        if note.outcome == "quarantined" and note.row is not None
    }
    assert read.rows == len(read.frame) + len(gone)
    assert read.lost.index.tolist() == sorted(gone)
    assert not set(read.frame.index) & set(gone)
    return gone


def said(read: Features) -> list[str]:
    """What is told of the whole file."""
    return [note.reason for note in read.notes if note.row is None]


def copy_of(path: Path, folder: Path) -> Path:
    """A copy of a file and of all that go with it, in a folder of its own."""
    folder.mkdir()
    for one in path.parent.glob(f"{path.stem}.*"):
        shutil.copy(one, folder)
    return folder / path.name

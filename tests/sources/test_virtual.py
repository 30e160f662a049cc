"""Where rasters lie: files, VRTs of tiles, addresses; and what is not followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from lsgeo.errors import InputError
from lsgeo.raster import Window
from lsgeo.sources.raster import open_file
from lsgeo.sources.virtual import location_of

TILE = """<SimpleSource>
  <SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>1</SourceBand>
  <SrcRect xOff="0" yOff="0" xSize="2" ySize="2"/>
  <DstRect xOff="{col}" yOff="0" xSize="2" ySize="2"/></SimpleSource>"""
VRT = """<VRTDataset rasterXSize="4" rasterYSize="2"><SRS>EPSG:4326</SRS>
<GeoTransform>106.7, 0.001, 0, 21.9, 0, -0.001</GeoTransform>
<VRTRasterBand dataType="Byte" band="1">{tiles}</VRTRasterBand></VRTDataset>"""


def write_tile(path: Path, value: int, *, west: float) -> None:
    profile = {"driver": "GTiff", "height": 2, "width": 2, "count": 1, "dtype": "uint8"}
    profile |= {"crs": "EPSG:4326", "transform": Affine(0.001, 0, west, 0, -0.001, 21.9)}
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(np.full((2, 2), value, dtype="uint8"), 1)


def write_vrt(path: Path, *names: str, relative: int = 1) -> Path:
    tiles = "".join(
        TILE.format(name=name, col=2 * at, relative=relative) for at, name in enumerate(names)
    )
    path.write_text(VRT.format(tiles=tiles), encoding="utf-8")
    return path


def test_a_vrt_of_tiles_beside_it_is_one_raster(tmp_path: Path) -> None:
    write_tile(tmp_path / "a.tif", 1, west=106.7)
    (tmp_path / "east").mkdir()
    write_tile(tmp_path / "east" / "b.tif", 2, west=106.702)
    raster = open_file(write_vrt(tmp_path / "both.vrt", "a.tif", "east/b.tif"))
    assert raster.read(Window(0, 0, 2, 4)).tolist() == [[1, 1, 2, 2]] * 2


@pytest.mark.parametrize(
    "name",
    [
        "/vsicurl/http://127.0.0.1:9/a.tif",
        "http://127.0.0.1:9/a.tif",
        "../a.tif",
        "/etc/a.tif",
        "C:/a.tif",
        "other.vrt",
        "/vsizip/a.zip/a.tif",
    ],
)
def test_a_vrt_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no GeoTIFF below its folder"):
        open_file(write_vrt(tmp_path / "a.vrt", name))


def test_a_vrt_under_another_name_is_no_tile(tmp_path: Path) -> None:
    """GDAL goes by what is in a file: one that is nested would not have been looked at."""
    write_tile(tmp_path / "a.tif", 1, west=106.7)
    write_vrt(tmp_path / "inner.tif", "a.tif")
    with pytest.raises(InputError, match="no GeoTIFF below its folder"):
        open_file(write_vrt(tmp_path / "a.vrt", "inner.tif"))


@pytest.mark.parametrize("name", ["a.vrt", "a.VRT?x=1"])
def test_a_vrt_at_an_address_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="only read from this machine"):
        open_file(f"https://127.0.0.1:9/{name}")


def test_a_file_is_known_by_its_whole_path_but_told_of_as_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tile(tmp_path / "a.tif", 3, west=106.7)
    monkeypatch.chdir(tmp_path)
    raster = open_file("a.tif")
    assert raster.file == "a.tif"
    monkeypatch.chdir(tmp_path.parent)  # as a worker of a cluster has another folder
    assert raster.read(Window(0, 0, 1, 1)).tolist() == [[3]]


def test_a_vrt_with_absolute_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no GeoTIFF below its folder"):
        open_file(write_vrt(tmp_path / "a.vrt", "a.tif", relative=0))


@pytest.mark.parametrize(
    "change",
    [
        ("<VRTRasterBand ", '<VRTRasterBand subClass="VRTDerivedRasterBand" '),
        ("</VRTRasterBand>", "<PixelFunctionCode>x</PixelFunctionCode></VRTRasterBand>"),
        ("<VRTDataset ", '<VRTDataset subClass="VRTWarpedDataset" '),
        ("<VRTDataset ", '<!DOCTYPE a [<!ENTITY b "c">]><VRTDataset '),
        ("</VRTDataset>", ""),
    ],
)
def test_a_vrt_that_is_more_than_a_list_of_tiles_is_refused(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    write_tile(tmp_path / "a.tif", 1, west=106.7)
    path = write_vrt(tmp_path / "a.vrt", "a.tif")
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(InputError):
        open_file(path)


@pytest.mark.parametrize(
    "place",
    ["/vsizip/a.zip", "/vsistdin/", "ftp://a/b.tif", "file:///a.tif", "<VRTDataset/>", "gs://a/b"],
)
def test_other_places_are_not_read_from(place: str) -> None:
    with pytest.raises(InputError, match="such a place is not read from"):
        open_file(place)


def test_an_address_is_read_over_the_network() -> None:
    assert location_of("https://a.org/b.tif") == "/vsicurl/https://a.org/b.tif"
    assert location_of("/vsis3/bucket/b.tif") == "/vsis3/bucket/b.tif"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A folder served on this machine, with ranges, by a process of its own."""
    import subprocess
    import sys

    (tmp_path / "served").mkdir()
    write_tile(tmp_path / "served" / "a.tif", 7, west=106.7)
    script = Path(__file__).with_name("ranges.py")
    command = [sys.executable, str(script), str(tmp_path / "served")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


def test_a_raster_at_an_address_has_the_pixels_it_has(address: str) -> None:
    raster = open_file(f"{address}/a.tif")
    assert raster.name == "a"
    assert raster.read(Window(0, 0, 2, 2)).tolist() == [[7, 7], [7, 7]]


def test_an_address_that_does_not_answer_is_a_plain_fault() -> None:
    with pytest.raises(InputError, match="the raster cannot be read"):
        open_file("http://127.0.0.1:9/a.tif")

"""GPX: what a ranger's device reads, in the order that GPX 1.1 asks for, whatever names hold."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from lsgeo.compose import Layer, Publication
from lsgeo.compose.patches import LAYER
from lsgeo.outputs.gpx import OUTPUT
from lsgeo.text import Words
from tests.outputs.publication import HOSTILE, small_publication

NAMESPACE = "{http://www.topografix.com/GPX/1/1}"
ORDER = {
    "gpx": ["metadata", "wpt"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"],
    "wpt": [
        "ele",
        "time",
        "magvar",
        "geoidheight",
        "name",
        "cmt",
        "desc",
        "src",
        "link",
        "sym",
        "type",
    ],
}
"""Of gpx.xsd: the children of each element, in the order they must have."""

MARK = Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE")


def published(names: tuple[str, ...] = ("2023-0007 0,9 ha", HOSTILE)) -> Publication:
    count = len(names)
    data = gpd.GeoDataFrame(
        {
            "name": names,
            "describe": [f"mất tán cây · {name}" for name in names],
            "lon": [106.5 + number / 10 for number in range(count)],
            "lat": [21.75] * count,
        },
        geometry=[box(106, 21, 107, 22)] * count,
        index=pd.Index([f"2023-{number:04d}" for number in range(count)], name="code"),
        crs="EPSG:4326",
    )
    title = Words("Vùng", "Patches")
    layer = Layer(LAYER, title, data, (), (), "x")
    return replace(small_publication(watermarks=(MARK,)), others=(layer,))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpx") / "vùng.gpx"
    OUTPUT.write(published(), path)
    return path


def plain(tag: str) -> str:
    return tag.removeprefix(NAMESPACE)


def test_every_element_is_one_of_gpx_and_in_its_order(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert (root.tag, root.get("version"), root.get("creator")) == (
        f"{NAMESPACE}gpx",
        "1.1",
        "lsgeo",
    )
    for element in (root, *root):
        order = ORDER[plain(element.tag)]
        places = [order.index(plain(child.tag)) for child in element]
        assert places == sorted(places)
        assert len(set(places)) == len(places) or element is root


def test_a_waypoint_says_which_patch_where_and_that_it_is_made_up(path: Path) -> None:
    first, second = ElementTree.parse(path).getroot().findall(f"{NAMESPACE}wpt")
    assert first.attrib == {"lat": "21.7500000", "lon": "106.5000000"}
    assert first.findtext(f"{NAMESPACE}name") == "2023-0007 0,9 ha"
    assert second.findtext(f"{NAMESPACE}name") == HOSTILE.replace("\x0b", "")


def test_the_file_says_the_watermark_and_its_bounds(path: Path) -> None:
    about = ElementTree.parse(path).getroot()[0]
    assert MARK.vi in str(about.findtext(f"{NAMESPACE}name"))
    assert about.findtext(f"{NAMESPACE}time") == "2025-12-31T00:00:00Z"
    bounds = about.find(f"{NAMESPACE}bounds")
    assert bounds is not None
    assert {name: float(value) for name, value in bounds.items()} == {
        "minlat": 21.75,
        "minlon": 106.5,
        "maxlat": 21.75,
        "maxlon": 106.6,
    }


def test_the_same_publication_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    OUTPUT.write(published(), tmp_path / "again.gpx")
    assert (tmp_path / "again.gpx").read_bytes() == path.read_bytes()


def test_no_patches_are_a_file_without_waypoints(tmp_path: Path) -> None:
    OUTPUT.write(published(()), tmp_path / "none.gpx")
    assert [plain(one.tag) for one in ElementTree.parse(tmp_path / "none.gpx").getroot()] == [
        "metadata"
    ]


def test_only_a_list_of_patches_wants_one() -> None:
    assert OUTPUT.wanted(published())
    assert not OUTPUT.wanted(small_publication())


@pytest.mark.gdal
def test_gdal_reads_the_waypoints(path: Path) -> None:
    command = ["ogrinfo", "-q", "-al", str(path), "waypoints"]
    read = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert read.stdout.count("OGRFeature") == 2
    assert "name (String) = 2023-0007 0,9 ha" in read.stdout
    assert "POINT (106.5 21.75)" in read.stdout

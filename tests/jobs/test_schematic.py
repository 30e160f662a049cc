"""The job schematic: a table and an outline in, a layer that says what it is out."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from lsgeo.errors import LsgeoError
from lsgeo.jobs.schematic import schematic

SQUARE = box(106.5, 21.5, 107, 22)
HEADER = "code,longitude,latitude,area_km2"
SOUND = ["1,106.6,21.6,5", "2,106.8,21.8,7"]


def table(folder: Path, rows: list[str]) -> Path:
    path = folder / "xa.csv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def outline(folder: Path, shapes: list[object]) -> Path:
    path = folder / "tinh.gpkg"
    codes = [f"{number}" for number in range(len(shapes))]
    gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4326").to_file(path)
    return path


def complaint(folder: Path, points: Path, whole: Path, *, output: Path) -> str:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(LsgeoError) as caught:
        schematic(points, outline=whole, output=output)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    return str(caught.value)


def test_the_units_say_of_themselves_that_they_are_schematic(tmp_path: Path) -> None:
    steps: list[str] = []
    made = schematic(
        table(tmp_path, SOUND),
        outline=outline(tmp_path, [SQUARE]),
        output=tmp_path / "so_do.gpkg",
        report=steps.append,
    )
    units = gpd.read_file(made.path)
    assert units["quality"].tolist() == ["schematic", "schematic"]
    assert made.error < 1e-3
    assert steps[1] == "Dividing 2 units"


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ([], "tinh.gpkg: the layer cannot be used\n  the layer has no features"),
        ([None], "the outline has no geometry"),
        ([LineString([(106.5, 21.5), (107, 22)])], "the outline is no polygon (got LineString)"),
        ([Point(106.5, 21.5)], "the outline is no polygon (got Point)"),
    ],
)
def test_an_outline_of_nothing_to_divide_is_an_error(
    tmp_path: Path, shapes: list[object], said: str
) -> None:
    points, whole = table(tmp_path, SOUND), outline(tmp_path, shapes)
    assert said in complaint(tmp_path, points, whole, output=tmp_path / "so_do.gpkg")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",106.6,21.6,5", "row 2: the code is missing"),
        ("1,inf,21.6,5", "row 2: longitude is no number (got inf)"),
        ("1,106.6,21.6,inf", "row 2: area_km2 is no number (got inf)"),
        ("1,106.6,nan,5", "row 2: latitude is no number (got nan)"),
        ("1,106.6,121.6,5", "the point is outside the outline"),
        ("2,106.6,21.6,5", "2: this code is there twice"),
    ],
)
def test_points_that_are_none_are_named(tmp_path: Path, row: str, said: str) -> None:
    points, whole = table(tmp_path, [row, SOUND[1]]), outline(tmp_path, [SQUARE])
    assert said in complaint(tmp_path, points, whole, output=tmp_path / "so_do.gpkg")


@pytest.mark.parametrize("name", ["tinh.gpkg", "tinh.shp"])
def test_the_outline_is_never_written_over(tmp_path: Path, name: str) -> None:
    """A name with another ending becomes .gpkg, and may be that of the outline then."""
    points, whole = table(tmp_path, SOUND), outline(tmp_path, [SQUARE])
    said = complaint(tmp_path, points, whole, output=tmp_path / name)
    assert "tinh.gpkg: the file cannot be written\n  this file is read here" in said


@pytest.mark.parametrize("name", ["", "/", "."])
def test_an_output_without_a_name_is_an_error(tmp_path: Path, name: str) -> None:
    points, whole = table(tmp_path, SOUND), outline(tmp_path, [SQUARE])
    assert "names no file" in complaint(tmp_path, points, whole, output=Path(name))


def test_too_many_points_in_one_outline_are_refused_at_once(tmp_path: Path) -> None:
    rows = [f"{number},106.6,{21.5 + number / 3000},5" for number in range(1, 1002)]
    points, whole = table(tmp_path, rows), outline(tmp_path, [SQUARE])
    said = complaint(tmp_path, points, whole, output=tmp_path / "so_do.gpkg")
    assert "too many points in one outline (expected ≤ 1000, got 1001)" in said

"""Layers that are only drawn: cut to the province, of one kind, valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, MultiPoint, Point, Polygon, box

from lsgeo.errors import InputError
from lsgeo.sources import context
from lsgeo.sources.catalog import Entry
from lsgeo.sources.context import Read, read_context

HOME = "EPSG:9215"
FRAME = (450_000.0, 2_410_000.0, 460_000.0, 2_420_000.0)
MIDDLE = (455_000.0, 2_415_000.0)

Reading = Callable[..., Read]


@pytest.fixture
def reading(tmp_path: Path, entry_for: Callable[..., Entry]) -> Reading:
    """Writes shapes (in the plane of the workspace) and reads them as a layer of the context."""

    def read(*shapes: object, crs: str = HOME, name: str = "", **columns: list[object]) -> Read:
        path = tmp_path / "rivers.gpkg"
        gpd.GeoDataFrame(columns, geometry=list(shapes), crs=HOME).to_crs(crs).to_file(path)
        entry = entry_for(path, theme="context", quality="published")
        return read_context(entry, name=name, home=HOME, frame=FRAME)

    return read


def said(reading: Reading, *shapes: object, **keys: object) -> str:
    with pytest.raises(InputError) as caught:
        reading(*shapes, **keys)
    return str(caught.value)


def test_a_line_is_cut_to_the_frame(reading: Reading) -> None:
    """From the middle to 20 km east of the frame: 5 km of it lie inside."""
    x, y = MIDDLE
    (line,) = reading(LineString([(x, y), (x + 25_000, y)])).features.geometry
    assert line.length == pytest.approx(5000)


def test_a_layer_in_degrees_comes_in_the_plane_of_the_workspace(reading: Reading) -> None:
    features = reading(Point(MIDDLE), crs="EPSG:4326").features
    assert features.crs == HOME
    assert features.geometry[0].distance(Point(MIDDLE)) < 0.01


def test_what_lies_outside_is_no_row_of_the_layer(reading: Reading) -> None:
    read = reading(Point(MIDDLE), Point(500_000, 2_415_000))
    assert len(read.features) == 1
    assert read.ledger.counts["rows"].tolist() == [1]


def test_features_without_geometry_are_quarantined(reading: Reading) -> None:
    read = reading(Point(MIDDLE), None)
    assert len(read.features) == 1
    assert read.ledger.counts[["rows", "used", "quarantined"]].iloc[0].tolist() == [2, 1, 1]
    assert read.ledger.notes[["row", "reason"]].iloc[0].tolist() == [2, "no geometry"]


def test_damaged_records_are_quarantined(tmp_path: Path, entry_for: Callable[..., Entry]) -> None:
    """Of three lines in a shapefile the last is cut off."""
    x, y = MIDDLE
    lines = [LineString([(x, y), (x + n, y + 9)]) for n in (1, 2, 3)]
    path = tmp_path / "rivers.shp"
    gpd.GeoDataFrame({"TEN": ["a", "b", "c"]}, geometry=lines, crs=HOME).to_file(path)
    path.write_bytes(path.read_bytes()[:-8])
    read = read_context(entry_for(path, theme="context"), name="TEN", home=HOME, frame=FRAME)
    assert read.features["name"].tolist() == ["a", "b"]
    assert read.ledger.counts[["rows", "used", "quarantined"]].iloc[0].tolist() == [3, 2, 1]
    told = read.ledger.notes[["row", "outcome", "reason"]].values.tolist()
    assert [3, "quarantined", "its shape is cut off or damaged"] in told


def test_names_are_those_of_the_named_column(reading: Reading) -> None:
    read = reading(Point(MIDDLE), name="TEN", TEN=["Kỳ  Cùng"])
    assert read.features["name"].tolist() == ["Kỳ Cùng"]
    assert reading(Point(MIDDLE), TEN=["Kỳ Cùng"]).features["name"].tolist() == [""]


def test_a_polygon_that_crosses_itself_is_made_valid(reading: Reading) -> None:
    x, y = MIDDLE
    bow = Polygon([(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)])
    assert not bow.is_valid
    (area,) = reading(bow).features.geometry
    assert area.is_valid
    assert area.area == pytest.approx(5000)  # two triangles of 100 by 50 m


def test_a_geometry_of_which_nothing_valid_is_left_is_quarantined(reading: Reading) -> None:
    """A lake as flat as a line has no surface that could be filled."""
    x, y = MIDDLE
    flat = Polygon([(x, y), (x + 100, y), (x + 50, y)])
    read = reading(None, box(x, y, x + 1, y + 1), flat)
    assert len(read.features) == 1
    assert read.ledger.counts[["rows", "used", "quarantined"]].iloc[0].tolist() == [3, 1, 2]
    reasons = dict(read.ledger.notes[["row", "reason"]].itertuples(index=False, name=None))
    assert reasons == {1: "no geometry", 3: "nothing of the geometry is left once it is valid"}


def test_a_broken_geometry_outside_is_no_row_of_the_layer(reading: Reading) -> None:
    x, y = MIDDLE
    away = Polygon([(x + 50_000, y), (x + 50_100, y), (x + 50_050, y)])
    assert reading(box(x, y, x + 1, y + 1), away).ledger.counts["rows"].tolist() == [1]


def test_a_layer_of_which_nothing_valid_is_left_is_a_fault(reading: Reading) -> None:
    x, y = MIDDLE
    flat = Polygon([(x, y), (x + 100, y), (x + 50, y)])
    assert "nothing of the geometry is left once it is valid" in said(reading, flat)


def test_without_a_frame_shapes_are_made_valid_too(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    x, y = MIDDLE
    bow = Polygon([(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)])
    gpd.GeoDataFrame(geometry=[bow], crs=HOME).to_file(tmp_path / "lakes.gpkg")
    entry = entry_for(tmp_path / "lakes.gpkg", theme="context")
    read = read_context(entry, name="", home=HOME, frame=None)
    assert read.features.is_valid.all()


def test_a_valid_shape_is_not_made_valid_once_more(reading: Reading) -> None:
    x, y = MIDDLE
    corners = [(x + 5, y), (x + 5, y + 5), (x, y + 5), (x, y), (x + 5, y)]
    made: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context.shapely, "make_valid", lambda shapes: made.extend(shapes) or shapes)
        reading(Polygon(corners))
    assert made == []


def test_cutting_leaves_no_points_or_lines_of_areas(reading: Reading) -> None:
    """A lake inside the frame with an arm along its edge, of which only the line would be left."""
    west, _south, _east, north = FRAME
    inside = box(west + 100, north - 200, west + 200, north - 100)
    touching = box(west - 100, north - 200, west, north - 100)
    kinds = reading(inside, touching).features.geom_type
    assert kinds.tolist() == ["Polygon"]


def test_points_of_several_parts_are_points(reading: Reading) -> None:
    x, y = MIDDLE
    read = reading(MultiPoint([(x, y), (x + 1, y), (x + 90_000, y)]))
    assert read.features.geom_type.tolist() == ["MultiPoint"]
    assert len(read.features.geometry[0].geoms) == 2


def test_a_layer_that_lies_elsewhere_in_the_zone_is_a_fault(reading: Reading) -> None:
    text = said(reading, Point(500_000, 2_415_000))
    assert "rivers.gpkg: the layer cannot be used\n  nothing of it lies in the province" in text
    assert 'crs = "EPSG:9215"' in text


def test_a_layer_of_another_part_of_the_country_is_a_fault(reading: Reading) -> None:
    assert "does not lie where" in said(reading, Point(400_000, 1_200_000))


def test_a_layer_without_any_geometry_is_a_fault(reading: Reading) -> None:
    assert "no feature has a geometry (expected points, lines or polygons)" in said(reading, None)


def test_kinds_of_geometry_do_not_mix(reading: Reading) -> None:
    x, y = MIDDLE
    text = said(reading, Point(x, y), LineString([(x, y), (x + 1, y)]))
    assert "kinds of geometry are mixed (got LineString, Point)" in text


def test_a_column_of_names_that_is_not_there_is_a_fault(reading: Reading) -> None:
    text = said(reading, Point(MIDDLE), name="TEN", NAME=["x"])
    assert "TEN: the column is missing (got NAME)" in text


def test_too_many_vertices_inside_are_a_fault(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = MIDDLE
    steps = np.arange(11.0)
    line = LineString(np.column_stack([x + steps, y + steps % 2]))
    monkeypatch.setattr(context, "MOST_VERTICES", 11)
    assert len(reading(line).features) == 1
    monkeypatch.setattr(context, "MOST_VERTICES", 10)
    assert "the layer has too many vertices (expected ≤ 10, got 11). Simplify" in said(
        reading, line
    )

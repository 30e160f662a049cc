"""Damaged shapefiles: what is whole is read, what is not is named, one record for one damage."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point

from lsgeo.errors import InputError
from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import (
    NAMES,
    Layers,
    copy_of,
    cut,
    frame,
    lost,
    message,
    overwrite,
    said,
    shape_at,
)

DAMAGED = "its shape is cut off or damaged"
COMMUNES = Path(__file__).parents[4] / "shared/data/boundaries/langson_communes_2025_65.gpkg"


def test_a_missing_index_is_found_again_in_the_shapes(layer: Layers) -> None:
    path = layer("xa.shp")
    path.with_suffix(".shx").unlink()
    read = read_features(path)
    assert lost(read) == {}
    assert read.frame["ten"].tolist() == NAMES
    assert "the .shx is missing" in said(read)
    assert not path.with_suffix(".shx").exists()


def test_a_damaged_index_is_found_again_too(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path.with_suffix(".shx"), 100 + 8 * 2, b"\x7f\xff\xff\x00")
    read = read_features(path)
    assert lost(read) == {}
    assert "the .shx is damaged" in said(read)


def test_an_index_that_is_cut_is_found_again(layer: Layers) -> None:
    path = layer("xa.shp")
    cut(path.with_suffix(".shx"), 0.9)
    assert lost(read_features(path)) == {}


def test_an_index_that_names_one_shape_for_all_is_not_believed(layer: Layers) -> None:
    """A million records of one large shape would fill the memory."""
    path = layer("xa.shp")
    index = path.with_suffix(".shx").read_bytes()
    path.with_suffix(".shx").write_bytes(index[:100] + index[100:108] * 5)
    read = read_features(path)
    assert "the .shx is damaged" in said(read)
    assert read.frame.geometry.bounds["minx"].nunique() == 5


def test_half_of_the_shapes_costs_the_other_half(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 4) + 60, b"")
    path.write_bytes(path.read_bytes()[: shape_at(path, 4) + 60])
    read = read_features(path)
    assert lost(read) == {4: DAMAGED, 5: DAMAGED}
    assert read.lost["ten"].tolist() == NAMES[3:]
    assert "the .shp is cut: it is shorter than it says" in said(read)


def test_half_of_the_shapes_without_an_index_costs_the_other_half(layer: Layers) -> None:
    path = layer("xa.shp")
    path.write_bytes(path.read_bytes()[: shape_at(path, 4) + 60])
    path.with_suffix(".shx").unlink()
    read = read_features(path)
    assert lost(read) == {4: DAMAGED, 5: DAMAGED}
    assert read.lost["ten"].tolist() == NAMES[3:]


def test_half_of_the_table_costs_the_other_half(layer: Layers) -> None:
    """GDAL's own reading stops there and says nothing."""
    path = layer("xa.shp")
    table = path.with_suffix(".dbf").read_bytes()
    begins, width = struct.unpack("<HH", table[8:12])
    path.with_suffix(".dbf").write_bytes(table[: begins + 3 * width + 5])
    read = read_features(path)
    assert lost(read) == {4: "its attributes are cut off", 5: "its attributes are cut off"}
    assert read.frame["ten"].tolist() == NAMES[:3]
    assert "the .dbf claims more records than it holds" in said(read)


def test_a_table_that_claims_a_thousand_million_rows_is_not_believed(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path.with_suffix(".dbf"), 4, struct.pack("<I", 10**9))
    read = read_features(path)
    assert (read.rows, lost(read)) == (5, {})
    assert "the .dbf claims more records than it holds" in said(read)


def test_without_its_table_a_shapefile_is_an_error_with_the_remedy(layer: Layers) -> None:
    path = layer("xa.shp")
    path.with_suffix(".dbf").unlink()
    text = message(path)
    assert "its .dbf is missing" in text
    assert "get all files of the layer" in text


def test_a_shape_with_a_broken_count_of_points_costs_its_row(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 2) + 8 + 40, struct.pack("<i", 10**9))
    read = read_features(path)
    assert lost(read) == {2: DAMAGED}
    assert read.lost["ten"].tolist() == ["Cao Lộc"]


def test_a_broken_length_without_an_index_costs_its_row(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 2) + 4, struct.pack(">i", 10**8))
    path.with_suffix(".shx").unlink()
    read = read_features(path)
    assert lost(read) == {2: DAMAGED}
    assert read.frame.index.tolist() == [1, 3, 4, 5]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_coordinate_that_is_no_number_costs_its_row(layer: Layers, value: float) -> None:
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 3) + 8 + 48 + 16, struct.pack("<d", value))
    assert lost(read_features(path)) == {3: "a coordinate is no number (NaN or infinite)"}


def test_a_coordinate_that_flies_out_of_the_box_of_its_record_costs_its_row(layer: Layers) -> None:
    """One bit of the exponent; GDAL reads it as it stands."""
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 5) + 8 + 48 + 16, struct.pack("<d", 106.54 * 2))
    assert lost(read_features(path)) == {
        5: "its shape reaches out of the box that its record states"
    }


def test_a_writer_that_states_no_true_boxes_is_believed(layer: Layers) -> None:
    path = layer("xa.shp")
    for number in range(1, 6):
        overwrite(path, shape_at(path, number) + 12, struct.pack("<4d", 0, 0, 0, 0))
    assert lost(read_features(path)) == {}


def test_a_null_shape_is_a_record_without_geometry(tmp_path: Path) -> None:
    squares = frame()
    squares.loc[1, "geometry"] = None
    pyogrio.write_dataframe(squares, tmp_path / "xa.shp")
    read = read_features(tmp_path / "xa.shp")
    assert lost(read) == {}
    assert read.frame.geometry.isna().tolist() == [False, True, False, False, False]


def test_a_shape_that_is_wiped_out_is_no_record_without_geometry(layer: Layers) -> None:
    path = layer("xa.shp")
    overwrite(path, shape_at(path, 2) + 8, bytes(60))
    assert lost(read_features(path)) == {2: DAMAGED}


def test_points_have_no_boxes_and_are_read(tmp_path: Path) -> None:
    points = gpd.GeoDataFrame({"a": [1, 2]}, geometry=[Point(106, 21), Point(107, 22)], crs=4326)
    pyogrio.write_dataframe(points, tmp_path / "a.shp")
    assert read_features(tmp_path / "a.shp").frame["a"].tolist() == [1, 2]


def test_records_marked_as_deleted_are_told_and_are_no_rows(layer: Layers) -> None:
    path = layer("xa.shp")
    begins, width = struct.unpack("<HH", path.with_suffix(".dbf").read_bytes()[8:12])
    overwrite(path.with_suffix(".dbf"), begins + 1 * width, b"*")
    read = read_features(path)
    assert lost(read) == {}
    assert read.frame.index.tolist() == [1, 3, 4, 5]
    assert "records are marked as deleted and are no rows: 2" in said(read)


def test_more_shapes_than_rows_costs_the_shapes_without_rows(layer: Layers, tmp_path: Path) -> None:
    path = layer("xa.shp")
    few = tmp_path / "few"
    few.mkdir()
    pyogrio.write_dataframe(frame(NAMES[:3]), few / "xa.shp")
    shutil.copy(few / "xa.dbf", path.with_suffix(".dbf"))
    why = "it has a shape, but no attributes"
    assert lost(read_features(path)) == {4: why, 5: why}


def test_more_rows_than_shapes_costs_the_rows_without_shapes(layer: Layers, tmp_path: Path) -> None:
    path = layer("xa.shp")
    few = tmp_path / "few"
    few.mkdir()
    pyogrio.write_dataframe(frame(NAMES[:3]), few / "xa.shp")
    for extension in (".shp", ".shx"):
        shutil.copy(few / f"xa{extension}", path.with_suffix(extension))
    read = read_features(path)
    why = "it has attributes, but no shape"
    assert lost(read) == {4: why, 5: why}
    assert read.lost["ten"].tolist() == NAMES[3:]


@settings(
    # the fixture only lends a folder
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    extension=st.sampled_from([".shp", ".shx", ".dbf"]),
    share=st.floats(0, 1),
    seed=st.integers(0, 2**32 - 1),
    flips=st.sampled_from([0, 1, 20]),
)
def test_the_books_balance_whatever_is_damaged(
    tmp_path_factory: pytest.TempPathFactory, extension: str, share: float, seed: int, flips: int
) -> None:
    """Cut at any place, or with bits flipped: an error, or every record in its place."""
    folder = tmp_path_factory.mktemp("damaged")
    pyogrio.write_dataframe(frame(), folder / "xa.shp")
    path = copy_of(folder / "xa.shp", folder / "copy")
    if flips:
        data = bytearray(path.with_suffix(extension).read_bytes())
        places = np.random.default_rng(seed).integers(0, len(data) * 8, flips)
        for place in places.tolist():
            data[place // 8] ^= 1 << (place % 8)
        path.with_suffix(extension).write_bytes(bytes(data))
    else:
        cut(path.with_suffix(extension), share)
    try:
        read = read_features(path)
    except InputError:
        return
    lost(read)
    whole = shapely.get_coordinates(read.frame.geometry.to_numpy())
    assert np.isfinite(whole).all()


@pytest.mark.real
@pytest.mark.parametrize(("extension", "left"), [(".shp", 34), (".dbf", 32)])
def test_half_of_the_communes_costs_the_other_half(
    tmp_path: Path, extension: str, left: int
) -> None:
    """31 of 65 shapes, and 33 of 65 rows, are gone in half a file."""
    communes = gpd.read_file(COMMUNES)[["code", "name", "geometry"]]
    pyogrio.write_dataframe(communes, tmp_path / "xa.shp")
    cut(tmp_path / f"xa{extension}", 0.5)
    read = read_features(tmp_path / "xa.shp")
    assert read.rows == 65
    assert sorted(lost(read)) == list(range(left + 1, 66))
    assert read.frame["name"].tolist() == communes["name"].tolist()[:left]
    shapes = read.frame.geometry.reset_index(drop=True)
    assert shapes.geom_equals(communes.geometry[:left]).all()

"""Any rasters in any polygons: what the table says, and what is refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely import Polygon, box

from lsgeo.errors import InputError, OutputError
from lsgeo.jobs.zonal import Tabled, zonal
from tests.conftest import CELL_HEIGHT, CELL_WIDTH, NORTH, WEST

CANOPY = [[80, 30, 29, 0], [75, 10, 100, 50]]
LOSS = [[0, 2, 2, 0], [1, 0, 0, 3]]
ABOUT = 4e-6  # rows differ from one hectare by that part


def write_raster(path: Path, pixels: object, *, crs: str = "EPSG:4326", **keys: object) -> str:
    values = np.asarray(pixels, dtype="uint8")
    place = Affine(CELL_WIDTH, 0, WEST, 0, -CELL_HEIGHT, NORTH)
    profile = {"driver": "GTiff", "count": 1, "dtype": "uint8", "crs": crs, "transform": place}
    profile |= {"height": values.shape[0], "width": values.shape[1], **keys}
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(values, 1)
    return str(path)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """West in two halves that have one district, and east."""
    tall = NORTH - 2 * CELL_HEIGHT
    edges = [WEST + count * CELL_WIDTH for count in (0, 1, 2, 4)]
    shapes = [box(edges[at], tall, edges[at + 1], NORTH) for at in range(3)]
    frame = gpd.GeoDataFrame(
        {"ma": ["a1", "a2", "b"], "huyen": ["Cao Lộc", "Cao Lộc", "Văn Lãng"]},
        geometry=shapes,
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "xa.gpkg")
    return tmp_path / "xa.gpkg"


@pytest.fixture
def canopy(tmp_path: Path) -> str:
    return write_raster(tmp_path / "canopy.tif", CANOPY)


@pytest.fixture
def loss(tmp_path: Path) -> str:
    return write_raster(tmp_path / "loss.tif", LOSS)


def areas(tabled: Tabled, by: str = "row") -> dict[tuple[str, str], float]:
    table = tabled.table
    return dict(zip(zip(table[by], table["class"], strict=True), table["area_ha"], strict=True))


def test_every_class_of_every_raster_in_every_polygon(
    units: Path, canopy: str, loss: str, tmp_path: Path
) -> None:
    tabled = zonal(units, [canopy, loss], by="ma", output=tmp_path / "a.csv")
    assert list(tabled.table.columns) == ["ma", "layer", "class", "area_ha", "share"]
    of_loss = tabled.table[tabled.table["layer"] == "loss"]
    expected = {("a1", "0"): 1, ("a1", "1"): 1, ("a2", "2"): 1, ("a2", "0"): 1}
    expected |= {("b", "0"): 2, ("b", "2"): 1, ("b", "3"): 1}
    assert areas(Tabled(tabled.path, of_loss, ()), "ma") == pytest.approx(expected, rel=ABOUT)


def test_polygons_of_one_value_count_together(units: Path, loss: str, tmp_path: Path) -> None:
    tabled = zonal(units, [loss], by="huyen", output=tmp_path / "a.csv")
    found = areas(tabled, "huyen")
    assert found["Cao Lộc", "0"] == pytest.approx(2, rel=ABOUT)
    shares = tabled.table.set_index(["huyen", "class"])["share"]
    assert shares["Cao Lộc", "1"] == pytest.approx(0.25, rel=ABOUT)


def test_polygons_are_known_by_their_number_unless_a_field_is_named(
    units: Path, loss: str, tmp_path: Path
) -> None:
    tabled = zonal(units, [loss], output=tmp_path / "a.csv")
    assert tabled.table["row"].unique().tolist() == ["1", "2", "3"]


def test_classes_of_two_rasters_in_combination(
    units: Path, canopy: str, loss: str, tmp_path: Path
) -> None:
    tabled = zonal(units, [canopy, loss], by="ma", joint=True, output=tmp_path / "a.csv")
    assert tabled.table["layer"].unique().tolist() == ["canopy × loss"]
    expected = {("a1", "80 × 0"): 1, ("a1", "75 × 1"): 1, ("a2", "30 × 2"): 1, ("a2", "10 × 0"): 1}
    expected |= {("b", "29 × 2"): 1, ("b", "0 × 0"): 1, ("b", "100 × 0"): 1, ("b", "50 × 3"): 1}
    assert areas(tabled, "ma") == pytest.approx(expected, rel=ABOUT)


def test_only_pixels_of_which_a_condition_holds_are_counted_and_shares_stay_of_the_unit(
    units: Path, canopy: str, loss: str, tmp_path: Path
) -> None:
    rasters = [f"tan={canopy}", f"mat={loss}"]
    where = "tan >= 30 and mat > 0"
    tabled = zonal(units, rasters, by="ma", where=where, output=tmp_path / "a.csv")
    table = tabled.table[tabled.table["layer"] == "mat"]
    found = areas(Tabled(tabled.path, table, ()), "ma")
    expected = {("a1", "1"): 1, ("a2", "2"): 1, ("b", "3"): 1}
    assert found == pytest.approx(expected, rel=ABOUT)
    assert table.set_index("ma")["share"].to_dict() == pytest.approx(
        {"a1": 0.5, "a2": 0.5, "b": 0.25}, rel=ABOUT
    )


def test_a_class_below_zero_is_a_class(units: Path, tmp_path: Path) -> None:
    path = tmp_path / "height.tif"
    place = Affine(CELL_WIDTH, 0, WEST, 0, -CELL_HEIGHT, NORTH)
    profile = {"driver": "GTiff", "count": 1, "dtype": "int16", "crs": "EPSG:4326"}
    with rasterio.open(path, "w", **profile, transform=place, height=2, width=4) as dataset:
        dataset.write(np.array([[-2, -1, -2, 5]] * 2, dtype="int16"), 1)
    found = areas(zonal(units, [str(path)], by="ma", output=tmp_path / "a.csv"), "ma")
    expected = {("a1", "-2"): 2, ("a2", "-1"): 2, ("b", "-2"): 2, ("b", "5"): 2}
    assert found == pytest.approx(expected, rel=ABOUT)


def test_a_field_with_blanks_tells_no_polygons_apart(loss: str, tmp_path: Path) -> None:
    shapes = [box(106.76, 21.849, 106.761, 21.85), box(106.761, 21.849, 106.762, 21.85)]
    layer = gpd.GeoDataFrame({"ma": [6184, None]}, geometry=shapes, crs="EPSG:4326")
    layer.to_file(tmp_path / "b.gpkg")
    with pytest.raises(InputError, match=r"ma: .*blank in some rows.*2"):
        zonal(tmp_path / "b.gpkg", [loss], by="ma", output=tmp_path / "a.csv")


def test_no_data_and_outside_are_rows_of_their_own(units: Path, tmp_path: Path) -> None:
    short = write_raster(tmp_path / "short.tif", [[1, 9], [1, 1]], nodata=9)
    tabled = zonal(units, [short], by="ma", output=tmp_path / "a.csv")
    found = areas(tabled, "ma")
    assert found["a2", "nodata"] == pytest.approx(1, rel=ABOUT)
    assert found["b", "outside"] == pytest.approx(4, rel=1e-5)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_the_table_is_written_as_the_name_says(
    units: Path, loss: str, tmp_path: Path, suffix: str
) -> None:
    tabled = zonal(units, [loss], by="ma", output=tmp_path / f"bảng{suffix}")
    read = {
        ".csv": lambda path: pd.read_csv(path, dtype={"class": str}),
        ".xlsx": lambda path: pd.read_excel(path, dtype={"class": str}, engine="openpyxl"),
        ".parquet": pd.read_parquet,
    }[suffix](tabled.path)
    assert read.columns.tolist() == tabled.table.columns.tolist()
    assert read["class"].tolist() == tabled.table["class"].tolist()
    np.testing.assert_allclose(read["area_ha"], tabled.table["area_ha"], rtol=1e-12)


def test_polygons_in_vn2000_are_carried_over_and_that_is_told(
    units: Path, loss: str, tmp_path: Path
) -> None:
    gpd.read_file(units).to_crs("EPSG:9215").to_file(tmp_path / "vn2000.gpkg")
    tabled = zonal(tmp_path / "vn2000.gpkg", [loss], by="ma", output=tmp_path / "a.csv")
    assert any("EPSG:9215" in note and "EPSG:4326" in note for note in tabled.notes)
    whole = tabled.table.groupby("ma")["area_ha"].sum()
    assert whole.to_dict() == pytest.approx({"a1": 2, "a2": 2, "b": 4}, rel=1e-5)


def test_a_raster_in_vn2000_gives_the_same_hectares(units: Path, tmp_path: Path) -> None:
    place = gpd.read_file(units).to_crs("EPSG:9215")
    west, _south, _east, north = place.total_bounds
    plane = write_raster(
        tmp_path / "plane.tif",
        np.ones((100, 100)),
        crs="EPSG:9215",
        transform=Affine(10, 0, west - 50, 0, -10, north + 50),
    )
    tabled = zonal(units, [plane], by="ma", output=tmp_path / "a.csv")
    assert set(tabled.table["class"]) == {"1"}
    assert areas(tabled, "ma") == pytest.approx(
        {("a1", "1"): 2, ("a2", "1"): 2, ("b", "1"): 4}, rel=1e-5
    )


def test_rasters_on_different_grids_are_not_combined_and_the_remedy_is_told(
    units: Path, loss: str, tmp_path: Path
) -> None:
    other = write_raster(tmp_path / "other.tif", [[1, 2]])
    with pytest.raises(InputError, match=r"rio warp --like"):
        zonal(units, [loss, other], joint=True, output=tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()
    apart = zonal(units, [loss, other], output=tmp_path / "a.csv")
    assert set(apart.table["layer"]) == {"loss", "other"}


def test_a_rotated_raster_is_refused_with_the_remedy(units: Path, tmp_path: Path) -> None:
    turned = Affine(CELL_WIDTH, 1e-5, WEST, 1e-5, -CELL_HEIGHT, NORTH)
    path = write_raster(tmp_path / "turned.tif", LOSS, transform=turned)
    with pytest.raises(InputError, match=r"rotated.*rio warp"):
        zonal(units, [path], output=tmp_path / "a.csv")


def test_a_raster_without_a_system_is_refused(units: Path, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "bare.tif", LOSS, crs=None)
    with pytest.raises(InputError, match="coordinate system"):
        zonal(units, [path], output=tmp_path / "a.csv")


def test_all_polygons_that_cannot_be_measured_are_told_at_once(loss: str, tmp_path: Path) -> None:
    bow = Polygon([(106.76, 21.849), (106.763, 21.85), (106.763, 21.849), (106.76, 21.85)])
    shapes = [box(106.76, 21.849, 106.761, 21.85), bow, bow]
    gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326").to_file(tmp_path / "b.gpkg")
    with pytest.raises(InputError, match=r"row 2: .*crosses itself") as raised:
        zonal(tmp_path / "b.gpkg", [loss], output=tmp_path / "a.csv")
    assert len(raised.value.faults) == 2


def test_polygons_without_geometry_are_told(loss: str, tmp_path: Path) -> None:
    shapes = [box(106.76, 21.849, 106.761, 21.85), None]
    gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326").to_file(tmp_path / "b.gpkg")
    tabled = zonal(tmp_path / "b.gpkg", [loss], output=tmp_path / "a.csv")
    assert any("2" in note for note in tabled.notes)
    assert tabled.table["row"].unique().tolist() == ["1"]


def test_an_unknown_field_a_name_that_is_taken_and_two_rasters_of_one_name_are_refused(
    units: Path, loss: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"xa: the column is missing|maxa"):
        zonal(units, [loss], by="maxa", output=tmp_path / "a.csv")
    with pytest.raises(InputError, match=r"canopy=FILE loss=FILE"):
        zonal(units, [loss, loss], output=tmp_path / "a.csv")
    with pytest.raises(OutputError, match=r"\.csv, \.xlsx, \.parquet"):
        zonal(units, [loss], output=tmp_path / "a.txt")
    with pytest.raises(OutputError, match="one of the files to read"):
        zonal(tmp_path / "x.csv", [loss], output=tmp_path / "x.csv")

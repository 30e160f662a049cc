"""The job behind ``lsgeo sample``: random points of a map's classes, as files for QGIS."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely import box

from lsgeo.cli import main
from lsgeo.errors import ConfigError, InputError, LsgeoError, OutputError, UnitError
from lsgeo.jobs.sampling import Design, Sampled, sample
from lsgeo.jobs.stratifying import Map
from lsgeo.sources.sample import strata_path
from tests.conftest import EAST, MIDDLE, NORTH, ROOT, SOUTH, WEST, TinyWorkspace

COLUMNS = "id,reference,remark,stratum,label,unit,unit_name,north,east,lon,lat,quality"


def drawn(tiny: TinyWorkspace, **keys: object) -> Sampled:
    return sample(tiny.root, **{"output": tiny.root / "mau.gpkg", **keys})


def points(tiny: TinyWorkspace) -> pd.DataFrame:
    return pd.read_csv(tiny.root / "mau.csv", dtype={"unit": "str", "stratum": "str"})


def large(tiny: TinyWorkspace, name: str = "classes.tif", *, tile: int = 16) -> Path:
    """200 × 400 pixels over the two communes: a tenth class 1, the rest 2, the top row no data."""
    values = np.full((200, 400), 2, dtype="uint8")
    values[:, ::10] = 1
    values[0] = 0
    path = tiny.root / name
    profile = {
        "driver": "GTiff",
        "crs": "EPSG:4326",
        "transform": Affine((EAST - WEST) / 400, 0, WEST, 0, -(NORTH - SOUTH) / 200, NORTH),
        "dtype": "uint8",
        "height": 200,
        "width": 400,
        "count": 1,
        "nodata": 0,
        "tiled": True,
        "blockxsize": tile,
        "blockysize": tile,
    }
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(values, 1)
    return path


def test_small_strata_are_drawn_whole_with_their_hectares(tiny_workspace: TinyWorkspace) -> None:
    """Eight pixels: lost in 2001-2024 are three of the six that had 30 % or more; 29 and 0 none."""
    found = drawn(tiny_workspace)
    assert found.strata["drawn"].tolist() == found.strata["pixels"].tolist() == [3, 2, 3]
    assert found.strata["area_ha"].tolist() == pytest.approx([3, 2, 3], rel=1e-4)
    assert found.strata["label"].iloc[0] == "Mất tán cây 2001–2024"
    table = points(tiny_workspace)
    assert ",".join(table.columns) == COLUMNS
    assert table["stratum"].tolist() == ["2", "1", "3", "3", "1", "3", "2", "1"]
    assert table["unit"].tolist() == ["00001", "00001", "00002", "00002"] * 2
    assert table["reference"].isna().all()


def test_points_are_the_centres_of_pixels_in_both_systems(tiny_workspace: TinyWorkspace) -> None:
    drawn(tiny_workspace)
    table = points(tiny_workspace)
    width, height = (EAST - WEST) / 4, (NORTH - SOUTH) / 2
    assert table["lon"].iloc[1] == pytest.approx(WEST + 1.5 * width, abs=1e-7)
    assert table["lat"].iloc[1] == pytest.approx(NORTH - 0.5 * height, abs=1e-7)
    layer = gpd.read_file(tiny_workspace.root / "mau.gpkg", layer="sample")
    assert layer.crs.to_epsg() == 9215
    plane = gpd.GeoSeries.from_xy(table["lon"], table["lat"], crs="EPSG:4326").to_crs(layer.crs)
    assert layer.geometry.distance(plane).max() < 0.02
    assert (
        np.hypot(layer.geometry.x - table["east"], layer.geometry.y - table["north"]).max() < 0.01
    )


def test_the_table_of_strata_says_what_was_drawn_where(tiny_workspace: TinyWorkspace) -> None:
    drawn(tiny_workspace, design=Design(classes=("4=Cây bụi",)))
    strata = pd.read_csv(strata_path(tiny_workspace.root / "mau.gpkg"), dtype="str").fillna("")
    assert strata["unit"].tolist() == ["00001", "00002"] * 3 + [""]
    assert strata["stratum"].tolist() == ["1", "1", "2", "2", "3", "3", "4"]
    assert strata["drawn"].tolist() == ["2", "1", "1", "1", "1", "2", "0"]
    last = strata.iloc[-1]
    assert (last["label"], last["area_ha"], last["drawn"]) == ("Cây bụi", "0.0", "0")
    assert strata["source"].str.contains("seed 1").all()


def test_the_same_seed_draws_the_same_whatever_the_tiles_and_another_does_not(
    tiny_workspace: TinyWorkspace,
) -> None:
    tables = []
    for name, tile, seed in (("a", 16, 5), ("b", 128, 5), ("c", 16, 6)):
        raster = large(tiny_workspace, f"{name}.tif", tile=tile)
        output = tiny_workspace.root / f"{name}.gpkg"
        drawn(tiny_workspace, output=output, of=Map(raster=raster), design=Design(seed=seed))
        tables.append((tiny_workspace.root / f"{name}.csv").read_text(encoding="utf-8"))
    assert tables[0] == tables[1]
    assert tables[0] != tables[2]


def test_a_raster_file_is_sampled_by_its_values_and_their_names(
    tiny_workspace: TinyWorkspace,
) -> None:
    """79,600 pixels are seen, a tenth of class 1; of 400 points it gets 75, not 40."""
    asked = Map(raster=large(tiny_workspace), labels={1: "Rừng"})
    found = drawn(tiny_workspace, of=asked, design=Design(size=400))
    assert found.strata["pixels"].tolist() == [7_960, 71_640]
    assert found.strata["drawn"].tolist() == [75, 325]
    assert found.strata["label"].tolist() == ["Rừng", "2"]
    assert any("0,0 ha" in note or "0.0 ha" in note for note in found.notes)
    table = points(tiny_workspace)
    assert not table.duplicated(["lon", "lat"]).any()


def test_points_of_one_commune_lie_in_it(tiny_workspace: TinyWorkspace) -> None:
    raster = large(tiny_workspace)
    found = drawn(tiny_workspace, of=Map(raster=raster), units=("Phía Tây",))
    assert found.strata["pixels"].sum() == 200 * 199
    assert (points(tiny_workspace)["lon"] < MIDDLE).all()
    assert set(points(tiny_workspace)["unit"]) == {"00001"}


def test_loss_of_some_years_can_be_sampled(tiny_workspace: TinyWorkspace) -> None:
    found = drawn(tiny_workspace, of=Map(period="2002-2003"))
    assert found.strata["label"].iloc[0] == "Mất tán cây 2002–2003"
    assert found.strata["pixels"].tolist() == [2, 2, 4]


def test_a_product_with_a_legend_is_sampled_by_its_classes(tiny_workspace: TinyWorkspace) -> None:
    found = drawn(tiny_workspace, of=Map(product="mcd12c1"))
    assert found.strata["stratum"].tolist() == ["0", "2", "8", "12"]
    assert found.strata["pixels"].tolist() == [1, 3, 1, 3]


def test_qgis_gets_a_list_of_answers(tiny_workspace: TinyWorkspace) -> None:
    drawn(tiny_workspace, design=Design(classes=("4=Cây bụi",)))
    styles = gpd.read_file(tiny_workspace.root / "mau.gpkg", layer="layer_styles")
    qml = styles["styleQML"].iloc[0]
    assert 'type="ValueMap"' in qml
    assert 'name="Mất tán cây 2001–2024" type="QString" value="1"' in qml
    assert 'name="Cây bụi" type="QString" value="4"' in qml


def test_a_sample_of_a_made_up_map_says_so_in_every_file(tiny_workspace: TinyWorkspace) -> None:
    for band in ("treecover2000", "lossyear"):
        tiny_workspace.sources[f"rasters/{band}.tif"]["quality"] = "illustrative"
    tiny_workspace.seal()
    package, table, strata = drawn(tiny_workspace, illustrative=True).files
    words = "SỐ LIỆU MINH HỌA"
    with sqlite3.connect(package) as connection:
        (title,) = connection.execute(
            "SELECT identifier FROM gpkg_contents WHERE table_name = 'sample'"
        ).fetchone()
        (qml,) = connection.execute("SELECT styleQML FROM layer_styles").fetchone()
    connection.close()
    assert words in title
    assert words in qml
    assert set(pd.read_csv(table)["quality"]) == {"illustrative"}
    assert set(pd.read_csv(strata)["quality"]) == {"illustrative"}


@pytest.mark.parametrize("text", ["nan", "inf"])
def test_a_standard_error_that_is_no_number_is_refused(
    tiny_workspace: TinyWorkspace, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tiny_workspace.root / "a.gpkg")
    command = ["sample", "--workspace", str(tiny_workspace.root), "-o", output]
    assert main([*command, "--standard-error", text]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_answers_are_never_written_over(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.write("mau.csv", "answers")
    with pytest.raises(OutputError, match="answers in it would be lost"):
        drawn(tiny_workspace)
    assert tiny_workspace.path("mau.csv").read_text() == "answers"
    assert not tiny_workspace.path("mau.gpkg").exists()


@pytest.mark.parametrize(
    ("keys", "error", "told"),
    [
        ({"output": Path("mau.shp")}, OutputError, "expected .gpkg"),
        ({"units": ("Phía Bắc",)}, UnitError, "no unit of 2025-07-01 has this name"),
        ({"of": Map(product="sentinel")}, ConfigError, "no product 'sentinel'"),
        ({"of": Map(product="worldcover")}, ConfigError, "there is no raster of worldcover"),
        ({"of": Map(period="1999-2004")}, InputError, "expected 2001-2024"),
        ({"of": Map(period="lately")}, InputError, "the period cannot be sampled"),
        ({"of": Map(product="mcd12c1", period="1900")}, InputError, "no such period"),
        ({"design": Design(expected={9: 0.5})}, InputError, "there is no such stratum"),
    ],
)
def test_what_cannot_be_sampled_is_refused(
    tiny_workspace: TinyWorkspace,
    keys: dict[str, object],
    error: type[LsgeoError],
    told: str,
) -> None:
    with pytest.raises(error, match=told):
        drawn(tiny_workspace, **keys)
    assert not list(tiny_workspace.root.glob("mau*"))


def test_a_raster_that_leaves_a_commune_out_is_refused(tiny_workspace: TinyWorkspace) -> None:
    beyond = [box(WEST, SOUTH, MIDDLE, NORTH), box(MIDDLE, SOUTH, EAST + 0.001, NORTH)]
    tiny_workspace.layer("layers/communes.gpkg", beyond, ["00001", "00002"])
    tiny_workspace.seal()
    with pytest.raises(InputError, match="lies outside the raster"):
        drawn(tiny_workspace)


def test_numbers_are_no_classes(tiny_workspace: TinyWorkspace) -> None:
    values = np.arange(400 * 200).reshape(200, 400) % 21
    path = large(tiny_workspace, "more.tif")
    with rasterio.open(path, "r+") as dataset:
        dataset.write(values.astype("uint8") + 1, 1)
    with pytest.raises(InputError, match="not so many classes"):
        drawn(tiny_workspace, of=Map(raster=path))


@pytest.mark.real
def test_the_shipped_workspace_gets_a_sample(tmp_path: Path) -> None:
    found = sample(ROOT, output=tmp_path / "mau.gpkg", illustrative=True)
    assert found.strata["drawn"].min() == 75
    assert len(pd.read_csv(tmp_path / "mau.csv")) == found.strata["drawn"].sum()
    assert "no real ones" in found.notes[-1] or "không phải" in found.notes[-1]

"""Layers of an office, written by GDAL and iconv: names, places and sums are exactly right."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from lsgeo.errors import InputError, UnitError
from lsgeo.jobs.examining import examine
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.registry import Registry
from lsgeo.sources.inventory import forest_types
from lsgeo.workspace import Workspace, read
from tests.conftest import ROOT, VINTAGE
from tests.inventory.maker import make_lots

PLANE = "EPSG:9215"
COORDSYS = (
    "CoordSys Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, "
    "0.00928836, -0.01975479, 0.00427372, 0.252906278, 0, "
    '"m", 107.25, 0, 0.9999, 500000, 0'
)
"""VN-2000 / TM-3 107-15 as MapInfo writes it, with the seven parameters of QĐ 05/2007/QĐ-BTNMT."""


@pytest.fixture
def communes(registry: Registry) -> gpd.GeoDataFrame:
    """The communes of 2025 in VN-2000 metres, with the columns an office gives them."""
    layer = gpd.read_file(ROOT / "layers" / "communes_2025.gpkg").set_index("code")
    units = registry.at(VINTAGE)
    named = layer[["geometry"]].join(units[["name", "kind"]]).to_crs(PLANE)
    table = named.reset_index().rename(columns={"code": "MA_XA", "name": "TEN_XA", "kind": "LOAI"})
    return table.assign(MA_XA=table["MA_XA"].str.lstrip("0"))


def in_tcvn3(text: str) -> str:
    """Text in TCVN3 by glibc, each byte as a letter of latin-1."""
    command = ["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode("latin-1")


def imported(workspace: Path, path: Path, **said: object) -> gpd.GeoDataFrame:
    """The units that an import made, by code."""
    made = import_file(workspace, path, asked=Asked(kind="units", **said))
    (layer,) = [name for name in made.files if name.suffix == ".gpkg"]
    return gpd.read_file(workspace / layer).set_index("code")


def assert_in_place(found: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> None:
    """Every vertex is within a metre of where PROJ puts the office's."""
    codes = communes["MA_XA"].str.zfill(5).to_numpy()
    truth = communes.set_geometry(communes.geometry.to_crs("EPSG:4326")).set_index(codes)
    assert set(found.index) == set(codes)
    here = found.to_crs(PLANE).geometry
    for code, shape in truth.to_crs(PLANE).geometry.items():
        assert shapely.hausdorff_distance(here[code], shape) < 1.0


@pytest.mark.iconv
def test_a_shapefile_in_tcvn3_whose_codes_lost_their_zero(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    legacy = communes.assign(
        TEN_XA=communes["TEN_XA"].map(in_tcvn3), LOAI=communes["LOAI"].map(in_tcvn3)
    )
    legacy.to_file(tmp_path / "xa.shp", encoding="ISO-8859-1")
    (tmp_path / "xa.cpg").unlink()
    found = imported(workspace, tmp_path / "xa.shp", quality="official")
    assert_in_place(found, communes)
    inputs = read(Workspace.open(workspace))
    assert inputs.quality[VINTAGE] == "official"
    counts = inputs.ledger.counts.set_index("file")
    assert counts.loc["xa.shp", ["rows", "corrected"]].tolist() == [65, 65]


@pytest.mark.gdal
def test_a_tab_in_the_official_parameters_lies_where_it_should(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    communes.to_file(tmp_path / "xa.gpkg")
    _ogr2ogr(tmp_path / "xa.mif", tmp_path / "xa.gpkg", "-f", "MapInfo File", "-lco", "FORMAT=MIF")
    text = (tmp_path / "xa.mif").read_text(encoding="latin-1")
    lines = [COORDSYS if line.startswith("CoordSys") else line for line in text.splitlines()]
    (tmp_path / "xa.mif").write_text("\n".join(lines) + "\n", encoding="latin-1")
    _ogr2ogr(tmp_path / "tab" / "xa.tab", tmp_path / "xa.mif", "-f", "MapInfo File")
    assert_in_place(imported(workspace, tmp_path / "xa.mif"), communes)


@pytest.mark.gdal
def test_a_tab_that_lost_its_datum_is_refused_with_the_distance_and_the_flag(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    communes.to_file(tmp_path / "xa.gpkg")
    _ogr2ogr(tmp_path / "xa.tab", tmp_path / "xa.gpkg", "-f", "MapInfo File")
    with pytest.raises(InputError) as caught:
        imported(workspace, tmp_path / "xa.tab")
    assert "224 m off" in caught.value.message and "--crs EPSG:9215" in caught.value.message
    assert_in_place(imported(workspace, tmp_path / "xa.tab", crs=PLANE), communes)


def test_swapped_axes_are_named_and_put_right_only_when_asked(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    lonlat = communes.to_crs("EPSG:4326")
    turned = shapely.transform(lonlat.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    lonlat.set_geometry(gpd.GeoSeries(turned, crs=lonlat.crs)).to_file(tmp_path / "xa.geojson")
    with pytest.raises(InputError, match="--swap-axes"):
        imported(workspace, tmp_path / "xa.geojson")
    assert_in_place(imported(workspace, tmp_path / "xa.geojson", swap_axes=True), communes)


def test_a_zipped_shapefile_without_prj_asks_for_its_system(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    communes.to_file(tmp_path / "xa.shp", encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "xa.zip", "w") as archive:
        for suffix in ("shp", "shx", "dbf", "cpg"):
            archive.write(tmp_path / f"xa.{suffix}", f"xa.{suffix}")
    with pytest.raises(InputError, match="--crs EPSG:9215"):
        imported(workspace, tmp_path / "xa.zip")
    assert_in_place(imported(workspace, tmp_path / "xa.zip", crs=PLANE), communes)


def test_an_overlap_is_told_with_its_place_in_a_layer_for_qgis(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    first = communes.geometry.iloc[0]
    communes.geometry = [first.buffer(30), *communes.geometry.iloc[1:]]
    communes.to_file(tmp_path / "xa.gpkg")
    report = tmp_path / "kiem_tra.html"
    examined = examine(workspace, [tmp_path / "xa.gpkg"], asked=Asked(), report=report)
    assert {path.name for path in examined.written} == {"kiem_tra.html", "kiem_tra-faults.gpkg"}
    faults = gpd.read_file(tmp_path / "kiem_tra-faults.gpkg")
    assert "overlap" in set(faults["fault"])
    overlaps = faults[faults["fault"] == "overlap"].to_crs(PLANE)
    assert overlaps.distance(first).max() < 30
    with pytest.raises(UnitError, match="overlap"):
        imported(workspace, tmp_path / "xa.gpkg")


def test_an_inventory_gives_the_legal_cover_of_its_lots(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    units = communes.assign(code=communes["MA_XA"].str.zfill(5), name=communes["TEN_XA"])
    types = forest_types()
    lots = make_lots(2000, units.set_index("code"), types=types, seed=3)
    lots.to_file(tmp_path / "dbr.shp", encoding="UTF-8")
    asked = Asked(period="2025", level="province", quality="official")
    made = import_file(workspace, tmp_path / "dbr.shp", asked=asked)
    assert made.converted.kind == "inventory"
    inputs = read(Workspace.open(workspace))
    assert inputs.inventory is not None
    covering = set(range(1, 72)) | set(range(94, 99))  # TT 33/2018/TT-BNNPTNT
    counted = lots.loc[lots["maldlr"].isin(covering), "dtich"].astype(float).sum()
    table = inputs.inventory.set_index("code")
    of_province = table.loc["20", ["natural_ha", "planted_ha"]].sum()
    assert of_province == pytest.approx(counted, rel=1e-9)
    natural_ha = table.at["20", "natural_area_ha"]
    assert table.at["20", "cover_pct"] == pytest.approx(counted / natural_ha * 100)


def test_a_gate_list_keeps_its_markers_and_positions(workspace: Path, tmp_path: Path) -> None:
    east, north = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True).transform(106.7, 21.97)
    path = tmp_path / "cua_khau.csv"
    rows = [
        "STT;Tên cửa khẩu;Loại;Mốc giới;Xã;X;Y",
        f"1;Cửa khẩu thử;phụ;1088/2;Xã Đồng Đăng;{north:.2f};{east:.2f}".replace(".", ","),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    asked = Asked(kind="gates", vintage=VINTAGE, period="2025", quality="official")
    import_file(workspace, path, asked=asked)
    gate = pd.read_csv(workspace / "layers" / "gates-cua-khau.csv", dtype="str").iloc[0]
    assert (gate["markers"], gate["commune_code"]) == ("1088/2", "06184")
    off = np.hypot(float(gate["longitude"]) - 106.7, float(gate["latitude"]) - 21.97)
    assert off < 1e-5


def test_rivers_become_a_layer_of_the_context(workspace: Path, tmp_path: Path) -> None:
    rivers = gpd.GeoDataFrame(
        {"TEN": ["Sông Kỳ Cùng"]},
        geometry=[shapely.LineString([(106.6, 21.8), (106.8, 21.9)])],
        crs="EPSG:4326",
    )
    rivers.to_file(tmp_path / "song.geojson")
    asked = Asked(kind="context", columns={"name": "TEN"}, title="Sông")
    import_file(workspace, tmp_path / "song.geojson", asked=asked)
    (context,) = read(Workspace.open(workspace)).context
    assert context.features["name"].tolist() == ["Sông Kỳ Cùng"]


def _ogr2ogr(target: Path, source: Path, *options: str) -> None:
    target.parent.mkdir(exist_ok=True)
    program = shutil.which("ogr2ogr")
    assert program
    subprocess.run([program, *options, str(target), str(source)], check=True, capture_output=True)

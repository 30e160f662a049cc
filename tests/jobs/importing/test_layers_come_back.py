"""Features kept aside are corrected in QGIS and go into the layer that they were left out of."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lsgeo.errors import InputError, UnitError
from lsgeo.jobs.importing import Asked, Imported, import_file
from lsgeo.registry import Registry
from lsgeo.sources.inventory import forest_types
from lsgeo.sources.record import read_record
from lsgeo.workspace import Workspace, read
from tests.conftest import ROOT, VINTAGE
from tests.inventory.maker import make_lots

PLANE = "EPSG:9215"
OFFICIAL = {"quality": "official", "attribution": "Chi cục"}
INVENTORY = {"period": "2025", "level": "province", **OFFICIAL}


@pytest.fixture
def communes(registry: Registry) -> gpd.GeoDataFrame:
    """The communes of 2025 in VN-2000 metres by code, with their names."""
    layer = gpd.read_file(ROOT / "layers" / "communes_2025.gpkg").set_index("code")
    return layer[["geometry"]].join(registry.at(VINTAGE)[["name", "kind"]]).to_crs(PLANE)


@pytest.fixture
def lots(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lots of which 3 and 5 are of no known type and 7 lies in no commune that is known."""
    made = make_lots(200, communes, types=forest_types(), seed=5)
    made["row"], made["fid"] = "của họ", 1.5  # names that our layers have for themselves
    made.loc[[3, 5], ["maldlr", "ldlr"]] = [9999, "???"]
    made.loc[7, ["maxa", "xa"]] = [99999, "Không Có"]
    return made


def balanced(made: Imported) -> dict[str, int]:
    """The counts of the only file, of which rows in are rows out."""
    (count,) = made.converted.ledger.counts.to_dict("records")
    assert count["rows"] == count["used"] + count["corrected"] + count["quarantined"]
    return {name: int(count[name]) for name in ("rows", "corrected", "quarantined")}


def aside(workspace: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(workspace / "quarantine" / f"{name}.gpkg").set_index("lsgeo_row")


def correct(workspace: Path, name: str, rows: gpd.GeoDataFrame) -> Path:
    """The layer in quarantine with `rows` (by lsgeo_row) in it, as QGIS saves it."""
    path = workspace / "quarantine" / f"{name}.gpkg"
    path.unlink()
    rows.reset_index().to_file(path, layer=path.stem)
    return path


def came_back(workspace: Path, path: Path) -> Imported:
    return import_file(workspace, path, asked=Asked())


def stored(workspace: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(workspace / "layers" / name)


def notes_of(workspace: Path, name: str) -> pd.DataFrame:
    return read_record(workspace / "layers" / "records" / f"{name}.csv").notes


def test_lots_come_back_by_their_row_and_the_one_still_wrong_stays(
    workspace: Path, tmp_path: Path, lots: gpd.GeoDataFrame
) -> None:
    lots.to_file(tmp_path / "dbr.gpkg", index=False, layer="dbr", engine="pyogrio", FID="nr")
    made = import_file(workspace, tmp_path / "dbr.gpkg", asked=Asked(**INVENTORY))
    assert balanced(made) == {"rows": len(lots), "corrected": 0, "quarantined": 3}
    kept = aside(workspace, "dbr")
    assert kept.index.tolist() == ["3", "5", "7"]
    assert kept.crs == PLANE and kept.geometry.notna().all()
    before = stored(workspace, "inventory-dbr.gpkg")
    assert set(before["row"]) == set(lots.index) - {3, 5, 7}

    kept.loc["3", ["maldlr", "ldlr"]] = [16, "TXB"]
    kept.loc["7", ["maxa", "xa"]] = [lots.at[8, "maxa"], lots.at[8, "xa"]]
    back = came_back(workspace, correct(workspace, "dbr", kept))

    assert balanced(back) == {"rows": len(lots), "corrected": 2, "quarantined": 1}
    after = stored(workspace, "inventory-dbr.gpkg").set_index("row")
    assert after.index.tolist() == sorted(set(lots.index) - {5})
    assert after.at[3, "type_code"] == 16
    assert shapely.hausdorff_distance(after.geometry[3], lots.geometry[3]) < 1e-6
    unchanged = before.set_index("row")
    assert after.loc[unchanged.index, "dtich_ha"].tolist() == unchanged["dtich_ha"].tolist()
    assert aside(workspace, "dbr").index.tolist() == ["5"]
    noted = notes_of(workspace, "dbr").set_index("row").loc["3"]
    assert (noted["said"], noted["became"]) == ("9999", "16")
    assert "corrected in dbr.gpkg" in noted["reason"] and "unknown forest type" in noted["reason"]

    again = aside(workspace, "dbr")
    again[["maldlr", "ldlr"]] = [16, "TXB"]
    last = came_back(workspace, correct(workspace, "dbr", again))
    assert balanced(last) == {"rows": len(lots), "corrected": 3, "quarantined": 0}
    assert not (workspace / "quarantine" / "dbr.gpkg").exists()
    inputs = read(Workspace.open(workspace))
    assert inputs.inventory is not None
    counts = inputs.ledger.counts.set_index("file").loc["dbr.gpkg"]
    assert counts[["rows", "corrected"]].tolist() == [len(lots), 3]


def test_of_many_lots_that_are_still_wrong_the_one_put_right_comes_back(
    workspace: Path, tmp_path: Path, lots: gpd.GeoDataFrame
) -> None:
    lots.to_file(tmp_path / "dbr.shp", encoding="UTF-8", index=False)
    import_file(workspace, tmp_path / "dbr.shp", asked=Asked(**INVENTORY))
    kept = aside(workspace, "dbr")
    kept.loc["5", ["maldlr", "ldlr"]] = [16, "TXB"]
    back = came_back(workspace, correct(workspace, "dbr", kept))
    assert balanced(back) == {"rows": len(lots), "corrected": 1, "quarantined": 2}
    assert aside(workspace, "dbr").index.tolist() == ["3", "7"]


def test_nothing_is_doubled_where_the_same_rows_come_back_twice(
    workspace: Path, tmp_path: Path, lots: gpd.GeoDataFrame
) -> None:
    lots.to_file(tmp_path / "dbr.shp", encoding="UTF-8", index=False)
    import_file(workspace, tmp_path / "dbr.shp", asked=Asked(**INVENTORY))
    kept = aside(workspace, "dbr")
    kept[["maldlr", "ldlr", "maxa", "xa"]] = [16, "TXB", lots.at[8, "maxa"], lots.at[8, "xa"]]
    kept.reset_index().to_file(tmp_path / "sua.gpkg")
    came_back(workspace, tmp_path / "sua.gpkg")
    before = (workspace / "layers" / "inventory-dbr.gpkg").read_bytes()
    with pytest.raises(InputError, match=r"not kept aside \(any more\)"):
        came_back(workspace, tmp_path / "sua.gpkg")
    assert (workspace / "layers" / "inventory-dbr.gpkg").read_bytes() == before


def test_what_is_not_among_those_that_come_back_stays_in_quarantine(
    workspace: Path, tmp_path: Path, lots: gpd.GeoDataFrame
) -> None:
    lots.to_file(tmp_path / "dbr.shp", encoding="UTF-8", index=False)
    import_file(workspace, tmp_path / "dbr.shp", asked=Asked(**INVENTORY))
    one = aside(workspace, "dbr").loc[["3"]]
    one[["maldlr", "ldlr"]] = [16, "TXB"]
    one.reset_index().to_file(tmp_path / "mot.gpkg")
    back = came_back(workspace, tmp_path / "mot.gpkg")
    assert balanced(back)["quarantined"] == 2
    assert aside(workspace, "dbr").index.tolist() == ["5", "7"]


@pytest.mark.parametrize(
    ("number", "said"), [(None, "has lost its number"), ("1", "not kept aside")]
)
def test_a_feature_that_was_drawn_beside_them_is_refused(
    workspace: Path, tmp_path: Path, lots: gpd.GeoDataFrame, number: str | None, said: str
) -> None:
    lots.to_file(tmp_path / "dbr.shp", encoding="UTF-8", index=False)
    import_file(workspace, tmp_path / "dbr.shp", asked=Asked(**INVENTORY))
    kept = aside(workspace, "dbr").reset_index()
    both = pd.concat([kept, kept.iloc[:1].assign(lsgeo_row=number)], ignore_index=True)
    both.to_file(tmp_path / "sua.gpkg")
    with pytest.raises(InputError, match=said):
        came_back(workspace, tmp_path / "sua.gpkg")


def rivers(path: Path) -> Path:
    """Two rivers that are whole; the coordinates of the second of three are none."""
    line = {"type": "LineString", "coordinates": [[106.6, 21.8], [106.8, 21.9]]}
    shapes = [line, {"type": "LineString", "coordinates": "?"}, line]
    features = [
        {"type": "Feature", "properties": {"TEN": name}, "geometry": shape}
        for name, shape in zip(("Kỳ Cùng", "Bắc Giang", "Ba Thín"), shapes, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_a_river_whose_shape_was_lost_is_drawn_anew_and_comes_back(
    workspace: Path, tmp_path: Path
) -> None:
    asked = Asked(kind="context", columns={"name": "TEN"}, title="Sông")
    made = import_file(workspace, rivers(tmp_path / "song.geojson"), asked=asked)
    assert balanced(made) == {"rows": 3, "corrected": 0, "quarantined": 1}
    kept = aside(workspace, "song")
    assert kept["TEN"].tolist() == ["Bắc Giang"] and kept.geometry.isna().all()
    with pytest.raises(InputError, match="its geometry was not drawn anew"):
        came_back(workspace, workspace / "quarantine" / "song.gpkg")

    kept.geometry = [shapely.LineString([(106.5, 22.0), (106.6, 22.1)])]
    settings = (workspace / "lsgeo.toml").read_bytes()
    back = came_back(workspace, correct(workspace, "song", kept))
    assert balanced(back) == {"rows": 3, "corrected": 1, "quarantined": 0}
    assert (workspace / "lsgeo.toml").read_bytes() == settings
    (context,) = read(Workspace.open(workspace)).context
    assert context.features["name"].tolist() == ["Kỳ Cùng", "Bắc Giang", "Ba Thín"]
    (note,) = notes_of(workspace, "song").to_dict("records")
    assert (note["outcome"], note["became"]) == ("corrected", "TEN: Bắc Giang; LineString")


def test_a_part_of_a_unit_joins_the_unit_that_the_workspace_holds(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    whole = communes.geometry.iloc[0]
    west, south, _east, _north = communes.total_bounds
    islet = shapely.box(west - 900, south - 900, west - 700, south - 700)
    table = communes.reset_index()
    extra = gpd.GeoDataFrame(
        {"code": [""], "name": ["Không Có"], "kind": ["xã"]}, geometry=[islet], crs=PLANE
    )
    pd.concat([table, extra], ignore_index=True).to_file(tmp_path / "xa.gpkg")
    made = import_file(workspace, tmp_path / "xa.gpkg", asked=Asked(kind="units", **OFFICIAL))
    assert balanced(made) == {"rows": 66, "corrected": 0, "quarantined": 1}

    kept = aside(workspace, "xa")
    kept[["code", "name", "kind"]] = [communes.index[0], *communes.iloc[0][["name", "kind"]]]
    back = came_back(workspace, correct(workspace, "xa", kept))
    assert balanced(back) == {"rows": 66, "corrected": 1, "quarantined": 0}
    units = stored(workspace, "communes_2025-xa.gpkg").to_crs(PLANE).set_index("code")
    assert len(units) == 65
    grown = units.geometry[communes.index[0]]
    assert grown.area == pytest.approx(whole.area + islet.area, rel=1e-9)
    others = communes.index[1:]
    assert (units.geometry[others].area - communes.geometry[others].area).abs().max() < 1e-3
    assert read(Workspace.open(workspace)).quality[VINTAGE] == "official"


def test_a_map_that_lacks_a_unit_is_refused_with_what_was_wrong_with_it(
    workspace: Path, tmp_path: Path, communes: gpd.GeoDataFrame
) -> None:
    table = communes.reset_index()
    table.loc[0, ["code", "name"]] = ["", "Không Có"]
    table.to_file(tmp_path / "xa.gpkg")
    before = {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()}
    with pytest.raises(UnitError) as caught:
        import_file(workspace, tmp_path / "xa.gpkg", asked=Asked(kind="units", **OFFICIAL))
    assert "have no boundary" in caught.value.message and "Không Có" in caught.value.message
    assert {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()} == before


def test_a_point_that_was_lost_is_no_gate_without_a_position(
    workspace: Path, tmp_path: Path
) -> None:
    names = ["Cửa khẩu một", "Cửa khẩu hai"]
    points = [
        {"type": "Point", "coordinates": [106.7, 21.97]},
        {"type": "Point", "coordinates": "?"},
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"Tên cửa khẩu": name, "Loại": "phụ", "Xã": "Xã Đồng Đăng"},
            "geometry": point,
        }
        for name, point in zip(names, points, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "ck.geojson").write_text(text, "utf-8")
    asked = Asked(kind="gates", vintage=VINTAGE, period="2025", **OFFICIAL)
    made = import_file(workspace, tmp_path / "ck.geojson", asked=asked)
    assert balanced(made) == {"rows": 2, "corrected": 0, "quarantined": 1}
    path = workspace / "quarantine" / "ck.csv"
    kept = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert kept["Tên cửa khẩu"].tolist() == names[1:]
    with pytest.raises(InputError, match="its place was not drawn anew"):
        came_back(workspace, path)
    kept[["geometry: longitude", "geometry: latitude"]] = ["106,71", "21,98"]
    kept.to_csv(path, index=False)
    assert balanced(came_back(workspace, path)) == {"rows": 2, "corrected": 1, "quarantined": 0}
    gates = pd.read_csv(workspace / "layers" / "gates-ck.csv", dtype="str")
    assert set(gates["name"]) == set(names)

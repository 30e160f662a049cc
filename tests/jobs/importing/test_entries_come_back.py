"""What is known of a table stays known when rows of it come back: place, source, record."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.facts import COLUMNS
from lsgeo.intake.back.published import periods_of
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.sources.record import read_record
from lsgeo.workspace import Workspace
from tests.conftest import VINTAGE

OLD = "2024-12-01"
SHEET = (
    "Tình hình nông thôn mới tính đến ngày 30/6/2025\nSTT;Tên xã;Huyện;Trạng thái\n"
    "1;Xã Hồng Phong;Bình Gia;Đạt chuẩn\n2;Xã Không Có;Bình Gia;Chưa đạt\n"
)


def rows_of(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture
def gates(tmp_path: Path) -> Path:
    """Two gates, the second at a place that cannot be read."""
    features = [
        {
            "type": "Feature",
            "properties": {"Tên cửa khẩu": name, "Loại": "phụ", "Xã": "Xã Đồng Đăng"},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for name, place in (("Cửa khẩu một", [106.7, 21.97]), ("Cửa khẩu hai", "?"))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "ck.geojson").write_text(text, "utf-8")
    return tmp_path / "ck.geojson"


def drawn_anew(workspace: Path) -> pd.DataFrame:
    """The gates once the lost one is at 106.71, 21.98."""
    path = workspace / "quarantine" / "ck.csv"
    kept = rows_of(path)
    kept[["geometry: longitude", "geometry: latitude"]] = ["106,71", "21,98"]
    kept.to_csv(path, index=False)
    import_file(workspace, path, asked=Asked())
    return rows_of(workspace / "layers" / "gates-ck.csv").set_index("name")


@pytest.mark.parametrize("crs", ["", "EPSG:4756"])
def test_a_gate_drawn_anew_lies_where_it_was_drawn(workspace: Path, gates: Path, crs: str) -> None:
    """Its cells are longitude and latitude, whatever the layer was in (VN-2000 is 225 m off)."""
    said = {"vintage": VINTAGE, "period": "2025", "quality": "official", "crs": crs}
    import_file(workspace, gates, asked=Asked(kind="gates", **said))
    made = drawn_anew(workspace)
    place = made.loc["Cửa khẩu hai", ["longitude", "latitude"]].astype(float)
    assert place.tolist() == [106.71, 21.98]
    assert made["source"].nunique() == 1


def test_rows_of_a_table_that_was_edited_since_keep_its_entry_and_the_record_of_the_edit(
    workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "ntm.csv").write_text(SHEET, encoding="utf-8")
    asked = Asked(kind="ntm", vintage=OLD, quality="official", title="Bảng", attribution="Sở")
    import_file(workspace, tmp_path / "ntm.csv", asked=asked)
    layers = workspace / "layers"
    record = (layers / "records" / "ntm.csv").read_text(encoding="utf-8-sig")
    edit = "langson.gpkg,communes_2024,1,criteria_met,12,13,corrected,edited,\n"
    edits = "langson.gpkg,communes_2024,,,,,used,,193\n"
    (layers / "records" / "ed.csv").write_text(record + edit + edits, encoding="utf-8-sig")
    catalog = (layers / "catalog.toml").read_text(encoding="utf-8")
    (layers / "catalog.toml").write_text(
        catalog.replace("records/ntm.csv", "records/ed.csv"), encoding="utf-8"
    )
    kept = rows_of(workspace / "quarantine" / "ntm.csv")
    kept["Tên xã"] = "Xã Hoa Thám"
    kept.to_csv(workspace / "quarantine" / "ntm.csv", index=False)
    import_file(workspace, workspace / "quarantine" / "ntm.csv", asked=Asked())
    used = Workspace.open(workspace).used
    (entry,) = [one for one in used if one.path.name == "ntm_status-ntm.csv"]
    assert (entry.quality, entry.title, entry.attribution) == ("official", "Bảng", "Sở")
    assert entry.record == layers / "records" / "ed.csv"
    notes = read_record(entry.record).notes
    assert "quarantined" not in set(notes["outcome"])
    assert {"edited"} < set(notes["reason"])
    assert len(rows_of(entry.path)) == 2


def test_units_of_which_nothing_is_known_have_no_periods() -> None:
    none = pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})
    assert periods_of(none, vintage=OLD) == {}

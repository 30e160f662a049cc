"""The GeoPackage: valid, in the right place, and finished when QGIS opens it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import pytest
import rasterio
from shapely import Polygon, box

from lsgeo.compose import Field, Publication
from lsgeo.outputs.geopackage import OUTPUT
from lsgeo.outputs.geopackage.qml import alias
from lsgeo.palette import COVER, GATE, NO_DATA
from lsgeo.text import Words, same
from tests.outputs.publication import HOSTILE, line_layer, small_publication

MARKS = (
    Words("Ranh giới sơ đồ", "Schematic boundaries"),
    Words("Số liệu minh họa", "Illustrative"),
)
SYSTEM_PYTHON = "/usr/bin/python3"
PROBE = Path(__file__).with_name("qgis_probe.py")


@pytest.fixture(scope="module")
def publication() -> Publication:
    return replace(small_publication(watermarks=MARKS), others=(line_layer(),))


@pytest.fixture(scope="module")
def package(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "tinh.gpkg"
    OUTPUT.write(publication, path)
    return path


def rows(package: Path, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(package)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def qml(package: Path, table: str, style: str) -> ElementTree.Element:
    connection = sqlite3.connect(package)
    try:
        question = "SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND styleName = ?"
        (text,) = connection.execute(question, (table, style)).fetchone()
    finally:
        connection.close()
    return ElementTree.fromstring(text)


def test_the_file_is_a_geopackage_1_3_without_faults(package: Path) -> None:
    assert package.read_bytes()[68:72] == b"GPKG"
    assert rows(package, "PRAGMA user_version") == [(10300,)]
    assert rows(package, "PRAGMA integrity_check") == [("ok",)]
    assert rows(package, "PRAGMA foreign_key_check") == []


def test_no_journal_is_left_beside_the_file(package: Path) -> None:
    assert [path.name for path in package.parent.iterdir()] == ["tinh.gpkg"]


def test_every_table_is_listed_in_the_contents(package: Path) -> None:
    kinds = dict(rows(package, "SELECT table_name, data_type FROM gpkg_contents"))
    spatial = dict.fromkeys(("units", "districts", "gates", "border"), "features")
    tables = ("facts", "assessments", "events", "targets", "layer_styles")
    assert kinds == spatial | dict.fromkeys(tables, "attributes")


def test_the_same_publication_gives_the_same_bytes(
    publication: Publication, package: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.gpkg"
    OUTPUT.write(publication, again)
    assert again.read_bytes() == package.read_bytes()


def test_an_older_file_at_the_place_is_replaced_whole(
    publication: Publication, package: Path, tmp_path: Path
) -> None:
    path = tmp_path / "old.gpkg"
    path.write_bytes(b"something else")
    OUTPUT.write(publication, path)
    assert path.read_bytes() == package.read_bytes()


def test_layers_are_stored_in_vn_2000_with_its_own_datum(package: Path) -> None:
    stored = pyproj.CRS.from_user_input(pyogrio.read_info(package, layer="units")["crs"])
    assert stored == pyproj.CRS.from_epsg(9215)
    (definition,) = rows(
        package, "SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = 9215"
    )[0]
    assert "Vietnam_2000" in definition
    assert "central_meridian" in definition


def test_coordinates_are_moved_by_the_official_transformation(
    publication: Publication, tmp_path: Path
) -> None:
    # DOMAIN: 106.76 E 21.85 N on WGS 84 is E 449,158.03 N 2,417,140.52 in EPSG:9215.
    gates = publication.context[1]
    moved = gates.data.assign(geometry=gpd.points_from_xy([106.76] * 3, [21.85] * 3))
    path = tmp_path / "moved.gpkg"
    OUTPUT.write(replace(publication, context=(replace(gates, data=moved),)), path)
    point = gpd.read_file(path, layer="gates").geometry[0]
    assert (point.x, point.y) == pytest.approx((449158.03, 2417140.52), abs=0.01)


def test_codes_stay_text_with_their_leading_zeros(package: Path) -> None:
    units = gpd.read_file(package, layer="units")
    assert list(units["code"]) == ["00001", "00002", "00003"]
    assert list(units.columns[:2]) == ["code", "name"]


def test_whole_numbers_and_truths_keep_their_type_beside_missing_values(package: Path) -> None:
    columns = rows(package, "SELECT name, type FROM pragma_table_info('units')")
    assert dict(columns)["ntm_status"] == "INTEGER"
    assert dict(columns)["border"] == "BOOLEAN"
    assert rows(package, "SELECT ntm_status, border FROM units ORDER BY code") == [
        (-2, 1),
        (1, None),
        (None, 0),
    ]


def test_a_gate_without_a_position_stays_a_row(package: Path) -> None:
    gates = rows(package, "SELECT code, geom IS NULL FROM gates ORDER BY code")
    assert gates == [("ban-chat", 0), ("huu-nghi", 0), ("po-nhung", 1)]


def test_the_tables_hold_every_row(package: Path, publication: Publication) -> None:
    facts = rows(package, "SELECT code, value, source FROM facts")
    assert facts == [
        ("00001", -1.5, publication.facts["source"][0]),
        ("00002", None, "Hansen"),
    ]
    assert rows(package, "SELECT target, status FROM assessments") == [("ntm_share", "behind")]
    assert rows(package, "SELECT id, value FROM targets") == [("ntm_share", 80.0)]
    assert rows(package, "SELECT event, date FROM events") == [("recognised", "2025-01-02")]


def test_cells_that_are_words_dates_or_lists_become_plain_text(
    publication: Publication, tmp_path: Path
) -> None:
    cells: list[object] = [Words("Một", "One"), publication.as_of, ["a", "b"], None]
    targets = pd.DataFrame({"id": list("wxyz"), "said": cells})
    path = tmp_path / "cells.gpkg"
    OUTPUT.write(replace(publication, targets=targets), path)
    assert rows(path, "SELECT said FROM targets ORDER BY id") == [
        ("Một",),
        ("2025-12-31",),
        ("a; b",),
        (None,),
    ]


def test_the_watermark_is_in_every_title_and_description(package: Path) -> None:
    contents = rows(
        package,
        "SELECT identifier, description FROM gpkg_contents WHERE table_name <> 'layer_styles'",
    )
    marks = "RANH GIỚI SƠ ĐỒ · SỐ LIỆU MINH HỌA"
    assert all(title.endswith(f"({marks})") and marks in about for title, about in contents)
    assert ("Xã 2025 (RANH GIỚI SƠ ĐỒ · SỐ LIỆU MINH HỌA)",) in [row[:1] for row in contents]


def test_without_a_watermark_titles_are_bare_and_no_label_says_one(tmp_path: Path) -> None:
    path = tmp_path / "real.gpkg"
    OUTPUT.write(small_publication(), path)
    titles = rows(path, "SELECT identifier FROM gpkg_contents WHERE table_name = 'units'")
    assert titles == [("Xã 2025",)]
    labels = qml(path, "units", "Nông thôn mới").findall("labeling/rules/rule")
    assert [rule.get("description") for rule in labels] == ["Tên"]


def test_each_layer_names_its_own_source_and_licence_and_no_other(
    publication: Publication, tmp_path: Path
) -> None:
    units = replace(publication.units, attribution="Bản đồ A (CC BY-SA 4.0)")
    border = replace(line_layer(), attribution="© B (ODbL 1.0)")
    path = tmp_path / "licences.gpkg"
    OUTPUT.write(replace(publication, units=units, others=(border,)), path)
    told = dict(rows(path, "SELECT table_name, description FROM gpkg_contents"))
    assert "lớp này: Bản đồ A (CC BY-SA 4.0)" in told["units"]
    assert "lớp này: © B (ODbL 1.0)" in told["border"]
    assert "ODbL" not in told["units"] + told["districts"] + told["gates"]
    assert "CC BY-SA" not in told["border"]
    told = dict(
        rows(
            path,
            "SELECT table_name, metadata FROM gpkg_metadata_reference "
            "JOIN gpkg_metadata ON id = md_file_id",
        )
    )
    rights = {name: ElementTree.fromstring(text).findtext("rights") for name, text in told.items()}
    assert rights == {
        "units": "Bản đồ A (CC BY-SA 4.0)",
        "districts": "y",
        "gates": "GeoNames",
        "border": "© B (ODbL 1.0)",
    }


def test_columns_of_the_tables_say_in_vietnamese_which_day_a_plan_line_belongs_to(
    publication: Publication, tmp_path: Path
) -> None:
    names = ("baseline", "expected_now", "expected_today", "target", "vintage")
    assessed = publication.assessments.assign(**dict.fromkeys(names, "x"))
    path = tmp_path / "words.gpkg"
    OUTPUT.write(replace(publication, assessments=assessed), path)
    told = dict(
        rows(
            path,
            "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'assessments'",
        )
    )
    assert {name: told[name] for name in names} == {
        "baseline": "Giá trị xuất phát",
        "expected_now": "Mức kế hoạch vào ngày số liệu",
        "expected_today": "Mức kế hoạch vào ngày đánh giá",
        "target": "Mục tiêu",
        "vintage": "Mốc địa giới",
    }
    facts = rows(
        path,
        "SELECT title FROM gpkg_data_columns "
        "WHERE table_name = 'facts' AND column_name = 'indicator'",
    )
    assert facts == [("Chỉ số",)]


def test_each_style_has_one_row_and_the_first_is_the_default(package: Path) -> None:
    styles = rows(
        package,
        "SELECT f_table_name, f_geometry_column, styleName, useAsDefault FROM layer_styles "
        "ORDER BY id",
    )
    assert styles[:2] == [
        ("units", "geom", "Nông thôn mới", 1),
        ("units", "geom", "Tán cây năm 2000 còn lại", 0),
    ]
    assert [row[0] for row in styles[5:]] == ["facts", "assessments", "events", "targets"]


def test_every_column_tells_its_title_unit_period_quality_and_source(
    publication: Publication, tmp_path: Path
) -> None:
    *others, cover, border = publication.units.fields
    known = replace(cover, period="2024-12-31", quality="remote_sensing", source="Hansen")
    units = replace(publication.units, fields=(*others, known, border))
    path = tmp_path / "told.gpkg"
    OUTPUT.write(replace(publication, units=units), path)
    told = rows(
        path,
        "SELECT title, description FROM gpkg_data_columns "
        "WHERE table_name = 'units' AND column_name IN ('cover_pct', 'name') ORDER BY column_name",
    )
    assert told == [
        ("Tán cây còn lại (%)", "31/12/2024 · tham khảo viễn thám · Hansen"),
        ("Tên", ""),
    ]
    listed = {
        name
        for (table,) in rows(path, "SELECT table_name FROM gpkg_contents")
        for (name,) in rows(path, f"SELECT name FROM pragma_table_info('{table}')")
    }
    columns = rows(path, "SELECT column_name FROM gpkg_data_columns")
    assert {name for (name,) in columns} <= listed


@pytest.mark.parametrize(
    ("title", "unit", "shown"),
    [
        ("Diện tích mất rừng", "ha", "Diện tích mất rừng (ha)"),
        ("Số cửa khẩu", "cửa khẩu", "Số cửa khẩu"),
        ("Tên", "", "Tên"),
    ],
)
def test_an_alias_says_the_unit_once(title: str, unit: str, shown: str) -> None:
    assert alias(Field("column", Words(title, ""), unit=same(unit))) == shown


def test_hostile_words_cannot_leave_their_place_in_the_style(
    publication: Publication, tmp_path: Path
) -> None:
    style = publication.units.styles[0]
    first = replace(style.classes[0], label=Words(HOSTILE, ""))
    styles = (replace(style, classes=(first, *style.classes[1:]), source=HOSTILE),)
    path = tmp_path / "hostile.gpkg"
    OUTPUT.write(replace(publication, units=replace(publication.units, styles=styles)), path)
    document = qml(path, "units", "Nông thôn mới")
    labels = [entry.get("label", "") for entry in document.iter("category")]
    assert labels[0] == HOSTILE.replace("\x0b", "")
    tip = document.findtext("mapTip") or ""
    assert "<script" not in tip
    assert "[% 1+1" not in tip


def in_qgis(package: Path, *drawn: str) -> dict[str, Any]:
    """What QGIS finds in the file; it must be installed, or the test fails."""
    command = [SYSTEM_PYTHON, str(PROBE), str(package), *drawn]
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def qgis(package: Path) -> dict[str, Any]:
    return in_qgis(package)


@pytest.mark.qgis
def test_qgis_finds_every_layer_where_it_lies(qgis: dict[str, Any]) -> None:
    counts = {name: layer["features"] for name, layer in qgis.items()}
    assert counts == {
        "units": 3,
        "districts": 2,
        "gates": 3,
        "border": 1,
        "facts": 2,
        "assessments": 1,
        "events": 1,
        "targets": 1,
    }
    assert qgis["units"]["crs"] == "EPSG:9215"
    # The box of boxes in degrees: a datum taken for WGS 84 would move it by 0.002.
    assert qgis["units"]["extent"] == pytest.approx([107.0, 21.9, 107.3, 22.0], abs=0.0005)


@pytest.mark.qgis
def test_qgis_draws_each_unit_in_the_class_of_its_status(qgis: dict[str, Any]) -> None:
    units = qgis["units"]
    assert units["renderer"] == "categorizedSymbol"
    assert units["classes"] == [
        ["0", "Chưa đạt chuẩn", "#F6DFA8"],
        ["1", "Đạt chuẩn", "#A3D0E4"],
        ["-2", "Phường (không xét)", "#EDEDED"],
        ["", "Không có số liệu", NO_DATA.symbol.fill],
    ]
    assert units["drawn_as"] == {
        "00001": "Phường (không xét)",
        "00002": "Đạt chuẩn",
        "00003": "Không có số liệu",
    }


@pytest.mark.qgis
def test_qgis_puts_a_value_on_a_limit_into_the_upper_class_and_shows_a_missing_one(
    publication: Publication, tmp_path: Path
) -> None:
    units = publication.units
    turned = replace(publication, units=replace(units, styles=units.styles[::-1]))
    path = tmp_path / "cover.gpkg"
    OUTPUT.write(turned, path)
    found = in_qgis(path)["units"]
    assert [(label, colour) for _, label, colour in found["classes"]] == [
        ("dưới 50 %", COVER[0]),
        ("từ 50 %", COVER[4]),
        ("Không có số liệu", NO_DATA.symbol.fill),
    ]
    assert found["drawn_as"] == {
        "00001": "dưới 50 %",
        "00002": "từ 50 %",
        "00003": "Không có số liệu",
    }
    assert "12,5 %" in found["tips"][0]
    assert "tham khảo viễn thám" in found["tips"][0]


@pytest.mark.qgis
def test_qgis_offers_the_other_themes_by_their_titles(qgis: dict[str, Any]) -> None:
    assert set(qgis["units"]["styles"]) == {"Nông thôn mới", "Tán cây năm 2000 còn lại"}


@pytest.mark.qgis
def test_qgis_names_columns_in_vietnamese_with_their_units(qgis: dict[str, Any]) -> None:
    assert qgis["units"]["aliases"] == {
        "code": "Mã",
        "name": "Tên",
        "kind": "Loại",
        "ntm_status": "Nông thôn mới",
        "cover_pct": "Tán cây còn lại (%)",
        "border": "Xã biên giới",
    }
    assert qgis["facts"]["aliases"]["quality"] == "Độ tin cậy"
    assert qgis["assessments"]["aliases"]["why"] == "Vì sao"


@pytest.mark.qgis
def test_qgis_shows_coded_values_as_words(qgis: dict[str, Any]) -> None:
    assert qgis["units"]["values"]["ntm_status"] == [
        {"Chưa đạt chuẩn": "0"},
        {"Đạt chuẩn": "1"},
        {"Phường (không xét)": "-2"},
    ]
    assert {"Chậm": "behind"} in qgis["assessments"]["values"]["status"]


@pytest.mark.qgis
def test_qgis_draws_gates_with_a_halo_and_districts_by_their_edges_alone(
    qgis: dict[str, Any],
) -> None:
    assert qgis["gates"]["symbol_layers"] == ["SimpleMarker", "SimpleMarker"]
    assert qgis["gates"]["labels"] == ["name"]
    assert "<br>Cửa khẩu: <b>Phụ (vị trí gần đúng)</b>" in qgis["gates"]["tips"][1]
    assert qgis["districts"]["symbol_layers"] == ["SimpleLine", "GeometryGenerator"]


@pytest.mark.qgis
def test_qgis_draws_an_edge_between_two_districts_once_and_whole(
    publication: Publication, tmp_path: Path
) -> None:
    """West and east of x = 2 km, and an enclave in the west that touches the east in a corner."""
    west = box(0, 0, 2000, 3000)
    enclave = Polygon([(500, 500), (1500, 500), (2000, 1500), (500, 1500)])
    east = Polygon([(2000, 0), (4000, 0), (4000, 3000), (2000, 3000), (2000, 1500)])
    districts = publication.context[0]
    data = gpd.GeoDataFrame(
        {"name": ["Tây", "Đông", "Giữa"]},
        geometry=[west.difference(enclave), east, enclave],
        index=pd.Index(["001", "002", "003"], name="code"),
        crs="EPSG:9215",
    )
    data = data.set_geometry(data.translate(450_000, 2_400_000))
    path = tmp_path / "edges.gpkg"
    OUTPUT.write(replace(publication, context=(replace(districts, data=data),)), path)
    edges = in_qgis(path)["districts"]["shared_edges"]
    around = 1000 + (500**2 + 1000**2) ** 0.5 + 1500 + 1000
    assert edges["001"] == pytest.approx([1500, 1500, around])
    assert (edges["002"], edges["003"]) == (None, None)


@pytest.mark.qgis
def test_qgis_shows_the_source_of_a_layer_as_its_rights_beside_title_and_watermark(
    qgis: dict[str, Any],
) -> None:
    assert qgis["border"]["rights"] == ["OpenStreetMap"]
    assert qgis["units"]["title"] == "Xã 2025 (RANH GIỚI SƠ ĐỒ · SỐ LIỆU MINH HỌA)"
    assert "RANH GIỚI SƠ ĐỒ" in qgis["units"]["abstract"]


@pytest.mark.qgis
def test_qgis_map_tips_escape_what_stands_in_the_data(qgis: dict[str, Any]) -> None:
    assert "<script" not in "".join(qgis["units"]["tips"])
    assert "Đạt chuẩn" in qgis["units"]["tips"][1]
    assert "30/06/2025" in qgis["units"]["tips"][1]


@pytest.mark.qgis
@pytest.mark.filterwarnings(  # a picture of a map has no place on the ground
    "ignore::rasterio.errors.NotGeoreferencedWarning"
)
def test_qgis_draws_the_map_with_the_watermark_across_it(package: Path, tmp_path: Path) -> None:
    marked, bare = tmp_path / "marked.png", tmp_path / "bare.png"
    in_qgis(package, str(marked), "units", "districts", "gates", "border")
    plain = tmp_path / "plain.gpkg"
    OUTPUT.write(replace(small_publication(), others=(line_layer(),)), plain)
    in_qgis(plain, str(bare), "units", "districts", "gates", "border")
    assert colours(marked)[GATE] > 100
    assert colours(marked)["#A3D0E4"] < colours(bare)["#A3D0E4"] * 0.99


@pytest.mark.qgis
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("view", [(), ("--near",)])
def test_the_watermark_is_drawn_by_a_program_that_does_not_say_what_it_shows(
    package: Path, tmp_path: Path, view: tuple[str, ...]
) -> None:
    plain = tmp_path / "plain.gpkg"
    OUTPUT.write(small_publication(), plain)
    marked, bare = tmp_path / "marked.png", tmp_path / "bare.png"
    in_qgis(package, "--blind", *view, str(marked), "units")
    in_qgis(plain, "--blind", *view, str(bare), "units")
    covered = colours(bare)["#A3D0E4"] - colours(marked)["#A3D0E4"]
    assert covered > 5000  # of the pixels in that colour; a mark takes about 10,000


def colours(picture: Path) -> dict[str, int]:
    """How many pixels of each colour a picture has."""

    with rasterio.open(picture) as image:
        bands = image.read([1, 2, 3]).reshape(3, -1).T
    counts = pd.DataFrame(bands, columns=list("rgb")).value_counts()
    return {"#{:02X}{:02X}{:02X}".format(*colour): int(n) for colour, n in counts.items()}

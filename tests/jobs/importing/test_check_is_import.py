"""What a check says would become of every row is what an import then does with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from lsgeo.cli import main
from lsgeo.errors import LsgeoError
from lsgeo.jobs.examining import examine
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.sources.inventory import forest_types
from lsgeo.sources.record import read_record
from lsgeo.text import normalise
from tests.conftest import ROOT, VINTAGE
from tests.damage.seeding import snapshot
from tests.inventory.maker import make_lots

PLANE = "EPSG:9215"
OFFICIAL = {"quality": "official", "attribution": "Sở"}

Made = tuple[Path, dict[str, str]]


def _units() -> gpd.GeoDataFrame:
    """The communes of 2025, with the columns an office gives them."""
    layer = gpd.read_file(ROOT / "layers" / "communes_2025.gpkg")
    names = pd.read_csv(ROOT / "layers" / "units.csv", dtype="str", keep_default_na=False)
    there = names[names["vintage"] == VINTAGE].set_index("code")["name"]
    return layer.assign(name=layer["code"].map(there))


def ntm(folder: Path) -> Made:
    """One row as it stands, one whose code lost its zero, one that no unit is called."""
    path = folder / "ntm.csv"
    path.write_text(
        "Tình hình nông thôn mới tính đến ngày 30/6/2025\n"
        "STT;Mã xã;Tên xã;Huyện;Trạng thái\n"
        "1;;Xã Hồng Phong;Bình Gia;Đạt chuẩn\n"
        "2;6073;Xã Hoa Thám;Bình Gia;Chưa đạt\n"
        "3;;Xã Quý Hoàa;Bình Gia;Chưa đạt\n",
        encoding="utf-8",
    )
    return path, {"kind": "ntm"}


def gates(folder: Path) -> Made:
    path = folder / "cua_khau.csv"
    path.write_text(
        "STT;Tên cửa khẩu;Loại;Mốc giới;Xã;Kinh độ;Vĩ độ\n"
        "1;Cửa khẩu một;phụ;1088/2;Xã Đồng Đăng;106°42'40\";21°58'30\"\n"
        "2;Cửa khẩu hai;phụ;1090;Xã Không Có;106,7;21,9\n"
        "3;Cửa khẩu ba;nào đó;1091;Xã Đồng Đăng;106,7;21,9\n",
        encoding="utf-8",
    )
    return path, {"kind": "gates", "vintage": VINTAGE, "period": "2025"}


def indicator(folder: Path) -> Made:
    path = folder / "ngheo.csv"
    path.write_text(
        "STT;Mã xã;Tên xã;Tỷ lệ hộ nghèo (%)\n"
        "1;;Xã Đồng Đăng;12,5\n2;6196;;3,25\n3;;Xã Không Có;4,5\n4;;Xã Na Sầm;nhiều\n",
        encoding="utf-8",
    )
    said = {"kind": "indicator", "indicator": "poverty", "period": "2025", "vintage": VINTAGE}
    return path, said


def inventory(folder: Path) -> Made:
    """Lots of which one is of no type that is known; one without a shape has its area in words."""
    lots = make_lots(150, _units().set_index("code"), types=forest_types(), seed=5)
    lots.loc[3, "geometry"] = None
    lots.loc[5, ["maldlr", "ldlr"]] = [9999, "???"]
    lots.to_file(folder / "dbr.shp", encoding="UTF-8")
    return folder / "dbr.shp", {"kind": "inventory", "period": "2025", "level": "province"}


def units(folder: Path) -> Made:
    """All communes, whose codes lost their zero."""
    layer = _units().to_crs(PLANE)
    codes = layer["code"].str.lstrip("0")
    columns = {"MA_XA": codes, "TEN_XA": layer["name"]}
    gpd.GeoDataFrame(columns, geometry=layer.geometry).to_file(folder / "xa.gpkg")
    return folder / "xa.gpkg", {"kind": "units"}


def context(folder: Path) -> Made:
    """Rivers of which one has a coordinate that is no number."""
    lines = [
        '{"type": "Feature", "properties": {"ten": "Kỳ Cùng"}, "geometry": '
        '{"type": "LineString", "coordinates": [[106.6, 21.8], [106.8, 21.9]]}}',
        '{"type": "Feature", "properties": {"ten": "Thương"}, "geometry": '
        '{"type": "LineString", "coordinates": [[106.6, 21.8], [NaN, 21.9]]}}',
    ]
    path = folder / "song.geojsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, {"kind": "context"}


OUTCOMES = {
    ntm: (1, 1),
    gates: (1, 2),
    indicator: (1, 2),
    inventory: (0, 1),
    units: (65, 0),
    context: (0, 1),
}
"""How many rows of each have to be corrected and quarantined, counted by eye."""

KINDS = pytest.mark.parametrize("make", OUTCOMES, ids=lambda make: make.__name__)


@KINDS
def test_every_row_becomes_what_the_check_said(
    workspace: Path, tmp_path: Path, make: Callable[[Path], Made]
) -> None:
    path, said = make(tmp_path)
    asked = Asked(**said, **OFFICIAL)
    before = snapshot(workspace)
    (examined,) = examine(workspace, [path], asked=asked).files
    assert snapshot(workspace) == before
    assert examined.converted is not None, examined.error
    made = import_file(workspace, path, asked=asked)
    foretold = examined.converted.ledger
    record = read_record(workspace / "layers" / "records" / f"{made.converted.stem}.csv")
    assert _told(record.notes) == _told(foretold.notes)
    assert record.counts.astype(str).to_dict() == foretold.counts.astype(str).to_dict()
    (count,) = record.counts.to_dict("records")
    assert (count["corrected"], count["quarantined"]) == OUTCOMES[make]
    assert _kept_aside(workspace) == [str(row) for row in examined.converted.quarantined.index]


@KINDS
def test_the_tables_are_those_that_the_check_was_of(
    workspace: Path, tmp_path: Path, make: Callable[[Path], Made]
) -> None:
    path, said = make(tmp_path)
    asked = Asked(**said, **OFFICIAL)
    (examined,) = examine(workspace, [path], asked=asked).files
    assert examined.converted is not None, examined.error
    made = import_file(workspace, path, asked=asked)
    assert examined.converted.entries == made.converted.entries
    assert examined.converted.files
    for name, table in examined.converted.files.items():
        written = workspace / "layers" / name
        if isinstance(table, gpd.GeoDataFrame):
            assert len(gpd.read_file(written)) == len(table)
        else:
            there = pd.read_csv(written, dtype="str", keep_default_na=False)
            assert there.to_dict("records") == table.astype(str).to_dict("records")


@KINDS
def test_the_commands_tell_the_same_of_it(
    workspace: Path,
    tmp_path: Path,
    make: Callable[[Path], Made],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, said = make(tmp_path)
    options = [part for name, text in said.items() for part in (_option(name), text)]
    options += ["--quality", "official", "--source", "Sở", "-w", str(workspace)]
    assert main(["--lang", "en", "check", str(path), *options]) == 0
    of_check = capsys.readouterr().out
    assert main(["--lang", "en", "import", str(path), *options]) == 0
    of_import = capsys.readouterr().out
    told, _blank, _files = of_import.partition("\n\n")
    assert told in of_check


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("ntm.csv", "Tên xã;Trạng thái\nXã Không Có;Đạt chuẩn\n", "ntm"),
        ("ck.csv", "Tên cửa khẩu;Loại;Xã\nCửa khẩu;phụ;Xã Không Có\n", "gates"),
        ("ngheo.csv", "Tên xã;Tỷ lệ hộ nghèo (%)\nXã Không Có;4,5\n", "indicator"),
    ],
)
def test_a_file_of_which_nothing_can_be_taken_is_refused_by_both(
    workspace: Path, tmp_path: Path, name: str, content: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    asked = Asked(kind=kind, period="2025", vintage=VINTAGE, indicator="poverty", **OFFICIAL)
    (examined,) = examine(workspace, [path], asked=asked).files
    assert examined.converted is None
    with pytest.raises(LsgeoError) as caught:
        import_file(workspace, path, asked=asked)
    assert examined.error is not None
    assert examined.error.message == caught.value.message
    assert "no row of it can be taken" in caught.value.message
    assert "row 2" in caught.value.message


def _told(notes: pd.DataFrame) -> list[dict[str, str]]:
    return notes.astype(str).map(normalise).to_dict("records")


def _kept_aside(workspace: Path) -> list[str]:
    """The numbers of the rows in quarantine/."""
    kept = [*(workspace / "quarantine").glob("*")]
    rows = [
        gpd.read_file(path)
        if path.suffix == ".gpkg"
        else pd.read_csv(path, dtype="str", keep_default_na=False)
        for path in kept
    ]
    return [str(row) for table in rows for row in table["lsgeo_row"]]


def _option(name: str) -> str:
    return "--as" if name == "kind" else f"--{name}"

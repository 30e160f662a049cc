"""The job behind ``lsgeo patches``: lists that sum to the indicator, files that say all."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from lsgeo.cli import main
from lsgeo.cli.commands import patches as command
from lsgeo.errors import ConfigError, InputError, OutputError
from lsgeo.jobs.measuring import measure
from lsgeo.jobs.patching import Asked, Listed, patches
from lsgeo.patches import Sieve
from lsgeo.products.hansen import CANOPY_EDGES
from lsgeo.workspace import Workspace, read
from tests.conftest import ROOT, SETTINGS, VINTAGE, TinyWorkspace
from tests.inventory.conftest import tiny_lots
from tests.jobs.test_inventories import keep


def listed(tiny: TinyWorkspace, **keys: object) -> Listed:
    asked = Asked(**keys)
    return patches(tiny.root, output=tiny.root / "out", asked=asked)


def indicator(folder: Path, *, illustrative: bool = False) -> pd.Series:
    """The loss of each unit of the published vintage and year, as a build measures it."""
    workspace = Workspace.open(folder, illustrative=illustrative)
    facts = measure(workspace, read(workspace), today=pd.Timestamp("2027-01-01").date()).facts
    mine = facts[(facts["indicator"] == "forest_loss") & (facts["variant"] == "canopy>=30")]
    mine = mine[mine["vintage"] == workspace.config.vintages[0]]
    return mine.set_index(["code", "period"])["value"].sort_index()


def sums(found: Listed, name: str = "forest_loss") -> pd.Series:
    facts = found.publication.facts
    mine = facts[facts["indicator"] == name]
    return mine.set_index(["code", "period"])["value"].sort_index()


def assert_same(one: pd.Series, other: pd.Series) -> None:
    assert one.index.tolist() == other.index.tolist()
    assert one.to_numpy() == pytest.approx(other.to_numpy(), abs=1e-9)


def test_every_patch_of_the_tiny_world_is_listed(tiny_workspace: TinyWorkspace) -> None:
    """One hectare in each of three years; the 29 % of canopy lost in 2002 is below 30."""
    found = listed(tiny_workspace).patches
    assert found.index.tolist() == ["2001-0001", "2002-0001", "2003-0001"]
    assert found["area_ha"].tolist() == pytest.approx([1, 1, 1], rel=1e-5)
    assert found["commune_code"].tolist() == ["00001", "00001", "00002"]


def test_patches_sum_to_the_indicator(tiny_workspace: TinyWorkspace) -> None:
    assert_same(sums(listed(tiny_workspace)), indicator(tiny_workspace.root))


def test_patches_of_this_workspace_sum_to_the_indicator(tmp_path: Path) -> None:
    found = patches(ROOT, output=tmp_path / "x.gpx", illustrative=True)
    assert_same(sums(found), indicator(ROOT, illustrative=True))
    by_year = found.patches.groupby("year")["inside_ha"].sum()
    whole = sums(found)[found.publication.province]
    assert by_year.to_numpy() == pytest.approx(whole[whole > 0].to_numpy(), abs=1e-9)


def test_communes_add_up_to_the_province_after_sifting(tmp_path: Path) -> None:
    asked = Asked(sieve=Sieve(5.0, connectivity=4))
    found = patches(ROOT, output=tmp_path / "x.gpx", asked=asked, illustrative=True)
    loss = sums(found)
    province = loss[found.publication.province]
    communes = loss.drop(found.publication.province).groupby("period").sum()
    assert communes.to_numpy() == pytest.approx(province.to_numpy(), abs=1e-9)
    assert 0 < province.sum() < indicator(ROOT, illustrative=True)[found.publication.province].sum()
    assert found.patches["area_ha"].min() >= 5.0
    assert set(found.publication.facts["variant"]) == {"canopy>=30, mmu>=5ha/4"}


def test_years_size_and_canopy_are_as_asked(tiny_workspace: TinyWorkspace) -> None:
    assert listed(tiny_workspace, first=2002, last=2002).patches["year"].tolist() == [2002]
    assert listed(tiny_workspace, first=2002).patches["year"].tolist() == [2002, 2003]
    assert listed(tiny_workspace, sieve=Sieve(1.5)).patches.empty
    canopy = listed(tiny_workspace, min_canopy_pct=10).patches
    assert canopy.loc["2002-0001", "area_ha"] == pytest.approx(2.0, rel=1e-5)


def test_the_canopy_is_that_of_the_settings_unless_asked(tiny_workspace: TinyWorkspace) -> None:
    settings = tiny_workspace.path("lsgeo.toml").read_text(encoding="utf-8")
    tiny_workspace.write("lsgeo.toml", settings + "\n[options.forest_loss]\nmin_canopy_pct = 75\n")
    assert listed(tiny_workspace).patches.index.tolist() == ["2001-0001"]


def test_a_list_of_nothing_is_written_too(tiny_workspace: TinyWorkspace) -> None:
    found = listed(tiny_workspace, sieve=Sieve(100))
    assert [one.path.suffix for one in found.files] == [".gpkg", ".gpx", ".xlsx"]
    assert len(pyogrio.read_dataframe(found.files[0].path, layer="patches")) == 0
    assert sums(found).sum() == 0


def test_with_an_inventory_loss_is_told_by_origin_and_lot(tiny_workspace: TinyWorkspace) -> None:
    """Natural and planted stand in the upper row, young and bare ground in the lower."""
    keep(tiny_workspace, "lots", tiny_lots(), vintage=VINTAGE, period="2000")
    found = listed(tiny_workspace)
    row = found.patches.loc["2002-0001"]
    assert (row["tk"], row["khoanh"], row["lo"], row["origin"]) == ("1", "1", "2", "planted")
    assert row["lots"] == ("1/1/2",)  # those beside it only by a millimetre of the datum's shift
    assert found.patches["origin"].tolist() == ["planted", "planted", "outside"]
    assert sums(found, "forest_loss_planted").groupby("code").sum().to_dict() == pytest.approx(
        {"00001": 2.0, "00002": 0.0, "20": 2.0}, abs=1e-4
    )
    parts = [sums(found, f"forest_loss_{one}") for one in ("natural", "planted", "outside")]
    assert_same(sum(parts[1:], parts[0]), sums(found))


def test_an_inventory_of_one_commune_says_nothing_of_the_other(
    tiny_workspace: TinyWorkspace,
) -> None:
    west = tiny_lots().iloc[:4]
    keep(tiny_workspace, "lots", west, vintage=VINTAGE, period="2000", level="commune")
    found = listed(tiny_workspace)
    assert found.patches["origin"].tolist() == ["planted", "planted", "unknown"]
    assert "00002" not in sums(found, "forest_loss_planted").index


def test_made_up_rasters_say_so_in_every_file(tiny_workspace: TinyWorkspace) -> None:
    for band in ("treecover2000", "lossyear"):
        tiny_workspace.sources[f"rasters/{band}.tif"]["quality"] = "illustrative"
    tiny_workspace.seal()
    with pytest.raises(ConfigError, match="--demo"):
        listed(tiny_workspace)
    found = patches(tiny_workspace.root, output=tiny_workspace.root / "out", illustrative=True)
    package, gpx, book = (one.path for one in found.files)
    words = "SỐ LIỆU MINH HỌA"
    layers = pyogrio.list_layers(package)[:, 0].tolist()
    assert {"communes", "patches", "facts"} <= set(layers)
    assert pyogrio.read_dataframe(package, layer="patches")["name"].str.contains(words).all()
    assert gpx.read_text(encoding="utf-8").count(words) > 2 * len(found.patches)
    for sheet in openpyxl.load_workbook(book):
        assert any(words in str(row[0]) for row in sheet.iter_rows(max_row=6, values_only=True))


def test_real_rasters_bear_no_such_words(tiny_workspace: TinyWorkspace) -> None:
    assert listed(tiny_workspace).publication.watermarks == ()


@pytest.mark.parametrize("suffix", [".gpkg", ".xlsx", ".gpx"])
def test_one_file_is_written_where_one_is_named(tiny_workspace: TinyWorkspace, suffix: str) -> None:
    target = tiny_workspace.root / f"tuần tra{suffix}"
    before = {path.name for path in tiny_workspace.root.iterdir()}
    found = patches(tiny_workspace.root, output=target)
    assert [one.path for one in found.files] == [target]
    assert {path.name for path in tiny_workspace.root.iterdir()} == before | {target.name}


def test_another_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.gpkg, \.xlsx, \.gpx"):
        patches(tmp_path / "nowhere", output=tmp_path / "x.shp")


def test_years_that_were_not_looked_at_are_refused(tiny_workspace: TinyWorkspace) -> None:
    for first, last in ((2000, 2003), (2003, 2025), (2004, 2003)):
        with pytest.raises(InputError, match="2001–2024"):
            listed(tiny_workspace, first=first, last=last)


def test_the_map_lies_in_the_system_of_the_workspace(tiny_workspace: TinyWorkspace) -> None:
    package = listed(tiny_workspace).files[0].path
    shown = gpd.read_file(package, layer="patches")
    assert shown.crs == "EPSG:9215"
    points = gpd.GeoSeries(gpd.points_from_xy(shown["east"], shown["north"]), crs=shown.crs)
    assert shown.contains(points).all()
    turned = gpd.GeoSeries(gpd.points_from_xy(shown["lon"], shown["lat"]), crs="EPSG:4326")
    assert turned.to_crs(shown.crs).distance(points).max() < 0.001


def test_the_workbook_has_the_list_and_the_sums(tiny_workspace: TinyWorkspace) -> None:
    book = openpyxl.load_workbook(listed(tiny_workspace, first=2003).files[2].path)
    assert book.sheetnames == ["Vùng", "Theo xã"]
    rows = list(book["Vùng"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "Mã vùng")
    table = dict(zip(rows[head], rows[head + 2], strict=True))
    assert table["Mã vùng"] == "2003-0001"
    assert table["Xã có phần lớn nhất"] == "Xã Phía Đông"
    assert table["Diện tích (ha)"] == pytest.approx(1.0, rel=1e-5)
    assert "Tiểu khu" not in table


def test_the_command_tells_where_most_was_lost(
    tiny_workspace: TinyWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tiny_workspace.root / "out"
    options = ["--year", "2002", "--min-area", "0.5", "--connectivity", "4", "--min-canopy", "10"]
    given = ["--lang", "en", "patches", "-w", str(tiny_workspace.root), "-o", str(out), *options]
    assert main(given) == 0
    told = capsys.readouterr().out
    assert "1 patches, 2.0 ha in the communes." in told
    assert "mat-tan-cay.gpx" in told


def test_a_year_and_a_span_are_not_both_taken(
    tiny_workspace: TinyWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--lang", "en", "patches", "--year", "2002", "--from", "2001", "-o", "x.gpx"]
    assert main([*given, "-w", str(tiny_workspace.root)]) == 2
    assert "either --year or --from" in capsys.readouterr().err


def test_the_command_offers_the_thresholds_there_are() -> None:
    assert command._CANOPY == CANOPY_EDGES


def test_only_years_that_had_ended_on_the_day_are_listed(tiny_workspace: TinyWorkspace) -> None:
    """As in a build of that day: what came later was not known."""
    for day, years in (("2002-12-31", {2001, 2002}), ("2002-12-30", {2001})):
        tiny_workspace.write("lsgeo.toml", SETTINGS.replace("2026-01-31", day))
        tiny_workspace.seal()
        assert set(listed(tiny_workspace).patches["year"]) == years

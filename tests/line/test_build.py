"""The whole line on both workspaces: what must add up, agree, and be said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import shapely

from lsgeo import workspace as workspaces
from lsgeo.crs import geodesic_area_ha
from lsgeo.jobs.build import Built, build
from lsgeo.zonal.tally import class_areas

from .conftest import DAY, ROOT

FILES = {
    "index.html",
    "facts.parquet",
    "facts.csv",
    "assessments.csv",
    "ledger.csv",
    "manifest.json",
    "bao-cao.xlsx",
}


def of(built: Built, indicator: str, *, vintage: str) -> pd.DataFrame:
    facts = built.publication.facts
    return facts[(facts["indicator"] == indicator) & (facts["vintage"] == vintage)]


def test_every_file_is_made(built: Built) -> None:
    names = {placed.path.name for placed in built.files}
    assert names == FILES | {f"{built.publication.name}.gpkg", f"tin-{DAY.isoformat()}.png"}
    assert all(placed.path.stat().st_size > 0 for placed in built.files)


def test_the_map_has_the_65_units_of_2025_and_keeps_the_194_and_11_before(built: Built) -> None:
    assert len(built.publication.units.data) == 65
    shown = [(layer.level, len(layer.data)) for layer in built.publication.others]
    assert shown == [("commune", 194), ("district", 11)]


def test_communes_add_up_to_the_province_in_every_class(built: Built) -> None:
    """Measured twice: each commune by itself, and the province by its own outline."""
    inputs = workspaces.read(built.workspace)
    layers = [scene.layer() for dates in inputs.rasters.values() for scene in dates]
    assert {layer.name for layer in layers} == {"hansen", "mcd12c1 2019"}
    for units in inputs.units.values():
        outline = shapely.coverage_union_all(units.geometry.to_numpy())
        province = units.iloc[[0]].set_geometry([outline], crs=units.crs)
        whole = class_areas(province, layers).set_index(["layer", "class"])["area_ha"]
        parts = class_areas(units, layers).groupby(["layer", "class"])["area_ha"].sum()
        assert set(parts.index) == set(whole.index)
        assert ((parts - whole).abs() / whole.sum()).max() < 1e-9
        assert (parts / whole - 1).abs().max() < 1e-9


def test_areas_agree_with_pyproj_within_a_hundredth_of_a_per_cent(built: Built) -> None:
    inputs = workspaces.read(built.workspace)
    for (scene,) in inputs.rasters.values():
        layer = scene.layer()
        for units in inputs.units.values():
            measured = class_areas(units, [layer]).groupby("code")["area_ha"].sum()
            geodesic = geodesic_area_ha(units.geometry)
            assert (measured / geodesic - 1).abs().max() < 1e-4


@pytest.mark.parametrize("indicator", ["forest_loss", "tree_cover_2000_remaining", "land_cover"])
@pytest.mark.parametrize("vintage", ["2025-07-01", "2024-12-01"])
def test_amounts_of_communes_and_districts_sum_to_those_of_the_province(
    built: Built, indicator: str, vintage: str
) -> None:
    facts = of(built, indicator, vintage=vintage)
    by_digits = facts.assign(digits=facts["code"].str.len())
    sums = by_digits.groupby(["period", "variant", "digits"])["value"].sum().unstack()
    assert set(sums.columns) == ({2, 5} if vintage == "2025-07-01" else {2, 3, 5})
    for column in sums.columns:
        assert (sums[column] - sums[2]).abs().max() <= 1e-9 * sums[2].max()


def test_both_vintages_measure_the_same_province(built: Built) -> None:
    values = [
        of(built, "forest_loss_since_2001", vintage=vintage).query("code == '20'")["value"].iloc[-1]
        for vintage in ("2025-07-01", "2024-12-01")
    ]
    assert values[0] == pytest.approx(values[1], rel=1e-4)


def test_the_headline_is_the_published_one(built: Built) -> None:
    province = built.publication.assessments.set_index(["target", "code"])
    met = province.loc[("ntm_share", "20")]
    assert (met["period"], round(met["value"], 2)) == ("2025-06-30", round(106 / 175 * 100, 2))
    assert province.loc[("ntm_advanced_share", "20"), "value"] == pytest.approx(16.0)
    of_met = province.loc[("ntm_advanced_of_met_share", "20"), "value"]
    assert of_met == pytest.approx(28 / 106 * 100)


def test_districts_are_no_longer_assessed_and_satellites_do_not_judge_the_forest(
    built: Built,
) -> None:
    status = built.publication.assessments.set_index(["target", "code"])["status"]
    assert status["ntm_districts", "20"] == "not_assessable"
    assert status["forest_cover", "20"] == "insufficient_data"


def test_every_number_has_a_source_and_a_quality(built: Built) -> None:
    facts = built.publication.facts
    assert (facts["source"].str.len() > 0).all()
    assert facts["quality"].notna().all()


def test_nothing_made_from_illustrative_input_passes_as_better(built: Built) -> None:
    facts = built.publication.facts
    canopy = facts[facts["indicator"].str.startswith(("tree_cover", "forest_loss"))]
    assert set(canopy["quality"]) == {"illustrative"}
    assert set(facts.loc[facts["indicator"] == "ntm_status", "quality"]) == {"illustrative"}


def test_the_manifest_tells_the_truth_about_the_outputs(built: Built) -> None:
    paths = {placed.path.name: placed.path for placed in built.files}
    manifest = json.loads(paths["manifest.json"].read_text(encoding="utf-8"))
    for name, told in manifest["outputs"].items():
        assert hashlib.sha256(paths[name].read_bytes()).hexdigest() == told["sha256"]
    assert set(manifest["outputs"]) == set(paths) - {"manifest.json"}


def test_the_ledger_balances(built: Built) -> None:
    counts = built.publication.ledger.counts
    parts = counts[["used", "corrected", "quarantined"]].sum(axis=1)
    assert (counts["rows"] == parts).all()
    assert len(counts) >= 9


def test_the_geopackage_is_in_the_provinces_plane(built: Built) -> None:
    path = next(placed.path for placed in built.files if placed.path.suffix == ".gpkg")
    assert pyogrio.read_info(path, layer="communes_2025")["crs"] == "EPSG:9215"


def test_the_embedded_map_says_what_it_is(embedded: Built) -> None:
    assert [words.vi for words in embedded.publication.watermarks] == [
        "RANH GIỚI SƠ ĐỒ",
        "SỐ LIỆU MINH HỌA",
    ]
    assert "không có giá trị pháp lý" in embedded.publication.notes[0].vi


def test_the_same_inputs_give_the_same_bytes(embedded: Built, tmp_path: Path) -> None:
    again = build(ROOT, out=tmp_path, as_of=DAY)
    first = {placed.path.name: placed.path.read_bytes() for placed in embedded.files}
    for placed in again.files:
        if placed.path.name != "manifest.json":  # it holds timings
            assert placed.path.read_bytes() == first[placed.path.name], placed.path.name


@pytest.mark.real
def test_illustrative_inputs_stay_out_unless_they_are_allowed(tmp_path: Path) -> None:
    built = build(ROOT / "tests" / "real", out=tmp_path, as_of=DAY)
    assert set(built.publication.facts["quality"]).isdisjoint({"illustrative", "schematic"})
    assert built.publication.watermarks == ()
    left_out = {left.indicator.name: left.files for left in built.left_out}
    assert set(left_out) == {
        *("tree_cover", "forest_loss", "forest_gain", "new_rural"),
        *("forest_loss_patches", "forest_loss_origin"),
        *("land_change", "land_swap"),
        *("forest_inventory", "ntm_criteria"),
    }
    assert left_out["new_rural"] == ("layers/ntm_status.csv",)


@pytest.mark.real
def test_the_real_layers_replace_the_schematic_ones(real: Built) -> None:
    assert [words.vi for words in real.publication.watermarks] == ["SỐ LIỆU MINH HỌA"]
    passed_over = {entry.path.name for entry in real.workspace.passed_over}
    assert {"communes_2025.gpkg", "communes_2024.gpkg", "border_gates.csv"} <= passed_over


@pytest.mark.real
def test_the_frontier_of_each_border_commune_is_near_the_measured_one(real: Built) -> None:
    """Against the lengths measured on the real polygons; the line here is another, from OSM."""
    measured = {
        "06004": 20.9,
        "06037": 13.3,
        "06058": 17.1,
        "06148": 22.9,
        "06172": 13.5,
        "06184": 19.1,
        "06211": 13.6,
        "06196": 41.7,
        "06541": 16.2,
        "06565": 12.5,
        "06625": 40.6,
    }
    frontier = of(real, "frontier_km", vintage="2025-07-01").set_index("code")["value"]
    assert set(frontier[frontier > 1].index) == set(measured)
    for code, km in measured.items():
        assert frontier[code] == pytest.approx(km, rel=0.12), code
    assert frontier.sum() == pytest.approx(231.4, rel=0.05)


@pytest.mark.real
def test_gates_lie_in_the_communes_their_rows_name(real: Built) -> None:
    gates = next(layer for layer in real.publication.context if layer.name == "border_gates").data
    units = real.publication.units.data.to_crs(gates.crs)
    placed = gates[gates.geometry.notna()]
    assert len(placed) == 7
    for gate in placed.itertuples():
        name = gate.commune.split(" ", 1)[1]
        unit = units[units["name"] == name].geometry.iloc[0]
        assert unit.distance(gate.geometry) < 0.002, gate.name  # Hữu Nghị stands 153 m beyond

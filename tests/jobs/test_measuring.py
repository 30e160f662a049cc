"""From the files of a workspace to its facts and layers: what is measured, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from lsgeo.errors import LsgeoError
from lsgeo.indicators import known_units
from lsgeo.jobs.build import Built, build
from tests.conftest import BEFORE, LOSSYEAR, VINTAGE, TinyWorkspace


def built(tiny: TinyWorkspace) -> Built:
    tiny.seal()
    return build(tiny.root)


def message(tiny: TinyWorkspace) -> str:
    with pytest.raises(LsgeoError) as caught:
        built(tiny)
    return str(caught.value)


def codes_of(facts: pd.DataFrame, indicator: str) -> set[str]:
    mine = facts[(facts["indicator"] == indicator) & (facts["vintage"] == VINTAGE)]
    return set(mine["code"])


def test_a_file_tagged_nodata_0_gives_the_same_numbers(tiny_workspace: TinyWorkspace) -> None:
    """Hansen's 0 is data: no loss, and no trees."""
    plain = built(tiny_workspace).publication.facts
    tiny_workspace.raster("rasters/lossyear.tif", LOSSYEAR, nodata=0)
    tagged = built(tiny_workspace).publication.facts
    pd.testing.assert_frame_equal(plain, tagged)


@pytest.fixture
def half_seen(tiny_workspace: TinyWorkspace) -> Built:
    """West has one pixel of four without data, so the province has one of eight."""
    pixels = [[255, *LOSSYEAR[0][1:]], LOSSYEAR[1]]
    tiny_workspace.raster("rasters/lossyear.tif", pixels, nodata=255)
    return built(tiny_workspace)


def test_a_unit_that_was_not_seen_whole_has_no_numbers(half_seen: Built) -> None:
    facts = half_seen.publication.facts
    for indicator in ("forest_loss", "tree_cover_2000_remaining_share"):
        assert codes_of(facts, indicator) == {"00002"}
    assert codes_of(facts, "land_cover") == {"00001", "00002", "20"}  # another product


def test_how_much_was_not_seen_is_a_number_of_the_map(half_seen: Built) -> None:
    publication = half_seen.publication
    field = next(one for one in publication.units.fields if one.name.startswith("unobserved"))
    shares = publication.units.data[field.name]
    assert shares.to_dict() == pytest.approx({"00001": 25.0, "00002": 0.0}, rel=1e-4)
    assert field.title.vi.startswith("Phần không có dữ liệu ảnh: ")
    assert "mcd12c1" not in field.name  # nothing of it is missing


def test_what_was_not_seen_is_said_on_the_page_by_the_command_and_in_the_manifest(
    half_seen: Built,
) -> None:
    (note,) = [
        words
        for words in half_seen.publication.notes
        if "dữ liệu ảnh" in words.vi and "01/07/2025" in words.vi
    ]
    assert note.vi.endswith("Xã Phía Tây, Tỉnh Nhỏ.")
    assert any("Xã Phía Tây, Tỉnh Nhỏ" in remark for remark in half_seen.remarks)
    path = next(placed.path for placed in half_seen.files if placed.path.name == "manifest.json")
    told = json.loads(path.read_text(encoding="utf-8"))["unobserved"]
    assert {"product": "hansen", "vintage": VINTAGE, "codes": ["00001", "20"]} in told


def test_a_province_seen_whole_says_nothing_of_it(tiny_workspace: TinyWorkspace) -> None:
    made = built(tiny_workspace)
    assert not any("dữ liệu ảnh" in words.vi for words in made.publication.notes)
    assert not any(one.name.startswith("unobserved") for one in made.publication.units.fields)


def test_a_raster_that_speaks_of_years_after_its_period_is_refused(
    tiny_workspace: TinyWorkspace,
) -> None:
    """The last loss of the tiny world is of 2003."""
    for band in ("lossyear", "treecover2000"):
        tiny_workspace.sources[f"rasters/{band}.tif"]["period"] = "2002"
    text = message(tiny_workspace)
    assert "tif: the raster cannot be used" in text
    assert "later year than its entry in the catalog (expected ≥ 2003, got 2002)" in text


def test_years_looked_at_after_the_last_loss_are_zero_and_later_ones_have_no_fact(
    tiny_workspace: TinyWorkspace,
) -> None:
    facts = built(tiny_workspace).publication.facts
    loss = facts[(facts["indicator"] == "forest_loss") & (facts["vintage"] == VINTAGE)]
    assert loss["period"].max() == "2024"
    assert set(loss.loc[loss["period"] > "2003", "value"]) == {0.0}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("ntm_status", ",2025,2021-2025,chưa", ",2199,2021-2025,chưa", f"{VINTAGE} 00002: "),
        ("observations", ",2025,3.5", ",2199,3.5", f"{VINTAGE} 20: "),
    ],
)
def test_a_row_of_the_future_is_refused(
    tiny_workspace: TinyWorkspace, name: str, old: str, new: str, said: str
) -> None:
    tiny_workspace.edit(f"layers/{name}.csv", old, new)
    text = message(tiny_workspace)
    assert f"{name}.csv: the input cannot be used" in text
    assert f"{said}the period lies in the future" in text


def test_a_raster_of_the_future_is_refused_with_its_file(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.sources["rasters/lossyear.tif"]["period"] = "2099"
    text = message(tiny_workspace)
    assert "lossyear.tif: the input cannot be used" in text
    assert "period: the period lies in the future" in text
    assert "got 2099" in text


def test_a_target_that_satellites_would_judge_stops_the_build(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.sources["rasters/lossyear.tif"]["quality"] = "official"
    name = "tree_cover_2000_remaining_share"
    tiny_workspace.edit("targets.toml", 'indicator = "ntm_share"', f'indicator = "{name}"')
    text = message(tiny_workspace)
    assert "targets.toml: the targets cannot be used" in text
    assert f"target 'ntm_share': {name} measures something else" in text


def test_a_target_in_another_unit_than_its_numbers_stops_the_build(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit("targets.toml", 'unit = "%"', 'unit = "xã"')
    text = message(tiny_workspace)
    assert "'ntm_share': its numbers are in another unit (expected xã, got %)" in text


def test_the_map_shows_what_was_known_on_its_day(tiny_workspace: TinyWorkspace) -> None:
    """The statuses are of the end of 2025, and the decision of 30/11/2025."""
    tiny_workspace.edit("lsgeo.toml", "2026-01-31", "2025-12-30")
    early = built(tiny_workspace).publication
    assert "ntm_status" not in early.units.data.columns
    assert len(early.events) == 1
    assert "2025" in set(early.facts.loc[early.facts["indicator"] == "ntm_status", "period"])
    tiny_workspace.edit("lsgeo.toml", "2025-12-30", "2025-11-29")
    assert built(tiny_workspace).publication.events.empty


def test_each_gate_lies_in_a_commune_of_its_own_vintage(tiny_workspace: TinyWorkspace) -> None:
    """00001 was Bản Tây, and is Phía Tây."""
    path = tiny_workspace.path("layers/gates.csv")
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{header},commune_vintage", f"{first},{BEFORE}", f"{second},{VINTAGE}"]
    tiny_workspace.write("layers/gates.csv", "\n".join([*rows, ""]))
    context = built(tiny_workspace).publication.context
    gates = next(layer.data for layer in context if layer.name == "border_gates")
    assert gates["commune"].tolist() == ["Xã Bản Tây", "Xã Phía Đông"]


def test_official_areas_are_as_good_as_the_registry(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.sources["layers/units.csv"]["quality"] = "approximate"
    fields = {one.name: one for one in built(tiny_workspace).publication.units.fields}
    assert fields["area_official_km2"].quality == "approximate"
    assert fields["area_km2"].quality == "official"


def test_a_scale_with_other_numbers_is_a_matter_of_rows(
    tiny_workspace: TinyWorkspace,
) -> None:
    """Registered is 1 and met 5: both communes are judged, counted and shown by the ids."""
    scales = tiny_workspace.path("layers/scales.csv")
    moved = scales.read_text(encoding="utf-8")
    for name, old, new in (("met", 1, 5), ("advanced", 2, 6), ("model", 3, 7), ("pending", -1, -9)):
        moved = moved.replace(f"ntm,{old},{name},", f"ntm,{new},{name},")
    tiny_workspace.write(
        "layers/scales.csv", moved + "ntm,1,registered,đã đăng ký,registered,,#FFFFAA,\n"
    )
    tiny_workspace.edit(
        "layers/ntm_status.csv", "2025,2021-2025,chưa đạt", "2025,2021-2025,đã đăng ký"
    )
    publication = built(tiny_workspace).publication
    assert publication.units.data["ntm_status"].to_dict() == {"00001": "met", "00002": "registered"}
    share = publication.assessments.set_index("code").loc["20"]
    assert share["value"] == 50.0
    counts = publication.facts[publication.facts["vintage"] == VINTAGE]
    counts = counts[counts["code"] == "20"].set_index("indicator")["value"]
    assert (counts["ntm_met"], counts["ntm_pending"], counts["ntm_eligible"]) == (1, 0, 2)


def test_every_indicator_makes_what_it_says(tiny_workspace: TinyWorkspace, tmp_path: Path) -> None:
    built = build(tiny_workspace.root, out=tmp_path)
    facts = built.publication.facts
    made = facts[facts["indicator"] != "poverty"]
    units = known_units()
    assert (made["unit"] == made["indicator"].map(units)).all()
    without_input = [left.indicator for left in built.left_out]
    assert {one.name for one in without_input} == {
        *("forest_inventory", "forest_loss_origin", "ntm_criteria"),
        *("land_change", "land_swap"),
    }
    unmade = {name for one in without_input for name in one.makes}
    unmade |= {"forest_gain", *(name for name in units if name.startswith("land_cover_"))}
    unmade |= {ratio.indicator for one in without_input for ratio in one.ratios}
    assert set(units) - set(made["indicator"]) <= {
        "ntm_year_registered",
        "ntm_commune_group",
        *unmade,
    }


def test_the_geopackage_has_the_threshold_that_is_shown_and_the_tables_have_all(
    tiny_workspace: TinyWorkspace,
) -> None:
    """Four times the facts would make it three times as large."""
    path = {placed.path.name: placed.path for placed in built(tiny_workspace).files}
    kept = pyogrio.read_dataframe(path["nho.gpkg"], layer="facts", read_geometry=False)
    every = pd.read_csv(path["facts.csv"], dtype={"code": str})
    thresholds = {f"canopy>={edge}" for edge in (10, 30, 50, 75)}
    assert thresholds & set(kept["variant"]) == {"canopy>=30"}
    assert thresholds <= set(every["variant"])
    rest = every[~every["variant"].isin(thresholds - {"canopy>=30"})]
    assert len(kept) == len(rest)

"""A workspace, read: its inputs as values, and what is left out or passed over."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import LineString, box

from lsgeo.errors import ConfigError, LsgeoError
from lsgeo.workspace import Workspace, read, read_units
from tests.conftest import (
    BEFORE,
    CELL_HEIGHT,
    EAST,
    NORTH,
    SCALES,
    SOUTH,
    VINTAGE,
    WEST,
    TinyWorkspace,
)


def test_the_tiny_workspace_is_read_whole(tiny_workspace: TinyWorkspace) -> None:
    inputs = read(Workspace.open(tiny_workspace.root))
    assert set(inputs.units) == {VINTAGE, BEFORE}
    assert inputs.units[VINTAGE]["name"].tolist() == ["Phía Tây", "Phía Đông"]
    assert len(inputs.crosswalk) == 2
    assert len(inputs.border) == 1
    assert len(inputs.gates) == 2
    assert len(inputs.statuses) == 3
    assert len(inputs.events) == 1
    assert len(inputs.observations) == 2
    assert set(inputs.rasters) == {"hansen", "mcd12c1"}
    (hansen,) = inputs.rasters["hansen"]
    assert set(hansen.bands) == {"treecover2000", "lossyear"}
    assert [target.id for target in inputs.targets] == ["ntm_share"]


def test_districts_are_dissolved_where_no_layer_gives_them(tiny_workspace: TinyWorkspace) -> None:
    districts = read(Workspace.open(tiny_workspace.root)).districts
    assert set(districts) == {BEFORE}
    (district,) = districts[BEFORE].to_dict("records")
    assert district["name"] == "Nhỏ"
    assert district["area_ha"] == pytest.approx(8.0, rel=1e-5)


def test_every_row_of_every_table_is_in_the_ledger(tiny_workspace: TinyWorkspace) -> None:
    counts = read(Workspace.open(tiny_workspace.root)).ledger.counts.set_index("file")
    assert counts.loc["units.csv", "rows"] == 7
    assert counts.loc["ntm_status.csv", "used"] == 3
    assert counts.loc["gates.csv", "used"] == 2
    assert counts.loc["communes.gpkg", "used"] == 2
    total = counts[["used", "corrected", "quarantined"]].sum(axis=1)
    assert (total == counts["rows"]).all()


def test_only_units_are_compulsory(tiny_workspace: TinyWorkspace) -> None:
    for name in list(tiny_workspace.sources):
        if name not in ("layers/units.csv", "layers/communes.gpkg"):
            del tiny_workspace.sources[name]
    tiny_workspace.seal()
    inputs = read(Workspace.open(tiny_workspace.root))
    assert set(inputs.units) == {VINTAGE}
    assert (inputs.gates, inputs.border, inputs.statuses, inputs.observations) == (None,) * 4
    assert inputs.rasters == {}


def test_without_a_registry_there_is_nothing_to_read(tiny_workspace: TinyWorkspace) -> None:
    del tiny_workspace.sources["layers/units.csv"]
    tiny_workspace.seal()
    with pytest.raises(ConfigError, match='theme = "registry"'):
        read(Workspace.open(tiny_workspace.root))


@pytest.mark.parametrize("allowed", [True, False])
def test_illustrative_inputs_are_used_only_where_they_are_allowed(
    tiny_workspace: TinyWorkspace, allowed: bool
) -> None:
    tiny_workspace.sources["layers/ntm_status.csv"]["quality"] = "illustrative"
    tiny_workspace.seal()
    workspace = Workspace.open(tiny_workspace.root, illustrative=allowed)
    names = [entry.path.name for entry in workspace.passed_over]
    assert names == ([] if allowed else ["ntm_status.csv"])
    assert (read(workspace).statuses is not None) == allowed


def test_the_units_alone_can_be_read(tiny_workspace: TinyWorkspace) -> None:
    units = read_units(Workspace.open(tiny_workspace.root))
    assert units.index.tolist() == ["00001", "00002"]
    assert units["area_ha"].tolist() == pytest.approx([4.0, 4.0], rel=1e-5)


def test_units_of_another_vintage_are_read_when_it_is_named(
    tiny_workspace: TinyWorkspace,
) -> None:
    units = read_units(Workspace.open(tiny_workspace.root), vintage=BEFORE)
    assert units["name"].tolist() == ["Bản Tây", "Bản Đông"]


def test_units_of_a_vintage_without_boundaries_are_an_error(tiny_workspace: TinyWorkspace) -> None:
    with pytest.raises(ConfigError, match="no boundaries of the communes of 2020-01-01"):
        read_units(Workspace.open(tiny_workspace.root), vintage="2020-01-01")


def test_a_vintage_that_is_not_kept_is_passed_by(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.edit("lsgeo.toml", f'history = ["{BEFORE}"]\n', "")
    assert set(read(Workspace.open(tiny_workspace.root)).units) == {VINTAGE}


# ---- every file that is used is read, and what is not used is said ----


def fails(tiny_workspace: TinyWorkspace, *, to_draw: bool = True) -> str:
    tiny_workspace.seal()
    with pytest.raises(LsgeoError) as caught:
        read(Workspace.open(tiny_workspace.root), to_draw=to_draw)
    return str(caught.value)


CRITERIA = "set,number,title_vi,title_en\n" + "".join(
    f"2021-2025,{number},Tiêu chí {number},Criterion {number}\n" for number in range(1, 20)
)


def with_criteria(tiny_workspace: TinyWorkspace, text: str) -> None:
    tiny_workspace.write("layers/criteria.csv", text)
    tiny_workspace.sources["layers/criteria.csv"] = {"theme": "criteria"}
    tiny_workspace.seal()


def with_province(tiny_workspace: TinyWorkspace, polygon: object) -> None:
    tiny_workspace.layer("layers/province.gpkg", [polygon], ["20"])
    keys = {"theme": "boundaries", "level": "province", "vintage": VINTAGE}
    tiny_workspace.sources["layers/province.gpkg"] = keys
    tiny_workspace.seal()


def test_scales_sets_criteria_and_the_province_are_in_the_ledger_too(
    tiny_workspace: TinyWorkspace,
) -> None:
    with_criteria(tiny_workspace, CRITERIA)
    with_province(tiny_workspace, box(WEST, SOUTH, EAST, NORTH))
    counts = read(Workspace.open(tiny_workspace.root)).ledger.counts.set_index("file")["used"]
    scales = len(SCALES.splitlines()) - 1
    assert counts["scales.csv"] == scales
    assert counts[["sets.csv", "criteria.csv", "province.gpkg"]].tolist() == [1, 19, 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2021-2025,19,Tiêu chí 19,Criterion 19\n", "", "expected 19, got 18"),
        ("2021-2025,19,", "2030,19,", "unknown criteria set (expected 2021-2025, got 2030)"),
        ("2021-2025,19,", "2021-2025,18,", "row 20 'Tiêu chí 19': this criterion is there twice"),
        ("2021-2025,19,", "2021-2025,x,", "row 20 'Tiêu chí 19': no whole number (got x)"),
    ],
)
def test_criteria_that_do_not_fit_their_set_are_faults(
    tiny_workspace: TinyWorkspace, old: str, new: str, said: str
) -> None:
    with_criteria(tiny_workspace, CRITERIA.replace(old, new))
    assert said in fails(tiny_workspace)


def test_a_province_that_is_not_its_communes_is_a_fault(tiny_workspace: TinyWorkspace) -> None:
    """Its southern half is missing."""
    with_province(tiny_workspace, box(WEST, (SOUTH + NORTH) / 2, EAST, NORTH))
    said = fails(tiny_workspace)
    assert "province.gpkg" in said
    assert "not the area of its communes (expected ≤ 5%, got 100.0%)" in said


def test_a_province_drawn_a_little_differently_is_none(tiny_workspace: TinyWorkspace) -> None:
    with_province(tiny_workspace, box(WEST, SOUTH, EAST, NORTH + CELL_HEIGHT / 50))
    assert read(Workspace.open(tiny_workspace.root)).remarks == ()


def test_without_boundaries_there_is_nothing_to_draw(tiny_workspace: TinyWorkspace) -> None:
    del tiny_workspace.sources["layers/communes.gpkg"]
    tiny_workspace.edit("targets.toml", "deadline", "dedline")
    said = fails(tiny_workspace)
    assert "there is nothing to draw" in said
    assert 'level = "commune"' in said
    assert "dedline" in said
    tiny_workspace.edit("targets.toml", "dedline", "deadline")
    assert read(Workspace.open(tiny_workspace.root)).units.keys() == {BEFORE}


def test_boundaries_of_a_vintage_that_the_registry_lacks_are_a_fault(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.sources["layers/communes_before.gpkg"]["vintage"] = "2023-01-01"
    assert "unknown vintage (expected 2024-12-01, 2025-07-01, got 2023-01-01)" in fails(
        tiny_workspace
    )


def test_boundaries_of_a_vintage_that_is_not_published_are_remarked(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit("lsgeo.toml", f'history = ["{BEFORE}"]\n', "")
    (remark,) = read(Workspace.open(tiny_workspace.root)).remarks
    assert remark.startswith("not used: communes_before: lsgeo.toml names 2024-12-01 neither")


def test_a_history_without_boundaries_is_remarked(tiny_workspace: TinyWorkspace) -> None:
    del tiny_workspace.sources["layers/communes_before.gpkg"]
    tiny_workspace.seal()
    (remark,) = read(Workspace.open(tiny_workspace.root)).remarks
    assert remark == "2024-12-01 of the history has no boundaries, so it is not on the map"


def test_a_rival_that_is_passed_over_is_remarked(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.write("layers/more.csv", tiny_workspace.path("layers/gates.csv").read_bytes())
    tiny_workspace.sources["layers/more.csv"] = {"theme": "gates", "quality": "approximate"}
    tiny_workspace.seal()
    (remark,) = read(Workspace.open(tiny_workspace.root)).remarks
    assert remark == "not used: more (approximate): gates is better (official)"


def test_a_layer_that_says_it_is_schematic_is_not_taken_for_a_better_one(
    tiny_workspace: TinyWorkspace,
) -> None:
    layer = gpd.read_file(tiny_workspace.path("layers/communes.gpkg"))
    tiny_workspace.path("layers/communes.gpkg").unlink()
    layer.assign(quality="schematic").to_file(tiny_workspace.path("layers/communes.gpkg"))
    assert 'expected schematic, got official). Say quality = "schematic"' in fails(tiny_workspace)
    tiny_workspace.sources["layers/communes.gpkg"]["quality"] = "schematic"
    tiny_workspace.seal()
    assert read(Workspace.open(tiny_workspace.root)).quality[VINTAGE] == "schematic"


# ---- all faults together ----


def test_faults_of_the_registry_do_not_hide_those_of_the_targets(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit("targets.toml", "deadline", "dedline")
    tiny_workspace.edit("layers/units.csv", "xã,commune", "làng,commune")
    said = fails(tiny_workspace)
    assert "unknown kind" in said
    assert "dedline" in said


def test_settings_that_the_registry_contradicts_do_not_hide_faults_of_the_targets(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit("targets.toml", "deadline", "dedline")
    tiny_workspace.edit("lsgeo.toml", '"20"', '"22"')
    said = fails(tiny_workspace)
    assert "no such province" in said
    assert "dedline" in said


def test_faults_of_a_catalog_do_not_hide_those_of_the_targets(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit("targets.toml", "deadline", "dedline")
    tiny_workspace.sources["layers/gates.csv"]["theme"] = "gate"
    said = fails(tiny_workspace)
    assert "theme: expected one of" in said
    assert "dedline" in said


# ---- gates ----


def test_each_gate_is_held_against_the_communes_of_its_own_vintage(
    tiny_workspace: TinyWorkspace,
) -> None:
    """The first row is of the vintage before; the second, 5 km off, is of the present one."""
    header = "name,class,commune_vintage,commune_code,longitude,latitude,precision"
    rows = [
        f"A,phụ,{BEFORE},00001,{WEST},{NORTH},gate_point",
        f"B,phụ,{VINTAGE},00002,{WEST - 0.05},{NORTH},gate_point",
    ]
    tiny_workspace.write("layers/gates.csv", "\n".join([header, *rows]))
    del tiny_workspace.sources["layers/border.gpkg"]
    said = fails(tiny_workspace)
    assert "B: the gate is far from the commune its row names" in said
    assert "A:" not in said


def test_a_border_in_another_place_is_a_fault_of_the_border(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.layer("layers/border.gpkg", [LineString([(105, 10), (105.5, 10)])], [""])
    said = fails(tiny_workspace)
    assert "border.gpkg: the layer cannot be used\n  the layer does not lie where" in said


# ---- the context ----

RIVERS = """
[[context]]
path = "layers/rivers.gpkg"
title = { vi = "Sông", en = "Rivers" }
licence = "ODbL"
attribution = "OpenStreetMap"
"""


def with_rivers(
    tiny_workspace: TinyWorkspace, *, shapes: list[object] | None = None, more: str = ""
) -> None:
    """Rivers beside the catalog; by default one that crosses the province and goes far beyond."""
    across = [LineString([(WEST - 1, SOUTH), (EAST + 1, SOUTH)])]
    tiny_workspace.layer("layers/rivers.gpkg", shapes or across, ["x"] * len(shapes or across))
    settings = tiny_workspace.path("lsgeo.toml").read_text(encoding="utf-8")
    tiny_workspace.write("lsgeo.toml", f"{settings}{RIVERS}{more}\n")


def test_the_context_is_cut_to_the_province_with_a_margin_of_two_kilometres(
    tiny_workspace: TinyWorkspace,
) -> None:
    """The province is 4 cells of a hectare wide, some 400 m."""
    with_rivers(tiny_workspace)
    (context,) = read(Workspace.open(tiny_workspace.root)).context
    assert context.settings.words.vi == "Sông"
    assert context.features.length.tolist() == pytest.approx([4400], abs=20)


def test_the_context_is_in_the_ledger_and_among_the_inputs(tiny_workspace: TinyWorkspace) -> None:
    with_rivers(tiny_workspace)
    workspace = Workspace.open(tiny_workspace.root)
    counts = read(workspace).ledger.counts.set_index("file")
    assert counts.loc["rivers.gpkg", "used"] == 1
    assert [entry.path.name for entry in workspace.entries("context")] == ["rivers.gpkg"]


def test_a_context_that_is_missing_is_a_fault_of_the_settings(
    tiny_workspace: TinyWorkspace,
) -> None:
    with_rivers(tiny_workspace)
    tiny_workspace.path("layers/rivers.gpkg").unlink()
    said = fails(tiny_workspace)
    assert "rivers.gpkg: the file is missing\n" in said
    assert "take its [[context]] out of lsgeo.toml" in said


def test_a_context_with_another_checksum_is_a_fault(tiny_workspace: TinyWorkspace) -> None:
    with_rivers(tiny_workspace, more=f'sha256 = "{"0" * 64}"')
    assert "put the new checksum into lsgeo.toml" in fails(tiny_workspace)


def test_faults_of_the_context_stand_beside_those_of_the_other_inputs(
    tiny_workspace: TinyWorkspace,
) -> None:
    with_rivers(tiny_workspace, shapes=[LineString([(105, 10), (105.5, 10)])])
    tiny_workspace.edit("layers/ntm_status.csv", "đạt chuẩn NTM", "gần đạt")
    said = fails(tiny_workspace)
    assert "rivers.gpkg: the layer cannot be used\n  the layer does not lie where" in said
    assert "gần đạt" in said


@pytest.mark.parametrize("allowed", [True, False])
def test_a_made_up_context_is_drawn_only_where_that_is_allowed(
    tiny_workspace: TinyWorkspace, allowed: bool
) -> None:
    with_rivers(tiny_workspace, more='quality = "illustrative"')
    workspace = Workspace.open(tiny_workspace.root, illustrative=allowed)
    assert len(read(workspace).context) == allowed
    assert len(workspace.passed_over) == (not allowed)


def test_a_made_up_context_does_not_give_way_to_another_that_is_real(
    tiny_workspace: TinyWorkspace,
) -> None:
    with_rivers(tiny_workspace, more='quality = "illustrative"')
    with_rivers(tiny_workspace)
    settings = tiny_workspace.path("lsgeo.toml").read_text(encoding="utf-8")
    head, _, last = settings.rpartition("rivers.gpkg")
    tiny_workspace.write("lsgeo.toml", f"{head}roads.gpkg{last}")
    tiny_workspace.layer("layers/roads.gpkg", [LineString([(WEST, SOUTH), (EAST, NORTH)])], [""])
    context = read(Workspace.open(tiny_workspace.root, illustrative=True)).context
    assert [one.settings.quality for one in context] == ["illustrative", "published"]


def test_the_context_has_no_place_in_a_catalog(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.sources["layers/border.gpkg"]["theme"] = "context"
    assert "this theme has no place in a catalog (got context). Name it in lsgeo.toml" in fails(
        tiny_workspace
    )

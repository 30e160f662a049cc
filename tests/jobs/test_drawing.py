"""The layers of units that a workspace publishes."""

from __future__ import annotations

from datetime import date

from lsgeo import workspace as workspaces
from lsgeo.compose import UNIT_COLUMNS, Layer, Publication
from lsgeo.compose.former import FORMER_MET
from lsgeo.indicators import find_indicators
from lsgeo.jobs.composing import compose
from lsgeo.jobs.measuring import measure
from lsgeo.palette import COVER
from tests.conftest import BEFORE, VINTAGE, TinyWorkspace

DAY = date(2026, 1, 31)
COVER_TARGET = """
[[target]]
id = "forest_cover"
title = { vi = "Độ che phủ rừng", en = "Forest cover" }
level = "commune"
indicator = "forest_cover"
unit = "%"
method = "level"
value = 60
baseline = { period = "2023", value = 40, source = "the plan" }
deadline = 2030-12-31
source = "the plan"
"""


def published(tiny: TinyWorkspace) -> Publication:
    tiny.seal()
    workspace = workspaces.Workspace.open(tiny.root)
    inputs = workspaces.read(workspace, to_draw=True)
    return compose(workspace, inputs, measure(workspace, inputs, today=DAY), as_of=DAY)


def observe(tiny: TinyWorkspace, *rows: str) -> None:
    text = tiny.path("layers/observations.csv").read_text(encoding="utf-8")
    tiny.write("layers/observations.csv", text + "\n".join(rows) + "\n")


def styles_of(layer: Layer) -> list[str]:
    return [style.name for style in layer.styles]


def test_legal_cover_of_communes_is_a_theme_before_what_satellites_see(
    tiny_workspace: TinyWorkspace,
) -> None:
    observe(
        tiny_workspace,
        f"{VINTAGE},00001,forest_cover,2024,61.45,%,an office",
        f"{VINTAGE},00001,forest_cover,2025,62.5,%,an office",
    )
    targets = tiny_workspace.path("targets.toml").read_text(encoding="utf-8")
    tiny_workspace.write("targets.toml", targets + COVER_TARGET)
    layer = published(tiny_workspace).units
    styles = styles_of(layer)
    assert styles.index("forest_cover") < styles.index("tree_cover_2000_remaining_share")
    cover = layer.styles[styles.index("forest_cover")]
    assert cover.title.vi == "Độ che phủ rừng"
    assert not cover.satellite
    assert cover.classes[0].symbol.fill == COVER[0]
    assert layer.series["forest_cover"].loc["00001"].tolist() == [61.45, 62.5]


def test_every_column_of_no_theme_and_no_target_is_one_that_no_observation_may_take(
    tiny_workspace: TinyWorkspace,
) -> None:
    layer = published(tiny_workspace).units
    themed = {theme.column for indicator in find_indicators() for theme in indicator.themes}
    own = {name for name in layer.data.columns if not name.startswith("target_")} - themed
    assert {"name", "former_met", FORMER_MET.column, "nearest_gate", "ntm_decision"} <= own
    assert own <= set(UNIT_COLUMNS)


def test_what_is_only_observed_of_the_province_is_no_theme_of_communes(
    tiny_workspace: TinyWorkspace,
) -> None:
    assert "poverty" not in styles_of(published(tiny_workspace).units)


def test_a_target_judges_earlier_communes_where_they_have_the_latest_numbers(
    tiny_workspace: TinyWorkspace,
) -> None:
    observe(tiny_workspace, f"{BEFORE},00001,forest_cover,2024,61.45,%,an office")
    targets = tiny_workspace.path("targets.toml").read_text(encoding="utf-8")
    tiny_workspace.write("targets.toml", targets + COVER_TARGET)
    made = published(tiny_workspace)
    judged = made.assessments[made.assessments["target"] == "forest_cover"]
    assert set(judged["vintage"]) == {BEFORE}
    assert "target_forest_cover" in styles_of(made.others[0])
    assert "target_forest_cover" not in styles_of(made.units)


def test_the_former_districts_stand_last_with_their_own_figures(
    tiny_workspace: TinyWorkspace,
) -> None:
    made = published(tiny_workspace)
    assert [(one.level, one.vintage) for one in made.others] == [
        ("commune", BEFORE),
        ("district", BEFORE),
    ]
    districts = made.others[-1]
    assert districts.data.index.tolist() == ["180"]
    assert styles_of(districts)[0] == "ntm_share"
    assert districts.data["ntm_share"].tolist() == [0.0]  # its one xã does not meet it


def test_communes_have_no_share_of_communes(tiny_workspace: TinyWorkspace) -> None:
    made = published(tiny_workspace)
    for layer in (made.units, made.others[0]):
        assert "ntm_share" not in layer.data.columns


def test_a_township_gives_no_former_commune_and_no_status_is_inherited(
    tiny_workspace: TinyWorkspace,
) -> None:
    """West was Bản Tây, a xã that did not meet the standard; east was a township."""
    units = published(tiny_workspace).units.data
    assert units["former_met"].fillna("").to_dict() == {"00001": "0/1 xã cũ", "00002": ""}
    assert units["former_met_share"].tolist()[0] == 0.0
    assert units["former_met_share"].isna().tolist() == [False, True]
    assert units["ntm_status"].to_dict() == {"00001": "met", "00002": "not_met"}


def test_decisions_and_missing_criteria_stand_beside_the_status(
    tiny_workspace: TinyWorkspace,
) -> None:
    units = published(tiny_workspace).units
    assert units.data.loc["00001", "ntm_decision"] == "QĐ 1, 30/11/2025"
    assert units.data["criteria_missing"].to_dict() == {
        "00001": "đủ 19 tiêu chí",
        "00002": "còn thiếu 7 trong 19 tiêu chí",
    }
    names = [field.name for field in units.fields]
    assert names.index("ntm_decision") == names.index("ntm_status") + 1


def test_former_units_are_told_with_what_they_became(tiny_workspace: TinyWorkspace) -> None:
    lineage = published(tiny_workspace).lineage
    assert lineage.values.tolist() == [
        ["00001", "00001", "Bản Tây", "xã", BEFORE, 1.0],
        ["00002", "00002", "Bản Đông", "thị trấn", BEFORE, 1.0],
    ]


def note_of_status(layer: Layer) -> str:
    return next(style.note.vi for style in layer.styles if style.name == "ntm_status")


def test_a_workspace_without_a_crosswalk_knows_of_no_former_units(
    tiny_workspace: TinyWorkspace,
) -> None:
    del tiny_workspace.sources["layers/crosswalk.csv"]
    made = published(tiny_workspace)
    assert made.lineage.empty
    assert "former_met" not in made.units.data.columns


def test_what_a_merger_means_for_the_share_is_only_said_where_there_was_one(
    tiny_workspace: TinyWorkspace,
) -> None:
    made = published(tiny_workspace)
    assert "trước sắp xếp" in note_of_status(made.units)
    assert note_of_status(made.others[0]) == ""
    del tiny_workspace.sources["layers/crosswalk.csv"]
    assert note_of_status(published(tiny_workspace).units) == ""

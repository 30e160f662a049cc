"""What a workspace adds to its map: layers of the context, the picture, communes pointed out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from shapely import LineString, Point

from lsgeo.compose import Publication
from lsgeo.jobs.build import build
from lsgeo.jobs.composing import compose
from lsgeo.jobs.measuring import measure
from lsgeo.workspace import Workspace, read
from tests.conftest import EAST, NORTH, SOUTH, VINTAGE, WEST, TinyWorkspace

LAYER = """
[[context]]
path = "layers/{name}.gpkg"
title = {{ vi = "{name}", en = "{name}" }}
licence = "ODbL"
attribution = "mappers of {name}"
{more}
"""


def with_layer(tiny: TinyWorkspace, name: str, shape: object, *, more: str = "") -> None:
    tiny.layer(f"layers/{name}.gpkg", [shape], ["x"])
    settings = tiny.path("lsgeo.toml").read_text(encoding="utf-8")
    tiny.write("lsgeo.toml", settings + LAYER.format(name=name, more=more))


def published(tiny: TinyWorkspace) -> Publication:
    """What would be published of the workspace; nothing is written."""
    workspace = Workspace.open(tiny.root)
    inputs = read(workspace, to_draw=True)
    day = workspace.config.as_of or date.today()
    return compose(workspace, inputs, measure(workspace, inputs, today=day), as_of=day)


@pytest.fixture
def with_context(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    with_layer(tiny_workspace, "rivers", LineString([(WEST, SOUTH), (EAST, NORTH)]))
    more = 'quality = "schematic"\nname = "code"'
    with_layer(tiny_workspace, "towns", Point(WEST, SOUTH), more=more)
    return tiny_workspace


def test_the_context_is_drawn_first_in_the_order_of_the_settings(
    with_context: TinyWorkspace,
) -> None:
    names = [layer.title.vi for layer in published(with_context).context]
    assert names[:2] == ["rivers", "towns"]
    assert len(names) > 2


def test_the_context_is_credited(with_context: TinyWorkspace) -> None:
    publication = published(with_context)
    assert "mappers of rivers (ODbL)" in publication.attributions
    assert publication.context[0].attribution == "mappers of rivers (ODbL)"


def test_a_schematic_context_marks_the_map(with_context: TinyWorkspace) -> None:
    """Everything else in the tiny world is real."""
    assert [mark.vi for mark in published(with_context).watermarks] == ["RANH GIỚI SƠ ĐỒ"]


def test_the_manifest_has_the_context_with_its_checksum(
    with_context: TinyWorkspace, tmp_path: Path
) -> None:
    build(with_context.root, out=tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    inputs = {one["path"]: one for one in manifest["inputs"]}
    assert inputs["layers/rivers.gpkg"]["theme"] == "context"
    assert len(inputs["layers/rivers.gpkg"]["sha256"]) == 64


def test_the_loss_raster_is_a_picture_by_the_threshold_of_the_indicator(
    tiny_workspace: TinyWorkspace,
) -> None:
    """From 50 % on the pixel of 30 % that was lost in 2002 is no canopy."""
    picture = published(tiny_workspace).picture
    assert picture is not None
    assert picture.pixels.tolist() == [[0, 2, 0, 0], [1, 0, 0, 3]]
    assert picture.attribution == "an office (CC BY 4.0)"
    settings = tiny_workspace.path("lsgeo.toml").read_text(encoding="utf-8")
    options = "\n[options.forest_loss]\nmin_canopy_pct = 50\n"
    tiny_workspace.write("lsgeo.toml", settings + options)
    stricter = published(tiny_workspace).picture
    assert stricter is not None
    assert stricter.pixels.tolist() == [[0, 0, 0, 0], [1, 0, 0, 3]]


def test_a_commune_behind_its_registered_year_is_pointed_out(
    tiny_workspace: TinyWorkspace,
) -> None:
    """On 31/01/2026 the year 2025 is over, and the status is of its end."""
    tiny_workspace.edit("targets.toml", 'unit = "%"', 'unit = "%"\nunit_rule = "registered_year"')
    header, before, west, east = (
        tiny_workspace.path("layers/ntm_status.csv").read_text(encoding="utf-8").splitlines()
    )
    rows = [f"{header},year_registered", f"{before},", f"{west},", f"{east},2025"]
    tiny_workspace.write("layers/ntm_status.csv", "\n".join(rows))
    tiny_workspace.seal()
    publication = published(tiny_workspace)
    assert publication.units.vintage == VINTAGE
    assert [(one.code, one.reason.vi) for one in publication.attention] == [
        ("00002", "quá hạn từ hết năm 2025, đạt 12/19 tiêu chí (2025)")
    ]
    assert [one.reason.vi for one in publication.nearest] == ["thiếu 7 tiêu chí (12/19)"]

"""A workspace, read: its inputs as values, and what is left out or passed over."""

from __future__ import annotations

import pytest

from lsgeo.errors import ConfigError
from lsgeo.workspace import Workspace, read, read_units
from tests.conftest import BEFORE, VINTAGE, TinyWorkspace


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
    assert set(inputs.rasters["hansen"]) == {"treecover2000", "lossyear"}
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

"""Tables of one theme that stand side by side: none loses silently."""

from __future__ import annotations

import pytest

from lsgeo import workspace as workspaces
from lsgeo.errors import LsgeoError
from lsgeo.workspace import Workspace
from tests.conftest import OBSERVATIONS, STATUSES, TinyWorkspace


def read(workspace: TinyWorkspace) -> workspaces.Inputs:
    return workspaces.read(Workspace.open(workspace.root))


def beside(workspace: TinyWorkspace, theme: str, text: str, **keys: str) -> None:
    """A second table of a theme."""
    workspace.write("layers/second.csv", text)
    workspace.sources["layers/second.csv"] = {"theme": theme, **keys}
    workspace.seal()


def test_statuses_that_differ_only_in_the_criteria_met_are_a_fault(
    tiny_workspace: TinyWorkspace,
) -> None:
    beside(tiny_workspace, "ntm_status", STATUSES.replace("chưa đạt,12", "chưa đạt,13"))
    with pytest.raises(LsgeoError, match="two tables differ about this unit and period") as caught:
        read(tiny_workspace)
    assert "00002" in caught.value.message


def test_observations_that_differ_are_a_fault(tiny_workspace: TinyWorkspace) -> None:
    beside(tiny_workspace, "observations", OBSERVATIONS.replace("2025,3.5", "2025,3.6"))
    with pytest.raises(LsgeoError, match=r"observations: .*cannot be used") as caught:
        read(tiny_workspace)
    assert "poverty" in caught.value.message


def test_of_observations_of_two_qualities_the_better_one_counts(
    tiny_workspace: TinyWorkspace,
) -> None:
    text = OBSERVATIONS.replace("2025,3.5", "2025,3.6")
    beside(tiny_workspace, "observations", text, quality="approximate")
    observed = read(tiny_workspace).observations
    assert observed is not None
    assert observed.set_index("period")["value"].to_dict() == {"2024": 5.5, "2025": 3.5}


def test_the_same_decision_in_two_tables_is_one(tiny_workspace: TinyWorkspace) -> None:
    beside(tiny_workspace, "ntm_status", STATUSES)
    events = read(tiny_workspace).events
    assert events is not None
    assert events["detail"].tolist() == ["QĐ 1"]

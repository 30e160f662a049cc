"""The job behind ``lsgeo units lineage``: the story of a unit of a workspace."""

from __future__ import annotations

import pytest

from lsgeo.crosswalk import tell
from lsgeo.errors import ConfigError, InputError, UnitError
from lsgeo.jobs.lineage import lineage
from tests.conftest import BEFORE, ROOT, VINTAGE, TinyWorkspace


@pytest.mark.parametrize("said", ["00001", "1", "Phía Tây"])
def test_a_unit_of_a_workspace_tells_its_story(tiny_workspace: TinyWorkspace, said: str) -> None:
    found = lineage(tiny_workspace.root, unit=said)
    assert [(one.vintage, one.title) for one in found.chapters] == [
        (BEFORE, "Xã Bản Tây"),
        (VINTAGE, "Xã Phía Tây"),
    ]
    assert "  The code was that of Xã Bản Tây before." in tell(found)


def test_the_workspace_of_the_repository_knows_kien_moc() -> None:
    lines = tell(lineage(ROOT, unit="06625"))
    assert any("80.1 % of Xã Bính Xá (06622)" in line for line in lines)


def test_of_two_crosswalks_for_the_same_vintages_the_first_one_listed_is_told(
    tiny_workspace: TinyWorkspace,
) -> None:
    header, *_rows = tiny_workspace.path("layers/crosswalk.csv").read_text("utf-8").splitlines()
    swapped = [
        f"{BEFORE},00001,{VINTAGE},00002,full,1,1",
        f"{BEFORE},00002,{VINTAGE},00001,full,1,1",
    ]
    tiny_workspace.write("layers/other.csv", "\n".join([header, *swapped, ""]))
    keys = {"theme": "crosswalk", "vintage": VINTAGE}
    tiny_workspace.sources = {"layers/other.csv": keys, **tiny_workspace.sources}
    tiny_workspace.seal()
    found = lineage(tiny_workspace.root, unit="00001")
    assert [link.code for link in found.chapters[0].went_to] == ["00002"]


def test_without_a_crosswalk_a_unit_still_has_its_names(tiny_workspace: TinyWorkspace) -> None:
    del tiny_workspace.sources["layers/crosswalk.csv"]
    tiny_workspace.seal()
    found = lineage(tiny_workspace.root, unit="00002")
    assert [one.name for one in found.chapters] == ["Bản Đông", "Phía Đông"]
    assert not any(one.came_from or one.went_to for one in found.chapters)


def test_an_unknown_unit_is_an_error(tiny_workspace: TinyWorkspace) -> None:
    with pytest.raises(UnitError, match="no commune has this name"):
        lineage(tiny_workspace.root, unit="Phía Bắc")


def test_an_unknown_vintage_is_an_error(tiny_workspace: TinyWorkspace) -> None:
    with pytest.raises(UnitError, match="unknown vintage"):
        lineage(tiny_workspace.root, unit="00001", vintage="1999-01-01")


def test_a_crosswalk_that_is_not_sound_is_an_error(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.edit("layers/crosswalk.csv", "full,1,1", "full,2,1")
    with pytest.raises(InputError, match="the crosswalk is not sound"):
        lineage(tiny_workspace.root, unit="00001")


def test_a_workspace_without_a_registry_is_an_error(tiny_workspace: TinyWorkspace) -> None:
    del tiny_workspace.sources["layers/units.csv"]
    tiny_workspace.seal()
    with pytest.raises(ConfigError, match="the catalog lacks an input"):
        lineage(tiny_workspace.root, unit="00001")

"""What has changed since the last build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lsgeo.jobs.build import build
from lsgeo.sources.manifest import differences, read_checksums
from tests.conftest import TinyWorkspace


def told(workspace: TinyWorkspace) -> dict[str, list[str]] | None:
    manifest = json.loads(workspace.path("out/manifest.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] | None = manifest["since_last_build"]
    return found


def test_a_manifest_tells_which_inputs_changed_since_the_build_before(
    tiny_workspace: TinyWorkspace,
) -> None:
    build(tiny_workspace.root)
    assert told(tiny_workspace) is None
    tiny_workspace.edit("layers/ntm_status.csv", "chưa đạt,12", "chưa đạt,13")
    build(tiny_workspace.root)
    assert told(tiny_workspace) == {
        "added": [],
        "removed": [],
        "changed": ["layers/catalog.toml", "layers/ntm_status.csv"],
    }


def test_files_that_came_and_went_are_told_apart() -> None:
    assert differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == {
        "added": ["c"],
        "removed": ["a"],
        "changed": ["b"],
    }


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"inputs": 3}', '{"inputs": [3]}'])
def test_what_is_no_manifest_tells_nothing(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "manifest.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert read_checksums(path) is None

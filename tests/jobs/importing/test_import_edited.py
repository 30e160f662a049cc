"""Statuses and gates edited in QGIS come back into the tables they were published from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.jobs.build import build
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.workspace import Workspace, read
from tests.conftest import TinyWorkspace


@pytest.fixture
def published(tiny_workspace: TinyWorkspace, tmp_path: Path) -> Path:
    build(tiny_workspace.root, out=tmp_path / "out")
    return tmp_path / "out" / "nho.gpkg"


def edit(path: Path, *statements: str) -> None:
    """Change the file as QGIS would, without the triggers of the spatial index."""
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert database.execute(statement).rowcount == 1


def test_a_status_and_a_gate_edited_come_back_with_before_and_after(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    edit(
        published,
        "UPDATE communes_2025 SET criteria_met = 18 WHERE code = '00002'",
        "UPDATE border_gates SET pair = 'Cặp khác' WHERE name = 'Cửa Tây'",
    )
    made = import_file(tiny_workspace.root, published, asked=Asked())
    statuses = pd.read_csv(tiny_workspace.path("layers/ntm_status.csv"), dtype="str")
    east = statuses[(statuses["code"] == "00002") & (statuses["period"] == "2025")]
    assert east["criteria_met"].tolist() == ["18"]
    assert len(statuses) == 3
    gates = pd.read_csv(tiny_workspace.path("layers/gates.csv"), dtype="str").set_index("name")
    assert gates.at["Cửa Tây", "pair"] == "Cặp khác"
    notes = made.converted.ledger.notes
    changed = notes[notes["outcome"] == "corrected"].set_index("column")
    assert changed.loc["criteria_met", ["said", "became"]].tolist() == ["12", "18"]
    inputs = read(Workspace.open(tiny_workspace.root))
    assert "nho.gpkg" in set(inputs.ledger.counts["file"])


def test_a_file_that_nobody_edited_changes_nothing(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    before = tiny_workspace.path("layers/catalog.toml").read_bytes()
    with pytest.raises(InputError, match="nothing in it was edited"):
        import_file(tiny_workspace.root, published, asked=Asked())
    assert tiny_workspace.path("layers/catalog.toml").read_bytes() == before

"""A workspace to import into: a copy of this repository's, with its schematic boundaries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "lang-son"
    folder.mkdir()
    for name in ("lsgeo.toml", "targets.toml", "layers", "rasters"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    return folder

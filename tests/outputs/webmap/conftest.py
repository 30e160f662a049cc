"""The page of `atlas_publication`, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsgeo.outputs.webmap import OUTPUT
from tests.outputs.atlas_publication import atlas_publication


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / OUTPUT.filename
    OUTPUT.write(atlas_publication(), path)
    return path

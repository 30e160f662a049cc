"""A build never writes among the files it is made from."""

from __future__ import annotations

import pytest
from pyproj import CRS

from lsgeo.crs import faults_of
from lsgeo.errors import OutputError
from lsgeo.jobs.build import build
from tests.conftest import TinyWorkspace


@pytest.mark.parametrize("folder", ["layers", "rasters", "."])
def test_a_folder_of_inputs_is_no_folder_for_outputs(
    tiny_workspace: TinyWorkspace, folder: str
) -> None:
    target = tiny_workspace.path(folder)
    before = {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}
    with pytest.raises(OutputError, match="this file is read here"):
        build(tiny_workspace.root, out=target)
    assert {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()} == before


def test_a_local_system_is_no_coordinate_system() -> None:
    local = CRS.from_wkt('LOCAL_CS["x",UNIT["metre",1]]')
    assert "no coordinate system" in str(faults_of(local, (0, 0, 1, 1))[0])

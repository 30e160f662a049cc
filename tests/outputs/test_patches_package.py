"""A list of patches as QGIS opens it: areas in the colours of their origin, words across."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lsgeo.compose.patches import LAYER
from lsgeo.jobs.patching import patches
from lsgeo.patches.origin import ORIGINS
from tests.conftest import VINTAGE, TinyWorkspace
from tests.inventory.conftest import tiny_lots
from tests.jobs.test_inventories import keep
from tests.outputs.test_geopackage import in_qgis


@pytest.fixture
def qgis(tiny_workspace: TinyWorkspace) -> dict[str, Any]:
    """What QGIS finds in the list of the tiny world, whose raster of loss is made up."""
    for band in ("treecover2000", "lossyear"):
        tiny_workspace.sources[f"rasters/{band}.tif"]["quality"] = "illustrative"
    keep(tiny_workspace, "lots", tiny_lots(), vintage=VINTAGE, period="2000")
    target = tiny_workspace.root / "out" / "list.gpkg"
    patches(tiny_workspace.root, output=target, illustrative=True)
    return in_qgis(Path(target))


@pytest.mark.qgis
def test_qgis_draws_each_patch_by_its_origin(qgis: dict[str, Any]) -> None:
    assert qgis[LAYER]["features"] == 3
    assert qgis[LAYER]["crs"] == "EPSG:9215"
    assert qgis[LAYER]["drawn_as"] == {
        "2001-0001": ORIGINS["planted"].vi,
        "2002-0001": ORIGINS["planted"].vi,
        "2003-0001": ORIGINS["outside"].vi,
    }


@pytest.mark.qgis
def test_qgis_names_the_columns_in_vietnamese(qgis: dict[str, Any]) -> None:
    aliases = qgis[LAYER]["aliases"]
    assert aliases["area_ha"] == "Diện tích (ha)"
    assert (aliases["north"], aliases["east"]) == ("X, Bắc (m)", "Y, Đông (m)")
    assert (aliases["tk"], aliases["khoanh"]) == ("Tiểu khu", "Khoảnh")


@pytest.mark.qgis
def test_the_watermark_lies_across_the_communes(qgis: dict[str, Any]) -> None:
    assert any("SỐ LIỆU MINH HỌA" in label for label in qgis["communes"]["labels"])
    assert all("SỐ LIỆU MINH HỌA" in tip for tip in qgis[LAYER]["tips"])

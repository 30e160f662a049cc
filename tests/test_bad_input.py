"""Bad input: one message that says what, where, expected, got and the remedy; nothing written.

Each test breaks one thing in a complete workspace and builds it.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import xlsxwriter
from affine import Affine
from shapely import box

from lsgeo.errors import LsgeoError, OutputError
from lsgeo.jobs.build import build
from tests.conftest import (
    BEFORE,
    CELL_HEIGHT,
    CELL_WIDTH,
    EAST,
    LOSSYEAR,
    MIDDLE,
    NORTH,
    SOUTH,
    STATUSES,
    TREECOVER,
    UNITS,
    VINTAGE,
    WEST,
    TinyWorkspace,
    tiny_polygons,
)


@pytest.fixture
def tiny(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    """The workspace with earlier outputs in place."""
    for name in ("index.html", "nho.gpkg", "facts.csv", "a note.txt"):
        tiny_workspace.write(f"out/{name}", f"the old {name}")
    return tiny_workspace


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def message(tiny: TinyWorkspace) -> str:
    """What a failing build says; it must leave the outputs as they were, byte for byte."""
    before = snapshot(tiny.path("out"))
    with pytest.raises(LsgeoError) as caught:
        build(tiny.root)
    assert snapshot(tiny.path("out")) == before
    return str(caught.value)


def assert_said(text: str, *parts: str) -> None:
    for part in parts:
        assert part in text, f"{part!r} is not in:\n{text}"


def test_the_unbroken_workspace_builds(tiny_workspace: TinyWorkspace) -> None:
    built = build(tiny_workspace.root)
    names = {placed.path.name for placed in built.files}
    assert {"index.html", "nho.gpkg", "facts.csv", "manifest.json"} <= names
    left_out = {left.indicator.name for left in built.left_out}
    of_lots = {"forest_inventory", "forest_loss_origin"}
    assert left_out == {*of_lots, "ntm_criteria", "land_change", "land_swap"}


# ---- files and checksums ----


@pytest.mark.parametrize(
    "name", ["layers/units.csv", "layers/communes.gpkg", "rasters/lossyear.tif"]
)
def test_a_missing_file(tiny: TinyWorkspace, name: str) -> None:
    tiny.path(name).unlink()
    text = message(tiny)
    assert_said(text, f"{Path(name).name}: the file is missing", "take its entry out")


def test_a_wrong_checksum(tiny: TinyWorkspace) -> None:
    tiny.write("layers/gates.csv", tiny.path("layers/gates.csv").read_bytes() + b"\n")
    assert_said(
        message(tiny), "gates.csv: the checksum does not match", "expected ", "got ", "new checksum"
    )


def test_all_missing_and_changed_files_are_told_together(tiny: TinyWorkspace) -> None:
    tiny.path("layers/gates.csv").unlink()
    tiny.path("rasters/igbp.tif").unlink()
    tiny.write("layers/sets.csv", "changed")
    text = message(tiny)
    assert_said(text, "gates.csv: the file", "igbp.tif: the file", "sets.csv: the checksum")


# ---- settings and catalogs ----


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("lsgeo.toml", "province", "provins", ["lsgeo.toml", "provins: unknown key", "province:"]),
        ("lsgeo.toml", 'name = "nho"', "name = nho", ["lsgeo.toml", "line 1"]),
        ("lsgeo.toml", '"20"', '"22"', ["no such province", "22", "got 20"]),
        ("lsgeo.toml", VINTAGE, "2025-07-02", ["no such vintage", "2025-07-02", BEFORE]),
        (
            "lsgeo.toml",
            "as_of",
            "options = { forest_loss = { min_canopy_pct = 33 } }\nas_of",
            ["min_canopy_pct", "expected 10, 30, 50, 75, got 33"],
        ),
        ("targets.toml", "deadline = 2030-12-31\n", "", ["targets.toml", "ntm_share", "deadline"]),
        ("targets.toml", "deadline", "dedline", ["dedline: unknown key", "deadline"]),
        ("targets.toml", "2030-12-31", "2030-31-12", ["targets.toml", "line"]),
        ("targets.toml", "value = 80", 'value = "80 %"', ["value", "a number", "80 %"]),
    ],
)
def test_settings_and_targets_that_cannot_be_followed(
    tiny: TinyWorkspace, name: str, old: str, new: str, parts: list[str]
) -> None:
    tiny.edit(name, old, new)
    assert_said(message(tiny), *parts)


def test_missing_targets(tiny: TinyWorkspace) -> None:
    tiny.path("targets.toml").unlink()
    assert_said(message(tiny), "targets.toml", "lsgeo init")


def test_a_catalog_that_says_what_nobody_knows(tiny: TinyWorkspace) -> None:
    tiny.sources["layers/gates.csv"] |= {"theme": "gate", "colour": "red"}
    tiny.seal()
    assert_said(
        message(tiny), "catalog.toml", "theme: expected one of registry", "colour: unknown key"
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"product": "hansn"}, "no product 'hansn'; there are hansen, io_lulc"),
        ({"band": "loss"}, "hansen needs the bands treecover2000, lossyear"),
    ],
)
def test_a_raster_of_an_unknown_product_or_band(
    tiny: TinyWorkspace, keys: dict[str, str], said: str
) -> None:
    tiny.sources["rasters/lossyear.tif"] |= keys
    tiny.seal()
    assert_said(message(tiny), "lossyear.tif: the input cannot be used", said)


def test_half_a_product(tiny: TinyWorkspace) -> None:
    del tiny.sources["rasters/lossyear.tif"]
    tiny.seal()
    assert_said(message(tiny), "treecover2000.tif", "hansen needs the bands")


def test_statuses_without_their_scales(tiny: TinyWorkspace) -> None:
    del tiny.sources["layers/scales.csv"]
    tiny.seal()
    assert_said(message(tiny), "ntm_status.csv", "criteria_sets and status_scales")


# ---- boundaries ----


def test_a_layer_without_a_coordinate_system(tiny: TinyWorkspace) -> None:
    with pytest.warns(UserWarning, match="crs"):
        tiny.layer("layers/communes.gpkg", tiny_polygons(), ["00001", "00002"], crs=None)
    tiny.seal()
    assert_said(message(tiny), "communes.gpkg", "no coordinate system", 'crs = "EPSG:9215"')


def test_a_layer_in_the_wrong_system_of_the_right_country(tiny: TinyWorkspace) -> None:
    """TM-3 coordinates tagged as UTM 48N: still in Viet Nam, 233 km to the west."""
    plane = list(gpd.GeoSeries(tiny_polygons(), crs="EPSG:4326").to_crs("EPSG:9215"))
    tiny.layer("layers/communes.gpkg", plane, ["00001", "00002"], crs="EPSG:3405")
    tiny.seal()
    assert_said(message(tiny), "communes.gpkg", "does not lie where EPSG:9215 is used")


@pytest.mark.parametrize(
    ("codes", "parts"),
    [
        (["00001", "00009"], ["have no boundary", "Phía Đông (00002)", "(00009)"]),
        (["00001", "00001"], ["more than once", "Phía Tây (00001)"]),
        (["00001", ""], ["have no boundary", "not in the registry"]),
    ],
)
def test_units_that_are_unknown_missing_or_repeated(
    tiny: TinyWorkspace, codes: list[str], parts: list[str]
) -> None:
    tiny.layer("layers/communes.gpkg", tiny_polygons(), codes)
    tiny.seal()
    assert_said(message(tiny), "communes.gpkg: the layer is not a valid map", *parts)


def test_boundaries_with_no_shape_at_all(tiny: TinyWorkspace) -> None:
    tiny.layer("layers/communes.gpkg", [None, None], ["00001", "00002"])
    tiny.seal()
    text = message(tiny)
    assert_said(text, "units have an empty geometry (got Phía Tây (00001), Phía Đông (00002))")
    assert "nan" not in text


def test_boundaries_that_overlap(tiny: TinyWorkspace) -> None:
    west, _east = tiny_polygons()
    wide = box(MIDDLE - CELL_WIDTH, SOUTH, EAST, NORTH)
    tiny.layer("layers/communes.gpkg", [west, wide], ["00001", "00002"])
    tiny.seal()
    text = message(tiny)
    assert_said(text, "Phía Tây (00001) / Phía Đông (00002): two units overlap", "got 20,000 m²")


def test_boundaries_with_a_gap(tiny: TinyWorkspace) -> None:
    """The line between the two opens into a hole of a quarter of a hectare."""
    hole = box(
        MIDDLE - CELL_WIDTH / 4,
        SOUTH + CELL_HEIGHT / 2,
        MIDDLE + CELL_WIDTH / 4,
        SOUTH + CELL_HEIGHT,
    )
    tiny.layer("layers/communes.gpkg", [one - hole for one in tiny_polygons()], ["00001", "00002"])
    tiny.seal()
    assert_said(message(tiny), "gap between units", "near 106.7619", "got 2,500 m²")


# ---- tables ----


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("ntm_status.csv", "đạt chuẩn NTM", "đạt rồi", ["row 3", "unknown status word", "đạt rồi"]),
        ("ntm_status.csv", ",2021-2025,", ",2030,", ["unknown criteria set", "got 2030"]),
        ("ntm_status.csv", "2025-11-30", "30/11/2025", ["malformed date", "30/11/2025"]),
        ("ntm_status.csv", "NTM,19,", "NTM,mười,", ["criteria_met is no whole number", "mười"]),
        ("ntm_status.csv", "00002,Phía Đông", "00001,Phía Tây", ["row 4", "there twice"]),
        ("ntm_status.csv", "00002,Phía Đông", ",Phia Dong", ["Did you mean Xã Phía Đông"]),
        ("ntm_status.csv", "00002,Phía Đông", "00003,", ["no unit of 2025-07-01 has this code"]),
        ("gates.csv", ",quốc tế,", ",to,", ["row 2 'Cửa Tây'", "unknown class of gate"]),
        ("observations.csv", "5.5", "năm", ["value is no number", "got năm"]),
        ("observations.csv", ",2024,", ",2025,", ["row 3", "there twice"]),
        ("crosswalk.csv", f"{VINTAGE},00001", f"{VINTAGE},00009", ["row 2", "no such unit"]),
        ("sets.csv", ",19,", ",x,", ["sets.csv", "no whole number"]),
        ("scales.csv", ",dots", ",stars", ["scales.csv", "unknown hatch"]),
        ("units.csv", "xã,commune,20,", "xã,commune,21,", ["units.csv", "parent is missing"]),
        ("units.csv", "0.08", "0;08", ["units.csv", "the area is no number"]),
        ("units.csv", "name,kind", "ten,loai", ["name: the column is missing", "columns = {"]),
    ],
)
def test_a_table_that_says_something_wrong(
    tiny: TinyWorkspace, name: str, old: str, new: str, parts: list[str]
) -> None:
    tiny.edit(f"layers/{name}", old, new)
    assert_said(message(tiny), name, *parts)


def test_a_name_that_two_units_have(tiny: TinyWorkspace) -> None:
    tiny.edit("layers/units.csv", f"{BEFORE},00002,Bản Đông", f"{BEFORE},00002,Bản Tây")
    tiny.edit("layers/ntm_status.csv", "00001,Bản Tây,xã", ",Bản Tây,")
    assert_said(
        message(tiny),
        "ntm_status.csv",
        "row 2 'Bản Tây': 2 units of 2024-12-01 have this name",
        "Xã Bản Tây (00001), Huyện Nhỏ; Thị trấn Bản Tây (00002), Huyện Nhỏ",
        "Give the code, or the kind and the district.",
    )


def test_a_table_that_is_text_of_no_encoding(tiny: TinyWorkspace) -> None:
    tiny.write("layers/ntm_status.csv", STATUSES.encode("utf-8") + b"\x00\x01")
    tiny.seal()
    assert_said(message(tiny), "ntm_status.csv: ")


def test_rows_with_too_many_cells(tiny: TinyWorkspace) -> None:
    tiny.write("layers/units.csv", UNITS.replace(",0.04\n", ",0.04,x\n"))
    tiny.seal()
    assert_said(message(tiny), "units.csv", "row 4: more cells than columns (expected 7, got 8)")


@pytest.mark.parametrize("name", ["units", "gates", "ntm_status", "observations"])
def test_a_table_with_nothing_below_its_header(tiny: TinyWorkspace, name: str) -> None:
    path = tiny.path(f"layers/{name}.csv")
    tiny.write(f"layers/{name}.csv", path.read_text(encoding="utf-8").splitlines()[0])
    tiny.seal()
    assert_said(message(tiny), f"{name}.csv: the table is empty", "out of the catalog")


def workbook(tiny: TinyWorkspace, text: str) -> None:
    """The statuses as a workbook, numbers as numbers, in the place of the csv."""
    path = tiny.path("layers/ntm_status.xlsx")
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": True}) as book:
        page = book.add_worksheet()
        for number, line in enumerate(text.splitlines()):
            page.write_row(number, 0, line.split(","))
    tiny.sources["layers/ntm_status.xlsx"] = tiny.sources.pop("layers/ntm_status.csv")
    tiny.seal()


def test_a_workbook_whose_codes_are_numbers_is_mended_and_says_so(
    tiny_workspace: TinyWorkspace,
) -> None:
    workbook(tiny_workspace, STATUSES)
    notes = build(tiny_workspace.root).publication.ledger.notes
    assert notes["said"].tolist() == ["1", "1", "2"]
    assert notes["became"].tolist() == ["00001", "00001", "00002"]
    assert set(notes["outcome"]) == {"corrected"}


def test_a_workbook_with_faults_names_its_rows(tiny: TinyWorkspace) -> None:
    workbook(tiny, STATUSES.replace("đạt chuẩn NTM", "rồi").replace(",12,", ",20,"))
    assert_said(
        message(tiny),
        "ntm_status.xlsx",
        "row 3 'Phía Tây': unknown status word",
        "row 4 'Phía Đông': more criteria than the set has (expected ≤ 19, got 20)",
    )


# ---- rasters ----


def test_a_raster_that_does_not_cover_the_units(tiny: TinyWorkspace) -> None:
    for name, pixels in (("treecover2000", TREECOVER), ("lossyear", LOSSYEAR)):
        tiny.raster(f"rasters/{name}.tif", np.array(pixels)[:, :3])
    tiny.seal()
    text = message(tiny)
    assert_said(text, "treecover2000.tif", "lossyear.tif", "does not cover the units")
    assert_said(text, "Xã Phía Đông (00002): lies outside the raster (expected 0 %, got 50.0%)")
    assert "Phía Tây" not in text


def test_a_raster_of_fractions(tiny: TinyWorkspace) -> None:
    tiny.raster("rasters/igbp.tif", np.ones((2, 4)), dtype="float32")
    tiny.seal()
    assert_said(message(tiny), "igbp.tif", "no whole numbers", "expected uint8, got float32")


def test_a_raster_that_is_rotated(tiny: TinyWorkspace) -> None:
    turned = Affine(CELL_WIDTH, 1e-4, WEST, 1e-4, -CELL_HEIGHT, NORTH)
    tiny.raster("rasters/igbp.tif", np.ones((2, 4)), transform=turned)
    tiny.seal()
    assert_said(message(tiny), "igbp.tif", "the grid is rotated or flipped", "rio warp")


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [("treecover2000", 101, "0…100"), ("lossyear", 200, "0…99"), ("igbp", 17, "0…16")],
)
def test_a_raster_with_values_off_its_legend(
    tiny: TinyWorkspace, band: str, value: int, expected: str
) -> None:
    tiny.raster(f"rasters/{band}.tif", np.full((2, 4), value))
    tiny.seal()
    assert_said(
        message(tiny),
        f"{band}.tif: the raster cannot be decoded",
        f"expected {expected}, got {value}",
        "Is this file the band that the catalog says it is?",
    )


def test_bands_on_different_grids(tiny: TinyWorkspace) -> None:
    shifted = Affine(CELL_WIDTH, 0, WEST - CELL_WIDTH / 2, 0, -CELL_HEIGHT, NORTH)
    tiny.raster("rasters/lossyear.tif", np.zeros((2, 5)), transform=shifted)
    tiny.seal()
    assert_said(message(tiny), "lossyear.tif", "lies on another grid", "treecover2000.tif")


# ---- outputs ----


@pytest.mark.parametrize("name", ["nho.gpkg", "manifest.json"])
def test_a_folder_in_the_place_of_an_output(tiny_workspace: TinyWorkspace, name: str) -> None:
    tiny_workspace.write("out/facts.csv", "the old one")
    tiny_workspace.path(f"out/{name}").mkdir()
    with pytest.raises(OutputError, match=f"{name}: a folder is in the place of this file"):
        build(tiny_workspace.root)
    assert tiny_workspace.path("out/facts.csv").read_text() == "the old one"
    assert {path.name for path in tiny_workspace.path("out").iterdir()} == {"facts.csv", name}


# ---- together ----


def test_several_broken_inputs_are_told_together(tiny: TinyWorkspace) -> None:
    tiny.layer("layers/communes.gpkg", tiny_polygons(), ["00001", "00009"])
    tiny.edit("layers/ntm_status.csv", "đạt chuẩn NTM", "đạt rồi")
    tiny.edit("layers/gates.csv", ",quốc tế,", ",to,")
    tiny.edit("layers/observations.csv", "5.5", "năm")
    tiny.edit("targets.toml", "deadline = 2030-12-31\n", "")
    tiny.raster("rasters/igbp.tif", np.ones((2, 4)), dtype="float32")
    tiny.seal()
    text = message(tiny)
    for name in (
        "communes.gpkg",
        "ntm_status.csv",
        "gates.csv",
        "observations.csv",
        "targets.toml",
        "igbp.tif",
    ):
        assert_said(text, name)

"""The tiny world: two communes, eight pixels of one hectare; and a whole workspace made of it.

The grid has two rows of four cells. Commune 00001 (west) is its left half, 00002 (east) its
right half. Cells are 0.0009° high; their width makes the line between the two rows the place
where a cell is exactly one hectare, so a row differs from that by 3 parts in a million.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from pyproj import CRS, Geod
from shapely import LineString, MultiPolygon, Polygon, box

from lsgeo.raster import Grid, Raster, Window
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import read_registry
from tests.browser import browser, serve, stay, visit

__all__ = ["browser", "serve", "stay", "visit"]

ROOT = Path(__file__).parent.parent
VINTAGE = "2025-07-01"
BEFORE = "2024-12-01"
CELL_HEIGHT = 0.0009
NORTH = 21.85
WEST = 106.76
ONE_HECTARE_AT = NORTH - CELL_HEIGHT


def _one_hectare_wide() -> float:
    """The width in degrees that makes a cell around the middle line one hectare, by PROJ."""
    geod = Geod(ellps="WGS84")
    half = CELL_HEIGHT / 2
    lats = [ONE_HECTARE_AT - half, ONE_HECTARE_AT + half]
    area, _ = geod.polygon_area_perimeter([0, 1e-3, 1e-3, 0], [lats[0], lats[0], lats[1], lats[1]])
    return 1e-3 * 1e4 / abs(area)


CELL_WIDTH = _one_hectare_wide()
MIDDLE, EAST = WEST + 2 * CELL_WIDTH, WEST + 4 * CELL_WIDTH
SOUTH = NORTH - 2 * CELL_HEIGHT

TREECOVER = [[80, 30, 29, 0], [75, 10, 100, 50]]
"""Canopy of 2000 in per cent: west has 80 30 75 10, east 29 0 100 50."""

LOSSYEAR = [[0, 2, 2, 0], [1, 0, 0, 3]]
"""West lost the 75 in 2001 and the 30 in 2002; east the 29 in 2002 and the 50 in 2003."""

IGBP = [[2, 2, 12, 12], [2, 8, 0, 12]]


@pytest.fixture
def tiny_grid() -> Grid:
    return Grid(CRS("EPSG:4326"), WEST, NORTH, CELL_WIDTH, CELL_HEIGHT, width=4, height=2)


@pytest.fixture
def tiny_units() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": ["Phía Tây", "Phía Đông"], "kind": ["xã", "xã"]},
        index=pd.Index(["00001", "00002"], name="code"),
        geometry=[box(WEST, SOUTH, MIDDLE, NORTH), box(MIDDLE, SOUTH, EAST, NORTH)],
        crs="EPSG:4326",
    )


def raster_of(
    pixels: object, grid: Grid, *, name: str = "layer", nodata: int | None = None
) -> Raster:
    """A raster held in memory."""
    values = np.asarray(pixels)

    def read(window: Window) -> np.ndarray:
        rows = slice(window.row, window.row + window.height)
        return values[rows, window.col : window.col + window.width]

    return Raster(name=name, grid=grid, read=read, nodata=nodata)


@pytest.fixture(name="raster_of")
def _raster_of() -> Callable[..., Raster]:
    return raster_of


def entry_for(path: Path, **keys: object) -> Entry:
    """A catalog entry with everything that must be said, said."""
    said = {
        "theme": "registry",
        "title": "a title",
        "quality": "official",
        "licence": "CC BY 4.0",
        "attribution": "an office",
    }
    return Entry.model_validate({**said, "path": path, **keys})


@pytest.fixture(name="entry_for")
def _entry_for() -> Callable[..., Entry]:
    return entry_for


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The registry that the repository ships."""
    return read_registry(entry_for(ROOT / "layers" / "units.csv"))[0]


UNITS = f"""vintage,code,name,kind,level,parent,area_official_km2
{BEFORE},20,Nhỏ,tỉnh,province,,0.08
{BEFORE},180,Nhỏ,huyện,district,20,
{BEFORE},00001,Bản Tây,xã,commune,180,0.04
{BEFORE},00002,Bản Đông,thị trấn,commune,180,0.04
{VINTAGE},20,Nhỏ,tỉnh,province,,0.08
{VINTAGE},00001,Phía Tây,xã,commune,20,0.04
{VINTAGE},00002,Phía Đông,xã,commune,20,0.04
"""

CROSSWALK = f"""from_vintage,from_code,to_vintage,to_code,relation,share_of_from,share_of_to
{BEFORE},00001,{VINTAGE},00001,full,1,1
{BEFORE},00002,{VINTAGE},00002,full,1,1
"""

GATES = f"""gate,name,class,mode,pair,commune_code,longitude,latitude,precision,source
cua-tay,Cửa Tây,quốc tế,road,Hữu Nghị,00001,{WEST},{NORTH},gate_point,a map
cua-dong,Cửa Đông,phụ,road,,00002,,,none,a list
"""

SCALES = """scale,value,id,label_vi,label_en,aliases,fill,hatch
ntm,-2,not_applicable,phường (không xét),not applicable,,#EDEDED,dots
ntm,-1,pending,chưa đánh giá lại,pending,,#FFFFFF,diagonal
ntm,0,not_met,chưa đạt,not met,chưa đạt chuẩn,#F6DFA8,
ntm,1,met,đạt chuẩn NTM,met,đạt chuẩn;NTM,#A3D0E4,
ntm,2,advanced,NTM nâng cao,advanced,nâng cao,#3B8BC2,
ntm,3,model,NTM kiểu mẫu,model,kiểu mẫu,#08306B,
"""

SETS = """set,title_vi,title_en,scale,valid_from,valid_to,criteria_count,source
2021-2025,19 tiêu chí,19 criteria,ntm,2022-03-08,2026-02-14,19,QĐ 318/QĐ-TTg
"""

STATUSES = f"""vintage,code,name,kind,period,criteria_set,status,criteria_met,decision,decision_date
{BEFORE},00001,Bản Tây,xã,2024,2021-2025,chưa đạt,15,,
{VINTAGE},00001,Phía Tây,xã,2025,2021-2025,đạt chuẩn NTM,19,QĐ 1,2025-11-30
{VINTAGE},00002,Phía Đông,xã,2025,2021-2025,chưa đạt,12,,
"""

OBSERVATIONS = f"""vintage,code,indicator,period,value,unit,source
{VINTAGE},20,poverty,2024,5.5,%,a report
{VINTAGE},20,poverty,2025,3.5,%,a report
"""

TARGETS = """[[target]]
id = "ntm_share"
title = { vi = "Tỷ lệ xã đạt chuẩn", en = "Communes meeting the standard" }
level = "province"
indicator = "ntm_share"
unit = "%"
method = "level"
value = 80
baseline = { period = "2020", value = 0, source = "the plan" }
deadline = 2030-12-31
source = "the plan"
"""

SETTINGS = f"""name = "nho"
title = {{ vi = "Tỉnh Nhỏ", en = "A small province" }}
province = "20"
crs = "EPSG:9215"
vintage = "{VINTAGE}"
history = ["{BEFORE}"]
as_of = "2026-01-31"
"""


@dataclass
class TinyWorkspace:
    """A complete workspace on disk, to break one thing at a time.

    Call `seal` after a change to a catalog or a file: it writes the catalogs with fresh
    checksums.
    """

    root: Path
    sources: dict[str, dict[str, object]] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, content: str | bytes) -> Path:
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(data)
        return self.path(name)

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))
        self.seal()

    def layer(self, name: str, polygons: list[object], codes: list[str], **keys: object) -> None:
        crs = keys.get("crs", "EPSG:4326")
        layer = gpd.GeoDataFrame({"code": codes}, geometry=polygons, crs=crs)
        self.path(name).unlink(missing_ok=True)
        layer.to_file(self.path(name), driver="GPKG", layer=self.path(name).stem)

    def raster(self, name: str, pixels: object, **keys: object) -> None:
        values = np.asarray(pixels, dtype=keys.pop("dtype", "uint8"))
        profile = {
            "driver": "GTiff",
            "crs": "EPSG:4326",
            "transform": Affine(CELL_WIDTH, 0, WEST, 0, -CELL_HEIGHT, NORTH),
            "dtype": values.dtype,
            "height": values.shape[0],
            "width": values.shape[1],
            "count": 1,
        } | keys
        with rasterio.open(self.path(name), "w", **profile) as dataset:
            dataset.write(values, 1)

    def seal(self) -> None:
        for folder in ("layers", "rasters"):
            tables = [self._toml(path) for path in self.sources if Path(path).parent.name == folder]
            self.write(f"{folder}/catalog.toml", "\n".join(tables))

    def _toml(self, name: str) -> str:
        keys = {
            "path": Path(name).name,
            "title": Path(name).stem,
            "quality": "official",
            "licence": "CC BY 4.0",
            "attribution": "an office",
            **self.sources[name],
        }
        if self.path(name).is_file() and "sha256" not in keys:
            keys["sha256"] = hashlib.sha256(self.path(name).read_bytes()).hexdigest()
        lines = [f'{key} = "{value}"' for key, value in keys.items() if value is not None]
        return "\n".join(["[[source]]", *lines, ""])


def tiny_polygons() -> list[Polygon | MultiPolygon]:
    """West and east."""
    return [box(WEST, SOUTH, MIDDLE, NORTH), box(MIDDLE, SOUTH, EAST, NORTH)]


@pytest.fixture
def tiny_workspace(tmp_path: Path) -> TinyWorkspace:
    """Registry, boundaries, history, border, gates, statuses, observations, rasters, targets."""
    tiny = TinyWorkspace(tmp_path / "nho")
    tables = {
        "units": ("registry", UNITS),
        "crosswalk": ("crosswalk", CROSSWALK),
        "gates": ("gates", GATES),
        "scales": ("status_scales", SCALES),
        "sets": ("criteria_sets", SETS),
        "ntm_status": ("ntm_status", STATUSES),
        "observations": ("observations", OBSERVATIONS),
    }
    for stem, (theme, text) in tables.items():
        tiny.write(f"layers/{stem}.csv", text)
        tiny.sources[f"layers/{stem}.csv"] = {"theme": theme}
    for vintage, stem in ((VINTAGE, "communes"), (BEFORE, "communes_before")):
        name = f"layers/{stem}.gpkg"
        tiny.layer(name, tiny_polygons(), ["00001", "00002"])
        tiny.sources[name] = {"theme": "boundaries", "level": "commune", "vintage": vintage}
    tiny.layer("layers/border.gpkg", [LineString([(WEST, NORTH), (EAST, NORTH)])], [""])
    tiny.sources["layers/border.gpkg"] = {"theme": "border"}
    tiny.path("rasters").mkdir()
    for product, band, pixels in (
        ("hansen", "treecover2000", TREECOVER),
        ("hansen", "lossyear", LOSSYEAR),
        ("mcd12c1", "igbp", IGBP),
    ):
        name = f"rasters/{band}.tif"
        tiny.raster(name, pixels)
        keys = {"theme": "raster", "product": product, "band": band, "period": "2024"}
        tiny.sources[name] = {**keys, "quality": "remote_sensing"}
    tiny.write("lsgeo.toml", SETTINGS)
    tiny.write("targets.toml", TARGETS)
    tiny.seal()
    return tiny

"""A real cluster of two processes, of which one is killed while it works."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from lsgeo.errors import ConfigError
from lsgeo.jobs.clustering import runner
from lsgeo.raster import Raster, Window
from lsgeo.sources.raster import open_file
from lsgeo.zonal import tiles
from lsgeo.zonal.tally import class_areas


@pytest.fixture
def units() -> gpd.GeoDataFrame:
    points = np.random.default_rng(1).uniform((106.01, 21.51), (106.49, 21.99), (40, 2))
    shapes = list(shapely.delaunay_triangles(shapely.MultiPoint(points)).geoms)
    codes = [f"{number:03}" for number in range(len(shapes))]
    return gpd.GeoDataFrame(index=codes, geometry=shapes, crs="EPSG:4326")


@pytest.fixture
def raster(tmp_path: Path) -> Raster:
    pixels = np.random.default_rng(2).integers(0, 9, (2048, 2048), dtype="uint8")
    place = Affine(0.00025, 0, 106.0, 0, -0.00025, 22.0)
    profile = {"driver": "GTiff", "count": 1, "dtype": "uint8", "crs": "EPSG:4326"}
    profile |= {"height": 2048, "width": 2048, "transform": place, "tiled": True}
    with rasterio.open(tmp_path / "a.tif", "w", **profile, blockxsize=128, blockysize=128) as file:
        file.write(pixels, 1)
    return open_file(tmp_path / "a.tif")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Its address."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running.scheduler_address


class Slow:
    """A raster read slowly, that says on the disk who has begun to read a tile."""

    def __init__(self, raster: Raster, folder: Path) -> None:
        self.raster, self.folder = raster, folder

    def __call__(self, window: Window) -> np.ndarray:
        (self.folder / f"{window.row}-{window.col}-{os.getpid()}").touch()
        time.sleep(0.2)
        return self.raster.read(window)


def test_a_cluster_gives_the_same_bits_and_a_killed_worker_costs_only_its_tiles(
    units: gpd.GeoDataFrame,
    raster: Raster,
    cluster: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiles, "_ROWS", 256)
    monkeypatch.setattr(tiles, "_COLS", 256)
    here = class_areas(units, [raster], run=tiles.in_threads(1))
    marks = tmp_path / "marks"
    marks.mkdir()
    slow = replace(raster, read=Slow(raster, marks))
    with runner(cluster) as run:

        def killing(work: tiles.Work, planned: list[Window]) -> Iterator[tiles.Tallied]:
            for number, tile in enumerate(run(work, planned)):
                if number == 5:
                    seen = {mark.name.split("-")[2] for mark in marks.iterdir()}
                    assert len(seen) == 2  # both work
                    os.kill(int(sorted(seen)[0]), signal.SIGKILL)
                yield tile

        there = class_areas(units, [slow], run=killing)
    assert there.equals(here)
    begun = [mark.name.rpartition("-")[0] for mark in marks.iterdir()]
    again = len(begun) - len(set(begun))
    assert len(set(begun)) > 20
    # What the killed one held and had not handed on is done again, and nothing else.
    assert again < len(set(begun)) / 2


def test_an_address_where_nobody_answers_is_a_plain_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lsgeo.jobs.clustering._LONGEST_WAIT", "1s")
    refused = pytest.raises(ConfigError, match="the scheduler does not answer")
    with refused, runner("tcp://127.0.0.1:9"):
        pass

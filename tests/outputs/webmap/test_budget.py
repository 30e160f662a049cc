"""The page of a whole country is no burden either."""

from __future__ import annotations

import gzip
import json
import re

import pytest
import shapely

from lsgeo.outputs.webmap import OUTPUT, topology
from tests.outputs.webmap.large import UNITS, large_publication

MOST_COMPRESSED = 3_000_000


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("country") / "index.html"
    OUTPUT.write(large_publication(), path)
    return path.read_text(encoding="utf-8")


def test_three_thousand_units_are_small_enough_to_send(page: str) -> None:
    assert len(gzip.compress(page.encode("utf-8"), mtime=0)) <= MOST_COMPRESSED


def test_none_of_three_thousand_units_is_lost(page: str) -> None:
    shape = re.search('id="shape-0">(.*?)</script>', page, flags=re.S)
    assert shape
    polygons = json.loads(shape[1])["polygons"]
    assert len([parts for parts in polygons if parts]) == UNITS


def test_three_thousand_units_are_drawn_with_no_more_vertices_than_allowed() -> None:
    published = large_publication()
    simple, tolerance_m = topology.fit(published.units.data, crs=published.crs)
    assert shapely.get_num_coordinates(simple.geometry.array).sum() <= topology.MOST_VERTICES
    assert tolerance_m < 400

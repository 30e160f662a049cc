"""The page as a file: whole, inert, the same for the same input."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser
from shapely import LineString

from lsgeo.compose import LINEAGE_COLUMNS, Attention, Publication
from lsgeo.compose.context import Credit, Look, context_layer
from lsgeo.outputs.webmap import OUTPUT, assets, leaflet, wording
from lsgeo.outputs.webmap.data import to_inert_json
from lsgeo.text import Words
from tests.browser import Visitor
from tests.outputs.map_publication import END_ATTRIBUTE, END_SCRIPT, TEMPLATE, map_publication

_BLOCK = r'<script type="application/json" id="{name}">(.*?)</script>'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(map_publication(), tmp_path_factory.mktemp("webmap"))


def written(publication: object, folder: Path) -> str:
    path = folder / "index.html"
    OUTPUT.write(publication, path)
    return path.read_text(encoding="utf-8")


def block(page: str, name: str) -> Any:
    found = re.search(_BLOCK.format(name=name), page, flags=re.S)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("text", [END_SCRIPT, END_ATTRIBUTE, TEMPLATE, "\u2029</SCRIPT>"])
def test_data_cannot_end_the_element_that_holds_it(text: str) -> None:
    inert = to_inert_json({"name": text})
    assert not re.search("[<>&\u2028\u2029]", inert)
    assert json.loads(inert) == {"name": text}


def test_the_same_publication_gives_the_same_bytes(page: str, tmp_path: Path) -> None:
    assert written(map_publication(), tmp_path) == page


def test_the_page_is_ascii_with_references_only_where_browsers_read_them(page: str) -> None:
    assert page.isascii()
    for kept in (assets.script(), leaflet.script(), assets.stylesheet(), leaflet.stylesheet()):
        assert kept in page


def test_the_page_lets_a_reader_zoom(page: str) -> None:
    (viewport,) = re.findall('<meta name="viewport" content="([^"]*)"', page)
    assert viewport.startswith("width=device-width, initial-scale=1")
    assert "scalable" not in viewport
    assert "maximum" not in viewport


def test_every_level_of_units_has_its_shapes(tmp_path: Path) -> None:
    published = map_publication()
    former = replace(published.units, name="former", data=published.units.data.iloc[:2])
    page = written(replace(published, others=(former,)), tmp_path)
    levels = block(page, "atlas-data")["levels"]
    assert [level["name"] for level in levels] == ["units", "former"]
    assert [len(block(page, f"shape-{i}")["polygons"]) for i in (0, 1)] == [4, 2]


def test_layers_of_units_are_told_apart_by_when_they_began(tmp_path: Path) -> None:
    published = map_publication()
    units = replace(published.units, level="commune", vintage="2025-07-01")
    districts = replace(published.units, level="district", vintage="2024-12-01")
    page = written(replace(published, units=units, others=(districts,)), tmp_path)
    levels = block(page, "atlas-data")["levels"]
    assert [level["short"][0] for level in levels] == ["Xã từ 7/2025", "Huyện cũ"]
    assert "khái quát hóa (sai số: 30\u00a0m)." in html.unescape(page)


def test_units_that_need_attention_are_known_by_their_row(tmp_path: Path) -> None:
    pointed = Attention("00003", Words("chậm", "late"))
    page = written(replace(map_publication(), attention=(pointed,)), tmp_path)
    told = html.unescape(page)
    assert re.search(r'data-row="2"[^<]*<.*?<span data-en="late">chậm</span>', told, flags=re.S)


def with_lake_and_river(width: float) -> Publication:
    """The publication with a lake and a river over it, lines of `width` millimetres."""
    base = map_publication()
    west, south, east, north = base.units.data.total_bounds
    line = LineString([(west, south), (east, north)])
    layers = []
    for name, shape in (("context_1", line.buffer((east - west) / 10)), ("context_2", line)):
        features = gpd.GeoDataFrame({"name": [""]}, geometry=[shape], crs=base.units.data.crs)
        credit, look = Credit("an office", "published"), Look("#12AB34", width)
        title = Words(name, name)
        layers.append(context_layer(features, name=name, title=title, look=look, credit=credit))
    return replace(base, context=tuple(layers))


@pytest.mark.parametrize(("width", "said"), [(0.0, "1.5"), (1.0, "3.8")])
def test_without_the_script_lakes_are_filled_and_rivers_as_wide_as_chosen(
    tmp_path: Path, width: float, said: str
) -> None:
    page = written(with_lake_and_river(width), tmp_path)
    still = re.search(r'<svg class="still".*?</svg>\n</svg>', page, flags=re.S)
    assert still
    assert re.search(r'<path d="[^"]+" fill="#12AB34" fill-rule="evenodd"', still[0])
    assert re.findall(r'<use href="[^"]+" stroke="#12AB34" stroke-width="(.+?)"', still[0]) == [
        said
    ]


@pytest.mark.chromium
@pytest.mark.parametrize(("width", "said"), [(0.0, "1.8px"), (1.0, "3.8px")])
def test_with_the_script_rivers_are_as_wide_as_chosen(
    tmp_path: Path, visit: Visitor, width: float, said: str
) -> None:
    written(with_lake_and_river(width), tmp_path)
    river = visit(tmp_path / "index.html").page.locator(".areas .line")
    assert river.evaluate("line => getComputedStyle(line).strokeWidth") == said


def test_former_units_lead_to_the_row_of_the_unit_of_today(tmp_path: Path) -> None:
    into, since = "00002", "2024-12-01"
    rows = [
        (into, "06622", "Bính Xá", "xã", since, 0.161),
        (into, "06600", "B", "xã", since, 1.0),
        (into, "06601", "C", "xã", since, float("nan")),
    ]
    lineage = pd.DataFrame(rows, columns=list(LINEAGE_COLUMNS))
    page = written(replace(map_publication(), lineage=lineage), tmp_path)
    assert block(page, "atlas-data")["lineage"] == [
        ["Xã Bính Xá", 1, 16.1, "2024-12-01", "06622"],
        ["Xã B", 1, 100, "2024-12-01", "06600"],
        ["Xã C", 1, None, "2024-12-01", "06601"],
    ]


def test_the_targets_of_the_script_are_those_of_the_panel_in_its_order(page: str) -> None:
    titles = [item["title"][0] for item in block(page, "atlas-data")["targets"]]
    assert titles == ["Tỷ lệ xã đạt chuẩn", f"Chất thải {END_ATTRIBUTE}"]


def test_every_part_of_the_script_is_in_the_page_and_in_its_place() -> None:
    found = {path.relative_to(assets.FOLDER).as_posix() for path in assets.FOLDER.rglob("*.js")}
    assert found == set(assets.SCRIPTS)
    assert assets.SCRIPTS[0] == "script/core.js"
    assert assets.SCRIPTS[-1] == "atlas.js"


def test_the_script_leaves_nothing_behind_in_the_window() -> None:
    script = assets.script()
    assert script.startswith('(() => {\n"use strict";\n')
    assert script.endswith("\n})();")


def test_no_name_is_given_twice_in_the_one_scope_of_the_script() -> None:
    names = re.findall(r"^(?:const|let|function|class) (\w+)", assets.script(), flags=re.M)
    assert sorted(names) == sorted(set(names))


def test_the_script_says_no_word_that_the_page_does_not_know() -> None:
    said = set(re.findall(r'\b(?:word|filled)\("(\w+)"', assets.script()))
    assert said - set(wording.SCRIPT_WORDS) == set()
    assert set(wording.SCRIPT_WORDS) - set(wording.PAGE) == set()


@pytest.mark.chromium
@pytest.mark.parametrize("fault", ["throw new Error('of a test');", "const = ;"])
def test_a_page_whose_script_fails_is_as_readable_as_without(
    tmp_path: Path, browser: Browser, fault: str
) -> None:
    pointed = (Attention("00003", Words("chậm", "late")),)
    page = written(replace(map_publication(), attention=pointed), tmp_path)
    broken = re.sub("<meta http-equiv=[^>]*>", "", page).replace("const data =", fault)
    assert fault in broken
    path = tmp_path / "broken.html"
    path.write_text(broken, encoding="ascii")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    for shown in (".still", ".attention", "#part-targets", ".notes"):
        assert opened.locator(shown).first.is_visible(), shown
    assert not opened.locator(".scripted").first.is_visible()
    opened.close()

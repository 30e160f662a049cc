"""Search, card and ranking of the page, as a reader uses them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.compose import LINEAGE_COLUMNS, Layer
from lsgeo.outputs.webmap import OUTPUT
from tests.browser import Visit, Visitor
from tests.outputs.map_publication import map_publication

FORMER = [
    ("00001", "00091", "Bính Xá", "xã", "2024-12-01", 0.199),
    ("00004", "00091", "Bính Xá", "xã", "2024-12-01", 0.801),
    ("00004", "00092", "Hòa Cư", "xã", "2024-12-01", 1.0),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    published = map_publication()
    path = tmp_path_factory.mktemp("finding") / "index.html"
    lineage = pd.DataFrame(FORMER, columns=list(LINEAGE_COLUMNS))
    OUTPUT.write(replace(published, units=_with_years(published.units), lineage=lineage), path)
    return path


def _with_years(units: Layer) -> Layer:
    """The cover of 2023 was two points higher in the first commune, and as now in the second."""
    before = pd.Series([12.0, 50.0, None, None], index=units.data.index)
    cover = pd.DataFrame({"2023": before, "2024": units.data["cover"]})
    return replace(units, series={"cover": cover})


def found(seen: Visit, text: str) -> Sequence[str]:
    seen.page.fill("#search", text)
    options: list[str] = seen.page.locator("#found [role=option]").all_inner_texts()
    return [" ".join(option.split()) for option in options]


def open_card(seen: Visit, text: str) -> str:
    seen.page.fill("#search", text)
    seen.page.keyboard.press("Enter")
    return seen.page.inner_text("#card")


def ranked_names(seen: Visit) -> Sequence[str]:
    return seen.page.locator("#ranking tbody th").all_inner_texts()


@pytest.mark.chromium
def test_a_former_name_finds_each_commune_it_went_to_the_largest_part_first(
    page: Path, visit: Visitor
) -> None:
    assert found(visit(page), "bính xá") == [
        "Xã Ba Sơn gồm 80,1 % xã Bính Xá cũ",
        "Xã Đồng Đăng gồm 19,9 % xã Bính Xá cũ",
    ]


@pytest.mark.chromium
@pytest.mark.parametrize("text", ["hòa cư", "hoà cư", "hoa cu", "HOA-CU", "xã hòa cư"])
def test_a_name_is_found_however_its_accents_are_typed(
    page: Path, visit: Visitor, text: str
) -> None:
    assert found(visit(page), text) == ["Xã Ba Sơn gồm xã Hòa Cư cũ"]


@pytest.mark.chromium
@pytest.mark.parametrize("text", ["00002", "2"])
def test_a_code_is_found_without_its_zeros(page: Path, visit: Visitor, text: str) -> None:
    assert found(visit(page), text) == ["Phường Kỳ Lừa 00002"]


@pytest.mark.chromium
def test_what_is_not_found_is_said(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    assert found(seen, "zzz") == []
    assert "Không tìm thấy “zzz”" in seen.page.inner_text("#found")


@pytest.mark.chromium
def test_an_empty_search_lists_every_unit(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.focus("#search")
    assert seen.page.locator("#found [role=option]").count() == 4


@pytest.mark.chromium
def test_the_first_escape_closes_the_list_and_the_next_the_card(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    open_card(seen, "Đồng Đăng")
    seen.page.fill("#search", "ba")
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("#found").is_hidden()
    assert seen.page.locator("#card").is_visible()
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("#card").is_hidden()


@pytest.mark.chromium
def test_closing_a_card_gives_the_focus_back_without_opening_the_list(
    page: Path, visit: Visitor
) -> None:
    seen = visit(page)
    open_card(seen, "Đồng Đăng")
    seen.page.keyboard.press("Escape")
    assert seen.page.evaluate("document.activeElement.id") == "search"
    assert seen.page.locator("#found").is_hidden()


@pytest.mark.chromium
def test_the_card_says_the_change_in_points_since_the_year_before(
    page: Path, visit: Visitor
) -> None:
    assert "so với 2023: −2,0\u00a0điểm %" in open_card(visit(page), "Đồng Đăng")


@pytest.mark.chromium
def test_the_card_of_a_year_before_has_its_number(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.click("[data-theme='1']")
    seen.page.click("#time button >> nth=0")
    said = open_card(seen, "Đồng Đăng")
    assert "(2023)" in said
    assert "12,0\u00a0%" in said
    assert "Kỳ: 2023" in said


@pytest.mark.chromium
def test_a_missing_number_is_said_in_words(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    open_card(seen, "Ba Sơn")
    assert "Tán cây; Ghi chú: chưa có số liệu" in seen.page.inner_text("#card")


@pytest.mark.chromium
def test_the_ranking_has_the_highest_number_first_and_the_missing_last(
    page: Path, visit: Visitor
) -> None:
    seen = visit(page)
    seen.page.click("#tab-ranking")
    seen.page.click("[data-theme='1']")
    names = ranked_names(seen)
    assert [names[1], names[2], names[3]] == ["Phường Kỳ Lừa", "Đồng Đăng", "Ba Sơn"]


@pytest.mark.chromium
def test_a_header_sorts_the_ranking_and_says_which_way(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.click("#tab-ranking")
    seen.page.click("[data-theme='1']")
    seen.page.click("#ranking [data-sort='reading']")
    seen.page.click("#ranking [data-sort='reading']")
    assert ranked_names(seen)[0] == "Đồng Đăng"
    sorted_by = seen.page.locator("#ranking th[aria-sort]")
    assert sorted_by.get_attribute("aria-sort") == "ascending"
    assert sorted_by.count() == 1

"""The page on screens of any width, on paper, in both languages, and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lsgeo.progress import METHODS
from tests.browser import Visit, Visitor, settle
from tests.outputs.map_publication import END_SCRIPT, LEGAL, MARK, STATUS

pytestmark = pytest.mark.chromium

MET, NOT_MET = STATUS[1][1].fill, STATUS[0][1].fill
PARTS = ("targets", "ranking", "share", "map")
ACROSS = "document.documentElement.scrollWidth"


def open_card(seen: Visit, name: str) -> None:
    seen.page.fill("#search", name)
    seen.page.keyboard.press("Enter")


def test_without_scripts_the_page_says_the_same(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, scripts=False)
    headline = seen.page.inner_text(".headlines")
    assert "106/175" in headline
    assert "60,6\u00a0%" in headline
    assert "Đúng tiến độ" in headline
    assert "31/12/2025" in seen.page.inner_text("header")
    assert METHODS["none"].vi in (seen.page.locator(".targets").text_content() or "")
    assert "chậm kế hoạch" in seen.page.inner_text(".attention")


def test_without_scripts_the_map_is_coloured(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, scripts=False)
    drawn = seen.page.locator(".still .rough path").all()
    assert [drawn[row].get_attribute("fill") for row in (0, 2)] == [MET, NOT_MET]
    assert seen.page.locator(".still").is_visible()


def test_without_scripts_there_is_nothing_that_needs_them(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, scripts=False)
    for control in ("button", "input", "select"):
        for one in seen.page.locator(control).all():
            assert not one.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_the_law_asks_and_whose_the_map_is_stand_under_it(
    atlas: Path, visit: Visitor, scripts: bool
) -> None:
    seen = visit(atlas, scripts=scripts)
    assert LEGAL.vi in seen.page.inner_text(".legal")
    assert seen.page.inner_text(".credits") == "x · GeoNames"
    assert MARK.vi in seen.page.inner_text("header")


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_nothing_sticks_out_sideways(atlas: Path, visit: Visitor, width: int) -> None:
    seen = visit(atlas, width=width, height=740)
    assert seen.page.evaluate(ACROSS) == width
    for part in PARTS:
        seen.page.click(f"[data-tab={part}]")
        assert seen.page.evaluate(ACROSS) == width, part
    open_card(seen, "Đồng Đăng")
    assert seen.page.evaluate(ACROSS) == width


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_nothing_sticks_out_sideways(
    atlas: Path, visit: Visitor, width: int
) -> None:
    # An element's own width, as without scripts the page cannot be asked.
    seen = visit(atlas, width=width, scripts=False)
    for part in ("header", "main", ".targets", ".legend", ".notes"):
        edges = seen.page.locator(part).first.bounding_box()
        assert edges
        assert edges["x"] + edges["width"] <= width


def test_opening_a_card_keeps_the_whole_province_in_view(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    open_card(seen, "Đồng Đăng")
    settle(seen.page)
    edge = seen.page.locator("#map").bounding_box()
    assert edge
    for unit in seen.page.locator("g.units path").all():
        place = unit.bounding_box()
        assert place
        assert place["x"] >= edge["x"]
        assert place["x"] + place["width"] <= edge["x"] + edge["width"]


def test_a_card_opened_by_script_has_no_ring_and_its_buttons_have_one(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    open_card(seen, "Đồng Đăng")
    ring = "() => getComputedStyle(document.activeElement).outlineStyle"
    assert seen.page.evaluate("document.activeElement.id") == "card"
    assert seen.page.evaluate(ring) == "none"
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(ring) == "solid"


def test_a_card_says_nothing_twice(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    open_card(seen, "Đồng Đăng")
    said = seen.page.inner_text("#card")
    assert "Trạng thái" not in said
    assert said.count("Đạt chuẩn") == 1
    seen.page.click("[data-theme='1']")
    assert "Trạng thái" in seen.page.inner_text("#card")
    assert seen.page.inner_text("#card .lead").count("Tán cây") == 1
    assert seen.page.locator("#card dt", has_text="Tán cây").count() == 0


def test_tab_stops_at_controls_and_gates_and_once_for_all_units(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    told = """() => {
      const { tagName, ariaLabel, className } = document.activeElement;
      return [tagName, className.baseVal ?? ariaLabel];
    }"""
    stops = []
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        stops.append(tuple(seen.page.evaluate(told)))
        if stops[-1][0] == "BODY":
            break
    assert {"SELECT", "BUTTON", "SUMMARY", "INPUT"} <= {tag for tag, _name in stops}
    assert {"Hữu Nghị", "Bản Chắt"} <= {name for _tag, name in stops}
    assert stops.count(("g", "units")) == 1
    assert "path" not in {tag for tag, _name in stops}


def test_the_english_page_keeps_no_vietnamese_words_of_its_own(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    open_card(seen, "Đồng Đăng")
    seen.page.click("[data-language=en]")
    assert seen.page.get_attribute("html", "lang") == "en"
    assert "60.6\u00a0%" in seen.page.inner_text(".headlines")
    assert seen.page.locator(".watermark text").text_content() == MARK.en
    for part in PARTS:
        seen.page.click(f"[data-tab={part}]")
        assert vietnamese(seen) == []
    seen.page.click("[data-language=vi]")
    assert "60,6\u00a0%" in seen.page.inner_text(".headlines")


def vietnamese(seen: Visit) -> list[str]:
    """The visible texts with Vietnamese letters in elements that do not say they are so."""
    found: list[str] = seen.page.evaluate("""() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (texts.nextNode()) {
        const { parentElement, data } = texts.currentNode;
        const isSeen = parentElement.getClientRects().length && !parentElement.closest("[hidden]");
        const isOwn = parentElement.closest("[lang]").lang === "en";
        const has = /[ăâđêôơưĂÂĐÊÔƠƯ\\u1ea0-\\u1ef9]/.test(data);
        if (isSeen && isOwn && has) found.push(data.trim());
      }
      return found;
    }""")
    return found


@pytest.mark.parametrize("width", [360, 1440])
def test_on_paper_the_map_is_one_drawing(atlas: Path, visit: Visitor, width: int) -> None:
    seen = visit(atlas, width=width)
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    drawn = [one for one in seen.page.locator("#paper > svg").all() if one.is_visible()]
    assert len(drawn) == 1
    assert not seen.page.locator("#map").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("landscape", [True, False])
def test_on_paper_the_map_has_a_page_and_the_panel_others(
    atlas: Path, visit: Visitor, scripts: bool, landscape: bool
) -> None:
    paper = visit(atlas, scripts=scripts).page.pdf(format="A4", landscape=landscape)
    assert len(re.findall(rb"/Type /Page\b", paper)) >= 2


def test_on_paper_there_are_no_controls(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    for one in (".tools", ".themes", ".zoom", "#time", ".tabs", ".hint"):
        assert not seen.page.locator(one).first.is_visible(), one
    for control in ("button", "input", "select"):
        assert not [one for one in seen.page.locator(control).all() if one.is_visible()]


def test_after_printing_the_map_has_its_size_again(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, width=360, height=740)
    unit = seen.page.locator("g.units path").first
    before = unit.bounding_box()
    seen.page.pdf(format="A4")
    settle(seen.page)
    assert unit.bounding_box() == before
    assert not seen.page.locator("#paper").is_visible()


def test_on_the_english_page_vietnamese_names_and_sources_say_what_they_are(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    open_card(seen, "Đồng Đăng")
    seen.page.click("[data-language=en]")
    for one in ("#card h2", ".credits span", ".name", ".place", ".gate", "#attention .unit"):
        assert seen.page.locator(one).first.get_attribute("lang") == "vi", one
    assert seen.page.locator("#legend [lang=vi]").last.inner_text() == END_SCRIPT


def test_the_progress_and_its_limits_can_be_read_of_each_headline(
    atlas: Path, visit: Visitor
) -> None:
    headline = visit(atlas).page.locator(".headlines").text_content() or ""
    assert "Tiến độ 1,14 (≥ 1: đúng tiến độ; ≥ 0,5: chậm;" in headline.replace("\u00a0", " ")


def test_a_ward_and_a_unit_without_data_have_no_place_in_the_ranking_of_statuses(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.click("#tab-ranking")
    rows = [row.split("\t") for row in seen.page.locator("#ranking tbody tr").all_inner_texts()]
    assert [(place, name) for place, name, *_rest in rows][1:] == [
        ("2", "Đồng Đăng"),
        ("–", "Phường Kỳ Lừa"),
        ("–", "Ba Sơn"),
    ]

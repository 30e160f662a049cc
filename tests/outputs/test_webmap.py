"""The web map: right before and after its script, silent to the network, deaf to attackers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from shapely import Point, box
from shapely.ops import unary_union

from lsgeo.compose import Field
from lsgeo.outputs.webmap import OUTPUT
from lsgeo.palette import COVER, NO_DATA
from lsgeo.progress import METHODS
from lsgeo.text import Words
from tests.browser import Visit, Visitor
from tests.outputs.map_publication import (
    END_ATTRIBUTE,
    END_SCRIPT,
    LEGAL,
    MARK,
    STATUS,
    map_publication,
)

MET, NOT_MET = STATUS[1][1].fill, STATUS[0][1].fill


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("webmap") / OUTPUT.filename
    OUTPUT.write(map_publication(), path)
    return path


def fills(visit: Visit) -> list[str]:
    """The fill of each unit on the script's map, in the order of the units."""
    found: list[str] = visit.page.eval_on_selector_all(
        ".leaflet-overlay-pane path", "paths => paths.map(path => path.getAttribute('fill'))"
    )
    return found


def legend(visit: Visit) -> list[str]:
    return visit.page.locator("#legend li").all_inner_texts()


def hatch_of(visit: Visit, fill: str) -> str:
    """The pattern that a fill refers to, as its shapes' colours."""
    identifier = fill.removeprefix("url(#").removesuffix(")")
    colours: str = visit.page.eval_on_selector(
        f"pattern#{identifier}",
        "pattern => [...pattern.children].map(part => part.getAttribute('fill')).join(' ')",
    )
    return colours


@pytest.mark.chromium
def test_the_page_asks_for_nothing_and_complains_of_nothing(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    for chip in seen.page.locator("[data-theme]").all():
        chip.click()
    seen.page.select_option("#choose", index=1)
    seen.page.click("[data-language=en]")
    seen.page.click(".leaflet-control-zoom-in")
    seen.page.wait_for_timeout(400)
    assert seen.requests == [page.as_uri()]
    assert seen.console == []
    assert seen.violations() == []


@pytest.mark.chromium
def test_without_scripts_the_page_says_the_same(page: Path, visit: Visitor) -> None:
    seen = visit(page, scripts=False)
    headline = seen.page.inner_text(".headlines")
    assert "106/175" in headline
    assert "60,6\u00a0%" in headline
    assert "30/06/2025" in headline
    assert "Đúng tiến độ" in headline
    drawn = [
        path.get_attribute("fill")
        for path in seen.page.locator(".still > g:first-of-type path").all()
    ]
    assert drawn[0] == MET
    assert drawn[2] == NOT_MET
    assert seen.page.locator(".still").is_visible()
    assert "31/12/2025" in seen.page.inner_text("header")
    assert METHODS["none"].vi in seen.page.inner_text(".targets")
    assert not seen.page.locator(".themes").is_visible()


@pytest.mark.chromium
def test_the_legend_counts_the_units_of_each_class(page: Path, visit: Visitor) -> None:
    counted = ["Chưa đạt 1", "Đạt chuẩn 1", "Phường (không xét) 1", "Không có số liệu 1"]
    still, moving = visit(page, scripts=False), visit(page)
    assert legend(still) == counted
    assert legend(moving) == counted
    moving.page.click("[data-theme='1']")
    assert legend(moving) == ["Dưới 50 1", "Từ 50 2", "Không có số liệu 1"]


@pytest.mark.chromium
def test_each_theme_paints_the_units_in_its_own_colours(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    first = fills(seen)
    assert [first[0], first[2]] == [MET, NOT_MET]
    assert hatch_of(seen, first[1]).split()[0] == "#EDEDED"
    assert hatch_of(seen, first[3]).split() == [NO_DATA.symbol.fill, NO_DATA.symbol.hatch_colour]
    seen.page.click("[data-theme='1']")
    assert fills(seen)[:3] == [COVER[0], COVER[4], COVER[4]]
    chips = seen.page.locator("[data-theme]")
    pressed = [chip.get_attribute("aria-pressed") for chip in chips.all()]
    assert pressed == ["false", "true"]


@pytest.mark.chromium
def test_a_satellite_theme_stands_in_a_dotted_frame_that_the_legend_names(
    page: Path, visit: Visitor
) -> None:
    seen = visit(page)
    frame = "() => getComputedStyle(document.getElementById('map'), '::after').borderTopStyle"
    assert seen.page.evaluate(frame) == "none"
    seen.page.click("[data-theme='1']")
    assert seen.page.evaluate(frame) == "dotted"
    assert "Khung chấm: tham khảo viễn thám" in seen.page.inner_text("#legend")


@pytest.mark.chromium
def test_a_change_of_theme_is_announced_and_names_the_map(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    drawn = seen.page.locator(".leaflet-container")
    assert drawn.get_attribute("role") == "region"
    assert drawn.get_attribute("aria-label") == "Bản đồ: Nông thôn mới"
    seen.page.click("[data-theme='1']")
    assert drawn.get_attribute("aria-label") == "Bản đồ: Tán cây"
    assert seen.page.get_attribute("#legend", "aria-live") == "polite"


@pytest.mark.chromium
@pytest.mark.parametrize("scripts", [True, False])
def test_the_status_its_limits_and_the_credits_are_seen_without_opening_anything(
    page: Path, visit: Visitor, scripts: bool
) -> None:
    seen = visit(page, scripts=scripts)
    headline = seen.page.inner_text(".headlines").replace("\u00a0", " ")
    assert "Tiến độ 1,14 (≥ 1: đúng tiến độ; ≥ 0,5: chậm;" in headline
    assert seen.page.inner_text(".credits") == "x · GeoNames"


@pytest.mark.chromium
def test_a_context_layer_tells_its_note_and_only_the_classes_it_has(
    tmp_path: Path, visit: Visitor
) -> None:
    published = map_publication()
    districts, gates = published.context
    noted = replace(gates.styles[0], note=Words("Mới biết 2 vị trí", "2 places known"))
    few = replace(gates, styles=(noted,), data=gates.data.iloc[1:])
    path = tmp_path / "index.html"
    OUTPUT.write(replace(published, context=(districts, few)), path)
    said = visit(path).page.locator(".context").nth(1).inner_text()
    assert "Mới biết 2 vị trí" in said
    assert "Quốc tế" not in said


@pytest.mark.chromium
def test_a_click_on_a_unit_opens_its_card(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.locator(".leaflet-overlay-pane path").nth(0).click()
    said = seen.page.inner_text("#card")
    assert "Xã Đồng Đăng · 00001" in said
    assert "Đạt chuẩn" in said
    assert "10,0\u00a0%" in said
    assert "Kỳ: 2024 · Độ tin cậy: tham khảo viễn thám · Nguồn: Hansen" in said


@pytest.mark.chromium
def test_a_tap_on_a_phone_opens_the_card_below_the_map(page: Path, visit: Visitor) -> None:
    seen = visit(page, width=360, height=740)
    seen.page.locator(".leaflet-overlay-pane path").nth(1).tap()
    assert "Phường Kỳ Lừa" in seen.page.inner_text("#card")
    card, drawn = (seen.page.locator(one).bounding_box() for one in ("#card", "#map"))
    assert card
    assert drawn
    assert card["y"] + card["height"] == pytest.approx(740)
    assert drawn["y"] >= 0
    assert drawn["y"] + drawn["height"] <= card["y"] + 20


@pytest.mark.chromium
def test_the_card_of_a_unit_opens_and_closes_by_keyboard(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.focus("#choose")
    seen.page.keyboard.press("ArrowDown")
    said = seen.page.inner_text("#card")
    assert "Phường Kỳ Lừa" in said
    assert "50,0\u00a0%" in said
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("#card").is_visible()
    assert seen.page.evaluate("document.activeElement.id") == "choose"


@pytest.mark.chromium
def test_a_card_opened_by_script_has_no_ring(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.focus("#choose")
    seen.page.keyboard.press("ArrowDown")
    assert seen.page.evaluate("document.activeElement.id") == "card"
    ring = "() => getComputedStyle(document.activeElement).outlineStyle"
    assert seen.page.evaluate(ring) == "none"
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(ring) == "solid"


@pytest.mark.chromium
def test_tab_stops_at_controls_and_gates_but_at_no_unit(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.select_option("#choose", index=1)
    seen.page.evaluate("document.activeElement.blur()")
    told = "() => [document.activeElement.tagName, document.activeElement.ariaLabel]"
    stops = []
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        stops.append(tuple(seen.page.evaluate(told)))
    assert {"SELECT", "BUTTON", "SUMMARY", "INPUT"} <= {tag for tag, _name in stops}
    assert {"Hữu Nghị", "Bản Chắt"} <= {name for _tag, name in stops}
    assert "path" not in {tag for tag, _name in stops}


@pytest.mark.chromium
def test_the_card_says_nothing_twice(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.select_option("#choose", label="Xã Đồng Đăng")
    assert seen.page.inner_text("#card").count("Trạng thái") == 0
    assert seen.page.inner_text("#card").count("Đạt chuẩn") == 1
    assert "Kỳ: 30/06/2025" in seen.page.inner_text("#card .lead")
    seen.page.click("[data-theme='1']")
    assert "Trạng thái" in seen.page.inner_text("#card")
    assert seen.page.inner_text("#card").count("Tán cây") == 1


@pytest.mark.chromium
def test_the_card_of_a_gate_does_not_repeat_its_class(tmp_path: Path, visit: Visitor) -> None:
    published = map_publication()
    districts, gates = published.context
    kind = Field("class", Words("Loại", "Class"), values={"vague": Words("Phụ", "Secondary")})
    path = tmp_path / "index.html"
    gates = replace(gates, fields=(*gates.fields, kind))
    OUTPUT.write(replace(published, context=(districts, gates)), path)
    seen = visit(path)
    seen.page.locator(".gate[aria-label='Bản Chắt']").focus()
    seen.page.keyboard.press("Enter")
    said = seen.page.inner_text("#card")
    assert "Phụ (gần đúng)" in said
    assert "Loại" not in said


@pytest.mark.chromium
@pytest.mark.parametrize("width", [360, 1440])
def test_a_click_at_the_middle_of_a_gate_opens_that_gate(
    tmp_path: Path, visit: Visitor, width: int
) -> None:
    published = map_publication()
    districts, gates = published.context
    close = gates.data.set_geometry(
        [Point(106.72, 21.98), Point(106.722, 21.979), Point(106.721, 21.976)], crs="EPSG:4326"
    )
    path = tmp_path / "index.html"
    OUTPUT.write(
        replace(published, context=(districts, replace(gates, data=close)), watermarks=()), path
    )
    seen = visit(path, width=width)
    for name in close["name"]:
        place = seen.page.locator(".gate").and_(seen.page.get_by_label(name, exact=True))
        edges = place.bounding_box()
        assert edges
        assert edges["width"] <= 24
        middle = edges["x"] + edges["width"] / 2, edges["y"] + edges["height"] / 2
        seen.page.mouse.click(*middle)
        assert seen.page.inner_text("#card h2") == name
        seen.page.keyboard.press("Escape")


@pytest.mark.chromium
def test_a_missing_number_is_said_in_words(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.select_option("#choose", label="Xã Ba Sơn")
    cover = seen.page.locator("#card dl div", has_text="Tán cây")
    assert cover.locator("dd").inner_text() == "chưa có số liệu"


@pytest.mark.chromium
def test_a_gate_says_how_exact_its_position_is(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.locator(".gate[aria-label='Bản Chắt']").focus()
    seen.page.keyboard.press("Enter")
    said = seen.page.inner_text("#card")
    assert "Bản Chắt" in said
    assert "Vị trí gần đúng" in said


@pytest.mark.chromium
def test_a_gate_without_position_is_listed(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    assert seen.page.locator(".leaflet-marker-pane .gate").count() == 2
    seen.page.click(".places summary")
    assert "chưa có vị trí trên bản đồ" in seen.page.locator(".places li").nth(2).inner_text()
    seen.page.locator(".places button").nth(2).click()
    assert "Chưa có tọa độ" in seen.page.inner_text("#card")


@pytest.mark.chromium
def test_a_layer_over_the_map_can_be_taken_off(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.uncheck("[data-context='1']")
    assert seen.page.locator(".leaflet-marker-pane .gate").count() == 0


@pytest.mark.chromium
@pytest.mark.parametrize("scripts", [True, False])
def test_the_watermark_lies_across_the_map_itself(
    page: Path, visit: Visitor, scripts: bool
) -> None:
    seen = visit(page, scripts=scripts)
    assert seen.page.locator(".watermark text").text_content() == MARK.vi
    assert (
        seen.page.locator(".watermark").bounding_box() == seen.page.locator("#map").bounding_box()
    )
    assert LEGAL.vi in seen.page.inner_text(".legal")


@pytest.mark.chromium
def test_names_lie_over_the_watermark_which_stays_in_place(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    depth = "name => Number(map_atlas.getPane(name).style.zIndex)"
    assert seen.page.evaluate(depth, "names") > seen.page.evaluate(depth, "watermark") > 0
    assert seen.page.locator(".leaflet-watermark-pane .watermark").count() == 1
    for _ in range(2):
        seen.page.click(".leaflet-control-zoom-in")
        seen.page.wait_for_timeout(400)
    seen.page.evaluate("map_atlas.panBy([40, 30], { animate: false })")
    whole = seen.page.locator("#map").bounding_box()
    assert seen.page.locator(".watermark").bounding_box() == whole


@pytest.mark.chromium
@pytest.mark.parametrize("width", [360, 1440])
def test_names_never_overlap(page: Path, visit: Visitor, width: int) -> None:
    seen = visit(page, width=width)
    boxes = [name.bounding_box() for name in seen.page.locator(".name span").all()]
    written = [box(b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in boxes if b]
    assert len(written) >= 3
    assert unary_union(written).area == pytest.approx(sum(one.area for one in written))


@pytest.mark.chromium
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("landscape", [True, False])
def test_on_paper_the_map_has_one_page_and_the_panel_follows(
    page: Path, visit: Visitor, scripts: bool, landscape: bool
) -> None:
    seen = visit(page, scripts=scripts)
    paper = seen.page.pdf(format="A4", landscape=landscape)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2


@pytest.mark.chromium
def test_on_paper_there_are_no_controls_and_no_tooltip(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.locator(".leaflet-overlay-pane path").nth(0).hover()
    seen.page.emulate_media(media="print")
    for one in (".tools", ".themes", ".leaflet-control-zoom", ".leaflet-tooltip", ".legend input"):
        assert not seen.page.locator(one).first.is_visible()
    assert seen.page.locator("#map").is_visible()


@pytest.mark.chromium
def test_after_printing_the_map_has_its_size_again(page: Path, visit: Visitor) -> None:
    seen = visit(page, width=360, height=740)
    before = fills(seen), seen.page.locator(".leaflet-overlay-pane path").nth(0).bounding_box()
    seen.page.pdf(format="A4")
    seen.page.wait_for_timeout(200)
    after = fills(seen), seen.page.locator(".leaflet-overlay-pane path").nth(0).bounding_box()
    assert after == before


@pytest.mark.chromium
def test_a_publication_that_needs_no_watermark_has_none(tmp_path: Path, visit: Visitor) -> None:
    path = tmp_path / "clean.html"
    OUTPUT.write(replace(map_publication(), watermarks=()), path)
    assert visit(path).page.locator(".watermark, .mark").count() == 0


@pytest.mark.chromium
def test_the_english_page_keeps_no_vietnamese_words_of_its_own(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.select_option("#choose", label="Xã Đồng Đăng")
    seen.page.click("[data-language=en]")
    assert seen.page.get_attribute("html", "lang") == "en"
    assert "60.6\u00a0%" in seen.page.inner_text(".headlines")
    assert "On track" in seen.page.inner_text(".headlines")
    assert "Tree cover" in seen.page.inner_text("#card")
    assert seen.page.locator(".watermark text").text_content() == MARK.en
    for vietnamese in (
        "#card h2",
        ".credits span",
        ".leaflet-names-pane",
        ".place",
        "option + option",
    ):
        assert seen.page.locator(vietnamese).first.get_attribute("lang") == "vi"
    assert seen.page.locator("#legend [lang=vi]").last.inner_text() == END_SCRIPT
    seen.page.click("[data-language=vi]")
    assert "60,6\u00a0%" in seen.page.inner_text(".headlines")


@pytest.mark.chromium
@pytest.mark.parametrize("guarded", [True, False], ids=["policy", "no policy"])
def test_hostile_strings_stay_text(
    page: Path, visit: Visitor, tmp_path: Path, guarded: bool
) -> None:
    html = page.read_text(encoding="utf-8")
    if not guarded:
        html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    seen = visit(path)
    seen.page.select_option("#choose", label=f"Xã {END_SCRIPT}")
    assert END_SCRIPT in seen.page.inner_text("#card h2")
    assert END_ATTRIBUTE in seen.page.inner_text("#card")
    seen.page.locator(".leaflet-overlay-pane path").nth(2).hover()
    assert END_SCRIPT in seen.page.inner_text(".leaflet-tooltip")
    seen.page.click("[data-language=en]")
    seen.page.click(".places summary")
    seen.page.locator(".places button").nth(2).click()
    assert END_SCRIPT in seen.page.inner_text("#card")
    made = "img, iframe, object, embed, link, base, [onerror], [onload], script[src]"
    assert seen.page.locator(made).count() == 0
    assert seen.page.evaluate("window.stolen") is None


@pytest.mark.chromium
@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_nothing_sticks_out_sideways(page: Path, visit: Visitor, width: int) -> None:
    seen = visit(page, width=width, height=740)
    across = "document.documentElement.scrollWidth"
    assert seen.page.evaluate(across) == width
    seen.page.select_option("#choose", index=1)
    assert seen.page.evaluate(across) == width


@pytest.mark.chromium
def test_opening_a_card_keeps_the_whole_province_in_view(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.select_option("#choose", index=1)
    seen.page.wait_for_timeout(200)
    edge = seen.page.locator("#map").bounding_box()
    assert edge
    for unit in seen.page.locator(".leaflet-overlay-pane path").all():
        place = unit.bounding_box()
        assert place
        assert place["x"] >= edge["x"]
        assert place["x"] + place["width"] <= edge["x"] + edge["width"]

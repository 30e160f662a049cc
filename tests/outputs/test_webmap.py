"""The web map: right before and after its script, silent to the network, deaf to attackers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Polygon, box
from shapely.ops import unary_union

from lsgeo.outputs.webmap import OUTPUT, panel, topology, view
from lsgeo.outputs.webmap.page import to_inert_json
from lsgeo.palette import COVER, NO_DATA, Style, StyleClass, Symbol
from lsgeo.progress import Limits, Target, targets_table
from lsgeo.progress.target import Direction, Method
from lsgeo.text import Words
from tests.browser import Visit, Visitor
from tests.outputs.map_publication import (
    END_ATTRIBUTE,
    END_SCRIPT,
    LEGAL,
    MARK,
    STATUS,
    TEMPLATE,
    map_publication,
)

MET, NOT_MET = STATUS[1][1].fill, STATUS[0][1].fill


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("webmap") / OUTPUT.filename
    OUTPUT.write(map_publication(), path)
    return path


def grid_units(*polygons: Polygon) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(polygons), crs="EPSG:4326")


def rebuilt(shape: topology.Topology) -> list[list[Polygon]]:
    """The polygons that a reader of the topology gets, in grid steps."""
    chains = []
    for arc in shape.arcs:
        x, y, points = 0, 0, []
        for dx, dy in zip(arc[::2], arc[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        chains.append(points)

    def ring(references: list[int]) -> list[tuple[int, int]]:
        parts = [chains[~n][::-1] if n < 0 else chains[n] for n in references]
        return [point for part in parts for point in part[:-1]]

    return [
        [Polygon(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in unit]
        for unit in shape.polygons
    ]


# Geometry


def test_an_edge_that_two_units_share_is_stored_once() -> None:
    shape = topology.build(grid_units(box(106, 21, 107, 22), box(107, 21, 108, 22)))
    # one arc between them, and one around the rest of each
    assert len(shape.arcs) == 3


def test_an_island_and_the_hole_around_it_share_their_only_arc() -> None:
    island = box(106.4, 21.4, 106.6, 21.6)
    around = box(106, 21, 107, 22).difference(island)
    shape = topology.build(grid_units(around, island))
    assert len(shape.arcs) == 2


def test_units_come_back_from_their_arcs_with_nothing_lost_or_doubled() -> None:
    island = box(106.4, 21.4, 106.6, 21.6)
    around = box(106, 21, 107, 22).difference(island)
    (one,), (two,), (three,) = rebuilt(
        topology.build(grid_units(around, island, box(107, 21, 107.5, 22)))
    )
    square = 1e5**2
    assert [part.area / square for part in (one, two, three)] == pytest.approx([0.96, 0.04, 0.5])
    assert unary_union([one, two, three]).area / square == pytest.approx(1.5)


def test_neighbours_still_touch_after_simplification() -> None:
    rough = [(107, 21 + step / 100) for step in range(101)]
    wavy = [(x + 0.0001 * (index % 3), y) for index, (x, y) in enumerate(rough)]
    wavy[0], wavy[-1] = (107, 21), (107, 22)
    west = Polygon([*wavy, (106.5, 22), (106.5, 21)])
    east = Polygon([*wavy, (107.5, 22), (107.5, 21)])
    simple = topology.simplify(grid_units(west, east), crs="EPSG:9215", tolerance_m=500)
    (one,), (two,) = rebuilt(topology.build(simple))
    assert len(one.exterior.coords) < len(west.exterior.coords)
    assert one.intersection(two).area == 0
    assert unary_union([one, two]).interiors[:] == []


def test_the_line_between_two_districts_is_drawn_once_and_their_rim_not_at_all() -> None:
    districts = map_publication().context[0]
    drawn = view.strokes(districts, crs="EPSG:9215")
    # 0.2° of the parallel of 21.9° N: 0.2 * 111.32 km * cos 21.9°
    assert drawn.length.sum() == pytest.approx(20_660, rel=0.003)


# Classes, names, data


def test_a_class_holds_its_lower_limit_and_only_the_last_its_upper_one() -> None:
    style = Style(
        name="cover",
        title=Words("", ""),
        column="cover",
        kind="graduated",
        classes=(
            StyleClass(Words("", ""), Symbol(COVER[0]), low=0, high=50),
            StyleClass(Words("", ""), Symbol(COVER[4]), low=50, high=100),
        ),
    )
    values = [0, 49.9, 50, 100, 100.1, float("nan"), None]
    assert view.classify(values, style) == [0, 0, 1, 1, 2, 2, 2]


def test_communes_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Đồng Đăng", "Điềm He", "Ăn", "Cao Lộc", "An", "Dương", "Ân"]
    ordered = [names[row] for row in view.alphabetical(names)]
    assert ordered == ["An", "Ăn", "Ân", "Cao Lộc", "Dương", "Điềm He", "Đồng Đăng"]


@pytest.mark.parametrize(
    ("method", "direction", "shown"),
    [
        ("level", "up", ["2–3\u00a0%", "2–3\u00a0%"]),
        ("change", "up", ["tăng 2–3\u00a0điểm %", "up 2–3\u00a0percentage points"]),
        (
            "pace",
            "down",
            ["giảm 2–3\u00a0điểm % mỗi năm", "down 2–3\u00a0percentage points a year"],
        ),
    ],
)
def test_a_target_says_whether_it_is_a_level_or_a_change(
    method: Method, direction: Direction, shown: list[str]
) -> None:
    target = Target(
        id="x",
        title=Words("", ""),
        level="province",
        method=method,
        direction=direction,
        deadline=date(2030, 12, 31),
        source="",
        unit="%",
        value=2,
        value_high=3,
    )
    published = replace(map_publication(), targets=targets_table([target], Limits()))
    assert panel.targets(published)[0]["target"] == shown


@pytest.mark.parametrize("text", [END_SCRIPT, END_ATTRIBUTE, TEMPLATE, "\u2029</SCRIPT>"])
def test_data_cannot_end_the_element_that_holds_it(text: str) -> None:
    written = to_inert_json({"name": text})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"name": text}


def test_the_same_publication_gives_the_same_bytes(page: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    OUTPUT.write(map_publication(), again)
    assert again.read_bytes() == page.read_bytes()


def test_the_page_lets_a_reader_zoom(page: Path) -> None:
    assert 'name="viewport" content="width=device-width, initial-scale=1">' in page.read_text(
        encoding="utf-8"
    )


# In a browser


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
    assert "Chưa giao chỉ tiêu bằng số" in seen.page.inner_text(".targets")
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
def test_a_satellite_theme_stands_in_a_dotted_frame(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    frame = "() => getComputedStyle(document.getElementById('map'), '::after').borderTopStyle"
    assert seen.page.evaluate(frame) == "none"
    seen.page.click("[data-theme='1']")
    assert seen.page.evaluate(frame) == "dotted"


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
    assert "Chưa có toạ độ" in seen.page.inner_text("#card")


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

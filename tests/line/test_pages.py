"""Every feature of the page by mouse, by finger and by keyboard alone: each has its effect."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image

from lsgeo.jobs.build import Built
from tests.browser import Visitor
from tests.line.reading import Desk, Hand, Keyboard, fills, page_of, row_of, shown_theme

pytestmark = pytest.mark.chromium
YEAR = "#time input[type=range]"
NOW = "#time .now"
LATEST = "#time [data-key=latest]"
COMPARE = "#time [data-key=compare]"
LOSS = "#themes [data-theme='4']"


@pytest.fixture(scope="module")
def desk(stay: Visitor) -> Desk:
    return Desk(stay)


@pytest.fixture(
    params=[
        ("embedded", "mouse"),
        ("embedded", "touch"),
        ("embedded", "keyboard"),
        pytest.param(("real", "mouse"), marks=pytest.mark.real),
    ],
    ids="-".join,
)
def hand(request: pytest.FixtureRequest, desk: Desk) -> Hand:
    workspace, way = request.param
    return desk.hand(request.getfixturevalue(workspace), way)


def saved(hand: Hand, selector: str, folder: Path) -> Path:
    with hand.page.expect_download() as download:
        hand.press(selector)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def card_name(hand: Hand) -> str:
    return hand.page.locator("#card h2").inner_text()


def ranked(hand: Hand) -> list[str]:
    return hand.page.locator("#ranking th.name, #ranking tbody th").all_inner_texts()[1:]


# ---- what the map shows ----------------------------------------------------------------------


def test_a_theme_is_chosen_by_its_chip(hand: Hand) -> None:
    before = fills(hand.page)
    hand.press(LOSS)
    assert shown_theme(hand.page).startswith("Mất tán cây từ 2001")
    assert hand.page.get_attribute(LOSS, "aria-pressed") == "true"
    assert fills(hand.page) != before


def test_the_other_themes_are_in_a_list(hand: Hand) -> None:
    hand.choose("#more", "Cách cửa khẩu gần nhất (từ tâm xã)")
    assert shown_theme(hand.page).startswith("Cách cửa khẩu gần nhất")


def test_former_districts_are_a_level(hand: Hand) -> None:
    hand.choose("#level", "Huyện 2024")
    assert len(fills(hand.page)) == 11


def test_earlier_communes_are_a_level(hand: Hand) -> None:
    hand.choose("#level", "Xã 2024")
    assert len(fills(hand.page)) == 194


def test_the_slider_shows_another_year(hand: Hand) -> None:
    hand.press(LOSS)
    now = fills(hand.page)
    hand.slide(YEAR, 2012)
    assert hand.page.inner_text(NOW) == "2012"
    assert fills(hand.page) != now


def test_the_arrows_go_from_year_to_year(hand: Hand) -> None:
    hand.press(LOSS)
    hand.press("#time [data-key=year_before]")
    hand.press("#time [data-key=year_before]")
    assert hand.page.inner_text(NOW) == "2023"
    hand.press("#time [data-key=year_after]")
    assert hand.page.inner_text(NOW) == "2024"


def test_the_latest_year_is_one_press_away(hand: Hand) -> None:
    hand.press(LOSS)
    now = fills(hand.page)
    hand.slide(YEAR, 2005)
    hand.press(LATEST)
    assert hand.page.get_attribute(LATEST, "aria-pressed") == "true"
    assert fills(hand.page) == now


def test_two_years_stand_on_both_sides_of_a_divider(hand: Hand) -> None:
    hand.press(LOSS)
    now = fills(hand.page)
    hand.press(COMPARE)
    right = hand.page.eval_on_selector_all(
        ".areas .against path", "all => all.map((one) => one.getAttribute('fill'))"
    )
    assert hand.page.locator(".swipe b").all_inner_texts() == ["2001", "2024"]
    assert right == now
    assert fills(hand.page) != now


def test_the_divider_moves(hand: Hand) -> None:
    hand.press(LOSS)
    hand.press(COMPARE)
    before = float(hand.page.get_attribute("#right-side rect", "x") or "")
    grip = hand.page.locator(".swipe input")
    if isinstance(hand, Keyboard):
        hand.reach(".swipe input")
        for _ in range(5):
            hand.page.keyboard.press("ArrowLeft")
    else:
        grip.scroll_into_view_if_needed()
        box = grip.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2
        hand.page.mouse.move(box["x"] + box["width"] / 2, y)
        hand.page.mouse.down()
        hand.page.mouse.move(box["x"] + box["width"] / 4, y, steps=4)
        hand.page.mouse.up()
    assert float(hand.page.get_attribute("#right-side rect", "x") or "") < before


def test_the_years_compared_can_be_chosen(hand: Hand) -> None:
    hand.press(LOSS)
    hand.press(COMPARE)
    hand.choose("#time [data-key=year]", "2010")
    hand.choose("#time [data-key=against]", "2015")
    assert hand.page.locator(".swipe b").all_inner_texts() == ["2010", "2015"]


def test_comparing_ends_where_it_began(hand: Hand) -> None:
    hand.press(COMPARE)
    hand.press(COMPARE)
    assert hand.page.locator(".swipe").count() == 0


def test_the_legend_switches_a_class_off_and_all_on(hand: Hand) -> None:
    faded = ".areas .units path[fill-opacity]"
    hand.press("#legend [data-key=class-0]")
    assert hand.page.locator(faded).count() == 21  # the communes that do not meet the standard
    hand.press("#legend [data-key=all]")
    assert hand.page.locator(faded).count() == 0


def test_the_legend_shows_one_class_only(hand: Hand) -> None:
    hand.press("#legend [data-key=only-0]")
    assert hand.page.locator(".areas .units path:not([fill-opacity])").count() == 21


def test_the_picture_of_losses_lies_over_the_map(hand: Hand) -> None:
    hand.press("[data-overlay]")
    hand.page.wait_for_selector(".areas .picture image[href^='blob:']", timeout=5000)
    assert "2001–2024" in hand.page.inner_text(".upto")
    hand.press("[data-overlay]")
    assert not hand.page.locator(".areas .picture").is_visible()


def test_gates_can_be_taken_off_the_map(hand: Hand) -> None:
    gates = hand.page.locator(".gate")
    assert gates.count() > 5
    box = "[data-context='2']"
    hand.press(box)
    assert gates.count() == 0
    hand.press(box)
    assert gates.count() > 5


def test_the_map_zooms_in_and_back_to_the_province(hand: Hand) -> None:
    zoom = "map_atlas.getZoom()"
    start = hand.page.evaluate(zoom)
    hand.press(".zoom .in")
    hand.page.wait_for_function(f"{zoom} > {start}")
    hand.press(".zoom .whole")
    hand.page.wait_for_function(f"{zoom} === {start}")


def test_the_map_zooms_out_again(hand: Hand) -> None:
    zoom = "map_atlas.getZoom()"
    start = hand.page.evaluate(zoom)
    hand.press(".zoom .in")
    hand.page.wait_for_function(f"{zoom} > {start}")
    hand.press(".zoom .out")
    hand.page.wait_for_function(f"{zoom} === {start}")


# ---- units and gates -------------------------------------------------------------------------


def test_a_unit_is_chosen_on_the_map(hand: Hand) -> None:
    hand.take_unit(row_of(hand.page, "Xã Kiên Mộc"))
    assert card_name(hand) == "Xã Kiên Mộc · 06625"


def test_the_card_closes(hand: Hand) -> None:
    hand.take_unit(row_of(hand.page, "Xã Kiên Mộc"))
    hand.press("#card .close")
    assert not hand.page.locator("#card").is_visible()


def test_escape_closes_the_card(hand: Hand) -> None:
    hand.press("#attention .unit")
    hand.page.keyboard.press("Escape")
    assert not hand.page.locator("#card").is_visible()


def test_the_loss_is_summed_from_another_year(hand: Hand) -> None:
    hand.press("#attention .unit")
    since_2015 = hand.page.inner_text("#card .loss strong")
    hand.choose("#card .loss select", "2024")
    last = hand.page.inner_text("#card .loss strong")
    assert last.endswith("ha")
    assert last != since_2015
    hand.choose("#card .loss select", "2015")
    assert hand.page.inner_text("#card .loss strong") == since_2015


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Bính Xá", {"Xã Đình Lập", "Xã Kiên Mộc"}),  # a former commune parted between two
        ("binh xa", {"Xã Đình Lập", "Xã Kiên Mộc"}),
        ("đinh lập", {"Xã Đình Lập"}),
        ("6184", {"Xã Đồng Đăng"}),
        ("thị trấn Đồng Đăng", {"Xã Đồng Đăng"}),
        ("Chi Ma", {"Chi Ma"}),
    ],
)
def test_search_finds_names_of_today_and_before_codes_and_gates(
    hand: Hand, asked: str, found: set[str]
) -> None:
    hand.write("#search", asked)
    names = hand.page.locator("#found [role=option] span").all_inner_texts()
    assert found <= set(names)
    assert set(names[: len(found)]) == found


def test_what_is_found_opens(hand: Hand) -> None:
    hand.write("#search", "6184")
    if isinstance(hand, Keyboard):
        hand.page.keyboard.press("ArrowDown")
        hand.page.keyboard.press("Enter")
    else:
        hand.press("#found [role=option]")
    assert card_name(hand) == "Xã Đồng Đăng · 06184"


def test_a_gate_opens_from_the_map(hand: Hand) -> None:
    hand.press(".gate[aria-label='Chi Ma']")
    assert card_name(hand) == "Chi Ma"
    assert "song phương" in hand.page.inner_text("#card .now")


def test_a_gate_opens_from_the_list(hand: Hand) -> None:
    hand.press("details.places summary")
    hand.press("details.places .place")
    assert card_name(hand) == "Hữu Nghị"


# ---- the other parts of the page -------------------------------------------------------------


@pytest.mark.parametrize("part", ["targets", "ranking", "share", "map"])
def test_a_tab_shows_its_part_alone(hand: Hand, part: str) -> None:
    hand.press("#tab-share" if part == "map" else "#tab-map")
    hand.press(f"#tab-{part}")
    shown = hand.page.locator("main [data-part]:visible")
    assert [one.get_attribute("data-part") for one in shown.all()] == [part]


@pytest.mark.parametrize("column", ["rank", "name", "reading", "change"])
def test_each_header_sorts_the_ranking_both_ways(hand: Hand, column: str) -> None:
    hand.press(LOSS)
    hand.press("#tab-ranking")
    hand.press(f"#ranking [data-sort={column}]")
    once = ranked(hand)
    hand.press(f"#ranking [data-sort={column}]")
    assert len(once) == 65
    assert ranked(hand) != once
    assert hand.page.locator("#ranking [aria-sort]").get_attribute("class") == column


def test_the_page_speaks_english_and_vietnamese(hand: Hand) -> None:
    hand.press("[data-language=en]")
    assert hand.page.get_attribute("html", "lang") == "en"
    assert shown_theme(hand.page) == "New-rural status"
    assert "60.6" in hand.page.inner_text(".headline >> nth=0")
    hand.press("[data-language=vi]")
    assert shown_theme(hand.page) == "Nông thôn mới"


def test_why_a_target_stands_so_unfolds(hand: Hand) -> None:
    why = hand.page.locator(".headline details").first
    assert "Nguồn" not in why.inner_text()
    hand.press(".headline details summary")
    assert "Nguồn" in why.inner_text()


# ---- what leaves the page --------------------------------------------------------------------


def test_the_picture_is_handed_over(hand: Hand, tmp_path: Path) -> None:
    hand.press("#tab-share")
    with Image.open(saved(hand, "[data-save=picture]", tmp_path)) as picture:
        assert picture.width == 1600
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50


def test_the_table_of_the_theme_is_handed_over(hand: Hand, tmp_path: Path) -> None:
    hand.press("#tab-share")
    path = saved(hand, "[data-save=table]", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = {row["Mã"]: row["Nhóm"] for row in csv.DictReader(file, delimiter=";")}
    assert len(lines) == 65
    assert lines["06184"] == "Chưa đạt"


def test_the_table_of_a_unit_is_handed_over_by_its_card(hand: Hand, tmp_path: Path) -> None:
    hand.write("#search", "6184")
    hand.page.keyboard.press("Enter")
    text = saved(hand, "#card .actions button:last-child", tmp_path).read_text("utf-8-sig")
    assert '"06184";"Xã Đồng Đăng"' in text


def test_printing_is_asked_of_the_browser(hand: Hand) -> None:
    hand.page.evaluate("window.print = () => { window.printed = true; }")
    hand.press("#tab-share")
    hand.press("[data-save=print]")
    assert hand.page.evaluate("window.printed") is True


# ---- all of it together ----------------------------------------------------------------------


def test_every_theme_colours_every_unit_in_its_own_colours(built: Built, desk: Desk) -> None:
    page = desk.hand(built, "mouse").page
    for style in built.publication.units.styles:
        hand_to = f"#level=communes_2025&theme={style.column}"
        page.evaluate("address => { location.hash = address; }", hand_to)
        page.wait_for_function("title => legend.innerText.includes(title)", arg=style.title.vi)
        plain = {one.symbol.fill.lower() for one in style.classes if not one.symbol.hatch}
        shown = {fill.lower() for fill in fills(page) if not fill.startswith("url(")}
        assert shown <= plain
        assert len(fills(page)) == 65


def test_the_page_of_a_workspace_asks_for_nothing(built: Built, visit: Visitor) -> None:
    seen = visit(page_of(built))
    for part in ("targets", "ranking", "share", "map"):
        seen.page.click(f"#tab-{part}")
    assert seen.requests == [page_of(built).as_uri()]
    assert seen.console == []
    assert seen.violations() == []

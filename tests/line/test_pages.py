"""What the map shows by mouse, by finger and by keyboard alone: each feature has its effect."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.browser import settle, until
from tests.line.reading import Desk, Hand, Keyboard, fills, shown_theme, zoom_of

pytestmark = pytest.mark.chromium
YEAR = "#time input[type=range]"
NOW = "#time .now"
LATEST = "#time [data-key=latest]"
COMPARE = "#time [data-key=compare]"
LOSS = "#themes [data-theme='4']"


# ---- what the map shows ----------------------------------------------------------------------


def test_a_theme_is_chosen_by_its_chip(hand: Hand) -> None:
    before = fills(hand.page)
    hand.press(LOSS)
    assert shown_theme(hand.page).startswith("Mất tán cây từ 2001")
    assert hand.page.get_attribute(LOSS, "aria-pressed") == "true"
    assert fills(hand.page) != before


def test_the_other_themes_are_in_a_list(hand: Hand) -> None:
    hand.choose("#more", "6")
    assert shown_theme(hand.page).startswith("Cách cửa khẩu gần nhất")


def test_former_districts_are_a_level(hand: Hand) -> None:
    hand.choose("#level", "2")
    assert len(fills(hand.page)) == 11


def test_earlier_communes_are_a_level(hand: Hand) -> None:
    hand.choose("#level", "1")
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
    assert hand.page.locator(".swipe").count() == 1
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
    start = zoom_of(hand.page)
    hand.press(".zoom .in")
    until(hand.page, lambda: zoom_of(hand.page) > start)
    settle(hand.page)  # Leaflet takes no other step while it zooms
    hand.press(".zoom .whole")
    until(hand.page, lambda: zoom_of(hand.page) == start)


def test_a_press_while_the_map_zooms_is_not_lost(hand: Hand) -> None:
    start = zoom_of(hand.page)
    hand.press(".zoom .in")
    hand.press(".zoom .in")
    until(hand.page, lambda: zoom_of(hand.page) == start + 1.5)
    settle(hand.page)
    hand.press(".zoom .whole")
    until(hand.page, lambda: zoom_of(hand.page) == start)


def test_the_map_zooms_out_again(hand: Hand) -> None:
    start = zoom_of(hand.page)
    hand.press(".zoom .in")
    until(hand.page, lambda: zoom_of(hand.page) > start)
    settle(hand.page)  # Leaflet takes no other step while it zooms
    hand.press(".zoom .out")
    until(hand.page, lambda: zoom_of(hand.page) == start)


# ---- all of it together ----------------------------------------------------------------------


def test_every_theme_colours_every_unit_in_its_own_colours(built: Built, desk: Desk) -> None:
    page = desk.hand(built, "mouse").page
    for style in built.publication.units.styles:
        page.evaluate("theme => { location.hash = `theme=${theme}`; }", style.column)
        until(page, lambda title=style.title.vi: shown_theme(page) == title)
        plain = {one.symbol.fill.lower() for one in style.classes if not one.symbol.hatch}
        shown = {fill.lower() for fill in fills(page) if not fill.startswith("url(")}
        assert shown <= plain
        assert len(fills(page)) == 65

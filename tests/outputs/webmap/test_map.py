"""The map as a reader works it: legend, layers, levels, years, the keyboard, a click."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsgeo.palette import NO_DATA
from tests.browser import Visit, Visitor

pytestmark = pytest.mark.chromium

FIRST_COUNTS = ["Chưa đạt 1", "Đạt chuẩn 1", "Phường (không xét) 1", "Không có số liệu 1"]
UNITS = "g.units"


def counts(seen: Visit) -> list[str]:
    return seen.page.locator("#legend .count").all_inner_texts()


def fills(seen: Visit) -> list[str]:
    found: list[str] = seen.page.eval_on_selector_all(
        f"{UNITS} path", "paths => paths.map(path => path.getAttribute('fill'))"
    )
    return found


def faded(seen: Visit) -> list[bool]:
    found: list[bool] = seen.page.eval_on_selector_all(
        f"{UNITS} path", "paths => paths.map(path => path.hasAttribute('fill-opacity'))"
    )
    return found


def active_name(seen: Visit) -> str:
    """The unit that the keyboard stands on, as it is heard."""
    found: str = seen.page.evaluate(
        "() => document.getElementById(document.activeElement"
        ".getAttribute('aria-activedescendant')).ariaLabel"
    )
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_the_legend_counts_the_units_of_each_class(
    atlas: Path, visit: Visitor, scripts: bool
) -> None:
    seen = visit(atlas, scripts=scripts)
    assert counts(seen) == ["1", "1", "1", "1"]
    said = seen.page.inner_text("#legend")
    places = [said.index(entry.removesuffix(" 1")) for entry in FIRST_COUNTS]
    assert places == sorted(places)


def test_the_legend_counts_those_of_the_year_shown(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.click("[data-theme='1']")
    assert counts(seen) == ["1", "2", "1"]
    seen.page.fill("#time input[type=range]", "2022")
    assert counts(seen) == ["2", "1", "1"]
    seen.page.click("#time .compare")
    assert counts(seen) == ["2 → 1", "1 → 2", "1 → 1"]


def test_what_has_no_number_is_hatched(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    pattern = fills(seen)[3].removeprefix("url(#").removesuffix(")")
    parts = seen.page.locator(f"pattern#{pattern} > *")
    assert [part.get_attribute("fill") for part in parts.all()] == [
        NO_DATA.symbol.fill,
        NO_DATA.symbol.hatch_colour,
    ]


def test_an_entry_of_the_legend_switches_its_class_off_and_on(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    entry = seen.page.locator("#legend .entry").nth(1)  # met: Đồng Đăng
    entry.click()
    assert faded(seen) == [True, False, False, False]
    assert entry.get_attribute("aria-pressed") == "false"
    entry.click()
    assert faded(seen) == [False] * 4


def test_only_one_class_can_be_shown_and_then_all_again(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.locator("#legend .entry").nth(1).click(modifiers=["Shift"])
    assert faded(seen) == [False, True, True, True]
    seen.page.click("#legend .all")
    assert faded(seen) == [False] * 4


SLOW_FRAMES = (
    "window.requestAnimationFrame = (act) => setTimeout(() => act(performance.now()), 400);"
)


def test_a_page_that_says_it_rests_has_named_its_map_however_slow_its_frames(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas, first=SLOW_FRAMES)
    drawn = seen.page.locator(".leaflet-container")
    assert drawn.get_attribute("aria-label") == "Bản đồ: Nông thôn mới"


def test_a_change_of_theme_is_announced_and_names_the_map(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    drawn = seen.page.locator(".leaflet-container")
    assert drawn.get_attribute("role") == "region"
    assert drawn.get_attribute("aria-label") == "Bản đồ: Nông thôn mới"
    seen.page.click("[data-theme='1']")
    seen.page.wait_for_selector(".leaflet-container[aria-label='Bản đồ: Tán cây']")
    pressed = [one.get_attribute("aria-pressed") for one in seen.page.locator("[data-theme]").all()]
    assert pressed == ["false", "true", "false"]


def test_a_satellite_theme_stands_in_a_dotted_frame_that_the_legend_names(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    styles = """() => {
      const map = document.getElementById("map");
      return [null, "::before", "::after"].map((part) => {
        const { borderTopStyle, outlineStyle } = getComputedStyle(map, part);
        return `${borderTopStyle} ${outlineStyle}`;
      }).join(" ");
    }"""
    assert "dotted" not in seen.page.evaluate(styles)
    seen.page.click("[data-theme='1']")
    assert "dotted" in seen.page.evaluate(styles)
    assert "Khung chấm: tham khảo viễn thám" in seen.page.inner_text("#legend")


def test_the_arrows_go_to_the_neighbour_and_enter_opens_its_card(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.locator(UNITS).focus()
    seen.page.keyboard.press("End")
    assert active_name(seen).startswith("Xã Đồng Đăng: ")  # the last in the alphabet, north-west
    for key, name in (
        ("ArrowRight", "Phường Kỳ Lừa"),
        ("ArrowDown", "Xã Ba Sơn"),
        ("ArrowLeft", "Xã </script>"),
        ("ArrowUp", "Xã Đồng Đăng"),
        ("ArrowLeft", "Xã Đồng Đăng"),  # nothing lies west of it
    ):
        seen.page.keyboard.press(key)
        assert active_name(seen).startswith(name)
    seen.page.keyboard.press("Enter")
    assert "Xã Đồng Đăng" in seen.page.inner_text("#card h2")


def test_who_comes_with_the_keyboard_sees_a_ring_around_the_unit(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    ring = seen.page.locator(".outlines .active path").last
    assert not ring.get_attribute("d")
    seen.page.locator("#level").focus()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.matches('g.units')"):
            break
    assert ring.get_attribute("d")
    seen.page.keyboard.press("Tab")
    assert not ring.get_attribute("d")


def test_a_click_on_a_unit_opens_its_card(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.locator(f"{UNITS} path").nth(1).click()
    assert "Phường Kỳ Lừa" in seen.page.inner_text("#card h2")


def test_a_tap_on_a_phone_opens_the_card_below_the_map(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, width=360, height=740)
    seen.page.locator(f"{UNITS} path").nth(1).tap()
    assert "Phường Kỳ Lừa" in seen.page.inner_text("#card")
    card = seen.page.locator("#card").bounding_box()
    assert card
    assert card["y"] > 100
    assert card["y"] + card["height"] <= 740


def test_former_units_are_shown_with_their_own_themes(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.select_option("#level", index=1)
    assert seen.page.locator(f"{UNITS} path").count() == 2
    assert seen.page.locator("#themes [data-theme]").all_inner_texts() == ["Tán cây"]
    assert counts(seen) == ["1", "1"]
    seen.page.locator(f"{UNITS} path").nth(1).click()
    assert "Xã Nam" in seen.page.inner_text("#card h2")


def test_a_unit_closes_when_another_level_is_shown(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.locator(f"{UNITS} path").nth(1).click()
    seen.page.select_option("#level", index=1)
    assert not seen.page.locator("#card").is_visible()


def test_a_theme_without_the_year_says_so_and_offers_the_next_years(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.click("[data-theme='1']")
    seen.page.fill("#time input[type=range]", "2022")
    seen.page.click("[data-theme='2']")
    assert "2022" in seen.page.inner_text("#legend .without p >> nth=0")
    assert len(set(fills(seen))) == 1  # all without a number
    offers = seen.page.locator("#legend .offers button")
    assert [one.strip() for one in offers.all_inner_texts()] == ["2020", "2024", "Mới nhất"]
    offers.first.click()
    assert counts(seen) == ["4", "0"]


def test_a_theme_of_one_period_has_no_slider(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    assert seen.page.locator("#time input").count() == 0
    assert "một kỳ" in seen.page.inner_text("#time")


def test_the_words_under_the_picture_follow_the_year(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.click("[data-theme='1']")
    seen.page.check("[data-overlay]")
    upto = seen.page.locator(".upto")
    assert "2021–2024" in upto.inner_text()
    seen.page.fill("#time input[type=range]", "2023")
    assert "2021–2023" in upto.inner_text()
    seen.page.uncheck("[data-overlay]")
    assert not upto.is_visible()


def test_a_layer_over_the_map_can_be_taken_off(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    assert seen.page.locator(".gate").count() == 2
    seen.page.uncheck("[data-context='1']")
    assert seen.page.locator(".gate").count() == 0
    seen.page.check("[data-context='1']")
    assert seen.page.locator(".gate").count() == 2

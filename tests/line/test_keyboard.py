"""What only a keyboard does: the arrows on the map and the tabs, and the way of the focus."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.line.reading import ACTIVE_ROW, HELD, Desk, Keyboard, unit_middle

pytestmark = pytest.mark.chromium


@pytest.fixture
def keys(desk: Desk, built: Built) -> Keyboard:
    return Keyboard(desk.hand(built, "keyboard").page)


@pytest.mark.parametrize(
    ("arrow", "right", "down"),
    [("ArrowLeft", -1, 0), ("ArrowRight", 1, 0), ("ArrowUp", 0, -1), ("ArrowDown", 0, 1)],
)
def test_an_arrow_goes_to_a_unit_in_its_direction(
    keys: Keyboard, arrow: str, right: int, down: int
) -> None:
    keys.reach(".areas .units")
    keys.page.keyboard.press("Home")
    here = keys.page.evaluate(ACTIVE_ROW)
    keys.page.keyboard.press(arrow)
    (x, y), (to_x, to_y) = (
        unit_middle(keys.page, row) for row in (here, keys.page.evaluate(ACTIVE_ROW))
    )
    assert (to_x - x) * right + (to_y - y) * down > 0


def test_enter_on_the_map_opens_the_unit_that_is_read_out(keys: Keyboard) -> None:
    keys.reach(".areas .units")
    keys.page.keyboard.press("End")
    row = keys.page.evaluate(ACTIVE_ROW)
    said = keys.page.get_attribute(f".areas .units [data-row='{row}']", "aria-label") or ""
    keys.page.keyboard.press("Enter")
    assert keys.page.inner_text("#card h2").split(" · ")[0] == said.split(":")[0]
    assert keys.page.evaluate(HELD, "#card")


def test_escape_gives_the_focus_back_to_where_the_card_was_opened(keys: Keyboard) -> None:
    keys.press("#attention .unit")
    keys.page.keyboard.press("Escape")
    assert keys.page.evaluate(HELD, "#attention .unit")


def test_escape_closes_the_results_before_the_card(keys: Keyboard) -> None:
    keys.press("#attention .unit")
    keys.write("#search", "Chi Ma")
    keys.page.keyboard.press("Escape")
    assert not keys.page.locator("#found").is_visible()
    assert keys.page.locator("#card").is_visible()


def test_the_arrows_go_round_the_tabs(keys: Keyboard) -> None:
    keys.reach("#tab-map")
    keys.page.keyboard.press("ArrowLeft")
    assert keys.page.evaluate(HELD, "#tab-share[aria-selected=true]")
    keys.page.keyboard.press("ArrowRight")
    assert keys.page.evaluate(HELD, "#tab-map[aria-selected=true]")


def test_a_pressed_theme_keeps_the_focus(keys: Keyboard) -> None:
    keys.press("#themes [data-theme='3']")
    assert keys.page.evaluate(HELD, "#themes [data-theme='3'][aria-pressed=true]")

"""What only a mouse does: to hover, to drag, to turn the wheel, to press with Shift."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.browser import settle, until
from tests.line.reading import Desk, Mouse, fills, row_of, unit_place, zoom_of

pytestmark = pytest.mark.chromium
NAME = "Xã Kiên Mộc"


@pytest.fixture
def mouse(desk: Desk, built: Built) -> Mouse:
    return Mouse(desk.hand(built, "mouse").page)


def test_a_unit_under_the_mouse_says_its_name_and_status(mouse: Mouse) -> None:
    mouse.page.mouse.move(*unit_place(mouse.page, row_of(mouse.page, NAME)))
    assert mouse.page.inner_text(".hint").split("\n") == [NAME, "NTM: Chưa đạt"]


def test_what_the_mouse_has_left_says_nothing(mouse: Mouse) -> None:
    mouse.page.mouse.move(*unit_place(mouse.page, row_of(mouse.page, NAME)))
    mouse.page.hover("h1")
    assert not mouse.page.locator(".hint").is_visible()


def test_shift_on_the_legend_shows_one_class_only(mouse: Mouse) -> None:
    mouse.page.click("#legend [data-key=class-0]", modifiers=["Shift"])
    assert len(fills(mouse.page)) == 65
    assert mouse.page.locator(".areas .units path:not([fill-opacity])").count() == 21


def test_the_wheel_zooms_and_the_mouse_drags(mouse: Mouse) -> None:
    start = zoom_of(mouse.page)
    x, y = unit_place(mouse.page, row_of(mouse.page, NAME))
    mouse.page.mouse.move(x, y)
    mouse.page.mouse.wheel(0, -400)
    until(mouse.page, lambda: zoom_of(mouse.page) > start)
    settle(mouse.page)  # no map is dragged while it zooms
    before = mouse.page.evaluate("map_atlas.getCenter().lng")
    mouse.page.mouse.down()
    mouse.page.mouse.move(x + 120, y, steps=4)
    mouse.page.mouse.up()
    assert mouse.page.evaluate("map_atlas.getCenter().lng") < before
    assert not mouse.page.locator("#card").is_visible()

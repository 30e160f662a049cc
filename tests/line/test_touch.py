"""What a phone has of its own: the sheet and its handle."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.line.reading import Desk, Finger

pytestmark = pytest.mark.chromium
HANDLE = "button.handle"


@pytest.fixture
def finger(desk: Desk, built: Built) -> Finger:
    return Finger(desk.hand(built, "touch").page)


def height(finger: Finger, selector: str) -> float:
    box = finger.page.locator(selector).bounding_box()
    assert box is not None
    return box["height"]


def test_the_list_of_communes_rises_with_every_tap_and_falls_again(finger: Finger) -> None:
    heights = [height(finger, ".attention")]
    for _ in range(3):
        finger.press(HANDLE)
        heights.append(height(finger, ".attention"))
    low, middle, full, again = heights
    assert low < middle < full
    assert again == low


def test_a_commune_opens_in_the_middle_and_can_fill_the_window(finger: Finger) -> None:
    finger.press("#attention .unit")
    middle = height(finger, "#card")
    assert 844 * 0.3 < middle < 844 * 0.7
    finger.press(HANDLE)
    assert height(finger, "#card") > middle


def test_the_map_stays_in_view_above_an_open_commune(finger: Finger) -> None:
    finger.press("#attention .unit")
    card = finger.page.locator("#card").bounding_box()
    shown = finger.page.locator("#map").bounding_box()
    assert card is not None
    assert shown is not None
    assert card["y"] - max(0, shown["y"]) > 844 * 0.2


@pytest.mark.parametrize("tab", ["map", "targets", "ranking", "share"])
def test_tabs_are_large_enough_for_a_thumb(finger: Finger, tab: str) -> None:
    assert height(finger, f"#tab-{tab}") >= 44

"""The three questions that people bring, each answered within three actions from the start."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.browser import Visitor
from tests.line.reading import Desk, page_of

pytestmark = pytest.mark.chromium


def test_who_is_behind_is_said_before_anything_is_pressed(built: Built, desk: Desk) -> None:
    page = desk.hand(built, "mouse").page
    first = page.locator("#attention li").first
    assert "Xã Hữu Liên" in first.inner_text()
    assert "thiếu 4 tiêu chí" in first.inner_text()
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900


def test_who_is_behind_is_said_first_on_a_phone_too(built: Built, visit: Visitor) -> None:
    page = visit(page_of(built), width=390, height=844).page
    box = page.locator("#attention li").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844


def test_the_loss_since_2015_is_two_actions_away(built: Built, desk: Desk) -> None:
    hand = desk.hand(built, "mouse")
    hand.write("#search", "Hữu Liên")
    hand.press("#found [role=option]")
    said = hand.page.locator("#card .loss")
    assert said.locator("select").input_value() == "2015"
    assert said.locator("strong").inner_text().endswith("ha")


def test_the_nearest_gate_is_two_actions_away(built: Built, desk: Desk) -> None:
    hand = desk.hand(built, "mouse")
    hand.write("#search", "Hữu Liên")
    hand.press("#found [role=option]")
    line = hand.page.locator(
        "#card dl > div", has_text="Cách cửa khẩu gần nhất (đường chim bay từ tâm xã)"
    )
    assert line.locator("dd").inner_text().endswith("km")


def test_the_gates_are_two_presses_away_on_a_phone(built: Built, desk: Desk) -> None:
    hand = desk.hand(built, "touch")
    hand.press("#attention .unit")
    line = hand.page.locator("#card dl > div", has_text="Cửa khẩu gần nhất (từ tâm xã)").first
    line.scroll_into_view_if_needed()
    assert line.is_visible()

"""The address of the real page: it holds what is shown, and opens it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lsgeo.jobs.build import Built
from tests.browser import Visitor, fragment
from tests.line.reading import Mouse, page_of, row_of, shown_theme

pytestmark = pytest.mark.chromium


@pytest.fixture
def address(built: Built, serve: Callable[[Path], str]) -> str:
    return f"{serve(page_of(built).parent)}index.html"


def test_what_is_looked_at_stands_in_the_address_and_opens_again(
    address: str, visit: Visitor
) -> None:
    hand = Mouse(visit(address).page)
    hand.press("#themes [data-theme='4']")
    hand.slide("#time input[type=range]", 2012)
    hand.take_unit(row_of(hand.page, "Xã Kiên Mộc"))
    hand.press(".zoom .in")
    hand.page.wait_for_url("**&at=**")
    seen = hand.page.evaluate("[map_atlas.getZoom(), map_atlas.getCenter().lat]")
    assert fragment(hand.page)
    again = visit(hand.page.url).page
    assert shown_theme(again) == shown_theme(hand.page)
    assert again.inner_text("#time .now") == "2012"
    assert again.inner_text("#card") == hand.page.inner_text("#card")
    view = again.evaluate("[map_atlas.getZoom(), map_atlas.getCenter().lat]")
    assert view == pytest.approx(seen, abs=0.01)


def test_back_leads_from_a_commune_to_the_start_and_forward_to_it(
    address: str, visit: Visitor
) -> None:
    page = visit(address).page
    page.click("#attention .unit")
    assert "unit=" in fragment(page)
    page.go_back()
    page.wait_for_selector("#card", state="hidden")
    page.go_forward()
    page.wait_for_selector("#card", state="visible")


def test_two_years_compared_stand_in_the_address(address: str, visit: Visitor) -> None:
    asked = "#level=communes_2024&theme=forest_loss_since_2001_share&year=2010&against=2020"
    page = visit(f"{address}{asked}").page
    assert page.locator(".swipe b").all_inner_texts() == ["2010", "2020"]
    assert page.locator(".areas .units path").count() == 194


def test_an_address_that_says_nothing_known_opens_the_start(address: str, visit: Visitor) -> None:
    seen = visit(f"{address}#level=x&theme=y&year=1066&unit=99999&at=0,0,3&part=z&lang=q")
    assert shown_theme(seen.page) == "Nông thôn mới"
    assert not seen.page.locator("#card").is_visible()
    assert seen.console == []


def test_the_link_is_copied(address: str, visit: Visitor) -> None:
    page = visit(f"{address}#theme=criteria_met&part=share").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#share .copy")
    page.locator("#share .told:text-is('Đã sao chép liên kết.')").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}#level=communes_2025&theme=criteria_met&part=share"

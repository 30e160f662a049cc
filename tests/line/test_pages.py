"""The pages of both workspaces in Chromium, with the network off."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lsgeo.jobs.build import Built
from tests.browser import Visitor

pytestmark = pytest.mark.chromium
UNITS = ".leaflet-overlay-pane path"


def page_of(built: Built) -> Path:
    return next(placed.path for placed in built.files if placed.path.name == "index.html")


def test_the_page_shows_all_units_and_asks_for_nothing(built: Built, visit: Visitor) -> None:
    seen = visit(page_of(built))
    assert seen.page.locator(UNITS).count() == 65
    assert seen.requests == [page_of(built).as_uri()]
    assert seen.console == []
    assert seen.violations() == []


def test_every_theme_can_be_switched_to_and_colours_every_unit(
    built: Built, visit: Visitor
) -> None:
    seen = visit(page_of(built))
    themes = seen.page.locator("[data-theme]")
    styles = built.publication.units.styles
    assert themes.count() == len(styles) >= 6
    for number, style in enumerate(styles):
        themes.nth(number).click()
        assert themes.nth(number).get_attribute("aria-pressed") == "true"
        fills = seen.page.eval_on_selector_all(
            UNITS, "all => all.map(one => one.getAttribute('fill'))"
        )
        plain = {one.symbol.fill.lower() for one in style.classes if not one.symbol.hatch}
        shown = Counter(fill.lower() for fill in fills if not fill.startswith("url("))
        assert set(shown) <= plain
        assert len(fills) == 65
    assert seen.console == []


def test_a_commune_opens_with_what_is_known_of_it(built: Built, visit: Visitor) -> None:
    seen = visit(page_of(built))
    seen.page.select_option("#choose", label="Xã Đồng Đăng")
    said = seen.page.inner_text("#card")
    for words in ("06184", "Nông thôn mới", "Mất tán cây từ 2001", "Cửa khẩu gần nhất", "minh họa"):
        assert words in said
    assert "Thị trấn Đồng Đăng" in said  # one of the units it was made of


def test_the_headline_reads_with_scripts_off(built: Built, visit: Visitor) -> None:
    seen = visit(page_of(built), scripts=False)
    said = seen.page.inner_text("body")
    assert "106/175" in said
    assert "60,6\u00a0%" in said
    assert "SỐ LIỆU MINH HỌA" in said
    assert seen.page.locator("#map svg path").count() >= 65


def test_the_page_is_small(built: Built) -> None:
    assert page_of(built).stat().st_size < 1_600_000

"""Hatches are as wide on the screen as in the legend, from the first moment on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from lsgeo.outputs.webmap import OUTPUT
from tests.browser import Visitor
from tests.outputs.atlas_publication import atlas_publication
from tests.outputs.webmap.pixels import period_of

pytestmark = pytest.mark.chromium

DOTTED, STRIPED = 1, 3
"""The rows of the ward that is not considered, and of the commune without a status."""

PERIOD = 6.0
STATES = ("without scripts", "at the start", "in the end")
ENDLESS_START = "window.requestIdleCallback = () => 0;"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page without watermarks, whose letters would be waves too."""
    path = tmp_path_factory.mktemp("plain") / OUTPUT.filename
    OUTPUT.write(replace(atlas_publication(), watermarks=()), path)
    return path


def units(page: Path, visit: Visitor, *, state: str, width: int) -> Locator:
    """The shapes of the units on the map, each a rectangle."""
    window = {"width": width, "height": 844}
    if state == "without scripts":
        return visit(page, scripts=False, **window).page.locator(".still .rough path")
    first = ENDLESS_START if state == "at the start" else ""
    seen = visit(page, idle=not first, first=first, **window)
    assert seen.page.locator(".areas .units.rough").count() == bool(first)
    return seen.page.locator(".areas .units path")


@pytest.mark.parametrize("width", [390, 1440, 2560])
@pytest.mark.parametrize("state", STATES)
def test_a_hatch_repeats_after_six_pixels_whatever_the_size_of_the_map(
    plain: Path, visit: Visitor, state: str, width: int
) -> None:
    shapes = units(plain, visit, state=state, width=width)
    periods = [period_of(shapes.nth(row)) for row in (DOTTED, STRIPED)]
    assert periods == pytest.approx([PERIOD, PERIOD], rel=0.1)

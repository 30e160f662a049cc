"""The colours on the screen are those of the palette: read from a picture of the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import Visit, Visitor, until
from tests.outputs.atlas_publication import EARLY, HIGH, LATE, LITTLE, LOW, MUCH
from tests.outputs.map_publication import STATUS
from tests.outputs.webmap.pixels import colour_of

pytestmark = pytest.mark.chromium

MET, NOT_MET = STATUS[1][1].fill, STATUS[0][1].fill
A, B, C, D = range(4)
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def show(seen: Visit, theme: int, year: int | None = None) -> Visit:
    seen.page.click(f"[data-theme='{theme}']")
    if year is not None:
        seen.page.fill("#time input[type=range]", str(year))
    seen.page.mouse.move(5, 5)
    return seen


def colours(seen: Visit, *rows: int) -> list[str]:
    return [colour_of(seen.page, row) for row in rows]


@SCHEMES
def test_the_first_theme_is_seen_in_the_colours_of_its_classes(
    atlas: Path, visit: Visitor, scheme: str
) -> None:
    assert colours(visit(atlas, scheme=scheme), A, C) == [MET, NOT_MET]


@SCHEMES
def test_another_theme_is_seen_in_its_own_colours(atlas: Path, visit: Visitor, scheme: str) -> None:
    seen = visit(atlas, scheme=scheme)
    assert colours(show(seen, 1), A, B, C) == [LOW, HIGH, HIGH]
    assert colours(show(seen, 2), A, B) == [MUCH, LITTLE]


@SCHEMES
def test_another_year_is_seen_in_the_colours_of_its_classes(
    atlas: Path, visit: Visitor, scheme: str
) -> None:
    seen = show(visit(atlas, scheme=scheme), 1, 2022)
    assert colours(seen, A, B, C) == [HIGH, LOW, LOW]


def test_of_two_years_the_left_one_is_left_of_the_divider(atlas: Path, visit: Visitor) -> None:
    seen = show(visit(atlas), 1, 2022)
    seen.page.click("#time .compare")
    seen.page.mouse.move(5, 5)
    for part in (300, 700):
        seen.page.fill(".swipe input", str(part))
        line = seen.page.locator(".swipe .line").bounding_box()
        assert line
        left, right = int(line["x"]) - 3, int(line["x"] + line["width"]) + 3
        # A lost its canopy after 2022, B gained some
        row, was, now = (A, HIGH, LOW) if part < 500 else (B, LOW, HIGH)
        assert colour_of(seen.page, row, right=left) == was
        assert colour_of(seen.page, row, left=right) == now


def test_the_picture_has_its_losses_up_to_the_year_shown(atlas: Path, visit: Visitor) -> None:
    seen = show(visit(atlas), 1, 2023)
    seen.page.check("[data-overlay]")
    until(seen.page, lambda: colours(seen, A, B) == [EARLY, HIGH])
    seen.page.fill("#time input[type=range]", "2024")
    until(seen.page, lambda: colours(seen, A, B) == [EARLY, LATE])
    seen.page.fill("#time input[type=range]", "2022")
    seen.page.uncheck("[data-overlay]")
    until(seen.page, lambda: colours(seen, A, B) == [HIGH, LOW])


def test_a_class_switched_off_fades_and_the_others_do_not(atlas: Path, visit: Visitor) -> None:
    seen = show(visit(atlas), 1)
    seen.page.click("#legend .entry >> nth=0")
    seen.page.mouse.move(5, 5)
    faded, kept = colours(seen, A, B)
    assert faded != LOW
    assert kept == HIGH

"""A tour of the page in pictures, for people to look at; none is blank, nothing sticks out.

They are kept in the folder that LSGEO_PICTURES names, if it names one.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from lsgeo.jobs.build import Built
from tests.browser import Visitor
from tests.line.reading import page_of

pytestmark = pytest.mark.chromium
LEAST_COLOURS = 100
A4_PIXELS = (1240, 1754)  # upright, at 150 dots an inch


@dataclass(frozen=True)
class View:
    """A state of the page: its address, the window, and what is pressed once it is open."""

    name: str
    address: str = ""
    width: int = 1440
    height: int = 900
    scheme: str = "light"
    press: str = ""


LOSS = "theme=forest_loss_since_2001_share"
TOUR = [
    View("start"),
    View("card", "unit=06184"),
    View("compare", f"{LOSS}&year=2005&against=2024"),
    View("overlay", f"{LOSS}&year=2015", press="[data-overlay]"),
    View("ranking", f"{LOSS}&part=ranking"),
    View("targets", "part=targets"),
    View("share", "part=share"),
    View("english", "lang=en&unit=06184"),
    View("districts", "level=district_figures_2024"),
    View("former", f"level=communes_2024&{LOSS}"),
    View("dark", "unit=06184", scheme="dark"),
    View("laptop", width=1100, height=700),
    View("tablet", width=820, height=1180),
    View("phone", width=390, height=844),
    View("phone-card", "unit=06184", width=390, height=844),
    View("phone-ranking", f"{LOSS}&part=ranking", width=390, height=844),
    View("phone-targets", "part=targets", width=390, height=844),
    View("phone-dark", width=390, height=844, scheme="dark"),
    View("phone-narrow", width=320, height=640),
]


@pytest.fixture
def folder(built: Built, tmp_path: Path) -> Path:
    kept = os.environ.get("LSGEO_PICTURES")
    place = Path(kept) / built.publication.name if kept else tmp_path
    place.mkdir(parents=True, exist_ok=True)
    return place


def colours(path: Path) -> int:
    with Image.open(path) as picture:
        return len(picture.convert("RGB").getcolors(1 << 24) or ())


@pytest.mark.parametrize("view", TOUR, ids=lambda view: view.name)
def test_a_state_of_the_page_fits_its_window(
    built: Built, visit: Visitor, folder: Path, view: View
) -> None:
    window = {"width": view.width, "height": view.height, "scheme": view.scheme}
    seen = visit(page_of(built), address=view.address, **window)
    if view.press:
        seen.page.click(view.press)
        seen.page.wait_for_selector(".areas .picture image[href^='blob:']")
    path = folder / f"{view.name}.png"
    seen.page.screenshot(path=path)
    assert seen.page.evaluate("document.documentElement.scrollWidth") == view.width
    assert colours(path) > LEAST_COLOURS
    assert seen.console == []


@pytest.mark.poppler
def test_the_first_sheet_of_paper_has_the_map_and_is_upright(
    built: Built, visit: Visitor, folder: Path
) -> None:
    seen = visit(page_of(built))
    sheet = folder / "print.pdf"
    seen.page.pdf(path=sheet, format="A4", print_background=True)
    first = ["pdftoppm", "-png", "-r", "150", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*first, sheet, folder / "print"], check=True)
    with Image.open(folder / "print.png") as picture:
        assert picture.size == pytest.approx(A4_PIXELS, abs=2)
    assert colours(folder / "print.png") > LEAST_COLOURS

"""The printed page: every sheet says what the figures are, and its charts are those of now."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose import Publication
from lsgeo.outputs.webmap import OUTPUT
from tests.browser import Visit, Visitor
from tests.outputs.atlas_publication import atlas_publication
from tests.outputs.map_publication import MARK

pytestmark = pytest.mark.chromium
NO_MARGIN_BOXES = """() => {
  const { insertRule } = CSSStyleSheet.prototype;
  CSSStyleSheet.prototype.insertRule = function (rule, place) {
    return insertRule.call(this, rule.replace(/@bottom-left *{[^}]*}/, ""), place);
  };
}"""


def sheets(seen: Visit, folder: Path, *, size: str = "A4", landscape: bool = False) -> list[str]:
    """The text of each sheet that the page prints."""
    path = folder / "paper.pdf"
    seen.page.pdf(path=path, format=size, landscape=landscape)
    said = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
    return said.stdout.split("\f")[:-1]


def on_paper(seen: Visit) -> Visit:
    """The page as it stands once the browser has announced that it prints."""
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    return seen


def back_on_screen(seen: Visit) -> None:
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    seen.page.emulate_media(media="screen")


# ---- the watermark ---------------------------------------------------------------------------


@pytest.mark.poppler
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("size", ["A4", "A3"])
def test_every_sheet_says_that_its_figures_are_illustrative(
    atlas: Path, visit: Visitor, tmp_path: Path, size: str, landscape: bool, scripts: bool
) -> None:
    seen = visit(atlas, scripts=scripts)
    if scripts:
        # Not every browser writes in the margins of a sheet.
        seen.page.evaluate(NO_MARGIN_BOXES)
    printed = sheets(seen, tmp_path, size=size, landscape=landscape)
    assert printed
    for number, said in enumerate(printed, start=1):
        assert MARK.vi in said, f"sheet {number}"


@pytest.mark.poppler
def test_a_page_without_watermarks_has_none_on_paper(visit: Visitor, tmp_path: Path) -> None:
    OUTPUT.write(replace(atlas_publication(), watermarks=()), tmp_path / "page.html")
    seen = visit(tmp_path / "page.html")
    assert MARK.vi not in "".join(sheets(seen, tmp_path))
    assert on_paper(seen).page.locator("#paper .sheet-mark").count() == 0


def test_printing_twice_leaves_the_style_of_the_page_as_it_was(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    rules = "[...document.styleSheets].map((one) => [...one.cssRules].map((rule) => rule.cssText))"
    before = seen.page.evaluate(rules)
    for _ in range(2):
        seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # A rule that something else has added since is not the page's to take away.
    seen.page.evaluate("document.styleSheets[0].insertRule('.other { top: 0 }', 0)")
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    seen.page.evaluate("document.styleSheets[0].deleteRule(0)")
    assert seen.page.evaluate(rules) == before


# ---- the language ----------------------------------------------------------------------------


def test_paper_speaks_the_language_the_page_has_by_then(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.fill("#search", "Đồng Đăng")
    seen.page.keyboard.press("Enter")
    back_on_screen(on_paper(seen))
    seen.page.click("[data-language=en]")
    english = on_paper(seen).page.inner_text("#paper")
    assert MARK.en in english
    assert "60.6\u00a0%" in english
    assert "Communes that need attention" in english
    for word in (MARK.vi, "Xã cần chú ý", "Đơn vị", "Trạng thái", "Kỳ:"):
        assert word not in english
    back_on_screen(seen)
    seen.page.click("[data-language=vi]")
    assert "Communes" not in on_paper(seen).page.inner_text("#paper")


# ---- the charts of targets -------------------------------------------------------------------


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page whose target has been followed for three years."""
    path = tmp_path_factory.mktemp("charted") / OUTPUT.filename
    OUTPUT.write(_followed(atlas_publication()), path)
    return path


def _followed(published: Publication) -> Publication:
    rows = pd.DataFrame({"period": ["2022", "2023", "2024"], "value": [45.0, 50.0, 55.0]})
    constants = {
        "vintage": "2024-12-01",
        "code": "20",
        "indicator": "ntm_share",
        "unit": "%",
        "quality": "published",
        "source": "vietnam.vn",
    }
    yearly = facts.make(rows, constants=constants)
    return replace(published, facts=pd.concat([published.facts, yearly], ignore_index=True))


CHART = "[data-target] figure.chart"


def chosen_years(seen: Visit, chart: str) -> int:
    return seen.page.locator(f"{chart} .point.chosen").count()


def test_paper_has_the_charts_of_targets_that_were_never_looked_at(
    charted: Path, visit: Visitor
) -> None:
    seen = on_paper(visit(charted))
    assert seen.page.locator("#paper .targets figure.chart").count() == 1


def test_the_charts_on_paper_speak_the_language_of_the_page(charted: Path, visit: Visitor) -> None:
    seen = visit(charted)
    seen.page.click("#tab-targets")
    seen.page.click("#tab-map")
    seen.page.click("[data-language=en]")
    chart = on_paper(seen).page.locator("#paper .targets figure.chart svg").first
    assert (chart.get_attribute("aria-label") or "").startswith("Communes meeting the standard")


def test_the_charts_of_targets_mark_the_year_that_is_shown_now(
    charted: Path, visit: Visitor
) -> None:
    seen = visit(charted)
    seen.page.click("[data-theme='1']")
    seen.page.click("#tab-targets")
    assert chosen_years(seen, CHART) == 0
    seen.page.click(f"{CHART} summary")
    seen.page.fill("#time input[type=range]", "2023")
    assert seen.page.locator(f"{CHART} table").is_visible()  # it stays unfolded
    assert chosen_years(seen, CHART) == 1
    seen.page.click("#time .compare")
    assert chosen_years(seen, CHART) == 2
    seen.page.click("#time .compare")
    seen.page.click("#time .latest")
    assert chosen_years(seen, CHART) == 0

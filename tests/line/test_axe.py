"""Both pages under axe: no fault against WCAG 2.1 A and AA, in either language and scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lsgeo.jobs.build import Built
from tests.browser import Visitor, settle
from tests.line.reading import page_of

pytestmark = pytest.mark.chromium

AXE = "() => axe.run({ runOnly: %s, resultTypes: ['violations'] }).then((all) => all.violations)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
LANGUAGES = ("vi", "en")

State = Callable[[Page], None]


def open_card(page: Page) -> None:
    page.fill("#search", "Đồng Đăng")
    page.keyboard.press("Enter")


def compare_years(page: Page) -> None:
    """The first theme that has years, and two of them beside each other."""
    page.click("[data-tab=map]")
    for chip in page.locator("#themes [data-theme]").all():
        chip.click()
        if page.locator("#time .compare").count():
            break
    page.click("#time .compare")


def switch_a_class_off(page: Page) -> None:
    page.click("#time .compare")
    page.locator("#legend .entry").first.click()


def show_tab(name: str) -> State:
    return lambda page: page.click(f"[data-tab={name}]")


def search(page: Page) -> None:
    page.fill("#search", "a")
    page.keyboard.press("ArrowDown")


ALL_STATES: dict[str, State] = {
    "start": show_tab("map"),
    "targets": show_tab("targets"),
    "ranking": show_tab("ranking"),
    "share": show_tab("share"),
    "two years": compare_years,
    "a class switched off": switch_a_class_off,
    "search": search,
    "card": open_card,
}
FIRST_STATES = {name: ALL_STATES[name] for name in ("start", "card")}


def faults(page: Page, states: dict[str, State]) -> Iterator[str]:
    """What axe finds in each state, one after the other, as lines."""
    page.evaluate(Axe().axe_script)
    page.keyboard.press("Escape")
    for name, reach in states.items():
        reach(page)
        settle(page)
        for fault in page.evaluate(AXE % RULES):
            for node in fault["nodes"]:
                yield f"{name}: {fault['id']}: {' '.join(node['target'])}: {node['html'][:120]}"


# Every state in one language of each scheme, the first in the other too: axe takes its time.
ALL_IN = {"light": "vi", "dark": "en"}


@WIDTHS
@SCHEMES
def test_the_embedded_page_has_no_fault_in_any_state(
    embedded: Built, visit: Visitor, width: int, scheme: str
) -> None:
    page = visit(page_of(embedded), width=width, scheme=scheme).page
    for language in LANGUAGES:
        page.click(f"[data-language={language}]")
        states = ALL_STATES if language == ALL_IN[scheme] else FIRST_STATES
        assert list(faults(page, states)) == []


@pytest.mark.real
@WIDTHS
@SCHEMES
def test_the_page_of_real_boundaries_has_no_fault_at_the_start_and_with_a_card(
    real: Built, visit: Visitor, width: int, scheme: str
) -> None:
    page = visit(page_of(real), width=width, scheme=scheme).page
    for language in LANGUAGES:
        page.click(f"[data-language={language}]")
        assert list(faults(page, FIRST_STATES)) == []

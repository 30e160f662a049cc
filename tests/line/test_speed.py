"""How soon the pages of both workspaces are there, on a processor slowed four times."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from lsgeo.jobs.build import Built
from tests.line.test_pages import page_of

pytestmark = pytest.mark.chromium
RUNS = 5
SLOWED = 4
PATIENCE_MS = 2500

# A frame that a callback asks for after the change has been drawn when the next task runs.
WATCH = """
const drawn = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
window.times = {};
const seek = () => {
  const still = document.querySelector(".still");
  if (still && still.querySelectorAll("path").length >= UNITS) {
    drawn((now) => { window.times.still = now; });
  } else if (!("ready" in window.times)) requestAnimationFrame(seek);
};
requestAnimationFrame(seek);
const ready = new MutationObserver(() => {
  if (!document.documentElement?.dataset.ready) return;
  ready.disconnect();
  drawn((now) => { window.times.ready = now; });
});
ready.observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
"""

CHANGE = """
() => new Promise((done) => {
  const start = performance.now();
  ACT
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})
"""
NEXT_THEME = "document.querySelector('[data-theme][aria-pressed=false]').click();"
NEXT_YEAR = """
const slider = document.querySelector("#time input[type=range]");
slider.value = Number(slider.value) === Number(slider.max) ? slider.min : Number(slider.value) + 1;
slider.dispatchEvent(new Event("input", { bubbles: true }));
slider.dispatchEvent(new Event("change", { bubbles: true }));
"""


def slow_page(browser: Browser, path: Path, *, units: int) -> Page:
    """The page opened anew in a window of its own, slowed, its times in ``window.times``."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.add_init_script(WATCH.replace("UNITS", str(units)))
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_timeout(PATIENCE_MS)  # a question asked meanwhile would take its time
    page.wait_for_selector("html[data-idle]", state="attached")
    return page


def times_of(browser: Browser, path: Path, *, units: int) -> dict[str, float]:
    """The medians of several openings in seconds."""
    runs: list[dict[str, float]] = []
    for _run in range(RUNS):
        page = slow_page(browser, path, units=units)
        runs.append(page.evaluate("window.times"))
        page.context.close()
    return {name: median(run[name] for run in runs) / 1000 for name in runs[0]}


def test_the_coloured_map_is_seen_and_usable_in_time(built: Built, browser: Browser) -> None:
    times = times_of(browser, page_of(built), units=65)
    assert times["still"] <= 0.5, times
    assert times["ready"] <= 1.0, times


def test_a_change_of_theme_or_year_is_seen_at_once(built: Built, browser: Browser) -> None:
    page = slow_page(browser, page_of(built), units=65)
    themes = [page.evaluate(CHANGE.replace("ACT", NEXT_THEME)) for _run in range(RUNS)]
    page.get_by_role("button", name="Tán cây", exact=True).click()
    years = [page.evaluate(CHANGE.replace("ACT", NEXT_YEAR)) for _run in range(RUNS)]
    page.context.close()
    assert median(themes) <= 100, themes
    assert median(years) <= 100, years

"""How soon a page is there on a processor slowed four times, against what is asked of it.

``.venv/bin/python scripts/bench_page.py out/index.html`` opens the page five times in Chromium with
the network off and prints the medians: when its still, coloured map has been drawn, when the script
has painted the first theme, and how long a change of theme and of year takes until it is drawn.
Run it on a machine that does nothing else. The exit code is 1 where a figure is over its budget;
where a page of nothing, shown before and after, takes longer than on the machine the budgets were
met on, they grow with it, to twice at most.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

RUNS = 5
SLOWED = 4
PATIENCE_MS = 2500
BUDGET_MS = {"still map": 500, "ready": 1000, "change of theme": 100, "change of year": 100}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
NOTHING = """
<!DOCTYPE html>
<html data-idle><meta charset="utf-8"><p class="still">.</p><p id="legend">.</p></html>
"""
NOTHING_MS = 150.0
"""What a page of nothing takes on the machine the budgets were met on: 120 to 180."""

THEME_WITH_YEARS = "Tán cây"

# A frame that a callback asks for after a change has been drawn when the next task runs.
WATCH = """
const drawn = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
window.times = {};
const seek = () => {
  const legend = document.getElementById("legend"); // stands behind the map
  if (legend && document.querySelector(".still")) { // this frame draws it
    setTimeout(() => { window.times["still map"] = performance.now(); });
  } else if (!("ready" in window.times)) requestAnimationFrame(seek);
};
requestAnimationFrame(seek);
const ready = new MutationObserver(() => {
  if (!document.documentElement?.dataset.ready) return;
  ready.disconnect();
  drawn((now) => { window.times.ready = now; window.times["still map"] ??= now; });
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


def main() -> None:
    """Measure each page named, print its figures, and exit with 1 if one is over its budget."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None or len(sys.argv) < 2:
        sys.exit("bench_page.py needs Chromium and the path of a page: out/index.html")
    over = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name in sys.argv[1:]:
            before = slowness(browser)
            figures = measured(browser, Path(name).resolve())
            slower = min(before, slowness(browser))
            print(f"{name}, on a machine {slower:.2f} times as slow")
            for what, milliseconds in figures.items():
                is_over = milliseconds > BUDGET_MS[what] * slower
                over = over or is_over
                word = "OVER" if is_over else "within"
                print(f"  {what:<16} {milliseconds:6.0f} ms, {word} (asked: {BUDGET_MS[what]})")
    sys.exit(1 if over else 0)


def measured(browser: Browser, path: Path) -> dict[str, float]:
    """The medians of several runs in milliseconds."""
    runs = [opened(browser, path) for _run in range(RUNS)]
    page = slow_page(browser, path)
    themes = [page.evaluate(CHANGE.replace("ACT", NEXT_THEME)) for _run in range(RUNS)]
    page.get_by_role("button", name=THEME_WITH_YEARS, exact=True).click()
    years = [page.evaluate(CHANGE.replace("ACT", NEXT_YEAR)) for _run in range(RUNS)]
    page.context.close()
    medians = {name: median(run[name] for run in runs) for name in ("still map", "ready")}
    return {**medians, "change of theme": median(themes), "change of year": median(years)}


def slowness(browser: Browser) -> float:
    """How many times as long as on that machine a page of nothing takes here: 1 … 2."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nothing.html"
        path.write_text(NOTHING, encoding="ascii")
        taken = median(opened(browser, path)["still map"] for _run in range(RUNS))
    return float(min(max(taken / NOTHING_MS, 1.0), 2.0))


def opened(browser: Browser, path: Path) -> dict[str, float]:
    """What is noted of a page, opened once, in milliseconds."""
    page = slow_page(browser, path)
    times: dict[str, float] = page.evaluate("window.times")
    page.context.close()
    return times


def slow_page(browser: Browser, path: Path) -> Page:
    """The page opened anew in a window of its own, slowed, its times in ``window.times``."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_timeout(PATIENCE_MS)  # a question asked meanwhile would take its time
    page.wait_for_selector("html[data-idle]", state="attached")
    return page


if __name__ == "__main__":
    main()

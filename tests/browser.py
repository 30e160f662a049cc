"""A real Chromium with the network off, and pages that note everything they should not do."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""

# Not `wait_for_function`: it needs a policy that lets text be run as a script.
_SETTLED = """
async () => {
  const isDrawn = () => !window.map_atlas?._animatingZoom &&
    [...document.querySelectorAll(".picture:not(.off) image:not(.off)")]
      .every((one) => one.hasAttribute("href"));
  do await new Promise((done) => setTimeout(done, 20)); while (!isDrawn());
  await new Promise((done) => requestIdleCallback(done, { timeout: 200 }));
}
"""


@dataclass
class Visit:
    """A page that was opened, the requests it made and what it wrote to the console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def asked(self) -> list[str]:
        """The requests but those for what the page has made itself."""
        return [one for one in self.requests if not one.startswith(("data:", "blob:"))]

    def violations(self) -> list[str]:
        """What the page's policy had to stop."""
        found: list[str] = self.page.evaluate("window.violations")
        return found


Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert path, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    """Opens a page in a window of its own, closed after the test: see `visiting`."""
    with visiting(browser) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def stay(browser: Browser) -> Iterator[Visitor]:
    """As `visit`, for windows that the tests of a module share."""
    with visiting(browser) as open_page:
        yield open_page


@contextmanager
def visiting(browser: Browser) -> Iterator[Visitor]:
    """Opens a page in a window of its own: visit(path or address, width=…, scheme=…).

    A file is opened with the network off; an address must be one of `serve`. `touch` is that of a
    phone (as narrow windows have it unless said); `scheme` is "light" or "dark"; `idle` waits for
    what the page does after its map is painted; `first` is run before the page's own scripts;
    `address` is what stands behind the ``#``.
    """
    contexts = []

    def open_page(
        target: Path | str,
        *,
        width: int = 1440,
        height: int = 900,
        scripts: bool = True,
        touch: bool | None = None,
        scheme: str = "light",
        idle: bool = True,
        first: str = "",
        address: str = "",
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=isinstance(target, Path),
            java_script_enabled=scripts,
            has_touch=width < 1000 if touch is None else touch,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.add_init_script(NOTE_VIOLATIONS + first)
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.console.append(message.text))
        seen.page.on("pageerror", lambda error: seen.console.append(str(error)))
        place = target.as_uri() if isinstance(target, Path) else target
        seen.page.goto(f"{place}#{address}" if address else place)
        if scripts:
            state = "html[data-idle]" if idle else "html[data-ready]"
            seen.page.wait_for_selector(state, state="attached", timeout=20_000)
        return seen

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on the loopback address: serve(folder) is its address with a slash."""
    servers = []

    def start(folder: Path) -> str:
        handler = partial(_Quiet, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def fragment(page: Page) -> str:
    """What the address says after its ``#``, once the page has written it.

    It does so after the next frame, as this waits for, and what was asked first comes first.
    """
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    found: str = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    return found


def settle(page: Page) -> None:
    """Waits until the map rests, its pictures are there, and the page has done what waited."""
    page.evaluate(_SETTLED)


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits for what the page does gradually; its policy lets no other code run in it."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come to that within five seconds")

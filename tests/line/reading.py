"""Reading the page as people do: with a mouse, with a finger, with nothing but a keyboard.

The three have the same verbs. A keyboard reaches everything with Tab and the arrows, never with a
click; a list of choices (`select`) is a window of the system's own that only a keyboard can drive
here, so mouse and finger set it outright.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page

from lsgeo.jobs.build import Built
from tests.browser import Visit, Visitor

MOST_STEPS = 250
THUMB = 20  # CSS pixels: the width of a slider's grip
INSIDE = """row => {
  const path = document.querySelector(`.areas .units [data-row="${row}"]`);
  const box = path.getBoundingClientRect();
  const isClear = (x, y) => [[0, 0], [-5, 0], [5, 0], [0, -5], [0, 5]]
    .every(([right, down]) => document.elementFromPoint(x + right, y + down) === path);
  const shares = [50, 40, 60, 30, 70, 20, 80, 45, 55, 35, 65, 25, 75, 15, 85];
  for (const down of shares) {
    for (const right of shares) {
      const [x, y] = [box.left + right * box.width / 100, box.top + down * box.height / 100];
      if (isClear(x, y)) return [x, y];
    }
  }
  return null;
}"""
BEFORE = """selector => {
  const wanted = document.querySelector(selector);
  const way = document.activeElement.compareDocumentPosition(wanted);
  return Boolean(way & Node.DOCUMENT_POSITION_PRECEDING);
}"""
# By the address: to another theme, which forgets the filter and the order, and to the start.
RESET = """async () => {
  const go = (address) => new Promise((done) => {
    addEventListener("hashchange", () => setTimeout(done), { once: true });
    location.hash = address;
  });
  document.activeElement.blur();
  await go("theme=criteria_met&lang=vi");
  await go("lang=vi");
  scrollTo(0, 0);
}"""
HELD = "selector => document.activeElement.matches(selector)"
ACTIVE_ROW = """() => Number(document.getElementById(
  document.activeElement.getAttribute("aria-activedescendant"))?.dataset.row ?? -1)"""


class Hand(Protocol):
    """One way to work the page."""

    @property
    def page(self) -> Page: ...

    def press(self, selector: str) -> None:
        """Press what the selector names first among what is seen."""

    def choose(self, selector: str, value: str) -> None:
        """Choose an entry of a list by its value."""

    def slide(self, selector: str, value: int) -> None:
        """Move a slider to a value."""

    def write(self, selector: str, text: str) -> None:
        """Write into a field."""

    def take_unit(self, row: int) -> None:
        """Choose a unit on the map."""


def slider_place(page: Page, selector: str, value: int) -> tuple[float, float]:
    """Where on the window a slider has a value."""
    slider = page.locator(selector)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    low, high = (int(slider.get_attribute(name) or "") for name in ("min", "max"))
    part = (value - low) / (high - low)
    return box["x"] + THUMB / 2 + part * (box["width"] - THUMB), box["y"] + box["height"] / 2


def unit_place(page: Page, row: int) -> tuple[float, float]:
    """A place of the window where a unit is seen on the map and nothing lies over it."""
    place = page.evaluate(INSIDE, row)
    assert place is not None, f"nothing of unit {row} is seen"
    return place[0], place[1]


@dataclass(frozen=True)
class Mouse:
    page: Page

    def press(self, selector: str) -> None:
        self.page.locator(selector).locator("visible=true").first.click()

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)

    def slide(self, selector: str, value: int) -> None:
        self.page.mouse.click(*slider_place(self.page, selector, value))

    def write(self, selector: str, text: str) -> None:
        self.press(selector)
        self.page.keyboard.insert_text(text)

    def take_unit(self, row: int) -> None:
        self.page.mouse.click(*unit_place(self.page, row))


@dataclass(frozen=True)
class Finger:
    page: Page

    def press(self, selector: str) -> None:
        self.page.locator(selector).locator("visible=true").first.tap()

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)

    def slide(self, selector: str, value: int) -> None:
        self.page.touchscreen.tap(*slider_place(self.page, selector, value))

    def write(self, selector: str, text: str) -> None:
        self.press(selector)
        self.page.keyboard.insert_text(text)

    def take_unit(self, row: int) -> None:
        self.page.locator("#map").scroll_into_view_if_needed()
        self.page.touchscreen.tap(*unit_place(self.page, row))


@dataclass(frozen=True)
class Keyboard:
    page: Page

    def press(self, selector: str) -> None:
        if self.page.locator(selector).first.get_attribute("role") == "tab":
            self._open_tab(selector)
        else:
            self.reach(selector)
            kind = self.page.evaluate("() => document.activeElement.type")
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def choose(self, selector: str, value: str) -> None:
        self.reach(selector)
        steps = self.page.locator(selector).evaluate(
            "(list, value) => [...list.options].findIndex((one) => one.value === value)"
            " - list.selectedIndex",
            value,
        )
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def slide(self, selector: str, value: int) -> None:
        self.reach(selector)
        for _ in range(MOST_STEPS):
            now = int(self.page.input_value(selector))
            if now == value:
                return
            self.page.keyboard.press("ArrowRight" if now < value else "ArrowLeft")
        raise AssertionError(f"{selector} does not come to {value}")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.insert_text(text)

    def take_unit(self, row: int) -> None:
        """From unit to neighbour, always to the one that lies nearest to the wanted."""
        self.reach(".areas .units")
        self.walk_to(row)
        self.page.keyboard.press("Enter")

    def reach(self, selector: str) -> None:
        """Tab, or Shift and Tab, to the first that the selector names."""
        key = "Shift+Tab" if self.page.evaluate(BEFORE, selector) else "Tab"
        for _ in range(MOST_STEPS):
            if self.page.evaluate(HELD, selector):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"the keyboard does not reach {selector}")

    def walk_to(self, row: int) -> None:
        """By the arrow that leads nearest; where they go round, by another one."""
        seen: Counter[int] = Counter()
        for _ in range(MOST_STEPS):
            here = self.page.evaluate(ACTIVE_ROW)
            if here == row:
                return
            keys = self._towards(here, row)
            self.page.keyboard.press(keys[min(seen[here], len(keys) - 1)])
            seen[here] += 1
        raise AssertionError(f"the arrows do not come to unit {row}")

    def _towards(self, here: int, row: int) -> list[str]:
        """The arrows, the one that leads nearest first."""
        (x, y), (to_x, to_y) = (unit_middle(self.page, one) for one in (here, row))
        across = ["ArrowRight", "ArrowLeft"] if to_x > x else ["ArrowLeft", "ArrowRight"]
        along = ["ArrowDown", "ArrowUp"] if to_y > y else ["ArrowUp", "ArrowDown"]
        first, second = (across, along) if abs(to_x - x) > abs(to_y - y) else (along, across)
        return [first[0], second[0], second[1], first[1]]

    def _open_tab(self, selector: str) -> None:
        self.reach("[role=tab]")
        for _ in range(4):
            if self.page.evaluate(HELD, selector):
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"the arrows do not come to {selector}")


def unit_middle(page: Page, row: int) -> tuple[float, float]:
    """The middle of a unit's frame on the window."""
    box = page.locator(f".areas .units [data-row='{row}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


WAYS: dict[str, Callable[[Page], Hand]] = {"mouse": Mouse, "touch": Finger, "keyboard": Keyboard}
PHONE = {"width": 390, "height": 844}


def page_of(built: Built) -> Path:
    return next(placed.path for placed in built.files if placed.path.name == "index.html")


@dataclass
class Desk:
    """The windows that the tests of a module share: one for each page and way."""

    open_page: Visitor
    windows: dict[tuple[Path, str], Visit] = field(default_factory=dict)

    def hand(self, built: Built, way: str) -> Hand:
        """A hand at the page as it is when first opened: its start, in Vietnamese."""
        key = (page_of(built), way)
        if key not in self.windows:
            self.windows[key] = self.open_page(key[0], **(PHONE if way == "touch" else {}))
            return WAYS[way](self.windows[key].page)
        page = self.windows[key].page
        page.evaluate(RESET)
        return WAYS[way](page)


def row_of(page: Page, name: str) -> int:
    """The row of today's unit with a name, kind and all: "Xã Đồng Đăng"."""
    found: int = page.evaluate(
        "name => JSON.parse(document.getElementById('atlas-data').textContent)"
        ".levels[0].names.indexOf(name)",
        name,
    )
    assert found >= 0, f"the page has no {name}"
    return found


def shown_theme(page: Page) -> str:
    """The theme that the map shows: what its button, or the entry of the list, says in full."""
    pressed = page.locator("#themes [aria-pressed=true]")
    if pressed.count():
        return pressed.get_attribute("title") or ""
    chosen: str = page.locator("#more").evaluate("list => list.selectedOptions[0].label")
    return chosen


def fills(page: Page) -> list[str]:
    """What each unit on the map is filled with."""
    found: list[str] = page.eval_on_selector_all(
        ".areas .units path", "all => all.map((one) => one.getAttribute('fill'))"
    )
    return found


def zoom_of(page: Page) -> float:
    found: float = page.evaluate("map_atlas.getZoom()")
    return found

"""A tour of everything that a reader can open on a page, with a stop at every state."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import settle

Stop = Callable[[str], None]

LIST = "g.units"
THEMES = "#themes [data-theme]"
MORE = "#more option[value]:not([value=''])"


def tour(page: Page, *, stop: Stop, cards: int = 4, asked: str = "a") -> None:
    """Take `page` through its states on a wide screen and call `stop` with the name of each.

    Opens the cards of the first `cards` units and all places, and searches for `asked`.
    """
    stop = _settled(page, stop)
    stop("start")
    _levels(page, stop)
    _cards(page, stop, cards)
    _parts(page, stop)
    _search(page, stop, asked)
    _map(page, stop)
    page.click("[data-language=en]")
    stop("English")
    _cards(page, stop, 1)
    _parts(page, stop)
    page.emulate_media(color_scheme="dark")
    stop("dark")
    page.pdf(format="A4")
    stop("after paper")
    page.set_viewport_size({"width": 360, "height": 740})
    settle(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    stop("after a narrow window")


def _settled(page: Page, stop: Stop) -> Stop:
    """`stop` after the page has done what it does in idle moments, and its pictures are there."""

    def later(name: str) -> None:
        settle(page)
        stop(name)

    return later


def choose_level(page: Page, number: int) -> None:
    """Show a layer of units, where there is more than one."""
    if page.locator("#level").is_visible():
        page.select_option("#level", index=number)


def _levels(page: Page, stop: Stop) -> None:
    for number in range(page.locator("#level option").count()):
        choose_level(page, number)
        for place in range(page.locator(THEMES).count()):
            page.locator(THEMES).nth(place).click()
            _years(page, stop, f"level {number}, theme {place}")
        for value in [one.get_attribute("value") for one in page.locator(MORE).all()]:
            page.select_option("#more", value=value)
            _years(page, stop, f"level {number}, theme {value}")
    choose_level(page, 0)
    page.locator(THEMES).first.click()


def _years(page: Page, stop: Stop, where: str) -> None:
    stop(where)
    slider = page.locator("#time input[type=range]")
    if not slider.count():
        return
    slider.fill(slider.get_attribute("min") or "")
    stop(f"{where}, first year")
    compare = page.locator("#time .compare")
    if compare.count():
        compare.click()
        page.locator(".swipe input").fill("250")
        stop(f"{where}, two years")
        compare.click()
    page.locator("#time .latest").click()


def _cards(page: Page, stop: Stop, cards: int) -> None:
    page.click("[data-tab=ranking]")
    buttons = page.locator("#ranking button.ranked")
    for number in range(min(cards, buttons.count())):
        buttons.nth(number).click()
        stop(f"card {number}")
    page.click("[data-tab=map]")
    for number in range(page.locator("details.places").count()):
        page.locator("details.places").nth(number).evaluate("one => { one.open = true; }")
    places = page.locator("button.place[data-layer], .places button")
    for number in range(min(cards, places.count())):
        places.nth(number).click()
        stop(f"place {number}")
    page.keyboard.press("Escape")


def _parts(page: Page, stop: Stop) -> None:
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    for part in ("targets", "ranking", "share", "map"):
        page.click(f"[data-tab={part}]")
        stop(part)
        if part == "ranking":
            for heading in range(page.locator("#ranking th button:not(.ranked)").count()):
                page.locator("#ranking th button:not(.ranked)").nth(heading).click()
                stop(f"sorted by {heading}")


def _search(page: Page, stop: Stop, asked: str) -> None:
    page.fill("#search", asked)
    stop("found")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    stop("chosen from the list")
    page.keyboard.press("Escape")


def _map(page: Page, stop: Stop) -> None:
    for box in page.locator("[data-overlay], [data-context]").all():
        box.click()
        stop("another layer")
    entries = page.locator("#legend .entry")
    if entries.count():
        entries.first.click()
        stop("a class switched off")
        entries.first.click()
    page.locator(LIST).focus()
    for key in ("Home", "ArrowRight", "Enter", "+", "-"):
        page.keyboard.press(key)
    stop("by keyboard")
    page.keyboard.press("Escape")
    page.locator("#map").hover(position={"x": 300, "y": 300})
    stop("hovered")

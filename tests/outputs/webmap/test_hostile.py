"""Whatever stands in data, settings or an address stays text, with the policy and without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from lsgeo.outputs.webmap import OUTPUT
from tests.browser import Visit, Visitor
from tests.outputs.atlas_publication import atlas_publication
from tests.outputs.webmap.hostile import FRAGMENTS, harmless, hostile, said_by
from tests.outputs.webmap.structure import structure
from tests.tour import tour

pytestmark = pytest.mark.chromium

States = dict[str, list[str]]
NAME = "Đồng Đăng"
NO_POLICY = '<meta http-equiv="x-no-policy" content="">'
POLICY = r'<meta http-equiv="Content-Security-Policy"[^>]*>'


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of hostile strings with its policy and without, and that of harmless ones."""
    folder = tmp_path_factory.mktemp("hostile")
    made = {name: folder / f"{name}.html" for name in ("policy", "no policy", "harmless")}
    OUTPUT.write(said_by(hostile), made["policy"])
    OUTPUT.write(said_by(harmless), made["harmless"])
    bare, removed = re.subn(POLICY, NO_POLICY, made["policy"].read_text(encoding="utf-8"))
    assert removed == 1
    made["no policy"].write_text(bare, encoding="utf-8")
    return made


def states_of(seen: Visit, *, asked: str) -> States:
    """What the page is made of in each state of the tour, and on paper."""
    states: States = {}

    def stop(name: str) -> None:
        while name in states:
            name += "'"
        states[name] = structure(seen.page)

    tour(seen.page, stop=stop, asked=asked)
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    stop("paper")
    return states


@pytest.fixture(scope="module")
def calm(pages: dict[str, Path], stay: Visitor) -> States:
    """The states of the page of harmless strings."""
    return states_of(stay(pages["harmless"]), asked=harmless(NAME))


@pytest.mark.parametrize("guarded", ["policy", "no policy"])
def test_hostile_strings_make_the_same_page_as_harmless_ones(
    pages: dict[str, Path], calm: States, visit: Visitor, guarded: str
) -> None:
    attacked = visit(pages[guarded])
    found = states_of(attacked, asked=hostile(NAME))
    assert list(found) == list(calm)
    for state, lines in calm.items():
        assert found[state] == lines, state
    assert attacked.page.evaluate("window.stolen") is None
    assert attacked.asked() == [pages[guarded].as_uri()]
    assert attacked.console == []
    assert attacked.violations() == []


def test_hostile_strings_are_shown_as_they_are(pages: dict[str, Path], visit: Visitor) -> None:
    seen = visit(pages["policy"])
    seen.page.fill("#search", hostile(NAME))
    seen.page.keyboard.press("Enter")
    said = seen.page.locator("#card h2").text_content() or ""
    assert hostile(NAME) in said
    assert seen.page.locator("h1").text_content() == hostile("Tỉnh thử · Quy hoạch 2030")


@pytest.mark.parametrize("theme", [0, 1])
def test_the_picture_of_hostile_strings_is_a_picture(
    pages: dict[str, Path], visit: Visitor, tmp_path: Path, theme: int
) -> None:
    seen = visit(pages["policy"])
    seen.page.locator("#themes [data-theme]").nth(theme).click()
    seen.page.click("[data-tab=share]")
    with seen.page.expect_download() as saved:
        seen.page.click("[data-save=picture]")
    saved.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert seen.console == []
    assert seen.violations() == []


@pytest.mark.parametrize("text", ["__proto__", "constructor", "toString"])
def test_a_value_called_like_a_part_of_the_language_is_a_text(
    tmp_path: Path, visit: Visitor, text: str
) -> None:
    base = atlas_publication()
    noted = replace(base.units, data=base.units.data.assign(note=text))
    OUTPUT.write(replace(base, units=noted), tmp_path / "index.html")
    seen = visit(tmp_path / "index.html")
    seen.page.fill("#search", "Ba Sơn")
    seen.page.keyboard.press("Enter")
    line = seen.page.locator("#card dl div", has_text="Ghi chú")
    assert line.locator("dd").inner_text() == text
    assert seen.console == []


KEYS = ("level", "theme", "year", "against", "unit", "at", "lang", "part", "<img>", "__proto__")


def attacks() -> list[str]:
    """Fragments of an address that have attackers' strings for every part of it."""
    raw = ["&".join(f"{key}={text}" for key in KEYS) for text in FRAGMENTS]
    return [*raw, *("&".join(f"{key}={quote(text)}" for key in KEYS) for text in FRAGMENTS)]


def address_of(path: Path, serve: Callable[[Path], str], *, served: bool) -> str:
    return f"{serve(path.parent)}{path.name}" if served else path.as_uri()


@pytest.mark.parametrize("served", [True, False], ids=["served", "file"])
def test_of_an_address_only_what_exists_is_used(
    atlas: Path, visit: Visitor, serve: Callable[[Path], str], served: bool
) -> None:
    address = address_of(atlas, serve, served=served)
    calm = structure(visit(address).page)
    seen = visit(f"{address}#{attacks()[0]}")
    assert structure(seen.page) == calm
    for attack in attacks():
        seen.page.evaluate("to => { location.hash = to; }", attack)
        seen.page.wait_for_timeout(5)
    assert structure(seen.page) == calm
    assert seen.page.evaluate("window.stolen") is None
    assert seen.asked() == [seen.requests[0]]
    assert seen.console == []
    assert seen.violations() == []

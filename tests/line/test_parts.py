"""Units, gates and the parts beside the map, by mouse, by finger and by keyboard alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image

from tests.line.reading import Hand, Keyboard, row_of, shown_theme

pytestmark = pytest.mark.chromium
LOSS = "#themes [data-theme='4']"


def saved(hand: Hand, selector: str, folder: Path) -> Path:
    with hand.page.expect_download() as download:
        hand.press(selector)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def card_name(hand: Hand) -> str:
    return hand.page.locator("#card h2").inner_text()


def ranked(hand: Hand) -> list[str]:
    return hand.page.locator("#ranking th.name, #ranking tbody th").all_inner_texts()[1:]


# ---- units and gates -------------------------------------------------------------------------


def test_a_unit_is_chosen_on_the_map(hand: Hand) -> None:
    hand.take_unit(row_of(hand.page, "Xã Kiên Mộc"))
    assert card_name(hand) == "Xã Kiên Mộc · 06625"


def test_the_card_closes(hand: Hand) -> None:
    hand.take_unit(row_of(hand.page, "Xã Kiên Mộc"))
    hand.press("#card .close")
    assert not hand.page.locator("#card").is_visible()


def test_escape_closes_the_card(hand: Hand) -> None:
    hand.press("#attention .unit")
    hand.page.keyboard.press("Escape")
    assert not hand.page.locator("#card").is_visible()


def test_the_loss_is_summed_from_another_year(hand: Hand) -> None:
    hand.press("#attention .unit")
    since_2015 = hand.page.inner_text("#card .loss strong")
    hand.choose("#card .loss select", "2024")
    last = hand.page.inner_text("#card .loss strong")
    assert last.endswith("ha")
    assert last != since_2015
    hand.choose("#card .loss select", "2015")
    assert hand.page.inner_text("#card .loss strong") == since_2015


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Bính Xá", {"Xã Đình Lập", "Xã Kiên Mộc"}),  # a former commune parted between two
        ("binh xa", {"Xã Đình Lập", "Xã Kiên Mộc"}),
        ("đinh lập", {"Xã Đình Lập"}),
        ("6184", {"Xã Đồng Đăng"}),
        ("thị trấn Đồng Đăng", {"Xã Đồng Đăng"}),
        ("Chi Ma", {"Chi Ma"}),
    ],
)
def test_search_finds_names_of_today_and_before_codes_and_gates(
    hand: Hand, asked: str, found: set[str]
) -> None:
    hand.write("#search", asked)
    names = hand.page.locator("#found [role=option] span").all_inner_texts()
    assert found <= set(names)
    assert set(names[: len(found)]) == found


def test_what_is_found_opens(hand: Hand) -> None:
    hand.write("#search", "6184")
    if isinstance(hand, Keyboard):
        hand.page.keyboard.press("ArrowDown")
        hand.page.keyboard.press("Enter")
    else:
        hand.press("#found [role=option]")
    assert card_name(hand) == "Xã Đồng Đăng · 06184"


def test_a_gate_opens_from_the_map(hand: Hand) -> None:
    hand.press(".gate[aria-label='Chi Ma']")
    assert card_name(hand) == "Chi Ma"
    assert "song phương" in hand.page.inner_text("#card .now")


def test_a_gate_opens_from_the_list(hand: Hand) -> None:
    hand.press("details.places summary")
    hand.press("details.places .place")
    assert card_name(hand) == "Hữu Nghị"
    hand.press("details.places summary")


# ---- the other parts of the page -------------------------------------------------------------


@pytest.mark.parametrize("part", ["targets", "ranking", "share", "map"])
def test_a_tab_shows_its_part_alone(hand: Hand, part: str) -> None:
    hand.press("#tab-share" if part == "map" else "#tab-map")
    hand.press(f"#tab-{part}")
    shown = hand.page.locator("main [data-part]:visible")
    assert [one.get_attribute("data-part") for one in shown.all()] == [part]


@pytest.mark.parametrize("column", ["rank", "name", "reading", "change"])
def test_each_header_sorts_the_ranking_both_ways(hand: Hand, column: str) -> None:
    hand.press(LOSS)
    hand.press("#tab-ranking")
    hand.press(f"#ranking [data-sort={column}]")
    once = ranked(hand)
    hand.press(f"#ranking [data-sort={column}]")
    assert len(once) == 65
    assert ranked(hand) != once
    assert hand.page.locator("#ranking [aria-sort]").get_attribute("class") == column


def test_the_page_speaks_english_and_vietnamese(hand: Hand) -> None:
    hand.press("[data-language=en]")
    assert hand.page.get_attribute("html", "lang") == "en"
    assert shown_theme(hand.page) == "New-rural status"
    assert "60.6" in hand.page.inner_text(".headline >> nth=0")
    hand.press("[data-language=vi]")
    assert shown_theme(hand.page) == "Nông thôn mới"


def test_why_a_target_stands_so_unfolds(hand: Hand) -> None:
    hand.press("#tab-targets")
    source = hand.page.locator(".targets details .about").first
    assert not source.is_visible()
    hand.press(".targets details summary")
    assert "Nguồn" in source.inner_text()
    hand.press(".targets details summary")
    assert not source.is_visible()


# ---- what leaves the page --------------------------------------------------------------------


def test_the_picture_is_handed_over(hand: Hand, tmp_path: Path) -> None:
    hand.press("#tab-share")
    with Image.open(saved(hand, "[data-save=picture]", tmp_path)) as picture:
        assert picture.width == 1600
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50


def test_the_table_of_the_theme_is_handed_over(hand: Hand, tmp_path: Path) -> None:
    hand.press("#tab-share")
    path = saved(hand, "[data-save=table]", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = {row["Mã"]: row["Nhóm"] for row in csv.DictReader(file, delimiter=";")}
    assert len(lines) == 65
    assert lines["06184"] == "Chưa đạt"


def test_the_table_of_a_unit_is_handed_over_by_its_card(hand: Hand, tmp_path: Path) -> None:
    hand.write("#search", "6184")
    hand.page.keyboard.press("Enter")
    text = saved(hand, "#card .actions button:last-child", tmp_path).read_text("utf-8-sig")
    assert '"06184";"Xã Đồng Đăng"' in text


def test_printing_is_asked_of_the_browser(hand: Hand) -> None:
    hand.page.evaluate("window.print = () => { window.printed = true; }")
    hand.press("#tab-share")
    hand.press("[data-save=print]")
    assert hand.page.evaluate("window.printed") is True

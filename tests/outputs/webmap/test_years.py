"""What of a year is shown is said to be of it; states that follow one another stay whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.outputs.webmap import OUTPUT
from tests.browser import Visit, Visitor
from tests.outputs.atlas_publication import atlas_publication
from tests.outputs.webmap.test_newcomer import compare, headers, of_programme, open_card, said

pytestmark = pytest.mark.chromium
YEAR = "#time input[type=range]"


def canopy_of(seen: Visit, year: str) -> None:
    seen.page.click("[data-theme='1']")
    seen.page.fill(YEAR, year)


# ---- where a number comes from ---------------------------------------------------------------


def test_the_origin_of_the_latest_number_is_not_said_to_be_that_of_an_earlier_year(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    canopy_of(seen, "2022")
    open_card(seen, "Đồng Đăng")
    assert said(seen, "#card .lead .about") == (
        "Kỳ: 2022 · số mới nhất (2024): tham khảo viễn thám · Nguồn: Hansen"
    )


@pytest.mark.parametrize("year", ["2024", None])
def test_the_latest_number_has_its_origin_beside_it(
    atlas: Path, visit: Visitor, year: str | None
) -> None:
    seen = visit(atlas)
    seen.page.click("[data-theme='1']")
    if year:
        seen.page.fill(YEAR, year)
    open_card(seen, "Đồng Đăng")
    assert said(seen, "#card .lead .about") == "Kỳ: 2024 · tham khảo viễn thám · Nguồn: Hansen"


def test_of_two_years_compared_the_origin_is_said_to_be_that_of_the_latest(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    compare(seen)
    open_card(seen, "Đồng Đăng")
    assert said(seen, "#card .lead .about").startswith("Kỳ: 2022 → 2024 · số mới nhất (2024): ")


def test_the_legend_says_of_an_earlier_year_that_its_source_is_that_of_the_latest(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    canopy_of(seen, "2024")
    plain = seen.page.locator("#legend .about").all_inner_texts()
    assert plain[-1] == "Nguồn: Hansen"
    seen.page.fill(YEAR, "2022")
    earlier = seen.page.locator("#legend .about").all_inner_texts()
    assert earlier == [*plain[:-1], "Số mới nhất (2024): Nguồn: Hansen"]


def test_paper_says_of_an_earlier_year_that_its_source_is_that_of_the_latest(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    canopy_of(seen, "2022")
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    written = seen.page.locator("#paper svg text").all_text_contents()
    assert "số mới nhất (2024): Nguồn: Hansen" in written
    assert "Nguồn: Hansen" not in written


def test_the_still_map_is_gone_when_another_level_is_shown_first(
    atlas: Path, visit: Visitor, serve: Callable[[Path], str]
) -> None:
    seen = visit(f"{serve(atlas.parent)}{atlas.name}#level=former", idle=False)
    assert seen.page.locator(".areas path").count()
    assert seen.page.locator(".still").count() == 0


def test_the_standing_against_the_target_is_said_to_be_the_latest_while_a_year_is_chosen(
    visit: Visitor, tmp_path: Path
) -> None:
    published = atlas_publication()
    units = of_programme(published.units)
    years = pd.DataFrame({"2023": [0, 0, 0, 0], "2024": [1, 1, 0, 0]}, index=units.data.index)
    series = {**units.series, "status": years}
    path = tmp_path / "index.html"
    OUTPUT.write(replace(published, units=replace(units, series=series)), path)
    seen = visit(path)
    assert headers(seen)[-1] == "So với mục tiêu"
    seen.page.fill(YEAR, "2023")
    assert headers(seen)[-1] == "So với mục tiêu (mới nhất)"


# ---- one state after another -----------------------------------------------------------------


def test_a_file_of_two_years_has_what_the_legend_shows_in_either(
    atlas: Path, visit: Visitor, tmp_path: Path
) -> None:
    seen = visit(atlas)
    canopy_of(seen, "2023")
    seen.page.click("#time .compare")
    seen.page.click("#legend [data-key=class-0]")  # under 50: Đồng Đăng in both years
    seen.page.click("#tab-share")
    with seen.page.expect_download() as download:
        seen.page.click("[data-save=table]")
    assert download.value.suggested_filename == "tinh_cover_2023_2024.csv"
    download.value.save_as(tmp_path / "two.csv")
    text = (tmp_path / "two.csv").read_text(encoding="utf-8-sig")
    lines = csv.DictReader(text.splitlines(), delimiter=";")
    assert sorted((row["Mã"], row["Kỳ"], row["Giá trị"]) for row in lines) == [
        ("00002", "2023", "50"),
        ("00002", "2024", "50"),
        ("00003", "2023", "100"),
        ("00003", "2024", "100"),
        ("00004", "2023", ""),
        ("00004", "2024", ""),
    ]


def test_another_theme_without_both_years_ends_the_comparison(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    compare(seen)
    open_card(seen, "Đồng Đăng")
    seen.page.click("[data-theme='2']")  # known of 2020 and 2024 only
    assert seen.page.locator(".swipe").count() == 0
    assert seen.page.locator(".areas .against path").count() == 0
    assert "Không có số liệu năm 2022" in seen.page.inner_text("#legend")
    assert "→" not in seen.page.inner_text("#card .lead")
    seen.page.click("[data-theme='0']")
    assert seen.page.locator(YEAR).count() == 0
    assert said(seen, "#card .now") == "Nông thôn mới: Đạt chuẩn"


def test_on_a_phone_a_tab_puts_the_card_away_and_the_map_has_it_again(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas, width=390, height=844)
    open_card(seen, "Đồng Đăng")
    for part in ("ranking", "targets", "share"):
        seen.page.tap(f"#tab-{part}")
        assert seen.page.locator(f"#part-{part}").is_visible()
        assert not seen.page.locator("#card").is_visible()
        assert not seen.page.locator("button.handle").is_visible()
    seen.page.tap("#tab-map")
    assert seen.page.locator("#card").is_visible()
    assert seen.page.inner_text("#card h2").startswith("Xã Đồng Đăng")


def test_back_and_forward_lead_across_levels_with_the_unit_of_each(
    atlas: Path, serve: Callable[[Path], str], visit: Visitor
) -> None:
    seen = visit(f"{serve(atlas.parent)}{atlas.name}")
    open_card(seen, "Đồng Đăng")
    seen.page.wait_for_url("**level=units*unit=00001")
    seen.page.select_option("#level", "1")
    seen.page.wait_for_url("**level=former&theme=cover")
    open_card(seen, "Bắc")
    seen.page.wait_for_url("**level=former*unit=00011")
    seen.page.locator("#card").get_by_role("button", name="Phường Kỳ Lừa").click()
    seen.page.wait_for_url("**level=units*unit=00002")
    for step, level, name in [
        ("back", "1", "Xã Bắc"),
        ("back", "1", None),
        ("back", "0", "Xã Đồng Đăng"),
        ("forward", "1", None),
        ("forward", "1", "Xã Bắc"),
        ("forward", "0", "Phường Kỳ Lừa"),
    ]:
        seen.page.evaluate(f"history.{step}()")
        heading = seen.page.locator("#card h2", has_text=name or "")
        heading.wait_for(state="visible" if name else "hidden", timeout=5000)
        assert seen.page.input_value("#level") == level
        assert seen.page.locator("g.units path").count() == (4 if level == "0" else 2)
    assert seen.console == []

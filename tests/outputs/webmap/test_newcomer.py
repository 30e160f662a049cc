"""What somebody new to the page looks for: where a commune is now, what two years differ by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lsgeo.compose import Field, Layer
from lsgeo.outputs.webmap import OUTPUT
from lsgeo.palette import Style
from lsgeo.text import Words
from tests.browser import Visit, Visitor
from tests.outputs.atlas_publication import atlas_publication

pytestmark = pytest.mark.chromium

CRITERIA = [9, 0, 5, 4]
"""Of Đồng Đăng, Kỳ Lừa, the hostile commune and Ba Sơn."""


def said(seen: Visit, selector: str) -> str:
    """The text of an element with plain spaces."""
    return " ".join(seen.page.inner_text(selector).split())


def open_card(seen: Visit, name: str) -> None:
    seen.page.fill("#search", name)
    seen.page.keyboard.press("Enter")


def compare(seen: Visit) -> None:
    """The canopy of 2022 beside that of 2024."""
    seen.page.click("[data-theme='1']")
    seen.page.click("#time .compare")


def headers(seen: Visit) -> Sequence[str]:
    seen.page.click("#tab-ranking")
    return seen.page.locator("#ranking thead th").all_inner_texts()


def column(seen: Visit, place: int) -> Sequence[str]:
    cells = seen.page.locator(f"#ranking tbody tr > :nth-child({place})").all_inner_texts()
    return [" ".join(cell.split()) for cell in cells]


# ---- former communes -------------------------------------------------------------------------


def test_the_card_of_a_former_commune_tells_where_it_is_now_the_largest_part_first(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.select_option("#level", "1")
    open_card(seen, "Bắc")
    now = seen.page.locator("#card section", has_text="Nay thuộc").locator("li")
    assert [" ".join(one.split()) for one in now.all_inner_texts()] == [
        "Xã Đồng Đăng · 60,0 % diện tích",
        "Phường Kỳ Lừa · 40,0 % diện tích",
    ]


def test_a_commune_of_today_opens_from_the_card_of_a_former_one(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.select_option("#level", "1")
    open_card(seen, "Bắc")
    seen.page.locator("#card").get_by_role("button", name="Phường Kỳ Lừa").click()
    assert seen.page.input_value("#level") == "0"
    assert seen.page.inner_text("#card h2").startswith("Phường Kỳ Lừa")
    assert "Nay thuộc" not in seen.page.inner_text("#card")


# ---- two years -------------------------------------------------------------------------------


def test_the_card_has_both_years_and_the_difference_while_they_are_compared(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    compare(seen)
    open_card(seen, "Đồng Đăng")
    assert "2022: 60,0 % → 2024: 10,0 % · −50,0 điểm %" in said(seen, "#card .lead")


def test_a_number_of_another_period_says_so_while_a_year_is_chosen(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    seen.page.click("[data-theme='1']")
    seen.page.fill("#time input[type=range]", "2022")
    open_card(seen, "Đồng Đăng")
    assert "Tán cây (2022): 60,0 %" in said(seen, "#card .lead")
    status = seen.page.locator("#card dt", has_text="Trạng thái")
    assert status.inner_text() == "Trạng thái (30/06/2025)"


def test_the_ranking_has_both_years_and_sorts_by_the_change_between_them(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    compare(seen)
    assert [one.split("\n")[0].rstrip(" ▼▲") for one in headers(seen)[2:4]] == ["2022", "2024"]
    seen.page.click("#ranking [data-sort='change']")
    assert column(seen, 5) == ["+80,0", "+10,0", "−50,0", "–"]
    assert column(seen, 3)[2].startswith("60,0 %")
    assert column(seen, 4)[2].startswith("10,0 %")


# ---- the ranking of statuses -----------------------------------------------------------------


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with a status, criteria and a target of the new-rural programme."""
    published = atlas_publication()
    path = tmp_path_factory.mktemp("programme") / "index.html"
    OUTPUT.write(replace(published, units=of_programme(published.units)), path)
    return path


def of_programme(units: Layer) -> Layer:
    """The units with the status as that of the programme, criteria met and a target."""
    status, *others = units.styles
    met = Field("criteria_met", Words("Tiêu chí đạt", "Criteria met"))
    named = replace(status, name="ntm_status", classes=status.classes[::-1])
    target = replace(status, name="target_status", title=Words("Mục tiêu", "Target"))
    # All communes have not met the standard, so that only their criteria differ.
    data = units.data.assign(criteria_met=CRITERIA, status=[0, 0, 0, 0])
    styles: tuple[Style, ...] = (named, *others, target)
    return replace(units, data=data, fields=(*units.fields, met), styles=styles)


def test_communes_of_one_status_stand_by_their_criteria_the_fewest_first(
    programme: Path, visit: Visitor
) -> None:
    seen = visit(programme)
    seen.page.click("#tab-ranking")
    lines = seen.page.locator("#ranking tbody tr").all()
    assert [line.get_attribute("data-row") for line in lines] == ["1", "3", "2", "0"]


def test_only_themes_of_the_programme_are_set_against_the_target(
    programme: Path, visit: Visitor
) -> None:
    seen = visit(programme)
    assert any("So với mục tiêu" in one for one in headers(seen))
    seen.page.click("[data-theme='1']")
    assert not any("So với mục tiêu" in one for one in headers(seen))


def test_the_tabs_stay_in_place_when_the_ranking_is_wider(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas, width=1440)
    before = [tab.bounding_box() for tab in seen.page.locator("[role=tab]").all()]
    seen.page.click("#tab-ranking")
    assert [tab.bounding_box() for tab in seen.page.locator("[role=tab]").all()] == before


# ---- phones ----------------------------------------------------------------------------------


def test_on_a_phone_the_map_tells_the_year_and_leads_to_the_legend(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas, width=360, height=740)
    seen.page.click("[data-theme='1']")
    way = seen.page.locator(".to-legend")
    assert way.inner_text() == "Chú giải · 2024"
    edges, around = way.bounding_box(), seen.page.locator("#map").bounding_box()
    assert edges
    assert around
    assert edges["y"] + edges["height"] <= around["y"] + around["height"]
    way.focus()
    seen.page.keyboard.press("Enter")
    title = seen.page.locator("#legend h2")
    assert title.inner_text() == "Tán cây · 2024"
    place = title.bounding_box()
    assert place
    assert 0 <= place["y"] < 740 / 2


def test_on_a_desk_there_is_no_way_to_the_legend_which_is_seen(atlas: Path, visit: Visitor) -> None:
    assert visit(atlas, width=1440).page.locator(".to-legend").is_hidden()


def test_the_headline_of_a_phone_tells_the_target_and_the_plan_of_today(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas, width=360, height=740)
    asked = said(seen, ".headline .asked")
    assert asked == "Mục tiêu: 80 % kế hoạch hôm nay: 60 %"
    title = seen.page.locator(".headline h2").first.bounding_box()
    assert title
    assert title["height"] <= 34

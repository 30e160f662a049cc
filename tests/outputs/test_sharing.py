"""What leaves the web map: its address, its picture, its tables and its paper."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image

from lsgeo.compose import Publication
from lsgeo.outputs.webmap import OUTPUT
from lsgeo.palette import COVER
from tests.browser import Visit, Visitor, fragment
from tests.outputs.map_publication import END_SCRIPT, MARK, STATUS, map_publication

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sharing") / "page.html"
    OUTPUT.write(map_publication(), path)
    return path


@pytest.fixture
def address(page: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(page.parent)}{page.name}"


def saved(seen: Visit, key: str, folder: Path) -> Path:
    """The file that a button of the part "share" hands over."""
    seen.page.click("#tab-share")
    with seen.page.expect_download() as download:
        seen.page.click(f"[data-save={key}]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def rows(path: Path, *, delimiter: str) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))


def with_note(note: str) -> Publication:
    """The publication whose first commune has `note`."""
    publication = map_publication()
    data = publication.units.data.copy()
    data.loc["00001", "note"] = note
    return replace(publication, units=replace(publication.units, data=data))


def shown_theme(seen: Visit) -> str | None:
    return seen.page.locator("#themes [aria-pressed=true]").get_attribute("title")


@pytest.mark.chromium
def test_an_address_opens_what_it_names(address: str, visit: Visitor) -> None:
    seen = visit(f"{address}#level=units&theme=cover&unit=00004&lang=en&part=ranking")
    assert shown_theme(seen) == "Tree cover"
    assert "Ba Sơn" in seen.page.inner_text("#card")
    assert seen.page.locator("#part-ranking").is_visible()


@pytest.mark.chromium
def test_an_address_opens_the_view_it_names(address: str, visit: Visitor) -> None:
    seen = visit(f"{address}#at=21.85,106.8,12")
    centre = seen.page.evaluate("map_atlas.getCenter()")
    assert seen.page.evaluate("map_atlas.getZoom()") == 12
    assert (centre["lat"], centre["lng"]) == pytest.approx((21.85, 106.8), abs=0.001)


@pytest.mark.chromium
@pytest.mark.parametrize(
    "wish",
    [
        "level=__proto__&theme=constructor&year=9999&against=1&unit=toString&part=__proto__",
        "at=21.85,106.8,Infinity&lang=xx",
        "at=0,0,12",
        f"unit={END_SCRIPT}&theme={END_SCRIPT}",
        "%E0%A4%A&&==&theme",
    ],
)
def test_what_an_address_says_that_does_not_exist_changes_nothing(
    address: str, visit: Visitor, wish: str
) -> None:
    plain, odd = visit(address), visit(f"{address}#{wish}")
    view = "[map_atlas.getCenter(), map_atlas.getZoom()]"
    assert odd.page.evaluate(view) == plain.page.evaluate(view)
    assert odd.page.inner_text("main") == plain.page.inner_text("main")
    assert odd.page.evaluate("window.stolen") is None
    assert odd.console == []


@pytest.mark.chromium
def test_back_and_forward_go_through_what_was_looked_at(address: str, visit: Visitor) -> None:
    seen = visit(address)
    seen.page.click("[data-theme='1']")
    seen.page.click("#tab-ranking")
    assert fragment(seen.page) == "level=units&theme=cover&part=ranking"
    seen.page.go_back()
    seen.page.wait_for_selector("#part-map", state="visible")
    assert shown_theme(seen) == "Tán cây"
    seen.page.go_back()
    seen.page.wait_for_selector("#themes [title='Nông thôn mới'][aria-pressed=true]")
    seen.page.go_forward()
    seen.page.wait_for_selector("#themes [title='Tán cây'][aria-pressed=true]")
    assert seen.console == []


@pytest.mark.chromium
def test_going_back_keeps_the_language(address: str, visit: Visitor) -> None:
    seen = visit(address)
    seen.page.click("[data-theme='1']")
    seen.page.click("[data-language=en]")
    seen.page.go_back()
    seen.page.wait_for_selector("#themes [title='New rural'][aria-pressed=true]")
    assert seen.page.get_attribute("html", "lang") == "en"


@pytest.mark.chromium
def test_a_page_that_may_have_no_address_works_without(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.evaluate(
        "() => { history.pushState = history.replaceState = () => { throw new Error(); }; }"
    )
    seen.page.click("[data-theme='1']")
    assert shown_theme(seen) == "Tán cây"
    assert seen.console == []


@pytest.mark.chromium
def test_the_link_is_offered_for_copying_where_there_is_no_clipboard(
    address: str, visit: Visitor
) -> None:
    seen = visit(f"{address}#theme=cover&part=share")
    seen.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    seen.page.click("#share .copy")
    link = seen.page.input_value("#share input")
    assert link == f"{address}#level=units&theme=cover&part=share"
    assert seen.page.evaluate("getSelection().toString()") == link


@pytest.mark.chromium
def test_a_page_opened_as_a_file_says_to_send_the_file(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.click("#tab-share")
    assert "gửi chính tệp này" in seen.page.inner_text("#share")
    assert seen.page.locator("#share .copy").count() == 0


@pytest.mark.chromium
def test_the_table_of_a_theme_has_a_line_for_each_unit(
    page: Path, visit: Visitor, tmp_path: Path
) -> None:
    seen = visit(page)
    seen.page.click("[data-theme='1']")
    path = saved(seen, "table", tmp_path)
    found = {row["Mã"]: row for row in rows(path, delimiter=";")}
    assert path.name == "tinh_cover.csv"
    assert {code: row["Giá trị"] for code, row in found.items()} == {
        "00001": "10",
        "00002": "50",
        "00003": "100",
        "00004": "",
    }
    assert found["00001"]["Nguồn"] == "Hansen"
    assert found["00001"]["Kỳ"] == "2024"


@pytest.mark.chromium
def test_the_table_leaves_out_what_the_legend_has_switched_off(
    page: Path, visit: Visitor, tmp_path: Path
) -> None:
    seen = visit(page)
    seen.page.click("#legend .entry >> nth=0")
    found = rows(saved(seen, "table", tmp_path), delimiter=";")
    assert [row["Mã"] for row in found] == ["00002", "00004", "00001"]


@pytest.mark.chromium
def test_numbers_have_the_comma_or_point_of_the_language(visit: Visitor, tmp_path: Path) -> None:
    publication = map_publication()
    publication.units.data.loc["00001", "cover"] = 12.5
    OUTPUT.write(publication, tmp_path / "page.html")
    seen = visit(tmp_path / "page.html")
    vietnamese = saved(seen, "all", tmp_path).read_text(encoding="utf-8-sig")
    seen.page.click("[data-language=en]")
    english = saved(seen, "all", tmp_path).read_text(encoding="utf-8-sig")
    assert '"00001";"Xã Đồng Đăng";"Tán cây";"2024";12,5;"%"' in vietnamese
    assert '"00001","Xã Đồng Đăng","Tree cover","2024",12.5,"%"' in english


@pytest.mark.chromium
@pytest.mark.parametrize("note", [FORMULA, "+84 25", "-1+1", "@SUM(A1)", '=";"'])
def test_text_that_a_spreadsheet_would_run_is_made_text(
    visit: Visitor, tmp_path: Path, note: str
) -> None:
    OUTPUT.write(with_note(note), tmp_path / "page.html")
    found = rows(saved(visit(tmp_path / "page.html"), "all", tmp_path), delimiter=";")
    assert [row["Giá trị"] for row in found if row["Chỉ tiêu"] == "Ghi chú"][-1] == f"'{note}"


@pytest.mark.chromium
def test_every_line_of_a_file_says_that_its_figures_are_illustrative(
    page: Path, visit: Visitor, tmp_path: Path
) -> None:
    found = rows(saved(visit(page), "all", tmp_path), delimiter=";")
    assert {row["Lưu ý"] for row in found} == {MARK.vi}


@pytest.mark.chromium
def test_the_picture_has_the_colours_of_the_map_as_shown(
    page: Path, visit: Visitor, tmp_path: Path
) -> None:
    seen = visit(page)
    seen.page.click("[data-theme='1']")
    path = saved(seen, "picture", tmp_path)
    with Image.open(path) as picture:
        colours = {
            f"#{red:02X}{green:02X}{blue:02X}": count
            for count, (red, green, blue) in picture.convert("RGB").getcolors(1 << 24) or ()
        }
        assert picture.width == 1600
    # One commune of four is under 50 %, two are over it: far more than a legend's swatch each.
    assert colours[COVER[4].upper()] > 1.5 * colours[COVER[0].upper()] > 100_000
    assert colours.get(STATUS[1][1].fill, 0) < 100
    assert seen.console == []


@pytest.mark.chromium
def test_on_paper_only_the_report_is_seen(page: Path, visit: Visitor) -> None:
    seen = visit(page, scheme="dark")
    seen.page.emulate_media(media="print")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    report = seen.page.inner_text("#paper")
    assert seen.page.locator("#paper > svg:visible").count() == 1
    assert MARK.vi in (seen.page.locator("#paper > svg:visible").text_content() or "")
    assert not seen.page.locator("header, .stage, .tabs").first.is_visible()
    assert "Ba Sơn" in seen.page.inner_text("#paper .ranked")
    assert "Vượt kế hoạch" in report
    assert seen.page.locator("#paper button, #paper select, #paper input").count() == 0
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


@pytest.mark.chromium
def test_after_printing_the_report_is_gone(page: Path, visit: Visitor) -> None:
    seen = visit(page)
    seen.page.pdf(format="A3", landscape=True)
    seen.page.wait_for_function("document.getElementById('paper').hidden")
    assert seen.page.locator("#paper *").count() == 0
    assert seen.page.locator("#map").is_visible()

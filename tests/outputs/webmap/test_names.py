"""Names and marks on the map: nothing lies over anything else, a click means what is under it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely import Point, box
from shapely.ops import unary_union

from lsgeo.compose import Field
from lsgeo.outputs.webmap import OUTPUT
from lsgeo.text import Words
from tests.browser import Visit, Visitor, settle
from tests.outputs.atlas_publication import atlas_publication
from tests.outputs.map_publication import MARK

pytestmark = pytest.mark.chromium

DEPTH = "name => Number(map_atlas.getPane(name).style.zIndex)"


def edges(seen: Visit, selector: str) -> list[float]:
    """Where an element is on the window: left, top, width and height in CSS pixels."""
    box = seen.page.locator(selector).bounding_box()
    assert box
    return [box[name] for name in ("x", "y", "width", "height")]


def zoom_in(seen: Visit) -> None:
    """Twice, by the map's own button."""
    for _ in range(2):
        seen.page.click(".leaflet-bar .in")
        settle(seen.page)


@pytest.mark.parametrize("width", [360, 1440])
def test_names_never_overlap(atlas: Path, visit: Visitor, width: int) -> None:
    seen = visit(atlas, width=width)
    boxes = [name.bounding_box() for name in seen.page.locator(".name span").all()]
    written = [box(b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in boxes if b]
    assert len(written) >= 3
    assert unary_union(written).area == pytest.approx(sum(one.area for one in written))


def test_names_are_written_again_after_the_map_is_zoomed(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    before = seen.page.locator(".name span").first.bounding_box()
    zoom_in(seen)
    assert seen.page.locator(".name span").first.is_visible()
    assert seen.page.locator(".name span").first.bounding_box() != before


@pytest.mark.parametrize("scripts", [True, False])
def test_the_watermark_lies_across_the_map_itself(
    atlas: Path, visit: Visitor, scripts: bool
) -> None:
    seen = visit(atlas, scripts=scripts)
    assert seen.page.locator(".watermark text").text_content() == MARK.vi
    assert edges(seen, ".watermark") == pytest.approx(edges(seen, "#map"), abs=1)


def test_names_lie_over_the_watermark_which_stays_in_place(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    assert seen.page.evaluate(DEPTH, "names") > seen.page.evaluate(DEPTH, "watermark") > 400
    assert seen.page.locator(".leaflet-watermark-pane .watermark").count() == 1
    zoom_in(seen)
    seen.page.evaluate("map_atlas.panBy([40, 30], { animate: false })")
    assert edges(seen, ".watermark") == pytest.approx(edges(seen, "#map"), abs=1)


def test_a_publication_that_needs_no_watermark_has_none(tmp_path: Path, visit: Visitor) -> None:
    path = tmp_path / "clean.html"
    OUTPUT.write(replace(atlas_publication(), watermarks=()), path)
    assert visit(path).page.locator(".watermark, .mark").count() == 0


@pytest.mark.parametrize("width", [360, 1440])
def test_a_click_at_the_middle_of_a_gate_opens_that_gate(
    tmp_path: Path, visit: Visitor, width: int
) -> None:
    published = atlas_publication()
    districts, gates = published.context
    close = gates.data.set_geometry(
        [Point(106.72, 21.98), Point(106.722, 21.979), Point(106.721, 21.976)], crs="EPSG:4326"
    )
    path = tmp_path / "index.html"
    near = replace(published, context=(districts, replace(gates, data=close)))
    OUTPUT.write(near, path)
    seen = visit(path, width=width)
    for name in close["name"]:
        mark = seen.page.locator(".gate").and_(seen.page.get_by_label(name, exact=True))
        mark.scroll_into_view_if_needed()
        place = mark.bounding_box()
        assert place
        seen.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        assert seen.page.inner_text("#card h2") == name
        seen.page.keyboard.press("Escape")


def test_a_gate_says_how_exact_its_position_is(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.locator(".gate[aria-label='Bản Chắt']").focus()
    seen.page.keyboard.press("Enter")
    said = seen.page.inner_text("#card")
    assert "Bản Chắt" in said
    assert "Vị trí gần đúng" in said


def test_a_gate_on_the_map_says_its_class_in_the_language_of_the_page(
    atlas: Path, visit: Visitor
) -> None:
    seen = visit(atlas)
    gate = seen.page.locator(".gate[aria-label='Bản Chắt']")
    assert gate.get_attribute("aria-description") == "Phụ (gần đúng)"
    seen.page.click("[data-language=en]")
    assert gate.get_attribute("aria-description") == "Secondary (approximate)"


def test_the_card_of_a_gate_does_not_repeat_its_class(tmp_path: Path, visit: Visitor) -> None:
    published = atlas_publication()
    districts, gates = published.context
    kind = Field("class", Words("Loại", "Class"), values={"vague": Words("Phụ", "Secondary")})
    path = tmp_path / "index.html"
    gates = replace(gates, fields=(*gates.fields, kind))
    OUTPUT.write(replace(published, context=(districts, gates)), path)
    seen = visit(path)
    seen.page.locator(".gate[aria-label='Bản Chắt']").focus()
    seen.page.keyboard.press("Enter")
    said = seen.page.inner_text("#card")
    assert "Phụ (gần đúng)" in said
    assert "Loại" not in said


def test_a_gate_without_position_is_listed_and_opens(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    seen.page.click(".places summary")
    assert "chưa có vị trí trên bản đồ" in seen.page.locator(".places li").nth(2).inner_text()
    seen.page.locator(".places button").nth(2).click()
    assert "Chưa có tọa độ" in seen.page.inner_text("#card")


def test_a_context_layer_tells_its_note_and_only_the_classes_it_has(
    tmp_path: Path, visit: Visitor
) -> None:
    published = atlas_publication()
    districts, gates = published.context
    noted = replace(gates.styles[0], note=Words("Mới biết 2 vị trí", "2 places known"))
    few = replace(gates, styles=(noted,), data=gates.data.iloc[1:])
    path = tmp_path / "index.html"
    OUTPUT.write(replace(published, context=(districts, few)), path)
    said = visit(path).page.locator(".context").nth(1).inner_text()
    assert "Mới biết 2 vị trí" in said
    assert "Quốc tế" not in said

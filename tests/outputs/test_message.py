"""The picture for chat programs: its size, its colours, its words, and what must not break it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.affinity
from numpy.typing import NDArray
from PIL import Image

from lsgeo.compose import Attention, Publication
from lsgeo.compose.context import Credit, Look, context_layer
from lsgeo.outputs.message import OUTPUT, lettering, write
from lsgeo.outputs.message.marks import HEIGHT, WIDTH, Box, Lines, Text
from lsgeo.outputs.message.sheet import MARGIN, sheet
from lsgeo.palette import NO_DATA
from lsgeo.text import Words, same

from .map_publication import MARK, STATUS, map_publication

HOSTILE = [
    "$x$ $\\frac{1}{0}$",
    "\\frac \\N{BULLET} {0} %s %(a)d",
    "a\x00b\x07c\x1b[31m\n\r\td\u2028e\u202ef\ufeff",
    "漢字 🏔 \u0301\u0301",
    "Thị" * 400,
    "một hai ba " * 200,
    " ",
    "",
]


def words_of(publication: Publication) -> list[str]:
    return [mark.text for mark in sheet(publication).marks if isinstance(mark, Text)]


def drawn(publication: Publication, folder: Path) -> NDArray[np.uint8]:
    write(publication, folder / "tin.png")
    with Image.open(folder / "tin.png") as image:
        return np.asarray(image.convert("RGB"))


def with_attention(publication: Publication) -> Publication:
    chosen = (
        Attention("00003", Words("thiếu 5 tiêu chí", "5 criteria missing")),
        Attention("00001", Words("thiếu 1 tiêu chí", "1 criterion missing")),
    )
    rule = Words("Xếp theo số tiêu chí thiếu.", "By the number of criteria missing.")
    return replace(publication, attention=chosen, attention_rule=rule)


def called(publication: Publication, text: str) -> Publication:
    """The publication with `text` wherever text comes from outside."""
    units, everywhere = publication.units, same(text)
    data = units.data.assign(name=text)
    classes = tuple(replace(one, label=everywhere) for one in units.styles[0].classes)
    style = replace(units.styles[0], title=everywhere, classes=classes)
    targets = publication.targets.assign(title_vi=text, source=text)
    return replace(
        publication,
        title=everywhere,
        units=replace(units, data=data, title=everywhere, styles=(style,), attribution=text),
        targets=targets,
        attention=tuple(Attention(code, everywhere) for code in data.index),
        attention_rule=everywhere,
        watermarks=(everywhere, everywhere),
        notes=(everywhere,),
        attributions=(text,),
    )


def test_the_file_is_named_by_the_day_and_is_a_png_of_1080_by_1350(tmp_path: Path) -> None:
    path = tmp_path / OUTPUT.filename.format(name="tinh", date="2025-12-31")
    write(map_publication(), path)
    with Image.open(path) as image:
        assert (path.name, image.format, image.size) == ("tin-2025-12-31.png", "PNG", (1080, 1350))


def test_the_same_publication_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(with_attention(map_publication()), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_matplotlibrc_of_the_computer_changes_nothing(tmp_path: Path) -> None:
    write(map_publication(), tmp_path / "here.png")
    (tmp_path / "matplotlibrc").write_text("text.color: red\ntext.usetex: True\nhatch.linewidth: 9")
    code = (
        "from pathlib import Path; from tests.outputs.map_publication import map_publication;"
        "from lsgeo.outputs.message import write; write(map_publication(), Path('there.png'))"
    )
    root = str(Path(__file__).parents[2])
    call = [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); {code}"]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "there.png").read_bytes() == (tmp_path / "here.png").read_bytes()


def test_units_have_the_colours_of_the_palette_at_their_places(tmp_path: Path) -> None:
    plain = replace(map_publication(), watermarks=(), context=())
    pixels = drawn(plain, tmp_path)
    places = plain.units.data.geometry.to_crs(plain.crs).representative_point()
    for code, fill in {"00001": STATUS[1][1].fill, "00003": STATUS[0][1].fill}.items():
        assert _colour(pixels, plain, places[code]) == fill


@pytest.mark.parametrize(
    ("code", "fill", "ink"),
    [
        ("00002", STATUS[-2][1].fill, STATUS[-2][1].hatch_colour),
        ("00004", NO_DATA.symbol.fill, NO_DATA.symbol.hatch_colour),
    ],
)
def test_a_ward_and_a_unit_without_data_are_hatched(
    code: str, fill: str, ink: str, tmp_path: Path
) -> None:
    plain = replace(map_publication(), watermarks=(), context=())
    pixels = drawn(plain, tmp_path)
    inside = plain.units.data.geometry.to_crs(plain.crs)[code].buffer(-800)
    corners = sheet(plain).frame.pixels(np.array(inside.bounds).reshape(2, 2)).round().astype(int)
    (left, bottom), (right, top) = corners
    part = pixels[top:bottom, left:right].reshape(-1, 3)
    most = {_hex(colour) for colour in np.unique(part, axis=0)}
    assert {fill, ink} <= most


def test_a_hatched_unit_shows_the_same_in_the_legend() -> None:
    boxes = [mark.symbol for mark in sheet(map_publication()).marks if isinstance(mark, Box)]
    assert STATUS[-2][1] in boxes
    assert NO_DATA.symbol in boxes


def test_the_legend_counts_the_units_of_each_class() -> None:
    said = words_of(map_publication())
    for words, _symbol in STATUS.values():
        assert said[said.index(words.vi) + 1] == "1"
    assert said[said.index(NO_DATA.label.vi) + 1] == "1"


def test_a_place_without_position_is_not_counted() -> None:
    said = words_of(map_publication())
    assert said[said.index("Phụ (gần đúng)") + 1] == "1"  # Bản Chắt, not Co Sâu


def test_the_headline_has_title_figure_status_period_and_the_numbers_on_the_bar() -> None:
    said = words_of(map_publication())
    assert "Tỷ lệ xã đạt chuẩn" in said
    assert "106/175 · 60,6\u00a0%" in said
    assert "▲ Đúng tiến độ" in said
    assert "(30/06/2025)" in said
    assert "Mục tiêu 2030: 80\u00a0%" in said
    assert "Mốc 2020: 40\u00a0%" in said
    assert "Kế hoạch 30/06/2025: 58\u00a0%" in said
    assert "Kế hoạch hôm nay: 60\u00a0%" in said


def test_a_doubtful_figure_says_so_and_a_published_one_does_not() -> None:
    published = map_publication()
    doubtful = replace(published, assessments=published.assessments.assign(quality="illustrative"))
    told = "(30/06/2025), số liệu minh họa"
    assert any(told in text for text in words_of(doubtful))
    assert not any("(30/06/2025)," in text for text in words_of(published))


def test_a_satellite_theme_has_a_dotted_frame_around_the_map_and_says_what_it_is() -> None:
    publication = replace(map_publication(), context=())
    units = publication.units
    seen = replace(publication, units=replace(units, styles=units.styles[1:]))
    found = sheet(seen)
    frame = found.frame
    dashed = [mark for mark in found.marks if isinstance(mark, Lines) and mark.dashed]
    wide = [mark for mark in dashed if np.ptp(mark.chains[0][:, 0]) > frame.width - 1]
    assert len(wide) == 1
    assert any("viễn thám" in text for text in words_of(seen))


def test_bars_and_their_marks_lie_where_the_numbers_are() -> None:
    marks = sheet(map_publication()).marks
    track, value = [mark for mark in marks if isinstance(mark, Box) and mark.height == 20][:2]
    upright = [
        float(mark.chains[0][0][0]) - track.x
        for mark in marks
        if isinstance(mark, Lines) and len(mark.chains) == 1 and len(mark.chains[0]) == 2
        if mark.chains[0][0][0] == mark.chains[0][1][0] and mark.chains[0][0][1] < value.y
    ]
    shares = [place / value.width for place in upright]
    assert shares == pytest.approx([58 / 60.571, 60 / 60.571, 80 / 60.571], abs=1e-3)


def test_the_day_and_the_legal_note_are_said() -> None:
    said = words_of(map_publication())
    assert "Đánh giá tại ngày 31/12/2025" in said
    assert "Không có giá trị pháp lý." in said


def test_a_watermark_lies_turned_across_the_map() -> None:
    found = sheet(map_publication())
    (mark,) = [one for one in found.marks if isinstance(one, Text) and one.turned]
    frame = found.frame
    assert mark.text == MARK.vi
    assert frame.x < mark.x < frame.x + frame.width
    assert frame.y < mark.y < frame.y + frame.height


def test_without_watermarks_nothing_is_turned_and_the_pixels_differ(tmp_path: Path) -> None:
    marked = map_publication()
    bare = replace(marked, watermarks=())
    assert not [one for one in sheet(bare).marks if isinstance(one, Text) and one.turned]
    assert not np.array_equal(drawn(bare, tmp_path), drawn(marked, tmp_path))


def test_units_that_need_attention_stand_in_order_with_reason_and_rule() -> None:
    said = words_of(with_attention(map_publication()))
    start = said.index("Xã cần chú ý (2)")
    first, second = said.index("thiếu 5 tiêu chí"), said.index("thiếu 1 tiêu chí")
    assert start < first < second < said.index("Xếp theo số tiêu chí thiếu.")
    assert said[second - 1] == "Xã Đồng Đăng"


def test_the_number_of_a_unit_in_the_list_stands_on_the_unit() -> None:
    publication = with_attention(map_publication())
    found = sheet(publication)
    shape = publication.units.data.geometry.to_crs(publication.crs)["00001"]
    outline = shapely.transform(shape, found.frame.pixels)
    numbers = [mark for mark in found.marks if isinstance(mark, Text) and mark.text == "2"]
    assert any(outline.contains(shapely.Point(mark.x, mark.y)) for mark in numbers)


def with_context(look: Look, *shapes: shapely.Geometry) -> Publication:
    """The publication with `shapes`, around the middle of its map, over the units."""
    base = map_publication()
    middle = base.units.data.to_crs(base.crs).geometry.union_all().centroid
    moved = [shapely.affinity.translate(shape, middle.x, middle.y) for shape in shapes]
    features = gpd.GeoDataFrame({"name": [""] * len(moved)}, geometry=moved, crs=base.crs)
    credit = Credit("an office", "published")
    title = Words("Hồ", "Lakes")
    layer = context_layer(features, name="context_1", title=title, look=look, credit=credit)
    return replace(base, context=(layer, *base.context), watermarks=())


LAKE = shapely.box(-900, -900, 900, 900) - shapely.box(-300, -300, 300, 300)


def test_a_lake_is_filled_and_its_island_is_not(tmp_path: Path) -> None:
    publication = with_context(Look("#12AB34"), LAKE)
    frame, pixels = sheet(publication).frame, drawn(publication, tmp_path)
    centre = shapely.get_coordinates(publication.context[0].data.geometry.iloc[0].centroid)
    water, island = (frame.pixels(centre + off)[0].round().astype(int) for off in (600, 0))
    assert tuple(pixels[water[1], water[0]]) == (0x12, 0xAB, 0x34)
    assert tuple(pixels[island[1], island[0]]) != (0x12, 0xAB, 0x34)


def test_lakes_that_touch_have_each_its_whole_shore() -> None:
    west, east = shapely.box(-900, -900, 0, 900), shapely.box(0, -900, 900, 900)
    found = sheet(with_context(Look("#12AB34"), west, east))
    shore = next(m for m in found.marks if isinstance(m, Lines) and m.colour == "#12AB34")
    around = [shapely.Polygon(chain).length * found.frame.metres for chain in shore.chains]
    assert around == pytest.approx([5400, 5400])


@pytest.mark.parametrize(("width", "pixels"), [(0.0, 3.0), (0.3, 1.5), (1.2, 6.0)])
def test_a_line_is_as_wide_as_was_chosen_on_the_map_and_in_the_legend(
    width: float, pixels: float
) -> None:
    river = shapely.LineString([(-900, 0), (900, 0)])
    found = sheet(with_context(Look("#12AB34", width), river)).marks
    widths = [m.width for m in found if isinstance(m, Lines) and m.colour == "#12AB34"]
    assert widths == [pixels, pixels]


def test_a_number_does_not_hide_a_gate() -> None:
    publication = with_attention(map_publication())
    gates = publication.context[-1]
    shape = publication.units.data.geometry["00001"].representative_point()
    moved = gates.data.set_geometry([shape, *gates.data.geometry[1:]], crs=gates.data.crs)
    placed = replace(gates, data=moved)
    found = sheet(replace(publication, context=(publication.context[0], placed)))
    (number,) = [one for one in found.marks if isinstance(one, Text) and one.text == "2"][:1]
    gate = found.frame.pixels(shapely.get_coordinates(moved.geometry.to_crs("EPSG:9215").iloc[0]))
    assert np.hypot(*(gate[0] - (number.x, number.y - 7.5))) > 25


def test_without_attention_there_is_no_such_list() -> None:
    assert not [text for text in words_of(map_publication()) if "chú ý" in text]


def test_without_headlines_context_and_watermarks_the_map_is_larger() -> None:
    full = map_publication()
    bare = replace(
        full,
        targets=full.targets.iloc[:0],
        assessments=full.assessments.iloc[:0],
        context=(),
        watermarks=(),
        notes=(),
        attributions=(),
    )
    assert sheet(bare).frame.width > sheet(full).frame.width


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_breaks_nothing_and_stays_on_the_picture(
    text: str, tmp_path: Path
) -> None:
    publication = called(map_publication(), text)
    write(publication, tmp_path / "tin.png")
    for mark in sheet(publication).marks:
        if isinstance(mark, Text) and not mark.turned:
            width = lettering.width_of(mark.text, mark.size, bold=mark.bold)
            left = {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align] * width
            assert mark.x - left >= MARGIN - 1, mark
            assert mark.x - left + width <= WIDTH - MARGIN + 1, mark
            assert mark.size < mark.y < HEIGHT - mark.size / 4, mark


def test_nothing_is_smaller_than_20_pixels_but_the_credits_of_15() -> None:
    publication = with_attention(map_publication())
    small = [mark for mark in sheet(publication).marks if isinstance(mark, Text) and mark.size < 20]
    assert small
    assert {mark.size for mark in small} == {15}
    assert small[0].text.startswith("Nguồn: ")


def test_dollar_signs_and_backslashes_are_letters() -> None:
    assert lettering.literal("$x$ \\frac{a}") == "$x$ \\frac{a}"


def test_control_characters_go_and_letters_the_font_lacks_become_boxes() -> None:
    assert lettering.literal("a\x00b\x1b c\u202e 漢 \ud800") == "ab c □ □"


def test_decomposed_vietnamese_is_composed() -> None:
    assert lettering.literal("Đo\u0302\u0300ng Đa\u0306ng") == "Đồng Đăng"


def test_what_does_not_fit_ends_in_an_ellipsis_within_the_room() -> None:
    lines = lettering.wrapped("một hai ba bốn năm sáu bảy tám", 20, room=120, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(lettering.width_of(line, 20) <= 120 for line in lines)


def test_a_reason_too_long_for_its_line_goes_without_its_evidence() -> None:
    publication = map_publication()
    long = "thiếu 4 tiêu chí đến hết năm đăng ký 2026: " + "đạt 6/10 tiêu chí " * 20
    found = words_of(replace(publication, attention=(Attention("00001", same(long)),)))
    assert "thiếu 4 tiêu chí đến hết năm đăng ký 2026" in found


def test_a_no_break_space_holds_a_number_and_its_unit_together() -> None:
    room = lettering.width_of("tỷ lệ 60,6", 20) + 2
    assert lettering.wrapped("tỷ lệ 60,6\u00a0%", 20, room=room, most=2) == ["tỷ lệ", "60,6\u00a0%"]


def test_other_commands_do_not_pay_for_the_drawing() -> None:
    code = "import sys; from lsgeo.outputs import find_outputs; find_outputs(); print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "lsgeo.outputs.message" in modules
    assert "matplotlib" not in modules


def test_many_layers_over_the_units_do_not_push_the_legend_off_the_picture() -> None:
    publication = map_publication()
    gates = publication.context[-1]
    names = [f"Lớp {number}" for number in range(30)]
    style, only = gates.styles[0], gates.styles[0].classes[0]
    styles = [replace(style, classes=(replace(only, label=same(name)),)) for name in names]
    layers = tuple(replace(gates, styles=(style,)) for style in styles)
    found = sheet(replace(publication, context=layers))
    lowest = max(mark.y for mark in found.marks if isinstance(mark, Text))
    assert lowest < HEIGHT - 30
    assert any("ký hiệu khác" in mark.text for mark in found.marks if isinstance(mark, Text))


def _colour(pixels: NDArray[np.uint8], publication: Publication, place: shapely.Point) -> str:
    x, y = sheet(publication).frame.pixels(np.array([[place.x, place.y]]))[0]
    return _hex(pixels[round(y), round(x)])


def _hex(colour: NDArray[np.uint8]) -> str:
    return "#" + "".join(f"{int(part):02X}" for part in colour)

"""What the script is given: classes, names, years and origins, areas over the map, a picture."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import PIL.Image
import pytest
from shapely import box

from lsgeo.compose import Field, Layer
from lsgeo.compose.drawn import kind_of
from lsgeo.compose.legend import classify
from lsgeo.compose.picture import Picture
from lsgeo.outputs.webmap import context, fields, names, overlay, themes
from lsgeo.outputs.webmap.grid import Grid
from lsgeo.outputs.webmap.overlay import halved
from lsgeo.palette import COVER, Style, StyleClass, Symbol
from lsgeo.text import NOTHING, Words, same
from tests.outputs.map_publication import map_publication

COVER_STYLE = Style(
    name="cover",
    title=same("Tán cây"),
    column="cover",
    kind="graduated",
    classes=(
        StyleClass(same("thấp"), Symbol(COVER[0]), low=0, high=50),
        StyleClass(same("cao"), Symbol(COVER[4]), low=50, high=100),
    ),
)
CODES = pd.Index(["00001", "00002"], name="code")


def layer(**changes: object) -> Layer:
    """Two units of which the cover is known: 12.34 and nothing."""
    data = gpd.GeoDataFrame(
        {"cover": [12.34, np.nan]},
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
        index=CODES,
        crs="EPSG:4326",
    )
    field = Field("cover", same("Tán cây"), decimals=1, period="2024", quality="official")
    made = Layer("units", same("Xã"), data, (field,), (COVER_STYLE,), "")
    return replace(made, **changes)


def test_a_class_holds_its_lower_limit_and_only_the_last_its_upper_one() -> None:
    values = pd.Series([0, 49.9, 50, 100, 100.1, float("nan"), None])
    assert classify(values, COVER_STYLE).tolist() == [0, 0, 1, 1, 2, 2, 2]


def test_an_open_class_holds_whatever_lies_beyond() -> None:
    style = replace(
        COVER_STYLE,
        classes=tuple(
            replace(entry, low=low, high=high)
            for entry, low, high in zip(COVER_STYLE.classes, (None, 50), (50, None), strict=True)
        ),
    )
    values = pd.Series(pd.array([-1, 50, 10_000, None], dtype="Int64"))
    assert classify(values, style).tolist() == [0, 1, 1, 2]


@pytest.mark.parametrize(
    "values", [pd.Series(["met", "other", None]), pd.Series(["met", "", None], dtype="str")]
)
def test_a_value_that_no_class_names_is_drawn_as_missing(values: pd.Series) -> None:
    met = StyleClass(same("đạt"), Symbol("#FFFFFF"), value="met")
    style = replace(COVER_STYLE, kind="categorized", classes=(met,))
    assert classify(values, style).tolist() == [0, 1, 1]


def test_whole_numbers_meet_the_classes_of_their_codes() -> None:
    forest = StyleClass(same("rừng"), Symbol("#FFFFFF"), value=2)
    style = replace(COVER_STYLE, kind="categorized", classes=(forest,))
    values = pd.Series(pd.array([2, 12, None], dtype="Int64"))
    assert classify(values, style).tolist() == [0, 1, 1]


def test_communes_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    called = ["Đồng Đăng", "Điềm He", "Ăn", "Cao Lộc", "An", "Dương", "Ân"]
    ordered = [called[row] for row in names.alphabetical(called)]
    assert ordered == ["An", "Ăn", "Ân", "Cao Lộc", "Dương", "Điềm He", "Đồng Đăng"]


def test_numbers_are_rounded_as_they_are_shown() -> None:
    (known,) = fields.fields(layer())
    assert known["values"] == [12.3, None]


def test_a_field_without_values_is_left_out_unless_a_theme_shows_it() -> None:
    shown = layer()
    empty = shown.data.assign(cover=np.nan, note="")
    both = (*shown.fields, Field("note", same("Ghi chú")))
    assert [one["name"] for one in fields.fields(replace(shown, data=empty, fields=both))] == [
        "cover"
    ]


YEARLY = pd.DataFrame(
    {
        "2023": [40.04, 60.0],
        "2024": [50.0, np.nan],
        "2025-06-30": [51.0, 70.0],
        "2025-11-30": [52.0, np.nan],
    },
    index=CODES,
)


def test_each_year_has_the_values_of_its_last_period() -> None:
    (known,) = fields.fields(layer(series={"cover": YEARLY}))
    assert known["years"] == [2023, 2024, 2025]
    # the second unit was not looked at again in November
    assert known["series"] == [[40, 60], [50, None], [52, 70]]


def test_each_year_has_its_classes() -> None:
    (theme,) = themes.themes(layer(series={"cover": YEARLY}), ["cover"], {})
    assert theme["latest"] == "02"
    assert theme["byYear"] == ["01", "12", "11"]


def test_the_numbers_of_one_year_are_no_course() -> None:
    (known,) = fields.fields(layer(series={"cover": YEARLY[["2025-06-30", "2025-11-30"]]}))
    assert known["years"] is None
    assert known["series"] is None


def test_a_theme_without_a_short_title_is_called_by_its_title() -> None:
    short = replace(COVER_STYLE, short=Words("Cây", "Trees"))
    said = themes.themes(layer(styles=(COVER_STYLE, short)), ["cover"], {})
    assert [theme["short"] for theme in said] == [["Tán cây", "Tán cây"], ["Cây", "Trees"]]


def test_one_origin_of_all_is_said_once() -> None:
    (known,) = fields.fields(layer())
    assert [origin["period"] for origin in known["origins"]] == [["2024", "2024"]]
    assert known["origin"] == 0


def test_each_unit_has_the_origin_of_its_own_number() -> None:
    table = pd.DataFrame(
        {"period": ["2024", None], "quality": ["illustrative", None], "source": ["Sở", None]},
        index=CODES,
    )
    (known,) = fields.fields(layer(origins={"cover": table}))
    assert known["origin"] == [0, -1]
    assert [(one["source"], one["doubtful"]) for one in known["origins"]] == [("Sở", True)]


def test_polygons_without_a_fill_are_lines_and_others_are_areas() -> None:
    bare = replace(COVER_STYLE, classes=(StyleClass(NOTHING, Symbol("")),))
    assert kind_of(layer(styles=(bare,))) == "lines"
    assert kind_of(layer()) == "areas"
    assert kind_of(map_publication().context[1]) == "points"


def test_areas_are_given_as_the_rings_of_each_class() -> None:
    shown = layer()
    drawn = context.shapes(shown, crs="EPSG:3857")
    known = context.described(shown, drawn, patterns={}, grid=Grid(left=0, top=0, step=1))
    # one unit is of the lowest class, none of the other, one without a number
    assert [len(rings) for rings in known["areas"]] == [1, 0, 1]


# A picture over the map

PICTURE = Picture(
    name="loss",
    title=same("Mất rừng"),
    note=NOTHING,
    period="2024",
    quality="remote_sensing",
    source="Hansen",
    attribution="",
    pixels=np.array([[0, 1], [2, 3]], dtype=np.uint8),
    bounds=(106.0, 21.0, 107.0, 22.0),
    classes=(
        StyleClass(same("2001–2002"), Symbol("#FDD0A2"), low=2001, high=2002),
        StyleClass(same("2003"), Symbol("#8C2D04"), low=2003, high=2003),
    ),
    first_year=2001,
)


def image_of(drawn: dict[str, str]) -> PIL.Image.Image:
    content = drawn["image"].removeprefix("data:image/png;base64,")
    return PIL.Image.open(io.BytesIO(base64.b64decode(content)))


def test_each_year_of_a_picture_has_a_colour_of_its_own() -> None:
    drawn = overlay.overlay(PICTURE, {})
    assert drawn["colours"] == {"fdd0a2": 2001, "fdd0a3": 2002, "8c2d04": 2003}


def test_every_program_reads_the_picture_the_same() -> None:
    read = np.asarray(image_of(overlay.overlay(PICTURE, {})).convert("RGBA"))
    assert read[0, 0, 3] == 0
    assert read[0, 1].tolist() == [0xFD, 0xD0, 0xA2, 255]
    assert read[1].tolist() == [[0xFD, 0xD0, 0xA3, 255], [0x8C, 0x2D, 0x04, 255]]


def test_a_large_picture_is_made_coarser_until_it_is_small() -> None:
    noise = np.random.default_rng(1).integers(0, 25, size=(1001, 1001), dtype=np.uint8)
    last = replace(PICTURE.classes[1], high=2030)
    large = replace(PICTURE, pixels=noise, classes=(PICTURE.classes[0], last))
    drawn = overlay.overlay(large, {})
    content = base64.b64decode(drawn["image"].partition(",")[2])
    assert len(content) <= overlay.MOST_BYTES
    assert image_of(drawn).size == (251, 251)


def test_a_coarser_picture_keeps_its_place() -> None:
    wide = replace(PICTURE, pixels=np.zeros((2, 3), dtype=np.uint8))
    west, south, east, north = halved(wide).bounds
    # three columns of a third of a degree become two of two thirds
    assert (west, south, north) == pytest.approx((106, 21, 22))
    assert east == pytest.approx(106 + 4 / 3)


def test_a_coarser_picture_keeps_the_share_of_each_year() -> None:
    pixels = np.random.default_rng(1).integers(0, 4, size=(400, 400), dtype=np.uint8)
    small = halved(replace(PICTURE, pixels=pixels)).pixels
    shares = [np.bincount(each.ravel()) / each.size for each in (pixels, small)]
    assert shares[1] == pytest.approx(shares[0], abs=0.01)

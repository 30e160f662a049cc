from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from lsgeo.intake.gates.positions import Position, Systems, parted, place

PLANE = CRS("EPSG:9215")
WGS84 = CRS("EPSG:4326")
HOME = Systems(PLANE, WGS84)
GATE = (106.7112, 21.97515)

# VN-2000 to WGS 84 spelled out: the seven official parameters (QĐ 05/2007/QĐ-BTNMT).
BY_HAND = Transformer.from_pipeline(
    "+proj=pipeline "
    "+step +inv +proj=tmerc +lat_0=0 +lon_0=107.25 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 "
    "+step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=0.00928836 "
    "+ry=-0.01975479 +rz=0.00427372 +s=0.252906278 +convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


def read(first: object, second: object, *, named: bool = True) -> Position:
    return place(first, second, systems=HOME, named=named)


def apart_m(position: Position, place: tuple[float, float]) -> float:
    lon, lat = position.lonlat
    return Geod(ellps="WGS84").line_length([lon, place[0]], [lat, place[1]])


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("106°42'40.3\"Đ", "21°58'30.5\"B"),
        ("106º42’40,3”E", "21º58’30,5”N"),
        ("106° 42' 40.3'' Đông", "21° 58' 30.5'' Bắc"),
        ("E106°42'40.3\"", "N21°58'30.5\""),
        ("106 42 40.3", "21 58 30.5"),
        ("106-42-40,3", "21-58-30,5"),
        ("106o42'40.3\"", "21d58'30.5\""),
        ("106 độ 42 phút 40,3 giây", "21 độ 58 phút 30,5 giây"),
        ("106°42.67166667'", "21°58.50833333'"),
        ("Kinh độ Đông: 106°42'40.3\"", "Vĩ độ Bắc: 21°58'30.5\""),
    ],
)
def test_degrees_are_read_however_they_are_written(longitude: str, latitude: str) -> None:
    found = read(longitude, latitude)
    # 106 + 42/60 + 40.3/3600 and 21 + 58/60 + 30.5/3600, by hand
    assert found.lonlat == pytest.approx((106.7111944444, 21.9751388889), abs=2e-9)
    assert found.how == "degrees and minutes read as decimal degrees"


@pytest.mark.parametrize(
    "pair",
    [(106.7112, 21.97515), ("106,7112", "21,97515"), ("106.7112°", "21.97515°Bắc")],
)
def test_decimal_degrees_need_no_word(pair: tuple[object, object]) -> None:
    assert read(*pair) == Position(*GATE)


def test_swapped_degrees_are_put_right_and_said() -> None:
    found = read(21.97515, 106.7112)
    assert found.lonlat == GATE
    assert found.how == "longitude and latitude were swapped"


def test_an_order_that_no_column_names_is_no_mistake() -> None:
    assert read(21.97515, 106.7112, named=False) == Position(*GATE)


def test_letters_that_speak_against_their_place_are_believed() -> None:
    assert read("21°58'B", "106°42'Đ").lonlat == pytest.approx((106.7, 21 + 58 / 60))


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2.431.014,134", "444.162,565", "northing"),
        ("2 431 014,134", "444 162,565", "northing"),
        ("2,431,014.134", "444,162.565", "northing"),
        ("2431014,134", "444162,565", "northing"),
        (444162.565, 2431014.134, "easting"),
        ("444162.565 m", "2431014.134 m", "easting"),
    ],
)
def test_metres_of_the_plane_are_found_in_either_order(
    first: object, second: object, order: str
) -> None:
    found = read(first, second)
    assert apart_m(found, BY_HAND.transform(444162.565, 2431014.134)) < 0.001
    assert apart_m(found, GATE) < 1
    assert found.how == f"metres of EPSG:9215, {order} first, converted to WGS 84"


def test_whole_metres_with_a_point_between_thousands_are_not_degrees() -> None:
    found = read("444.162", "2.431.014")
    assert apart_m(found, BY_HAND.transform(444162, 2431014)) < 0.001


def test_degrees_with_three_decimals_are_not_thousands_of_metres() -> None:
    assert read("106.711", "21.975") == Position(106.711, 21.975)


@given(east=st.integers(380_000, 512_000), north=st.integers(2_359_000, 2_485_000))
def test_every_metre_of_the_province_lies_where_proj_puts_it(east: int, north: int) -> None:
    for pair in ((east, north), (north, east)):
        assert apart_m(read(*pair), BY_HAND.transform(east, north)) < 1


def test_degrees_of_vn2000_are_moved() -> None:
    found = place(*GATE, systems=Systems(PLANE, CRS("EPSG:4756")), named=True)
    assert found.how == "degrees of EPSG:4756 converted to WGS 84"
    assert 190 < apart_m(found, GATE) < 240


def test_another_plane_is_read_where_it_is_named() -> None:
    utm = CRS("EPSG:3405")
    east, north = Transformer.from_crs(WGS84, utm, always_xy=True).transform(*GATE)
    assert read(east, north).fault is not None
    found = place(north, east, systems=Systems(utm, None), named=False)
    assert apart_m(found, GATE) < 0.01


def test_degrees_where_a_plane_is_named_are_a_fault() -> None:
    fault = place(*GATE, systems=Systems(PLANE, None), named=True).fault
    assert fault is not None
    assert fault.what == "the coordinates are degrees, but EPSG:9215 is a plane in metres"


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("106°72'", "21°58'", "a coordinate is neither degrees nor metres"),
        ("106°42'61\"", "21°58'", "a coordinate is neither degrees nor metres"),
        ("106°42.5'30\"", "21°58'", "a coordinate is neither degrees nor metres"),
        ("chưa đo", "21°58'", "a coordinate is neither degrees nor metres"),
        ("106°42'T", "21°58'B", "a coordinate is neither degrees nor metres"),
        ("", "21.9", "half of the position is missing"),
        (106.7, None, "half of the position is missing"),
        (2.0, 48.9, "the position does not lie in Viet Nam"),
        (21.9, 21.9, "the position does not lie in Viet Nam"),
        (106.7, 2431014.1, "the position does not lie where EPSG:9215 is used"),
        (616162.5, 2431014.1, "the position does not lie where EPSG:9215 is used"),
    ],
)
def test_what_lies_nowhere_is_a_fault(first: object, second: object, what: str) -> None:
    found = read(first, second)
    assert found.fault is not None
    assert found.fault.what == what
    assert found.fault.got


MARKS = st.sampled_from(["°'\"", "º’”", "o'\"", "   ", "---"])


@given(
    degrees=st.integers(102, 117),
    minutes=st.integers(0, 59),
    tenths=st.integers(0, 599),
    marks=MARKS,
    decimal=st.sampled_from(".,"),
    letter=st.sampled_from(["", "Đ", " E", " Đông"]),
)
def test_degrees_minutes_and_seconds_come_back(
    degrees: int, minutes: int, tenths: int, marks: str, decimal: str, letter: str
) -> None:
    seconds = f"{tenths // 10}{decimal}{tenths % 10}"
    last = "" if marks[2] in " -" else marks[2]
    text = f"{degrees}{marks[0]}{minutes}{marks[1]}{seconds}{last}{letter}"
    found = read(text, "21°30'")
    assert found.longitude == pytest.approx(degrees + minutes / 60 + tenths / 36000, abs=1e-9)
    assert found.latitude == 21.5


@given(minutes=st.integers(60, 99), seconds=st.integers(0, 59))
def test_minutes_beyond_59_are_never_read(minutes: int, seconds: int) -> None:
    assert read(f"106°{minutes}'{seconds}\"", "21°30'").fault is not None


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_puts_a_gate_outside_viet_nam(first: str, second: str) -> None:
    found = read(first, second)
    if found.fault is None:
        assert 102 <= found.longitude <= 118
        assert 6 <= found.latitude <= 24


@pytest.mark.parametrize(
    "text",
    [
        "21°58'30\"B, 106°42'40\"Đ",
        "21° 58' 30\" B 106° 42' 40\" Đ",
        "106°42'40\"Đ; 21°58'30\"B",
        "Kinh độ: 106°42'40\"; vĩ độ: 21°58'30\"",
        "(106 42 40, 21 58 30)",
        "21 58 30 106 42 40",
    ],
)
def test_both_coordinates_may_stand_in_one_cell(text: str) -> None:
    found = read(*parted(text), named=False)
    assert found.lonlat == pytest.approx((106 + 42 / 60 + 40 / 3600, 21.975))


@pytest.mark.parametrize(
    "text", ["21.975, 106.711", "21,975; 106,711", "21,975,106,711", "106.711 - 21.975"]
)
def test_decimals_of_one_cell_are_told_from_its_commas(text: str) -> None:
    assert read(*parted(text), named=False) == Position(106.711, 21.975)


def test_x_and_y_of_one_cell_are_metres() -> None:
    found = read(*parted("X = 2431014,134; Y = 444162,565"), named=False)
    assert apart_m(found, GATE) < 1


def test_a_cell_with_half_a_position_is_a_fault() -> None:
    fault = read(*parted("106.7"), named=False).fault
    assert fault is not None
    assert fault.what == "half of the position is missing"


def test_a_position_as_text_keeps_the_centimetre() -> None:
    assert Position(106.7112, 21.975150000001).texts == ("106.7112", "21.97515")

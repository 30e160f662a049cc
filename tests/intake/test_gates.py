from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely import MultiPoint, Point, box

from lsgeo import ledger
from lsgeo.errors import InputError
from lsgeo.intake import Settings, Taken, gates
from lsgeo.registry import Registry
from lsgeo.sheet import Layout, lay_out
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import CLASSES, read_gates

GATE = (106.7112, 21.97515)
METRES = (444162.565, 2431014.134)
HEADER = ("STT", "Tên cửa khẩu", "Loại cửa khẩu", "Xã", "Kinh độ", "Vĩ độ")


@pytest.fixture
def take(registry: Registry) -> Callable[..., Taken]:
    def run(
        *rows: Sequence[object],
        header: Sequence[str] = HEADER,
        settings: Mapping[str, object] | None = None,
        titles: Sequence[str] = (),
    ) -> Taken:
        table = pd.DataFrame(
            rows, columns=list(header), index=range(4, 4 + len(rows)), dtype="object"
        )
        roles = {3: "header", **dict.fromkeys(table.index, "data")}
        groups = pd.Series("", index=table.index, dtype="object")
        layout = Layout(tuple(header), table, groups, roles, tuple(titles))
        return gates.take(
            layout, registry=registry, classes=CLASSES, settings=Settings(**(settings or {}))
        )

    return run


def only(taken: Taken) -> dict[str, str]:
    (row,) = taken.tables["gates"].to_dict("records")
    return row


def reasons(taken: Taken, row: int) -> list[str]:
    return [note.reason for note in taken.notes if note.row == row]


def test_a_list_of_an_office_becomes_our_table(take: Callable[..., Taken]) -> None:
    row = only(take([1, "Hữu Nghị", "Quốc tế", "Xã Đồng Đăng", 106.7112, 21.97515]))
    assert row == {
        **dict.fromkeys(("gate", "mode", "pair", "counterpart", "markers", "source", "note"), ""),
        "name": "Hữu Nghị",
        "class": "quốc tế",
        "commune_vintage": "2025-07-01",
        "commune_code": "06184",
        "commune": "Đồng Đăng",
        "longitude": "106.7112",
        "latitude": "21.97515",
        "precision": "village",
    }


def test_the_table_is_one_that_the_strict_reader_takes(
    take: Callable[..., Taken], registry: Registry, entry_for: Callable[..., Entry], tmp_path: Path
) -> None:
    taken = take(
        [1, "Hữu Nghị", "CKQT", "Đồng Đăng", "106°42'40.32\"Đ", "21°58'30.54\"B"],
        [2, "Chi Ma", "Cửa khẩu chính (song phương)", "Mẫu Sơn", None, None],
        [3, "Tân Thanh", "phụ/song phương", "06172", *reversed(METRES)],
        header=[*HEADER[:3], "Địa bàn", "X", "Y"],
        settings={"columns": {"commune": "Địa bàn"}},
    )
    assert list(taken.quarantined.index) == [6]  # a code is no name
    path = tmp_path / "gates.csv"
    taken.tables["gates"].to_csv(path, index=False)
    read, _ledger = read_gates(entry_for(path, period="2025"), registry, vintage="2025-07-01")
    assert list(read["gate"]) == ["huu-nghi", "chi-ma"]
    assert list(read["gate_class"]) == ["international", "bilateral"]
    assert list(read["precision"]) == ["village", "none"]
    assert read.geometry.iloc[0].distance(Point(GATE)) < 1e-7
    assert read.geometry.iloc[1] is None


def test_our_own_table_passes_as_it_is(registry: Registry) -> None:
    path = Path(__file__).parents[2] / "layers" / "border_gates.csv"
    ours = pd.read_csv(path, dtype="str", keep_default_na=False)
    rows = [list(ours.columns), *ours.to_numpy().tolist()]
    taken = gates.take(
        lay_out(rows), registry=registry, classes=CLASSES, settings=Settings(vintage="2025-07-01")
    )
    told = taken.tables["gates"]
    assert list(told.columns) == list(ours.columns) == list(gates.GATE_COLUMNS)
    pd.testing.assert_frame_equal(told, ours, check_dtype=False)
    assert not [note for note in taken.notes if note.outcome != "used"]


def test_metres_under_x_and_y_become_degrees_and_a_note_names_the_system(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        ["Hữu Nghị", "quốc tế", METRES[1], METRES[0]],
        header=["Tên", "Loại", "Tọa độ VN-2000 / X (m)", "Tọa độ VN-2000 / Y (m)"],
    )
    row = only(taken)
    place = (float(row["longitude"]), float(row["latitude"]))
    assert Geod(ellps="WGS84").line_length(*zip(place, GATE, strict=True)) < 1
    (note,) = [note for note in taken.notes if note.outcome == "corrected"]
    assert note.reason == "metres of EPSG:9215, northing first, converted to WGS 84"
    assert note.said == "2431014.134, 444162.565"
    assert note.became == f"{row['longitude']} {row['latitude']}"
    assert "X" in note.column
    assert "Y" in note.column


def test_a_heading_that_says_vn2000_makes_degrees_those_of_vn2000(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        ["Hữu Nghị", "quốc tế", *GATE],
        header=["Tên", "Loại", "Tọa độ VN-2000 / Kinh độ", "Tọa độ VN-2000 / Vĩ độ"],
    )
    row = only(taken)
    place = (float(row["longitude"]), float(row["latitude"]))
    assert 190 < Geod(ellps="WGS84").line_length(*zip(place, GATE, strict=True)) < 240
    assert "degrees of EPSG:4756 converted to WGS 84" in reasons(taken, 4)


def test_swapped_columns_are_put_right(take: Callable[..., Taken]) -> None:
    taken = take([1, "Hữu Nghị", "quốc tế", "Đồng Đăng", 21.97515, 106.7112])
    assert only(taken)["longitude"] == "106.7112"
    assert "longitude and latitude were swapped" in reasons(taken, 4)


def test_one_column_may_hold_both(take: Callable[..., Taken]) -> None:
    row = only(
        take(
            ["Hữu Nghị", "quốc tế", "21°58'30\"B, 106°42'36\"Đ"],
            header=["Tên", "Loại", "Tọa độ"],
        )
    )
    assert (row["longitude"], row["latitude"]) == ("106.71", "21.975")


def test_a_gate_without_a_position_stays_and_is_listed(take: Callable[..., Taken]) -> None:
    taken = take([1, "Chi Ma", "phụ", "Mẫu Sơn", None, "  "])
    row = only(taken)
    assert (row["longitude"], row["latitude"], row["precision"]) == ("", "", "none")
    assert reasons(taken, 4) == ["no position is given"]


def test_two_positions_of_one_gate_must_agree(take: Callable[..., Taken]) -> None:
    header = ["Tên", "Loại", "Kinh độ", "Vĩ độ", "X", "Y"]
    near, far = reversed(METRES), (METRES[1] + 5000, METRES[0])
    assert len(take(["A", "phụ", *GATE, *near], header=header).tables["gates"]) == 1
    taken = take(["A", "phụ", *GATE, *far], header=header)
    assert "two positions of this gate are" in reasons(taken, 4)[-1]
    assert list(taken.quarantined.index) == [4]


@pytest.mark.parametrize(
    ("said", "precision", "told"),
    [
        ("Đo GPS", "gate_point", ""),
        ("gần đúng", "village", ""),
        ("", "village", "the precision of the position is not said: taken as approximate"),
        ("± 5 m", "village", "the precision of the position is not said: taken as approximate"),
    ],
)
def test_only_the_table_itself_makes_a_position_exact(
    take: Callable[..., Taken], said: str, precision: str, told: str
) -> None:
    header = ["Tên", "Loại", "Kinh độ", "Vĩ độ", "Độ chính xác"]
    taken = take(["A", "phụ", *GATE, said], header=header)
    assert only(taken)["precision"] == precision
    assert reasons(taken, 4) == ([told] if told else [])


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Cửa khẩu quốc tế", "quốc tế"),
        ("CKQT", "quốc tế"),
        ("QUỐC TẾ", "quốc tế"),
        ("Chính (song phương)", "chính"),
        ("Cửa khẩu (phụ)", "phụ"),
        ("international", "quốc tế"),
        ("Cửa khẩu phụ/song phương", "phụ"),
    ],
)
def test_classes_are_known_in_the_words_of_offices(
    take: Callable[..., Taken], said: str, word: str
) -> None:
    assert CLASSES[only(take([1, "A", said, None, *GATE]))["class"]] == CLASSES[word]


def test_the_class_may_stand_over_its_rows_or_in_the_name(registry: Registry) -> None:
    layout = lay_out(
        [
            ["TT", "Tên cửa khẩu", "Xã", "Loại hình"],
            ["I", "Cửa khẩu quốc tế", None, None],
            [1.0, "Hữu Nghị", "Đồng Đăng", "Đường bộ"],
            ["II", "Cửa khẩu phụ", None, None],
            [2.0, "Tân Thanh", "Hoàng Văn Thụ", "Đường bộ"],
            [3.0, "Na Hình", "Thụy Hùng", "Đường bộ"],
        ]
    )
    taken = gates.take(layout, registry=registry, classes=CLASSES, settings=Settings())
    told = taken.tables["gates"]
    assert list(told["class"]) == ["quốc tế", "phụ", "phụ"]
    assert list(told["mode"]) == ["đường bộ"] * 3
    assert "the class is that of the group of rows" in reasons(taken, 3)


def test_a_name_that_says_its_class_needs_no_column(take: Callable[..., Taken]) -> None:
    taken = take(["Cửa khẩu phụ Cốc Nam"], header=["Tên cửa khẩu"])
    assert only(taken)["class"] == "phụ"


@pytest.mark.parametrize("said", ["lối mở", "", "quốc tế và phụ"])
def test_an_unknown_class_keeps_the_row_out(take: Callable[..., Taken], said: str) -> None:
    taken = take([1, "Nà Nưa", said, None, *GATE])
    assert taken.tables["gates"].empty
    (note,) = [note for note in taken.notes if note.outcome == "quarantined"]
    assert note.reason.startswith("unknown class of gate")


def test_every_reason_of_a_row_is_told_and_the_row_is_kept_aside(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        [1, "Hữu Nghị", "quốc tế", "Đồng Đăng", *GATE],
        [2, "", "lối mở", "Đồng Đắng", 2.0, 48.0],
    )
    assert len(taken.tables["gates"]) == 1
    assert taken.quarantined.loc[5, "Loại cửa khẩu"] == "lối mở"
    told = "\n".join(reasons(taken, 5))
    assert "the row names no gate" in told
    assert "unknown class of gate" in told
    assert "no unit of 2025-07-01 has this name" in told
    assert "the position does not lie in Viet Nam" in told
    assert [one.title for one in taken.suggestions] == ["Xã Đồng Đăng"]


def test_rows_in_are_rows_out(take: Callable[..., Taken]) -> None:
    taken = take(
        [1, "A", "phụ", None, 21.9, 106.7],
        [2, "B", "phụ", None, *GATE],
        [3, "C", "lối mở", None, *GATE],
    )
    counts = ledger.entry("x", rows=4, notes=taken.notes).counts.iloc[0]
    assert (counts["used"], counts["corrected"], counts["quarantined"]) == (2, 1, 1)


def test_two_gates_of_one_name_are_both_kept_aside(take: Callable[..., Taken]) -> None:
    taken = take([1, "Tân Thanh", "phụ", None, *GATE], [2, "TÂN THANH", "phụ", None, *GATE])
    assert list(taken.quarantined.index) == [4, 5]
    assert "this gate is there twice, in row 5 too (got tan-thanh)" in reasons(taken, 4)


def test_a_gate_in_many_rows_names_the_first_of_the_others(take: Callable[..., Taken]) -> None:
    taken = take(*([place, "Tân Thanh", "phụ", None, *GATE] for place in range(1, 9)))
    assert any("in row 4, 5, 6, 7, 8, … too" in one for one in reasons(taken, 11))


def test_a_marker_number_stays_text_and_one_that_became_a_day_is_a_fault(
    take: Callable[..., Taken],
) -> None:
    header = ["Tên", "Loại", "Mốc giới"]
    taken = take(
        ["A", "phụ", "1088/2"],
        ["B", "phụ", 1116.0],
        ["C", "phụ", pd.Timestamp(2025, 2, 10)],
        header=header,
    )
    assert list(taken.tables["gates"]["markers"]) == ["1088/2", "1116"]
    assert list(taken.quarantined.index) == [6]


def test_a_commune_with_its_district_is_found_in_the_vintage_of_the_titles(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        [1, "Tân Thanh", "phụ", "xã Tân Thanh, huyện Văn Lãng", None, None],
        titles=["DANH SÁCH CỬA KHẨU NĂM 2024"],
    )
    row = only(taken)
    assert (row["commune_vintage"], row["commune_code"]) == ("2024-12-01", "06166")
    assert taken.period == "2024"


def test_communes_of_another_vintage_are_not_moved_in_silence(take: Callable[..., Taken]) -> None:
    rows = [[1, "Bảo Lâm", "phụ", "Bảo Lâm", None, None]]
    with pytest.raises(InputError, match="rather those of another vintage"):
        take(*rows)
    assert only(take(*rows, settings={"vintage": "2024-12-01"}))["commune"] == "Bảo Lâm"


def test_a_code_that_lost_its_zero_is_mended(take: Callable[..., Taken]) -> None:
    taken = take(["A", "phụ", 6184.0], header=["Tên", "Loại", "Mã xã"])
    assert only(taken)["commune_code"] == "06184"
    assert "leading zero restored" in reasons(taken, 4)


def test_columns_that_mean_nothing_to_us_are_named(take: Callable[..., Taken]) -> None:
    taken = take(["A", "phụ", "x"], header=["Tên", "Loại", "Năm mở"])
    assert "columns not used: Năm mở" in taken.remarks


@pytest.mark.parametrize(
    ("header", "settings", "what"),
    [
        (["Loại", "Xã"], {}, "no column of gates was recognised"),
        (["Tên", "Loại"], {"columns": {"x": "Hoành độ"}}, "there is no such column"),
        (["Tên", "Loại"], {"crs": "EPSG:0"}, "PROJ knows no coordinate system"),
        (["Tên", "Loại"], {"period": "quý I"}, "malformed period"),
    ],
)
def test_a_list_that_cannot_be_taken_says_why(
    take: Callable[..., Taken], header: list[str], settings: dict[str, object], what: str
) -> None:
    with pytest.raises(InputError, match=what):
        take(["A", "phụ"], header=header, settings=settings)


def points(*shapes: object, crs: str | None = "EPSG:9215", **columns: object) -> gpd.GeoDataFrame:
    told = {"ten": ["A", "B", "C", "D"][: len(shapes)], "loai": ["phụ"] * len(shapes), **columns}
    index = range(1, len(shapes) + 1)
    return gpd.GeoDataFrame(told, index=index, geometry=list(shapes), crs=crs)


def test_a_layer_of_points_says_where_its_gates_are(registry: Registry) -> None:
    layer = points(Point(METRES), MultiPoint([METRES]), None, box(0, 0, 1, 1))
    taken = gates.from_features(layer, registry=registry, classes=CLASSES, settings=Settings())
    told = taken.tables["gates"]
    assert list(told["precision"]) == ["village", "village", "none"]
    lon, lat = told.iloc[0][["longitude", "latitude"]].astype(float)
    assert Geod(ellps="WGS84").line_length([lon, GATE[0]], [lat, GATE[1]]) < 1
    assert list(taken.quarantined.index) == [4]
    assert "Polygon" in reasons(taken, 4)[-1]
    assert "points of EPSG:9215 converted to WGS 84" in taken.remarks


def test_the_geometry_goes_before_columns_of_degrees(registry: Registry) -> None:
    layer = points(Point(METRES), kinh_do=[1.0], vi_do=[2.0])
    taken = gates.from_features(layer, registry=registry, classes=CLASSES, settings=Settings())
    assert taken.tables["gates"]["longitude"].iloc[0].startswith("106.711")


def test_a_layer_without_a_system_is_not_guessed_at(registry: Registry) -> None:
    layer = points(Point(METRES), crs=None)
    with pytest.raises(InputError, match="no coordinate system"):
        gates.from_features(layer, registry=registry, classes=CLASSES, settings=Settings())
    named = Settings(crs="EPSG:9215")
    taken = gates.from_features(layer, registry=registry, classes=CLASSES, settings=named)
    assert len(taken.tables["gates"]) == 1

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo import ledger
from lsgeo.errors import InputError
from lsgeo.indicators import known_units
from lsgeo.intake import Settings, Taken, indicator
from lsgeo.intake.indicator.measures import Fault, Unit, measure_of, unit_of
from lsgeo.intake.indicator.totals import total_notes
from lsgeo.intake.indicator.valued import period_of_header
from lsgeo.registry import Registry
from lsgeo.sheet import Layout, lay_out
from lsgeo.sources.catalog import Entry
from lsgeo.sources.observations import read_observations

POVERTY = {"indicator": "poverty", "source": "Sở NN&MT", "period": "2025", "vintage": "2025-07-01"}


@pytest.fixture
def take(registry: Registry) -> Callable[..., Taken]:
    def run(
        header: Sequence[str],
        *rows: Sequence[object],
        titles: Sequence[str] = (),
        groups: Mapping[int, str] | None = None,
        totals: Sequence[object] = (),
        **settings: object,
    ) -> Taken:
        index = range(4, 4 + len(rows))
        table = pd.DataFrame(rows, columns=list(header), index=index, dtype="object")
        above = pd.Series(groups or {}, dtype="object").reindex(table.index).fillna("")
        roles = {3: "header", **dict.fromkeys(table.index, "data")}
        layout = Layout(tuple(header), table, above, roles, tuple(titles))
        summed = pd.DataFrame([totals], columns=list(header), index=[99]) if totals else None
        return indicator.take(
            layout,
            registry=registry,
            known_units=known_units(),
            settings=Settings(**settings),
            totals=summed,
        )

    return run


def told(taken: Taken, *columns: str) -> list[tuple[str, ...]]:
    return list(taken.tables["observations"][list(columns)].itertuples(index=False, name=None))


def reasons(taken: Taken, row: int | None) -> list[str]:
    return [note.reason for note in taken.notes if note.row == row]


def test_one_column_of_figures_is_those_of_the_indicator_asked_for(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        ["TT", "Xã", "Tỷ lệ hộ nghèo (%)", "Ghi chú"],
        [1, "Đồng Đăng", 3.25, "rà soát"],
        [2, "Mẫu Sơn", "12,5", None],
        **POVERTY,
    )
    assert taken.tables["observations"].iloc[0].to_dict() == {
        **dict.fromkeys(("variant", "low", "high", "quality"), ""),
        "vintage": "2025-07-01",
        "code": "06184",
        "indicator": "poverty",
        "period": "2025",
        "value": "3.25",
        "unit": "%",
        "source": "Sở NN&MT",
        "note": "rà soát",
    }
    assert told(taken, "code", "value")[1] == ("06541", "12.5")


def test_the_table_is_one_that_the_strict_reader_takes(
    take: Callable[..., Taken], registry: Registry, entry_for: Callable[..., Entry], tmp_path: Path
) -> None:
    taken = take(
        ["Tên xã", "Hộ nghèo / Tỷ lệ (%)", "Rừng / Diện tích (1000 ha)"],
        ["Xã Đồng Đăng", 3.25, 4.1236],
        ["Mẫu Sơn", 101.0, 5.0],
        ["Đồng Đằng", 3.0, 5.0],
        ["Khánh Khê", None, 0.5],
        columns={"poverty": "Tỷ lệ (%)", "forest_area_ha": "Rừng / Diện tích (1000 ha)"},
        source="Chi cục",
        period="2025",
    )
    assert list(taken.quarantined.index) == [5, 6]
    path = tmp_path / "observations.csv"
    taken.tables["observations"].to_csv(path, index=False)
    read, _ledger = read_observations(entry_for(path), registry)
    assert list(read[["indicator", "value", "unit"]].itertuples(index=False, name=None)) == [
        ("poverty", 3.25, "%"),
        ("forest_area_ha", 4123.6, "ha"),
        ("forest_area_ha", 500.0, "ha"),
    ]


def test_our_own_long_table_passes_as_it_is(registry: Registry) -> None:
    path = Path(__file__).parents[2] / "layers" / "observations.csv"
    ours = pd.read_csv(path, dtype="str", keep_default_na=False)
    taken = indicator.take(
        lay_out([list(ours.columns), *ours.to_numpy().tolist()]),
        registry=registry,
        known_units=known_units(),
        settings=Settings(),
    )
    passed = taken.tables["observations"]
    assert list(passed.columns) == list(indicator.OBSERVATION_COLUMNS) == list(ours.columns)
    pd.testing.assert_frame_equal(passed, ours, check_dtype=False)
    assert taken.quarantined.empty


def test_a_long_table_may_have_vietnamese_headings_and_lost_zeros(
    take: Callable[..., Taken],
) -> None:
    header = ["Mã đơn vị", "Chỉ số", "Kỳ", "Giá trị", "Đơn vị tính"]
    taken = take(
        header, [6184.0, "poverty", 2025.0, "3,5", "%"], source="UBND", vintage="2025-07-01"
    )
    assert told(taken, "vintage", "code", "period", "value", "source") == [
        ("2025-07-01", "06184", "2025", "3.5", "UBND")
    ]
    assert reasons(taken, 4) == ["leading zero restored"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (["99999", "poverty", "2025", 3.5, "%"], "no such unit in the registry"),
        (["06184", "", "2025", 3.5, "%"], "the indicator is missing"),
        (["06184", "poverty", "quý I", 3.5, "%"], "malformed period"),
        (["06184", "poverty", "2025", "ba", "%"], "this is no number"),
        (["06184", "poverty", "2025", None, "%"], "the value is missing"),
        (["06184", "poverty", "2025", 135, "%"], "the value is impossible"),
        (["06184", "forest_loss", "2025", 5, "km²"], "this indicator has another unit"),
        (["06184", "poverty", "2025", 5, ""], "this indicator has another unit"),
        (["06184", "ntm_status", "2025", 1, "status"], "a coded value is no observation"),
    ],
)
def test_a_row_of_a_long_table_that_cannot_be_used_is_kept_aside(
    take: Callable[..., Taken], row: list[object], what: str
) -> None:
    header = ["code", "indicator", "period", "value", "unit"]
    good = ["06541", "poverty", "2025", 1.5, "%"]
    taken = take(header, good, row, source="UBND", vintage="2025-07-01")
    assert told(taken, "code") == [("06541",)]
    (reason,) = reasons(taken, 5)
    assert reason.startswith(what)


def test_a_fact_that_is_there_twice_is_kept_aside_twice(take: Callable[..., Taken]) -> None:
    header = ["code", "indicator", "period", "value", "unit"]
    row = ["06184", "poverty", "2025", 1.5, "%"]
    taken = take(header, row, [*row[:3], 2.5, "%"], source="UBND", vintage="2025-07-01")
    assert list(taken.quarantined.index) == [4, 5]


def test_years_over_the_columns_are_periods(take: Callable[..., Taken]) -> None:
    taken = take(
        ["Xã", "2023", "Năm 2024", "31/12/2025", "Kế hoạch 2026"],
        ["Đồng Đăng", 5, 4, 3, 2],
        ["Mẫu Sơn", 9, "-", 7, 6],
        **{**POVERTY, "period": ""},
        unit="%",
    )
    assert told(taken, "code", "period", "value") == [
        ("06184", "2023", "5"),
        ("06184", "2024", "4"),
        ("06184", "2025-12-31", "3"),
        ("06541", "2023", "9"),
        ("06541", "2025-12-31", "7"),
    ]
    assert taken.period == "2023 – 2025-12-31"
    assert "columns not used: Kế hoạch 2026" in taken.remarks


def test_a_period_asked_for_picks_its_column(take: Callable[..., Taken]) -> None:
    header, row = ["Xã", "2024 (%)", "2025 (%)"], ["Đồng Đăng", 4, 3]
    assert told(take(header, row, **POVERTY), "period", "value") == [("2025", "3")]
    with pytest.raises(InputError, match="no column is of this period"):
        take(header, row, **{**POVERTY, "period": "2022"})


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("2023", "2023"),
        ("Năm 2024", "2024"),
        ("Tỷ lệ (%) / 31/12/2025 (%)", "2025-12-31"),
        ("2025-06-30 00:00:00", "2025-06-30"),
        ("Thực hiện năm 2025", "2025"),
        ("6 tháng đầu năm 2025", "2025-06-30"),
        ("2024.0", "2024"),
        ("Kế hoạch 2026", ""),
        ("Ước 2025", ""),
        ("So với 2024", ""),
        ("31/02/2025", ""),
        ("Giai đoạn 2021-2025", ""),
        ("Chuẩn nghèo 2021", ""),
    ],
)
def test_only_a_heading_that_is_a_period_dates_its_column(header: str, period: str) -> None:
    assert period_of_header(header) == period


def test_one_kind_of_figures_by_year_is_picked_by_its_heading(take: Callable[..., Taken]) -> None:
    header = ["Xã", "Số hộ nghèo / 2024", "Số hộ nghèo / 2025", "Tỷ lệ / 2024", "Tỷ lệ / 2025"]
    row = ["Đồng Đăng", 40, 30, 4.5, 3.5]
    asked = {**POVERTY, "period": "", "unit": "%"}
    with pytest.raises(InputError, match="several kinds of figures have columns by year"):
        take(header, row, **asked)
    taken = take(header, row, **asked, columns={"value": "Tỷ lệ"})
    assert told(taken, "period", "value") == [("2024", "4.5"), ("2025", "3.5")]


def test_groups_of_rows_are_districts(take: Callable[..., Taken]) -> None:
    asked = {**POVERTY, "vintage": "2024-12-01", "period": "2024"}
    rows = [["Hồng Phong", 5.0], ["Hồng Phong", 6.0]]
    bare = take(["Xã", "Tỷ lệ (%)"], *rows, **asked)
    assert len(bare.quarantined) == 2
    groups = {4: "Huyện Bình Gia", 5: "Huyện Cao Lộc"}
    grouped = take(["Xã", "Tỷ lệ (%)"], *rows, **asked, groups=groups)
    parents = [told(grouped, "code")[place][0] for place in range(2)]
    assert len(set(parents)) == 2
    assert grouped.quarantined.empty


def test_rows_of_districts_are_districts(take: Callable[..., Taken]) -> None:
    asked = {**POVERTY, "vintage": "2024-12-01", "period": "2024"}
    taken = take(
        ["Huyện, thành phố", "Tỷ lệ (%)"],
        ["Cao Lộc", 5.0],
        ["Văn Lãng", 6.0],
        **asked,
        columns={"name": "Huyện, thành phố"},
    )
    assert told(taken, "code") == [("183",), ("182",)]


def test_communes_of_another_vintage_are_not_moved_in_silence(take: Callable[..., Taken]) -> None:
    asked = {**POVERTY, "vintage": ""}
    with pytest.raises(InputError, match="rather those of another vintage"):
        take(["Xã", "Tỷ lệ (%)"], ["Bảo Lâm", 5.0], **asked)


def test_a_period_after_the_units_had_ended_is_refused(take: Callable[..., Taken]) -> None:
    with pytest.raises(InputError, match="the units had ended by then"):
        take(["Xã", "Tỷ lệ (%)"], ["Bảo Lâm", 5.0], **{**POVERTY, "vintage": "2024-12-01"})


def test_every_reason_is_told_and_the_row_kept_aside(take: Callable[..., Taken]) -> None:
    taken = take(
        ["Xã", "Tỷ lệ (%)"],
        ["Đồng Đăng", 5.0],
        ["Đồng Đăngg", "nhiều"],
        ["Mẫu Sơn", 120.0],
        ["Khánh Khê", "-"],
        **POVERTY,
    )
    assert told(taken, "code") == [("06184",)]
    assert [reason.split(" (")[0] for reason in reasons(taken, 5)] == [
        "no unit of 2025-07-01 has this name",
        "this is no number",
    ]
    assert reasons(taken, 6) == ["the value is impossible (expected 0…100 %, got 120)"]
    assert reasons(taken, 7) == ["the row has no figures"]
    assert taken.quarantined.loc[5, "Tỷ lệ (%)"] == "nhiều"
    counts = ledger.entry("x", rows=5, notes=taken.notes).counts.iloc[0]
    assert (counts["used"], counts["corrected"], counts["quarantined"]) == (3, 0, 2)


def test_two_rows_of_one_unit_are_both_kept_aside(take: Callable[..., Taken]) -> None:
    taken = take(["Xã", "Tỷ lệ (%)"], ["Đồng Đăng", 5.0], ["ĐỒNG ĐĂNG", 6.0], **POVERTY)
    assert list(taken.quarantined.index) == [4, 5]


def test_a_change_of_unit_is_seen(take: Callable[..., Taken]) -> None:
    asked = {**POVERTY, "indicator": "forest_area_ha"}
    taken = take(["Xã", "Diện tích (nghìn ha)"], ["Đồng Đăng", 4.1236], **asked)
    assert told(taken, "value", "unit") == [("4123.6", "ha")]
    assert reasons(taken, None) == ["nghìn ha converted to ha: times 1000"]


def test_the_titles_may_state_unit_and_source(take: Callable[..., Taken]) -> None:
    taken = take(
        ["Xã", "Diện tích"],
        ["Đồng Đăng", 41.0],
        titles=["RỪNG NĂM 2025", "Đơn vị tính: km2", "Nguồn: Chi cục Kiểm lâm"],
        indicator="forest_area_ha",
    )
    assert told(taken, "value", "unit", "source", "period") == [
        ("4100", "ha", "Chi cục Kiểm lâm", "2025")
    ]


@pytest.mark.parametrize(
    ("header", "settings", "what"),
    [
        (["Xã", "Tỷ lệ"], {}, "the column says no unit"),
        (["Xã", "Tỷ lệ (tích)"], {}, "the column says no unit"),
        (["Xã", "Số hộ (hộ)"], {"unit": "%"}, "the header says another unit"),
        (["Xã", "Rừng (m)"], {"indicator": "forest_area_ha"}, "this indicator has another unit"),
        (["Xã", "Tỷ lệ (%)"], {"indicator": ""}, "it is not said of which indicator"),
        (["Xã", "Tỷ lệ (%)"], {"source": ""}, "it is not said whose the figures are"),
        (["Xã", "Tỷ lệ (%)"], {"period": ""}, "the table names no period"),
        (["Xã", "Tỷ lệ (%)"], {"indicator": "ntm_status"}, "a coded value is no observation"),
        (["Tên cột", "Tỷ lệ (%)"], {}, "no column of units was recognised"),
        (["Xã", "Tỷ lệ (%)"], {"columns": {"value": "Số hộ"}}, "there is no such column"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why(
    take: Callable[..., Taken], header: list[str], settings: dict[str, object], what: str
) -> None:
    with pytest.raises(InputError, match=what):
        take(header, ["Đồng Đăng", 3.0], **{**POVERTY, **settings})


def test_several_columns_of_numbers_must_be_told_apart(take: Callable[..., Taken]) -> None:
    header, row = ["Xã", "Số hộ nghèo (hộ)", "Tỷ lệ (%)"], ["Đồng Đăng", 30, 3.5]
    with pytest.raises(InputError, match="several columns hold numbers"):
        take(header, row, **POVERTY)
    taken = take(header, row, **POVERTY, columns={"value": "Tỷ lệ (%)"})
    assert told(taken, "indicator", "value") == [("poverty", "3.5")]
    both = {"poverty": "Tỷ lệ (%)", "poor_households": "Số hộ nghèo (hộ)"}
    taken = take(header, row, **{**POVERTY, "indicator": ""}, columns=both)
    assert told(taken, "indicator", "value", "unit") == [
        ("poverty", "3.5", "%"),
        ("poor_households", "30", "hộ"),
    ]


def test_shares_of_one_are_not_taken_for_per_cent(take: Callable[..., Taken]) -> None:
    header = ["Xã", "Tỷ lệ hộ nghèo (%)"]
    rows = [["Đồng Đăng", 0.05], ["Mẫu Sơn", 0.125], ["Khánh Khê", 0.3]]
    with pytest.raises(InputError, match="--unit % for per cent, --unit 1 for shares of one"):
        take(header, *rows, **POVERTY)
    assert told(take(header, *rows, **POVERTY, unit="%"), "value")[1] == ("0.125",)
    taken = take(header, *rows, **POVERTY, unit="1")
    assert told(taken, "value", "unit")[1] == ("12.5", "%")


@pytest.mark.parametrize(("total", "count"), [(70, 0), (71, 1), (30, 0)])
def test_totals_are_checked_and_never_taken(
    take: Callable[..., Taken], total: float, count: int
) -> None:
    taken = take(
        ["Xã", "Số hộ nghèo (hộ)"],
        ["Đồng Đăng", 30],
        ["Mẫu Sơn", 40],
        **{**POVERTY, "indicator": "poor_households"},
        groups={4: "I", 5: "II"},
        totals=["Tổng cộng", total],
    )
    assert told(taken, "value") == [("30",), ("40",)]
    found = [note for note in taken.notes if note.row == 99]
    assert len(found) == count
    assert all((note.said, note.became) == ("71", "70") for note in found)


def test_totals_of_shares_are_no_sums(take: Callable[..., Taken]) -> None:
    taken = take(["Xã", "Tỷ lệ (%)"], ["Đồng Đăng", 30.0], **POVERTY, totals=["Toàn tỉnh", 12.0])
    assert not reasons(taken, 99)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=30), st.integers(0, 3))
def test_a_total_of_rounded_figures_is_never_called_wrong(values: list[float], digits: int) -> None:
    rows = pd.Series([round(value, digits) for value in values])
    total = pd.Series([round(sum(values), digits)], index=[99], name="Diện tích (ha)")
    groups = pd.Series("", index=rows.index)
    assert not [*total_notes(total.astype("object"), rows, groups=groups, unit="ha")]


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [("ha", "ha", 1), ("1.000 ha", "ha", 1000), ("Nghìn người", "người", 1000), ("km2", "km²", 1)],
)
def test_units_are_known_as_offices_write_them(text: str, unit: str, factor: float) -> None:
    measure = measure_of(text)
    assert measure is not None
    assert (measure.unit, measure.factor) == (unit, factor)


def test_no_word_is_taken_for_a_unit() -> None:
    assert measure_of("theo chuẩn mới") is None
    found = unit_of("Số giường (giường)", told="", titles=(), wanted="")
    assert isinstance(found, Fault)
    assert unit_of("Số giường (giường)", told="giường", titles=(), wanted="") == Unit("giường")

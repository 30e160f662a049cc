"""Which communes are pointed out, in which order, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from lsgeo import facts
from lsgeo.compose import Layer
from lsgeo.compose.attention import Pointed, point_out
from lsgeo.palette import Symbol
from lsgeo.scales import CriteriaSet, CriteriaSets, Scale, Status
from lsgeo.text import NOTHING, Words, same

VINTAGE = "2025-07-01"
TODAY = date(2026, 6, 30)
_IDS = {-2: "not_applicable", -1: "pending", 0: "not_met", 1: "met"}
SCALE = Scale("ntm", tuple(Status(value, one, NOTHING, Symbol("")) for value, one in _IDS.items()))
SETS: CriteriaSets = {
    name: CriteriaSet(name, same(name), SCALE, "2022-01-01", "", count, "a decision")
    for name, count in (("nineteen", 19), ("ten", 10))
}


def commune(
    name: str, criteria: float | None = None, *, year: int | None = None, **said: Any
) -> dict[str, Any]:
    """A commune that does not meet the standard unless said; `late` by its assessment."""
    usual = {"kind": "xã", "status": 0, "late": False, "set": "nineteen", "former": float("nan")}
    return {"name": name, "criteria": criteria, "year": year, **usual, **said}


def pointed(*communes: dict[str, Any], quality: str = "official") -> Pointed:
    table = pd.DataFrame(communes)
    table.index = pd.Index([f"{number:05}" for number in range(len(table))], name="code")
    data = gpd.GeoDataFrame(table[["name", "kind"]], geometry=[Point(107, 22)] * len(table))
    origin = pd.DataFrame({"period": "2025-06-30", "quality": quality}, index=table.index)
    if table["former"].notna().any():
        data = data.assign(former_met_share=table["former"])
    layer = Layer(
        "units",
        NOTHING,
        data,
        (),
        (),
        "",
        "commune",
        VINTAGE,
        origins={"former_met_share": origin},
    )
    late = table[table["late"]].index
    assessments = pd.DataFrame({"code": late, "vintage": VINTAGE, "status": "behind"})
    return point_out(
        layer, _facts(table, quality=quality), assessments=assessments, sets=SETS, as_of=TODAY
    )


def _facts(table: pd.DataFrame, *, quality: str) -> pd.DataFrame:
    columns = {"status": "ntm_status", "criteria": "criteria_met", "year": "ntm_year_registered"}
    parts = [
        table[["set", column]]
        .rename(columns={"set": "variant", column: "value"})
        .assign(indicator=indicator, unit="")
        .reset_index()
        .dropna(subset="value")
        for column, indicator in columns.items()
    ]
    said = {"vintage": VINTAGE, "period": "2025", "quality": quality, "source": "x"}
    return facts.make(pd.concat(parts, ignore_index=True), constants=said)


def reasons(found: Pointed) -> list[str]:
    return [one.reason.vi for one in found.attention]


def order(found: Pointed) -> list[int]:
    """The places of the communes pointed out in the order they were given."""
    return [int(one.code) for one in found.attention]


def test_those_longest_past_their_registered_year_come_first() -> None:
    found = pointed(
        commune("A", 10, year=2025, late=True),
        commune("B", 18, year=2023, late=True),
        commune("C", 5, year=2027),
    )
    assert order(found) == [1, 0, 2]
    assert reasons(found)[0] == ("quá hạn từ hết năm 2023, đạt 18/19 tiêu chí (2025)")
    assert found.attention[1].reason.en == ("late since the end of 2025, 10/19 criteria met (2025)")


def test_how_late_a_commune_is_does_not_grow_with_the_calendar() -> None:
    """On 30/06/2026 half a year has passed since the end of 2025, and no more is said."""
    (reason,) = reasons(pointed(commune("A", 10, year=2025, late=True)))
    assert reason == "quá hạn từ hết năm 2025, đạt 10/19 tiêu chí (2025)"


def test_then_the_largest_gap_of_criteria_per_year_left() -> None:
    """On 30/06/2026 half a year is left to the end of 2026 and two and a half to that of 2028.

    3 / 0.5 is 6 a year, 10 / 2.5 is 4, although 10 are more than 3.
    """
    found = pointed(commune("A", 9, year=2028), commune("B", 16, year=2026))
    assert order(found) == [1, 0]
    assert reasons(found) == [
        "thiếu 3 tiêu chí (16/19, 2025), đăng ký đạt 2026",
        "thiếu 10 tiêu chí (9/19, 2025), đăng ký đạt 2028",
    ]


def test_a_registered_year_that_passed_without_a_new_look_is_the_steepest() -> None:
    found = pointed(commune("A", 9, year=2026), commune("B", 18, year=2025))
    assert order(found) == [1, 0]
    assert reasons(found)[0].startswith("đã qua năm đăng ký 2025, chưa có kết quả mới hơn")


def test_then_the_fewest_criteria_among_those_that_registered_no_year() -> None:
    found = pointed(commune("A", 12), commune("B", 7), commune("C", 18, year=2030))
    assert order(found) == [2, 1, 0]
    assert reasons(found)[1] == "chưa đạt chuẩn, đạt 7/19 tiêu chí (2025)"


def test_criteria_of_two_sets_compare_by_their_share() -> None:
    """8 of 10 are more than 14 of 19."""
    assert order(pointed(commune("A", 8, set="ten"), commune("B", 14))) == [1, 0]


def test_equals_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    found = pointed(commune("Đèo", 7), commune("Dương", 7), commune("Ân", 7), commune("Ăn", 7))
    assert order(found) == [3, 2, 1, 0]


def test_at_most_five_are_pointed_out() -> None:
    found = pointed(*(commune(f"A{number}", number) for number in range(8)))
    assert order(found) == [0, 1, 2, 3, 4]


def test_wards_those_that_wait_and_those_that_met_are_never_pointed_out() -> None:
    found = pointed(
        commune("A", kind="phường", status=-2),
        commune("B", status=-1),
        commune("C", 19, status=1),
        commune("D", 3),
    )
    assert order(found) == [3]


def test_where_nobody_was_assessed_again_the_former_communes_decide() -> None:
    found = pointed(
        commune("A", status=-1, former=50.0),
        commune("B", status=-1, former=3.24),
        commune("C", status=-1, former=100.0),
        commune("D", status=-1),
        commune("E", status=-2, kind="phường", former=0.0),
    )
    assert order(found) == [1, 0]
    assert reasons(found)[0] == "3,2 % diện tích các xã cũ đã đạt chuẩn (30/06/2025)"
    assert "chưa xã nào được đánh giá lại" in found.rule.vi
    assert found.nearest == ()


def test_where_nothing_is_known_nobody_is_pointed_out() -> None:
    assert pointed(commune("A", status=-1)) == Pointed()


def test_the_rule_names_what_was_used_and_no_more() -> None:
    found = pointed(commune("A", 10, year=2025, late=True), commune("B", 12))
    assert found.rule.vi == (
        "Cách chọn: xã quá năm tự đăng ký lâu nhất mà chưa đạt chuẩn; rồi xã chưa đạt chuẩn có ít "
        "tiêu chí nhất."
    )


@pytest.mark.parametrize(
    ("quality", "said"), [("illustrative", True), ("official", False), ("published", False)]
)
def test_made_up_figures_are_called_so(quality: str, said: bool) -> None:
    found = pointed(commune("A", 10), quality=quality)
    assert found.rule.vi.endswith("Số liệu minh họa.") == said


def test_the_nearest_lack_the_fewest_criteria() -> None:
    met = commune("C", 19, status=1)
    found = pointed(commune("A", 17), commune("B", 18), met, commune("D"), commune("E", 18))
    assert [one.code for one in found.nearest] == ["00001", "00004", "00000"]
    words = Words("thiếu 1 tiêu chí (18/19)", "1 criterion missing (18/19)")
    assert found.nearest[0].reason == words


def test_who_has_all_criteria_and_no_recognition_is_told_so_in_both_languages() -> None:
    (nearest,) = pointed(commune("A", 19)).nearest
    assert nearest.reason == Words(
        "đủ tiêu chí (19/19), chưa công nhận", "all criteria met (19/19), not recognised yet"
    )

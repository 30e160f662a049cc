"""Where a province stands on its targets: figures, the plan's line, and what must happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose import standing
from lsgeo.compose.standing import counts
from lsgeo.progress import METHODS, Limits, Target, targets_table
from lsgeo.progress.target import Direction, Method
from lsgeo.text import Words
from tests.outputs.map_publication import map_publication

A_TARGET = Target(
    id="x",
    title=Words("", ""),
    level="province",
    method="level",
    deadline=date(2030, 12, 31),
    source="",
    unit="%",
    value=2,
    value_high=3,
)


def shown(target: Target, **row: object) -> dict[str, Any]:
    """What is told of `target`, on 31/12/2025, with an assessment of the province."""
    rows = pd.DataFrame([{"target": target.id, "code": "20", **row}]).iloc[: len(row)]
    published = replace(
        map_publication(), targets=targets_table([target], Limits()), assessments=rows
    )
    return standing.targets(published)[0]


def labelled(item: dict[str, Any], language: int = 0) -> dict[str, str]:
    """The numbers behind a status by their labels."""
    return {label[language]: number[language] for label, number in item["rows"]}


@pytest.mark.parametrize(
    ("method", "direction", "said"),
    [
        ("level", "up", ["2–3\u00a0%", "2–3\u00a0%"]),
        ("change", "up", ["tăng 2–3\u00a0điểm %", "up 2–3\u00a0percentage points"]),
        (
            "pace",
            "down",
            ["giảm 2–3\u00a0điểm % mỗi năm", "down 2–3\u00a0percentage points a year"],
        ),
        ("rank", "down", ["hạng 2–3 trở lên", "rank 2–3 or better"]),
    ],
)
def test_a_target_says_whether_it_is_a_level_a_change_or_a_rank(
    method: Method, direction: Direction, said: list[str]
) -> None:
    assert shown(replace(A_TARGET, method=method, direction=direction))["target"] == said


@pytest.mark.parametrize("low", [None, float("nan")])
def test_a_target_without_a_number_shows_no_number(low: float | None) -> None:
    target = replace(A_TARGET, method="none", value=low, value_high=None, unit="")
    item = shown(target, status="insufficient_data", value=float("nan"))
    assert item["target"] == item["value"] == item["lacking"] == ["", ""]
    assert item["status"]["words"] == [METHODS["none"].vi, METHODS["none"].en]
    assert item["status"]["sign"] == ""


def test_a_target_counts_in_words_of_the_reader() -> None:
    target = replace(A_TARGET, unit="huyện", value=3, value_high=None)
    assert shown(target)["target"] == ["3\u00a0huyện", "3\u00a0districts"]


ON_THE_WAY = {
    "status": "on_track",
    "period": "2025-06-30",
    "value": 60.571,
    "baseline": 40.0,
    "target_value": 80.0,
    "expected_now": 58.0,
    "expected_today": 60.25,
    "required_per_year": 3.532,
    "recent_per_year": 4.1,
    "progress": 1.3,
}


def test_the_plan_is_told_for_the_day_of_the_value_and_for_today() -> None:
    item = shown(replace(A_TARGET, value=80, value_high=None), **ON_THE_WAY)
    assert labelled(item) == {
        "Theo kế hoạch vào 30/06/2025": "58\u00a0%",
        "Theo kế hoạch hôm nay (31/12/2025)": "60,25\u00a0%",
        "Cần thay đổi mỗi năm": "+3,53\u00a0điểm %",
        "Nhịp độ gần đây": "+4,1\u00a0điểm % mỗi năm",
    }
    assert "By the plan on 2025-06-30" in labelled(item, language=1)


def test_the_bar_has_a_mark_for_each_of_the_two_days() -> None:
    item = shown(replace(A_TARGET, value=80, value_high=None), **ON_THE_WAY)
    goal = item["bar"]["goal"]
    assert item["bar"]["expected"] == pytest.approx(goal * 58 / 80, abs=0.01)
    assert item["bar"]["today"] == pytest.approx(goal * 60.25 / 80, abs=0.01)


def test_a_value_of_today_has_the_plan_of_one_day_only() -> None:
    row = {**ON_THE_WAY, "period": "2025", "expected_now": 60.25}
    item = shown(replace(A_TARGET, value=80, value_high=None), **row)
    planned = [label for label in labelled(item) if "kế hoạch" in label]
    assert planned == ["Theo kế hoạch cuối năm 2025"]
    assert item["bar"]["today"] == -1


def test_the_limits_stand_beside_the_status_and_not_again_in_the_reason() -> None:
    limits = "(≥ 1: đúng tiến độ; ≥ 0,5: chậm; ≥ 0: chậm nhiều; < 0: đang xấu đi)"
    item = shown(A_TARGET, **ON_THE_WAY, why=f"Tiến độ = 1,3 {limits}.", why_en="")
    assert item["progress"][0].replace("\u00a0", " ") == f"Tiến độ 1,30 {limits}"
    assert item["why"][0] == "Tiến độ = 1,3."


A_PACE = replace(A_TARGET, method="pace", direction="down")


def test_a_pace_shows_the_pace_first_and_the_level_with_its_day_second() -> None:
    row = {"period": "2025-11-30", "value": 3.36, "recent_per_year": -2.258, "progress": 1.1}
    item = shown(A_PACE, status="on_track", **row)
    assert item["value"] == [
        "\u22122,26\u00a0điểm % mỗi năm",
        "\u22122.26\u00a0percentage points a year",
    ]
    assert item["beside"] == ["3,4\u00a0% vào 30/11/2025", "3.4\u00a0% on 2025-11-30"]


def test_too_little_data_shows_no_recent_pace() -> None:
    row = {"period": "2017", "value": 60.0, "recent_per_year": 1.86}
    for target in (A_PACE, A_TARGET):
        item = shown(target, status="insufficient_data", **row)
        assert "Nhịp độ gần đây" not in labelled(item)
    assert shown(A_PACE, status="insufficient_data", **row)["value"] == ["", ""]


# ---- what must happen ----

NTM = replace(A_TARGET, id="ntm_share", indicator="ntm_share", value=80, value_high=None)
MERGED = "2025-07-01"


def counted(part: float = 106, **row: object) -> dict[str, Any]:
    """What is told of the share of communes; its value is of the 175 before the merger."""
    base = map_publication()
    units = base.units.data.assign(kind=["xã", "xã", "xã", "phường"])
    amounts = {"ntm_met": part, "ntm_eligible": 175.0}
    before = {"vintage": "2024-12-01", "code": "20", "period": "2025-06-30"}
    constants = before | {"unit": "xã", "quality": "published", "source": "x"}
    rows = pd.DataFrame({"indicator": amounts.keys(), "value": amounts.values()})
    assessed = {"target": NTM.id, **before, **ON_THE_WAY, "quality": "published", **row}
    published = replace(
        base,
        units=replace(base.units, data=units, vintage=MERGED),
        targets=targets_table([NTM], Limits()),
        assessments=pd.DataFrame([assessed]),
        facts=facts.make(rows, constants=constants),
    )
    return standing.targets(published)[0]


def test_a_share_of_communes_says_how_many_are_missing_and_how_many_that_is_a_year() -> None:
    """80 % of 175 is 140, 34 more than 106; from mid-2025 to the end of 2030 are 5.5 years."""
    vi, en = counted()["steps"][0]
    assert vi == (
        "Cần thêm 34 xã (80 % của 175 xã trước sắp xếp là 140, đã đạt 106 vào 30/06/2025): "
        "khoảng 6,2 xã mỗi năm từ ngày đó đến 2030."
    )
    assert "80 % of 175 communes before the merger is 140" in en
    assert en.endswith("about 6.2 communes a year from then until 2030.")


def test_communes_are_whole_and_so_many_as_reach_the_share() -> None:
    assert counts.meant(80, 61) == 49  # 48.8
    assert counts.meant(55, 20) == 11  # exactly, though not in floats: 11.000000000000002


def test_after_a_merger_the_share_is_told_of_the_communes_of_today_too() -> None:
    """Three of the four units of today are xã; 80 % of 3 is 2.4."""
    vi, en = counted()["steps"][1]
    assert vi == "Trong 3 xã hiện nay, 80 % là 3 xã; chưa có kết quả đánh giá lại xã nào."
    assert en == "Of the 3 communes of today, 80 % is 3; no result of a reassessment is known."


def test_the_communes_that_wait_for_reassessment_are_counted() -> None:
    told = facts.make(
        pd.DataFrame({"period": ["2025-07-01", "2025-12-31"], "value": [3.0, 2.0]}),
        constants={"vintage": MERGED, "code": "20", "indicator": "ntm_pending", "unit": "xã"}
        | {"quality": "illustrative", "source": "x"},
    )
    assert steps_with(told)[1][0].endswith(
        "; 2 xã chưa được đánh giá lại (31/12/2025; số liệu minh họa)."
    )


def steps_with(told: pd.DataFrame, target: Target = NTM) -> list[list[str]]:
    """What must happen for the first target, where `told` is known of the communes of today."""
    published = map_publication()
    published = replace(
        published,
        units=replace(published.units, vintage=MERGED),
        targets=targets_table([target], Limits()),
        assessments=pd.DataFrame(
            [{"target": target.id, "code": "20", "vintage": "2024-12-01", **ON_THE_WAY}]
        ),
        facts=pd.concat([told, counted_facts()]),
    )
    found: list[list[str]] = standing.targets(published)[0]["steps"]
    return found


def test_the_communes_of_today_that_meet_the_standard_are_counted_too() -> None:
    told = pd.DataFrame(
        {"indicator": ["ntm_pending", "ntm_met"], "value": [2.0, 1.0], "period": "2025-12-31"}
    )
    said = {"vintage": MERGED, "code": "20", "unit": "xã", "quality": "official", "source": "x"}
    assert steps_with(facts.make(told, constants=said))[1][0].endswith(
        "; 2 xã chưa được đánh giá lại, 1 xã đã đạt (31/12/2025)."
    )


@pytest.mark.parametrize(
    ("level", "vi", "en"),
    [
        ("advanced", "1 xã đã đạt chuẩn nâng cao", "1 meet the advanced standard"),
        ("model", "1 xã đã đạt chuẩn kiểu mẫu", "1 meet the model standard"),
    ],
)
def test_those_that_meet_a_higher_standard_are_counted_by_its_name(
    level: str, vi: str, en: str
) -> None:
    counted_as = {"indicator": ["ntm_pending", f"ntm_{level}"], "value": [2.0, 1.0]}
    said = {"vintage": MERGED, "code": "20", "unit": "xã", "quality": "official", "source": "x"}
    told = facts.make(pd.DataFrame(counted_as | {"period": "2025-12-31"}), constants=said)
    target = replace(NTM, id="higher", indicator=f"ntm_{level}_share")
    sentence = steps_with(told, target)[1]
    assert f"; 2 xã chưa được đánh giá lại, {vi} (31/12/2025)" in sentence[0]
    assert f", {en} (2025-12-31)" in sentence[1]


def counted_facts() -> pd.DataFrame:
    amounts = {"ntm_met": 106.0, "ntm_advanced": 28.0, "ntm_model": 10.0, "ntm_eligible": 175.0}
    rows = pd.DataFrame({"indicator": amounts.keys(), "value": amounts.values()})
    before = {"vintage": "2024-12-01", "code": "20", "period": "2025-06-30"}
    return facts.make(rows, constants=before | {"unit": "xã", "quality": "published", "source": ""})


@pytest.mark.parametrize("status", ["achieved", "not_assessable"])
def test_nothing_is_asked_of_a_target_that_is_achieved_or_over(status: str) -> None:
    assert counted(status=status)["steps"] == []


def test_communes_are_missing_whether_or_not_the_target_can_be_judged() -> None:
    assert counted(status="insufficient_data")["steps"][0][0].startswith("Cần thêm 34 xã")
    unjudged = {**ON_THE_WAY, "status": "insufficient_data"}
    assert shown(replace(A_TARGET, value=80, value_high=None), **unjudged)["steps"] == []


def test_other_targets_say_what_must_change_a_year() -> None:
    item = shown(replace(A_TARGET, value=80, value_high=None), **ON_THE_WAY)
    assert item["steps"] == [
        [
            "Cần tăng 3,53\u00a0điểm % mỗi năm đến 2030.",
            "It must go up 3.53\u00a0percentage points a year until 2030.",
        ]
    ]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (11.1, "Cần giảm 2\u00a0điểm % mỗi năm đến 2030."),
        (10.9, "Với tốc độ kế hoạch giao, tỷ lệ này về 0 trước năm 2030."),
    ],
)
def test_a_share_is_not_asked_to_fall_below_nothing(level: float, said: str) -> None:
    """Two points a year are 11 from mid-2025 to the end of 2030."""
    row = {**ON_THE_WAY, "value": level, "required_per_year": -2.0}
    assert shown(A_PACE, **row)["steps"][0][0] == said


# ---- the course for a chart ----


def poverty(*rows: tuple[str, float, str], **row: object) -> dict[str, Any] | None:
    """The series of a target whose facts are `rows` of period, value and quality."""
    target = replace(A_TARGET, indicator="poverty", value=3, value_high=None, direction="down")
    table = pd.DataFrame(rows, columns=["period", "value", "quality"])
    constants = {"vintage": MERGED, "code": "20", "indicator": "poverty", "unit": "%", "source": ""}
    published = replace(
        map_publication(),
        targets=targets_table([target], Limits()),
        assessments=pd.DataFrame([{"target": target.id, "code": "20", **row}]),
        facts=facts.make(table, constants=constants),
    )
    return standing.targets(published)[0]["series"]


PLANNED = {"baseline": 12.0, "baseline_period": "2020", "target_value": 3.0, "quality": "published"}


def test_the_course_has_the_points_and_the_line_of_the_plan() -> None:
    found = poverty(("2024", 5.5, "published"), ("2023", 7.0, "published"), **PLANNED)
    assert found == {
        "points": [[2023.997, 7.0], [2024.997, 5.5]],
        "made_up": [False, False],
        "plan": [[2020.997, 12.0], [2030.997, 3.0]],
        "until": 2030.997,
        "unit": ["%", "%"],
    }


def test_made_up_points_do_not_stand_beside_published_ones() -> None:
    found = poverty(("2024", 5.5, "published"), ("2023", 7.0, "illustrative"), **PLANNED)
    assert found is not None
    assert found["points"] == [[2024.997, 5.5]]


def test_what_was_not_yet_known_is_not_drawn() -> None:
    assert poverty(("2026", 5.5, "published"), **PLANNED) is None


def test_a_single_point_without_a_plan_makes_no_chart() -> None:
    assert poverty(("2024", 5.5, "published"), quality="published") is None

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo import facts
from lsgeo.errors import ConfigError
from lsgeo.facts import Ratio
from lsgeo.indicators import Indicator, find_indicators
from lsgeo.palette import TARGET_STATUS, Symbol
from lsgeo.progress import (
    COLUMNS,
    Baseline,
    Limits,
    Target,
    assess,
    check_targets,
    targets_table,
)
from lsgeo.progress.points import months_after, years_between
from lsgeo.scales import CriteriaSet, Scale, Status
from lsgeo.text import Words

AS_OF = date(2026, 1, 1)
LIMITS = Limits()


def set_of(name: str, **values: int) -> CriteriaSet:
    """A criteria set whose scale has these statuses."""
    statuses = [
        Status(value, status, Words(status, status), Symbol("#FFFFFF"))
        for status, value in values.items()
    ]
    title = Words(name, name)
    return CriteriaSet(
        name, title, Scale(name, tuple(statuses)), "2021-01-01", "", 19, "a decision"
    )


SETS = {
    "2021": set_of("2021", not_met=0, met=1, advanced=2, model=3, pending=-1, not_applicable=-2),
    "other": set_of("other", not_met=0, registered=1, met=5, pending=-40, not_applicable=-41),
}

# From 0 at the end of 2020 to 100 at the end of 2030: at the end of 2025 the line is at 50.
HALFWAY = Target(
    id="halfway",
    title=Words("Nửa đường", "Halfway"),
    level="province",
    method="level",
    deadline=date(2030, 12, 31),
    source="Plan",
    indicator="share",
    unit="%",
    value=100.0,
    baseline=Baseline("2020", 0.0, source="Plan"),
)
STATUS = replace(HALFWAY, id="ntm", indicator="ntm_share", unit_rule="registered_year")


def fact(period: str, value: float, **other: object) -> dict[str, object]:
    return {
        "vintage": "2025-07-01",
        "code": "20",
        "indicator": "share",
        "variant": "",
        "period": period,
        "value": value,
        "unit": "%",
        "quality": "published",
        "source": "Report",
    } | other


def judged(*rows: dict[str, object], target: Target = HALFWAY, as_of: date = AS_OF) -> pd.Series:
    table = facts.make(pd.DataFrame(rows)) if rows else facts.empty()
    found = assess(table, [target], as_of=as_of, limits=LIMITS, province="20", sets=SETS)
    assert len(found) == 1
    return found.iloc[0]


def units_judged(*rows: dict[str, object], as_of: date = AS_OF) -> pd.DataFrame:
    table = facts.make(pd.DataFrame(rows))
    found = assess(table, [STATUS], as_of=as_of, limits=LIMITS, province="20", sets=SETS)
    return found[found["code"] != "20"].set_index("code")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (100.0, "achieved"),
        (99.9, "on_track"),
        (50.0, "on_track"),
        (49.9, "behind"),
        (25.0, "behind"),
        (24.9, "off_track"),
        (0.0, "off_track"),
        (-0.1, "worsening"),
    ],
)
def test_the_status_changes_exactly_at_its_limits(value: float, status: str) -> None:
    assert judged(fact("2025", value))["status"] == status


def test_the_numbers_of_a_linear_judgement_are_shown() -> None:
    row = judged(fact("2023", 20.0), fact("2025", 40.0), as_of=date(2026, 12, 31))
    assert row["expected_now"] == pytest.approx(50)
    assert row["expected_today"] == pytest.approx(60)
    assert row["progress"] == pytest.approx(0.8)
    assert row["required_per_year"] == pytest.approx(12)
    assert row["recent_per_year"] == pytest.approx(10)
    assert (row["baseline"], row["target_value"], row["unit"]) == (0, 100, "%")


def test_an_old_value_is_judged_by_the_plan_of_its_own_day() -> None:
    row = judged(fact("2024-01-01", 30.1), as_of=date(2025, 12, 31))
    assert row["status"] == "on_track"
    assert row["expected_today"] == pytest.approx(50)


def test_linear_pace_is_not_fooled_by_a_growth_rate() -> None:
    target = replace(HALFWAY, value=30.0, baseline=Baseline("2020", 1.0))
    row = judged(fact("2025", 4.0), target=target)
    assert row["progress"] == pytest.approx(3 / 14.5)
    assert row["status"] == "off_track"


def test_less_is_better_where_the_direction_is_down() -> None:
    target = replace(HALFWAY, direction="down", value=0.0, baseline=Baseline("2020", 100.0))
    values = {40.0: "on_track", 60.0: "behind", 80.0: "off_track", 110.0: "worsening"}
    assert {value: judged(fact("2025", value), target=target)["status"] for value in values} == (
        values
    )
    assert judged(fact("2025", 0.0), target=target)["status"] == "achieved"


def test_a_range_is_judged_by_its_lower_bound_and_shown_whole() -> None:
    target = replace(HALFWAY, value=55.0, value_high=59.0)
    row = judged(fact("2025", 55.0), target=target)
    assert row["status"] == "achieved"
    assert (row["target_value"], row["target_high"]) == (55, 59)
    assert "55–59 %" in row["why"]
    assert judged(fact("2025", 54.9), target=target)["status"] == "on_track"


def test_a_falling_range_is_judged_by_the_bound_that_asks_less() -> None:
    target = replace(
        HALFWAY, direction="down", value=2.0, value_high=3.0, baseline=Baseline("2020", 10.0)
    )
    assert judged(fact("2025", 3.0), target=target)["status"] == "achieved"


def test_a_value_exactly_24_months_old_still_counts() -> None:
    row = judged(fact("2023-12-31", 50.0), as_of=date(2025, 12, 31))
    assert row["status"] == "on_track"


def test_a_value_older_than_24_months_is_insufficient_and_its_date_is_said() -> None:
    row = judged(fact("2023-12-31", 100.0), as_of=date(2026, 1, 1))
    assert row["status"] == "insufficient_data"
    assert "31/12/2023" in row["why"]
    assert "2023-12-31" in row["why_en"]


def test_24_months_end_on_the_last_day_of_a_shorter_month() -> None:
    value = fact("2024-02-29", 90.0)
    assert judged(value, as_of=date(2026, 2, 28))["status"] == "on_track"
    assert judged(value, as_of=date(2026, 3, 1))["status"] == "insufficient_data"


def test_values_after_the_day_of_assessment_never_count() -> None:
    row = judged(fact("2024", 10.0), fact("2025", 100.0), as_of=date(2025, 12, 30))
    assert (row["period"], row["status"]) == ("2024", "off_track")


def test_a_value_of_the_day_of_assessment_counts() -> None:
    assert judged(fact("2025", 60.0), as_of=date(2025, 12, 31))["value"] == 60


def test_arithmetic_does_not_decide_at_a_limit() -> None:
    # Half the way from 30.1 to 31.8 is 30.95; in binary its progress is 0.9999999999999958.
    target = replace(HALFWAY, value=31.8, baseline=Baseline("2020", 30.1))
    assert judged(fact("2025", 30.95), target=target)["status"] == "on_track"


def test_no_value_is_insufficient_and_says_what_is_needed() -> None:
    row = judged()
    assert (row["status"], row["code"], row["quality"]) == ("insufficient_data", "20", "")
    assert pd.isna(row["value"])
    assert "share" in row["why"]


def test_one_point_without_a_baseline_is_insufficient_and_names_the_remedy() -> None:
    row = judged(fact("2025", 50.0), target=replace(HALFWAY, baseline=None))
    assert row["status"] == "insufficient_data"
    assert "targets.toml" in row["why"]


def test_a_target_met_needs_no_baseline() -> None:
    row = judged(fact("2025", 100.0), target=replace(HALFWAY, baseline=None))
    assert row["status"] == "achieved"


def test_a_value_on_the_day_of_the_baseline_is_one_point_only() -> None:
    target = replace(HALFWAY, baseline=Baseline("2025", 10.0))
    assert judged(fact("2025", 10.0), target=target)["status"] == "insufficient_data"


def test_a_baseline_without_a_value_is_the_fact_of_its_period() -> None:
    target = replace(HALFWAY, baseline=Baseline("2020"))
    row = judged(fact("2020", 20.0, quality="illustrative"), fact("2025", 60.0), target=target)
    assert (row["baseline"], row["quality"]) == (20, "illustrative")
    assert row["progress"] == pytest.approx(1)


def test_what_was_met_at_the_start_and_is_lost_is_worsening() -> None:
    target = replace(HALFWAY, value=80.0, baseline=Baseline("2020", 85.0))
    assert judged(fact("2025", 79.0), target=target)["status"] == "worsening"


def test_after_the_deadline_the_line_stays_at_the_target() -> None:
    row = judged(fact("2031", 99.0), as_of=date(2032, 1, 1))
    assert row["expected_now"] == 100
    assert row["status"] == "behind"
    assert pd.isna(row["required_per_year"])


def test_points_are_added_to_the_baseline_not_per_cent() -> None:
    target = replace(HALFWAY, method="change", value=3.0, baseline=Baseline("2020", 64.0))
    row = judged(fact("2025", 65.5), target=target)
    assert row["target_value"] == 67
    assert row["expected_now"] == pytest.approx(65.5)
    assert row["status"] == "on_track"
    assert judged(fact("2025", 67.0), target=target)["status"] == "achieved"


def test_a_change_without_a_baseline_cannot_be_judged() -> None:
    target = replace(HALFWAY, method="change", value=3.0, baseline=None)
    row = judged(fact("2025", 90.0), target=target)
    assert row["status"] == "insufficient_data"
    assert pd.isna(row["target_value"])


def test_satellite_tree_cover_never_judges_the_legal_forest_cover() -> None:
    target = replace(
        HALFWAY,
        id="forest_cover",
        indicator="forest_cover",
        method="change",
        value=3.0,
        baseline=Baseline("2020", 64.0),
        excluded_qualities=("remote_sensing",),
    )
    seen = (
        fact("2025", 70.0, indicator="tree_cover_2000_remaining_share", quality="remote_sensing"),
        fact("2025", 70.0, indicator="forest_cover", quality="remote_sensing"),
    )
    assert judged(*seen, target=target)["status"] == "insufficient_data"
    legal = fact("2024", 65.0, indicator="forest_cover", quality="official")
    assert judged(*seen, legal, target=target)["value"] == 65


PACE = replace(HALFWAY, method="pace", direction="down", value=2.0, value_high=3.0, baseline=None)


@pytest.mark.parametrize(
    ("latest", "status"),
    [
        (8.0, "on_track"),
        (8.1, "behind"),
        (9.0, "behind"),
        (9.1, "off_track"),
        (10.0, "off_track"),
        (10.1, "worsening"),
        (0.0, "achieved"),
    ],
)
def test_a_yearly_pace_is_judged_by_the_latest_year(latest: float, status: str) -> None:
    values = fact("2021", 30.0), fact("2023", 10.0), fact("2024", latest)  # 2024 is a leap year
    row = judged(*values, target=PACE)
    assert row["status"] == status


def test_a_pace_needs_two_points() -> None:
    row = judged(fact("2025", 8.0), target=PACE)
    assert row["status"] == "insufficient_data"


def test_a_pace_asks_no_fall_below_zero() -> None:
    row = judged(fact("2024", 1.0), fact("2025", 0.5), target=PACE)
    assert row["expected_now"] == 0
    assert (row["progress"], row["status"]) == (0.5, "behind")


def test_the_pace_is_measured_over_about_a_year_where_it_can_be() -> None:
    monthly = fact("2024-12-20", 20.0), fact("2025-10-31", 30.0), fact("2025-12-01", 40.0)
    elapsed = years_between(date(2024, 12, 20), date(2025, 12, 1))
    assert judged(*monthly)["recent_per_year"] == pytest.approx(20 / elapsed)


def test_the_pace_falls_back_on_the_earliest_other_point() -> None:
    target = replace(HALFWAY, baseline=None)
    row = judged(fact("2025-06-30", 10.0), fact("2025-12-31", 20.0), target=target)
    assert row["recent_per_year"] == pytest.approx(10 * 365 / 184)


MEAN = replace(HALFWAY, method="average", value=8.0, value_high=9.0, baseline=Baseline("2020"))


def test_a_mean_over_a_period_is_judged_by_the_mean_so_far() -> None:
    row = judged(fact("2025", 7.1), target=MEAN)
    assert row["progress"] == pytest.approx(0.8875)
    assert row["status"] == "behind"
    assert row["required_per_year"] == pytest.approx(8.9)  # (8 × 10 − 7.1 × 5) / 5


def test_a_mean_is_achieved_only_when_its_period_is_over() -> None:
    assert judged(fact("2025", 8.5), target=MEAN)["status"] == "on_track"
    late = judged(fact("2030", 8.0), target=MEAN, as_of=date(2031, 1, 1))
    assert late["status"] == "achieved"


def test_a_value_from_before_the_averaged_period_says_nothing_about_it() -> None:
    row = judged(fact("2020", 9.0), target=MEAN, as_of=date(2021, 6, 30))
    assert row["status"] == "insufficient_data"


def test_a_rank_is_met_or_waits_for_a_baseline() -> None:
    target = replace(HALFWAY, method="rank", direction="down", value=5.0, baseline=None, unit="")
    assert judged(fact("2025", 5.0), target=target)["status"] == "achieved"
    row = judged(fact("2025", 6.0), target=target)
    assert row["status"] == "insufficient_data"
    assert pd.isna(row["required_per_year"])


def test_a_target_without_a_number_stays_in_the_list_and_says_so() -> None:
    target = replace(HALFWAY, method="none", level="commune", value=None, indicator="")
    row = judged(fact("2025", 50.0), target=target)
    assert (row["code"], row["status"]) == ("20", "insufficient_data")
    assert "không đặt con số" in row["why"]
    assert "sets no number" in row["why_en"]


DISTRICTS = replace(
    HALFWAY,
    id="ntm_districts",
    value=3.0,
    unit="huyện",
    assessable_until=date(2025, 6, 30),
)


def test_the_district_target_is_assessed_until_the_districts_ended() -> None:
    row = judged(fact("2024", 2.0), target=DISTRICTS, as_of=date(2025, 6, 30))
    assert row["status"] == "on_track"


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_after_that_the_district_target_is_neither_met_nor_failed(value: float) -> None:
    row = judged(fact("2024", value), target=DISTRICTS, as_of=date(2025, 7, 1))
    assert row["status"] == "not_assessable"
    assert "30/06/2025" in row["why"]


def test_both_denominators_of_advanced_communes_are_assessed_and_labelled() -> None:
    of_all = replace(HALFWAY, id="of_all", indicator="ntm_advanced_share", value=30.0)
    of_met = replace(HALFWAY, id="of_met", indicator="ntm_advanced_of_met_share", value=30.0)
    met = replace(HALFWAY, id="met", indicator="ntm_share", value=80.0)
    numbers = {
        "ntm_share": 106 / 175 * 100,
        "ntm_advanced_share": 28 / 175 * 100,
        "ntm_advanced_of_met_share": 28 / 106 * 100,
    }
    rows = [fact("2025-06-30", value, indicator=name) for name, value in numbers.items()]
    found = assess(
        facts.make(pd.DataFrame(rows)),
        [met, of_all, of_met],
        as_of=AS_OF,
        limits=LIMITS,
        province="20",
        sets=SETS,
    ).set_index("target")
    assert found["value"].round(2).to_dict() == {"met": 60.57, "of_all": 16.0, "of_met": 26.42}
    # The line from 0 is at 13.5 of 30 then: 16.0 and 26.4 are both past it.
    assert found["expected_now"].round(1).to_dict() == {"met": 36.0, "of_all": 13.5, "of_met": 13.5}


def test_the_latest_period_of_the_allowed_vintages_is_taken() -> None:
    values = (
        fact("2023", 10.0, vintage="2020-01-01"),
        fact("2024", 30.0, vintage="2024-12-01"),
        fact("2025", 90.0, vintage="2025-07-01"),
    )
    target = replace(HALFWAY, vintages=("2020-01-01", "2024-12-01"))
    row = judged(*values, target=target)
    assert (row["vintage"], row["value"]) == ("2024-12-01", 30)


def test_the_best_quality_wins_between_two_facts_of_one_day() -> None:
    row = judged(
        fact("2025", 30.0, vintage="2025-07-01", quality="illustrative"),
        fact("2025", 60.0, vintage="2024-12-01", quality="official"),
    )
    assert (row["value"], row["quality"]) == (60, "published")  # the baseline is published


def test_only_the_variant_asked_for_counts_unless_any_will_do() -> None:
    value = fact("2025", 60.0, variant="canopy>=30")
    assert judged(value)["status"] == "insufficient_data"
    assert judged(value, target=replace(HALFWAY, variant="*"))["value"] == 60


def test_no_data_is_not_zero() -> None:
    row = judged(fact("2024", 30.0), fact("2025", float("nan")))
    assert row["value"] == 30


def commune(code: str, status: float, **other: object) -> dict[str, object]:
    return fact("2025", status, code=code, indicator="ntm_status", variant="2021", **other)


def registered(code: str, year: int) -> dict[str, object]:
    return fact("2025", year, code=code, indicator="ntm_year_registered", variant="2021")


def test_a_commune_is_judged_by_its_status_and_its_registered_year() -> None:
    found = units_judged(
        commune("06001", 1),
        commune("06004", 3),
        commune("06019", 0),
        registered("06019", 2026),
        commune("06037", 0),
        registered("06037", 2025),
        commune("06040", 0),
        commune("06046", -1),
        commune("06187", -2),
    )
    assert found["status"].to_dict() == {
        "06001": "achieved",
        "06004": "achieved",
        "06019": "on_track",
        "06037": "behind",
        "06040": "insufficient_data",
        "06046": "insufficient_data",
        "06187": "not_assessable",
    }
    assert "2025" in found.loc["06037", "why"]
    assert "Chưa đánh giá lại" in found.loc["06046", "why"]


def test_a_commune_is_on_track_through_the_whole_year_it_registered_for() -> None:
    rows = commune("06019", 0), registered("06019", 2026)
    assert units_judged(*rows, as_of=date(2026, 12, 31)).loc["06019", "status"] == "on_track"


@pytest.mark.parametrize(
    ("period", "status"),
    [
        ("2025", "insufficient_data"),
        ("2026-12-30", "insufficient_data"),
        ("2026", "behind"),
        ("2027-01-31", "behind"),
    ],
)
def test_a_commune_is_behind_only_by_a_status_since_its_year_has_ended(
    period: str, status: str
) -> None:
    """It registered for 2026 and is judged in 2027."""
    rows = commune("06019", 0) | {"period": period}, registered("06019", 2026)
    row = units_judged(*rows, as_of=date(2027, 6, 1)).loc["06019"]
    assert row["status"] == status
    assert "2026" in row["why"]
    if status == "insufficient_data":
        assert "chưa có kết quả đánh giá từ cuối năm đó" in row["why"]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (0, "on_track"),
        (1, "on_track"),
        (5, "achieved"),
        (-40, "insufficient_data"),
        (-41, "not_assessable"),
    ],
)
def test_a_status_is_worth_what_its_own_scale_says(value: float, status: str) -> None:
    """On the other scale 1 is "registered" and 5 is met."""
    rows = (
        commune("06019", value) | {"variant": "other"},
        registered("06019", 2030) | {"variant": "other"},
    )
    row = units_judged(*rows).loc["06019"]
    assert (row["status"], row["target_value"]) == (status, 5)


def test_an_old_status_says_nothing_but_a_ward_stays_a_ward() -> None:
    rows = commune("06001", 1), commune("06187", -2)
    found = units_judged(*rows, as_of=date(2028, 1, 1))
    assert list(found["status"]) == ["insufficient_data", "not_assessable"]


def test_a_code_of_two_vintages_is_two_units() -> None:
    rows = (
        commune("06040", 1, vintage="2024-12-01"),
        fact("2025-12-30", 0, code="06040", indicator="ntm_status", variant="2021"),
    )
    found = units_judged(*rows)
    assert list(found["vintage"]) == ["2025-07-01"]
    assert list(found["status"]) == ["insufficient_data"]
    before = units_judged(commune("06040", 1, vintage="2024-12-01"), as_of=AS_OF)
    assert before.loc["06040", "status"] == "achieved"


def test_the_registered_year_of_an_earlier_unit_with_the_code_does_not_count() -> None:
    before = fact("2024", 2024, vintage="2024-12-01", code="06040", indicator="ntm_year_registered")
    assert units_judged(commune("06040", 0), before).loc["06040", "status"] == "insufficient_data"


@pytest.mark.parametrize("indicator", ["canopy", "canopy_share"])
def test_a_target_that_satellites_would_judge_is_refused_whatever_the_quality(
    indicator: str,
) -> None:
    canopy = Indicator(
        name="canopy",
        title=Words("Tán cây", "Canopy"),
        unit="ha",
        adds_up=True,
        compute=facts.empty,
        makes={"canopy": "ha"},
        judges_targets=False,
        ratios=(Ratio("canopy_share", part="canopy", whole="area"),),
    )
    target = replace(HALFWAY, id="forest_cover", indicator=indicator)
    with pytest.raises(ConfigError, match=f"targets.toml: .*\n.*'forest_cover': {indicator} "):
        check_targets([HALFWAY, target], [canopy], subject="targets.toml")
    check_targets([target], [replace(canopy, judges_targets=True)], subject="targets.toml")
    check_targets([replace(target, method="none")], [canopy], subject="targets.toml")


def test_what_satellites_measure_judges_no_target() -> None:
    judging = {one.name for one in find_indicators() if one.judges_targets}
    assert judging.isdisjoint({"tree_cover", "forest_loss", "land_cover", "unobserved"})
    assert "new_rural" in judging


@pytest.mark.parametrize("as_of", [date.min, date(9999, 12, 31)])
@pytest.mark.parametrize("months", [1, 10**12])
def test_no_day_is_too_far_away_to_judge(as_of: date, months: int) -> None:
    target = replace(HALFWAY, deadline=date(9999, 12, 31))
    table = facts.make(pd.DataFrame([fact("2024", 1.0), fact("2025", 2.0), commune("06001", 0)]))
    limits = Limits(max_age_months=months)
    for one in (target, STATUS, replace(PACE, deadline=date.max)):
        found = assess(table, [one], as_of=as_of, limits=limits, province="20", sets=SETS)
        assert len(found) >= 1


def test_the_last_day_there_is_has_none_after_it() -> None:
    assert months_after(date(9999, 12, 1), 1) == date.max
    assert years_between(date(9998, 12, 31), date.max) == 1


def test_a_target_of_communes_judges_each_by_its_own_values() -> None:
    target = replace(HALFWAY, level="commune")
    rows = fact("2025", 100.0, code="06001"), fact("2025", 25.0, code="06004"), fact("2025", 1.0)
    found = assess(
        facts.make(pd.DataFrame(rows)),
        [target],
        as_of=AS_OF,
        limits=LIMITS,
        province="20",
        sets=SETS,
    )
    assert dict(zip(found["code"], found["status"], strict=True)) == {
        "06001": "achieved",
        "06004": "behind",
    }


def test_a_fictional_target_needs_data_only() -> None:
    target = Target(
        id="bridges",
        title=Words("Cầu treo", "Suspension bridges"),
        level="district",
        method="level",
        deadline=date(2028, 6, 30),
        source="Fiction",
        indicator="bridges",
        unit="cầu",
        value=12.0,
        baseline=Baseline("2024-06-30", 4.0),
    )
    row = judged(
        fact("2026-06-30", 8.0, code="183", indicator="bridges"),
        target=target,
        as_of=date(2026, 7, 1),
    )
    assert (row["code"], row["status"]) == ("183", "on_track")
    assert "8 cầu" in row["why"]


def test_the_reason_shows_the_formula_its_inputs_and_its_limits() -> None:
    row = judged(fact("2025-12-31", 40.5))
    assert "(40,5 − 0) / (50 − 0) = 0,81" in row["why"]
    assert "31/12/2025" in row["why"]
    assert "≥ 0,5: chậm" in row["why"]
    assert "(40.5 − 0) / (50 − 0) = 0.81" in row["why_en"]
    assert "2025-12-31" in row["why_en"]


def test_other_limits_move_the_words_and_are_printed() -> None:
    table = facts.make(pd.DataFrame([fact("2025", 45.0)]))
    limits = Limits(on_track=0.9, behind=0.3, max_age_months=12)
    row = assess(table, [HALFWAY], as_of=AS_OF, limits=limits, province="20", sets=SETS).iloc[0]
    assert row["status"] == "on_track"
    assert "≥ 0,9: đúng tiến độ" in row["why"]


def test_every_target_gets_a_row_with_all_columns_from_no_facts_at_all() -> None:
    targets = [HALFWAY, STATUS, PACE, MEAN, replace(HALFWAY, level="commune")]
    found = assess(facts.empty(), targets, as_of=AS_OF, limits=LIMITS, province="20", sets=SETS)
    assert list(found.columns) == list(COLUMNS)
    assert list(found["status"]) == ["insufficient_data"] * 5


def test_the_table_of_targets_has_words_numbers_and_limits() -> None:
    table = targets_table([DISTRICTS, replace(HALFWAY, value_high=110.0)], LIMITS)
    first, second = table.iloc[0], table.iloc[1]
    assert (first["id"], first["assessable_until"]) == ("ntm_districts", "2025-06-30")
    assert (second["value"], second["value_high"], second["baseline"]) == (100, 110, 0)
    assert second["title_vi"] == "Nửa đường"
    assert "0,5" in first["limits_vi"]
    assert "0.5" in first["limits_en"]


numbers = st.floats(-1e3, 1e3).map(lambda number: round(number, 3))
ORDER = list(TARGET_STATUS)
few = settings(max_examples=40, deadline=None)


@few
@given(numbers, st.floats(0.01, 100), numbers)
def test_progress_does_not_depend_on_the_unit(value: float, scale: float, shift: float) -> None:
    if value >= 100:
        return
    other = replace(HALFWAY, value=100 * scale + shift, baseline=Baseline("2020", shift))
    before = judged(fact("2024-06-30", value))
    after = judged(fact("2024-06-30", value * scale + shift), target=other)
    assert after["progress"] == pytest.approx(before["progress"], rel=1e-6, abs=1e-6)


@few
@given(
    st.sampled_from(["level", "change", "pace", "average"]),
    st.sampled_from(["up", "down"]),
    numbers,
    numbers,
)
def test_a_better_value_never_gets_a_worse_status(
    method: str, direction: str, one: float, two: float
) -> None:
    aim = {"level": 900.0 if direction == "up" else -900.0}.get(method, 5.0)
    way = "up" if method == "average" else direction
    target = replace(
        HALFWAY, method=method, direction=way, value=aim, baseline=Baseline("2024-06-30", 7.0)
    )
    worse, better = sorted((one, two), reverse=way == "down")
    ranks = [
        ORDER.index(judged(fact("2025", value), target=target)["status"])
        for value in (worse, better)
    ]
    assert ranks[1] <= ranks[0]


@few
@given(st.lists(numbers, min_size=1, max_size=5))
def test_the_facts_are_left_as_they_were(values: list[float]) -> None:
    rows = [fact(str(2020 + place), value) for place, value in enumerate(values)]
    table = facts.make(pd.DataFrame(rows))
    copy = table.copy(deep=True)
    assess(table, [HALFWAY, STATUS, PACE], as_of=AS_OF, limits=LIMITS, province="20", sets=SETS)
    pd.testing.assert_frame_equal(table, copy)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 20))
def test_whole_years_are_whole(start: date, years: int) -> None:
    day = min(start.day, 28)
    first = start.replace(day=day)
    assert years_between(first, first.replace(year=first.year + years)) == years

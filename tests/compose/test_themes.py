"""Themes: which facts a map shows, in which classes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose.classes import graduated
from lsgeo.compose.themes import (
    column_of,
    field_of,
    known,
    last,
    latest,
    origins_of,
    series_of,
    style_of,
    target_style,
)
from lsgeo.palette import COVER, Symbol, Theme
from lsgeo.progress import Target
from lsgeo.scales import CriteriaSet, Scale, Status
from lsgeo.text import Words, same

VINTAGE = "2025-07-01"
TITLE = Words("Độ che phủ", "Cover")
COVER_THEME = Theme("cover", TITLE, unit=same("%"), decimals=1, colours=COVER)


def set_of(name: str, valid_from: str, **values: int) -> CriteriaSet:
    """A criteria set whose scale has these statuses."""
    statuses = [
        Status(value, status, same(f"{status} {name}"), Symbol("#FFFFFF"))
        for status, value in values.items()
    ]
    scale = Scale(name, tuple(statuses))
    return CriteriaSet(name, same(f"set {name}"), scale, valid_from, "", 10, "")


SETS = {
    "old": set_of("old", "2021-01-01", pending=-1, not_met=0, met=1, advanced=2, model=3),
    "new": set_of("new", "2026-02-15", pending=-1, not_met=0, met=1, modern=2),
}
STATUS_THEME = Theme("ntm_status", TITLE, on_scale=True)
TWO = pd.Index(["00001", "00002"], name="code")


def facts_of(rows: list[tuple[str, str, str, float]], *, indicator: str = "cover") -> pd.DataFrame:
    """Facts from code, variant, period, value."""
    table = pd.DataFrame(rows, columns=["code", "variant", "period", "value"])
    said = {"vintage": VINTAGE, "unit": "%", "quality": "published", "source": "a; b"}
    return facts.make(table, constants={"indicator": indicator, **said})


def test_a_theme_shows_its_latest_period() -> None:
    told = facts_of([("00001", "", "2023", 1.0), ("00001", "", "2024-06-30", 2.0)])
    assert latest(told, COVER_THEME, vintage=VINTAGE)["value"].tolist() == [2.0]


def test_a_unit_looked_at_again_does_not_take_the_others_numbers_away() -> None:
    told = facts_of(
        [("00001", "", "2025", 1.0), ("00002", "", "2025", 2.0), ("00001", "", "2026-09-30", 3.0)]
    )
    shown = latest(told, COVER_THEME, vintage=VINTAGE).set_index("code")["value"]
    assert shown.to_dict() == {"00001": 3.0, "00002": 2.0}
    field = field_of(COVER_THEME, latest(told, COVER_THEME, vintage=VINTAGE), every=told, sets=SETS)
    assert field.period == "2025 – 2026-09-30"


def test_each_unit_is_shown_by_the_set_of_its_own_latest_period() -> None:
    told = facts_of(
        [
            ("00001", "old", "2025", 19.0),
            ("00002", "old", "2025", 18.0),
            ("00002", "new", "2026-06-30", 9.0),
        ],
        indicator="criteria_met",
    )
    theme = Theme("criteria_met", TITLE, colours=COVER, note=same("A note"))
    shown = latest(told, theme, vintage=VINTAGE)
    assert shown["variant"].tolist() == ["old", "new"]
    style = style_of(theme, shown, every=told, sets=SETS)
    assert style is not None
    assert style.note.en == "A note. Not all units are counted alike: set new; set old"


def test_of_several_variants_of_one_period_the_first_is_shown() -> None:
    told = facts_of([("00001", "b", "2024", 2.0), ("00001", "a", "2024", 1.0)])
    assert latest(told, COVER_THEME, vintage=VINTAGE)["value"].tolist() == [1.0]


def test_facts_of_another_vintage_are_not_shown() -> None:
    told = facts_of([("00001", "", "2024", 1.0)])
    assert latest(told, COVER_THEME, vintage="2024-12-01").empty


def test_a_named_variant_leaves_the_others_out() -> None:
    theme = Theme("cover", TITLE, variant="edge", colours=COVER)
    told = facts_of([("00001", "centre", "2024", 1.0), ("00001", "edge", "2024", 2.0)])
    assert latest(told, theme, vintage=VINTAGE)["value"].tolist() == [2.0]


def test_classes_cover_every_value_without_gap_or_overlap() -> None:
    values = np.random.default_rng(1).uniform(3, 97, 65)
    classes = graduated(values, COVER_THEME)
    edges = [classes[0].low, *(one.high for one in classes)]
    assert edges[0] == values.min()
    assert edges[-1] == values.max()
    assert [one.low for one in classes[1:]] == edges[1:-1]
    assert edges == sorted(set(edges))


def test_classes_hold_about_equally_many_units() -> None:
    values = np.random.default_rng(2).exponential(20, 200)
    classes = graduated(values, COVER_THEME)
    counts = [np.sum((values >= one.low) & (values < one.high)) for one in classes[:-1]]
    assert all(30 <= count <= 50 for count in counts)


def test_whole_numbers_are_in_one_class_each() -> None:
    """Five classes over 0 … 9: a reader of "2 – 3" and "3 – 5" would not know where 3 is."""
    theme = Theme("criteria", TITLE, colours=COVER)
    classes = graduated(np.arange(10.0), theme)
    assert [one.label.vi for one in classes] == ["0 – 1", "2 – 3", "4", "5 – 6", "7 – 9"]


def test_the_numbers_shown_set_the_limits_and_other_years_only_stretch_the_ends() -> None:
    """Loss adds up: by the numbers of all years every unit of today would be in the last class."""
    shown = np.array([10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    classes = graduated(shown, COVER_THEME, every=np.append(shown, [0.0, 1.0, 70.0]))
    assert [one.low for one in classes] == [0, 20, 30, 40, 50]
    assert classes[-1].high == 70


def test_few_different_numbers_have_a_class_each() -> None:
    theme = Theme("criteria_met", TITLE, colours=COVER)
    classes = graduated(np.array([8.0, 10.0, 10.0, 10.0, 9.0]), theme)
    assert [one.label.vi for one in classes] == ["8", "9", "10"]
    assert [(one.low, one.high) for one in classes] == [(8, 9), (9, 10), (10, 10)]


def test_numbers_that_look_alike_are_one_class() -> None:
    """Two classes called "12,0" in two colours would tell a reader nothing."""
    classes = graduated(np.array([12.01, 11.98, 12.26]), COVER_THEME)
    assert [one.label.vi for one in classes] == ["12,0", "12,3"]
    assert [(one.low, one.high) for one in classes] == [(11.98, 12.26), (12.26, 12.26)]


def test_numbers_that_look_alike_do_not_count_against_the_colours() -> None:
    classes = graduated(np.linspace(12.0, 12.04, 20), COVER_THEME)
    assert [(one.label.vi, one.low, one.high) for one in classes] == [("12,0", 12.0, 12.04)]


def test_one_number_alone_has_one_class() -> None:
    assert len(graduated(np.array([5.0, 5.0]), COVER_THEME)) == 1


def test_labels_are_in_the_format_of_their_language() -> None:
    classes = graduated(np.linspace(1000, 9000, 50), Theme("area", TITLE, colours=COVER))
    assert classes[0].label.vi == "1.000 – 2.600"
    assert classes[0].label.en == "1,000 – 2,600"


def test_statuses_are_the_ids_of_their_scale_and_missing_units_stay_missing() -> None:
    told = facts_of([("00001", "new", "2026", 1.0)], indicator="ntm_status")
    column = column_of(STATUS_THEME, told, sets=SETS, codes=TWO)
    assert column.tolist()[0] == "met"
    assert column.isna().tolist() == [False, True]
    style = style_of(STATUS_THEME, told, every=told, sets=SETS)
    assert style is not None
    assert [one.value for one in style.classes] == ["not_met", "met", "modern", "pending"]
    assert field_of(STATUS_THEME, told, every=told, sets=SETS).values["met"] == same("met new")


def test_a_number_that_means_two_statuses_on_two_scales_keeps_both_meanings() -> None:
    """2 is advanced on the old scale and modern on the new one."""
    told = facts_of(
        [("00001", "old", "2025", 2.0), ("00002", "new", "2026", 2.0)], indicator="ntm_status"
    )
    assert column_of(STATUS_THEME, told, sets=SETS, codes=TWO).tolist() == ["advanced", "modern"]
    style = style_of(STATUS_THEME, told, every=told, sets=SETS)
    assert style is not None
    words = {one.value: one.label.vi for one in style.classes}
    assert (words["advanced"], words["modern"]) == ("advanced old", "modern new")
    assert "model" not in words  # of the old scale only what occurs


def test_a_series_has_a_column_for_each_period_in_order_of_time_and_a_row_for_each_unit() -> None:
    told = facts_of(
        [("00001", "", "2024-06-30", 3.0), ("00001", "", "2023", 2.0), ("00001", "", "2024", 4.0)]
    )
    every = known(told, COVER_THEME, vintage=VINTAGE)
    series = series_of(COVER_THEME, every, sets=SETS, codes=TWO)
    assert series.columns.tolist() == ["2023", "2024-06-30", "2024"]
    assert series.loc["00001"].tolist() == [2.0, 3.0, 4.0]
    assert series.loc["00002"].isna().all()


def test_a_series_of_counts_is_of_whole_numbers_and_knows_what_is_missing() -> None:
    told = facts_of([("00001", "", "2023", 2.0), ("00002", "", "2024", 5.0)])
    series = series_of(Theme("cover", TITLE), told, sets=SETS, codes=TWO)
    assert [str(dtype) for dtype in series.dtypes] == ["Int64", "Int64"]
    assert series.loc["00001", "2023"] == 2
    assert series.loc["00001", "2024"] is pd.NA


def test_a_series_of_statuses_is_of_ids_each_on_the_scale_of_its_own_time() -> None:
    told = facts_of(
        [("00001", "old", "2025", 2.0), ("00001", "new", "2026", 2.0)], indicator="ntm_status"
    )
    series = series_of(STATUS_THEME, told, sets=SETS, codes=TWO)
    assert series.loc["00001"].to_dict() == {"2025": "advanced", "2026": "modern"}
    assert series.loc["00002"].isna().all()


def test_of_several_variants_of_one_period_a_series_has_the_first() -> None:
    told = facts_of(
        [
            ("00001", "b", "2023", 9.0),
            ("00001", "a", "2023", 1.0),
            ("00001", "b", "2024", 2.0),
        ]
    )
    every = known(told, COVER_THEME, vintage=VINTAGE)
    assert every["value"].tolist() == [1.0, 2.0]
    assert last(every)["value"].tolist() == [2.0]


def test_numbers_counted_in_two_ways_make_no_series() -> None:
    """9 of 19 criteria and then 9 of 10 are no standstill."""
    told = facts_of(
        [("00001", "old", "2024", 9.0), ("00001", "old", "2025", 12.0), ("00001", "new", "2026", 9)]
    )
    series = series_of(COVER_THEME, told, sets=SETS, codes=TWO)
    assert series.columns.tolist() == ["2026"]


def test_classes_are_made_from_all_periods_and_the_style_tells_the_shown_one() -> None:
    told = facts_of([("00001", "", "2023", 10.0), ("00001", "", "2024", 20.0)])
    style = style_of(COVER_THEME, last(told), every=told, sets=SETS)
    assert style is not None
    assert [(one.low, one.high) for one in style.classes] == [(10, 20), (20, 20)]
    assert style.period == "2024"


def test_a_coded_class_of_an_earlier_period_stays_in_the_legend() -> None:
    classes = {code: (same(f"class {code}"), Symbol("#FFFFFF")) for code in (1, 2, 3)}
    theme = Theme("cover", TITLE, classes=classes)
    told = facts_of([("00001", "", "2023", 1.0), ("00001", "", "2024", 3.0)])
    style = style_of(theme, last(told), every=told, sets=SETS)
    assert style is not None
    assert [one.value for one in style.classes] == [1, 3]


def test_a_status_of_an_older_set_that_only_the_past_has_keeps_its_words() -> None:
    told = facts_of(
        [("00001", "old", "2025", 3.0), ("00001", "new", "2026", 1.0)], indicator="ntm_status"
    )
    shown = latest(told, STATUS_THEME, vintage=VINTAGE)
    assert "model" in field_of(STATUS_THEME, shown, every=told, sets=SETS).values


def test_origins_tell_each_unit_its_own_period_and_nothing_where_there_is_no_number() -> None:
    told = facts_of([("00001", "", "2023", 1.0), ("00001", "", "2024", 2.0)])
    origins = origins_of(last(told), codes=TWO)
    assert origins.loc["00001"].to_dict() == {
        "period": "2024",
        "quality": "published",
        "source": "a; b",
    }
    assert origins.loc["00002"].isna().all()


def test_a_theme_without_colours_or_classes_is_no_map() -> None:
    told = facts_of([("00001", "", "2024", 1.0)])
    assert style_of(Theme("cover", TITLE), told, every=told, sets=SETS) is None


def test_a_field_says_period_quality_and_each_source_once() -> None:
    told = facts_of([("00001", "", "2024", 1.0)])
    field = field_of(COVER_THEME, told, every=told, sets=SETS)
    assert (field.period, field.quality, field.source) == ("2024", "published", "a; b")


@pytest.mark.parametrize(
    ("rule", "word", "sign"),
    [("registered_year", "Không xét (phường)", "○"), ("", "Không còn đánh giá", "▲")],
)
def test_a_ward_is_not_said_to_be_no_longer_assessed_nor_who_is_not_late_to_go_up(
    rule: str, word: str, sign: str
) -> None:
    target = Target("ntm", TITLE, "commune", "level", date(2030, 12, 31), "", unit_rule=rule)
    rows = pd.DataFrame(
        {
            "code": ["00001", "00002"],
            "status": ["on_track", "not_assessable"],
            "why": ["vì thế", "là phường"],
            "why_en": ["so", "a ward"],
            "period": "2025",
            "quality": "published",
            "source": "x",
        }
    )
    (status, reason), style = target_style(target, rows)
    assert status.values["not_assessable"].vi == word
    assert style.classes[0].label.vi.split()[0] == sign
    assert reason.values["vì thế"].en == "so"
    assert [one.value for one in style.classes] == ["on_track", "not_assessable"]

"""Themes: which facts a map shows, in which classes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose.themes import column_of, field_of, graduated, latest, style_of, target_style
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
    known = facts_of([("00001", "", "2023", 1.0), ("00001", "", "2024-06-30", 2.0)])
    assert latest(known, COVER_THEME, vintage=VINTAGE)["value"].tolist() == [2.0]


def test_a_unit_looked_at_again_does_not_take_the_others_numbers_away() -> None:
    known = facts_of(
        [("00001", "", "2025", 1.0), ("00002", "", "2025", 2.0), ("00001", "", "2026-09-30", 3.0)]
    )
    shown = latest(known, COVER_THEME, vintage=VINTAGE).set_index("code")["value"]
    assert shown.to_dict() == {"00001": 3.0, "00002": 2.0}
    field = field_of(COVER_THEME, latest(known, COVER_THEME, vintage=VINTAGE), sets=SETS)
    assert field.period == "2025 – 2026-09-30"


def test_each_unit_is_shown_by_the_set_of_its_own_latest_period() -> None:
    known = facts_of(
        [
            ("00001", "old", "2025", 19.0),
            ("00002", "old", "2025", 18.0),
            ("00002", "new", "2026-06-30", 9.0),
        ],
        indicator="criteria_met",
    )
    theme = Theme("criteria_met", TITLE, colours=COVER, note=same("A note"))
    shown = latest(known, theme, vintage=VINTAGE)
    assert shown["variant"].tolist() == ["old", "new"]
    style = style_of(theme, shown, sets=SETS, codes=TWO)
    assert style is not None
    assert style.note.en == "A note. Not all units are counted alike: set new; set old"


def test_of_several_variants_of_one_period_the_first_is_shown() -> None:
    known = facts_of([("00001", "b", "2024", 2.0), ("00001", "a", "2024", 1.0)])
    assert latest(known, COVER_THEME, vintage=VINTAGE)["value"].tolist() == [1.0]


def test_facts_of_another_vintage_are_not_shown() -> None:
    known = facts_of([("00001", "", "2024", 1.0)])
    assert latest(known, COVER_THEME, vintage="2024-12-01").empty


def test_a_named_variant_leaves_the_others_out() -> None:
    theme = Theme("cover", TITLE, variant="edge", colours=COVER)
    known = facts_of([("00001", "centre", "2024", 1.0), ("00001", "edge", "2024", 2.0)])
    assert latest(known, theme, vintage=VINTAGE)["value"].tolist() == [2.0]


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


def test_few_different_numbers_have_a_class_each() -> None:
    theme = Theme("criteria_met", TITLE, colours=COVER)
    classes = graduated(np.array([8.0, 10.0, 10.0, 10.0, 9.0]), theme)
    assert [one.label.vi for one in classes] == ["8", "9", "10"]
    assert [(one.low, one.high) for one in classes] == [(8, 9), (9, 10), (10, 10)]


def test_one_number_alone_has_one_class() -> None:
    assert len(graduated(np.array([5.0, 5.0]), COVER_THEME)) == 1


def test_labels_are_in_the_format_of_their_language() -> None:
    classes = graduated(np.linspace(1000, 9000, 50), Theme("area", TITLE, colours=COVER))
    assert classes[0].label.vi == "1.000 – 2.600"
    assert classes[0].label.en == "1,000 – 2,600"


def test_statuses_are_the_ids_of_their_scale_and_missing_units_stay_missing() -> None:
    known = facts_of([("00001", "new", "2026", 1.0)], indicator="ntm_status")
    column = column_of(STATUS_THEME, known, sets=SETS, codes=TWO)
    assert column.tolist()[0] == "met"
    assert column.isna().tolist() == [False, True]
    style = style_of(STATUS_THEME, known, sets=SETS, codes=TWO)
    assert style is not None
    assert [one.value for one in style.classes] == ["not_met", "met", "modern", "pending"]
    assert field_of(STATUS_THEME, known, sets=SETS).values["met"] == same("met new")


def test_a_number_that_means_two_statuses_on_two_scales_keeps_both_meanings() -> None:
    """2 is advanced on the old scale and modern on the new one."""
    known = facts_of(
        [("00001", "old", "2025", 2.0), ("00002", "new", "2026", 2.0)], indicator="ntm_status"
    )
    assert column_of(STATUS_THEME, known, sets=SETS, codes=TWO).tolist() == ["advanced", "modern"]
    style = style_of(STATUS_THEME, known, sets=SETS, codes=TWO)
    assert style is not None
    words = {one.value: one.label.vi for one in style.classes}
    assert (words["advanced"], words["modern"]) == ("advanced old", "modern new")
    assert "model" not in words  # of the old scale only what occurs


def test_a_theme_without_colours_or_classes_is_no_map() -> None:
    known = facts_of([("00001", "", "2024", 1.0)])
    assert style_of(Theme("cover", TITLE), known, sets=SETS, codes=pd.Index(["00001"])) is None


def test_a_field_says_period_quality_and_each_source_once() -> None:
    field = field_of(COVER_THEME, facts_of([("00001", "", "2024", 1.0)]), sets=SETS)
    assert (field.period, field.quality, field.source) == ("2024", "published", "a; b")


@pytest.mark.parametrize(
    ("rule", "word"), [("registered_year", "Không xét (phường)"), ("", "Không còn đánh giá")]
)
def test_a_ward_is_not_said_to_be_no_longer_assessed(rule: str, word: str) -> None:
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
    assert reason.values["vì thế"].en == "so"
    assert [one.value for one in style.classes] == ["on_track", "not_assessable"]

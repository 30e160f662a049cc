from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lsgeo.errors import ConfigError
from lsgeo.progress import Baseline, Limits
from lsgeo.sources.targets import read_targets
from lsgeo.text import Words

ROOT = Path(__file__).parents[2]
SOUND = """
[[target]]
id = "halls"
title = { vi = "Nhà văn hóa", en = "Halls" }
level = "province"
method = "level"
indicator = "halls_share"
unit = "%"
value = 70
deadline = 2030-12-31
vintages = ["2024-12-01"]
source = "Kế hoạch"
baseline = { period = "2020", value = 30.5, source = "Báo cáo" }
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(tmp_path: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_targets(write(tmp_path, text))
    return caught.value


def test_a_target_is_read_with_its_types(tmp_path: Path) -> None:
    (target,), limits = read_targets(write(tmp_path, SOUND))
    assert target.title == Words("Nhà văn hóa", "Halls")
    assert (target.value, target.deadline) == (70.0, date(2030, 12, 31))
    assert target.baseline == Baseline("2020", 30.5, "published", "Báo cáo")
    assert target.vintages == ("2024-12-01",)
    assert limits == Limits(1.0, 0.5, 24)


def test_the_limits_are_the_workspaces_own(tmp_path: Path) -> None:
    text = "[limits]\non_track = 0.9\nbehind = 0.4\nmax_age_months = 12\n" + SOUND
    assert read_targets(write(tmp_path, text))[1] == Limits(0.9, 0.4, 12)


def test_a_file_without_targets_is_sound(tmp_path: Path) -> None:
    assert read_targets(write(tmp_path, "# none yet\n")) == ((), Limits())


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(SOUND, encoding="utf-8-sig")
    assert len(read_targets(path)[0]) == 1


@pytest.mark.parametrize(
    ("line", "replacement", "words"),
    [
        ("deadline = 2030-12-31", "", ("deadline", "missing", "Add deadline")),
        ("deadline = 2030-12-31", 'deadline = "2030-12-31"', ("deadline", "without quotes")),
        ("deadline = 2030-12-31", "deadline = 2019-12-31", ("baseline", "before 2019-12-31")),
        ('source = "Kế hoạch"', "", ("source", "missing", "decision or plan")),
        ('method = "level"', 'method = "growth"', ("method", "'growth'", "average")),
        ('level = "province"', 'level = "region"', ("level", "'region'", "commune")),
        ('indicator = "halls_share"', "indicator = 7", ("indicator", "got 7", "text")),
        ('indicator = "halls_share"', 'indicator = "Hall share"', ("indicator", "letters a-z")),
        ('indicator = "halls_share"', "", ("indicator", "missing", "whose facts")),
        ("value = 70\n", "value = 70\nvalue_high = 60\n", ("value_high", "reversed", "70 … 60")),
        ("value = 70\n", "value = 70\nvalue_high = 70\n", ("value_high", "reversed")),
        ("value = 70\n", "", ("value", "missing", 'method = "none"')),
        ("value = 70\n", 'value = "70"\n', ("value", "a number", "'70'")),
        ("value = 70\n", "value = nan\n", ("value", "a number")),
        ("value = 70\n", "value = 20\n", ("baseline.value", "already meets")),
        ('unit = "%"', 'unti = "%"', ("unti", "unknown key", "unit")),
        ('method = "level"', 'method = "none"', ("value", "without a number")),
        ('method = "level"', 'method = "average"\nvalue_high = 1', ("reversed",)),
        ('["2024-12-01"]', '["12/2024"]', ("vintages.0", "2025-07-01", "12/2024")),
        ('["2024-12-01"]', '["2024-13-01"]', ("vintages", "no date", "2024-13-01")),
        ('["2024-12-01"]', '"2024-12-01"', ("vintages", "a list")),
        ('period = "2020"', 'period = "12/2020"', ("baseline.period", "a year or a date")),
        ('period = "2020"', 'period = "2020-02-30"', ("baseline.period", "no date")),
        ('period = "2020"', 'period = "2031"', ("baseline.period", "2031", "before 2030-12-31")),
        (', source = "Báo cáo"', "", ("baseline.source", "no source")),
        (', source = "Báo cáo"', ', source = "B", quality = "good"', ("unknown quality", "good")),
        ('title = { vi = "Nhà văn hóa", en = "Halls" }', 'title = { vi = "Nhà" }', ("title.en",)),
        ('title = { vi = "Nhà văn hóa", en = "Halls" }', 'title = "Nhà"', ("title", "a table")),
    ],
)
def test_a_fault_of_a_target_is_placed_and_explained(
    tmp_path: Path, line: str, replacement: str, words: tuple[str, ...]
) -> None:
    assert line in SOUND
    error = complaint(tmp_path, SOUND.replace(line, replacement))
    assert len(error.faults) == 1
    assert "target 1 'halls'" in str(error)
    assert all(word in str(error) for word in words)


def test_a_fall_is_a_direction_not_a_negative_number(tmp_path: Path) -> None:
    text = SOUND.replace('"level"', '"pace"').replace("value = 70", "value = -2")
    assert 'direction = "down"' in str(complaint(tmp_path, text))


def test_an_average_needs_its_start(tmp_path: Path) -> None:
    text = SOUND.replace('"level"', '"average"')
    without = "\n".join(line for line in text.splitlines() if not line.startswith("baseline"))
    assert "averaging starts" in str(complaint(tmp_path, without))


def test_an_id_may_be_there_only_once(tmp_path: Path) -> None:
    error = complaint(tmp_path, SOUND + SOUND)
    assert "id 'halls'" in str(error)
    assert "2 times" in str(error)


def test_an_unknown_part_of_the_file_is_named(tmp_path: Path) -> None:
    assert "targte" in str(complaint(tmp_path, SOUND.replace("[[target]]", "[[targte]]")))


def test_targets_must_be_a_list(tmp_path: Path) -> None:
    assert "a list" in str(complaint(tmp_path, SOUND.replace("[[target]]", "[target]")))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ("on_track = 0.5\nbehind = 0.5", "behind < on_track"),
        ("behind = 0", "above 0"),
        ("max_age_months = 1.5", "whole number"),
        ("max_age_months = 99999999", "up to 1200"),
        ("late = 1", "unknown key"),
    ],
)
def test_a_fault_of_the_limits_is_explained(tmp_path: Path, limits: str, words: str) -> None:
    error = complaint(tmp_path, f"[limits]\n{limits}\n{SOUND}")
    assert "[limits]" in str(error)
    assert words in str(error)


def test_all_faults_of_the_file_come_together(tmp_path: Path) -> None:
    broken = SOUND.replace("deadline = 2030-12-31", "").replace('"level"', '"growth"')
    reversed_range = SOUND.replace("value = 70\n", "value = 70\nvalue_high = 60\n")
    error = complaint(tmp_path, "[limits]\nlate = 1\n" + broken + reversed_range)
    assert len(error.faults) == 5  # late; deadline, method; the id twice; the range
    assert "target 1 'halls', deadline" in str(error)
    assert "target 2 'halls', value_high" in str(error)


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the file is missing"):
        read_targets(tmp_path / "none.toml")


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in str(complaint(tmp_path, "[limits]\nbehind = = 1\n"))


def test_a_file_in_another_encoding_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_bytes(SOUND.encode("utf-16"))
    with pytest.raises(ConfigError, match="UTF-8"):
        read_targets(path)


PLAN = {
    "ntm_share": (80, None),
    "ntm_advanced_share": (30, None),
    "ntm_advanced_of_met_share": (30, None),
    "ntm_districts": (3, None),
    "forest_cover": (3, None),
    "village_halls": (70, None),
    "poverty": (2, 3),
    "trained_labour": (76, None),
    "schools": (55, 59),
    "grdp_growth": (8, 9),
    "grdp_rank": (5, None),
    "electricity": (None, None),
    "clean_water": (None, None),
    "waste": (None, None),
    "monitoring_stations": (None, None),
    "urbanisation": (None, None),
    "transport": (None, None),
}


def test_the_workspace_of_lang_son_holds_every_target_of_the_plan() -> None:
    targets, _limits = read_targets(ROOT / "targets.toml")
    assert {target.id: (target.value, target.value_high) for target in targets} == PLAN
    assert {target.deadline for target in targets} == {date(2030, 12, 31)}


def test_the_traps_of_the_plan_are_in_the_file() -> None:
    targets = {target.id: target for target in read_targets(ROOT / "targets.toml")[0]}
    assert targets["ntm_districts"].assessable_until == date(2025, 6, 30)
    assert targets["forest_cover"].method == "change"
    assert targets["forest_cover"].excluded_qualities == ("remote_sensing",)
    assert (targets["poverty"].method, targets["poverty"].direction) == ("pace", "down")
    assert targets["grdp_growth"].method == "average"
    assert targets["ntm_share"].unit_rule == "registered_year"
    assert "1.523" in targets["village_halls"].note.vi

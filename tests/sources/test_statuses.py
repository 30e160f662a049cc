"""New-rural statuses: words on a scale, units by code or name, decisions as events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.sources.statuses import Statuses, read_statuses, stack
from tests.conftest import ROOT, SCALES, SETS

HEADER = (
    "vintage,code,name,kind,district,period,criteria_set,status,criteria_met,year_met,"
    "decision,decision_date,year_registered"
)
PLAIN = "2024-12-01,06523,Chi Lăng,xã,Chi Lăng,2024,2021-2025,chưa đạt,,,,,"
WARD = "2024-12-01,05983,Chi Lăng,phường,,2024,2021-2025,phường (không xét),,,,,"

Read = Callable[..., Statuses]


def sets_from(
    folder: Path, entry_for: Callable[..., Entry], sets: str = SETS, scales: str = SCALES
) -> CriteriaSets:
    for name, text in (("sets", sets), ("scales", scales)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_criteria_sets(entry_for(folder / "sets.csv"), entry_for(folder / "scales.csv"))[0]


@pytest.fixture
def read(tmp_path: Path, entry_for: Callable[..., Entry], registry: Registry) -> Read:
    def reading(*rows: str, sets: CriteriaSets | None = None, header: str = HEADER) -> Statuses:
        path = tmp_path / "ntm.csv"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        known = sets or sets_from(tmp_path, entry_for)
        return read_statuses(entry_for(path, theme="ntm_status"), registry, known)

    return reading


def message(read: Read, *rows: str) -> str:
    with pytest.raises(InputError) as caught:
        read(*rows)
    text = str(caught.value)
    assert "ntm.csv: the statuses cannot be used\n" in text
    return text


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("chưa đạt", 0),
        ("đạt chuẩn NTM", 1),
        ("NTM nâng cao", 2),
        ("NTM kiểu mẫu", 3),
        ("chưa đánh giá lại", -1),
        ("Đạt chuẩn", 1),
        ("NÂNG CAO", 2),
        ("model", 3),
        ("not_met", 0),
    ],
)
def test_the_words_of_the_scale_become_its_values(read: Read, word: str, value: int) -> None:
    assert read(PLAIN.replace("chưa đạt", word)).statuses["status"].tolist() == [value]


def test_a_ward_is_not_assessed(read: Read) -> None:
    assert read(WARD).statuses["status"].tolist() == [-2]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (WARD.replace("phường (không xét)", "đạt chuẩn NTM"), "got phường, đạt chuẩn NTM"),
        (WARD.replace("phường (không xét)", "chưa đánh giá lại"), "got phường, chưa đánh giá lại"),
        (PLAIN.replace("chưa đạt", "phường (không xét)"), "got xã, phường (không xét)"),
        (
            "2024-12-01,06184,Đồng Đăng,thị trấn,Cao Lộc,2024,2021-2025,chưa đạt,,,,,",
            "got thị trấn, chưa đạt",
        ),
    ],
)
def test_only_xa_have_a_status_and_every_xa_may(read: Read, row: str, said: str) -> None:
    text = message(read, row)
    assert f"the new-rural standard is for xã, and for every xã ({said})" in text


@pytest.mark.parametrize("period", ["2025", "2025-07-01", "2031"])
def test_a_status_after_its_unit_has_ended_is_a_fault(read: Read, period: str) -> None:
    """The units of 12/2024 were there until 30/06/2025."""
    text = message(read, PLAIN.replace(",2024,", f",{period},"))
    assert f"the unit had ended by then (expected ≤ 2025-06-30, got {period})" in text


@pytest.mark.parametrize("period", ["2025-06-30", "2015"])
def test_a_history_may_be_told_on_later_units_and_a_later_set(read: Read, period: str) -> None:
    rows = read(PLAIN.replace(",2024,", f",{period},")).statuses
    assert rows["period"].tolist() == [period]


def test_each_row_keeps_where_it_comes_from(read: Read) -> None:
    (row,) = read(PLAIN).statuses.to_dict("records")
    assert (row["vintage"], row["code"], row["period"]) == ("2024-12-01", "06523", "2024")
    assert (row["criteria_set"], row["quality"], row["source"]) == (
        "2021-2025",
        "official",
        "an office",
    )


def test_blank_numbers_are_missing_and_never_zero(read: Read) -> None:
    statuses = read(PLAIN).statuses
    assert statuses[["criteria_met", "year_met", "year_registered"]].isna().all(axis=None)


def test_a_unit_may_be_named_instead_of_coded(read: Read) -> None:
    row = "2024-12-01,,Chi Lăng,xã,Chi Lăng,2024,2021-2025,chưa đạt,,,,,"
    assert read(row).statuses["code"].tolist() == ["06523"]


def test_a_lost_leading_zero_is_mended_and_in_the_ledger(read: Read) -> None:
    found = read(PLAIN.replace("06523", "6523"))
    assert found.statuses["code"].tolist() == ["06523"]
    (note,) = found.ledger.notes.to_dict("records")
    assert (note["row"], note["said"], note["became"]) == (2, "6523", "06523")
    assert note["outcome"] == "corrected"
    assert found.ledger.counts[["rows", "used", "corrected"]].to_numpy().tolist() == [[1, 0, 1]]


def test_the_year_it_was_met_is_not_the_decisions_date(read: Read) -> None:
    """Bắc Lãng: nâng cao 2022 by a decision of 26/01/2023."""
    row = (
        "2024-12-01,,Bắc Lãng,xã,Đình Lập,2023,2021-2025,NTM nâng cao,19,2022,"
        "105/QĐ-UBND,2023-01-26,"
    )
    found = read(row)
    assert found.statuses["year_met"].tolist() == [2022]
    (event,) = found.events.to_dict("records")
    assert event["date"] == "2023-01-26"
    assert (event["detail"], event["year"]) == ("105/QĐ-UBND", "2022")


def test_a_decision_repeated_in_later_periods_is_one_event(read: Read) -> None:
    row = "2024-12-01,,Bắc Lãng,xã,Đình Lập,{},2021-2025,NTM nâng cao,,2022,105/QĐ-UBND,2023-01-26,"
    assert len(read(row.format(2023), row.format(2024)).events) == 1


def test_no_decision_is_no_event(read: Read) -> None:
    assert read(PLAIN).events.empty


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("chưa đạt", "đạt một phần", "unknown status word (expected phường (không xét); "),
        ("chưa đạt", "", "unknown status word"),
        ("2021-2025", "2031", "unknown criteria set (expected 2021-2025, got 2031)"),
        ("2024-12-01", "2024-12-02", "unknown vintage (expected 2020-01-01, 2024-12-01"),
        (",2024,", ",24,", "malformed period (expected 2025 / 2025-06-30, got 24)"),
        (",2024,", ",30/06/2024,", "malformed period"),
        (",,,,,", ",mười,,,,", "criteria_met is no whole number (got mười)"),
        (",,,,,", ",12.5,,,,", "criteria_met is no whole number (got 12.5)"),
        (",,,,,", ",²,,,,", "criteria_met is no whole number"),
        (",,,,,", ",20,,,,", "more criteria than the set has (expected ≤ 19, got 20)"),
        (",,,,,", ",,năm 2022,,,", "year_met is no whole number"),
        (",,,,,", ",,,x,26/01/2023,", "malformed date (expected 2025-06-30, got 26/01/2023)"),
        (",,,,,", ",,,x,20230126,", "malformed date"),
        (",,,,,", ",,20220,,,", "year_met is no year (expected 2025, got 20220)"),
        (",,,,,", ",,,,,99999999", "year_registered is no year"),
        (",,,,,", f",{'9' * 5000},,,,", "criteria_met is no whole number"),
        ("06523,Chi Lăng,xã", "06523,Na Sầm,xã", "different units"),
        ("06523,Chi Lăng,xã,Chi Lăng", ",Chi Lăng,,", "4 units of 2024-12-01"),
        ("06523,Chi Lăng,xã,Chi Lăng", ",Dong Dang,,", "Did you mean Thị trấn Đồng Đăng"),
        ("06523,Chi Lăng,xã,Chi Lăng", ",,,", "the row names no unit"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(read: Read, old: str, new: str, said: str) -> None:
    text = message(read, PLAIN.replace(old, new, 1))
    assert said in text
    assert "\n  row 2 '" in text


def test_every_fault_of_a_table_is_told_at_once(read: Read) -> None:
    wrong = PLAIN.replace("chưa đạt", "?").replace(",2024,", ",24,")
    text = message(read, wrong, PLAIN, wrong.replace("06523", "99999"))
    assert text.count("unknown status word") == 2
    assert text.count("malformed period") == 2
    assert text.count("no unit of") == 1
    assert "row 3" not in text


def test_a_unit_and_period_twice_is_a_fault(read: Read) -> None:
    text = message(read, PLAIN, PLAIN.replace("06523", "6523"))
    assert "row 3: this unit and period are there twice (got 2024-12-01 06523 2024)" in text


# ---- scales and sets by rows only ----


def test_a_new_criteria_set_and_scale_are_a_matter_of_rows(
    read: Read, tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    """The pilot "xã NTM hiện đại" of a set that is not written yet."""
    scales = SCALES + "modern,0,no,chưa đạt,not met,,#F6DFA8,\n"
    scales += "modern,1,met,xã NTM hiện đại,modern commune,hiện đại,#08306B,dots\n"
    scales += (
        "modern,-7,pending,chờ,waiting,,#FFFFFF,\nmodern,-8,not_applicable,phường,ward,,#EDEDED,\n"
    )
    sets = SETS + "2027,Bộ 2027,Set 2027,modern,2027-01-01,,12,a decision\n"
    known = sets_from(tmp_path, entry_for, sets, scales)
    assert known["2027"].criteria_count == 12
    row = PLAIN.replace("2021-2025,chưa đạt", "2027,Hiện đại")
    assert read(row, sets=known).statuses["status"].tolist() == [1]
    with pytest.raises(
        InputError, match=r"expected chưa đạt; xã NTM hiện đại; .*, got NTM nâng cao"
    ):
        read(PLAIN.replace("2021-2025,chưa đạt", "2027,NTM nâng cao"), sets=known)


def test_the_shipped_sets_are_those_of_the_decisions(entry_for: Callable[..., Entry]) -> None:
    layers = ROOT / "layers"
    known, _ledger = read_criteria_sets(
        entry_for(layers / "criteria_sets.csv"), entry_for(layers / "status_scales.csv")
    )
    counts = {one.criteria_count for one in known.values()}
    assert counts == {19, 10}
    new = next(one for one in known.values() if one.criteria_count == 10)
    old = next(one for one in known.values() if one.criteria_count == 19)
    assert new.valid_from == "2026-02-15"
    assert max(status.value for status in old.scale.statuses) == 3
    assert new.scale.find("NTM nâng cao") is None
    assert old.scale.find("NTM nâng cao").value == 2


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("sets", ",ntm,", ",other,", "unknown status scale (expected ntm, got other)"),
        ("sets", ",19,", ",mười,", "no whole number (expected 1…999, got mười)"),
        ("sets", ",19,", ",0,", "no whole number (expected 1…999, got 0)"),
        (
            "sets",
            "2022-03-08",
            "2027-03-08",
            "the dates are reversed (expected valid_from ≤ valid_to, got 2027-03-08 … 2026-02-14)",
        ),
        (
            "sets",
            "2022-03-08",
            "08/03/2022",
            "malformed date (expected 2025-07-01, got 08/03/2022)",
        ),
        ("scales", "ntm,0,", "ntm,không,", "no whole number (expected -9999…9999, got không)"),
        ("scales", "ntm,3,", f"ntm,{'9' * 30},", "no whole number (expected -9999…9999, got 999"),
        ("scales", ",model,", ",,", "a status needs an id and a label_vi"),
        ("scales", "NTM kiểu mẫu", "", "a status needs an id and a label_vi"),
        ("scales", ",model,", ",met,", "row 7: this id is there twice (got met)"),
        ("scales", ",met,đạt", ",dat,đạt", "the scale lacks statuses (expected met, got"),
        ("scales", ",pending,chưa", ",waiting,chưa", "lacks statuses (expected pending, got"),
        ("scales", "ntm,-1,", "ntm,7,", "ntm pending: the status stands on the wrong side of 0"),
        ("scales", "kiểu mẫu,#", "Nâng  cao,#", "ntm 'Nâng cao': this word means two statuses"),
        ("scales", "NTM kiểu mẫu", "NTM nâng cao", "this word means two statuses (got advanced, "),
        ("scales", "ntm,0,", "ntm,--1,", "no whole number"),
        ("scales", "ntm,0,", "ntm,1,", "this value is there twice"),
        ("scales", "#F6DFA8", "yellow", "no colour (expected #RRGGBB, got yellow)"),
        ("scales", ",dots", ",stars", "unknown hatch (expected diagonal, dots, got stars)"),
    ],
)
def test_unsound_sets_and_scales_are_named(
    tmp_path: Path,
    entry_for: Callable[..., Entry],
    table: str,
    old: str,
    new: str,
    said: str,
) -> None:
    texts = {"sets": SETS, "scales": SCALES}
    texts[table] = texts[table].replace(old, new)
    with pytest.raises(InputError) as caught:
        sets_from(tmp_path, entry_for, **texts)
    assert said in str(caught.value)
    assert f"{table}.csv" in str(caught.value)


def test_a_set_that_is_there_twice_is_named(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    with pytest.raises(InputError, match="row 3: this set is there twice"):
        sets_from(tmp_path, entry_for, SETS + SETS.splitlines()[1] + "\n")


def test_a_blank_word_is_no_status_even_where_a_label_is_blank(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    scales = SCALES.replace(",chưa đạt,not met,", ",chưa đạt,,")
    known = sets_from(tmp_path, entry_for, scales=scales)
    assert known["2021-2025"].scale.find(" ") is None


# ---- several files ----


def other(table: pd.DataFrame, **keys: object) -> pd.DataFrame:
    return table.assign(source="another office", **keys)


def test_the_years_of_several_files_stand_side_by_side(read: Read) -> None:
    one = read(PLAIN).statuses
    assert stack([one, other(one, period="2025")])["period"].tolist() == ["2024", "2025"]


def test_of_two_files_about_one_unit_and_period_the_better_wins(read: Read) -> None:
    one = read(PLAIN).statuses
    worse = other(one, quality="published", status=2)
    assert stack([worse, one])["status"].tolist() == [0]


def test_two_files_that_agree_are_one(read: Read) -> None:
    one = read(PLAIN).statuses
    assert len(stack([one, other(one)])) == 1


def test_two_files_of_one_quality_that_disagree_are_a_fault(read: Read) -> None:
    one = read(PLAIN).statuses
    with pytest.raises(InputError, match="2024-12-01 06523 2024: two tables differ"):
        stack([one, other(one, status=2)])


def test_the_group_of_a_commune_is_a_number(read: Read) -> None:
    header = f"{HEADER},commune_group"
    assert read(f"{PLAIN},2", header=header).statuses["commune_group"].tolist() == [2.0]
    assert read(f"{PLAIN},", header=header).statuses["commune_group"].isna().all()
    with pytest.raises(InputError, match="commune_group is no whole number"):
        read(f"{PLAIN},hai", header=header)

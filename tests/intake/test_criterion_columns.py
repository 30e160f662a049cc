"""Columns of criteria: numbers and titles of one criteria set, none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.intake import Settings, Taken, ntm
from lsgeo.intake.criteria import criterion_columns
from lsgeo.registry import Registry
from lsgeo.sheet import Layout
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import Known, read_known
from tests.conftest import ROOT

NEW_TITLES = (
    *("Giao thông", "Điện", "Trường học", "Quy hoạch", "Y tế"),
    *("Thu nhập", "Lao động", "Chuyển đổi số", "Văn hóa", "Nhà ở dân cư"),
)
"""Made-up titles of the ten criteria of 2026: most are titles of 2021 under other numbers."""

NO_TITLES = pd.DataFrame(columns=["number", "title_vi"])


@pytest.fixture(scope="module")
def known() -> Known:
    shipped = read_known(Workspace.open(ROOT, illustrative=True))
    numbers = range(1, len(NEW_TITLES) + 1)
    new = pd.DataFrame({"set": "ntm-2026", "number": numbers, "title_vi": NEW_TITLES})
    old = shipped.criteria[shipped.criteria["set"] == "ntm-2021"]
    return replace(shipped, criteria=pd.concat([old, new], ignore_index=True))


@pytest.fixture
def take(registry: Registry, known: Known) -> Callable[..., Taken]:
    def run(header: Sequence[str], *rows: Sequence[object], **settings: str) -> Taken:
        index = range(4, 4 + len(rows))
        table = pd.DataFrame(rows, columns=list(header), index=index, dtype="object")
        groups = pd.Series("", index=table.index, dtype="object")
        layout = Layout(tuple(header), table, groups, {3: "header"}, ())
        return ntm.take(
            layout,
            registry=registry,
            sets=known.sets,
            titles=known.criteria,
            settings=Settings(**settings),
        )

    return run


def titles_of(known: Known, name: str) -> list[str]:
    return known.criteria.loc[known.criteria["set"] == name, "title_vi"].tolist()


def criteria(taken: Taken) -> list[tuple[str, int, str]]:
    table = taken.tables["ntm_criteria"]
    return list(table[["criteria_set", "number", "met"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("name", "period"), [("ntm-2021", "2025-06-30"), ("ntm-2026", "2026-06-30")]
)
def test_titles_are_those_of_the_set_in_force(
    take: Callable[..., Taken], known: Known, name: str, period: str
) -> None:
    """A title that both sets have stands for the number that the sheet's own set gives it."""
    titles = titles_of(known, name)
    marks = ["Đ" if place % 2 else "K" for place in range(len(titles))]
    taken = take(["Mã xã", "Tên xã", *titles], ["06079", "Hồng Phong", *marks], period=period)
    assert criteria(taken) == [(name, place + 1, str(place % 2)) for place in range(len(titles))]


def test_titles_of_a_set_that_is_asked_for_count_by_its_numbers(
    take: Callable[..., Taken], known: Known
) -> None:
    """The officer may say that the sheet goes by the criteria of before."""
    titles = titles_of(known, "ntm-2021")
    taken = take(
        ["Tên xã", *titles],
        ["Hồng Phong", *["Đ"] * len(titles)],
        period="2026-06-30",
        criteria_set="ntm-2021",
    )
    assert criteria(taken) == [("ntm-2021", place + 1, "1") for place in range(len(titles))]


@pytest.mark.parametrize(
    "header",
    [
        ("TC1", "TC2", "TC3", "Tiêu chí 2"),
        ("TC1", "TC 02", "TC3", "TC2"),
        ("Tiêu chí / 1", "Tiêu chí / 2", "Tiêu chí / 3", "Tiêu chí số 2"),
    ],
)
def test_two_columns_of_one_criterion_are_refused_by_name(header: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="two columns are of one criterion") as caught:
        criterion_columns(header, titles=NO_TITLES)
    (fault,) = caught.value.faults
    assert (fault.where, fault.expected, fault.got) == ("2", header[1], header[3])


def test_a_sheet_with_two_columns_of_one_criterion_is_refused(take: Callable[..., Taken]) -> None:
    """Not read as a sheet without criteria."""
    with pytest.raises(InputError, match="two columns are of one criterion"):
        take(
            ["Tên xã", "TC1", "TC2", "TC3", "TC 3"],
            ["Hồng Phong", "Đ", "Đ", "Đ", "K"],
            period="2026-06-30",
        )


def test_the_parts_of_a_criterion_are_no_criteria() -> None:
    header = ("TC16", "TC17", "TC17.1", "Tiêu chí 17,2", "TC18", "Tiêu chí / 17.3 Nước sạch")
    found = criterion_columns(header, titles=NO_TITLES)
    assert found == {16: "TC16", 17: "TC17", 18: "TC18"}


def test_a_title_beside_its_number_is_one_column(known: Known) -> None:
    old = known.criteria[known.criteria["set"] == "ntm-2021"]
    header = [f"Tiêu chí / {row.number}. {row.title_vi}" for row in old.itertuples()]
    assert criterion_columns(header, titles=old) == dict(enumerate(header, start=1))


def test_a_set_is_told_by_the_number_of_its_criteria(take: Callable[..., Taken]) -> None:
    header = ["Tên xã", *(f"TC{number}" for number in range(1, 20))]
    taken = take(header, ["Hồng Phong", *["Đ"] * 19], period="2026-06-30")
    assert {name for name, _number, _met in criteria(taken)} == {"ntm-2021"}


def test_titles_count_by_the_set_that_the_numbers_beside_them_tell(
    take: Callable[..., Taken], known: Known
) -> None:
    """There is no criterion 19 in the set of 2026, though ten titles are as good in either."""
    titles = titles_of(known, "ntm-2021")[:10]
    header = ["Tên xã", *titles, *(f"TC{number}" for number in range(11, 20))]
    marks = ["Đ" if place % 2 else "K" for place in range(19)]
    taken = take(header, ["Hồng Phong", *marks], period="2026-06-30")
    assert criteria(taken) == [("ntm-2021", place + 1, str(place % 2)) for place in range(19)]

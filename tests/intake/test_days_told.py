"""What was done to the days of decisions is told, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import pytest

from lsgeo.intake import Settings, Taken, ntm
from lsgeo.ledger import Note
from lsgeo.registry import Registry
from lsgeo.sheet import Layout
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import read_known
from tests.conftest import ROOT

HEADER = ("Tên xã", "Huyện", "Trạng thái", "Số QĐ", "Ngày QĐ")


@pytest.fixture
def take(registry: Registry) -> Callable[..., Taken]:
    known = read_known(Workspace.open(ROOT, illustrative=True))

    def run(*rows: Sequence[object]) -> Taken:
        table = pd.DataFrame(
            rows, columns=list(HEADER), index=range(4, 4 + len(rows)), dtype="object"
        )
        groups = pd.Series("", index=table.index, dtype="object")
        return ntm.take(
            Layout(HEADER, table, groups, {3: "header"}, ()),
            registry=registry,
            sets=known.sets,
            titles=known.criteria,
            settings=Settings(period="2025-06-30"),
        )

    return run


def row(name: str, day: object) -> tuple[object, ...]:
    return (name, "Bình Gia", "Đạt chuẩn", "99/QĐ-UBND", day)


def of_days(taken: Taken) -> list[Note]:
    return [note for note in taken.notes if note.column == "Ngày QĐ"]


def days(taken: Taken) -> list[str]:
    return taken.tables["ntm_status"]["decision_date"].tolist()


def test_a_serial_of_excel_is_told_with_the_day_it_became(take: Callable[..., Taken]) -> None:
    taken = take(row("Hồng Phong", 45678), row("Hoa Thám", date(2024, 3, 5)))
    # 45678 days after 30/12/1899, counted by Excel: 21/01/2025
    assert days(taken) == ["2025-01-21", "2024-03-05"]
    (note,) = of_days(taken)
    assert (note.row, note.became, note.outcome) == (4, "2025-01-21", "corrected")
    assert note.said.startswith("45678")
    assert note.reason == "the number by which Excel counts days"


def test_a_year_of_two_digits_is_told(take: Callable[..., Taken]) -> None:
    taken = take(row("Hồng Phong", "05/03/24"))
    assert days(taken) == ["2024-03-05"]
    (note,) = of_days(taken)
    assert (note.row, note.said, note.reason) == (4, "05/03/24", "a year of two digits")


def test_days_and_months_that_were_exchanged_are_told_of_the_column(
    take: Callable[..., Taken],
) -> None:
    taken = take(
        row("Hồng Phong", date(2024, 3, 5)),
        row("Hoa Thám", date(2023, 7, 9)),
        row("Quý Hòa", "25/12/2023"),
    )
    (note,) = of_days(taken)
    assert (note.row, note.outcome) == (None, "used")
    assert "days and months may have been exchanged" in note.reason


def test_a_row_that_is_kept_aside_is_not_told_of_as_corrected(take: Callable[..., Taken]) -> None:
    taken = take(row("Hồng Phongg", 45678), row("Hoa Thám", date(2024, 3, 5)))
    assert [note.outcome for note in taken.notes if note.row == 4] == ["quarantined"]


def test_days_in_order_need_no_note(take: Callable[..., Taken]) -> None:
    taken = take(row("Hồng Phong", "05/03/2024"), row("Hoa Thám", date(2024, 3, 25)))
    assert of_days(taken) == []
    assert days(taken) == ["2024-03-05", "2024-03-25"]

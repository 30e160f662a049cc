"""The ledger: every row in comes out used, corrected or quarantined."""

from __future__ import annotations

import pytest

from lsgeo.errors import InputError
from lsgeo.ledger import Note, entry, merge


def note(row: int | None, outcome: str, column: str = "code") -> Note:
    return Note(outcome, "why", row=row, column=column)


def test_rows_without_a_note_are_used() -> None:
    counts = entry("a.csv", rows=5).counts
    assert counts.to_dict("records") == [
        {"file": "a.csv", "sheet": "", "rows": 5, "used": 5, "corrected": 0, "quarantined": 0}
    ]


def test_rows_in_equal_rows_out() -> None:
    notes = [note(2, "corrected"), note(3, "quarantined"), note(4, "quarantined")]
    (count,) = entry("a.csv", rows=5, notes=notes).counts.to_dict("records")
    assert (count["used"], count["corrected"], count["quarantined"]) == (2, 1, 2)


def test_two_corrections_of_one_row_are_one_corrected_row() -> None:
    notes = [note(2, "corrected", "code"), note(2, "corrected", "name")]
    (count,) = entry("a.csv", rows=2, notes=notes).counts.to_dict("records")
    assert (count["used"], count["corrected"]) == (1, 1)


def test_a_corrected_row_that_is_quarantined_counts_once() -> None:
    notes = [note(2, "corrected"), note(2, "quarantined")]
    (count,) = entry("a.csv", rows=2, notes=notes).counts.to_dict("records")
    assert (count["used"], count["corrected"], count["quarantined"]) == (1, 0, 1)


def test_a_note_of_a_whole_column_counts_no_row() -> None:
    found = entry("a.csv", rows=2, notes=[note(None, "corrected", "name")])
    assert found.counts[["used", "corrected"]].to_numpy().tolist() == [[2, 0]]
    assert found.notes[["row", "column"]].to_numpy().tolist() == [["", "name"]]


def test_a_row_used_as_a_title_is_noted_and_used() -> None:
    (count,) = entry("a.csv", rows=2, notes=[note(1, "used")]).counts.to_dict("records")
    assert (count["used"], count["corrected"], count["quarantined"]) == (2, 0, 0)


def test_more_noted_rows_than_read_do_not_balance() -> None:
    with pytest.raises(InputError, match=r"a\.csv"):
        entry("a.csv", rows=1, notes=[note(2, "corrected"), note(3, "corrected")])


def test_an_unknown_outcome_does_not_balance() -> None:
    with pytest.raises(InputError, match="lost"):
        entry("a.csv", rows=1, notes=[note(2, "lost")])


def test_ledgers_merge_in_their_order() -> None:
    merged = merge(
        [entry("a", rows=1), entry("b", rows=2, notes=[note(1, "corrected")]), entry("c", rows=3)]
    )
    assert merged.counts["file"].tolist() == ["a", "b", "c"]
    assert merged.counts["rows"].sum() == 6
    assert len(merged.notes) == 1


def test_no_ledgers_merge_into_an_empty_one() -> None:
    assert merge([]).counts.empty

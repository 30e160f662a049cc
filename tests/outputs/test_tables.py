"""The tables: CSV that Excel reads right and cannot be tricked by, and typed Parquet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lsgeo import facts
from lsgeo.compose import Publication
from lsgeo.formats import csv_text
from lsgeo.ledger import Note, entry, merge
from lsgeo.outputs import Output, assessments, facts_csv, facts_parquet, ledger
from lsgeo.text import Words
from tests.outputs.publication import FORMULA, small_publication


@pytest.fixture
def publication() -> Publication:
    return small_publication(watermarks=(Words("Số liệu minh họa", "Illustrative"),))


def written(output: Output, publication: Publication, folder: Path) -> bytes:
    path = folder / output.filename.format(name=publication.name)
    output.write(publication, path)
    return path.read_bytes()


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("output", [facts_csv.OUTPUT, assessments.OUTPUT, ledger.OUTPUT])
def test_csv_starts_with_the_mark_that_excel_needs_and_ends_lines_the_unix_way(
    output: Output, publication: Publication, tmp_path: Path
) -> None:
    content = written(output, publication, tmp_path)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content


def test_facts_csv_has_every_fact_with_missing_values_empty(
    publication: Publication, tmp_path: Path
) -> None:
    head, first, second = cells(written(facts_csv.OUTPUT, publication, tmp_path))
    assert tuple(head) == facts.COLUMNS
    assert first[:9] == ["2025-07-01", "00001", "forest_loss", "", "2024", "-1.5", "", "", "ha"]
    assert second[5:8] == ["", "", ""]


def test_a_formula_from_a_file_is_text_and_a_negative_number_stays_one(
    publication: Publication, tmp_path: Path
) -> None:
    _, first, _ = cells(written(facts_csv.OUTPUT, publication, tmp_path))
    assert first[-1] == f"'{FORMULA}"
    _, assessed = cells(written(assessments.OUTPUT, publication, tmp_path))
    assert assessed == ["ntm_share", "60.6", "behind", f"'{FORMULA}"]


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("+CMD", "'+CMD"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("-1,5", "-1,5"),
        ("+84", "+84"),
        ("-", "-"),
        ("1088/2", "1088/2"),
    ],
)
def test_only_text_that_would_run_is_defused(said: str, stored: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"said": [said]})))))
    assert rows[1] == [stored]


def test_whole_numbers_beside_missing_ones_are_written_without_a_point() -> None:
    table = pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": [14, "15a"]})
    assert csv_text(table) == "a,b\n1,14\n,15a\n"


def test_the_ledger_counts_used_rows_and_tells_of_the_others(
    publication: Publication, tmp_path: Path
) -> None:
    gone = Note("quarantined", "?", row=2)
    both = merge([publication.ledger, entry("a.xls", sheet="xã", rows=5, notes=[gone])])
    rows = cells(written(ledger.OUTPUT, replace(publication, ledger=both), tmp_path))
    assert rows == [
        ["file", "sheet", "row", "column", "said", "became", "outcome", "reason", "rows"],
        ["a.xls", "xã", "", "", "", "", "used", "", "4"],
        ["a.xls", "xã", "2", "", "", "", "quarantined", "?", ""],
        ["ntm.csv", "", "", "", "", "", "used", "", "2"],
        ["ntm.csv", "", "14", "name", "Dong Dang", "Đồng Đăng", "corrected", "'@tên", ""],
    ]


def test_parquet_gives_the_facts_back_unchanged(publication: Publication, tmp_path: Path) -> None:
    written(facts_parquet.OUTPUT, publication, tmp_path)
    again = pd.read_parquet(tmp_path / "facts.parquet")
    pd.testing.assert_frame_equal(again, publication.facts)


def test_parquet_explains_its_columns_and_carries_the_watermark(
    publication: Publication, tmp_path: Path
) -> None:
    written(facts_parquet.OUTPUT, publication, tmp_path)
    schema = pq.read_schema(tmp_path / "facts.parquet")
    assert schema.metadata[b"watermarks"].decode() == "Số liệu minh họa"
    assert schema.metadata[b"as_of"] == b"2025-12-31"
    assert schema.field("value").metadata[b"title_vi"].decode() == "Giá trị"


def test_parquet_keeps_a_table_without_facts(publication: Publication, tmp_path: Path) -> None:
    written(facts_parquet.OUTPUT, replace(publication, facts=facts.empty()), tmp_path)
    schema = pq.read_schema(tmp_path / "facts.parquet")
    assert tuple(schema.names) == facts.COLUMNS
    assert str(schema.field("value").type) == "double"

"""Rows of tables that were kept aside come back, by and by, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.jobs.importing import Asked, Imported, import_file
from lsgeo.sources.record import read_record
from tests.conftest import VINTAGE

POVERTY = {"kind": "indicator", "indicator": "poverty", "period": "2025", "vintage": VINTAGE}


@pytest.fixture
def aside(workspace: Path, tmp_path: Path) -> Path:
    """The quarantine of a sheet of poverty of which two rows of four are wrong."""
    path = tmp_path / "ngheo.csv"
    path.write_text(
        "STT;Xã, phường;Hộ nghèo\n1;Xã Đồng Đăng;12,5\n2;Xã Na Sầm;nhiều\n"
        "3;Xã Không Có;4,5\n4;Xã Mẫu Sơn;3,25\n",
        encoding="utf-8",
    )
    columns = {"name": "Xã, phường", "value": "Hộ nghèo"}
    import_file(workspace, path, asked=Asked(**POVERTY, columns=columns, unit="%"))
    return workspace / "quarantine" / "ngheo.csv"


def rows_of(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def came_back(workspace: Path, rows: pd.DataFrame, path: Path) -> Imported:
    rows.to_csv(path, index=False)
    return import_file(workspace, path, asked=Asked())


def counts(made: Imported) -> list[int]:
    (count,) = made.converted.ledger.counts.to_dict("records")
    assert count["rows"] == count["used"] + count["corrected"] + count["quarantined"]
    return [count["corrected"], count["quarantined"]]


def test_a_row_still_wrong_remembers_how_it_was_to_be_read(workspace: Path, aside: Path) -> None:
    rows = rows_of(aside)
    assert rows["lsgeo_row"].tolist() == ["3", "4"]
    rows.loc[0, "Hộ nghèo"] = "8,5"
    assert counts(came_back(workspace, rows, aside)) == [1, 1]
    left = rows_of(aside)
    assert left["lsgeo_row"].tolist() == ["4"]
    marks = ["lsgeo_columns", "lsgeo_indicator", "lsgeo_unit", "lsgeo_vintage", "lsgeo_period"]
    assert left.loc[0, marks].tolist() == rows.loc[1, marks].tolist()
    left["Xã, phường"] = "Xã Thất Khê"
    assert counts(came_back(workspace, left, aside)) == [2, 0]
    assert not aside.exists()
    table = rows_of(workspace / "layers" / "observations-ngheo.csv")
    assert sorted(table["value"].astype(float)) == [3.25, 4.5, 8.5, 12.5]


def test_the_record_says_what_a_row_was_and_what_it_is(workspace: Path, aside: Path) -> None:
    rows = rows_of(aside)
    rows.loc[0, "Hộ nghèo"] = "8,5"
    came_back(workspace, rows, aside)
    notes = read_record(workspace / "layers" / "records" / "ngheo.csv").notes
    (note,) = notes[notes["row"] == "3"].to_dict("records")
    assert (note["outcome"], note["said"]) == ("corrected", "nhiều")
    assert note["became"] == "STT: 2; Xã, phường: Xã Na Sầm; Hộ nghèo: 8,5"
    assert "it was: " in note["reason"]


def test_rows_that_are_not_among_those_that_come_back_stay(
    workspace: Path, tmp_path: Path, aside: Path
) -> None:
    rows = rows_of(aside)
    rows.loc[0, "Hộ nghèo"] = "8,5"
    assert counts(came_back(workspace, rows.iloc[:1], tmp_path / "mot.csv")) == [1, 1]
    left = rows_of(aside)
    assert left["lsgeo_row"].tolist() == ["4"]
    assert left["Xã, phường"].tolist() == ["Xã Không Có"]
    assert left["lsgeo_why"].tolist() == rows["lsgeo_why"].tolist()[1:]


def test_a_row_taken_out_of_the_file_is_remarked(workspace: Path, aside: Path) -> None:
    rows = rows_of(aside)
    rows.loc[0, "Hộ nghèo"] = "8,5"
    made = came_back(workspace, rows.iloc[:1], aside)
    assert any(
        "in no file of quarantine/ any more: rows 4" in one for one in made.converted.remarks
    )


def test_a_row_that_came_back_does_not_come_again(
    workspace: Path, tmp_path: Path, aside: Path
) -> None:
    rows = rows_of(aside)
    rows.loc[0, "Hộ nghèo"] = "8,5"
    came_back(workspace, rows.iloc[:1], tmp_path / "mot.csv")
    with pytest.raises(InputError, match="not kept aside"):
        came_back(workspace, rows.iloc[:1], tmp_path / "mot.csv")


def test_a_row_put_right_as_another_unit_does_not_overwrite_that(
    workspace: Path, aside: Path
) -> None:
    rows = rows_of(aside)
    rows.loc[1, "Xã, phường"] = "Xã Đồng Đăng"
    table = workspace / "layers" / "observations-ngheo.csv"
    before = table.read_bytes()
    with pytest.raises(InputError, match="the table says otherwise of this already"):
        came_back(workspace, rows, aside)
    assert table.read_bytes() == before


def test_rows_of_a_sheet_that_was_asked_for_find_their_table(
    workspace: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("Nghèo")
    for row in (["STT", "Tên xã", "Nghèo"], [1, "Xã Đồng Đăng", 2.5], [2, "Xã Na Sầmm", 3.5]):
        page.append(row)
    book.save(tmp_path / "so lieu.xlsx")
    asked = Asked(**POVERTY, sheet="Nghèo", unit="%", columns={"value": "Nghèo"})
    import_file(workspace, tmp_path / "so lieu.xlsx", asked=asked)
    (path,) = (workspace / "quarantine").iterdir()
    rows = rows_of(path)
    rows["Tên xã"] = "Xã Na Sầm"
    assert counts(came_back(workspace, rows, path)) == [1, 0]
    assert len(rows_of(workspace / "layers" / f"observations-{path.stem}.csv")) == 2


def test_gates_whose_ids_are_left_to_their_names_are_all_kept(
    workspace: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ck.csv"
    path.write_text(
        "Tên cửa khẩu;Loại;Xã\nMột;phụ;Xã Đồng Đăng\nHai;phụ;Xã Đồng Đăng\nBa;gì;Xã Đồng Đăng\n",
        encoding="utf-8",
    )
    asked = Asked(kind="gates", vintage=VINTAGE, period="2025", quality="official")
    import_file(workspace, path, asked=asked)
    kept = workspace / "quarantine" / "ck.csv"
    rows = rows_of(kept)
    rows["Loại"] = "phụ"
    came_back(workspace, rows, kept)
    gates = rows_of(workspace / "layers" / "gates-ck.csv")
    assert sorted(gates["name"]) == ["Ba", "Hai", "Một"]

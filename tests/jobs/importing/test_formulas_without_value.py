"""Formulas that no program ever worked out: told by their cell, and their rows kept aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl
import pandas as pd
import pytest
import xlwt

from lsgeo.jobs.importing import Asked, import_file
from lsgeo.sources.cells import read_cells
from lsgeo.sources.office import read_office
from tests.conftest import VINTAGE
from tests.damage.seeding import archive

Writer = Callable[[Path, Sequence[Sequence[object]]], Path]

ROWS: tuple[tuple[object, ...], ...] = (
    ("STT", "Tên xã", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ hộ nghèo (%)"),
    (1, "Xã Đồng Đăng", 1200, 30, "=D2/C2*100"),
    (2, "Xã Na Sầm", 800, 40, 5.0),
    (3, "Xã Thất Khê", 900, 45, "=D4/C4*100"),
)
"""A rate that is worked out in some rows and typed in the others."""

_ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Khác"><table:table-row><table:table-cell table:formula="of:=1+1"/>'
    '</table:table-row></table:table><table:table table:name="Biểu">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def xls(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Biểu")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            is_formula = isinstance(cell, str) and cell.startswith("=")
            sheet.write(number, column, xlwt.Formula(cell[1:]) if is_formula else cell)
    book.save(path.with_suffix(".xls"))
    return path.with_suffix(".xls")


def ods(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """As a program writes it that leaves the working out to LibreOffice."""
    written = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    path.with_suffix(".ods").write_bytes(_packed(_ODS.format(rows=written)))
    return path.with_suffix(".ods")


def _packed(content: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    members = {"mimetype": kind, "content.xml": content.encode()}
    return archive({**members, "META-INF/manifest.xml": manifest})


def _ods_cell(cell: object) -> str:
    if isinstance(cell, str) and cell.startswith("="):
        return f"<table:table-cell table:formula={quoteattr('of:' + cell)}/>"
    kind = "string" if isinstance(cell, str) else "float"
    value = "" if isinstance(cell, str) else f'office:value="{cell}"'
    return (
        f'<table:table-cell office:value-type="{kind}" {value}>'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def sheet_of(path: Path) -> str:
    return "" if path.suffix == ".xlsx" else "Biểu"


WRITERS = pytest.mark.parametrize("write", [xlsx, xls, ods])


@WRITERS
def test_a_formula_that_was_never_worked_out_is_told_by_its_cell(
    tmp_path: Path, write: Writer
) -> None:
    path = write(tmp_path / "ngheo", ROWS)
    cells = read_cells(path, sheet=sheet_of(path))
    assert cells.formulas_without_value == ((1, 4), (3, 4))
    notes = read_office(path, sheet=sheet_of(path)).notes
    told = [(note.outcome, note.row, note.column) for note in notes]
    assert told == [("quarantined", 2, "E2"), ("quarantined", 4, "E4")]
    assert {note.reason for note in notes} == {
        "a formula without a value: open the file in Excel and save it"
    }


@WRITERS
def test_its_row_is_kept_aside_and_not_taken_as_blank(
    workspace: Path, tmp_path: Path, write: Writer
) -> None:
    path = write(tmp_path / "ngheo", ROWS)
    asked = Asked(
        kind="indicator",
        indicator="poverty",
        period="2025",
        vintage=VINTAGE,
        quality="official",
        sheet=sheet_of(path),
        columns={"value": "Tỷ lệ hộ nghèo (%)"},
    )
    made = import_file(workspace, path, asked=asked)
    (count,) = made.converted.ledger.counts.to_dict("records")
    assert (count["rows"], count["used"], count["quarantined"]) == (4, 2, 2)
    (table,) = [name for name in made.files if name.name.startswith("observations-")]
    assert pd.read_csv(workspace / table)["value"].tolist() == [5.0]
    (kept,) = (workspace / "quarantine").glob("*.csv")
    assert pd.read_csv(kept, dtype="str")["lsgeo_row"].tolist() == ["2", "4"]


@WRITERS
def test_numbers_of_rows_may_be_formulas(tmp_path: Path, write: Writer) -> None:
    """The column STT is not read, so that nothing is lost with it."""
    rows = [ROWS[0], ("=0+1", *ROWS[2][1:]), ("=A2+1", *ROWS[2][1:])]
    path = write(tmp_path / "ngheo", rows)
    assert read_office(path, sheet=sheet_of(path)).notes == ()


@pytest.mark.parametrize("write", [xls, ods])
def test_a_formula_of_another_sheet_is_none_of_this(tmp_path: Path, write: Writer) -> None:
    path = write(tmp_path / "ngheo", [ROWS[0], ROWS[2]])
    assert read_cells(path, sheet="Biểu").formulas_without_value == ()


def test_an_empty_text_that_a_formula_of_xls_gives_is_a_blank(tmp_path: Path) -> None:
    """=IF(C2="","",D2/C2) is left empty on purpose."""
    path = xls(tmp_path / "ngheo", [ROWS[0], (1, "Xã Đồng Đăng", 2, 3, '=IF(C2>9,D2,"")')])
    assert read_cells(path).formulas_without_value == ()


def test_blank_rows_and_columns_of_an_ods_are_counted(tmp_path: Path) -> None:
    gap = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell table:formula="of:=1" office:value-type="float"/></table:table-row>'
    )
    path = tmp_path / "ngheo.ods"
    path.write_bytes(_packed(_ODS.format(rows=gap + row)))
    assert read_cells(path, sheet="Biểu").formulas_without_value == ((4, 3),)

"""A table as sheets of a workbook: titles, headings, rows, notes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lsgeo.compose.tables import Column, Table
from lsgeo.formats import day as day_words
from lsgeo.outputs.workbook.styles import Styles
from lsgeo.text import Words

MOST_ROWS = 1_000_000
"""Of one sheet; Excel holds 1,048,576 with the headings."""

LONGEST = 32_767
"""Characters of a cell: Excel refuses a file with more."""

_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_NOTE_WIDTH = 110  # characters of a line of a note over the columns
_LINE = 15.0  # points
_MOST_LINES = 27  # Excel's highest row has 409 points
_WIDE = 0.9  # of a column's characters fit on a line of bold words that are not broken


@dataclass(frozen=True)
class Heading:
    """What stands above every table: the title, the day, the watermarks."""

    title: Words
    day: date
    watermarks: tuple[Words, ...]


def add_sheets(workbook: Workbook, table: Table, *, heading: Heading, styles: Styles) -> None:
    """Add `table` to the workbook, on as many sheets as its rows need."""
    parts = list(_parts(table.rows))
    for number, rows in enumerate(parts, start=1):
        more = f" ({number})" if len(parts) > 1 else ""
        sheet = workbook.add_worksheet(_free_name(workbook, table.name.vi, more=more))
        first = _top(sheet, table, heading=heading, styles=styles)
        _head(sheet, table.columns, row=first, styles=styles)
        last = _rows(sheet, table.columns, rows, first=first + 2, styles=styles)
        _notes(sheet, table, row=last + 1, styles=styles)
        _page(sheet, table.columns, head=first, last=last)


def _free_name(workbook: Workbook, name: str, *, more: str) -> str:
    """A name that Excel takes and no sheet of the workbook has, whatever the capitals."""
    taken = {sheet.get_name().casefold() for sheet in workbook.worksheets()}
    plain = name.translate(_FORBIDDEN).strip("'")
    endings = chain([more], (f"{more} ~{number}" for number in count(2)))
    named = (plain[: _NAME - len(ending)] + ending for ending in endings)
    return next(one for one in named if one.casefold() not in taken)


def _parts(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(rows), 1), MOST_ROWS):
        yield rows.iloc[start : start + MOST_ROWS]


def _top(sheet: Worksheet, table: Table, *, heading: Heading, styles: Styles) -> int:
    """The titles and watermarks; the row of the headings."""
    lines = [
        (table.title.vi, styles.title),
        (table.title.en, styles.second),
        (f"{heading.title.vi}, {day_words(heading.day)}", styles.second),
        *((f"{words.vi} – {words.en}", styles.mark) for words in heading.watermarks),
    ]
    for row, (text, style) in enumerate(lines):
        sheet.write_string(row, 0, text, style)
    return len(lines)


def _head(sheet: Worksheet, columns: tuple[Column, ...], *, row: int, styles: Styles) -> None:
    for under, language in enumerate(("vi", "en")):
        letters = (len(one.title.in_language(language)) / (one.width * _WIDE) for one in columns)
        sheet.set_row(row + under, _LINE * max(map(math.ceil, letters)))
    for place, column in enumerate(columns):
        sheet.write_string(row, place, column.title.vi, styles.head)
        sheet.write_string(row + 1, place, column.title.en, styles.head_second)
        sheet.set_column(place, place, column.width)


def _rows(
    sheet: Worksheet,
    columns: tuple[Column, ...],
    rows: pd.DataFrame,
    *,
    first: int,
    styles: Styles,
) -> int:
    """Write the rows, each as high as its texts need; the row after the last."""
    strong = rows["strong"].tolist() if "strong" in rows else [False] * len(rows)
    for place, column in enumerate(columns):
        for row, (value, is_strong) in enumerate(
            zip(rows[column.name].tolist(), strong, strict=True), start=first
        ):
            style = styles.cells[column.decimals, bool(is_strong)]
            if value is None or pd.isna(value) or value == "":
                sheet.write_blank(row, place, None, style)
            elif column.decimals is None:
                sheet.write_string(row, place, _text(value), style)
            else:
                sheet.write_number(row, place, float(value), style)
    for row, lines in enumerate(_lines(columns, rows), start=first):
        if lines > 1:
            sheet.set_row(row, _LINE * lines)
    return first + len(rows)


def _lines(columns: tuple[Column, ...], rows: pd.DataFrame) -> list[int]:
    """How many lines each row needs: programs other than Excel do not find it out themselves."""
    needed = pd.Series(1, index=rows.index)
    for column in columns:
        if column.decimals is None:
            letters = rows[column.name].fillna("").astype("str").str.len()
            needed = needed.combine(np.ceil(letters / (column.width * _WIDE)), max)
    return needed.clip(upper=_MOST_LINES).astype("int64").tolist()


def _text(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _notes(sheet: Worksheet, table: Table, *, row: int, styles: Styles) -> None:
    """The notes below, Vietnamese and English, over the whole width."""
    across = max(len(table.columns) - 1, 1)
    for words in table.notes:
        for text in dict.fromkeys((words.vi, words.en)):
            sheet.merge_range(row, 0, row, across, "", styles.note)
            sheet.write_string(row, 0, text, styles.note)
            width = max(sum(column.width for column in table.columns), 1)
            lines = 1 + len(text) // min(width, _NOTE_WIDTH)
            sheet.set_row(row, _LINE * min(lines, _MOST_LINES))
            row += 1


def _page(sheet: Worksheet, columns: tuple[Column, ...], *, head: int, last: int) -> None:
    """How it is scrolled, filtered and printed."""
    sheet.freeze_panes(head + 2, 0)
    if last > head + 2:
        sheet.autofilter(head + 1, 0, last - 1, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head, head + 1)
    sheet.set_footer("&L&A&R&P/&N")

"""Days, as offices write them: 26/01/2023, 26-1-23, "ngày 26 tháng 01 năm 2023", a serial."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet.column import Column, Reading, is_blank, read_column
from lsgeo.text import normalise

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = re.compile(
    rf"(?:ngày )?(\d{{1,2}})\s?([/.-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}){_TIME}"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_DAY_ZERO = date(1899, 12, 30)  # of the 1900 system, which takes 1900 for a leap year
_FIRST, _LAST = date(1930, 1, 1), date(2100, 12, 31)  # of what offices write of
_FIRST_SERIAL, _LAST_SERIAL = (_FIRST - _DAY_ZERO).days, (_LAST - _DAY_ZERO).days
_PIVOT = 50  # "49" is 2049, "50" is 1950
_MONTHS = 12
_FEWEST = 2  # typed days that make a pattern


def dates(cells: pd.Series) -> Column:
    """The days of a column as ISO text ("2023-01-26"), the day before the month; None for blanks.

    A typed date passes, an Excel serial (of the 1900 system) and a year of two digits are read
    with a note. "01/26/2023", a year alone, and days before 1930 or after 2100 are faults. A note
    on the whole column says where days and months were probably exchanged: Excel with American
    settings does that to every day up to the twelfth, and leaves the others text.
    """
    column = read_column(cells, _day)
    return Column(column.values, column.faults, (*column.notes, *_exchanged(cells, column)))


def _day(cell: object) -> Reading:
    if isinstance(cell, datetime):
        return _in_range(cell.date(), cell)
    if isinstance(cell, date):
        return _in_range(cell, cell)
    if isinstance(cell, bool | time):
        return _no_day(cell)
    text = normalise(str(cell)).strip(" .,;")
    if isinstance(cell, int | float) or _SERIAL.fullmatch(text):
        return _of_serial(float(text), cell)
    return _of_text(text, cell)


def _of_serial(serial: float, cell: object) -> Reading:
    if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        day = _DAY_ZERO + timedelta(days=int(serial))
        return Reading(day.isoformat(), reason=_("the number by which Excel counts days"))
    return _no_day(cell)


def _of_text(text: str, cell: object) -> Reading:
    folded = normalise(text.casefold())
    if match := _YEAR_FIRST.fullmatch(text):
        return _of_parts(match[4], match[3], match[1], cell=cell)
    if match := _DAY_FIRST.fullmatch(folded):
        return _of_parts(match[1], match[3], match[4], cell=cell)
    if match := _IN_WORDS.fullmatch(folded):
        return _of_parts(match[1], match[2], match[3], cell=cell)
    return _no_day(cell)


def _of_parts(day: str, month: str, year: str, *, cell: object) -> Reading:
    full, reason = int(year), ""
    if len(year) < len("2025"):
        full += 2000 if full < _PIVOT else 1900
        reason = _("a year of two digits")
    if int(month) > _MONTHS >= int(day):
        remedy = _("Write the day before the month.")
        what = _("there is no month {month}").format(month=month)
        return Reading(fault=Fault(what, got=str(cell), remedy=remedy))
    try:
        return _in_range(date(full, int(month), int(day)), cell, reason=reason)
    except ValueError:
        return Reading(fault=Fault(_("there is no such day"), got=str(cell)))


def _in_range(day: date, cell: object, *, reason: str = "") -> Reading:
    if _FIRST <= day <= _LAST:
        return Reading(day.isoformat(), reason=reason)
    expected = f"{_FIRST.year}–{_LAST.year}"
    return Reading(fault=Fault(_("the year cannot be meant"), expected=expected, got=str(cell)))


def _no_day(cell: object) -> Reading:
    return Reading(fault=Fault(_("this is no day"), expected="26/01/2023", got=str(cell)))


def _exchanged(cells: pd.Series, column: Column) -> list[Note]:
    """The note that days and months were exchanged, where texts and typed days share out so."""
    typed, texts = [], []
    for row, cell in cells.items():
        if isinstance(cell, date):
            typed.append(cell.day)
        elif isinstance(cell, str) and not is_blank(cell) and column.values.at[row]:
            texts.append(int(str(column.values.at[row])[-2:]))
    suspicious = len(typed) >= _FEWEST and max(typed) <= _MONTHS and texts and min(texts) > _MONTHS
    if not suspicious:
        return []
    reason = _(
        "days and months may have been exchanged: all days that Excel knows as such are up to the"
        " 12th, all that stayed text are after it"
    )
    return [Note("used", reason, column=str(cells.name))]

"""Codes, which spreadsheets take for numbers, and marker numbers, which they take for days."""

from __future__ import annotations

from datetime import date, time

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sheet.column import Column, Reading, read_column
from lsgeo.text import normalise


def codes(cells: pd.Series, *, digits: int) -> Column:
    """Codes of so many `digits` as text; those that lost their leading zeros have them back.

    >>> codes(pd.Series([5971.0, "06040"]), digits=5).values.tolist()
    ['05971', '06040']
    """

    def read(cell: object) -> Reading:
        text = _whole(cell)
        if not (text.isascii() and text.isdigit()) or len(text) > digits:
            expected = _("{digits} digits").format(digits=digits)
            return Reading(fault=Fault(_("this is no code"), expected=expected, got=str(cell)))
        lost = _("the code has its leading zero back") if len(text) < digits else ""
        return Reading(text.zfill(digits), reason=lost)

    return read_column(cells, read)


def markers(cells: pd.Series) -> Column:
    """Numbers of boundary markers ("1088/2") as text.

    One that the spreadsheet took for a day is a fault: what was typed cannot be told from it.
    """
    return read_column(cells, _marker)


def _marker(cell: object) -> Reading:
    if isinstance(cell, date | time | bool):
        remedy = _("Type it again with an apostrophe before it: '1088/2")
        what = _("the spreadsheet took this number for a day")
        return Reading(fault=Fault(what, got=str(cell), remedy=remedy))
    return Reading(_whole(cell))


def _whole(cell: object) -> str:
    """A cell as text, a whole number without its point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = normalise(str(cell))
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text

"""Numbers and dates as Vietnamese and English readers write them; tables as CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠].")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
SPAN = " – "
"""What stands between the first and the last period of numbers that are not all of one."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def number(value: float | None, *, decimals: int = 0, language: str = "vi") -> str:
    """`value` with grouped thousands, fixed decimals and a real minus; an en dash for none.

    >>> number(8310.09, decimals=2)
    '8.310,09'
    """
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    text = text.replace("-", "−")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def day(value: date, *, language: str = "vi") -> str:
    """`value` as 19/03/2024, or 2024-03-19 in English."""
    return value.isoformat() if language == "en" else value.strftime("%d/%m/%Y")


def iso_day(text: str) -> date:
    """The day that `text` ("2025-06-30") names; ValueError for every other way to write one.

    Python's own reader takes "20250630" and "2025-W26-1" too, which no table here means.
    """
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def is_iso_day(text: str) -> bool:
    """Whether `iso_day` reads `text`."""
    try:
        iso_day(text)
    except ValueError:
        return False
    return True


def period(text: str, *, language: str = "vi") -> str:
    """A fact's period for readers: "2025" stays, "2025-06-30" becomes 30/06/2025.

    >>> period("2025 – 2026-06-30")
    '2025 – 30/06/2026'
    """
    ends = [
        day(date.fromisoformat(end), language=language) if len(end) == len("2025-06-30") else end
        for end in text.split(SPAN)
    ]
    return SPAN.join(ends)


def csv_text(table: pd.DataFrame) -> str:
    """`table` as CSV: comma, decimal point, Unix line ends, missing values empty, no index.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, because names and
    remarks come from strangers' files; numbers, also negative ones, stay as they are.
    """
    cells = table.astype(object).where(table.notna(), None)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([_defused(name) for name in table.columns])
    rows.writerows([_defused(cell) for cell in row] for row in cells.to_numpy())
    return text.getvalue()


def _defused(cell: object) -> object:
    """`cell`, as text with an apostrophe in front where a spreadsheet would take it for a formula.

    The characters are those of OWASP's "CSV injection", with their full-width forms.
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

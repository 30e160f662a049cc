"""Numbers and dates as Vietnamese and English readers write them."""

from __future__ import annotations

import math
from datetime import date


def number(value: float | None, *, decimals: int = 0, language: str = "vi") -> str:
    """`value` with grouped thousands and fixed decimals; an en dash where there is none.

    >>> number(8310.09, decimals=2)
    '8.310,09'
    """
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def quantity(value: float | None, unit: str, *, decimals: int = 0, language: str = "vi") -> str:
    """`value` with its unit behind a space: "60,6 %", "8.310,09 km²"."""
    shown = number(value, decimals=decimals, language=language)
    return f"{shown} {unit}" if unit and shown != "–" else shown


def day(value: date, *, language: str = "vi") -> str:
    """`value` as 19/03/2024, or 2024-03-19 in English."""
    return value.isoformat() if language == "en" else value.strftime("%d/%m/%Y")


def period(text: str, *, language: str = "vi") -> str:
    """A fact's period for readers: "2025" stays, "2025-06-30" becomes 30/06/2025."""
    return day(date.fromisoformat(text), language=language) if len(text) == 10 else text

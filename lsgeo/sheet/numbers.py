"""Numbers, as offices write them: 1.234,5 and 1,234.5, 12,5 %, 8 310 ha, and a dash for none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Literal

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet.column import Column, Reading, read_column
from lsgeo.text import normalise

Style = Literal["comma", "point", "unclear", "mixed"]

_NOTHING = {"-", "–", "—", "−", "x", "...", "…", "./."}  # as statistics write that there is none
_UNITS = "ha|km2|km²|m2|m²|m3|m³|km|m|%|người|hộ|xã|thôn|cây|lô|điểm|tiêu chí|tc"
_WITH_UNIT = re.compile(rf"(.*?\d)\s*({_UNITS})\.?", re.IGNORECASE)
_SIGNED = re.compile(r"([+\-−–]?)\s?(\d[\d.,\s]*)")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d ])")
_PLAIN = re.compile(r"\d+")
_BOTH = {
    "comma": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+,\d+"),
    "point": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"),
}
_UNCLEAR = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # one thousand or one and a bit
_UNGROUPED = 4  # digits in a row that nobody who groups thousands writes


@dataclass(frozen=True)
class _Number:
    """A text taken apart: its sign, its digits with their separators, its unit."""

    sign: str
    digits: str
    unit: str = ""

    @property
    def style(self) -> Style:
        """The decimal sign that the text itself tells; "unclear" if none, "mixed" if wrong."""
        if _PLAIN.fullmatch(self.digits) or _UNCLEAR.fullmatch(self.digits):
            return "unclear"
        fits: list[Style] = [
            style for style in ("comma", "point") if _BOTH[style].fullmatch(self.digits)
        ]
        return fits[0] if len(fits) == 1 else "mixed"

    def value(self, style: str) -> float:
        """The number, read by a decimal sign."""
        group, decimal = (".", ",") if style == "comma" else (",", ".")
        size = float(self.digits.replace(group, "").replace(decimal, "."))
        return -size if self.sign in ("-", "−", "–") and size else size


def numbers(cells: pd.Series) -> Column:
    """The numbers of a column (float, NaN where there is none), by the signs of the whole column.

    What Excel knows as numbers passes. Texts tell by those that can be read in one way only
    whether a comma or a point begins the decimals; if none does, "1.234" is one thousand two
    hundred and thirty-four, as Vietnamese write it, and a note says so, unless the column speaks
    against it: then such cells are faults. Units behind a number and spaces between thousands
    are dropped; "12,5 %" is 12.5. A dash, "x" and "…" are no number and no fault.
    """
    texts = [_taken_apart(str(cell)) for cell in cells if isinstance(cell, str)]
    parsed = [number for number in texts if number]
    style = _style_of(parsed)
    unit = _unit_of(parsed)
    column = read_column(cells, partial(_number, style=style, unit=unit))
    notes = [*column.notes, *_said_of_all(cells, parsed, style)]
    return Column(column.values.astype("float64"), column.faults, tuple(notes))


def made_clear(cells: pd.Series, *, among: pd.Series) -> pd.Series:
    """`cells` in which texts are numbers that only the rest of their column, `among`, tells apart.

    "1.234" alone is one thousand and more; beside "12.5" it is one and a bit, and stays that.
    """
    if not any(isinstance(cell, str) for cell in cells):
        return cells  # the column, which may be long, need not be looked through
    texts = (_taken_apart(cell) for cell in among if isinstance(cell, str))
    style = _style_of(number for number in texts if number)

    def clear(cell: object) -> object:
        number = _taken_apart(cell) if isinstance(cell, str) else None
        if number is None or number.unit or not _UNCLEAR.fullmatch(number.digits):
            return cell
        return number.value(style)

    if style not in ("comma", "point"):
        return cells
    return pd.Series([clear(cell) for cell in cells], index=cells.index, dtype="object")


def _number(cell: object, *, style: Style, unit: str) -> Reading:
    if isinstance(cell, bool | date | time):
        what = _("the spreadsheet took this for a day") if not isinstance(cell, bool) else ""
        return Reading(fault=Fault(what or _("this is no number"), got=str(cell)))
    if isinstance(cell, int | float):
        return Reading(float(cell))
    if normalise(str(cell)).casefold() in _NOTHING:
        return Reading(None)
    number = _taken_apart(str(cell))
    if number is None or number.style == "mixed":
        return Reading(fault=Fault(_("this is no number"), got=normalise(str(cell))))
    if number.unit and number.unit != unit:
        what = _("the unit is not that of the column")
        return Reading(fault=Fault(what, expected=unit, got=normalise(str(cell))))
    return _by_style(number, style, text=normalise(str(cell)))


def _by_style(number: _Number, style: Style, *, text: str) -> Reading:
    if _PLAIN.fullmatch(number.digits):
        return Reading(number.value("point"))
    if number.style != "unclear":  # it can be read in one way only
        strange = style in ("comma", "point") and number.style != style
        reason = _("its decimal sign is not that of the column") if strange else ""
        return Reading(number.value(number.style), reason=reason)
    if style in ("comma", "point"):
        return Reading(number.value(style))
    remedy = _("Write it without a sign between the thousands, or as a number of Excel.")
    what = _("one cannot tell whether the sign begins the decimals")
    return Reading(fault=Fault(what, got=text, remedy=remedy))


def _taken_apart(text: str) -> _Number | None:
    """A text as a number with its sign and unit; None where it is no number."""
    plain, unit = normalise(text), ""
    if match := _WITH_UNIT.fullmatch(plain):
        plain, unit = match[1], match[2].casefold().translate(_SQUARES)
    match = _SIGNED.fullmatch(plain)
    if not match:
        return None
    digits = match[2].strip()
    spaced = _SPACED.match(digits)
    if spaced:
        digits = spaced[0].replace(" ", "") + digits[spaced.end() :]
    return None if " " in digits else _Number(match[1], digits, unit)


_SQUARES = str.maketrans("²³", "23")


def _style_of(texts: Iterable[_Number]) -> Style:
    """The decimal sign of a column: as most of the texts that tell it, else the Vietnamese one.

    "unclear" where nothing tells it and the texts speak against the Vietnamese reading, "mixed"
    where as many tell one as the other.
    """
    listed = list(texts)
    told = [number.style for number in listed]
    commas, points = told.count("comma"), told.count("point")
    if commas and points:
        return "mixed"
    if commas or points:
        return "comma" if commas else "point"
    unclear = [number.digits for number in listed if _UNCLEAR.fullmatch(number.digits)]
    plain = [number.digits for number in listed if _PLAIN.fullmatch(number.digits)]
    with_points = [digits for digits in unclear if "." in digits]
    ungrouped = any(len(digits) >= _UNGROUPED for digits in plain)
    if len(with_points) == len(unclear):
        return "unclear" if ungrouped else "comma"  # 1.234 beside 5678: nobody groups one of them
    return "unclear" if with_points or plain else "comma"  # 1,234 beside 120 may be thousands


def _unit_of(texts: Iterable[_Number]) -> str:
    """The unit that most texts of a column have behind their number."""
    units = [number.unit for number in texts if number.unit]
    return max(units, key=units.count, default="")


def _said_of_all(cells: pd.Series, texts: Iterable[_Number], style: Style) -> list[Note]:
    """The note that a column's signs were read as Vietnamese write them, where none tells it."""
    listed = list(texts)
    first = next((number for number in listed if _UNCLEAR.fullmatch(number.digits)), None)
    if first is None or style != "comma" or any(number.style == "comma" for number in listed):
        return []
    thousands = _("a point between thousands, as Vietnamese write it")
    decimals = _("a comma before the decimals, as Vietnamese write it")
    reason = thousands if "." in first.digits else decimals
    example = f"{first.sign}{first.digits}"
    became = f"{first.value('comma'):g}"
    return [Note("used", reason, column=str(cells.name), said=example, became=became)]

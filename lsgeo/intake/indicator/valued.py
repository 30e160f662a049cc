"""Which columns of a table hold figures, of which indicator and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.facts import is_period
from lsgeo.intake import Settings
from lsgeo.intake.columns import Columns, lines
from lsgeo.messages import _
from lsgeo.sheet import JOIN, period_in
from lsgeo.sheet.numbers import numbers
from lsgeo.text import fold, normalise

VALUE = "value"
"""The name that an officer uses for the one column of figures."""

_BEFORE = r"(?:(?:năm|ngày|đến|tính đến|hết|thực hiện|th|số liệu|cuối)\s+)*"
_YEAR = re.compile(rf"{_BEFORE}((?:19|20)\d\d)(?:\.0)?")
_DAY = re.compile(rf"{_BEFORE}(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?: 00:00:00)?")
_PART_OF_YEAR = re.compile(r"(?:\d+|ba|sáu|chín) tháng|quý|tháng|(?:tính )?đến|hết")
_NO_FACT = re.compile(r"\b(?:kế hoạch|kh|ước|mục tiêu|dự kiến|so với|so sánh|tăng|giảm)\b")
_NUMERIC = 0.5  # of the cells that are filled: the rest are slips, which are faults of their rows


@dataclass(frozen=True)
class Valued:
    """A column of figures of an indicator; ``period`` is "" where its header names none."""

    column: str
    indicator: str
    period: str = ""


def valued_columns(
    columns: Columns, rows: pd.DataFrame, *, known: Iterable[str], settings: Settings
) -> tuple[list[Valued], list[Fault]]:
    """The columns of figures, and why there are none or no more can be said of them.

    Those that the officer named, each by its indicator; else those under a year, else the only
    one that holds numbers, of the indicator he named. `known` are the names of other columns.
    """
    asked = {ours: theirs for ours, theirs in settings.columns.items() if ours not in {*known}}
    if not settings.indicator and (not asked or VALUE in asked):
        remedy = _("Say which: --indicator {name}, or --column {name}=…").format(name="poverty")
        return [], [Fault(_("it is not said of which indicator the figures are"), remedy=remedy)]
    if asked:
        found = [_named(ours, theirs, columns, settings) for ours, theirs in asked.items()]
    else:
        found = [_recognised(columns, rows, settings)]
    valued = [one for some, _fault in found for one in some]
    faults = [fault for _some, fault in found if fault]
    return valued, [*faults, *_repeated(valued)]


def period_of_header(header: str) -> str:
    """The period that a line of a header is, "" where none is only that.

    >>> period_of_header("Tỷ lệ hộ nghèo / Năm 2024"), period_of_header("Kế hoạch 2025")
    ('2024', '')
    """
    for line in reversed(_bare_lines(header)):
        text = normalise(line).casefold()
        if found := _YEAR.fullmatch(text):
            return found[1]
        if found := _DAY.fullmatch(text):
            day = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
            return day if is_period(day) else ""
        if (found := _ISO.fullmatch(text)) and is_period(found[1]):
            return found[1]
        if _PART_OF_YEAR.match(text) and not _NO_FACT.search(text):
            periods = period_in([line])
            return periods[0] if len(periods) == 1 else ""
    return ""


def _named(
    ours: str, theirs: str, columns: Columns, settings: Settings
) -> tuple[list[Valued], Fault | None]:
    """The columns of figures that an officer named, by the whole header or one of its lines."""
    indicator = settings.indicator if ours == VALUE else ours
    every = [*columns.found.values(), *columns.rest]
    whole = [raw for raw in every if fold(raw) == fold(theirs)]
    found = whole or [raw for raw in columns.rest if fold(theirs) in _lines_of(raw)]
    if len(found) > 1:
        dated = [raw for raw in found if period_of_header(raw)]
        return _in_period(
            [Valued(raw, indicator, period_of_header(raw)) for raw in dated], settings
        )
    if found:
        return [Valued(found[0], indicator, period_of_header(found[0]))], None
    what = _("there is no such column")
    return [], Fault(what, f"{ours} = {theirs!r}", got="; ".join(every))


def _recognised(
    columns: Columns, rows: pd.DataFrame, settings: Settings
) -> tuple[list[Valued], Fault | None]:
    """The columns under a year, else the only one of numbers, of the one indicator asked for."""
    remedy = _('Name the column: --column {name}="…"').format(name=VALUE)
    dated = {raw: period for raw in columns.rest if (period := period_of_header(raw))}
    if dated:
        families = {_family(raw): raw for raw in dated}
        if len(families) > 1:
            what = _("several kinds of figures have columns by year")
            return [], Fault(what, got="; ".join(families), remedy=remedy)
        found = [Valued(raw, settings.indicator, period) for raw, period in dated.items()]
        return _in_period(found, settings)
    numeric = [raw for raw in columns.rest if _is_numeric(rows[raw])]
    if len(numeric) == 1:
        return [Valued(numeric[0], settings.indicator)], None
    what = _("several columns hold numbers") if numeric else _("no column holds numbers")
    return [], Fault(what, got="; ".join(numeric or columns.rest), remedy=remedy)


def _in_period(found: Sequence[Valued], settings: Settings) -> tuple[list[Valued], Fault | None]:
    """Those of the period asked for, all where none is."""
    if not settings.period:
        return [*found], None
    fits = [one for one in found if one.period == settings.period]
    if fits:
        return fits, None
    periods = ", ".join(one.period for one in found)
    return [], Fault(_("no column is of this period"), expected=periods, got=settings.period)


def _repeated(valued: Sequence[Valued]) -> list[Fault]:
    """Columns that are of one indicator and period."""
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for one in valued:
        first = seen.setdefault((one.indicator, one.period), one.column)
        if first != one.column:
            what = _("two columns are of one indicator and period")
            faults.append(Fault(what, f"{one.indicator} {one.period}".strip(), first, one.column))
    return faults


def _bare_lines(header: str) -> list[str]:
    """The lines of a header without the units in their brackets; a day keeps its strokes."""
    return [line for part in header.split(JOIN) for line in lines(part)]


def _lines_of(header: str) -> set[str]:
    """The lines of a header, folded, each with and without the unit in its brackets."""
    return {fold(line) for line in (*_bare_lines(header), *header.split(JOIN))}


def _family(header: str) -> str:
    """What a header says beside its period."""
    return JOIN.join(line for line in _bare_lines(header) if not period_of_header(line))


def _is_numeric(cells: pd.Series) -> bool:
    read = numbers(cells)
    count = int(read.values.notna().sum())
    return count > 0 and count >= _NUMERIC * (count + len(read.faults))

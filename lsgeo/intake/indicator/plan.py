"""What the columns of a table hold: figures of which indicator, period and unit, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.intake import Settings
from lsgeo.intake.columns import UNIT_COLUMNS, Columns, recognise
from lsgeo.intake.indicator.measures import Unit, stated, unit_of
from lsgeo.intake.indicator.valued import Valued, valued_columns
from lsgeo.intake.indicator.values import CODED
from lsgeo.intake.ntm import column_faults
from lsgeo.intake.period import period_of
from lsgeo.messages import _
from lsgeo.sheet import Layout
from lsgeo.sheet.numbers import numbers

COLUMNS: Mapping[str, tuple[str, ...]] = {**UNIT_COLUMNS, "note": ("ghi chú", "note")}
"""What offices call the columns beside those of figures."""

_SOURCE = re.compile(r"\(?nguồn(?: số liệu)?\s*:\s*(.+?)\)?\.?", re.IGNORECASE)
_FEWEST = 3  # figures that make a habit


@dataclass(frozen=True)
class Figures:
    """A column of figures of one indicator and period, and their unit."""

    column: str
    indicator: str
    period: str
    unit: Unit

    def __str__(self) -> str:
        """What the column was taken for, on one line."""
        text = _("column {column}: {indicator}, {period}, {unit}")
        return text.format(
            column=self.column, indicator=self.indicator, period=self.period, unit=self.unit.unit
        )


@dataclass(frozen=True)
class Plan:
    """What a table holds, and what was found out about it on the way."""

    columns: Columns
    figures: tuple[Figures, ...]
    source: str
    remarks: tuple[str, ...]


def plan_of(layout: Layout, *, known_units: Mapping[str, str], settings: Settings) -> Plan:
    """What a table holds; `InputError` with everything that keeps it out as a whole."""
    ours = {name: theirs for name, theirs in settings.columns.items() if name in COLUMNS}
    columns = recognise(layout.header, COLUMNS, named=ours)
    faults = column_faults(layout, columns, replace(settings, columns=ours))
    valued, wrong = valued_columns(columns, layout.rows, known=COLUMNS, settings=settings)
    period = ""
    remarks: list[str] = []
    if settings.period or not all(one.period for one in valued):
        period, remarks, undated = period_of(layout.titles, settings)
        faults += undated
    figures, unclear = _figures(valued, layout, known_units=known_units, settings=settings)
    figures = [replace(one, period=one.period or period) for one in figures]
    source = settings.source or _source_in(layout.titles)
    if not source:
        remedy = _("Say it: --source …")
        faults.append(Fault(_("it is not said whose the figures are"), remedy=remedy))
    faults += [*wrong, *unclear]
    faults += [] if settings.unit else _fractions(figures, layout.rows)
    if faults:
        raise InputError("", _("the table cannot be taken"), faults)
    used = {one.column for one in figures}
    unused = [name for name in columns.rest if name not in used]
    if unused:
        remarks.append(_("columns not used: {names}").format(names=", ".join(unused)))
    return Plan(columns, tuple(figures), source, (*remarks, *map(str, figures)))


def _figures(
    valued: Sequence[Valued], layout: Layout, *, known_units: Mapping[str, str], settings: Settings
) -> tuple[list[Figures], list[Fault]]:
    """The columns with their units, and why some have none.

    A unit that the officer names is that of every column of the one indicator; of several
    indicators it is that of the columns that say none.
    """
    several = len({one.indicator for one in valued}) > 1
    figures, faults = [], []
    for one in valued:
        told = "" if several and stated([one.column]) else settings.unit
        wanted = known_units.get(one.indicator, "")
        if wanted in CODED:
            remedy = _("Import the table as statuses: --kind ntm") if wanted == "status" else ""
            faults.append(Fault(_("a coded value is no observation"), one.indicator, remedy=remedy))
            continue
        unit = unit_of(one.column, told=told, titles=layout.titles, wanted=wanted)
        if isinstance(unit, Fault):
            faults.append(unit)
        else:
            figures.append(Figures(one.column, one.indicator, one.period, unit))
    return figures, faults


def _fractions(figures: Sequence[Figures], rows: pd.DataFrame) -> Iterator[Fault]:
    """Columns of per cent whose numbers all lie between 0 and 1, as spreadsheets hold shares."""
    for one in figures:
        if one.unit != Unit("%"):
            continue
        cells = rows[one.column]
        bare = numbers(cells.mask(cells.map(lambda cell: isinstance(cell, str)))).values.dropna()
        if len(bare) >= _FEWEST and bare.between(0, 1).all() and (bare % 1 != 0).any():
            what = _("the column says per cent, but its numbers are between 0 and 1")
            remedy = _("Say what they are: --unit % for per cent, --unit 1 for shares of one.")
            yield Fault(what, one.column, got=f"{bare.iloc[0]:g}", remedy=remedy)


def _source_in(titles: Sequence[str]) -> str:
    """Whose the figures are, as a title says behind "Nguồn:"."""
    found = (_SOURCE.fullmatch(title.strip()) for title in titles)
    return next((match[1] for match in found if match), "")

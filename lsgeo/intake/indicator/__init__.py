"""Figures of any indicator from the table that an office keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault, InputError
from lsgeo.intake import Settings, Taken, quarantine
from lsgeo.intake.columns import Columns, text_of
from lsgeo.intake.indicator.long import OBSERVATION_COLUMNS, long_columns, read_long
from lsgeo.intake.indicator.measures import is_amount
from lsgeo.intake.indicator.plan import COLUMNS, Figures, Plan, plan_of
from lsgeo.intake.indicator.totals import total_notes
from lsgeo.intake.indicator.values import number_text, value_fault
from lsgeo.intake.roles import role_notes
from lsgeo.intake.units import (
    Rows,
    find,
    repeated,
    sought_of,
    suggestions,
    vintage_faults,
    vintage_on,
)
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sheet import Layout
from lsgeo.sheet.column import Column
from lsgeo.sheet.numbers import numbers

__all__ = ["COLUMNS", "OBSERVATION_COLUMNS", "take"]


@dataclass(frozen=True)
class _Sheet:
    """A table whose columns and units are known, and what was found of its rows."""

    layout: Layout
    plan: Plan
    units: Rows
    known_units: Mapping[str, str]
    totals: pd.DataFrame
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @cached_property
    def codes(self) -> pd.Series:
        """The codes of the units, by row."""
        return self.units.found.map(lambda found: found.code)

    def blame(self, row: object, fault: Fault) -> None:
        self.faults.setdefault(int(str(row)), []).append(fault)


def take(
    layout: Layout,
    *,
    registry: Registry,
    known_units: Mapping[str, str],
    settings: Settings,
    totals: pd.DataFrame | None = None,
) -> Taken:
    """The figures of a table as observations (`OBSERVATION_COLUMNS`).

    A table in our long form passes. Else the settings say which indicator it is of, or which
    column is of which; periods are those over the columns, else that of the titles. `known_units`
    are the units of our own indicators; `totals` the rows of totals in the columns of the layout,
    which are checked and not taken. Raises `InputError` where the table as a whole cannot be
    taken; a row that cannot is quarantined.
    """
    columns = long_columns(layout, settings)
    if columns is not None:
        return _taken_long(
            layout, columns, registry=registry, known_units=known_units, settings=settings
        )
    plan = plan_of(layout, known_units=known_units, settings=settings)
    latest = max((one.period for one in plan.figures), key=facts.period_end)
    vintage = settings.vintage or vintage_on(registry, latest)
    units = _units(layout, plan, registry, vintage=vintage)
    faults = [*_ended(registry, plan, vintage=vintage)]
    faults += [] if settings.vintage else vintage_faults(registry, units)
    if faults:
        raise InputError("", _("the table cannot be taken"), faults)
    none = layout.rows.iloc[:0]
    sheet = _Sheet(layout, plan, units, known_units, none if totals is None else totals)
    return _taken(sheet, registry)


def _taken(sheet: _Sheet, registry: Registry) -> Taken:
    """The observations of a sheet, its quarantined rows and its notes."""
    _blame_units(sheet)
    read = [(one, _values(sheet, one)) for one in sheet.plan.figures]
    rows = sheet.layout.rows
    kept = rows.index.difference(list(sheet.faults))
    filled = {row for _one, values in read for row in values.index}
    for row in kept.difference(list(filled)):
        sheet.notes.append(Note("used", _("the row has no figures"), int(row)))
    tables = [_observed(sheet, one, values=values[values.index.isin(kept)]) for one, values in read]
    observed = pd.concat(tables).sort_index(kind="stable").reset_index(drop=True)
    notes = [note for note in sheet.notes if note.row is None or note.row not in sheet.faults]
    periods = [one.period for one in sheet.plan.figures]
    return Taken(
        tables={"observations": observed},
        notes=(
            *role_notes(sheet.layout),
            *notes,
            *_corrections(sheet),
            *quarantine(sheet.faults),
        ),
        quarantined=rows.loc[sorted(sheet.faults)],
        vintage=sheet.units.vintage,
        period=facts.span(periods),
        remarks=(*sheet.plan.remarks, _("units of {vintage}").format(vintage=sheet.units.vintage)),
        suggestions=suggestions(registry, sheet.units),
    )


def _taken_long(
    layout: Layout,
    columns: Columns,
    *,
    registry: Registry,
    known_units: Mapping[str, str],
    settings: Settings,
) -> Taken:
    """What was taken from a table in our long form."""
    long = read_long(layout, columns, registry=registry, known_units=known_units, settings=settings)
    kept = long.rows.drop(index=list(long.faults))
    notes = [note for note in long.notes if note.row is None or note.row not in long.faults]
    return Taken(
        tables={"observations": kept.reset_index(drop=True)},
        notes=(*role_notes(layout), *notes, *quarantine(long.faults)),
        quarantined=layout.rows.loc[sorted(long.faults)],
        vintage=max(kept["vintage"], default=settings.vintage),
        period=facts.span(kept["period"]) if len(kept) else settings.period,
        remarks=(_("a table with a row for each figure"),),
    )


def _units(layout: Layout, plan: Plan, registry: Registry, *, vintage: str) -> Rows:
    """The units of the rows: communes, or districts where more of them are that."""
    sought = sought_of(layout.rows, plan.columns, groups=layout.groups)
    communes = find(registry, sought, vintage=vintage)
    if not len(registry.at(vintage, level="district")):
        return communes
    districts = find(registry, sought, vintage=vintage, level="district")
    return districts if _count(districts) > _count(communes) else communes


def _count(rows: Rows) -> int:
    return sum(bool(one.code) for one in rows.found)


def _ended(registry: Registry, plan: Plan, *, vintage: str) -> Iterator[Fault]:
    """A fault for each period that goes on after the units of a vintage had ended."""
    later = [one for one in registry.vintages if one > vintage]
    if not later:
        return
    last = date.fromisoformat(later[0]) - timedelta(days=1)
    for period in dict.fromkeys(one.period for one in plan.figures):
        if facts.period_end(period) > last:
            remedy = _("Give the day it is of, or the vintage that was in force then.")
            what = _("the units had ended by then")
            yield Fault(what, "", f"≤ {last.isoformat()}", period, remedy)


def _blame_units(sheet: _Sheet) -> None:
    """Rows of no unit that is known, and those of one that another row is of."""
    for row, found in sheet.units.found.items():
        if found.fault:
            sheet.blame(row, found.fault)
    codes = sheet.codes.to_dict()
    what = _("this unit is there twice, in row {rows} too")
    for row, others in repeated(sheet.codes).items():
        sheet.blame(row, Fault(what.format(rows=others), got=codes[row]))


def _values(sheet: _Sheet, one: Figures) -> pd.Series:
    """The figures of a column in its unit, by row; what is none is blamed on its row."""
    read = numbers(sheet.layout.rows[one.column])
    _tell(sheet, one, read)
    values = (read.values * one.unit.factor).dropna()
    for row, fault in _value_faults(values, one, known_units=sheet.known_units):
        sheet.blame(row, fault)
    return values


def _observed(sheet: _Sheet, one: Figures, *, values: pd.Series) -> pd.DataFrame:
    """Figures of a column as observations, by row."""
    rows, plan = sheet.layout.rows, sheet.plan
    note = plan.columns["note"]
    return pd.DataFrame(
        {
            **dict.fromkeys(OBSERVATION_COLUMNS, ""),
            "vintage": sheet.units.vintage,
            "code": sheet.codes.loc[values.index],
            "indicator": one.indicator,
            "period": one.period,
            "value": values.map(number_text).astype("str"),
            "unit": one.unit.unit,
            "source": plan.source,
            "note": rows.loc[values.index, note].map(text_of) if note else "",
        },
        index=values.index,
    )


def _value_faults(
    values: pd.Series, one: Figures, *, known_units: Mapping[str, str]
) -> Iterator[tuple[int, Fault]]:
    """The rows whose figure is none that its indicator can have; the same come again and again."""
    unit = one.unit.unit
    judged = {
        value: value_fault(value, one.indicator, unit=unit, known_units=known_units)
        for value in values.unique()
    }
    for row, value in values.items() if any(judged.values()) else ():
        if fault := judged[value]:
            yield row, fault


def _tell(sheet: _Sheet, one: Figures, read: Column) -> None:
    """What had to be done to read a column, and which of its totals are not sums."""
    for row, fault in read.faults.items():
        sheet.blame(row, fault)
    sheet.notes.extend(read.notes)
    if one.unit.how:
        sheet.notes.append(Note("corrected", one.unit.how, None, one.column, "", one.unit.unit))
    if is_amount(one.unit.unit) and len(sheet.totals):
        totals, groups = sheet.totals[one.column], sheet.layout.groups
        sheet.notes.extend(total_notes(totals, read.values, groups=groups, unit=one.unit.unit))


def _corrections(sheet: _Sheet) -> Iterator[Note]:
    """What had to be mended in the units of the rows that were kept."""
    for row, found in sheet.units.found.items():
        if found.correction and row not in sheet.faults:
            said = sheet.units.sought.at[row]
            column = sheet.plan.columns["code"] or sheet.plan.columns["name"]
            text = said.code or said.name
            yield Note("corrected", found.correction, int(row), column, text, found.code)

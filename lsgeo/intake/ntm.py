"""New-rural statuses and criteria from the sheet that an office keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import period_end
from lsgeo.intake import Settings, Taken, quarantine
from lsgeo.intake.columns import Columns, missing, recognise, text_of
from lsgeo.intake.criteria import Criteria, choose_set, criteria_of, criterion_columns
from lsgeo.intake.groups import groups
from lsgeo.intake.levels import statuses_of
from lsgeo.intake.ntm_columns import COLUMNS, CRITERIA_COLUMNS, STATUS_COLUMNS
from lsgeo.intake.period import period_of
from lsgeo.intake.roles import role_notes
from lsgeo.intake.units import (
    Rows,
    find,
    repeated,
    sought_of,
    suggestions,
    vintage_faults,
    vintage_on,
    with_district,
)
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.scales import ELIGIBLE_KIND, NOT_APPLICABLE, CriteriaSet, CriteriaSets, Status
from lsgeo.sheet import Layout
from lsgeo.sheet.dates import dates
from lsgeo.sheet.numbers import numbers

_NUMBERS = ("criteria_met", "year_met", "year_registered", "commune_group")
_YEARS = ("year_met", "year_registered")
_READERS = {"commune_group": groups, "decision_date": dates}


@dataclass(frozen=True)
class _Sheet:
    """A sheet whose columns, units and criteria are known, and the faults of its rows so far."""

    layout: Layout
    columns: Columns
    units: Rows
    criteria: Criteria
    set_name: str
    period: str
    faults: dict[int, list[Fault]]
    notes: list[Note]

    def blame(self, row: int, fault: Fault) -> None:
        self.faults.setdefault(row, []).append(fault)


def take(
    layout: Layout,
    *,
    registry: Registry,
    sets: CriteriaSets,
    titles: pd.DataFrame,
    settings: Settings,
) -> Taken:
    """The statuses (`STATUS_COLUMNS`) and criteria (`CRITERIA_COLUMNS`) of a sheet.

    `titles` has the criteria of the sets (``set, number, title_vi``). Raises `InputError` where the
    sheet as a whole cannot be taken: no column of units, no period, no criteria set, the units of
    another vintage. A row that cannot be taken is quarantined, with every reason.
    """
    columns = recognise(layout.header, COLUMNS, named=settings.columns)
    period, remarks, faults = period_of(layout.titles, settings)
    faults += column_faults(layout, columns, settings)
    set_name = ""
    numbered: dict[int, str] = {}
    if period:
        set_name, numbered, wrong = _set_and_columns(
            columns, sets, titles, period=period, asked=settings.criteria_set
        )
        faults += [wrong] if wrong else []
    if faults:
        raise InputError("", _("the table cannot be taken"), faults)
    vintage = settings.vintage or vintage_on(registry, period)
    units = find(registry, sought_of(layout.rows, columns, groups=layout.groups), vintage=vintage)
    faults = [] if settings.vintage else vintage_faults(registry, units)
    if faults:
        raise InputError("", _("the table cannot be taken"), faults)
    criteria = criteria_of(layout.rows, numbered)
    rows: dict[int, list[Fault]] = {row: list(found) for row, found in criteria.faults.items()}
    sheet = _Sheet(layout, columns, units, criteria, set_name, period, rows, [])
    return _taken(sheet, registry=registry, known=sets[set_name], remarks=remarks)


def _set_and_columns(
    columns: Columns, sets: CriteriaSets, titles: pd.DataFrame, *, period: str, asked: str
) -> tuple[str, dict[int, str], Fault | None]:
    """The criteria set of a sheet and the column of each criterion, by titles of that set alone."""
    known, _unclear = choose_set(sets, (), period=period, asked=asked)
    numbered = criterion_columns(columns.rest, titles=titles[titles["set"] == known])
    chosen, wrong = choose_set(sets, numbered, period=period, asked=asked)
    if chosen and chosen != known:
        numbered = criterion_columns(columns.rest, titles=titles[titles["set"] == chosen])
    return chosen, numbered, wrong


def column_faults(layout: Layout, columns: Columns, settings: Settings) -> list[Fault]:
    """What keeps any sheet out: columns that were named and are not there, no unit in the rows."""
    header = "; ".join(layout.header)
    remedy = _('Name the file\'s own column: --column {name}="…"')
    faults = [
        Fault(_("there is no such column"), f"{ours} = {theirs!r}", got=header)
        for ours, theirs in missing(layout.header, settings.columns).items()
    ]
    if not (columns["name"] or columns["code"]):
        what, named = _("no column of units was recognised"), remedy.format(name="name")
        faults.append(Fault(what, got=header, remedy=named))
    if layout.rows.empty:
        faults.append(Fault(_("no rows below the header")))
    return faults


def _taken(sheet: _Sheet, *, registry: Registry, known: CriteriaSet, remarks: list[str]) -> Taken:
    """Our tables of a sheet, its quarantined rows and its notes."""
    vintage, rows = sheet.units.vintage, sheet.layout.rows
    communes = registry.at(vintage)
    codes = sheet.units.found.map(lambda found: found.code)
    _blame_units(sheet, codes)
    values = _values(sheet, known)
    kinds = codes.map(communes["kind"]).fillna("")
    said = sheet.criteria.met.notna().any(axis="columns") | values.notna().any(axis="columns")
    told = statuses_of(rows, sheet.columns, scale=known.scale, kinds=kinds, said=said)
    for row, one in told.items():
        if one.fault:
            sheet.blame(row, one.fault)
        elif one.status and _is_misplaced(one.status, kinds.at[row]):
            what = _("the new-rural standard is for xã, and for every xã")
            sheet.blame(row, Fault(what, got=f"{kinds.at[row]}, {one.status.label.vi}"))
    _blame_counts(sheet, values, known)
    kept = rows.index.difference(list(sheet.faults))
    statuses = _statuses(sheet, values, told, communes=communes).loc[kept]
    notes = [
        *role_notes(sheet.layout),
        *(note for note in sheet.notes if note.row is None or note.row not in sheet.faults),
        *_corrections(sheet, told, kept=kept),
        *quarantine(sheet.faults),
    ]
    return Taken(
        tables={
            "ntm_status": statuses.reset_index(drop=True),
            "ntm_criteria": _criteria(sheet, statuses).reset_index(drop=True),
        },
        notes=tuple(notes),
        quarantined=with_district(rows.loc[sorted(sheet.faults)], sheet.units, sheet.columns),
        vintage=vintage,
        period=sheet.period,
        remarks=(*remarks, _said_vintage(vintage, known), *_taken_for(told.loc[kept])),
        suggestions=suggestions(registry, sheet.units),
    )


def _is_misplaced(status: Status, kind: str) -> bool:
    """Whether a status of xã is said of a ward, or the other way round; kind "" is not known."""
    return bool(kind) and (status.id == NOT_APPLICABLE) == (kind == ELIGIBLE_KIND)


def _taken_for(told: pd.Series) -> list[str]:
    """How many rows have a status that no word of theirs says, and why they have it."""
    whys = told.map(lambda one: one.why)
    counts = whys[whys != ""].value_counts()
    return [_("{count} rows: {why}").format(count=count, why=why) for why, count in counts.items()]


def _said_vintage(vintage: str, known: CriteriaSet) -> str:
    what = _("units of {vintage}; criteria: {title}")
    return what.format(vintage=vintage, title=known.title.vi)


def _blame_units(sheet: _Sheet, codes: pd.Series) -> None:
    for row, found in sheet.units.found.items():
        if found.fault:
            sheet.blame(row, found.fault)
    for row, others in repeated(codes).items():
        what = _("this unit is there twice, in row {rows} too").format(rows=others)
        sheet.blame(row, Fault(what, got=codes.at[row]))


def _values(sheet: _Sheet, known: CriteriaSet) -> pd.DataFrame:
    """The numbers and days of a sheet by row; what is none is blamed on its row."""
    rows, columns = sheet.layout.rows, sheet.columns
    values: dict[str, pd.Series] = {}
    for name in (*_NUMBERS, "decision_date"):
        blank = pd.Series(None, index=rows.index, dtype="object")
        reader = _READERS.get(name, numbers)
        read = reader(rows[columns[name]]) if columns[name] else None
        values[name] = blank if read is None else read.values.astype("object")
        for row, fault in ({} if read is None else read.faults).items():
            sheet.blame(row, fault)
        sheet.notes.extend(() if read is None else read.notes)
    for name in _NUMBERS:
        for row, value in values[name].dropna().items():
            largest = known.criteria_count if name == "criteria_met" else 9999
            if value != int(value) or not 0 <= value <= largest:
                sheet.blame(
                    row,
                    Fault(
                        _("{name} is no whole number").format(name=columns[name]),
                        "",
                        f"0…{largest}",
                        str(value),
                    ),
                )
            elif name == "year_met" and value > period_end(sheet.period).year:
                what = _("the year lies after the period of the table")
                sheet.blame(row, Fault(what, "", f"≤ {sheet.period[:4]}", f"{value:.0f}"))
            elif name in _YEARS and not 1990 <= value <= 2100:
                sheet.blame(
                    row,
                    Fault(
                        _("{name} is no year").format(name=columns[name]), "", "2025", str(value)
                    ),
                )
    return pd.DataFrame(values)


def _blame_counts(sheet: _Sheet, values: pd.DataFrame, known: CriteriaSet) -> None:
    """Rows whose total is not the number of criteria ticked beside it."""
    if len(sheet.criteria.met.columns) != known.criteria_count:
        return
    counted, said = sheet.criteria.count, values["criteria_met"]
    for row in sheet.layout.rows.index:
        if pd.notna(counted.at[row]) and pd.notna(said.at[row]) and counted.at[row] != said.at[row]:
            what = _("the total is not the number of criteria ticked")
            sheet.blame(row, Fault(what, "", f"{counted.at[row]:.0f}", f"{said.at[row]:.0f}"))


def _statuses(
    sheet: _Sheet, values: pd.DataFrame, told: pd.Series, *, communes: pd.DataFrame
) -> pd.DataFrame:
    """The rows as a table of statuses; those at fault are in it, with what could be read."""
    rows, columns = sheet.layout.rows, sheet.columns
    codes = sheet.units.found.map(lambda found: found.code)
    whole = {name: values[name].map(_whole) for name in _NUMBERS}
    if len(sheet.criteria.met.columns):
        counted = sheet.criteria.count.map(_whole)
        whole["criteria_met"] = whole["criteria_met"].where(whole["criteria_met"] != "", counted)
    district = sheet.units.sought.map(lambda sought: sought.district)
    texts = {
        name: rows[columns[name]].map(text_of) if columns[name] else ""
        for name in ("decision", "note")
    }
    table = pd.DataFrame(
        {
            "vintage": sheet.units.vintage,
            "code": codes,
            "name": codes.map(communes["name"]).fillna(""),
            "kind": codes.map(communes["kind"]).fillna(""),
            "district": district,
            "period": sheet.period,
            "criteria_set": sheet.set_name,
            "status": told.map(lambda one: one.status.label.vi if one.status else ""),
            **whole,
            **texts,
            "decision_date": values["decision_date"].map(text_of),
        },
        index=rows.index,
    )
    return table[list(STATUS_COLUMNS)]


def _criteria(sheet: _Sheet, statuses: pd.DataFrame) -> pd.DataFrame:
    """The criteria of the rows kept, one row for each that a unit was judged by."""
    met = sheet.criteria.met.loc[statuses.index[statuses["kind"] == ELIGIBLE_KIND]]
    long = met.melt(ignore_index=False, var_name="number", value_name="met").dropna(subset=["met"])
    told = statuses[["vintage", "code", "period", "criteria_set"]].join(long, how="inner")
    told = told.assign(met=["1" if met else "0" for met in told["met"]])
    return told.sort_values(["code", "number"])[list(CRITERIA_COLUMNS)]


def _corrections(sheet: _Sheet, told: pd.Series, *, kept: Iterable[int]) -> list[Note]:
    """What had to be mended or taken for granted in the rows that were kept."""
    notes = []
    for row in kept:
        found, status = sheet.units.found.at[row], told.at[row]
        if found.correction:
            said = sheet.units.sought.at[row]
            column = sheet.columns["code"] or sheet.columns["name"]
            text = said.code or said.name
            notes.append(Note("corrected", found.correction, row, column, text, found.code))
        if status.why:
            label = status.status.label.vi
            notes.append(Note("used", status.why, row, sheet.columns["status"], "", label))
    return notes


def _whole(value: object) -> str:
    return "" if value is None or value != value else f"{float(str(value)):.0f}"

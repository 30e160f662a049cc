"""New-rural statuses per commune and period, and the recognitions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import EVENT_COLUMNS, is_period
from lsgeo.formats import is_iso_day
from lsgeo.ledger import Ledger, corrections
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Found, Registry, Sought, resolve
from lsgeo.scales import ELIGIBLE_KIND, NOT_APPLICABLE, CriteriaSets
from lsgeo.sources.agreement import agreed
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import last_days, period_faults
from lsgeo.sources.table import read_table

_REQUIRED = ("vintage", "period", "criteria_set", "status")
_OPTIONAL = (
    "code",
    "name",
    "kind",
    "district",
    "criteria_met",
    "year_met",
    "decision",
    "decision_date",
    "year_registered",
    "commune_group",
    "note",
)
_YEARS = ("year_met", "year_registered")
_NUMBERS = ("criteria_met", *_YEARS, "commune_group")


@dataclass(frozen=True)
class Statuses:
    """What a table of statuses holds.

    ``statuses`` has ``vintage, code, period, criteria_set, status`` (a number on the set's scale)
    ``, criteria_met, year_met, year_registered, commune_group`` (NaN where blank) ``, quality,
    source``;
    ``events`` the decisions, with `lsgeo.facts.EVENT_COLUMNS`.
    """

    statuses: pd.DataFrame
    events: pd.DataFrame
    ledger: Ledger


def read_statuses(entry: Entry, registry: Registry, sets: CriteriaSets) -> Statuses:
    """The statuses of a table; `InputError` with every fault in it, row by row.

    A period may lie before its unit's vintage (a history on the units of today) and before its
    criteria set was in force (a history on the scale of today), but not after the unit ended.
    """
    read = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    table = read.rows
    units = _units(table, registry)
    codes = [unit.code for unit in units]
    faults = [*_row_faults(table, units, registry=registry, sets=sets), *_repeated(table, codes)]
    if faults:
        raise InputError(str(entry.path), _("the statuses cannot be used"), faults)
    said = zip(table["criteria_set"], table["status"], strict=True)
    statuses = [sets[name].scale.find(word) for name, word in said]
    numbers = {name: pd.to_numeric(table[name]) for name in _NUMBERS}
    typed = table.assign(
        code=codes,
        status=[status.value for status in statuses if status],
        quality=entry.quality,
        source=entry.attribution,
        **numbers,
    ).reset_index(drop=True)
    kept = [*_REQUIRED, "code", *_NUMBERS, "quality", "source"]
    mended = [(unit.code, unit.correction) for unit in units]
    notes = [*read.notes, *corrections(table["code"], mended)]
    ledger = ledger_entry(entry.path.name, rows=len(table), notes=notes)
    return Statuses(typed[kept], _events(typed), ledger)


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of the statuses of several files; for a unit and period the best quality wins.

    Raises `InputError` where two files of one quality say different things of one.
    """
    return agreed(
        tables,
        key=("vintage", "code", "period"),
        said=("criteria_set", "status", *_NUMBERS),
        theme="ntm_status",
        summary=_("the statuses cannot be used"),
    )


def _units(table: pd.DataFrame, registry: Registry) -> list[Found]:
    """The unit that each row means; a unit comes again with each period and is sought once."""
    known: dict[tuple[str, Sought], Found] = {}
    for row in table.to_dict("records"):
        key = _sought(row)
        if key not in known:
            known[key] = _unit(key[1], registry, vintage=key[0])
    return [known[_sought(row)] for row in table.to_dict("records")]


def _sought(row: Mapping[str, str]) -> tuple[str, Sought]:
    return row["vintage"], Sought(row["code"], row["name"], row["kind"], row["district"])


def _unit(sought: Sought, registry: Registry, *, vintage: str) -> Found:
    if vintage not in registry.vintages:
        expected = ", ".join(registry.vintages)
        return Found(fault=Fault(_("unknown vintage"), expected=expected, got=vintage))
    return resolve(registry, sought, vintage=vintage)


def _row_faults(
    table: pd.DataFrame, units: Sequence[Found], *, registry: Registry, sets: CriteriaSets
) -> Iterator[Fault]:
    """Every fault of every row, each with its place."""
    ends = last_days(registry)
    for (number, row), unit in zip(table.iterrows(), units, strict=True):
        found = [*_set_faults(row, sets), *_value_faults(row)]
        if unit.fault:
            found.insert(0, unit.fault)
        else:
            kind = str(registry.at(row["vintage"]).at[unit.code, "kind"])
            found += _kind_faults(row, sets, kind=kind)
            found += period_faults(row["period"], ends.get((row["vintage"], unit.code)))
        where = _("row {row} {name!r}").format(row=number, name=row["name"] or row["code"])
        yield from (replace(fault, where=where) for fault in found)


def _set_faults(row: pd.Series, sets: CriteriaSets) -> Iterator[Fault]:
    known = sets.get(row["criteria_set"])
    if known is None:
        yield Fault(_("unknown criteria set"), "", ", ".join(sets), row["criteria_set"])
        return
    if known.scale.find(row["status"]) is None:
        expected = "; ".join(status.label.vi for status in known.scale.statuses)
        yield Fault(_("unknown status word"), "", expected, row["status"])
    count = row["criteria_met"]
    if _is_whole(count) and int(count) > known.criteria_count:
        yield Fault(_("more criteria than the set has"), "", f"≤ {known.criteria_count}", count)


def _kind_faults(row: pd.Series, sets: CriteriaSets, *, kind: str) -> Iterator[Fault]:
    """A ward is never assessed, a xã always may be: the status must say what the kind says."""
    known = sets.get(row["criteria_set"])
    status = known.scale.find(row["status"]) if known else None
    if status is not None and (status.id == NOT_APPLICABLE) == (kind == ELIGIBLE_KIND):
        what = _("the new-rural standard is for xã, and for every xã")
        yield Fault(what, got=f"{kind}, {row['status']}")


def _value_faults(row: pd.Series) -> Iterator[Fault]:
    if not is_period(row["period"]):
        yield Fault(_("malformed period"), "", "2025 / 2025-06-30", row["period"])
    if row["decision_date"] and not is_iso_day(row["decision_date"]):
        yield Fault(_("malformed date"), "", "2025-06-30", row["decision_date"])
    for name in _NUMBERS:
        if row[name] and not _is_whole(row[name]):
            yield Fault(_("{name} is no whole number").format(name=name), got=row[name])
        elif row[name] and name in _YEARS and len(row[name]) != len("2025"):
            yield Fault(_("{name} is no year").format(name=name), "", "2025", row[name])


def _repeated(table: pd.DataFrame, codes: Sequence[str]) -> list[Fault]:
    """The rows that say something of a unit and period that another row spoke of before."""
    named = table.assign(code=codes)
    named = named[named["code"] != ""]
    again = named[named.duplicated(["vintage", "code", "period"])]
    return [
        Fault(
            _("this unit and period are there twice"),
            _("row {row}").format(row=number),
            got=f"{row['vintage']} {row['code']} {row['period']}",
        )
        for number, row in again.iterrows()
    ]


def _events(typed: pd.DataFrame) -> pd.DataFrame:
    """One event for each decision: what was recognised, when, and the ``year`` it counts from."""
    decided = typed[typed["decision"] != ""].drop_duplicates(["vintage", "code", "decision"])
    years = ["" if pd.isna(year) else f"{year:.0f}" for year in decided["year_met"]]
    events = decided.assign(
        event="recognised",
        date=decided["decision_date"],
        detail=decided["decision"],
        year=pd.Series(years, index=decided.index, dtype="str"),
    )
    return events[list(EVENT_COLUMNS)].reset_index(drop=True)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10

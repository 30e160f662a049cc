"""New-rural statuses per commune and period, and the recognitions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import EVENT_COLUMNS, QUALITIES, is_period
from lsgeo.formats import is_iso_day
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Found, Registry, Sought, resolve
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry
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
    "note",
)
_NUMBERS = ("criteria_met", "year_met", "year_registered")


@dataclass(frozen=True)
class Statuses:
    """What a table of statuses holds.

    ``statuses`` has ``vintage, code, period, criteria_set, status`` (a number on the set's scale)
    ``, criteria_met, year_met, year_registered`` (NaN where blank) ``, quality, source``;
    ``events`` the decisions, with `lsgeo.facts.EVENT_COLUMNS`.
    """

    statuses: pd.DataFrame
    events: pd.DataFrame
    ledger: Ledger


def read_statuses(entry: Entry, registry: Registry, sets: CriteriaSets) -> Statuses:
    """The statuses of a table; `InputError` with every fault in it, row by row."""
    table = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    faults: list[Fault] = []
    notes: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    units: dict[tuple[str, Sought], Found] = {}  # a unit comes again with each period
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        where = _("row {row} {name!r}").format(row=number, name=row["name"] or row["code"])
        sought = Sought(row["code"], row["name"], row["kind"], row["district"])
        unit = units.setdefault((row["vintage"], sought), Found())
        if unit == Found():
            unit = units[row["vintage"], sought] = _unit(sought, registry, row["vintage"])
        code, correction = unit.code, unit.correction
        unit_faults = [unit.fault] if unit.fault else []
        found = [*unit_faults, *_value_faults(row, sets)]
        faults += [replace(fault, where=where) for fault in found]
        if correction:
            notes.append(
                {
                    "file": entry.path.name,
                    "row": number,
                    "column": "code",
                    "said": row["code"],
                    "became": code,
                    "outcome": "corrected",
                    "reason": correction,
                }
            )
        if not found:
            status = sets[row["criteria_set"]].scale.find(row["status"])
            rows.append({**row, "row": number, "code": code, "status": status and status.value})
    faults += _repeated(rows)
    if faults:
        raise InputError(str(entry.path), _("the statuses cannot be used"), faults)
    typed = pd.DataFrame(rows, columns=[*_REQUIRED, *_OPTIONAL, "row"])
    typed = typed.assign(quality=entry.quality, source=entry.attribution)
    typed = typed.assign(**{name: pd.to_numeric(typed[name]) for name in _NUMBERS})
    kept = [*_REQUIRED, "code", *_NUMBERS, "quality", "source"]
    ledger = ledger_entry(entry.path.name, rows=len(table), notes=notes)
    return Statuses(typed[kept], _events(typed), ledger)


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of the statuses of several files; for a unit and period the best quality wins.

    Raises `InputError` where two files of one quality say different things of one.
    """
    both = pd.concat(tables, ignore_index=True)
    key = ["vintage", "code", "period"]
    rank = both["quality"].map(QUALITIES.index)
    different = both.drop_duplicates([*key, "quality", "criteria_set", "status"])
    torn = different[different.duplicated([*key, "quality"])]
    faults = [
        Fault(_("two tables differ about this unit and period"), " ".join(row), remedy=source)
        for *row, source in torn[[*key, "source"]].itertuples(index=False)
    ]
    if faults:
        raise InputError("ntm_status", _("the statuses cannot be used"), faults)
    best = both.loc[rank.sort_values(kind="stable").index].drop_duplicates(key)
    return best.sort_index().reset_index(drop=True)


def _unit(sought: Sought, registry: Registry, vintage: str) -> Found:
    if vintage not in registry.vintages:
        expected = ", ".join(registry.vintages)
        return Found(fault=Fault(_("unknown vintage"), expected=expected, got=vintage))
    return resolve(registry, sought, vintage=vintage)


def _value_faults(row: Mapping[str, str], sets: CriteriaSets) -> list[Fault]:
    faults = []
    known = sets.get(row["criteria_set"])
    if known is None:
        expected = ", ".join(sets)
        faults.append(Fault(_("unknown criteria set"), expected=expected, got=row["criteria_set"]))
    elif known.scale.find(row["status"]) is None:
        expected = "; ".join(status.label.vi for status in known.scale.statuses)
        faults.append(Fault(_("unknown status word"), expected=expected, got=row["status"]))
    if not is_period(row["period"]):
        what = _("malformed period")
        faults.append(Fault(what, expected="2025 / 2025-06-30", got=row["period"]))
    if row["decision_date"] and not is_iso_day(row["decision_date"]):
        what = _("malformed date")
        faults.append(Fault(what, expected="2025-06-30", got=row["decision_date"]))
    for name in _NUMBERS:
        if row[name] and not _is_whole(row[name]):
            faults.append(Fault(_("{name} is no whole number").format(name=name), got=row[name]))
    if known and _is_whole(row["criteria_met"]) and int(row["criteria_met"]) > known.criteria_count:
        expected = f"≤ {known.criteria_count}"
        faults.append(Fault(_("more criteria than the set has"), "", expected, row["criteria_met"]))
    return faults


def _repeated(rows: list[dict[str, object]]) -> list[Fault]:
    table = pd.DataFrame(rows, columns=["vintage", "code", "period", "row"])
    again = table[table.duplicated(["vintage", "code", "period"])]
    return [
        Fault(
            _("this unit and period are there twice"),
            _("row {row}").format(row=row["row"]),
            got=f"{row['vintage']} {row['code']} {row['period']}",
        )
        for row in again.to_dict("records")
    ]


def _events(typed: pd.DataFrame) -> pd.DataFrame:
    """One event for each decision: what was recognised, when, and the year it counts from."""
    decided = typed[typed["decision"] != ""].drop_duplicates(["vintage", "code", "decision"])
    years = [("" if pd.isna(year) else f" ({year:.0f})") for year in decided["year_met"]]
    detail = decided["decision"] + pd.Series(years, index=decided.index, dtype="str")
    events = decided.assign(event="recognised", date=decided["decision_date"], detail=detail)
    return events[list(EVENT_COLUMNS)].reset_index(drop=True)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()

"""The registry of units and the crosswalk between vintages, from their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import is_period, period_end
from lsgeo.formats import is_iso_day
from lsgeo.ledger import Ledger
from lsgeo.messages import _
from lsgeo.registry import Registry, from_table
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table

CROSSWALK_COLUMNS = (
    "from_vintage",
    "from_code",
    "to_vintage",
    "to_code",
    "relation",
    "share_of_from",
    "share_of_to",
)
SHARE_TOLERANCE = 1e-3
"""How far the shares of a unit may be from 1: tables round them to four digits."""

_RELATIONS = ("full", "partial")
_SHARES = ("share_of_from", "share_of_to")


def read_registry(entry: Entry) -> tuple[Registry, Ledger]:
    """The registry and its ledger; raises what `read_table` and `from_table` raise."""
    table = read_table(
        entry,
        required=("vintage", "code", "name", "kind", "level", "parent"),
        optional=("area_official_km2", "valid_from", "valid_to", "legal_source"),
    )
    registry = from_table(table.rows, subject=str(entry.path))
    return registry, table.ledger(entry)


def last_days(registry: Registry) -> dict[tuple[str, str], date]:
    """The last day of each unit that has ended, by (vintage, code).

    It is the table's ``valid_to``, else the day before the next vintage: a vintage is the whole
    list of units, and the next one takes its place.
    """
    following = dict(zip(registry.vintages, registry.vintages[1:], strict=False))
    ends = {}
    for unit in registry.units[["vintage", "code", "valid_to"]].itertuples(index=False):
        if is_iso_day(unit.valid_to):
            ends[unit.vintage, unit.code] = date.fromisoformat(unit.valid_to)
        elif unit.vintage in following:
            next_day = date.fromisoformat(following[unit.vintage])
            ends[unit.vintage, unit.code] = next_day - timedelta(days=1)
    return ends


def period_faults(period: str, last: date | None) -> Iterator[Fault]:
    """A period that goes on after the `last` day of its unit; nothing where it is no period."""
    if last and is_period(period) and period_end(period) > last:
        remedy = _("Give the day it is of, or the vintage that was in force then.")
        yield Fault(_("the unit had ended by then"), "", f"≤ {last.isoformat()}", period, remedy)


def read_crosswalk(entry: Entry, registry: Registry) -> tuple[pd.DataFrame, Ledger]:
    """The pairs of old and new communes, ``share_of_from`` and ``share_of_to`` as numbers (0–1).

    ``source`` is that of the row, else of the file. Raises `InputError` for a unit that is no
    commune of its vintage, an unknown relation, a share outside 0 … 1, a whole unit with less than
    all of itself, and units, old and new, whose shares do not sum to 1 within `SHARE_TOLERANCE`.
    """
    read = read_table(entry, required=CROSSWALK_COLUMNS, optional=("source",))
    table = read.rows
    shares = table[list(_SHARES)].apply(pd.to_numeric, errors="coerce")
    level_of = registry.units.set_index(["vintage", "code"])["level"].to_dict()
    faults = []
    for number, row in table.iterrows():
        where = _("row {row}").format(row=number)
        found = [*_pair_faults(row, level_of), *_share_faults(row, shares.loc[number])]
        faults += [replace(fault, where=where) for fault in found]
    if not faults:
        faults = list(_sum_faults(table.assign(**shares)))
    if faults:
        raise InputError(str(entry.path), _("the crosswalk is not sound"), faults)
    source = table["source"].where(table["source"] != "", entry.attribution)
    return table.assign(source=source, **shares), read.ledger(entry)


def _pair_faults(row: pd.Series, level_of: Mapping[tuple[str, str], str]) -> Iterator[Fault]:
    for side in ("from", "to"):
        key = (row[f"{side}_vintage"], row[f"{side}_code"])
        if key not in level_of:
            yield Fault(_("no such unit in the registry"), got=" ".join(key))
        elif level_of[key] != "commune":
            yield Fault(_("this unit is no commune"), got=f"{' '.join(key)} ({level_of[key]})")
    if row["relation"] not in _RELATIONS:
        yield Fault(_("unknown relation"), "", ", ".join(_RELATIONS), row["relation"])


def _share_faults(row: pd.Series, shares: pd.Series) -> Iterator[Fault]:
    """What is wrong with the shares of a pair, as numbers in `shares` (NaN: it is none)."""
    if shares.isna().any():
        yield Fault(_("a share is no number"))
        return
    for name in _SHARES:
        if not 0 <= shares[name] <= 1:
            yield Fault(_("a share lies outside 0 … 1"), "", f"{name} 0…1", row[name])
    if row["relation"] == "full" and shares["share_of_from"] < 1 - SHARE_TOLERANCE:
        yield Fault(_("the whole unit has less than all of itself"), "", "1", row["share_of_from"])


def _sum_faults(pairs: pd.DataFrame) -> Iterator[Fault]:
    """The old units whose parts, and the new ones whose origins, leave some of them out."""
    keys = {
        "share_of_from": ["from_vintage", "from_code", "to_vintage"],
        "share_of_to": ["to_vintage", "to_code", "from_vintage"],
    }
    for share, key in keys.items():
        for unit, total in pairs.groupby(key)[share].sum().items():
            if abs(total - 1) > SHARE_TOLERANCE:
                what = _("the parts of this unit do not sum to it")
                yield Fault(what, " ".join(map(str, unit)), f"{share} 1", f"{total:.4g}")

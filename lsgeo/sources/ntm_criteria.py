"""Which new-rural criterion each commune meets, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import is_period
from lsgeo.ledger import Ledger
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.scales import ELIGIBLE_KIND, CriteriaSets
from lsgeo.sources.agreement import agreed
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import last_days, period_faults
from lsgeo.sources.table import read_table

KEY = ("vintage", "code", "period", "criteria_set", "number")
_MET = {"1": 1.0, "0": 0.0}


def read_ntm_criteria(
    entry: Entry, registry: Registry, sets: CriteriaSets
) -> tuple[pd.DataFrame, Ledger]:
    """The criteria (`KEY`, ``met`` 1 or 0, ``quality, source``) of a table, and its ledger.

    ``number`` is whole. Raises `InputError` with every fault: a unit that is no xã of its vintage,
    a malformed period or one after the unit ended, an unknown set, a number the set does not have,
    a value that is neither 1 nor 0, the same criterion twice.
    """
    read = read_table(entry, required=(*KEY, "met"))
    faults = [*_row_faults(read.rows, registry=registry, sets=sets), *_repeated(read.rows)]
    if faults:
        raise InputError(str(entry.path), _("the criteria cannot be used"), faults)
    typed = read.rows.assign(
        number=read.rows["number"].astype("int64"),
        met=read.rows["met"].map(_MET),
        quality=entry.quality,
        source=entry.attribution,
    )
    return typed.reset_index(drop=True), read.ledger(entry)


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of the criteria of several files; of one criterion the best quality wins.

    Raises `InputError` where two files of one quality say different things of one.
    """
    return agreed(
        tables,
        key=KEY,
        said=("met",),
        theme="ntm_criteria",
        summary=_("the criteria cannot be used"),
    )


def _row_faults(table: pd.DataFrame, *, registry: Registry, sets: CriteriaSets) -> Iterator[Fault]:
    units = registry.units
    kinds = dict(zip(zip(units["vintage"], units["code"], strict=True), units["kind"], strict=True))
    ends = last_days(registry)
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        key = (row["vintage"], row["code"])
        found = []
        if kinds.get(key) != ELIGIBLE_KIND:
            what = _("no xã of this vintage has the code")
            found.append(Fault(what, got=" ".join([*key, kinds.get(key, "")])))
        if not is_period(row["period"]):
            found.append(Fault(_("malformed period"), "", "2025 / 2025-06-30", row["period"]))
        found += period_faults(row["period"], ends.get(key))
        found += _value_faults(row, sets)
        where = _("row {row} {name!r}").format(row=number, name=row["code"])
        yield from (replace(fault, where=where) for fault in found)


def _value_faults(row: dict[str, str], sets: CriteriaSets) -> Iterator[Fault]:
    known = sets.get(row["criteria_set"])
    if known is None:
        yield Fault(_("unknown criteria set"), "", ", ".join(sets), row["criteria_set"])
    elif row["number"] not in map(str, range(1, known.criteria_count + 1)):
        expected = f"1…{known.criteria_count}"
        yield Fault(_("the set has no such criterion"), "", expected, row["number"])
    if row["met"] not in _MET:
        yield Fault(_("neither met nor not met"), "", ", ".join(_MET), row["met"])


def _repeated(table: pd.DataFrame) -> list[Fault]:
    again = table[table.duplicated(list(KEY))]
    return [
        Fault(_("this criterion is there twice"), _("row {row}").format(row=number))
        for number in again.index
    ]

"""The names that an officer accepted for units, beside the official ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.formats import is_iso_day
from lsgeo.ledger import Ledger
from lsgeo.messages import _
from lsgeo.registry import ALIAS_COLUMNS, Registry, split_kind
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.text import fold

_REQUIRED = ("vintage", "alias", "code", "accepted")


def read_aliases(entry: Entry, registry: Registry) -> tuple[Registry, Ledger]:
    """`registry` with the aliases of a table, and the ledger of it.

    Raises `InputError` with every fault: a unit the registry lacks, no alias, no day of
    acceptance, an alias that is the official name of another unit, two units for one alias.
    """
    optional = tuple(name for name in ALIAS_COLUMNS if name not in _REQUIRED)
    read = read_table(entry, required=_REQUIRED, optional=optional)
    table = read.rows[list(ALIAS_COLUMNS)]
    faults = [*_row_faults(table, registry), *_torn(table)]
    if faults:
        raise InputError(str(entry.path), _("the aliases cannot be used"), faults)
    return registry.with_aliases(table), read.ledger(entry)


def _row_faults(table: pd.DataFrame, registry: Registry) -> Iterator[Fault]:
    units = registry.units
    known = set(zip(units["vintage"], units["code"], strict=True))
    named = units.groupby(["vintage", "folded"])["code"].agg(set).to_dict()
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["alias"])
        found = []
        if (row["vintage"], row["code"]) not in known:
            got = f"{row['vintage']} {row['code']}"
            found.append(Fault(_("no such unit in the registry"), got=got))
        if not row["alias"]:
            found.append(Fault(_("the name is missing")))
        if not is_iso_day(row["accepted"]):
            found.append(Fault(_("malformed date"), "", "2026-11-24", row["accepted"]))
        official = named.get((row["vintage"], fold(split_kind(row["alias"])[1])), set())
        if official - {row["code"]} and not row["district"]:
            what = _("this is the official name of another unit")
            found.append(Fault(what, got=", ".join(sorted(official))))
        yield from (replace(fault, where=where) for fault in found)


def _torn(table: pd.DataFrame) -> Iterator[Fault]:
    """The aliases that two rows of the table accept for different units."""
    key = ["vintage", "alias", "kind", "district"]
    folded = table.assign(alias=table["alias"].map(fold), district=table["district"].map(fold))
    different = folded.drop_duplicates([*key, "code"])
    for number in different.index[different.duplicated(key)]:
        where = _("row {row} {name!r}").format(row=number, name=table.at[number, "alias"])
        yield Fault(_("this alias is accepted for two units"), where)

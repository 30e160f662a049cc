"""The criteria of each set: as many as the set says, each with its number once."""

from __future__ import annotations

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger
from lsgeo.messages import _
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table


def read_criteria(entry: Entry, sets: CriteriaSets) -> tuple[pd.DataFrame, Ledger]:
    """The criteria (``set, number, title_vi, title_en``) of those `sets` that the table lists.

    A set may be left out whole. Raises `InputError` with every fault: an unknown set, a number
    that is not whole or is there twice, more or fewer criteria than the set has.
    """
    read = read_table(entry, required=("set", "number", "title_vi", "title_en"))
    table = read.rows
    repeated = table.duplicated(["set", "number"])
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["title_vi"])
        if row["set"] not in sets:
            what = _("unknown criteria set")
            faults.append(Fault(what, where, expected=", ".join(sets), got=row["set"]))
        if not (row["number"].isascii() and row["number"].isdigit()):
            faults.append(Fault(_("no whole number"), where, got=row["number"]))
        if repeated.loc[number]:
            got = f"{row['set']} {row['number']}"
            faults.append(Fault(_("this criterion is there twice"), where, got=got))
    for name, count in table.groupby("set", sort=False).size().items():
        if name in sets and count != sets[str(name)].criteria_count:
            what = _("the number of criteria is not that of the set")
            expected = str(sets[str(name)].criteria_count)
            faults.append(Fault(what, where=str(name), expected=expected, got=str(count)))
    if faults:
        raise InputError(str(entry.path), _("the criteria are not sound"), faults)
    return table, read.ledger(entry)

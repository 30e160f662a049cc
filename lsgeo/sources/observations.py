"""Published observations: numbers of the province that somebody printed, with their source."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table

_REQUIRED = ("vintage", "code", "indicator", "period", "value", "unit", "source")
_OPTIONAL = ("variant", "low", "high", "quality")
_NUMBERS = ("value", "low", "high")


def read_observations(entry: Entry, registry: Registry) -> tuple[pd.DataFrame, Ledger]:
    """The observations as facts; a row without quality has that of the file.

    Raises `InputError` with every fault: unknown units, malformed periods, values that are no
    numbers, rows without an indicator or a source, unknown qualities, the same fact twice.
    """
    table = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    table = table.assign(quality=table["quality"].where(table["quality"] != "", entry.quality))
    numbers = table[list(_NUMBERS)].apply(pd.to_numeric, errors="coerce")
    numbers = numbers.where(np.isfinite(numbers))
    again = table.duplicated(list(facts.KEY))
    known = set(zip(registry.units["vintage"], registry.units["code"], strict=True))
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["indicator"])
        if (row["vintage"], row["code"]) not in known:
            got = f"{row['vintage']} {row['code']}"
            faults.append(Fault(_("no such unit in the registry"), where, got=got))
        if not facts.is_period(row["period"]):
            expected = "2025 / 2025-06-30"
            faults.append(Fault(_("malformed period"), where, expected, row["period"]))
        if again.loc[number]:
            got = " ".join(row[name] for name in facts.KEY if row[name])
            faults.append(Fault(_("this fact is there twice"), where, got=got))
        if not row["indicator"]:
            faults.append(Fault(_("the indicator is missing"), where))
        for name in _NUMBERS:
            absent = row[name] == "" and name != "value"
            if pd.isna(numbers.loc[number, name]) and not absent:
                faults.append(
                    Fault(_("{name} is no number").format(name=name), where, got=row[name])
                )
        if not row["source"]:
            faults.append(Fault(_("the source is missing"), where))
        if row["quality"] not in facts.QUALITIES:
            expected = ", ".join(facts.QUALITIES)
            faults.append(Fault(_("unknown quality"), where, expected, row["quality"]))
    if faults:
        raise InputError(str(entry.path), _("the observations cannot be used"), faults)
    observed = facts.make(table.assign(**{name: numbers[name] for name in _NUMBERS}))
    return observed, ledger_entry(entry.path.name, rows=len(table))

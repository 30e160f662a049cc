"""Published observations: numbers of the province that somebody printed, with their source."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from lsgeo import facts
from lsgeo.compose import UNIT_COLUMNS
from lsgeo.errors import Fault, InputError
from lsgeo.indicators import find_indicators, known_units
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sources.agreement import agreed
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import last_days, period_faults
from lsgeo.sources.table import read_table

_REQUIRED = ("vintage", "code", "indicator", "period", "value", "unit", "source")
_OPTIONAL = ("variant", "low", "high", "quality")
_NUMBERS = ("value", "low", "high")
_CHECKED_ALONE = ("vintage", "code", "indicator", "period", "source", "variant", "quality")
_CODED = ("status", "class")  # units of values that stand for words
_TAKEN = (*UNIT_COLUMNS, "fid", "geom")  # a GeoPackage has two more
_OF_TARGETS = "target_"  # so do the columns of targets begin
_REASON = "_why"  # and so do those end that say why another is as it is
_PARTS = re.compile(r".*_(share|cover)|poverty")  # shares of a whole, which growth rates are not

_Row = Mapping[str, str]  # the cells of a row by column


def read_observations(entry: Entry, registry: Registry) -> tuple[pd.DataFrame, Ledger]:
    """The observations as facts; a row without quality has that of the file.

    Raises `InputError` with every fault: unknown units, malformed periods and those after a unit
    has ended, values that are no numbers, rows without an indicator or a source, unknown
    qualities, the same fact twice, another unit than that of a known indicator or of the rows
    before on the same map, coded values (a status belongs in its own table), indicators named
    like a column of every unit, shares outside 0 … 100 %, parts larger than their whole.
    """
    read = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    table = read.rows
    table = table.assign(quality=table["quality"].where(table["quality"] != "", entry.quality))
    numbers = table[list(_NUMBERS)].apply(pd.to_numeric, errors="coerce")
    numbers = numbers.where(np.isfinite(numbers))
    faults = [
        *_row_faults(table, numbers, registry=registry),
        *_unit_faults(table, registry),
        *_table_faults(table, numbers),
    ]
    if faults:
        raise InputError(str(entry.path), _("the observations cannot be used"), faults)
    observed = facts.make(table.assign(**numbers))
    return observed, ledger_entry(entry.path.name, rows=len(table), notes=read.notes)


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of the observations of several files; of one fact the best quality wins.

    Raises `InputError` where two files of one quality give different numbers for one fact.
    """
    return agreed(
        tables,
        key=facts.KEY,
        said=(*_NUMBERS, "unit"),
        theme="observations",
        summary=_("the observations cannot be used"),
    )


def _row_faults(
    table: pd.DataFrame, numbers: pd.DataFrame, *, registry: Registry
) -> Iterator[Fault]:
    """Every fault of every single row, each with its place."""
    known = set(zip(registry.units["vintage"], registry.units["code"], strict=True))
    ends, units = last_days(registry), known_units()
    of_key: dict[tuple[str, ...], tuple[Fault, ...]] = {}  # the same come again and again
    for (number, row), (_number, figures) in zip(_rows(table), _rows(numbers), strict=True):
        key = tuple([row[name] for name in _CHECKED_ALONE])
        if key not in of_key:
            of_key[key] = tuple(_key_faults(row, known=known, ends=ends))
        found = (
            *of_key[key],
            *_number_faults(row, figures),
            *_meaning_faults(row, units=units, value=figures["value"]),
        )
        yield from (replace(fault, where=_place(number, row)) for fault in found)


def _rows(table: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows by their number; a series for each of ten thousand would take seconds."""
    names = list(table.columns)
    for number, cells in zip(table.index, table.to_numpy(dtype="object"), strict=True):
        yield number, dict(zip(names, cells, strict=True))


def _place(number: object, row: _Row | pd.Series) -> str:
    return _("row {row} {name!r}").format(row=number, name=row["indicator"])


def _key_faults(
    row: _Row,
    *,
    known: Collection[tuple[str, str]],
    ends: Mapping[tuple[str, str], date],
) -> Iterator[Fault]:
    key = (row["vintage"], row["code"])
    if key not in known:
        yield Fault(_("no such unit in the registry"), got=" ".join(key))
    if not facts.is_period(row["period"]):
        yield Fault(_("malformed period"), "", "2025 / 2025-06-30", row["period"])
    yield from period_faults(row["period"], ends.get(key))
    if not row["indicator"]:
        yield Fault(_("the indicator is missing"))
    yield from _name_faults(row["indicator"], row["variant"])
    if not row["source"]:
        yield Fault(_("the source is missing"))
    if row["quality"] not in facts.QUALITIES:
        yield Fault(_("unknown quality"), "", ", ".join(facts.QUALITIES), row["quality"])


def _name_faults(indicator: str, variant: str) -> Iterator[Fault]:
    """A name that would take the place of a column."""
    for name in (indicator, f"{indicator}_{variant}"):
        if _is_taken(name):
            what = _("an indicator is named like a column of every unit")
            expected = _("none of {names}").format(
                names=", ".join((*_TAKEN, f"{_OF_TARGETS}…", f"…{_REASON}"))
            )
            yield Fault(what, "", expected, name, _("Give the indicator another name."))
            return


@lru_cache(maxsize=1 << 10)
def _is_taken(name: str) -> bool:
    """Whether a column of every unit may be named so; GeoPackage does not know capitals apart."""
    folded = name.casefold()
    return folded in _TAKEN or folded.startswith(_OF_TARGETS) or folded.endswith(_REASON)


def _number_faults(row: _Row, numbers: Mapping[str, float]) -> Iterator[Fault]:
    for name in _NUMBERS:
        absent = row[name] == "" and name != "value"
        if math.isnan(numbers[name]) and not absent:
            yield Fault(_("{name} is no number").format(name=name), got=row[name])
    if numbers["low"] > numbers["value"] or numbers["value"] > numbers["high"]:
        got = f"{row['low']} … {row['value']} … {row['high']}"
        yield Fault(_("the range is reversed"), expected="low ≤ value ≤ high", got=got)


def _meaning_faults(row: _Row, *, units: Mapping[str, str], value: float) -> Iterator[Fault]:
    """What is wrong with a number for what it is said to be."""
    unit = units.get(row["indicator"], row["unit"])
    if unit != row["unit"]:
        what = _("this indicator has another unit")
        yield Fault(what, "", unit, row["unit"] or _("nothing"))
    if unit in _CODED:
        remedy = _("Put statuses into a table of the theme ntm_status.") if unit == "status" else ""
        yield Fault(_("a coded value is no observation"), remedy=remedy)
    shares = unit == "%" and _PARTS.fullmatch(row["indicator"])
    if (shares and (value < 0 or value > 100)) or (row["indicator"] in units and value < 0):
        what = _("the value is impossible")
        yield Fault(what, "", "0…100 %" if shares else "≥ 0", row["value"])


def _unit_faults(table: pd.DataFrame, registry: Registry) -> Iterator[Fault]:
    """Rows of one map, the same indicator of units of one level, whose unit is not the first's."""
    level_of = registry.units.set_index(["vintage", "code"])["level"].to_dict()
    keys = zip(table["vintage"], table["code"], strict=True)
    placed = table.assign(level=[level_of.get(key, "") for key in keys])
    first = placed.groupby(["vintage", "level", "indicator", "variant"])["unit"].transform("first")
    known = known_units()
    for number, row in _rows(placed[placed["unit"] != first]):
        if row["indicator"] not in known:  # of those the unit of every row is checked
            what = _("this indicator has another unit")
            yield Fault(what, _place(number, row), str(first[number]), row["unit"] or _("nothing"))


def _table_faults(table: pd.DataFrame, numbers: pd.DataFrame) -> Iterator[Fault]:
    """What is wrong between rows: the same fact twice, a part larger than its whole."""
    for number, row in _rows(table[table.duplicated(list(facts.KEY))]):
        got = " ".join(row[name] for name in facts.KEY if row[name])
        yield Fault(_("this fact is there twice"), _place(number, row), got=got)
    ratios = [ratio for indicator in find_indicators() for ratio in indicator.ratios]
    for row_number, fault in facts.excesses(table.assign(**numbers), ratios).items():
        yield replace(fault, where=_place(row_number, table.loc[row_number]))

"""Tables that have our own long form already: a row for each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault
from lsgeo.intake import Settings
from lsgeo.intake.columns import Columns, recognise, text_of
from lsgeo.intake.indicator.values import number_text, value_fault
from lsgeo.intake.units import vintage_on
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sheet import Layout
from lsgeo.sheet.numbers import numbers

OBSERVATION_COLUMNS = (
    *("vintage", "code", "indicator", "variant", "period", "value", "low", "high", "unit"),
    *("quality", "source", "note"),
)
"""The columns of our own table."""

_NUMBERS = ("value", "low", "high")
_SURE = ("code", "indicator", "period", "value")
_CODE_DIGITS = 5

_WANTED: Mapping[str, tuple[str, ...]] = {
    name: (name, title.vi, title.en) for name, title in facts.TITLES.items()
} | {"note": ("note", "ghi chú")}


@dataclass(frozen=True)
class Long:
    """The rows of a long table in our columns, what keeps some out, and what was mended."""

    rows: pd.DataFrame
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def blame(self, row: object, fault: Fault) -> None:
        """Keep a row out because of `fault`."""
        self.faults.setdefault(int(str(row)), []).append(fault)


def long_columns(layout: Layout, settings: Settings) -> Columns | None:
    """The columns of a table in our long form, None where it is none."""
    ours = {name: theirs for name, theirs in settings.columns.items() if name in _WANTED}
    columns = recognise(layout.header, _WANTED, named=ours)
    return columns if all(columns[name] for name in _SURE) else None


def read_long(
    layout: Layout,
    columns: Columns,
    *,
    registry: Registry,
    known_units: Mapping[str, str],
    settings: Settings,
) -> Long:
    """The rows of a long table; one of another form than our reader takes is at fault."""
    long = Long(_texts(layout, columns, registry=registry, settings=settings))
    for name in _NUMBERS:
        if columns[name]:
            read = numbers(layout.rows[columns[name]])
            long.rows[name] = read.values.map(number_text)
            long.notes.extend(read.notes)
            for row, fault in read.faults.items():
                long.blame(row, fault)
    _mend_codes(long, registry, column=columns["code"])
    units = set(zip(registry.units["vintage"], registry.units["code"], strict=True))
    names = list(long.rows.columns)
    for row, cells in zip(long.rows.index, long.rows.to_numpy(), strict=True):
        at_fault, told = row in long.faults, dict(zip(names, cells, strict=True))
        for fault in _faults_of(told, units=units, known_units=known_units):
            if not (at_fault and fault.what == _("the value is missing")):
                long.blame(row, fault)
    keys = long.rows[list(facts.KEY)]
    for row, *key in keys[keys.duplicated(keep=False)].itertuples():
        long.blame(row, Fault(_("this fact is there twice"), got=" ".join(filter(None, key))))
    return long


def _texts(
    layout: Layout, columns: Columns, *, registry: Registry, settings: Settings
) -> pd.DataFrame:
    """The cells as text in our columns, with what the settings say in the blank ones."""
    table = pd.DataFrame(
        {
            name: layout.rows[columns[name]].map(text_of) if columns[name] else ""
            for name in OBSERVATION_COLUMNS
        },
        index=layout.rows.index,
        dtype="object",
    )
    given = {"unit": settings.unit, "source": settings.source, "vintage": settings.vintage}
    for name, text in given.items():
        table[name] = table[name].where(table[name] != "", text)
    of_period = {
        period: vintage_on(registry, period) if facts.is_period(period) else ""
        for period in table["period"].unique()
    }
    in_force = [
        vintage or of_period[period]
        for vintage, period in zip(table["vintage"], table["period"], strict=True)
    ]
    return table.assign(vintage=in_force)


def _mend_codes(long: Long, registry: Registry, *, column: str) -> None:
    """Give the codes of communes their leading zero back."""
    known = set(registry.units["code"])
    for row, code in long.rows["code"].items():
        mended = code.zfill(_CODE_DIGITS)
        if code and code not in known and mended in known:
            long.rows.at[row, "code"] = mended
            reason = _("leading zero restored")
            long.notes.append(Note("corrected", reason, int(str(row)), column, code, mended))


def _faults_of(
    told: Mapping[str, str], *, units: set[tuple[str, str]], known_units: Mapping[str, str]
) -> Iterator[Fault]:
    """What keeps one row of a long table out."""
    if (told["vintage"], told["code"]) not in units:
        got = f"{told['vintage']} {told['code']}".strip()
        yield Fault(_("no such unit in the registry"), got=got)
    if not facts.is_period(told["period"]):
        yield Fault(_("malformed period"), "", "2025 / 2025-06-30", told["period"])
    if not told["indicator"]:
        yield Fault(_("the indicator is missing"))
    if not told["source"]:
        yield Fault(_("the source is missing"), remedy=_("Say it: --source …"))
    if told["quality"] and told["quality"] not in facts.QUALITIES:
        expected = ", ".join(facts.QUALITIES)
        yield Fault(_("unknown quality"), expected=expected, got=told["quality"])
    wanted = known_units.get(told["indicator"], told["unit"])
    if not told["unit"] or told["unit"] != wanted:
        yield Fault(_("this indicator has another unit"), "", wanted, told["unit"] or _("nothing"))
    if not told["value"]:
        yield Fault(_("the value is missing"))
        return
    wrong = value_fault(
        float(told["value"]), told["indicator"], unit=told["unit"], known_units=known_units
    )
    if wrong:
        yield wrong

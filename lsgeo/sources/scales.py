"""Status scales and criteria sets from their tables: new ones are added by rows alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.formats import is_iso_day
from lsgeo.ledger import Ledger, merge
from lsgeo.messages import _
from lsgeo.palette import Hatch, Symbol
from lsgeo.scales import MET, REQUIRED, CriteriaSet, Scale, Status
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.text import Words, fold

_HATCHES = get_args(Hatch)
_VALUE = re.compile(r"-?[0-9]{1,4}")
_COUNT = re.compile(r"[0-9]{1,3}")


def read_criteria_sets(sets: Entry, scales: Entry) -> tuple[dict[str, CriteriaSet], Ledger]:
    """The criteria sets by name, each with its scale, and the ledger of both tables.

    Raises `InputError` with every fault.
    """
    known, ledger = _read_scales(scales)
    read = read_table(
        sets,
        required=("set", "title_vi", "title_en", "scale", "valid_from", "criteria_count"),
        optional=("valid_to", "source"),
    )
    table = read.rows
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["set"])
        faults += [replace(fault, where=where) for fault in _set_faults(row, known)]
    for number in table.index[table.duplicated("set")]:
        faults.append(Fault(_("this set is there twice"), _("row {row}").format(row=number)))
    if faults:
        raise InputError(str(sets.path), _("the criteria sets are not sound"), faults)
    found = {
        row["set"]: CriteriaSet(
            name=row["set"],
            title=Words(row["title_vi"], row["title_en"]),
            scale=known[row["scale"]],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            criteria_count=int(row["criteria_count"]),
            source=row["source"],
        )
        for _number, row in table.iterrows()
    }
    return found, merge([ledger, read.ledger(sets)])


def _set_faults(row: pd.Series, scales: dict[str, Scale]) -> Iterator[Fault]:
    if row["scale"] not in scales:
        yield Fault(_("unknown status scale"), "", ", ".join(scales), row["scale"])
    count = row["criteria_count"]
    if not _COUNT.fullmatch(count) or not int(count):
        yield Fault(_("no whole number"), "", "1…999", count)
    dates = [row[name] for name in ("valid_from", "valid_to") if row[name]]
    malformed = [text for text in dates if not is_iso_day(text)]
    yield from (Fault(_("malformed date"), "", "2025-07-01", text) for text in malformed)
    if not malformed and dates != sorted(dates):
        yield Fault(_("the dates are reversed"), "", "valid_from ≤ valid_to", " … ".join(dates))


def _read_scales(entry: Entry) -> tuple[dict[str, Scale], Ledger]:
    read = read_table(
        entry,
        required=("scale", "value", "id", "label_vi", "label_en", "fill"),
        optional=("aliases", "hatch"),
    )
    table = read.rows
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["id"])
        faults += [replace(fault, where=where) for fault in _status_faults(row)]
    for name, what in (
        ("value", _("this value is there twice")),
        ("id", _("this id is there twice")),
    ):
        for number in table.index[table.duplicated(["scale", name])]:
            faults.append(
                Fault(what, _("row {row}").format(row=number), got=table.at[number, name])
            )
    scales = {}
    if not faults:
        scales = {
            str(name): Scale(str(name), tuple(map(_status, rows.to_dict("records"))))
            for name, rows in table.groupby("scale", sort=False)
        }
        faults = [fault for scale in scales.values() for fault in _scale_faults(scale)]
    if faults:
        raise InputError(str(entry.path), _("the status scales are not sound"), faults)
    return scales, read.ledger(entry)


def _status_faults(row: pd.Series) -> Iterator[Fault]:
    """What is wrong with one row of a scale."""
    if not _VALUE.fullmatch(row["value"]):
        yield Fault(_("no whole number"), "", "-9999…9999", row["value"])
    if not (row["id"] and row["label_vi"]):
        yield Fault(_("a status needs an id and a label_vi"))
    if row["hatch"] not in _HATCHES:
        expected = ", ".join(filter(None, _HATCHES))
        yield Fault(_("unknown hatch"), "", expected, row["hatch"])
    if not _is_colour(row["fill"]):
        yield Fault(_("no colour"), "", expected="#RRGGBB", got=row["fill"])


def _scale_faults(scale: Scale) -> Iterator[Fault]:
    """What is wrong between the statuses of a scale: ids that lack, words that mean two."""
    ids = [status.id for status in scale.statuses]
    lacking = [name for name in REQUIRED if name not in ids]
    if lacking:
        remedy = _("Every scale needs these ids, whatever its numbers and words are.")
        what = _("the scale lacks statuses")
        yield Fault(what, scale.name, ", ".join(lacking), ", ".join(ids), remedy)
    for name in (one for one in REQUIRED if one in ids):
        value = scale.value_of(name)
        if value is not None and (value < 0) == (name == MET):
            expected = "≥ 0" if name == MET else "< 0"
            what = _("the status stands on the wrong side of 0")
            yield Fault(what, f"{scale.name} {name}", expected, str(value))
    owner: dict[str, str] = {}
    for status in scale.statuses:
        for word in filter(None, status.words):
            first = owner.setdefault(fold(word), status.id)
            if first != status.id:
                what = _("this word means two statuses")
                yield Fault(what, f"{scale.name} {word!r}", got=f"{first}, {status.id}")


def _status(row: dict[str, str]) -> Status:
    hatch: Hatch = next(one for one in _HATCHES if one == row["hatch"])
    return Status(
        value=int(row["value"]),
        id=row["id"],
        label=Words(row["label_vi"], row["label_en"]),
        symbol=Symbol(row["fill"], hatch),
        aliases=tuple(part.strip() for part in row["aliases"].split(";") if part.strip()),
    )


def _is_colour(text: str) -> bool:
    digits = text.removeprefix("#")
    return text != digits and len(digits) == 6 and not set(digits.lower()) - set("0123456789abcdef")

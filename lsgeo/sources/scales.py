"""Status scales and criteria sets from their tables: new ones are added by rows alone."""

from __future__ import annotations

import re
from typing import get_args

from lsgeo.errors import Fault, InputError
from lsgeo.formats import is_iso_day
from lsgeo.messages import _
from lsgeo.palette import Hatch, Symbol
from lsgeo.scales import CriteriaSet, Scale, Status
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.text import Words

_HATCHES = get_args(Hatch)
_WHOLE = re.compile(r"-?[0-9]+")


def read_criteria_sets(sets: Entry, scales: Entry) -> dict[str, CriteriaSet]:
    """The criteria sets by name, each with its scale; `InputError` with every fault."""
    known = _read_scales(scales)
    table = read_table(
        sets,
        required=("set", "title_vi", "title_en", "scale", "valid_from", "criteria_count"),
        optional=("valid_to", "source"),
    )
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["set"])
        if row["scale"] not in known:
            expected = ", ".join(known)
            faults.append(Fault(_("unknown status scale"), where, expected, row["scale"]))
        if not _WHOLE.fullmatch(row["criteria_count"]):
            faults.append(Fault(_("no whole number"), where, got=row["criteria_count"]))
        faults += [
            Fault(_("malformed date"), where, expected="2025-07-01", got=row[name])
            for name in ("valid_from", "valid_to")
            if row[name] and not is_iso_day(row[name])
        ]
    for number in table.index[table.duplicated("set")]:
        faults.append(Fault(_("this set is there twice"), _("row {row}").format(row=number)))
    if faults:
        raise InputError(str(sets.path), _("the criteria sets are not sound"), faults)
    return {
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


def _read_scales(entry: Entry) -> dict[str, Scale]:
    table = read_table(
        entry,
        required=("scale", "value", "id", "label_vi", "label_en", "fill"),
        optional=("aliases", "hatch"),
    )
    faults = []
    for number, row in table.iterrows():
        where = _("row {row} {name!r}").format(row=number, name=row["id"])
        if not _WHOLE.fullmatch(row["value"]):
            faults.append(Fault(_("no whole number"), where, got=row["value"]))
        if row["hatch"] not in _HATCHES:
            expected = ", ".join(filter(None, _HATCHES))
            faults.append(Fault(_("unknown hatch"), where, expected, row["hatch"]))
        if not _is_colour(row["fill"]):
            faults.append(Fault(_("no colour"), where, expected="#RRGGBB", got=row["fill"]))
    for number in table.index[table.duplicated(["scale", "value"])]:
        faults.append(Fault(_("this value is there twice"), _("row {row}").format(row=number)))
    if faults:
        raise InputError(str(entry.path), _("the status scales are not sound"), faults)
    return {
        str(name): Scale(str(name), tuple(map(_status, rows.to_dict("records"))))
        for name, rows in table.groupby("scale", sort=False)
    }


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

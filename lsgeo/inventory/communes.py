"""The commune of each lot: one search for each different way of naming it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.inventory.values import texts
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Found, Registry, Sought, full_name, resolve

Trusted = Literal["", "code", "name"]

_SAID = ("maxa", "xa", "huyen", "mahuyen")
_MOST_NAMED = 20  # faults that a message names; it leaves the rarer ones out


@dataclass(frozen=True)
class Communes:
    """The commune of each lot, by the row of the lot.

    ``codes`` has "" where none was found, ``reasons`` then why; ``said`` is what the lot says and
    ``meant`` the unit of its code where the name beside it is not that one's, else "". ``notes``
    tell which codes and names had to be mended.
    """

    codes: pd.Series
    reasons: pd.Series
    said: pd.Series
    meant: pd.Series
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Answer:
    """One way of naming a commune, on how many rows, and what was found for it."""

    said: Sought
    rows: int
    found: Found
    meant: str = ""

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.said.code, self.said.name, self.said.district)))

    @property
    def reason(self) -> str:
        fault = self.found.fault
        return "" if fault is None else ". ".join(filter(None, (fault.what, fault.remedy)))


def find_communes(
    table: pd.DataFrame, registry: Registry, *, subject: str, vintage: str, trusted: Trusted = ""
) -> Communes:
    """The communes that the lots of `table` name (``maxa, xa, huyen, mahuyen``), in `vintage`.

    Where code and name are of different units none is taken, unless `trusted` says which to go
    by. Raises `InputError` where most lots name no commune of `vintage`: they are of another one.
    """
    sayings, which = _sayings(table)
    answers = [
        _answer(said, registry, rows=rows, vintage=vintage, trusted=trusted)
        for said, rows in sayings
    ]
    if 2 * sum(one.rows for one in answers if not one.found.code) > len(table):
        raise InputError(
            subject,
            _("most lots name no commune of {vintage}").format(vintage=vintage),
            [*_better_vintage(table, registry, vintage=vintage), *_unfound(answers)],
        )
    return Communes(
        codes=which.map({place: one.found.code for place, one in enumerate(answers)}),
        reasons=which.map({place: one.reason for place, one in enumerate(answers)}),
        said=which.map({place: one.words for place, one in enumerate(answers)}),
        meant=which.map({place: one.meant for place, one in enumerate(answers)}),
        notes=tuple(_mendings(answers)),
    )


def rows_by_vintage(table: pd.DataFrame, registry: Registry) -> dict[str, int]:
    """How many lots name a commune of each vintage, which tells the one they are of."""
    sayings, _which = _sayings(table)
    return {
        vintage: sum(
            rows for said, rows in sayings if resolve(registry, said, vintage=vintage).code
        )
        for vintage in registry.vintages
    }


def _sayings(table: pd.DataFrame) -> tuple[list[tuple[Sought, int]], pd.Series]:
    """The different ways of naming a commune with their rows, and the place of each lot's."""
    columns = {
        name: texts(table[name]) if name in table.columns else pd.Series("", index=table.index)
        for name in _SAID
    }
    district = columns["huyen"].where(columns["huyen"] != "", columns["mahuyen"])
    keys = pd.DataFrame({"code": columns["maxa"], "name": columns["xa"], "district": district})
    places, ways = pd.factorize(pd.MultiIndex.from_frame(keys))
    which = pd.Series(places, index=table.index)
    rows = which.value_counts()
    sayings = [
        (Sought(code=code, name=name, district=area), int(rows[place]))
        for place, (code, name, area) in enumerate(ways)
    ]
    return sayings, which


def _answer(
    said: Sought, registry: Registry, *, rows: int, vintage: str, trusted: Trusted
) -> _Answer:
    found = resolve(registry, said, vintage=vintage)
    if found.fault is None or not (said.code and said.name):
        return _Answer(said, rows, found)
    by_code = resolve(registry, Sought(code=said.code), vintage=vintage)
    by_name = resolve(registry, Sought(name=said.name, district=said.district), vintage=vintage)
    chosen = {"": found, "code": by_code, "name": by_name}[trusted]
    if not by_code.code:
        return _Answer(said, rows, chosen)
    unit = registry.at(vintage).loc[by_code.code]
    return _Answer(
        said, rows, chosen, meant=f"{full_name(unit['name'], unit['kind'])} ({by_code.code})"
    )


def _mendings(answers: list[_Answer]) -> Iterator[Note]:
    """A note for each code or name that was mended: a column lost its zeros, not a single lot."""
    for one in answers:
        if one.found.correction:
            reason = _("{reason}, in {count} rows")
            yield Note(
                "corrected",
                reason.format(reason=one.found.correction, count=one.rows),
                column="maxa" if one.said.code else "xa",
                said=one.said.code or one.said.name,
                became=one.found.code,
            )


def _better_vintage(table: pd.DataFrame, registry: Registry, *, vintage: str) -> Iterator[Fault]:
    rows = rows_by_vintage(table, registry)
    best = max(rows, key=lambda one: rows[one])
    if rows[best] > rows[vintage]:
        what = _("{count} rows name communes of {vintage}").format(count=rows[best], vintage=best)
        yield Fault(what, remedy=_("Is the inventory of that vintage? Then say so."))


def _unfound(answers: list[_Answer]) -> Iterator[Fault]:
    lost = [one for one in answers if one.found.fault is not None]
    for one in sorted(lost, key=lambda one: -one.rows)[:_MOST_NAMED]:
        yield Fault(one.reason, _("{count} rows").format(count=one.rows), got=one.words)

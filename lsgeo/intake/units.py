"""Which units the rows of an office's table are of, and in which vintage."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.facts import period_end
from lsgeo.intake import Suggestion
from lsgeo.intake.columns import Columns, text_of
from lsgeo.messages import _
from lsgeo.registry import Found, Registry, Sought, full_name, resolve, split_kind
from lsgeo.text import normalise

_ORDINAL = re.compile(
    r"([IVXLC]+|\d{1,3}|[a-h])\s*[.)\-]\s*(?=\D)|([IVXLC]+)\s+(?=\S)", re.IGNORECASE
)
"""What stands before a name in a list: "1. ", "II - ", "a) "."""

_KIND_LETTERS = "xh"
"""Letters before a full stop that are kinds (X. Đồng Đăng), unless a kind follows them."""


_DISTRICT = "Huyện"

_MOST_NAMED = 5  # of the rows of one unit: a unit may be in thousands


@dataclass(frozen=True)
class Rows:
    """What the rows of a table say of their units, and which these are in ``vintage``."""

    vintage: str
    sought: pd.Series
    found: pd.Series


def sought_of(rows: pd.DataFrame, columns: Columns, *, groups: pd.Series) -> pd.Series:
    """What each row says of its unit, as `Sought`; the district may stand in the group above."""

    def cells(name: str) -> list[str]:
        column = columns[name]
        return [text_of(value) for value in rows[column]] if column else [""] * len(rows)

    districts = cells("district")
    above = [_plain(str(group)) for group in groups.reindex(rows.index).fillna("")]
    said = zip(cells("code"), cells("name"), cells("kind"), districts, above, strict=True)
    sought = [
        Sought(code=code, name=_plain(name), kind=kind, district=district or group)
        for code, name, kind, district, group in said
    ]
    return pd.Series(sought, index=rows.index, dtype="object")


def find(registry: Registry, sought: pd.Series, *, vintage: str, level: str = "commune") -> Rows:
    """The unit of each row in `vintage`; a district that it does not have says nothing."""
    has_districts = len(registry.at(vintage, level="district")) > 0
    known: dict[Sought, Found] = {}
    for one in sought:
        if one not in known:
            asked = one if has_districts else Sought(one.code, one.name, one.kind)
            known[one] = resolve(registry, asked, vintage=vintage, level=level)
    return Rows(vintage, sought, sought.map(known.__getitem__))


def repeated(codes: pd.Series) -> dict[int, str]:
    """The first other rows of the same code, in words, for each row whose code is there again.

    >>> repeated(pd.Series(["1", "2", "", "1", ""], index=[4, 5, 6, 7, 8]))
    {4: '7', 7: '4'}
    """
    return alike(codes[codes != ""])


def alike(codes: pd.Series) -> dict[int, str]:
    """What `repeated` gives, of blank codes too."""
    again = codes[codes.duplicated(keep=False)]
    rows = {code: [*same.index] for code, same in again.groupby(again)}
    return {int(row): _others(rows[code], row) for row, code in again.items()}


def _others(rows: list[int], row: object) -> str:
    others = [str(other) for other in rows[: _MOST_NAMED + 1] if other != row]
    more = ", …" if len(rows) > _MOST_NAMED + 1 else ""
    return ", ".join(others[:_MOST_NAMED]) + more


def vintage_on(registry: Registry, period: str) -> str:
    """The vintage in force at the end of a period; the first one for what lies before it."""
    day = period_end(period).isoformat()
    earlier = [vintage for vintage in registry.vintages if vintage <= day]
    return earlier[-1] if earlier else registry.vintages[0]


def vintage_faults(registry: Registry, rows: Rows) -> list[Fault]:
    """A fault where the units of a table are rather those of another vintage than the one taken.

    Nothing is moved in silence to the vintage that fits: it is named.
    """
    here = _share_found(rows)
    others = {
        vintage: _share_found(find(registry, rows.sought, vintage=vintage))
        for vintage in reversed(registry.vintages)  # of equals the newest
        if vintage != rows.vintage
    }
    best = max(others, key=lambda vintage: others[vintage], default="")
    if not best or others[best] <= here or here > _ENOUGH:
        return []
    what = _("the units are rather those of another vintage")
    expected = f"{rows.vintage}: {here:.0%}"
    remedy = _("Say so: --vintage {vintage}").format(vintage=best)
    return [Fault(what, expected=expected, got=f"{best}: {others[best]:.0%}", remedy=remedy)]


_ENOUGH = 0.9  # of the rows: the rest are slips of the pen, not another list of units


def _share_found(rows: Rows) -> float:
    """The share of the rows whose unit was found; of no rows all are."""
    return sum(bool(found.code) for found in rows.found) / max(1, len(rows.found))


def _plain(text: str) -> str:
    """A name without the number that a list puts before it.

    >>> _plain("II. Huyện Cao Lộc"), _plain("X. Đồng Đăng"), _plain("X. Huyện Cao Lộc")
    ('Huyện Cao Lộc', 'X. Đồng Đăng', 'Huyện Cao Lộc')
    """
    name = normalise(text)
    number = _ORDINAL.match(name)
    if number is None:
        return name
    rest = name[number.end() :]
    if (number[1] or number[2]).lower() in _KIND_LETTERS and not split_kind(rest)[0]:
        return name
    return rest


def suggestions(registry: Registry, rows: Rows) -> tuple[Suggestion, ...]:
    """The units with names like those that no unit has, the likeliest first for each."""
    communes = registry.at(rows.vintage)
    found = {
        Suggestion(rows.vintage, sought, code, full_name(*communes.loc[code, ["name", "kind"]]))
        for sought, one in zip(rows.sought, rows.found, strict=True)
        for code in one.near[:1]
    }
    return tuple(sorted(found, key=lambda one: (one.sought.name, one.code)))


def with_district(rows: pd.DataFrame, units: Rows, columns: Columns) -> pd.DataFrame:
    """`rows` with the district that stood in a group above them as a column of their own."""
    if columns["district"]:
        return rows
    return rows.assign(**{_DISTRICT: units.sought.loc[rows.index].map(lambda one: one.district)})

"""Whether what is imported agrees with the tables that a build would read beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.registry import full_name
from lsgeo.sources.catalog import Entry
from lsgeo.sources.ntm_criteria import read_ntm_criteria
from lsgeo.sources.statuses import read_statuses
from lsgeo.text import fold
from lsgeo.workspace.known import Known

_MOST_NAMED = 20


@dataclass(frozen=True)
class _Theme:
    """How tables of a theme are read, what a row is known by, and what it says."""

    read: Callable[[Entry, Known], pd.DataFrame]
    key: tuple[str, ...]
    said: tuple[str, ...]


_THEMES: Mapping[str, _Theme] = {
    "ntm_status": _Theme(
        lambda entry, known: read_statuses(entry, known.registry, known.sets).statuses,
        ("vintage", "code", "period"),
        ("criteria_set", "status", "criteria_met", "year_met", "year_registered", "commune_group"),
    ),
    "ntm_criteria": _Theme(
        lambda entry, known: read_ntm_criteria(entry, known.registry, known.sets)[0],
        ("vintage", "code", "period", "criteria_set", "number"),
        ("met",),
    ),
}


def check_agreement(made: Entry, others: Iterable[Entry], known: Known) -> None:
    """Raise `InputError` with each row of `made` of which another table says otherwise.

    `others` are those that a build would use beside it. One of another quality is no rival: the
    better one counts.
    """
    theme = _THEMES.get(made.theme)
    rivals = [one for one in others if (one.theme, one.quality) == (made.theme, made.quality)]
    if theme is None or not rivals:
        return
    mine = theme.read(made, known)
    faults = [
        fault
        for rival in rivals
        for fault in _contradictions(mine, theme.read(rival, known), theme, known, rival=rival)
    ]
    if faults:
        shown = faults[:_MOST_NAMED]
        if len(faults) > len(shown):
            more = _("and {count} more").format(count=len(faults) - len(shown))
            shown.append(Fault(more.strip()))
        summary = _("two tables of one quality contradict each other")
        raise InputError(made.path.name, summary, shown)


def _contradictions(
    mine: pd.DataFrame, theirs: pd.DataFrame, theme: _Theme, known: Known, *, rival: Entry
) -> Iterator[Fault]:
    what = _("{title} says otherwise").format(title=rival.title)
    remedy = _(
        "Correct one of the two; say a better --quality for the one that counts; or take the entry "
        "of {file} out of the catalog."
    ).format(file=rival.path.name)
    both = mine.merge(theirs, on=list(theme.key), suffixes=("", "_there"))
    for row in both.to_dict("records"):
        differing = [name for name in theme.said if _differ(row[name], row[f"{name}_there"])]
        if differing:
            where = _named(row, theme, known)
            got, expected = (
                ", ".join(_words(row, name, suffix, known) for name in differing)
                for suffix in ("", "_there")
            )
            yield Fault(what, where, expected, got, remedy)


def _named(row: Mapping[object, object], theme: _Theme, known: Known) -> str:
    """The unit, the period and, where there is one, the number of the criterion."""
    vintage, code, period, *rest = (str(row[name]) for name in theme.key)
    unit = known.registry.at(vintage).loc[code]
    named = f"{full_name(str(unit['name']), str(unit['kind']))} ({code})"
    return ", ".join([named, period, *rest])


def _words(row: Mapping[object, object], name: str, suffix: str, known: Known) -> str:
    """A cell as an officer knows it: the word of a status, else column and value."""
    cell = row[f"{name}{suffix}"]
    if name == "status":
        status = known.sets[str(row[f"criteria_set{suffix}"])].scale.at(float(str(cell)))
        return status.label.vi if status else str(cell)
    text = "–" if cell is None or cell != cell else str(cell).removesuffix(".0")
    return f"{name} {text}"


def _differ(one: object, other: object) -> bool:
    """Whether two cells say different things; blank ones say the same."""
    blank = [cell is None or cell != cell for cell in (one, other)]
    return not all(blank) and (any(blank) or fold(str(one)) != fold(str(other)))

"""Which columns of a sheet hold which criterion, and which of them a commune meets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import period_end
from lsgeo.intake.columns import lines
from lsgeo.messages import _
from lsgeo.scales import CriteriaSets
from lsgeo.sheet.ticks import ticks
from lsgeo.text import fold

_NUMBERED = re.compile(r"(?:tc|tiêu chí)(?: số)?[ .]*(\d{1,2})(?![.,]?\d)\b")
_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:[.:) ](?!\d).*)?")  # 17.1 is a part of a criterion
_CRITERIA = re.compile(r"\b(?:tiêu chí|tc)\b")
_FEWEST = 3  # columns of criteria that make a sheet of criteria


@dataclass(frozen=True)
class Criteria:
    """The criteria of a sheet: ``met`` True, False or None by row, a column for each number."""

    met: pd.DataFrame
    faults: Mapping[int, list[Fault]]

    @property
    def count(self) -> pd.Series:
        """How many criteria each row meets; NaN where it says nothing of one of them."""
        said = self.met.notna().all(axis="columns") & bool(len(self.met.columns))
        return (self.met == True).sum(axis="columns").where(said)  # noqa: E712  (of a cell left blank None is neither True nor False)


def criterion_columns(header: Iterable[str], *, titles: pd.DataFrame) -> dict[int, str]:
    """The column of each criterion by its number: "TC1", "Tiêu chí / 7", or its title.

    `titles` has ``number`` and ``title_vi``. Nothing where fewer than three are found; `InputError`
    where two columns are of one number.
    """
    by_title = {fold(row.title_vi): int(row.number) for row in titles.itertuples(index=False)}
    found: dict[int, str] = {}
    for raw in header:
        number = _number_of([fold(line) for line in lines(raw)], by_title)
        if number and number in found:
            what = _("two columns are of one criterion")
            raise InputError(
                "", _("the table cannot be taken"), [Fault(what, str(number), found[number], raw)]
            )
        if number:
            found[number] = raw
    return found if len(found) >= _FEWEST else {}


def criteria_of(rows: pd.DataFrame, columns: Mapping[int, str]) -> Criteria:
    """The criteria that each row meets; what is no tick is a fault of its row."""
    met = {}
    faults: dict[int, list[Fault]] = {}
    for number, column in sorted(columns.items()):
        read = ticks(rows[column])
        met[number] = read.values
        for row, fault in read.faults.items():
            faults.setdefault(row, []).append(fault)
    return Criteria(pd.DataFrame(met, index=rows.index, dtype="object"), faults)


def choose_set(
    sets: CriteriaSets, numbers: Iterable[int], *, period: str, asked: str
) -> tuple[str, Fault | None]:
    """The criteria set of a sheet: the one asked for, else the one in force that fits.

    A sheet of other criteria than those in force at the end of `period` is taken for the one set
    that has as many; else the fault says which there are.
    """
    largest = max(numbers, default=0)
    remedy = _("Say which: --criteria-set {name}").format(name=next(iter(sets), ""))
    known = ", ".join(f"{name} ({one.criteria_count})" for name, one in sets.items())
    if asked:
        fits = [asked] if asked in sets and sets[asked].criteria_count >= largest else []
    else:
        day = period_end(period).isoformat()
        in_force = [
            name
            for name, one in sets.items()
            if one.valid_from <= day and day <= (one.valid_to or day)
        ]
        as_many = [name for name, one in sets.items() if one.criteria_count == largest]
        fits = [name for name in in_force if not largest or name in as_many]
        fits = fits or (as_many if largest else in_force)
    if len(fits) == 1:
        return fits[0], None
    what = _("it is not clear by which criteria the communes were assessed")
    return "", Fault(what, expected=known, got=asked or str(largest), remedy=remedy)


def _number_of(folded: list[str], by_title: Mapping[str, int]) -> int:
    """The number of the criterion that the lines of a header speak of, 0 for none."""
    for line in folded:
        if numbered := _NUMBERED.match(line):
            return int(numbered[1])
    if any(_CRITERIA.search(line) for line in folded):
        for line in folded:
            if number := _NUMBER.fullmatch(line):
                return int(number[1])
    return next((by_title[line] for line in reversed(folded) if line in by_title), 0)

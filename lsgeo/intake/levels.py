"""Which status a commune has: by a word, by ticks or years under the levels, by a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.intake.columns import Columns, lines, text_of
from lsgeo.messages import _
from lsgeo.scales import ELIGIBLE_KIND, MET, NOT_APPLICABLE, PENDING, Scale, Status
from lsgeo.sheet.ticks import ticks
from lsgeo.text import fold

_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")  # a number of a decision or a year: "-" and "chưa có" are none
_PLANNED = re.compile(r"đăng ký|phấn đấu|kế hoạch|dự kiến|mục tiêu|chỉ tiêu")


@dataclass(frozen=True)
class Told:
    """The status of a row on its scale, and how it was told where no word of it says so."""

    status: Status | None = None
    why: str = ""
    fault: Fault | None = None


def level_columns(header: Iterable[str], scale: Scale) -> dict[str, str]:
    """The columns under the name of a level ("NTM nâng cao"), by the level's id."""
    found: dict[str, str] = {}
    for raw in header:
        if any(_PLANNED.search(fold(line)) for line in lines(raw)):
            continue
        for line in reversed(lines(raw)):
            status = scale.find(line)
            if status is not None and status.value > 0:
                found.setdefault(status.id, raw)
                break
    return found


def statuses_of(
    rows: pd.DataFrame, columns: Columns, *, scale: Scale, kinds: pd.Series, said: pd.Series
) -> pd.Series:
    """What each row tells of its status, as `Told`.

    `kinds` is the kind of each row's unit ("" where it is not known), `said` whether the row says
    anything of criteria, year or decision. The word of a status column goes first, then the
    highest level with a tick or a year, then a year or decision of recognition; a row that only
    has criteria is one that has not reached the standard, one that says nothing is pending.
    """
    levels = level_columns(columns.rest, scale)
    marks = {level: _marks(rows[column]) for level, column in levels.items()}
    words = rows[columns["status"]].map(text_of) if columns["status"] else None
    recognised = _any_digit(rows, [columns["year_met"], columns["decision"]])
    told = [
        _told(
            "" if words is None else words.at[row],
            reached=[level for level, mark in marks.items() if mark.at[row] is True],
            unclear=[level for level, mark in marks.items() if mark.at[row] is _UNCLEAR],
            scale=scale,
            kind=str(kinds.at[row]),
            recognised=bool(recognised.at[row]),
            said=bool(said.at[row]),
        )
        for row in rows.index
    ]
    return pd.Series(told, index=rows.index, dtype="object")


_UNCLEAR = "?"


def _told(
    word: str,
    *,
    reached: list[str],
    unclear: list[str],
    scale: Scale,
    kind: str,
    recognised: bool,
    said: bool,
) -> Told:
    by_id: Mapping[str, Status] = {status.id: status for status in scale.statuses}
    if word:
        status = scale.find(word)
        expected = "; ".join(one.label.vi for one in scale.statuses)
        fault = Fault(_("unknown status word"), "", expected, word) if status is None else None
        return Told(status, fault=fault)
    if unclear:
        return Told(fault=Fault(_("neither a tick nor a year"), got=", ".join(unclear)))
    if kind and kind != ELIGIBLE_KIND:
        return Told(by_id[NOT_APPLICABLE], _("the new-rural standard is for xã only"))
    if reached:
        return Told(max((by_id[level] for level in reached), key=lambda one: one.value))
    if recognised:
        return Told(by_id[MET], _("taken as met: the row names a year or a decision"))
    lowest = min((one for one in scale.statuses if one.value >= 0), key=lambda one: one.value)
    if said:
        return Told(lowest, _("taken as not met: no level, year or decision is named"))
    return Told(by_id[PENDING], _("taken as not assessed: the row says nothing of the unit"))


def _marks(cells: pd.Series) -> pd.Series:
    """True where a cell holds a tick or a year, False, None, or `_UNCLEAR`."""
    years = cells.map(lambda cell: bool(_YEAR.fullmatch(text_of(cell))))
    read = ticks(cells.mask(years))
    marks = [
        True if years.at[row] else _UNCLEAR if row in read.faults else read.values.at[row]
        for row in cells.index
    ]
    return pd.Series(marks, index=cells.index, dtype="object")


def _any_digit(rows: pd.DataFrame, columns: list[str]) -> pd.Series:
    named = [
        rows[column].map(lambda cell: bool(_DIGIT.search(text_of(cell))))
        for column in columns
        if column
    ]
    none = pd.Series(False, index=rows.index)
    return none if not named else pd.concat(named, axis="columns").any(axis="columns")

"""Rows of a table that come back from quarantine, corrected: into the table they were left out of.

What an officer corrected in part is no loss: rows of the file in quarantine/ that are not among
those imported stay there.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.formats import csv_text
from lsgeo.intake import Taken
from lsgeo.intake.columns import text_of
from lsgeo.jobs.importing.asked import Asked, Converted
from lsgeo.jobs.importing.records import LOST, MARKS, QUARANTINE
from lsgeo.jobs.importing.returned import (
    Origin,
    asked_again,
    entries_of,
    gone_remark,
    marks_of,
    origin_of,
    record_after,
)
from lsgeo.jobs.importing.tables import converted_table, read_sheet, take
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.office import Office
from lsgeo.workspace.known import Known

_KEYS = {
    "ntm_status": ["vintage", "code", "period"],
    "ntm_criteria": ["vintage", "code", "period", "criteria_set", "number"],
    "gates": ["gate"],
    "observations": ["vintage", "code", "indicator", "variant", "period"],
}

_IN_PLACE = {"geometry: longitude", "geometry: latitude"}
"""Columns of the rows of a layer of points that were kept aside."""


def convert_returned(path: Path, office: Office, known: Known, asked: Asked) -> Converted:
    """The corrected rows with those taken before; what is still wrong stays in quarantine.

    Raises `InputError` where the rows are of several files, or the table they belong to is gone.
    """
    layout = office.layout
    marks = marks_of(layout.rows, subject=str(path))
    origin = origin_of(marks, known, subject=str(path))
    entries = entries_of(origin, known)
    of_points = {name.split(": ")[1]: name for name in _IN_PLACE if set(layout.header) >= _IN_PLACE}
    asked = asked_again(origin, asked, entries[0] if entries else None, columns=of_points)
    if of_points:
        asked = replace(asked, crs="")  # they are longitude and latitude, whatever the layer was
    unread = _unread(office, marks)
    out = sorted({int(str(note.row)) for note in unread})
    if len(out) == len(layout.rows):
        faults = [Fault(one.reason, _("row {row}").format(row=one.row)) for one in unread]
        raise InputError(str(path), _("no row of it can be taken"), faults)
    own = tuple(name for name in layout.header if name not in MARKS)
    rows, groups = layout.rows[list(own)].drop(index=out), layout.groups.drop(index=out)
    kept = replace(layout, header=own, rows=rows, groups=groups, places=())
    taken = take(path, replace(office, layout=kept), known, asked)
    taken = replace(
        taken,
        notes=(*unread, *taken.notes),
        quarantined=layout.rows.loc[sorted({*out, *taken.quarantined.index})],
    )
    return _joined(path, _renumbered(taken, marks), known, asked, origin=origin, office=office)


def _unread(office: Office, marks: pd.DataFrame) -> list[Note]:
    """Notes of rows that cannot be told: formulas without a value, points that are still lost."""
    notes = [one for one in office.notes if one.outcome == "quarantined" and one.row is not None]
    there = {one.row for one in notes}
    rows = office.layout.rows
    places = rows.reindex(columns=sorted(_IN_PLACE)).map(text_of)
    is_blank = (marks["lsgeo_lost"] == LOST) & (places == "").all(axis=1)
    why = _("its place was not drawn anew")
    lost = [Note("quarantined", why, int(row)) for row in rows.index[is_blank] if row not in there]
    return [*notes, *lost]


def _renumbered(taken: Taken, marks: pd.DataFrame) -> Taken:
    """`taken` with the rows counted as in the office's file, and marked as they came."""
    number = marks["lsgeo_row"].astype(int)
    notes = (
        replace(note, row=int(number.at[note.row]))
        for note in taken.notes
        if note.row in number.index  # not of the header
    )
    aside = taken.quarantined.assign(**marks.loc[taken.quarantined.index].to_dict("series"))
    aside = aside.set_axis(number.loc[aside.index])
    return replace(taken, notes=tuple(notes), quarantined=aside)


def _joined(
    path: Path, taken: Taken, known: Known, asked: Asked, *, origin: Origin, office: Office
) -> Converted:
    """The tables with the rows that are back, the record, and the rows that are still aside."""
    marks = marks_of(office.layout.rows, subject=str(path))
    rows = office.layout.rows.set_axis(marks["lsgeo_row"].astype(int))
    still = {int(row) for row in taken.quarantined.index}
    ledger = record_after(origin, rows, taken.notes, still=still, file=path.name)
    others = _others(origin, known, here=set(rows.index))
    aside = pd.concat([taken.quarantined, others]).sort_index() if len(others) else None
    tables = {
        theme: _merged(origin.home / f"{theme}-{origin.stem}.csv", table, key=_KEYS[theme])
        for theme, table in taken.tables.items()
        if len(table)
    }
    merged = replace(taken, tables=tables)
    made = converted_table(origin.file, merged, asked, office=office, ledger=ledger)
    return replace(
        made,
        record=origin.record,
        entries=tuple({**keys, "record": origin.record} for keys in made.entries),
        quarantined=taken.quarantined if aside is None else aside,
        remarks=(*made.remarks, *gone_remark(origin.aside - set(rows.index) - set(others.index))),
    )


def _others(origin: Origin, known: Known, *, here: set[int]) -> pd.DataFrame:
    """The rows that lie in quarantine and are not among those that come back now, by number."""
    path = known.workspace.config.root / QUARANTINE / f"{origin.stem}.csv"
    if not path.is_file():
        return pd.DataFrame()
    rows = read_sheet(path, known, Asked()).layout.rows
    marks = marks_of(rows, subject=str(path))
    numbers = marks["lsgeo_row"].astype(int)
    apart = numbers.isin(origin.aside) & ~numbers.isin(here)
    return rows.assign(**marks.to_dict("series"))[apart].set_axis(numbers[apart])


def _merged(path: Path, table: pd.DataFrame, *, key: list[str]) -> pd.DataFrame:
    """The rows taken before with those that come back.

    Raises `InputError` where one that comes back says otherwise of what the table has already: it
    is another row's.
    """
    if not path.is_file():
        return table
    before = pd.read_csv(path, dtype="str", keep_default_na=False)
    if key == _KEYS["gates"]:
        key = ["name", *key]  # the id may be left to the name
    fresh = pd.read_csv(io.StringIO(csv_text(table)), dtype="str", keep_default_na=False)
    every = pd.concat([before, fresh], ignore_index=True).fillna("")
    every = every.drop_duplicates()
    remedy = _("Correct the row that comes back, or leave it where it is.")
    faults = [
        Fault(_("the table says otherwise of this already"), " ".join(one), remedy=remedy)
        for one in every[every.duplicated(key)][key].itertuples(index=False)
    ]
    if faults:
        raise InputError(path.name, _("the table cannot be taken"), faults)
    return every.sort_values(key, ignore_index=True)

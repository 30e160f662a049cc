"""Rows that come back from quarantine, corrected: into the table that they were left out of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.intake import Taken
from lsgeo.intake.columns import text_of
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.records import MARKS, RECORDS
from lsgeo.jobs.importing.tables import converted_table, take
from lsgeo.ledger import Ledger, recount
from lsgeo.messages import _
from lsgeo.sheet.dates import dates
from lsgeo.sources.office import Office
from lsgeo.sources.record import read_record
from lsgeo.workspace.known import Known

_KEYS = {
    "ntm_status": ["vintage", "code", "period"],
    "ntm_criteria": ["vintage", "code", "period", "criteria_set", "number"],
    "gates": ["gate"],
    "observations": ["vintage", "code", "indicator", "variant", "period"],
}


_IN_PLACE = {"geometry: longitude", "geometry: latitude"}
"""Columns of the rows of a layer of points that were kept aside."""


def is_returned(header: Iterable[str]) -> bool:
    """Whether a sheet with these columns holds rows that an import left out."""
    return "lsgeo_row" in header


def convert_returned(path: Path, office: Office, known: Known, asked: Asked) -> Converted:
    """The corrected rows with those taken before; what is still wrong stays in quarantine.

    Raises `InputError` where the rows are of several files, or the table they belong to is gone.
    """
    marks = _marks(path, office)
    settings = marks.drop(columns=["lsgeo_row", "lsgeo_why"]).drop_duplicates()
    if len(settings) != 1:
        fault = Fault(_("rows of several files or kinds"), got=str(len(settings)))
        raise InputError(str(path), _("the table cannot be taken"), [fault])
    (said,) = settings.to_dict("records")
    asked = _asked(said, known, asked, header=office.layout.header)
    taken = take(path, office, known, asked)
    stem = slug(Path(said["lsgeo_file"]))
    home = known.workspace.config.catalog_paths[0].parent
    record = home / RECORDS / f"{stem}.csv"
    if not record.is_file():
        fault = Fault(_("the import that these rows were left out of is not there"), got=stem)
        raise InputError(str(path), _("the table cannot be taken"), [fault])
    rows = marks["lsgeo_row"]
    still = set(rows.loc[taken.quarantined.index])
    back = set(rows) - still
    merged = replace(
        taken,
        tables={
            theme: _merged(home / f"{theme}-{stem}.csv", table, key=_KEYS[theme])
            for theme, table in taken.tables.items()
            if len(table)
        },
        quarantined=taken.quarantined.set_axis(rows.loc[taken.quarantined.index].astype(int)),
    )
    ledger = _corrected(read_record(record), back, said=said, path=path)
    ledger = _told_anew(ledger, taken, rows, said=said)
    made = converted_table(Path(said["lsgeo_file"]), merged, asked, office=office, ledger=ledger)
    return replace(made, quarantined=made.quarantined.drop(columns=list(MARKS), errors="ignore"))


def _marks(path: Path, office: Office) -> pd.DataFrame:
    """The marks of the rows as they were written, whatever a spreadsheet made of them since.

    Raises `InputError` where a row has lost its number, or two have the same.
    """
    marks = office.layout.rows.reindex(columns=list(MARKS)).map(text_of)
    for name in ("lsgeo_vintage", "lsgeo_period"):
        days = marks[name].where(marks[name].str.len() > len("2025"))
        read = dates(days)
        marks[name] = read.values.where(read.values.notna(), marks[name]).astype(str)
    rows = marks["lsgeo_row"]
    faults = [
        Fault(_("the row has lost its number"), _("row {row}").format(row=row), got=text)
        for row, text in rows.items()
        if not text.isdigit()
    ]
    faults += [
        Fault(_("two rows have this number"), _("row {row}").format(row=row), got=rows.at[row])
        for row in rows.index[rows.duplicated() & (rows != "")]
    ]
    if faults:
        raise InputError(str(path), _("the table cannot be taken"), faults)
    return marks


def _asked(said: Mapping[str, str], known: Known, asked: Asked, *, header: Iterable[str]) -> Asked:
    """What the rows were imported with before: their marks, and the entry of the table."""
    record = f"{slug(Path(said['lsgeo_file']))}.csv"
    entries = [
        one
        for one in (*known.workspace.used, *known.workspace.passed_over)
        if one.record and one.record.name == record
    ]
    columns = json.loads(said["lsgeo_columns"]) if said["lsgeo_columns"] else {}
    if set(header) >= _IN_PLACE:  # of a layer of points
        columns |= {name.split(": ")[1]: name for name in _IN_PLACE}
    whose = {
        name: getattr(entries[0], name)
        for name in ("quality", "licence", "attribution", "title")
        if entries
    }
    return replace(
        asked,
        kind=said["lsgeo_kind"],
        vintage=said["lsgeo_vintage"],
        period=said["lsgeo_period"],
        criteria_set=said["lsgeo_criteria_set"],
        indicator=said["lsgeo_indicator"],
        unit=said["lsgeo_unit"],
        crs=said["lsgeo_crs"],
        columns=columns,
        **whose,
    )


def _told_anew(ledger: Ledger, taken: Taken, rows: pd.Series, *, said: Mapping[str, str]) -> Ledger:
    """`ledger` in which the rows that are still kept aside have today's reasons for it."""
    still = {row: str(rows.at[row]) for row in taken.quarantined.index}
    notes = ledger.notes
    stale = notes["row"].astype(str).isin(still.values()) & (notes["outcome"] == "quarantined")
    stale &= (notes["file"] == said["lsgeo_file"]) & (notes["sheet"] == said["lsgeo_sheet"])
    fresh = [
        {
            "file": said["lsgeo_file"],
            "sheet": said["lsgeo_sheet"],
            "row": still[note.row],
            "column": note.column,
            "said": note.said,
            "became": note.became,
            "outcome": note.outcome,
            "reason": note.reason,
        }
        for note in taken.notes
        if note.outcome == "quarantined" and note.row in still
    ]
    every = pd.concat([notes[~stale], pd.DataFrame(fresh, columns=notes.columns)])
    return recount(Ledger(notes=every.reset_index(drop=True), counts=ledger.counts))


def _merged(path: Path, table: pd.DataFrame, *, key: list[str]) -> pd.DataFrame:
    """The rows taken before with those that come back, which go before older ones of their key."""
    if not path.is_file():
        return table
    before = pd.read_csv(path, dtype="str", keep_default_na=False)
    every = pd.concat([before, table.astype("str")], ignore_index=True)
    return every.drop_duplicates(key, keep="last").sort_values(key, ignore_index=True)


def _corrected(ledger: Ledger, rows: set[str], *, said: dict[str, str], path: Path) -> Ledger:
    """`ledger` in which the `rows` that come back are corrected, with what was wrong before."""
    notes = ledger.notes.copy()
    back = notes["row"].astype(str).isin(rows) & (notes["outcome"] == "quarantined")
    back &= (notes["file"] == said["lsgeo_file"]) & (notes["sheet"] == said["lsgeo_sheet"])
    reason = _("corrected in {file} on {day}; it was: {before}")
    notes.loc[back, "reason"] = [
        reason.format(file=path.name, day=date.today().isoformat(), before=before)
        for before in notes.loc[back, "reason"]
    ]
    notes.loc[back, "outcome"] = "corrected"
    return recount(Ledger(notes=notes, counts=ledger.counts))

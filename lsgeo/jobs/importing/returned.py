"""What rows that come back from quarantine say of themselves, and what becomes of their record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.intake.columns import text_of
from lsgeo.jobs.importing.asked import Asked, slug
from lsgeo.jobs.importing.records import MARKS, RECORDS
from lsgeo.ledger import Ledger, Note, recount
from lsgeo.messages import _
from lsgeo.sheet.dates import dates
from lsgeo.sources.catalog import Entry
from lsgeo.sources.record import read_record
from lsgeo.workspace.known import Known

_OF_A_ROW = ("lsgeo_row", "lsgeo_why", "lsgeo_lost")
_DAYS = ("lsgeo_vintage", "lsgeo_period")


@dataclass(frozen=True)
class Origin:
    """The import that rows were left out of.

    ``said`` are the marks that all rows share, ``stem`` is its part of the names of our files,
    ``home`` the folder of the first catalog, ``record`` the path of its record from there (another
    than its own where the table was edited since), ``ledger`` what that says.
    """

    said: Mapping[str, str]
    stem: str
    home: Path
    record: str
    ledger: Ledger

    @property
    def file(self) -> Path:
        """The office's file."""
        return Path(self.said["lsgeo_file"])

    @property
    def sheet(self) -> str:
        """The sheet (the layer) that was asked for, "" where none had to be."""
        return "" if self.stem == slug(self.file) else self.said["lsgeo_sheet"]

    @property
    def is_ours(self) -> pd.Series:
        """Which notes of the record are of the sheet that the rows are of."""
        notes = self.ledger.notes
        there = notes["file"] == self.said["lsgeo_file"]
        return there & (notes["sheet"] == self.said["lsgeo_sheet"])

    @property
    def aside(self) -> set[int]:
        """The rows that the record says are kept aside."""
        notes = self.ledger.notes[self.is_ours]
        return set(notes.loc[notes["outcome"] == "quarantined", "row"].replace("", "0").astype(int))


def is_returned(header: Iterable[str]) -> bool:
    """Whether a sheet or layer with these columns holds rows that an import left out."""
    return "lsgeo_row" in header


def marks_of(rows: pd.DataFrame, *, subject: str) -> pd.DataFrame:
    """The marks of the rows as they were written, whatever a spreadsheet made of them since.

    Raises `InputError` where a row has lost its number, or two have the same.
    """
    marks = rows.reindex(columns=list(MARKS)).map(text_of)
    for name in _DAYS:
        days = marks[name].where(marks[name].str.len() > len("2025"))
        read = dates(days)
        marks[name] = read.values.where(read.values.notna(), marks[name]).astype(str)
    numbers = marks["lsgeo_row"]
    faults = [
        Fault(_("the row has lost its number"), _("row {row}").format(row=row), got=text)
        for row, text in numbers.items()
        if not (text.isascii() and text.isdigit())
    ]
    faults += [
        Fault(_("two rows have this number"), _("row {row}").format(row=row), got=numbers.at[row])
        for row in numbers.index[numbers.duplicated() & (numbers != "")]
    ]
    if faults:
        raise InputError(subject, _("the table cannot be taken"), faults)
    return marks


def origin_of(marks: pd.DataFrame, known: Known, *, subject: str) -> Origin:
    """The import that the rows with these marks were left out of.

    Raises `InputError` where they are of several, or it is gone, or rows are not kept aside (any
    more).
    """
    shared = marks.drop(columns=list(_OF_A_ROW)).drop_duplicates()
    if len(shared) != 1:
        fault = Fault(_("rows of several files or kinds"), got=str(len(shared)))
        raise InputError(subject, _("the table cannot be taken"), [fault])
    (said,) = shared.to_dict("records")
    home = known.workspace.config.catalog_paths[0].parent
    file = Path(said["lsgeo_file"])
    for stem in (slug(file), slug(file, said["lsgeo_sheet"])):
        marked = {str(key): text for key, text in said.items()}
        origin = Origin(marked, stem, home, f"{RECORDS}/{stem}.csv", Ledger())
        for record in _records(origin, known):
            origin = replace(origin, record=record, ledger=read_record(home / record))
            if origin.is_ours.any():
                _check_aside(origin, marks, subject=subject)
                return origin
    what = _("the import that these rows were left out of is not there")
    raise InputError(subject, _("the table cannot be taken"), [Fault(what, got=file.name)])


def _records(origin: Origin, known: Known) -> list[str]:
    """Where the record may be: the latest of the tables first, then the import's own."""
    kept = [one.record for one in entries_of(origin, known) if one.record]
    own = origin.home / origin.record
    latest = [path for path in dict.fromkeys(kept) if path != own and path.parent == own.parent]
    return [f"{RECORDS}/{path.name}" for path in (*latest, own) if path.is_file()]


def _check_aside(origin: Origin, marks: pd.DataFrame, *, subject: str) -> None:
    remedy = _(
        "Import the file that lies in quarantine/ now; what was taken is not in it any more."
    )
    strange = [number for number in marks["lsgeo_row"] if int(number) not in origin.aside]
    if strange:
        what = _("these rows are not kept aside (any more)")
        got = ", ".join(strange)
        fault = Fault(what, str(origin.file), got=got, remedy=remedy)
        raise InputError(subject, _("the table cannot be taken"), [fault])


def entries_of(origin: Origin, known: Known) -> list[Entry]:
    """The entries of the catalog for what that import made, edited since or not."""
    listed = (*known.workspace.used, *known.workspace.passed_over)
    record = origin.home / origin.record
    return [
        one
        for one in listed
        if one.record == record or one.path == origin.home / f"{one.theme}-{origin.stem}.csv"
    ]


def asked_again(
    origin: Origin, asked: Asked, entry: Entry | None, *, columns: Mapping[str, str] | None = None
) -> Asked:
    """What the rows were imported with before: their marks, and the entry of the table or layer.

    `columns` are ours to theirs beside those that the rows name.
    """
    said = origin.said
    named = json.loads(said["lsgeo_columns"]) if said["lsgeo_columns"] else {}
    whose = {
        name: getattr(entry, name)
        for name in ("quality", "licence", "attribution", "title")
        if entry is not None
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
        columns={**named, **(columns or {})},
        sheet=origin.sheet,
        **whose,
    )


def record_after(
    origin: Origin, rows: pd.DataFrame, notes: Sequence[Note], *, still: Collection[int], file: str
) -> Ledger:
    """The record when the `rows` (by number) are back, those `still` aside with today's reasons.

    A row that is taken is corrected: its notes say what was wrong and what the cell says now. The
    other corrections that it took stand behind them. `notes` are today's.
    """
    back = set(rows.index) - set(still)
    before = origin.ledger.notes
    aside = origin.is_ours & (before["outcome"] == "quarantined")
    numbers = before["row"].astype(str)
    mended = aside & numbers.isin(set(map(str, back)))
    told = [note for note in notes if note.row in still and note.outcome == "quarantined"]
    fresh = [note for note in notes if note.row in back and note.outcome == "corrected"]
    stale = aside & numbers.isin({str(note.row) for note in told})
    after = before.copy()
    reason = _("corrected in {file} on {day}; it was: {before}")
    day = date.today().isoformat()
    after.loc[mended, "reason"] = [
        reason.format(file=file, day=day, before=why) for why in before.loc[mended, "reason"]
    ]
    after.loc[mended, "became"] = [
        _cell(rows, int(row), column)
        for row, column in zip(numbers[mended], before.loc[mended, "column"], strict=True)
    ]
    after.loc[mended, "outcome"] = "corrected"
    added = pd.DataFrame([_line(note, origin) for note in (*told, *fresh)], columns=before.columns)
    every = pd.concat([after[~stale], added]) if len(added) else after[~stale]
    return recount(Ledger(notes=every.reset_index(drop=True), counts=origin.ledger.counts))


def _line(note: Note, origin: Origin) -> dict[str, str]:
    return {
        "file": origin.said["lsgeo_file"],
        "sheet": origin.said["lsgeo_sheet"],
        "row": str(note.row),
        "column": note.column,
        "said": note.said,
        "became": note.became,
        "outcome": note.outcome,
        "reason": note.reason,
    }


def _cell(rows: pd.DataFrame, row: int, column: str) -> str:
    """What a cell says now: of an unknown column the whole row, of a geometry its kind."""
    if column in rows.columns and column != "geometry":
        return text_of(rows.at[row, column])
    named = rows.loc[row].drop(labels=[*MARKS, "geometry"], errors="ignore")
    cells = [f"{name}: {text_of(cell)}" for name, cell in named.items() if text_of(cell)]
    shape = rows.at[row, "geometry"] if "geometry" in rows.columns else None
    kind = [str(shape.geom_type)] if shape is not None else []
    return "; ".join(kind if column == "geometry" else [*cells, *kind])


def gone_remark(rows: Collection[int]) -> list[str]:
    """A remark about rows kept aside that are in no file of quarantine any more."""
    if not rows:
        return []
    what = _("kept aside, but in no file of quarantine/ any more: rows {rows}")
    return [what.format(rows=", ".join(map(str, sorted(rows))))]

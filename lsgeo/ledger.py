"""The ledger: what became of every input row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

COLUMNS = ("file", "sheet", "row", "column", "said", "became", "outcome", "reason")
OUTCOMES = ("used", "corrected", "quarantined")
COUNTS = ("file", "sheet", "rows", "used", "corrected", "quarantined")

AGAIN = "→ "
"""What the name of a sheet starts with whose rows were counted before, by other units."""

Outcome = Literal["used", "corrected", "quarantined"]


@dataclass(frozen=True)
class Note:
    """What became of a row, as a reader tells it.

    ``row`` is numbered as the file shows it (a sheet's row, the record of a layer from 1); None
    speaks of a whole column or sheet, such as letters of another encoding, and counts no row.
    ``said`` and ``became`` are the value before and after. A note of a row that was "used" says
    as what, where that is no matter of course: a title, a total.
    """

    outcome: Outcome
    reason: str
    row: int | None = None
    column: str = ""
    said: str = ""
    became: str = ""


@dataclass(frozen=True)
class Ledger:
    """What became of the rows of the files read so far.

    ``notes`` holds a row (`COLUMNS`) for each thing that was corrected or quarantined; ``counts``
    (`COUNTS`) the rows in and what became of them, per file and sheet.
    """

    notes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    counts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COUNTS)))


def entry(file: str, *, rows: int, notes: Iterable[Note] = (), sheet: str = "") -> Ledger:
    """The ledger of one file (one sheet of it): `rows` read, and what `notes` tell of them.

    A row that is corrected and quarantined counts as quarantined. Raises `InputError` where an
    outcome is none of `OUTCOMES` or more rows are noted than read.
    """
    told = list(notes)
    quarantined = {note.row for note in told if note.outcome == "quarantined"} - {None}
    corrected = {note.row for note in told if note.outcome == "corrected"} - quarantined - {None}
    used = rows - len(quarantined) - len(corrected)
    strange = {note.outcome for note in told} - set(OUTCOMES)
    if strange or used < 0:
        got = ", ".join([str(len(quarantined) + len(corrected)), *sorted(strange)])
        fault = Fault(_("the ledger does not balance"), expected=f"{rows}", got=got)
        raise InputError(file, _("rows in and rows out differ"), [fault])
    cells = [
        {
            "file": file,
            "sheet": sheet,
            "row": "" if note.row is None else note.row,
            "column": note.column,
            "said": note.said,
            "became": note.became,
            "outcome": note.outcome,
            "reason": note.reason,
        }
        for note in told
    ]
    counts = (file, sheet, rows, used, len(corrected), len(quarantined))
    return Ledger(
        notes=pd.DataFrame(cells, columns=list(COLUMNS)),
        counts=pd.DataFrame([counts], columns=list(COUNTS)),
    )


def corrections(said: pd.Series, mended: Sequence[tuple[str, str]]) -> list[Note]:
    """The notes of a column whose values had to be mended, for `entry`.

    `said` is the column as the file has it, by row; `mended` what became of each and why, "" where
    it was right as it stood.
    """
    return [
        Note("corrected", reason, row=row, column=str(said.name), said=text, became=became)
        for (row, text), (became, reason) in zip(said.items(), mended, strict=True)
        if reason
    ]


def recount(ledger: Ledger) -> Ledger:
    """`ledger` with its corrected and quarantined rows counted anew from its notes.

    The rows that were taken as they stood stay as many as the counts say.
    """
    counts = []
    for row in ledger.counts.to_dict("records"):
        notes = ledger.notes
        here = notes[(notes["file"] == row["file"]) & (notes["sheet"] == row["sheet"])]
        numbered = here[here["row"].astype(str) != ""]
        outcomes = numbered.groupby("outcome")["row"].agg(lambda rows: set(rows.astype(str)))
        quarantined = outcomes.get("quarantined", set())
        corrected = outcomes.get("corrected", set()) - quarantined
        used = int(row["used"])
        rows = used + len(corrected) + len(quarantined)
        counts.append((row["file"], row["sheet"], rows, used, len(corrected), len(quarantined)))
    return Ledger(ledger.notes, pd.DataFrame(counts, columns=list(COUNTS)))


def merge(ledgers: Iterable[Ledger]) -> Ledger:
    """One ledger of several, in their order."""
    parts = [Ledger(), *ledgers]
    notes = [part.notes for part in parts if len(part.notes)] or [parts[0].notes]
    counts = [part.counts for part in parts if len(part.counts)] or [parts[0].counts]
    return Ledger(
        notes=pd.concat(notes, ignore_index=True), counts=pd.concat(counts, ignore_index=True)
    )

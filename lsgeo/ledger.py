"""The ledger: what became of every input row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

COLUMNS = ("file", "row", "column", "said", "became", "outcome", "reason")
OUTCOMES = ("used", "corrected", "quarantined")


@dataclass(frozen=True)
class Ledger:
    """What became of the rows of the files read so far.

    ``notes`` holds one row (`COLUMNS`) for each row that was corrected or quarantined;
    ``counts`` the rows in and the rows used per file. Rows are numbered as the file shows them.
    """

    notes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    counts: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            columns=["file", "rows", "used", "corrected", "quarantined"]
        )
    )


def entry(file: str, *, rows: int, notes: Iterable[dict[str, object]] = ()) -> Ledger:
    """The ledger of one file: `rows` read, of which `notes` tells the corrected and quarantined.

    Raises `InputError` where an outcome is none of `OUTCOMES` or more rows are noted than read.
    """
    noted = pd.DataFrame(list(notes), columns=list(COLUMNS))
    strange = set(noted["outcome"]) - set(OUTCOMES)
    rows_of = noted.drop_duplicates(["row", "outcome"])
    quarantined = set(rows_of.loc[rows_of["outcome"] == "quarantined", "row"])
    corrected = set(rows_of.loc[rows_of["outcome"] == "corrected", "row"]) - quarantined
    used = rows - len(quarantined) - len(corrected)
    if strange or used < 0:
        fault = Fault(
            _("the ledger does not balance"), expected=f"{rows}", got=f"{len(rows_of)} {strange}"
        )
        raise InputError(file, _("rows in and rows out differ"), [fault])
    count = {
        "file": file,
        "rows": rows,
        "used": used,
        "corrected": len(corrected),
        "quarantined": len(quarantined),
    }
    return Ledger(notes=noted, counts=pd.DataFrame([count]))


def corrections(
    said: pd.Series, mended: Iterable[tuple[str, str]], *, file: str
) -> list[dict[str, object]]:
    """The notes of a column whose values had to be mended, for `entry`.

    `said` is the column as the file has it, by row; `mended` what became of each and why, "" where
    it was right as it stood.
    """
    return [
        {
            "file": file,
            "row": row,
            "column": said.name,
            "said": text,
            "became": became,
            "outcome": "corrected",
            "reason": reason,
        }
        for (row, text), (became, reason) in zip(said.items(), mended, strict=True)
        if reason
    ]


def merge(ledgers: Iterable[Ledger]) -> Ledger:
    """One ledger of several, in their order."""
    parts = [Ledger(), *ledgers]
    notes = [part.notes for part in parts if len(part.notes)] or [parts[0].notes]
    counts = [part.counts for part in parts if len(part.counts)] or [parts[0].counts]
    return Ledger(
        notes=pd.concat(notes, ignore_index=True), counts=pd.concat(counts, ignore_index=True)
    )

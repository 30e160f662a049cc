"""An office's table as one of ours: which columns, which units, which values, and what was left.

Pure functions over the layout of a sheet. Each kind of table has a module with a function that
gives `Taken`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.ledger import Note
from lsgeo.registry import Sought

__all__ = ["Settings", "Suggestion", "Taken", "quarantine"]


@dataclass(frozen=True)
class Settings:
    """What the officer says of a table; empty where the table itself is to say it.

    ``columns`` maps our names to the file's own, ``crs`` is the system of its coordinates,
    ``source`` whose numbers they are.
    """

    vintage: str = ""
    period: str = ""
    criteria_set: str = ""
    indicator: str = ""
    unit: str = ""
    crs: str = ""
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A name that is like that of a unit: an officer may accept it, nobody else."""

    vintage: str
    sought: Sought
    code: str
    title: str


@dataclass(frozen=True)
class Taken:
    """What was taken from a table: our tables by theme, each in the columns of its theme.

    ``notes`` tell of every row that was not taken as it stood, ``quarantined`` holds the rows
    themselves that were not taken, as the file has them, by row. ``vintage`` and ``period`` are
    those the table is of; ``remarks`` say how they were found.
    """

    tables: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...]
    quarantined: pd.DataFrame
    vintage: str
    period: str
    remarks: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def quarantine(faults: Mapping[int, Iterable[Fault]]) -> list[Note]:
    """One note for each fault of each row, which keeps the row out."""
    return [
        Note("quarantined", str(fault), row=row, said=fault.got)
        for row, found in faults.items()
        for fault in found
    ]

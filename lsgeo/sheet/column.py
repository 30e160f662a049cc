"""A column of a sheet, read as values of one sort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.ledger import Note
from lsgeo.text import normalise


@dataclass(frozen=True)
class Column:
    """The ``values`` of a column, by row; what the rows in ``faults`` say is none.

    A value that is blank or at fault is missing (None, or NaN among numbers). ``notes`` tell what
    was not read as it stands; a note without a row speaks of the whole column.
    """

    values: pd.Series
    faults: Mapping[int, Fault] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one cell was read as: a ``value``, a ``fault``, and why it is not what stands there."""

    value: object = None
    fault: Fault | None = None
    reason: str = ""


def read_column(cells: pd.Series, read: Callable[[object], Reading]) -> Column:
    """The column of `cells` read one by one; blank cells are not asked about."""
    known: dict[tuple[type, object], Reading] = {}
    values: list[object] = []
    faults: dict[int, Fault] = {}
    notes: list[Note] = []
    for row, cell in cells.astype("object").items():
        key = (type(cell), cell)
        if key not in known:
            known[key] = Reading() if is_blank(cell) else read(cell)
        found = known[key]
        values.append(found.value)
        if found.fault:
            faults[row] = found.fault
        if found.reason:
            said, became = str(cell), str(found.value)
            notes.append(Note("corrected", found.reason, row, str(cells.name), said, became))
    return Column(
        pd.Series(values, cells.index, dtype="object", name=cells.name), faults, tuple(notes)
    )


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing: missing, or white space."""
    return cell is None or cell != cell or (isinstance(cell, str) and not normalise(cell))

"""An edited layer beside what the workspace says: which cells differ, and which do not count."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.intake import Taken, quarantine
from lsgeo.intake.columns import text_of
from lsgeo.ledger import Note
from lsgeo.messages import _

CODE = "code"
"""The column by which the rows of our layers are known."""

_CLOSE = 1e-6  # of a number: the file keeps more
_OWN = ("fid", "geom", "geometry")


@dataclass(frozen=True)
class Edited:
    """The rows of an edited layer by record, as objects, and what was found out about them."""

    layer: str
    file: str
    rows: pd.DataFrame
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def blame(self, row: Hashable, fault: Fault) -> None:
        """Keep a row out because of `fault`."""
        self.faults.setdefault(int(str(row)), []).append(fault)

    def tell_change(self, row: Hashable, column: str, *, before: str, after: str) -> None:
        """A cell that was edited and is taken back."""
        reason = _("edited in {file}").format(file=self.file)
        self.notes.append(Note("corrected", reason, int(str(row)), column, before, after))

    def tell_kept(self, row: Hashable, column: str, *, said: str, kept: str, reason: str) -> None:
        """A cell that differs and is not taken back: `kept` is what stays."""
        self.notes.append(Note("used", reason, int(str(row)), column, said, kept))

    def taken(self, theme: str, table: pd.DataFrame, *, vintage: str, period: str = "") -> Taken:
        """What was taken back from the layer; a row at fault has no part in it."""
        is_kept = ~table.index.isin(list(self.faults))
        notes = [note for note in self.notes if note.row is None or note.row not in self.faults]
        return Taken(
            tables={theme: table[is_kept].reset_index(drop=True)} if theme else {},
            notes=(*notes, *quarantine(self.faults)),
            quarantined=self.rows.loc[sorted(self.faults)],
            vintage=vintage,
            period=period,
        )


def edited_rows(layer: str, frame: pd.DataFrame, *, file: str) -> Edited:
    """The rows of a layer without their geometry, missing cells None."""
    geometry = [name for name in frame.columns if str(frame[name].dtype) == "geometry"]
    plain = pd.DataFrame(frame.drop(columns=geometry)).astype("object")
    return Edited(layer, file, plain.where(plain.notna(), None))


def match_rows(
    edited: Edited, known: Collection[str], *, was: Collection[str] | None = None
) -> dict[str, int]:
    """The record of each known code; added, copied and deleted rows are told of and left out.

    `was` are the codes that the file was published with, where that is known: one of them that the
    workspace has no more was deleted there, and one that the file never had is newer than it.
    """
    codes = edited.rows[CODE].map(text_of)
    found: dict[str, int] = {}
    for row, code in codes.items():
        if code not in known and was is not None and code in was:
            left = _("not taken: the workspace has it no more")
            edited.tell_kept(row, CODE, said=code, kept="", reason=left)
        elif code not in known:
            remedy = _("What is new belongs into a table or layer of its own; import that.")
            what = _("this row was not in the layer before")
            edited.blame(row, Fault(what, got=code or _("nothing"), remedy=remedy))
        elif (codes == code).sum() > 1:
            edited.blame(row, Fault(_("this code is there twice"), got=code))
        else:
            found[code] = int(str(row))
    gone = _("deleted in {file}; it stays in the workspace").format(file=edited.file)
    edited.notes.extend(
        Note("used", gone, None, CODE, code)
        for code in known
        if not (codes == code).any() and (was is None or code in was)
    )
    return found


def differ(one: object, other: object) -> bool:
    """Whether two cells say different things; a number may have lost its last digits.

    >>> differ(10.0, "10"), differ(None, "")
    (False, False)
    """
    texts = text_of(one), text_of(other)
    if texts[0] == texts[1]:
        return False
    try:
        return not math.isclose(*map(float, texts), rel_tol=_CLOSE, abs_tol=1e-9)
    except ValueError:
        return True


Verdict = Literal["same", "newer", "both", "edited"]


def verdict(said: object, *, now: object, was: object | None) -> Verdict:
    """What a cell that says `said` is, where the workspace says `now` and the file `was` published.

    "newer" is the workspace's, which was not edited; "both" have changed. None: not known.

    >>> verdict("18", now="15", was="12"), verdict("12", now="15", was="12")
    ('both', 'newer')
    """
    if not differ(said, now):
        return "same"
    if was is None:
        return "edited"
    if not differ(said, was):
        return "newer"
    return "both" if differ(was, now) else "edited"


def tell_newer(edited: Edited, row: Hashable, column: str, *, said: str, kept: str) -> None:
    """Note a cell that is as it was published, though the workspace says something newer."""
    newer = _("not edited: the workspace has something newer")
    edited.tell_kept(row, column, said=said, kept=kept, reason=newer)


def both_changed(column: str, *, said: str, now: str) -> Fault:
    """The fault of a cell that was edited, and has changed in the workspace too."""
    what = _("the workspace has changed too since this file was published")
    remedy = _("Build again, and edit the new file.")
    return Fault(what, column, now or _("nothing"), said or _("nothing"), remedy)


def tell_computed(
    edited: Edited,
    reference: pd.DataFrame,
    *,
    rows: Mapping[str, int],
    without: Collection[str],
    reasons: Mapping[str, str],
) -> None:
    """Note the cells that differ from `reference`, by code, in columns that are not taken back.

    `without` are the columns that are; `reasons` say of some why they are not, the others are
    computed.
    """
    for column in _shared(edited.rows, reference, without=without):
        why = reasons.get(column) or _("not taken back: it is computed")
        is_whole = all(map(_is_whole, edited.rows[column]))  # so was published what is none
        for code, row in rows.items():
            if code not in reference.index:
                continue
            said, kept = edited.rows.at[row, column], reference.at[code, column]
            kept = round(kept) if is_whole and isinstance(kept, float) and kept == kept else kept
            if differ(said, kept):
                text = text_of(kept)
                edited.tell_kept(row, column, said=text_of(said), kept=text, reason=why)


def _is_whole(cell: object) -> bool:
    return cell is None or (isinstance(cell, int | float) and float(cell).is_integer())


def _shared(
    rows: pd.DataFrame, reference: pd.DataFrame, *, without: Collection[str]
) -> Iterator[str]:
    for column in rows.columns:
        if column in reference.columns and column not in (*without, *_OWN, CODE):
            yield str(column)

"""Texts of a layer in letters: bytes by what the file says they are, old fonts by their words."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.text.legacy import ENCODINGS, recode
from lsgeo.text.legacy.tables import as_windows


@dataclass(frozen=True)
class Texts:
    """How the texts of a layer came: as bytes (`is_bytes`), in the encoding the file ``declared``.

    ``encoding`` is the one that the office says they are in, over all else; ``names`` are words
    to know a right reading by.
    """

    is_bytes: bool
    declared: str
    encoding: str
    names: Collection[str]


def recoded(table: pd.DataFrame, texts: Texts) -> tuple[pd.DataFrame, list[Note]]:
    """`table` with its texts and names of columns in letters, and a note for each change."""
    columns, notes = {}, []
    for place, name in enumerate(table.columns):
        column = table.iloc[:, place]
        values = _texts_of(column)
        if not all(map(str.isascii, values)):
            is_text = column.map(lambda value: isinstance(value, str)).to_numpy(dtype=bool)
            values, said = _read(values, texts, column=str(name))
            column = column.astype(object)
            column.loc[is_text] = values
            notes += said
        columns[place] = column
    names = [str(name) for name in table.columns]
    if not all(name.isascii() for name in names):
        names, said = _read(names, texts, column="")
        notes += said
    read = pd.DataFrame(columns, index=table.index)
    return read.set_axis(_told_apart(names), axis="columns"), notes


def _texts_of(column: pd.Series) -> list[str]:
    """The texts among the values of a column, in their order; most columns hold numbers only."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return []
    values = column.to_numpy(dtype=object)
    return [value for value in values if isinstance(value, str)]


def _read(values: list[str], texts: Texts, *, column: str) -> tuple[list[str], list[Note]]:
    """The `values` in letters, and what was done to them."""
    plain: list[str] = values
    notes: list[Note] = []
    declared = _codec(texts.declared) if texts.is_bytes and not texts.encoding else ""
    if declared == "utf-8":
        plain, notes = _from_utf8(values, column=column)
    asked = texts.encoding or (declared if declared in ENCODINGS and declared != "utf-8" else "")
    read = recode(plain, encoding=asked, names=texts.names)
    if read.encoding:
        return list(read.values), [*notes, _note(values, read.values, read.encoding, column=column)]
    return ([as_windows(text) for text in plain] if texts.is_bytes else plain), notes


def _note(before: Sequence[str], after: Sequence[str], encoding: str, *, column: str) -> Note:
    """The note of a column that was recoded, with the first value that changed."""
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    said, became = changed[0] if changed else ("", "")
    what = (
        _("the texts of the column were in {encoding}")
        if column
        else _("the names of columns were in {encoding}")
    )
    reason = what.format(encoding=encoding)
    return Note("corrected", reason, column=column, said=said, became=became)


def _from_utf8(values: list[str], *, column: str) -> tuple[list[str], list[Note]]:
    """The bytes `values` as UTF-8; as they are where one of them is something else.

    A field that is full can end inside a letter: of that the rest is dropped, and noted.
    """
    read, cut = [], []
    for text in values:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            letters = decoder.decode(text.encode("latin-1"))
        except UnicodeError:
            return values, []
        if decoder.getstate()[0]:
            cut.append(letters)
        read.append(letters)
    if not cut:
        return read, []
    reason = _("a letter at the end of {count} texts is cut off").format(count=len(cut))
    return read, [Note("corrected", reason, column=column, became=cut[0])]


def _codec(name: str) -> str:
    """What Python calls an encoding, "" where it knows none."""
    digits = "".join(letter for letter in name if letter.isdigit())
    for known in (name.strip().lower().replace("windows", "cp"), f"cp{digits}"):
        if digits == "65001":
            return "utf-8"
        try:
            return codecs.lookup(known).name
        except (LookupError, ValueError):  # ValueError: a byte 0 in the name
            continue
    return ""


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names of columns, none twice: a later one gets a number, as does one named geometry."""
    taken = {"geometry"}
    apart = []
    for name in names:
        number, own = 1, name
        while own in taken:
            number += 1
            own = f"{name}_{number}"
        taken.add(own)
        apart.append(own)
    return apart

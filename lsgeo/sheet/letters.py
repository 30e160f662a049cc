"""Legacy letters in the cells of a sheet: TCVN3, VNI and the like, recognised column by column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet.grid import Cell, Merged
from lsgeo.sheet.layout import Layout, lay_out
from lsgeo.text import normalise
from lsgeo.text.legacy import recode

TITLES = {
    "tcvn3": "TCVN3 (.VnTime)",
    "vni": "VNI (VNI-Times)",
    "viscii": "VISCII",
    "cp1258": "Windows-1258",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
}
"""What the encodings are called."""


@dataclass(frozen=True)
class Deciphered:
    """A layout in Unicode, and a note for each column that had to be decoded."""

    layout: Layout
    notes: tuple[Note, ...] = ()


def decoded_layout(
    rows: Sequence[Sequence[Cell]],
    merged: Iterable[Merged] = (),
    *,
    encoding: str = "",
    names: Collection[str] = (),
) -> Deciphered:
    """The layout of a sheet whose texts are in a legacy encoding or in Unicode.

    The data of each column are decoded for themselves, titles, headers and the like together;
    `encoding` ("" finds it out) and `names` are as in `lsgeo.text.legacy.recode`.
    """
    joined = tuple(merged)
    lines = [list(row) for row in rows]
    texts = [cell for line in lines for cell in line if isinstance(cell, str)]
    if all(map(str.isascii, texts)):
        return Deciphered(lay_out(lines, joined))
    # Roles are told by words, so the whole is read once as one column to know which are data.
    known = _read(texts, encoding=encoding, names=names)
    drafted = [_as_known(line, known) for line in lines]
    draft = lay_out(drafted, joined)
    parts = _parts(lines, draft)
    cells = [[lines[row][at] for row, at in places] for places in parts.values()]
    noted: dict[int | None, Note] = {}
    for place, (read, note) in zip(
        parts, decipher(cells, encoding=encoding, names=names), strict=True
    ):
        for (row, at), cell in zip(parts[place], read, strict=True):
            lines[row][at] = cell
        if note:
            noted[place] = note
    layout = draft if lines == drafted else lay_out(lines, joined)
    titles: dict[int | None, str] = dict(zip(layout.places, layout.header, strict=True))
    notes = [replace(note, column=titles.get(place, "")) for place, note in noted.items()]
    return Deciphered(layout, tuple(notes))


def decipher(
    columns: Sequence[Sequence[Cell]], *, encoding: str = "", names: Collection[str] = ()
) -> list[tuple[tuple[Cell, ...], Note | None]]:
    """Each of the `columns` in Unicode, and the note, without a column's name, if it was not.

    A column is judged by its own words; one that has too few is read as all of them together are.

    >>> decipher([["x· §ång §¨ng", "huyÖn Cao Léc", 7]])[0][0]
    ('xã Đồng Đăng', 'huyện Cao Lộc', 7)
    """
    texts = [[cell for cell in column if isinstance(cell, str)] for column in columns]
    together = _read([text for column in texts for text in column], encoding=encoding, names=names)
    return [
        _with_note(column, _read(found, encoding=encoding, names=names) or together)
        for column, found in zip(columns, texts, strict=True)
    ]


class _Read(dict[Cell, str]):
    """What texts are in Unicode, of those that are not; empty where all are. Knows by what."""

    encoding = ""


def _read(texts: Sequence[str], *, encoding: str, names: Collection[str]) -> _Read:
    found = _Read()
    if all(map(str.isascii, texts)):
        return found
    distinct = list(dict.fromkeys(texts))
    read = recode(distinct, encoding=encoding, names=names)
    if read.encoding:
        pairs = zip(distinct, read.values, strict=True)
        found.update({said: became for said, became in pairs if said != became})
        found.encoding = read.encoding
    return found


def _as_known(cells: Sequence[Cell], known: _Read) -> list[Cell]:
    """The `cells` with what is `known` of their texts; most often nothing is."""
    return [known.get(cell, cell) for cell in cells] if known else list(cells)


def _with_note(column: Sequence[Cell], known: _Read) -> tuple[tuple[Cell, ...], Note | None]:
    """`column` with what is `known` of its texts, and an example of what was changed."""
    read = tuple(_as_known(column, known))
    pairs = ((cell, became) for cell, became in zip(column, read, strict=True) if cell in known)
    examples = ((normalise(str(said)), normalise(str(became))) for said, became in pairs)
    example = next(((said, became) for said, became in examples if said != became), None)
    if example is None:
        return read, None
    reason = _("letters of {encoding} were decoded").format(encoding=TITLES[known.encoding])
    return read, Note("corrected", reason, said=example[0], became=example[1])


def _parts(
    lines: Sequence[Sequence[Cell]], draft: Layout
) -> dict[int | None, list[tuple[int, int]]]:
    """The places of each column's data; under None those of all other rows."""
    parts: dict[int | None, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        is_data = draft.roles.get(row + 1) == "data"
        for place, cell in enumerate(line):
            if isinstance(cell, str):
                parts.setdefault(place if is_data else None, []).append((row, place))
    return parts

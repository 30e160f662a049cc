"""MapInfo tables (TAB) made ready: texts kept byte by byte, records and objects counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector.dbase import Dbase, read_dbase
from lsgeo.sources.vector.formats import TAB
from lsgeo.sources.vector.source import MOST_ROWS, Source, companion, copied, refused, remark

_CHARSET = re.compile(rb'(charset\s+"?)([\w ./-]+?)("?\s*$)', re.IGNORECASE | re.MULTILINE)
_LOSSLESS = b"ISO8859_1"  # the charset of MapInfo in which every byte is a letter
_UNICODE = ("utf8", "utf16")
_TYPE = re.compile(rb"^\s*type\s+(\w+)", re.IGNORECASE | re.MULTILINE)
_MOST_TAB = 1 << 20  # bytes of a .tab, which is a few lines of text


def prepared_tab(path: Path, folder: Path) -> Source:
    """The TAB as a copy in `folder` whose texts are read byte by byte.

    Raises `InputError` where files of it are missing, or it only points to other tables.
    """
    if path.stat().st_size > _MOST_TAB:
        raise refused(path, _("the .tab is far too long"))
    head = path.read_bytes()
    kind = _TYPE.search(head)
    if kind is None or kind[1].upper() != b"NATIVE":
        what = _("the .tab points to another table instead of being one")
        got = kind[1].decode("ascii", errors="replace") if kind else ""
        remedy = _("In MapInfo: Save Copy As, as a table of its own.")
        raise refused(path, what, got=got, remedy=remedy)
    beside = {extension: companion(path, extension) for extension in (".dat", ".map", ".id")}
    missing = [extension for extension, found in beside.items() if found is None]
    if missing:
        what = _("files of the table are missing: {names}").format(names=", ".join(missing))
        raise refused(path, what, remedy=_("Get a whole copy of it."))
    target = copied(path, folder, extensions=(".tab", ".dat", ".map", ".id"))
    declared, is_bytes = make_lossless(target, head)
    table = read_dbase(target.with_suffix(".dat"))
    if table is None:
        raise refused(path, _("its .dat is cut or damaged"), remedy=_("Get a whole copy of it."))
    rows, lost, notes = _completed(target, table)
    return Source(
        target,
        path.stem,
        TAB,
        rows=rows,
        lost=lost,
        gone=table.deleted(target.with_suffix(".dat")),
        first_fid=1,
        is_bytes=is_bytes,
        encoding=declared,
        notes=tuple(notes),
    )


def make_lossless(target: Path, head: bytes, rest: bytes = b"") -> tuple[str, bool]:
    """Write `head` with a charset that keeps all bytes; what it said, and whether it was changed.

    A table in Unicode stays as it is.
    """
    declared = {found[2].decode("ascii", errors="ignore") for found in _CHARSET.finditer(head)}
    said = next(iter(sorted(declared)), "")
    is_bytes = not any(name in said.lower().replace("-", "") for name in _UNICODE)
    if declared and is_bytes:
        head = _CHARSET.sub(lambda found: found[1] + _LOSSLESS + found[3], head)
    elif rest and is_bytes:  # a .mif without a charset is in that of the machine that wrote it
        first, newline, others = head.partition(b"\n")
        head = first + newline + b'Charset "' + _LOSSLESS + b'"\n' + others
    target.write_bytes(head + rest)
    return said if is_bytes else "utf-8", is_bytes


def _completed(target: Path, table: Dbase) -> tuple[int, dict[int, str], list[Note]]:
    """How many records there are, why some are lost, and notes.

    The .dat and .id of the copy are filled up to that number: without it GDAL stops at the first
    record that is cut off, and says nothing.
    """
    objects = target.with_suffix(".id")
    entries = np.frombuffer(objects.read_bytes()[: objects.stat().st_size // 4 * 4], dtype="<i4")
    rows = table.claimed if table.claimed <= max(4 * table.held, len(entries)) else table.held
    rows = min(rows, MOST_ROWS)
    lost: dict[int, str] = {}
    size = target.with_suffix(".map").stat().st_size
    beyond = np.flatnonzero((entries < 0) | (entries >= size)) + 1
    why = _("its shape is cut off or damaged")
    lost |= dict.fromkeys(beyond[beyond <= rows].tolist(), why)
    lost |= dict.fromkeys(range(len(entries) + 1, rows + 1), why)
    lost |= dict.fromkeys(range(table.held + 1, rows + 1), _("its attributes are cut off"))
    filled = np.zeros(rows, dtype="<i4")
    filled[: min(rows, len(entries))] = entries[:rows]
    filled[[row - 1 for row in lost]] = 0
    if lost:
        objects.write_bytes(filled.tobytes())
    notes = list(_said_of(table, entries=len(entries)))
    if table.held < table.claimed:
        _fill_up(target.with_suffix(".dat"), table, rows=rows)
    return rows, lost, notes


def _said_of(table: Dbase, *, entries: int) -> Iterator[Note]:
    if table.held < table.claimed:
        what = _("the .dat claims more records than it holds")
        yield remark(what, said=str(table.claimed), became=str(table.held))
    if entries < table.held:
        what = _("the .id has fewer records than the .dat")
        yield remark(what, said=str(entries), became=str(table.held))


def _fill_up(path: Path, table: Dbase, *, rows: int) -> None:
    """Blank records instead of those that the table claims, and the number of them set right."""
    data = path.read_bytes()[: table.begins + table.held * table.width]
    blank = (rows - table.held) * table.width
    head = data[:4] + rows.to_bytes(4, "little") + data[8:]
    path.write_bytes(head + b" " * blank)

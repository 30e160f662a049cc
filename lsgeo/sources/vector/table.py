"""Tables as they come from a file, batch by batch, within a budget of memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyproj import CRS

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector.source import refused

_LEAST_BUDGET = 256_000_000
_MOST_BUDGET = 4_000_000_000
_FACTOR = 30  # a text of coordinates, or a packed table, grows less than this


@dataclass(frozen=True)
class Read:
    """The rows that a file gave: their ``table``, the column of ``geometry`` (WKB), the ``crs``.

    ``number`` is the column of GDAL's own numbers of records, "" for none; ``rows`` how many
    there should be, None where nothing tells; ``stopped`` what GDAL said where it did not come to
    the end.
    """

    table: pa.Table
    geometry: str
    crs: CRS | None
    number: str = ""
    rows: int | None = None
    stopped: str = ""


def budget_of(path: Path) -> int:
    """How many bytes the rows of a file may take in memory."""
    return min(max(_LEAST_BUDGET, _FACTOR * path.stat().st_size), _MOST_BUDGET)


def gathered(
    path: Path, batches: Iterable[pa.RecordBatch], *, schema: pa.Schema, budget: int
) -> pa.Table:
    """The table of all batches; `InputError` as soon as they take more than the budget."""
    kept, size = [], 0
    for batch in batches:
        if not is_consistent(batch):
            raise refused(
                path, _("the file is cut or damaged"), remedy=_("Get a whole copy of it.")
            )
        size += batch.nbytes
        if size > budget:
            got = _("more than {size} MB").format(size=budget // 1_000_000)
            raise refused(path, _("the layer is far larger than its file"), got=got)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema=schema)


def is_consistent(batch: pa.RecordBatch) -> bool:
    """Whether the parts of a batch fit each other: in one of a damaged file they may not.

    Whatever reads an inconsistent one may crash. Texts need not be in UTF-8 for that.
    """
    try:
        for column in batch.columns:
            (column.view(_binary(column.type)) if _is_text(column.type) else column).validate(
                full=True
            )
    except pa.ArrowInvalid:
        return False
    return True


def in_letters(table: pa.Table, *, but: str) -> tuple[pa.Table, tuple[Note, ...]]:
    """`table` with every text in Unicode, and a note for each column in which some were not.

    Such a text is read byte by byte as Latin-1, so that nothing of it is lost. The column `but`
    holds no text. What the file says of itself for pandas is left out.
    """
    table, notes = table.replace_schema_metadata(None), []
    for place, field in enumerate(table.schema):
        column = table.column(place)
        if field.name == but or not _is_text(field.type) or _is_sound(column):
            continue
        values = [None if one is None else _letters(one) for one in _bytes(column)]
        bad = sum(1 for one in values if one is not None and not one[1])
        reason = _("{count} texts of the column are not in UTF-8, as the format asks")
        notes.append(Note("corrected", reason.format(count=bad), column=field.name))
        texts = pa.array([one and one[0] for one in values], pa.string())
        table = table.set_column(place, pa.field(field.name, pa.string()), texts)
    return table, tuple(notes)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_sound(column: pa.ChunkedArray) -> bool:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _bytes(column: pa.ChunkedArray) -> list[bytes | None]:
    kind = _binary(column.type)
    return [one for chunk in column.chunks for one in chunk.view(kind).to_pylist()]


def _binary(text: pa.DataType) -> pa.DataType:
    return pa.large_binary() if pa.types.is_large_string(text) else pa.binary()


def _letters(data: bytes) -> tuple[str, bool]:
    """The text of some bytes, and whether it was in UTF-8."""
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("latin-1"), False

"""A shapefile made ready: its index rebuilt, its table measured, its broken records named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector import shapes
from lsgeo.sources.vector.dbase import Dbase, is_consistent, read_dbase
from lsgeo.sources.vector.formats import SHAPEFILE
from lsgeo.sources.vector.shapes import Shapes
from lsgeo.sources.vector.source import Source, companion, copied, refused, remark

_MOST_SHOWN = 20  # numbers of records that a note names
_MOST_PRJ = 100_000  # bytes


def prepared(path: Path, folder: Path) -> Source:
    """The shapefile as GDAL is to read it, mended in `folder` where it has to be.

    Raises `InputError` where it is no shapefile, or has no table of attributes.
    """
    shp, dbf = companion(path, ".shp"), companion(path, ".dbf")
    if shp is None:
        what = _("there is no .shp beside it, so it has no shapes")
        raise refused(path, what, remedy=_("Get a whole copy of it."))
    if not shapes.is_shapefile(shp):
        raise refused(path, _("the .shp is cut or damaged"), remedy=_("Get a whole copy of it."))
    table = read_dbase(dbf) if dbf is not None else None
    if dbf is None or table is None or not is_consistent(dbf, table):
        what = _("its .dbf is missing") if dbf is None else _("its .dbf is cut or damaged")
        remedy = _("Without the .dbf the shapes have no attributes: get all files of the layer.")
        raise refused(path, what, remedy=remedy)
    shx = companion(path, ".shx")
    index, said = _index(shp, shx)
    rows = _rows(index, table)
    source = Source(
        shp,
        path.stem,
        SHAPEFILE,
        rows=rows,
        lost=_lost(index, table, rows=rows),
        gone=table.deleted(dbf),
        first_fid=0,
        is_bytes=True,
        encoding=_encoding(path),
        boxes=index.boxes,
        options={"ENCODING": "ISO-8859-1"},  # every byte is a letter of it, so none is lost
        notes=(*said, *_notes(path, index, table)),
    )
    source = replace(source, notes=(*source.notes, *_deletions(source.gone)))
    is_whole = shx is not None and not said and not source.lost and is_understood(path)
    if is_whole and all(one.suffix in (".shp", ".dbf", ".shx") for one in (shp, dbf, shx or shp)):
        return source
    return _mended(source, index, folder)


def _index(shp: Path, shx: Path | None) -> tuple[Shapes, list[Note]]:
    """Where the shapes lie, by the index where it is sound, else by going through the file."""
    indexed = shapes.read_index(shp, shx) if shx is not None else None
    if indexed is None:
        scanned = shapes.scan(shp)
        reason = _("the .shx is missing") if shx is None else _("the .shx is damaged")
        became = _("found again in the .shp: {count} shapes").format(count=len(scanned))
        return scanned, [remark(reason, became=became)]
    if indexed.is_broken.any() and not indexed.is_cut:
        scanned = shapes.scan(shp)
        if len(scanned) == len(indexed) and scanned.is_broken.sum() < indexed.is_broken.sum():
            became = _("found again in the .shp: {count} shapes").format(count=len(scanned))
            return scanned, [remark(_("the .shx is damaged"), became=became)]
    return indexed, []


def _rows(index: Shapes, table: Dbase) -> int:
    """How many records there are, or were: a claim of the table counts as far as it can be true.

    A .shp that is shorter than it claims had more shapes, of at least 12 bytes each.
    """
    rows = max(len(index), table.held)
    if index.is_cut and table.claimed > rows:
        room = (index.claimed_bytes - 100) // 12
        return table.claimed if table.claimed <= min(room, 4 * rows + 1000) else rows
    return rows


def _lost(index: Shapes, table: Dbase, *, rows: int) -> dict[int, str]:
    """Why each record that is not whole is lost, by its number."""
    is_broken = np.ones(rows, dtype=bool)
    is_broken[: len(index)] = index.is_broken
    no_shape = _("its shape is cut off or damaged")
    lost = dict.fromkeys((np.flatnonzero(is_broken) + 1).tolist(), no_shape)
    for row in range(len(index) + 1, table.held + 1):
        if not index.is_cut:
            lost[row] = _("it has attributes, but no shape")
    cut, none = _("its attributes are cut off"), _("it has a shape, but no attributes")
    for row in range(table.held + 1, rows + 1):
        lost[row] = cut if row <= table.claimed else none
    return lost


def _notes(path: Path, index: Shapes, table: Dbase) -> Iterator[Note]:
    if index.is_cut:
        what = _("the .shp is cut: it is shorter than it says")
        yield remark(what, said=str(index.claimed_bytes), became=str(path.stat().st_size))
    if table.claimed > table.held:
        what = _("the .dbf claims more records than it holds")
        yield remark(what, said=str(table.claimed), became=str(table.held))
    if companion(path, ".cpg") is None:
        yield Note("used", _("there is no .cpg: the encoding of texts is told from the texts"))
    if companion(path, ".prj") is None:
        yield Note("used", _("there is no .prj: the file names no coordinate system"))
    elif not is_understood(path):
        yield Note("used", _("its coordinate system cannot be understood"))


def _deletions(gone: frozenset[int]) -> Iterator[Note]:
    if gone:
        shown = ", ".join(map(str, sorted(gone)[:_MOST_SHOWN]))
        shown += " …" if len(gone) > _MOST_SHOWN else ""
        what = _("records are marked as deleted and are no rows: {rows}").format(rows=shown)
        yield Note("used", what, said=str(len(gone)))


def _encoding(path: Path) -> str:
    """What the .cpg says the bytes of texts are, "" for nothing."""
    said = companion(path, ".cpg")
    if said is None:
        return ""
    with said.open("rb") as stream:
        return stream.read(100).decode("ascii", errors="ignore").strip().strip('"')


def is_understood(path: Path) -> bool:
    """Whether the .prj can be given to GDAL: there is none, or it names a coordinate system."""
    prj = companion(path, ".prj")
    if prj is None:
        return True
    with prj.open("rb") as stream:
        said = stream.read(_MOST_PRJ)
    try:
        text = said.decode("utf-8-sig")
        if "[" in text and "\0" not in text:
            CRS.from_wkt(text)
            return True
    except (UnicodeDecodeError, CRSError):
        return False
    return text.lower().startswith("projection")  # of Arc/INFO, which GDAL knows


def _mended(source: Source, index: Shapes, folder: Path) -> Source:
    """The source with a copy whose index names only whole shapes, one entry for each record."""
    kept = (".shp", ".dbf", ".prj") if is_understood(source.path) else (".shp", ".dbf")
    shp = copied(source.path, folder, extensions=kept)
    with shp.open("rb") as stream:
        head = stream.read(100)
    entries = max(len(index), min(source.rows or 0, len(index) + len(source.lost)))
    shp.with_suffix(".shx").write_bytes(shapes.index_of(index, rows=entries, head=head))
    return replace(source, path=shp)

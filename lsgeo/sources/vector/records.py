"""The records of an opened layer, one by one: what each says, where it lies, and what ails it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector import flatgeobuf, formats, gdal, geopackage, markup, parquet
from lsgeo.sources.vector.coordinates import NO_NUMBER
from lsgeo.sources.vector.mif import in_doubt
from lsgeo.sources.vector.opening import Opened, thorough
from lsgeo.sources.vector.source import MOST_ROWS, Source, refused, remark
from lsgeo.sources.vector.table import Read, in_letters

_SLACK = 0.01  # of a box: what writers round
_MOST_OUT = 0.5  # of the shapes: if more are out of their boxes, the writer states no true ones


@dataclass(frozen=True)
class Records:
    """The records of a layer by their number in the file, from 1 ("row").

    ``shapes`` are in the order of ``attributes``; ``ailing`` says by number why a record cannot
    be used, also of those that could not be read at all. ``source`` is what was read in the end.
    """

    attributes: pd.DataFrame
    shapes: NDArray[np.object_]
    crs: CRS | None
    source: Source
    ailing: dict[int, str]
    notes: tuple[Note, ...] = ()


def records_of(file: Opened, layer: str) -> Records:
    """The records of a layer, whole or not; `InputError` where it cannot be read at all."""
    if file.source.format == formats.GEOPARQUET:
        return _as_records(parquet.read_parquet(file.source.path), file.source)
    place = file.layers.index(layer)
    source, inner = file.source, file.inner[place]
    if source.format == formats.GEOPACKAGE:
        source = geopackage.counted(source, inner)
    read = gdal.streamed(source, inner)
    if source.format == formats.GEOJSON_LINES and read.table.num_rows != source.rows:
        again = thorough(file)
        source, inner = again.source, again.inner[place]
        read = gdal.streamed(source, inner)
    return _completed(_as_records(read, source), read, inner)


def _as_records(read: Read, source: Source) -> Records:
    """The rows that were read, under their numbers."""
    readable, notes = in_letters(read.table, but=read.geometry)
    data = readable.to_pandas()
    numbers = data.pop(read.number) if read.number else None
    wkb = data.pop(read.geometry).to_numpy(dtype=object)
    shapes = _made_out(wkb)
    if numbers is None or source.first_fid is None:
        rows = pd.RangeIndex(1, len(data) + 1, name="row")
    else:
        rows = pd.Index(numbers.to_numpy() - source.first_fid + 1, name="row")
    broken = shapely.is_missing(shapes) & np.array([text is not None for text in wkb], dtype=bool)
    ailing = dict.fromkeys(rows[broken].tolist(), _("its geometry cannot be made out"))
    return Records(data.set_axis(rows), shapes, read.crs, source, {**ailing, **source.lost}, notes)


def _made_out(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries in WKB, None for what is none; those with NaN come as they are."""
    with np.errstate(invalid="ignore"):
        return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)


def _completed(records: Records, read: Read, layer: str) -> Records:
    """`records` with those that the stream did not give: read singly, or named as lost."""
    source = records.source
    there = set(records.attributes.index)
    if source.rows is not None and len(there) > source.rows and source.first_fid is not None:
        raise refused(source.path, _("the file gives more records than it says it has"))
    missing, known = _missing(records, read, layer)
    if read.stopped and not missing:
        raise refused(source.path, read.stopped)
    if not missing:
        return records
    found = {
        known[number]: (said, wkb)
        for number, said, wkb in gdal.singly(source, layer, sorted(known))
    }
    ailing = dict(records.ailing)
    why = _why_lost(source, [row for row in missing if row not in found])
    for row, reason in why.items():
        ailing.setdefault(row, reason or read.stopped or _("the record cannot be read"))
    unforeseen = [row for row in missing if row not in source.lost]
    if source.format == formats.MIF and unforeseen:
        for row in range(min(unforeseen), max(missing) + 1):
            ailing.setdefault(row, in_doubt())
    return _with_found(records, found, ailing)


def _why_lost(source: Source, rows: list[int]) -> dict[int, str]:
    """Why each of the rows that GDAL did not give is lost, as far as the format tells; else ""."""
    if source.format == formats.GEOPACKAGE:
        damaged = _("its page of the GeoPackage is damaged: get a whole copy of the file")
        return dict.fromkeys(rows, damaged)
    if source.format == formats.FLATGEOBUF and rows:
        count = flatgeobuf.whole(source.path)
        cut = _("the file is cut in this record or before it: get a whole copy of it")
        return {row: cut if count is not None and row > count else "" for row in rows}
    return dict.fromkeys(rows, "")


def _missing(records: Records, read: Read, layer: str) -> tuple[list[int], dict[int, int]]:
    """The rows that are not there, and those worth reading singly, by GDAL's own number."""
    source, there = records.source, set(records.attributes.index)
    if source.format == formats.GEOPACKAGE and (read.stopped or len(there) != source.rows):
        numbers = geopackage.record_numbers(source.path, layer)
        given = set(read.table.column(read.number).to_pylist())
        rest = [number for number in numbers if number not in given]
        rows = range(len(there) + 1, len(there) + len(rest) + 1)
        return list(rows), dict(zip(rest, rows, strict=True))
    claimed = _claimed(source, read)
    missing = [row for row in range(1, claimed + 1) if row not in there and row not in source.gone]
    if source.first_fid is None:
        return missing, {}
    known = {row + source.first_fid - 1: row for row in missing if row not in source.lost}
    return missing, known


def _claimed(source: Source, read: Read) -> int:
    claimed = source.rows if source.rows is not None else read.table.num_rows
    if claimed > MOST_ROWS:
        raise refused(source.path, _("the file claims far more than it can hold"), got=str(claimed))
    return claimed


def _with_found(
    records: Records, found: dict[int, tuple[dict[str, Any], bytes | None]], ailing: dict[int, str]
) -> Records:
    """`records` with those `found` singly put in their places."""
    rows = sorted(found)
    said = pd.DataFrame(
        [found[row][0] for row in rows],
        index=pd.Index(rows, name="row"),
        columns=records.attributes.columns,
    )
    shapes = _made_out(np.array([found[row][1] for row in rows], dtype=object))
    attributes = pd.concat([records.attributes, said]) if rows else records.attributes
    together = np.concatenate([records.shapes, shapes])
    order = np.argsort(attributes.index.to_numpy(), kind="stable")
    return Records(
        attributes.iloc[order], together[order], records.crs, records.source, ailing, records.notes
    )


def ailments(records: Records) -> dict[int, str]:
    """Why each record that cannot be used cannot: what was known, and what its geometry shows."""
    found = dict(records.ailing)
    rows = records.attributes.index.to_numpy()
    for row, why in _of_shapes(records, rows):
        found.setdefault(int(row), why)
    return found


def _of_shapes(records: Records, rows: NDArray[np.int64]) -> Iterator[tuple[int, str]]:
    coordinates, which = shapely.get_coordinates(records.shapes, return_index=True)
    no_number = _("a coordinate is no number (NaN or infinite)")
    for place in np.unique(which[~np.isfinite(coordinates).all(axis=1)]):
        yield rows[place], no_number
    blank = shapely.is_missing(records.shapes) | shapely.is_empty(records.shapes)
    if not blank.any():
        pass
    elif records.source.boxes is not None:
        boxes = records.source.boxes
        for place in np.flatnonzero(blank & (rows <= len(boxes))):
            if np.isfinite(boxes[rows[place] - 1]).all():
                yield rows[place], _("its shape is cut off or damaged")
    elif records.source.format in (formats.GEOJSON, formats.GEOJSON_LINES):
        empty = list(markup.shapeless(records.source.path, kind=records.source.format))
        for place in np.flatnonzero(blank):
            if place >= len(empty) or not empty[place]:
                yield rows[place], _("its geometry cannot be made out")
    yield from _out_of_their_boxes(records, rows)
    with np.errstate(invalid="ignore"):
        marked = (np.abs(coordinates) >= NO_NUMBER).any(axis=1)
    for place in np.unique(which[marked]):
        yield rows[place], no_number


def _out_of_their_boxes(records: Records, rows: NDArray[np.int64]) -> Iterator[tuple[int, str]]:
    """Shapes that reach out of the box their record states: a coordinate of theirs is damaged."""
    boxes = records.source.boxes
    if boxes is None or not len(rows):
        return
    stated = np.full((len(rows), 4), np.nan)
    inside = rows <= len(boxes)
    stated[inside] = boxes[rows[inside] - 1]
    bounds = shapely.bounds(records.shapes)
    slack = _SLACK * np.maximum(stated[:, 2] - stated[:, 0], stated[:, 3] - stated[:, 1])
    slack = np.maximum(slack, 1e-6)
    with np.errstate(invalid="ignore"):  # infinite bounds of a record that is lost anyway
        out = np.column_stack([stated[:, :2] - bounds[:, :2], bounds[:, 2:] - stated[:, 2:]])
    is_out = (out > slack[:, None]).any(axis=1)
    if is_out.mean() > _MOST_OUT:
        return
    for place in np.flatnonzero(is_out):
        yield rows[place], _("its shape reaches out of the box that its record states")


def in_the_plane(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], list[Note]]:
    """`shapes` without heights and measures, and a note where there were any."""
    notes = []
    if shapely.has_z(shapes).any():
        notes.append(
            remark(_("heights (Z) are not used"), said=str(int(shapely.has_z(shapes).sum())))
        )
    if shapely.has_m(shapes).any():
        notes.append(
            remark(_("measures (M) are not used"), said=str(int(shapely.has_m(shapes).sum())))
        )
    if not notes:
        return shapes, notes
    with np.errstate(invalid="ignore"):  # coordinates of a record that is lost anyway
        return np.asarray(shapely.force_2d(shapes), dtype=object), notes

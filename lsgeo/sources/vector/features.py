"""The features of any vector file: all that can be read, and what became of the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from lsgeo.crs import parse
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector.opening import opened
from lsgeo.sources.vector.recoding import Texts, recoded
from lsgeo.sources.vector.records import ailments, in_the_plane, records_of
from lsgeo.sources.vector.source import refused
from lsgeo.text.legacy import ENCODINGS


@dataclass(frozen=True)
class Features:
    """The features of a layer and what became of each of its records.

    ``frame`` is indexed by the number of the record in the file, from 1 ("row"), with the file's
    own columns and its geometry in the plane; ``lost`` has the attributes of the records that are
    quarantined, by row. ``rows`` is how many records there are: those of both together. ``notes``
    tell what was put right, and why a record is lost; ``layer`` is the name of the layer.
    """

    frame: gpd.GeoDataFrame
    format: str
    layer: str
    rows: int
    notes: tuple[Note, ...]
    lost: pd.DataFrame


def read_features(
    path: Path,
    *,
    layer: str = "",
    encoding: str = "",
    crs: str = "",
    names: Collection[str] = (),
) -> Features:
    """The features of a layer, whatever its format, healthy or damaged; nothing is lost unsaid.

    `layer` is needed where the file has several. `encoding` (one of `lsgeo.text.legacy.ENCODINGS`)
    and `crs` ("EPSG:9215") say what the file does not say or says wrongly; `names` are words by
    which texts in old fonts are told. Raises `InputError` where the file cannot be used at all.
    """
    named = _named(path, crs)
    if encoding and encoding not in ENCODINGS:
        expected = ", ".join(ENCODINGS)
        raise refused(path, _("no such encoding"), expected=expected, got=encoding)
    with opened(path, layer=layer) as file:
        chosen = file.chosen()
        records = records_of(file, chosen)
        ailing = ailments(records)
    source = records.source
    texts = Texts(source.is_bytes, source.encoding, encoding, names)
    table, notes = recoded(records.attributes, texts)
    shapes, dropped = in_the_plane(records.shapes)
    is_lost = table.index.isin(list(ailing))
    frame = gpd.GeoDataFrame(table[~is_lost], geometry=shapes[~is_lost], crs=named or records.crs)
    lost = table[is_lost].reindex(pd.Index(sorted(ailing), name="row"))
    quarantined = [Note("quarantined", why, row=row) for row, why in sorted(ailing.items())]
    told = (*source.notes, *records.notes, *notes, *dropped, *quarantined)
    return Features(frame, source.format, chosen, len(frame) + len(ailing), told, lost)


def _named(path: Path, crs: str) -> CRS | None:
    try:
        return parse(crs) if crs else None
    except ValueError as error:
        raise InputError(str(path), _("the layer cannot be used"), [Fault(str(error))]) from error

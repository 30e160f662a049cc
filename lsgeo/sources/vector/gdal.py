"""GDAL at work: tables by Arrow, single records by fiona where the stream ends too early."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry import shape

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.offline import OPTIONS, offline
from lsgeo.sources.vector.source import Source, refused
from lsgeo.sources.vector.table import Read, budget_of, gathered, is_consistent

_BATCH = 4096  # rows: what is lost of a stream that breaks off is read one by one
_MOST_SINGLE = 50_000
_STATEMENT = re.compile(r"sqlite3_\w+\(.*\) failed: ", re.DOTALL)  # a page of SQL says nothing
_FIONA_FORMATS = ("Shapefile", "MapInfo TAB", "MapInfo MIF", "GeoPackage", "FlatGeobuf")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """GDAL at work on a file, off the network; what it says against the file is an `InputError`."""
    try:
        with offline(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of pyogrio; losses are counted
            warnings.simplefilter("ignore", RuntimeWarning)  # of GDAL; losses are counted
            yield
    except (
        DataSourceError,
        DataLayerError,
        UnicodeError,  # a name or a text in bytes that are none
        pa.ArrowException,
        shapely.errors.GEOSException,
    ) as error:
        remedy = _("Get a whole copy of it, or save it again in QGIS as GeoPackage.")
        raise refused(path, _worded(path, error), remedy=remedy) from error


def _worded(path: Path, error: Exception) -> str:
    """What GDAL said against a file, without its path (that may be a copy's) and statements."""
    said, stem = str(error), path.with_suffix("")
    for shown in (f"'{path}'", str(path), str(stem), stem.as_posix(), str(path.parent)):
        said = said.replace(shown, "")
    said = _STATEMENT.sub("", said)
    return _("the file is cut or damaged: {error}").format(error=" ".join(said.split()))


def layers_of(source: Source) -> list[str]:
    """The layers of a source that have geometry: QGIS keeps styles in tables beside them."""
    with reading(source.path):
        return [str(name) for name, kind in pyogrio.list_layers(source.path) if kind is not None]


def columns_of(source: Source, layer: str) -> list[str]:
    """The columns of a layer without its geometry."""
    with reading(source.path):
        return [str(name) for name in pyogrio.read_info(source.path, layer=layer)["fields"]]


def streamed(source: Source, layer: str) -> Read:
    """The rows of a layer until its end, or until GDAL cannot go on.

    Raises `InputError` where it cannot even begin, or the rows take far more memory than the file.
    """
    with (
        reading(source.path),
        pyogrio.open_arrow(
            source.path,
            layer=layer,
            return_fids=True,
            batch_size=_BATCH,
            use_pyarrow=True,
            **source.options,
        ) as (meta, batches),
    ):
        if meta["geometry_type"] is None:
            raise InputError(str(source.path), _("the layer has no geometry"))
        ends: list[str] = []
        table = gathered(
            source.path,
            _until_broken(source.path, batches, ends=ends),
            schema=batches.schema,
            budget=budget_of(source.path),
        )
        return Read(
            table,
            geometry=meta["geometry_name"] or "wkb_geometry",
            crs=_crs(source.path, meta["crs"]),
            number=meta["fid_column"] or "OGC_FID",
            rows=source.rows,
            stopped="".join(ends),
        )


def singly(
    source: Source, layer: str, numbers: Sequence[int]
) -> Iterator[tuple[int, dict[str, Any], bytes | None]]:
    """The records that GDAL gives by number: their attributes and geometry (WKB).

    What it cannot give is left out. Raises `InputError` where fiona is not there, or would have
    to read too many.
    """
    if source.format not in _FIONA_FORMATS:
        return
    fiona = _fiona(source.path)
    if len(numbers) > _MOST_SINGLE:
        what = _("too many records can only be read one by one")
        raise refused(source.path, what, got=str(len(numbers)), expected=f"≤ {_MOST_SINGLE}")
    options = {key.lower(): text for key, text in source.options.items()}
    try:
        with (
            reading(source.path),
            fiona.Env(**OPTIONS),
            fiona.open(source.path, layer=layer, **options) as records,
        ):
            for number in numbers:
                record = _record(records, number, fiona=fiona)
                if record is not None:
                    found = record.geometry
                    wkb = shapely.to_wkb(shape(found)) if found is not None else None
                    yield number, dict(record.properties), wkb
    except fiona.errors.FionaError as error:
        raise refused(source.path, _worded(source.path, error)) from error


def _record(records: Any, number: int, *, fiona: Any) -> Any:
    """A record of a collection; None where there is none, or GDAL cannot read it."""
    try:
        return records.get(number)
    except (fiona.errors.FionaError, KeyError, ValueError):  # KeyError: GDAL gave nothing
        return None


def _fiona(path: Path) -> Any:
    try:
        import fiona
    except ImportError as error:
        remedy = _("Install it (pip install fiona), or repair the file in QGIS.")
        what = _("the file is damaged, and reading it record by record needs fiona")
        raise refused(path, what, remedy=remedy) from error
    logging.getLogger("fiona").setLevel(logging.CRITICAL)
    return fiona


def _until_broken(
    path: Path, batches: Iterable[pa.RecordBatch], *, ends: list[str]
) -> Iterator[pa.RecordBatch]:
    """The batches of a stream; where it breaks off, why is put to `ends`."""
    stream = iter(batches)
    while True:
        try:
            batch = next(stream)
        except StopIteration:
            return
        except (pa.ArrowException, OSError, DataLayerError) as error:
            ends.append(_worded(path, error))
            return
        if not is_consistent(batch):
            ends.append(_("the record is damaged"))
            return
        yield batch


def _crs(path: Path, told: str | None) -> CRS | None:
    if not told:
        return None
    try:
        return CRS.from_user_input(told)
    except CRSError as error:
        fault = Fault(_("its coordinate system cannot be understood"), got=told[:200])
        raise InputError(str(path), _("the layer cannot be read"), [fault]) from error

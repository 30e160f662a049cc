"""GeoParquet: a table with its geometry as WKB, and the coordinate system beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from lsgeo.errors import InputError
from lsgeo.messages import _
from lsgeo.sources.vector.source import MOST_ROWS, refused
from lsgeo.sources.vector.table import Read, budget_of, gathered

_LONLAT = "OGC:CRS84"  # where the file names none (GeoParquet 1.0, "crs")
_BATCH = 4096
_MOST_UNPACKED = 4_000_000_000


def read_parquet(path: Path) -> Read:
    """The whole table of a GeoParquet file, its geometry as WKB.

    Raises `InputError` where the file is cut or damaged, has no geometry, or claims far more than
    it can hold.
    """
    try:
        with pq.ParquetFile(path) as file:
            about = _about(path, file)
            _check_claims(path, file)
            batches = file.iter_batches(batch_size=_BATCH)
            table = gathered(path, batches, schema=file.schema_arrow, budget=budget_of(path))
            rows = file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        what = _("the file is cut or damaged: {error}").format(error=error)
        raise refused(path, what, remedy=_("Get a whole copy of it.")) from error
    main, column = about
    return Read(table, geometry=main, crs=_crs(path, column), rows=rows)


def column_names(path: Path) -> list[str]:
    """The columns of a GeoParquet file without its geometry."""
    try:
        with pq.ParquetFile(path) as file:
            main, _column = _about(path, file)
            return [name for name in file.schema_arrow.names if name != main]
    except (pa.ArrowException, OSError, ValueError) as error:
        what = _("the file is cut or damaged: {error}").format(error=error)
        raise refused(path, what, remedy=_("Get a whole copy of it.")) from error


def _about(path: Path, file: pq.ParquetFile) -> tuple[str, dict[str, Any]]:
    """The name of the geometry's column and what the file says of it."""
    told = (file.schema_arrow.metadata or {}).get(b"geo")
    if told is None:
        raise refused(path, _("the layer has no geometry"))
    geo = json.loads(told)
    main = str(geo["primary_column"]) if "primary_column" in geo else ""
    column = geo.get("columns", {}).get(main)
    if not isinstance(column, dict) or main not in file.schema_arrow.names:
        raise refused(path, _("the layer has no geometry"))
    if column.get("encoding") != "WKB":
        raise refused(path, _("the geometry is not stored as WKB"), got=str(column.get("encoding")))
    return main, column


def _check_claims(path: Path, file: pq.ParquetFile) -> None:
    groups = range(file.metadata.num_row_groups)
    size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    if file.metadata.num_rows > MOST_ROWS or size > _MOST_UNPACKED:
        got = _("{rows} rows, {size} MB").format(
            rows=file.metadata.num_rows, size=size // 1_000_000
        )
        raise refused(path, _("the file claims far more than it can hold"), got=got)


def _crs(path: Path, column: dict[str, Any]) -> CRS | None:
    if "crs" in column and column["crs"] is None:
        return None
    told = column.get("crs", _LONLAT)
    try:
        return CRS.from_user_input(told)
    except CRSError as error:
        raise refused(path, _("its coordinate system cannot be understood")) from error


__all__ = ["InputError", "column_names", "read_parquet"]

"""Writing outputs: whatever fails on the way is told in words, and nothing is left half-written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyogrio.errors import DataLayerError, DataSourceError

from lsgeo.files import staging


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """`lsgeo.files.staging` for writers that use GDAL: what it cannot write is an `OutputError`."""
    with staging(folder) as stage:
        try:
            yield stage
        except (DataSourceError, DataLayerError) as error:
            raise OSError(str(error)) from error

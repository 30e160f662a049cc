"""What a vector file holds, before any of it is read."""

from __future__ import annotations

from pathlib import Path

from lsgeo.sources.vector import formats, gdal, parquet
from lsgeo.sources.vector.opening import opened


def layer_names(path: Path) -> list[str]:
    """The layers of a file that have geometry: QGIS keeps styles in tables beside them.

    Raises `InputError` where the file is none that lsgeo reads.
    """
    with opened(path) as file:
        return list(file.layers)


def column_names(path: Path, *, layer: str) -> list[str]:
    """The columns of a layer without its geometry; `InputError` where it cannot be read."""
    with opened(path, layer=layer) as file:
        if file.source.format == formats.GEOPARQUET:
            return parquet.column_names(file.source.path)
        return gdal.columns_of(file.source, file.inner[file.layers.index(file.chosen())])

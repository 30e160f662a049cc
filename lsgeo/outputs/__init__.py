"""The writers: one file or package per published form, each holding an ``OUTPUT``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from lsgeo.compose import Publication


@dataclass(frozen=True)
class Output:
    """One published form.

    ``filename`` may hold ``{name}``, the workspace's name, and ``{date}``, the day that targets are
    judged on (2026-11-24); ``write`` puts the whole file at the path it is given (a stage: moving
    it into place is the caller's work). The ``last`` one is written when the others lie beside it,
    and none that is not ``wanted`` of a publication.
    """

    name: str
    filename: str
    write: Callable[[Publication, Path], None]
    last: bool = False
    wanted: Callable[[Publication], bool] = lambda _publication: True


def find_outputs() -> tuple[Output, ...]:
    """Every output in this package, in the order they are written."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(
        sorted((module.OUTPUT for module in modules), key=lambda output: (output.last, output.name))
    )


@contextmanager
def dated(day: date) -> Iterator[None]:
    """GDAL writes `day` where it would write the time of now: equal input gives equal bytes."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_layer(layer: gpd.GeoDataFrame, path: Path, *, day: date) -> None:
    """Put `layer`, its index with it, at `path`: a GeoPackage of one layer named as the file."""
    flat = layer.set_geometry(shapely.force_2d(layer.geometry)).reset_index()
    path.unlink(missing_ok=True)
    with dated(day):
        pyogrio.write_dataframe(
            flat,
            path,
            layer=path.stem,
            driver="GPKG",
            dataset_options={"VERSION": "1.3"},
        )

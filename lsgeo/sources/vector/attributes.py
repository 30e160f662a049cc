"""Tables without geometry in a GeoPackage, beside its layers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio

from lsgeo.errors import Fault, InputError
from lsgeo.intake.back import snapshot
from lsgeo.messages import _
from lsgeo.sources.vector.gdal import reading
from lsgeo.sources.vector.listing import layer_names


def list_tables(path: Path) -> tuple[list[str], list[str]]:
    """The layers of a GeoPackage, and its tables without geometry; `InputError` for none."""
    layers = layer_names(path)
    with reading(path):
        every = [str(name) for name, _kind in pyogrio.list_layers(path)]
    return layers, [name for name in every if name not in layers]


def snapshot_of(path: Path) -> dict[str, pd.DataFrame]:
    """What the layers of a file of ours said when it was published, by name, as text.

    Nothing where the file does not say so: an older one, or one saved anew layer by layer.
    """
    there = "SELECT name FROM sqlite_master WHERE name = 'gpkg_metadata'"
    wanted = f"SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = '{snapshot.URI}'"
    with reading(path):
        if pyogrio.read_dataframe(path, sql=there, read_geometry=False).empty:
            return {}
        texts = pyogrio.read_dataframe(path, sql=wanted, read_geometry=False)["metadata"]
    try:
        return snapshot.from_text(str(texts.iloc[-1])) if len(texts) else {}
    except ValueError:
        return {}


def attribute_table(path: Path, name: str) -> pd.DataFrame:
    """A table without geometry; `InputError` where the GeoPackage has no such one."""
    if name not in list_tables(path)[1]:
        fault = Fault(_("the file has no layer of this name"), got=name)
        raise InputError(str(path), _("the layer cannot be read"), [fault])
    with reading(path):
        return pyogrio.read_dataframe(path, layer=name, read_geometry=False)

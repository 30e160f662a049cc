"""What a file of ours was published with, kept inside it: so an edit is told from something old."""

from __future__ import annotations

import json
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from lsgeo.crs import WGS84
from lsgeo.intake.columns import text_of

URI = "urn:lsgeo:published:1"
"""By this a GeoPackage's metadata say that they are such a snapshot."""

PLACE = ("longitude", "latitude")
"""The columns of a snapshot that say where a point was, on WGS 84."""

_POINTS = ("Point",)


def to_text(layers: Mapping[str, gpd.GeoDataFrame]) -> str:
    """The cells of `layers` as JSON: for each its columns and rows, and where its points are."""
    return json.dumps(
        {name: _told(layer) for name, layer in layers.items()},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> dict[str, pd.DataFrame]:
    """The cells of layers as `to_text` wrote them, all as text; ValueError where it is no such."""
    try:
        read = json.loads(text)
        return {
            str(name): pd.DataFrame(
                [[text_of(cell) for cell in row] for row in layer["rows"]],
                columns=[str(column) for column in layer["columns"]],
                dtype="object",
            )
            for name, layer in read.items()
        }
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _told(layer: gpd.GeoDataFrame) -> dict[str, object]:
    cells = pd.DataFrame(layer.drop(columns=layer.geometry.name)).astype("object")
    if len(layer) and set(layer.geom_type.dropna()) <= set(_POINTS):
        points = layer.geometry.to_crs(WGS84)
        places = dict(zip(PLACE, (points.x.round(9), points.y.round(9)), strict=True))
        cells = cells.assign(**{name: one.astype("object") for name, one in places.items()})
    plain = cells.where(cells.notna(), None)
    rows = [[_plain(cell) for cell in row] for row in plain.to_numpy().tolist()]
    return {"columns": [str(name) for name in plain.columns], "rows": rows}


def _plain(cell: object) -> object:
    """A cell as JSON has it: a number, a text, or nothing."""
    return cell if cell is None or isinstance(cell, bool | int | float | str) else text_of(cell)

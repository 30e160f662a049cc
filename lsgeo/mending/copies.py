"""The same feature twice."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_BETWEEN = "\x1f"  # the unit separator of ASCII, which no value holds


def copies_in(geometry: gpd.GeoSeries, attributes: pd.DataFrame | None) -> pd.DataFrame:
    """The features whose shape an earlier one has too, by row: the ``first``, and ``is_whole``.

    Shapes are the same when their vertices are, whatever vertex a ring begins at; ``is_whole``
    says that the attributes are the same too (or are not known), and ``first`` is then the first
    of those.
    """
    frames = pd.DataFrame(shapely.bounds(geometry.to_numpy()), index=geometry.index)
    alike = geometry[frames.duplicated(keep=False).to_numpy()]
    if alike.empty:
        return pd.DataFrame({"first": [], "is_whole": np.zeros(0, dtype=bool)})
    rows = pd.Series(alike.index, index=alike.index)
    shapes = pd.Series(
        shapely.to_wkb(shapely.normalize(alike.to_numpy())), index=alike.index, dtype="object"
    )
    of_shape = rows.groupby(shapes, sort=False).transform("first")
    values = _values(attributes, alike.index)
    of_all = rows.groupby([shapes, values], sort=False).transform("first")
    is_whole = of_all != rows
    copies = pd.DataFrame({"first": of_all.where(is_whole, of_shape), "is_whole": is_whole})
    return copies[copies["first"] != rows]


def _values(attributes: pd.DataFrame | None, rows: pd.Index) -> pd.Series:
    """The attributes of each row as one text."""
    if attributes is None:
        return pd.Series(np.full(len(rows), ""), index=rows, dtype="object")
    written = attributes.loc[rows].map(repr)
    texts = [_BETWEEN.join(values) for values in written.itertuples(index=False)]
    return pd.Series(texts, index=rows, dtype="object")

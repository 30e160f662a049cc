"""The patches as a forest ranger needs them: where, how large, of which commune, lot and origin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.crs import WGS84
from lsgeo.patches.labels import Patches
from lsgeo.patches.origin import NO_LOT, ORIGINS
from lsgeo.patches.outlines import outlines, points_inside
from lsgeo.patches.stocks import Stock

_MOST_LOTS = 50  # that are listed of one patch
_SLIVER, _SLIVER_HA = 0.01, 0.01
"""A part below this share of the largest one and below this area is the drawing's inexactness."""

_DIGITS = 4


def listing(
    patches: Patches,
    found: pd.DataFrame,
    *,
    units: gpd.GeoDataFrame,
    stocks: Sequence[Stock],
    crs: str,
) -> gpd.GeoDataFrame:
    """A row for each patch of `found` (see `lsgeo.patches.stocks.parts_of`), in the CRS `crs`.

    Indexed by ``code``, "2023-0001" being the largest of 2023: a smaller minimum area adds numbers
    and changes none. ``area_ha`` is that of the whole patch, ``inside_ha`` what of it lies in the
    `units`; ``east, north`` (in `crs`) and ``lon, lat`` are of a point inside its largest part in
    one of them, whose code is ``commune_code``; ``communes`` are all codes, largest part first;
    ``tk, khoanh, lo`` are of the lot with its largest part, ``lots`` (place in the stock's lots)
    all of them; ``origin`` is where most of it was, ``…_ha`` how much was where. ``inventory`` is
    the place of the stock.
    """
    labels = pd.Index(np.unique(found["label"]), name="label")
    table = patches.table.loc[labels, ["value", "area_ha"]].rename(columns={"value": "year"})
    sums = found.groupby("label")["area_ha"].sum()
    communes = _by_size(found, labels, column="code")
    origins = found.pivot_table(
        index="label", columns="origin", values="area_ha", aggfunc="sum", fill_value=0.0
    ).reindex(labels, columns=list(ORIGINS), fill_value=0.0)
    table = table.assign(
        inside_ha=sums,
        commune_code=[codes[0] for codes in communes],
        communes=communes,
        origin=origins.idxmax(axis="columns") if len(origins) else "",
        **{f"{name}_ha": origins[name] for name in ORIGINS},
        **_lots(found, labels, stocks),
    )
    shapes = outlines(patches, labels).to_crs(crs)
    home = units.geometry.to_crs(crs).loc[table["commune_code"]].set_axis(shapes.index)
    points = points_inside(shapes.intersection(home, align=False))
    lonlat = points.to_crs(WGS84)
    places = {"east": points.x, "north": points.y, "lon": lonlat.x, "lat": lonlat.y}
    placed = gpd.GeoDataFrame(table.assign(**places), geometry=shapes, crs=crs)
    return _numbered(placed)


def _numbered(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`table` by its numbers: within each year the largest first, of equal ones the northern."""
    ordered = table.reset_index().sort_values(
        ["year", "area_ha", "label"], ascending=[True, False, True], ignore_index=True
    )
    number = ordered.groupby("year").cumcount() + 1
    codes = [f"{year}-{one:0{_DIGITS}d}" for year, one in zip(ordered["year"], number, strict=True)]
    return ordered.set_index(pd.Index(codes, name="code", dtype="object"))


def _by_size(found: pd.DataFrame, labels: pd.Index, *, column: str) -> list[tuple[Any, ...]]:
    """What of a column each of `labels` has, its largest part first, without slivers."""
    sums = found.groupby(["label", column], as_index=False)["area_ha"].sum()
    most = sums.groupby("label")["area_ha"].transform("max")
    sums = sums[(sums["area_ha"] >= _SLIVER_HA) | (sums["area_ha"] >= _SLIVER * most)]
    ordered = sums.sort_values(["label", "area_ha", column], ascending=[True, False, True])
    starts = np.searchsorted(ordered["label"].to_numpy(), [*labels, np.inf])
    values = ordered[column].tolist()
    return [tuple(values[start:end]) for start, end in pairwise(starts.tolist())]


def _lots(
    found: pd.DataFrame, labels: pd.Index, stocks: Sequence[Stock]
) -> dict[str, list[Any] | NDArray[np.int64]]:
    """The lot with the largest part of each patch, all its lots, and whose inventory it is."""
    stock = np.array([most[0] for most in _by_size(found, labels, column="stock")], dtype="int64")
    whose = stock[labels.get_indexer(found["label"])]
    in_lots = found[(found["lot"] != NO_LOT) & (found["stock"] == whose)]
    names: dict[str, list[str]] = {"tk": [], "khoanh": [], "lo": []}
    every: list[tuple[str, ...]] = []
    places = _by_size(in_lots, labels, column="lot")
    for place, lots in zip(stock.tolist(), places, strict=True):
        first = list(lots[:_MOST_LOTS])
        told = stocks[place].lots[[*names]].iloc[first].to_dict("records") if lots else []
        for name, values in names.items():
            values.append(str(told[0][name]) if told else "")
        every.append(tuple("/".join(str(one[name]) or "–" for name in names) for one in told))
    return {**names, "lots": every, "inventory": stock}

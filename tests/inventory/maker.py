"""Made-up inventories: a few lots by hand, or hundreds of thousands that tile given communes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.inventory.areas import area_ha
from lsgeo.inventory.types import ForestTypes

PLANE = "EPSG:9215"
_COMMON = (16, 17, 18, 23, 48, 54, 60, 65, 72, 78, 82, 88, 93)
"""Types that a province of the north has much of."""

_PER_TK = 600
_PER_KHOANH = 60


def make_lots(
    count: int,
    communes: gpd.GeoDataFrame,
    *,
    types: ForestTypes,
    seed: int = 0,
    bends: int = 8,
    codes: Sequence[int] = _COMMON,
) -> gpd.GeoDataFrame:
    """About `count` lots that tile `communes` (polygons by code, ``name``), as a file has them.

    The columns are those of an office's layer: ``matinh, maxa`` (numbers that lost their zero),
    ``xa, tk, khoanh, lo, dtich, nggocr, ldlr, maldlr, namtr, malr3`` and the geometry in `PLANE`;
    the index counts rows from 1. Every edge has `bends` corners besides its ends; neighbours share
    their edges. The same seed gives the same lots.
    """
    random = np.random.default_rng(seed)
    units = communes.to_crs(PLANE)
    cells = _cells(units.total_bounds, units.geometry.area.sum() / count, random, bends=bends)
    shapes, owner = _clipped(cells, units.geometry.to_numpy())
    order = np.argsort(owner, kind="stable")
    shapes, owner = shapes[order], owner[order]
    within = np.arange(len(owner)) - np.searchsorted(owner, owner)
    kinds = random.choice(codes, size=len(owner))
    group = types.table["group"].loc[kinds].to_numpy()
    areas = area_ha(gpd.GeoSeries(shapes, crs=PLANE)).to_numpy()
    index = units.index.to_numpy()[owner]
    table = {
        "matinh": 20,
        "maxa": index.astype("float64"),
        "xa": units["name"].to_numpy()[owner],
        "tk": (1 + owner * 1000 + within // _PER_TK).astype("str"),
        "khoanh": (1 + within % _PER_TK // _PER_KHOANH).astype("str"),
        "lo": (1 + within % _PER_KHOANH).astype("str"),
        "dtich": np.round(areas, 4),
        "nggocr": pd.Series(group).map({"natural": 1, "planted": 2}).fillna(3).astype("int64"),
        "ldlr": types.table["short"].loc[kinds].to_numpy(),
        "maldlr": kinds,
        "namtr": np.where(group == "planted", random.integers(2000, 2020, len(owner)), 0),
        "malr3": random.choice([0, 1, 2, 3], size=len(owner), p=[0.1, 0.3, 0.1, 0.5]),
    }
    lots = gpd.GeoDataFrame(table, geometry=shapes, crs=PLANE)
    return lots.set_axis(pd.RangeIndex(1, len(lots) + 1, name="row"))


def changed(
    lots: gpd.GeoDataFrame, *, types: ForestTypes, share: float, seed: int
) -> gpd.GeoDataFrame:
    """`lots` a year later: `share` of them is of another type, the others are as they were."""
    random = np.random.default_rng(seed)
    turned = random.random(len(lots)) < share
    kinds = np.where(turned, random.choice(_COMMON, size=len(lots)), lots["maldlr"])
    return lots.assign(maldlr=kinds, ldlr=types.table["short"].loc[kinds].to_numpy())


def _cells(
    bounds: np.ndarray, area_m2: float, random: np.random.Generator, *, bends: int
) -> np.ndarray:
    """Quadrangles with bent edges over `bounds`, of about `area_m2` each, without a gap."""
    west, south, east, north = bounds
    side = float(np.sqrt(area_m2))
    across, up = (int(np.ceil(length / side)) + 2 for length in (east - west, north - south))
    x, y = np.meshgrid(
        west + side * (np.arange(across + 1) - 0.5), south + side * (np.arange(up + 1) - 0.5)
    )
    corners = np.stack([x, y], axis=-1) + random.uniform(-0.2, 0.2, (up + 1, across + 1, 2)) * side
    along = _bent(corners[:, :-1], corners[:, 1:], random, bends=bends, side=side)
    upward = _bent(corners[:-1], corners[1:], random, bends=bends, side=side)
    rings = np.concatenate(
        [
            along[:-1, :, :-1],
            upward[:, 1:, :-1],
            along[1:, :, :0:-1],
            upward[:, :-1, ::-1],
        ],
        axis=2,
    )
    return shapely.polygons(rings.reshape(-1, rings.shape[2], 2))


def _bent(
    start: np.ndarray, end: np.ndarray, random: np.random.Generator, *, bends: int, side: float
) -> np.ndarray:
    """The lines from each start to its end, with corners off the straight line between."""
    share = np.linspace(0, 1, bends + 2)[:, None]
    line = start[:, :, None] * (1 - share) + end[:, :, None] * share
    line[:, :, 1:-1] += random.uniform(-0.1, 0.1, line[:, :, 1:-1].shape) * side / (bends + 1)
    return line


def _clipped(cells: np.ndarray, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The parts of the cells by unit, and the place of the unit of each."""
    tree = shapely.STRtree(cells)
    unit, cell = tree.query(units, predicate="intersects")
    whole = np.zeros(len(cells), dtype=bool)
    whole[tree.query(units, predicate="contains_properly")[1]] = True
    shapes = cells[cell].copy()
    cut = ~whole[cell]
    shapes[cut] = shapely.intersection(shapes[cut], units[unit[cut]])
    areal = shapely.area(shapes) > 1
    return shapes[areal], unit[areal]

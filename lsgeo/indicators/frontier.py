"""The frontier: how many kilometres of the international border each commune has."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from lsgeo import facts
from lsgeo.crs import WGS84
from lsgeo.indicators import Indicator
from lsgeo.palette import Theme
from lsgeo.text import Words

_GEOD = Geod(ellps="WGS84")
_STEP_DEG = 0.001  # the frontier is shared out in pieces of about 100 m
_REACH_DEG = 0.03  # a piece further than about 3 km from every unit is another province's


def compute(*, units: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> pd.DataFrame:
    """Facts: km of frontier (geodesic) of each commune, 0 where it has none.

    `units` has ``vintage, level, code, quality``; `border` lines with ``source, quality``. Each
    piece of about 100 m goes to the nearest commune, since line and boundaries rarely coincide.
    """
    communes = units[units["level"] == "commune"]
    tables = [_facts_of(here, border) for _vintage, here in communes.groupby("vintage", sort=False)]
    return facts.stack(tables)


def _facts_of(units: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> pd.DataFrame:
    lonlat = units.to_crs(WGS84)
    lines = shapely.segmentize(border.to_crs(WGS84).geometry.to_numpy(), _STEP_DEG)
    points, owner = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    joined = owner[1:] == owner[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    lengths = _GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2] / 1000
    tree = shapely.STRtree(lonlat.geometry.to_numpy())
    piece, unit = tree.query_nearest(
        shapely.points((start + end) / 2), max_distance=_REACH_DEG, all_matches=False
    )
    summed = np.bincount(unit, weights=lengths[piece], minlength=len(lonlat))
    quality = [facts.worst_quality([one, *border["quality"]]) for one in units["quality"]]
    table = units.assign(value=summed, quality=quality, period=units["vintage"])
    said = {
        "indicator": "frontier_km",
        "unit": "km",
        "source": "; ".join(border["source"].unique()),
    }
    return facts.make(table, constants=said)


INDICATOR = Indicator(
    name="frontier",
    title=Words("Chiều dài biên giới", "Length of frontier"),
    unit="km",
    adds_up=True,
    compute=compute,
    makes={
        "frontier_km": "km",
    },
    themes=(
        Theme(
            "frontier_km",
            Words("Chiều dài biên giới", "Length of frontier"),
            unit=Words("km", "km"),
            decimals=1,
            rank=53,
        ),
    ),
)

"""Border gates: how many a unit has, how far it is to the nearest, and its length of frontier."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from lsgeo import facts
from lsgeo.crs import WGS84
from lsgeo.errors import Fault
from lsgeo.indicators import Indicator
from lsgeo.messages import _
from lsgeo.palette import DISTANCE, Theme
from lsgeo.text import Words

_GEOD = Geod(ellps="WGS84")
_STEP_DEG = 0.001  # the frontier is shared out in pieces of about 100 m
_MOST_KM = 3.0  # a gate further than this from where it should be has a wrong position
_REACH_DEG = 0.03  # a piece of the frontier further than about 3 km from every unit is nobody's


def compute(
    *, units: gpd.GeoDataFrame, gates: gpd.GeoDataFrame, border: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Facts per unit: gates in it, km to the nearest gate, km of frontier.

    `units` has ``vintage, code, quality``; `gates` ``gate, commune_vintage, commune_code,
    quality, credit`` and points that may be missing; `border` lines with ``source, quality``.
    Which unit a gate is in is read from its row, never by overlay: a unit that has a gate is
    0 km from it at its edge. Distances are geodesic, straight, and not by road; where no gate
    has a position there are none.
    """
    vintages = gates["commune_vintage"].unique()
    here = units[units["vintage"].isin(vintages) & (units["level"] == "commune")]
    if here.empty:
        return facts.empty()
    counts = gates.groupby("commune_code").size()
    tables = [
        here.assign(
            indicator="gates", unit="gates", value=here["code"].map(counts).fillna(0).to_numpy()
        ).assign(quality=facts.worst_quality(gates["quality"]))
    ]
    placed = gates.geometry.notna().any()
    distances = nearest_gates(here, gates) if placed else pd.DataFrame()
    for variant in ("centroid", "edge") if placed else ():
        worst = [facts.worst_quality([one, *gates["quality"]]) for one in here["quality"]]
        tables.append(
            here.assign(
                indicator="gate_distance_km",
                variant=variant,
                unit="km",
                value=distances[f"{variant}_km"].to_numpy(),
                quality=worst,
            )
        )
    source = "; ".join(gates["credit"].unique())
    gate_facts = pd.concat(tables, ignore_index=True).assign(source=source)
    return facts.make(
        pd.concat([gate_facts, _frontier(here, border)], ignore_index=True),
        constants={"period": str(gates["period"].iloc[0])},
    )


def border_distances(gates: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> pd.Series:
    """The km from each gate to the border line, NaN where its position is not known."""
    line = shapely.union_all(border.to_crs(WGS84).geometry.to_numpy())
    return _links_km(gates.to_crs(WGS84).geometry, np.repeat(line, len(gates)))


def misplaced(
    gates: gpd.GeoDataFrame, *, border: gpd.GeoDataFrame | None, units: gpd.GeoDataFrame | None
) -> list[Fault]:
    """What is wrong with the positions of gates: too far from the border, or from their commune.

    `units` are communes indexed by code; leave them out where they are only schematic.
    """
    faults = []
    checks = []
    if border is not None:
        checks.append((_("the gate is far from the border"), border_distances(gates, border)))
    if units is not None:
        outlines = units.to_crs(WGS84).geometry.reindex(gates["commune_code"])
        distances = _links_km(gates.to_crs(WGS84).geometry, outlines.to_numpy())
        checks.append((_("the gate is far from the commune its row names"), distances))
    for what, distances in checks:
        for name, distance in zip(gates["name"], distances, strict=True):
            if distance > _MOST_KM:
                expected = f"≤ {_MOST_KM:.0f} km"
                faults.append(Fault(what, str(name), expected=expected, got=f"{distance:.1f} km"))
    return faults


def _links_km(points: gpd.GeoSeries, shapes: NDArray[np.object_]) -> pd.Series:
    """The geodesic km from each point to its shape, in degrees; NaN where either is missing."""
    links = shapely.shortest_line(points.to_numpy(), shapes)
    km = [float("nan") if link is None else _GEOD.geometry_length(link) / 1000 for link in links]
    return pd.Series(km, index=points.index, dtype="float64")


def nearest_gates(units: gpd.GeoDataFrame, gates: gpd.GeoDataFrame) -> pd.DataFrame:
    """For each unit the nearest gate with a position: ``gate, centroid_km, edge_km``.

    The index is that of `units`. Nearest is from the edge, and by the centroid among gates that
    lie in the unit by their row.
    """
    placed = gates[gates.geometry.notna()].to_crs(WGS84)
    lonlat = units.to_crs(WGS84)
    centroids = shapely.centroid(lonlat.geometry.to_numpy())
    points = placed.geometry.to_numpy()
    rows = []
    for polygon, centroid, code in zip(
        lonlat.geometry.to_numpy(), centroids, lonlat["code"], strict=True
    ):
        links = shapely.shortest_line(polygon, points)
        edge = np.array([_GEOD.geometry_length(link) / 1000 for link in links])
        edge[(placed["commune_code"] == code).to_numpy()] = 0.0
        middle = np.array(
            [_GEOD.line_length([centroid.x, one.x], [centroid.y, one.y]) / 1000 for one in points]
        )
        first = np.lexsort((middle, edge))[0]
        rows.append((placed["gate"].iloc[first], middle.min(), edge.min()))
    return pd.DataFrame(rows, columns=["gate", "centroid_km", "edge_km"], index=units.index)


def _frontier(units: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> pd.DataFrame:
    """Facts of the frontier: each piece of about 100 m belongs to the nearest unit."""
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
    return units.assign(
        indicator="frontier_km",
        unit="km",
        value=summed,
        quality=quality,
        source="; ".join(border["source"].unique()),
    )


INDICATOR = Indicator(
    name="gate_access",
    title=Words("Tiếp cận cửa khẩu", "Border-gate access"),
    unit="km",
    adds_up=False,
    compute=compute,
    themes=(
        Theme(
            "gate_distance_km",
            Words("Cách cửa khẩu gần nhất (từ tâm xã)", "To the nearest gate (from the centre)"),
            unit=Words("km", "km"),
            decimals=1,
            variant="centroid",
            colours=DISTANCE,
            note=Words("Đường chim bay, không phải đường bộ", "As the crow flies, not by road"),
            rank=50,
        ),
        Theme(
            "gate_distance_km",
            Words("Cách cửa khẩu gần nhất (từ ranh giới)", "To the nearest gate (from the edge)"),
            unit=Words("km", "km"),
            decimals=1,
            variant="edge",
            rank=51,
        ),
        Theme(
            "gates",
            Words("Số cửa khẩu", "Border gates"),
            unit=Words("cửa khẩu", "gates"),
            rank=52,
        ),
        Theme(
            "frontier_km",
            Words("Đường biên giới", "Frontier"),
            unit=Words("km", "km"),
            decimals=1,
            rank=53,
        ),
    ),
)

"""Border gates: how many a unit has, and how far it is to the nearest."""

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

EXACT = "gate_point"
"""The precision of a position that is the gate itself, not its village."""

_GEOD = Geod(ellps="WGS84")
_MOST_KM = 3.0  # a gate further than this from where it should be has a wrong position


def compute(*, units: gpd.GeoDataFrame, gates: gpd.GeoDataFrame) -> pd.DataFrame:
    """Facts per unit: gates in it, and km to the nearest gate from its centre and its edge.

    `units` has ``vintage, level, code, quality``; `gates` ``gate, commune_vintage, commune_code,
    precision, quality, credit, period`` and points that may be missing.

    Which unit a gate is in is read from its row, never by overlay: a unit that has a gate is 0 km
    from it at its edge. While a gate names no commune, or one of another vintage, communes without
    one have no count, since it may be theirs. Distances are geodesic, straight and not by road,
    among the gates with a position; they are approximate unless every position is `EXACT`. Only
    communes of the vintages that gates name get facts.
    """
    tables = []
    for vintage in gates["commune_vintage"].unique():
        here = units[(units["vintage"] == vintage) & (units["level"] == "commune")]
        if len(here):
            tables.append(_facts_of(here, _seen_from(gates, vintage)))
    return facts.stack(tables)


def _seen_from(gates: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """`gates` for the communes of one vintage: a code of another one names none of them."""
    named = gates["commune_code"].where(gates["commune_vintage"] == vintage, "")
    return gates.assign(commune_code=named)


def _facts_of(units: gpd.GeoDataFrame, gates: gpd.GeoDataFrame) -> pd.DataFrame:
    listed = facts.worst_quality(gates["quality"])
    count = units["code"].map(gates.groupby("commune_code").size())
    if (gates["commune_code"] != "").all():
        count = count.fillna(0)  # else a gate may be in any of them: not known, and not none
    counts = units.assign(indicator="gates", unit="gates", value=count, quality=listed)
    tables = [counts[count.notna()]]
    placed = gates[gates.geometry.notna()]
    if len(placed):
        distances = nearest_gates(units, gates)
        position = listed if (placed["precision"] == EXACT).all() else "approximate"
        quality = [facts.worst_quality([one, listed, position]) for one in units["quality"]]
        tables += [
            units.assign(
                indicator="gate_distance_km",
                variant=variant,
                unit="km",
                value=distances[f"{variant}_km"],
                quality=quality,
            )
            for variant in ("centroid", "edge")
        ]
    said = {"source": "; ".join(gates["credit"].unique()), "period": str(gates["period"].iloc[0])}
    return facts.make(pd.concat(tables, ignore_index=True), constants=said)


def border_distances(gates: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> pd.Series:
    """The km from each gate to the border line, NaN where its position is not known."""
    line = shapely.union_all(border.to_crs(WGS84).geometry.to_numpy())
    return _links_km(gates.to_crs(WGS84).geometry, np.repeat(line, len(gates)))


def misplaced(
    gates: gpd.GeoDataFrame, *, border: gpd.GeoDataFrame | None, units: gpd.GeoDataFrame | None
) -> list[Fault]:
    """What is wrong with the positions of gates: too far from the border, or from their commune.

    `units` are communes indexed by code, of the one vintage in which all `gates` name theirs;
    leave them out where they are only schematic.
    """
    faults = []
    if border is not None:
        what = _("the gate is far from the border")
        faults += _too_far(gates, border_distances(gates, border), what=what)
    if units is not None:
        outlines = units.to_crs(WGS84).geometry.reindex(gates["commune_code"])
        distances = _links_km(gates.to_crs(WGS84).geometry, outlines.to_numpy())
        what = _("the gate is far from the commune its row names")
        faults += _too_far(gates, distances, what=what)
    return faults


def _too_far(gates: gpd.GeoDataFrame, distances: pd.Series, *, what: str) -> list[Fault]:
    return [
        Fault(what, str(name), expected=f"≤ {_MOST_KM:.0f} km", got=f"{distance:.1f} km")
        for name, distance in zip(gates["name"], distances, strict=True)
        if distance > _MOST_KM
    ]


def _links_km(points: gpd.GeoSeries, shapes: NDArray[np.object_]) -> pd.Series:
    """The geodesic km from each point to its shape, in degrees; NaN where either is missing."""
    links = shapely.shortest_line(points.to_numpy(), shapes)
    km = [float("nan") if link is None else _GEOD.geometry_length(link) / 1000 for link in links]
    return pd.Series(km, index=points.index, dtype="float64")


def nearest_gates(units: gpd.GeoDataFrame, gates: gpd.GeoDataFrame) -> pd.DataFrame:
    """For each unit the gate with a position nearest to its centre, and ``centroid_km, edge_km``.

    The index is that of `units`. ``edge_km`` is from the edge to whichever gate is nearest to it.
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
        rows.append((placed["gate"].iloc[middle.argmin()], middle.min(), edge.min()))
    return pd.DataFrame(rows, columns=["gate", "centroid_km", "edge_km"], index=units.index)


INDICATOR = Indicator(
    name="gate_access",
    title=Words("Tiếp cận cửa khẩu", "Border-gate access"),
    unit="km",
    adds_up=False,
    compute=compute,
    makes={
        "gates": "gates",
        "gate_distance_km": "km",
    },
    themes=(
        Theme(
            "gate_distance_km",
            Words(
                "Cách cửa khẩu gần nhất (đường chim bay từ tâm xã)",
                "To the nearest gate (straight line from the centre)",
            ),
            unit=Words("km", "km"),
            decimals=1,
            variant="centroid",
            colours=DISTANCE,
            note=Words(
                "Đường chim bay, chỉ tính các cửa khẩu đã biết vị trí",
                "As the crow flies, among the gates whose position is known",
            ),
            rank=50,
            short=Words("Cửa khẩu", "Gates"),
        ),
        Theme(
            "gate_distance_km",
            Words(
                "Cách cửa khẩu gần nhất (đường chim bay từ ranh giới)",
                "To the nearest gate (straight line from the edge)",
            ),
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
    ),
)

"""A made-up country of 3,000 communes: crooked borders, 25 years of three indicators, statuses."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from lsgeo.compose import Field, Layer, Publication
from lsgeo.palette import CHANGE, COVER, LOSS, Style, StyleClass, Symbol
from lsgeo.text import Words, same
from tests.outputs.map_publication import STATUS, map_publication

UNITS = 3000
YEARS = tuple(range(2001, 2026))
WEST, SOUTH, EAST, NORTH = 104.0, 16.0, 108.0, 22.0
STEP_DEGREES = 0.002  # between two vertices of a border, about 200 m
SWAY_DEGREES = 0.004
_COLOURS = {"cover": COVER, "loss": LOSS, "change": CHANGE}


def large_publication() -> Publication:
    """The publication; the same in every run."""
    random = np.random.default_rng(2026)
    areas = crooked(voronoi(random.uniform((WEST, SOUTH), (EAST, NORTH), size=(UNITS, 2))))
    codes = pd.Index([f"{number:05}" for number in range(UNITS)], name="code")
    statuses = pd.DataFrame(
        random.choice([0, 1, -2], size=(UNITS, 5)), codes, [str(year) for year in YEARS[-5:]]
    ).astype("Int64")
    series = {"status": statuses} | {name: _walk(random, codes) for name in _COLOURS}
    latest = {name: table.iloc[:, -1] for name, table in series.items()}
    names = [f"Đơn vị số {number}" for number in range(UNITS)]
    data = gpd.GeoDataFrame(
        {"name": names, "kind": "xã", **latest}, geometry=areas, index=codes, crs="EPSG:4326"
    )
    units = Layer(
        name="communes_2025",
        title=same("Xã"),
        data=data,
        fields=_fields(),
        styles=_styles(),
        attribution="x",
        level="commune",
        vintage="2025-07-01",
        series=series,
        origins={name: _origins(codes) for name in series},
    )
    return replace(map_publication(), crs="EPSG:3405", units=units, context=())


def voronoi(points: NDArray[np.float64]) -> NDArray[np.object_]:
    """The part of the country that is nearest to each of the points."""
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    return shapely.intersection(shapely.get_parts(cells), frame)


def crooked(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """The areas with winding borders: every point moved by what only its place says."""
    fine = shapely.segmentize(areas, STEP_DEGREES)
    return shapely.transform(fine, lambda points: _moved(points.round(7)))


def _moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = points.T
    along = sum(np.sin(turns * (60 * x + 40 * y)) / turns for turns in (1, 2.7, 6.1))
    across = sum(np.sin(turns * (50 * x - 70 * y)) / turns for turns in (1, 2.3, 5.9))
    return np.column_stack([x + SWAY_DEGREES * along, y + SWAY_DEGREES * across]).round(6)


def _walk(random: np.random.Generator, codes: pd.Index) -> pd.DataFrame:
    """Percentages that change a little from year to year."""
    steps = random.normal(0, 2, size=(UNITS, len(YEARS))).cumsum(axis=1)
    values = np.clip(random.uniform(10, 90, size=(UNITS, 1)) + steps, 0, 100)
    return pd.DataFrame(values, codes, [str(year) for year in YEARS])


def _origins(codes: pd.Index) -> pd.DataFrame:
    rows = {"period": "2025", "quality": "remote_sensing", "source": "Hansen"}
    return pd.DataFrame(rows, index=codes)


def _fields() -> tuple[Field, ...]:
    words = {value: label for value, (label, _symbol) in STATUS.items()}
    numbers = [Field(name, same(name), unit=same("%"), decimals=1) for name in _COLOURS]
    return (
        Field("name", Words("Tên", "Name")),
        Field("kind", Words("Loại", "Kind")),
        Field("status", Words("Trạng thái", "Status"), values=words),
        *numbers,
    )


def _styles() -> tuple[Style, ...]:
    statuses = tuple(StyleClass(label, symbol, value=n) for n, (label, symbol) in STATUS.items())
    status = Style("status", Words("Trạng thái", "Status"), "status", "categorized", statuses)
    graduated = [
        Style(name, same(name), name, "graduated", _classes(colours), unit=same("%"), decimals=1)
        for name, colours in _COLOURS.items()
    ]
    return (status, *graduated)


def _classes(colours: tuple[str, ...]) -> tuple[StyleClass, ...]:
    edges = range(0, 101, 20)
    return tuple(
        StyleClass(same(f"{low} – {low + 20}"), Symbol(colour), low=low, high=low + 20)
        for low, colour in zip(edges, colours, strict=False)
    )

"""What the published forms show: layers, their fields and styles, in one value for all outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from lsgeo.compose.picture import Picture
from lsgeo.compose.tables import Table
from lsgeo.ledger import Ledger
from lsgeo.palette import Style
from lsgeo.text import NOTHING, Words

UNIT_COLUMNS = (
    "code",
    "name",
    "kind",
    "area_official_km2",
    "area_km2",
    "predecessors",
    "nearest_gate",
    "former_met",
    "former_met_share",
    "ntm_decision",
    "criteria_missing",
    "geometry",
)
"""The columns that layers of units have besides their themes and targets."""

LINEAGE_COLUMNS = ("code", "former", "name", "kind", "vintage", "share_of_from")
"""A unit of today, then code, name, kind and vintage of a former one, how much of it came in.

How much is 0 … 1, NaN where it is not known.
"""


def no_lineage() -> pd.DataFrame:
    """A lineage of no units."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in LINEAGE_COLUMNS}).astype(
        {"share_of_from": "float64"}
    )


@dataclass(frozen=True)
class Field:
    """One attribute of a layer as readers see it.

    ``values`` gives the words of coded values; ``period``, ``quality`` and ``source`` are those
    of every number in the column ("" for names and codes).
    """

    name: str
    title: Words
    unit: Words = NOTHING
    decimals: int = 0
    values: Mapping[Any, Words] = field(default_factory=dict)
    period: str = ""
    quality: str = ""
    source: str = ""


@dataclass(frozen=True)
class Layer:
    """A map layer: units or places, what is known of them, and how they are shown.

    ``data`` is indexed by ``code`` and has a column for each field besides the geometry.
    The first style is the default; each style is a theme that can be switched to.

    Layers of units have their ``level`` ("commune" or "district") and ``vintage``. ``series`` has
    for each column of a theme with more than one period its values by period (columns, oldest
    first); ``origins`` for each column of a theme ``period, quality, source`` of the number that is
    shown of each unit, missing where there is none. Both are indexed like ``data``.
    """

    name: str
    title: Words
    data: gpd.GeoDataFrame
    fields: tuple[Field, ...]
    styles: tuple[Style, ...]
    attribution: str
    level: str = ""
    vintage: str = ""
    series: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    origins: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Attention:
    """A unit that is pointed out, and why."""

    code: str
    reason: Words


@dataclass(frozen=True)
class Publication:
    """Everything an output may show.

    ``province`` is its code, under which provincial facts and assessments stand.
    ``units`` is the layer of the current vintage; ``context`` the layers drawn over it (places,
    district lines, border, gates), bottom first; ``others`` the units of earlier vintages, newest
    first, then the former districts. ``targets`` has one row per target with its words, sources
    and limits; ``assessments`` one row per target, unit and date. ``watermarks`` must be shown
    across every map where there are any. ``trace`` tells where the numbers come from: inputs,
    settings, versions, timings, and what was left out.

    ``attention`` are at most five units that need it, worst first, chosen as ``attention_rule``
    says; ``nearest`` up to five communes nearest to the standard. ``lineage`` (`LINEAGE_COLUMNS`)
    has the former units that went wholly or in part into each unit; ``shown_facts`` leaves out
    those of thresholds that no map shows (None: there are none); ``picture`` is a raster to be laid
    over the map; ``tables`` are what a workbook shows, in order.
    """

    name: str
    title: Words
    province: str
    crs: str
    as_of: date
    units: Layer
    context: tuple[Layer, ...]
    others: tuple[Layer, ...]
    facts: pd.DataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    assessments: pd.DataFrame
    ledger: Ledger
    watermarks: tuple[Words, ...]
    notes: tuple[Words, ...]
    attributions: tuple[str, ...]
    shown_facts: pd.DataFrame | None = None
    trace: Mapping[str, object] = field(default_factory=dict)
    attention: tuple[Attention, ...] = ()
    attention_rule: Words = NOTHING
    nearest: tuple[Attention, ...] = ()
    lineage: pd.DataFrame = field(default_factory=no_lineage)
    picture: Picture | None = None
    tables: tuple[Table, ...] = ()

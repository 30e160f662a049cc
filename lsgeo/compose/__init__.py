"""What the published forms show: layers, their fields and styles, in one value for all outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from lsgeo.ledger import Ledger
from lsgeo.palette import Style
from lsgeo.text import NOTHING, Words


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
    """

    name: str
    title: Words
    data: gpd.GeoDataFrame
    fields: tuple[Field, ...]
    styles: tuple[Style, ...]
    attribution: str


@dataclass(frozen=True)
class Publication:
    """Everything an output may show.

    ``province`` is its code, under which provincial facts and assessments stand.
    ``units`` is the layer of the current vintage; ``context`` the layers drawn over it (district
    lines, border, gates), bottom first; ``others`` further layers for GIS users (earlier
    vintages). ``targets`` has one row per target with its words, sources and limits;
    ``assessments`` one row per target, unit and date. ``watermarks`` must be shown across every
    map where there are any. ``trace`` tells where the numbers come from: inputs, settings,
    versions, timings, and what was left out.
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
    trace: Mapping[str, object] = field(default_factory=dict)

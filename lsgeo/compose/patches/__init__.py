"""Patches of loss as a publication of their own: the list, its map, and the sums by commune."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from lsgeo import facts
from lsgeo.compose import Publication
from lsgeo.compose.patches.about import About
from lsgeo.compose.patches.fields import in_words_of
from lsgeo.compose.patches.layers import LAYER, communes_layer, patches_layer
from lsgeo.compose.patches.tables import list_table, sums_table
from lsgeo.facts import EVENT_COLUMNS
from lsgeo.ledger import Ledger
from lsgeo.patches.origin import ORIGINS
from lsgeo.patches.totals import TOTAL
from lsgeo.registry import Registry, full_name
from lsgeo.text import Words

__all__ = ["LAYER", "LOSS", "About", "loss_facts", "patches_publication"]

LOSS = "forest_loss"
"""The indicator that the sums are facts of."""


def patches_publication(
    patches: gpd.GeoDataFrame,
    totals: pd.DataFrame,
    *,
    units: gpd.GeoDataFrame,
    registry: Registry,
    about: About,
) -> Publication:
    """The publication of a list of patches and of its sums by commune and year.

    `patches` is as `lsgeo.patches.listing` with ``quality`` and ``source``; `totals` as
    `lsgeo.patches.totals`; `units` the communes, by code.
    """
    named = {
        code: full_name(name, kind)
        for code, name, kind in zip(units.index, units["name"], units["kind"], strict=True)
    }
    shown = in_words_of(patches, named, about=about)
    return Publication(
        name=about.name,
        title=Words(
            f"{about.subject.vi}, {about.title.vi}", f"{about.subject.en}, {about.title.en}"
        ),
        province=about.province,
        crs=about.crs,
        as_of=about.as_of,
        units=communes_layer(units, totals, about=about),
        context=(),
        others=(patches_layer(shown, about=about),),
        facts=loss_facts(totals, about=about),
        events=pd.DataFrame(columns=list(EVENT_COLUMNS)),
        targets=pd.DataFrame(columns=["id"], dtype="str"),
        assessments=pd.DataFrame(columns=["target"], dtype="str"),
        ledger=Ledger(),
        watermarks=about.watermarks,
        notes=about.every_note,
        attributions=about.attributions,
        tables=(
            list_table(shown, about=about),
            sums_table(totals, registry, about=about),
        ),
    )


def loss_facts(totals: pd.DataFrame, *, about: About) -> pd.DataFrame:
    """The sums by commune and year as facts, of each origin too where it is known."""
    names = {TOTAL: LOSS}
    if about.by_origin:
        names |= {f"{origin}_ha": f"{LOSS}_{origin}" for origin in ORIGINS}
    tables = [
        totals[["code", "year", column]]
        .set_axis(["code", "period", "value"], axis="columns")
        .assign(indicator=name)
        for column, name in names.items()
    ]
    every = pd.concat(tables, ignore_index=True).dropna(subset=["value"])
    constants = {"vintage": about.vintage, "variant": about.variant, "unit": "ha"}
    return facts.make(
        every, constants=constants | {"quality": about.quality, "source": about.source}
    )

"""The tables of a list of patches: one row for each, and the sums by commune and year."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Field
from lsgeo.compose.patches.about import About
from lsgeo.compose.patches.fields import fields_of
from lsgeo.compose.tables import Column, Table, in_words
from lsgeo.compose.tables.units import CODE, UNIT, listed
from lsgeo.facts import QUALITY_WORDS
from lsgeo.patches.origin import ORIGINS
from lsgeo.patches.totals import TOTAL
from lsgeo.registry import Registry
from lsgeo.text import Words

_DEGREES = ("lon", "lat")
_NOT_IN_TABLE = {"name", "describe"}
_WIDE = {"commune": 26, "other_communes": 26, "lots": 30, "quality": 22, "source": 40, "origin": 16}


def list_table(shown: gpd.GeoDataFrame, *, about: About) -> Table:
    """A row for each patch."""
    fields = [one for one in fields_of(about) if one.name not in _NOT_IN_TABLE]
    rows = pd.DataFrame(shown.drop(columns="geometry")).rename_axis("code").reset_index()
    told = rows.assign(
        year=rows["year"].astype("str"),
        quality=in_words(rows["quality"], QUALITY_WORDS),
        origin=in_words(rows["origin"], ORIGINS),
        **{name: rows[name].map("{:.6f}".format) for name in _DEGREES},  # to be pasted elsewhere
    )
    return Table(
        name=Words("Vùng", "Patches"),
        title=about.subject,
        columns=tuple(_column(one) for one in fields),
        rows=told[[one.name for one in fields]],
        notes=about.every_note,
    )


def _column(field: Field) -> Column:
    unit = f" ({field.unit.vi})" if field.unit.vi else ""
    title = Words(f"{field.title.vi}{unit}", f"{field.title.en}{unit}")
    decimals = None if field.name in _DEGREES else field.decimals or None
    return Column(field.name, title, decimals=decimals, width=_WIDE.get(field.name, 12))


def sums_table(totals: pd.DataFrame, registry: Registry, *, about: About) -> Table:
    """The province and its communes, a row for each year."""
    columns = [
        CODE,
        UNIT,
        Column("year", Words("Năm", "Year")),
        Column(
            "patches", Words("Số vùng có phần trong xã", "Patches with a part in it"), decimals=0
        ),
        Column(TOTAL, Words("Mất tán cây (ha)", "Canopy loss (ha)"), decimals=4),
    ]
    if about.by_origin:
        columns += [
            Column(f"{name}_ha", Words(f"{words.vi} (ha)", f"{words.en} (ha)"), decimals=4)
            for name, words in ORIGINS.items()
        ]
    rows = listed(totals.assign(year=totals["year"].astype("str")), registry, vintage=about.vintage)
    return Table(
        name=Words("Theo xã", "By commune"),
        title=Words(f"{about.subject.vi} theo xã", f"{about.subject.en} by commune"),
        columns=tuple(columns),
        rows=rows,
        notes=about.every_note,
    )

"""The units of a table in their order: province, districts, communes, each by name."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose.tables import Column
from lsgeo.registry import LEVELS, Registry, full_name
from lsgeo.text import Words, collation

CODE = Column("code", Words("Mã", "Code"), width=8)
UNIT = Column("unit", Words("Đơn vị", "Unit"), width=28)


def listed(table: pd.DataFrame, registry: Registry, *, vintage: str) -> pd.DataFrame:
    """`table` with the ``unit`` of each ``code``, ordered, the province ``strong``.

    Rows of one unit keep their order.
    """
    units = registry.units[registry.units["vintage"] == vintage].set_index("code")
    units = units[units.index.isin(table["code"])]
    ranks = units["level"].map(LEVELS[::-1].index)
    order = sorted(units.index, key=lambda code: (ranks[code], collation(units["name"][code])))
    named = {code: full_name(units["name"][code], units["kind"][code]) for code in order}
    place = {code: rank for rank, code in enumerate(order)}
    strong = table["code"].map(units["level"]) == LEVELS[-1]
    shown = table.assign(
        unit=table["code"].map(named).fillna(table["code"]),
        strong=strong,
        place=table["code"].map(place).fillna(len(place)),
    )
    return shown.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")

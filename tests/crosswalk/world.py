"""Two old units of 30 and 40 ha; the second is split, a quarter of it goes to the first."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.crosswalk import PAIR_COLUMNS
from lsgeo.registry import COLUMNS, Registry, from_table

FIRST, OLD, NEW = "2020-01-01", "2024-12-01", "2025-07-01"
LAW = "a decree"

SPLIT = (
    (OLD, "00001", NEW, "00001", 1.0, 0.75),
    (OLD, "00002", NEW, "00001", 0.25, 0.25),
    (OLD, "00002", NEW, "00002", 0.75, 1.0),
)
"""New 00001 has 30 + 10 = 40 ha, new 00002 has 30 ha."""


def pairs_of(*rows: tuple[str, str, str, str, float, float]) -> pd.DataFrame:
    """Pairs from their places and shares."""
    columns = [name for name in PAIR_COLUMNS if name not in ("relation", "source")]
    table = pd.DataFrame(rows or SPLIT, columns=columns)
    whole = table["share_of_from"] == 1
    return table.assign(relation=whole.map({True: "full", False: "partial"}), source=LAW)


def facts_of(
    *rows: tuple[str, str, float], vintage: str = OLD, quality: str = "official", **said: object
) -> pd.DataFrame:
    """Facts from indicator, code and value; of hectares in 2024 from a survey, unless said."""
    table = pd.DataFrame(rows, columns=["indicator", "code", "value"])
    usual = {"period": "2024", "unit": "ha", "source": "a survey"}
    return facts.make(table, constants={**usual, "vintage": vintage, "quality": quality, **said})


def values(table: pd.DataFrame, indicator: str = "forest") -> dict[str, float]:
    """The values of an indicator by code."""
    mine = table[table["indicator"] == indicator]
    return dict(zip(mine["code"], mine["value"], strict=True))


def registry_of(*units: tuple[str, str, str, str]) -> Registry:
    """A registry from vintage, code, name, kind, all of one province."""
    provinces = [(one, "20", "Tỉnh", "tỉnh") for one in dict.fromkeys(unit[0] for unit in units)]
    table = pd.DataFrame([*provinces, *units], columns=["vintage", "code", "name", "kind"])
    table = table.reindex(columns=list(COLUMNS), fill_value="")
    is_province = table["code"] == "20"
    table["level"] = is_province.map({True: "province", False: "commune"})
    table["parent"] = is_province.map({True: "", False: "20"})
    return from_table(table, subject="units")

"""The registry of units and the crosswalk between vintages, from their tables."""

from __future__ import annotations

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.registry import Registry, from_table
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table

CROSSWALK_COLUMNS = (
    "from_vintage",
    "from_code",
    "to_vintage",
    "to_code",
    "relation",
    "share_of_from",
    "share_of_to",
)
_RELATIONS = ("full", "partial")


def read_registry(entry: Entry) -> Registry:
    """The registry; raises what `read_table` and `lsgeo.registry.from_table` raise."""
    table = read_table(
        entry,
        required=("vintage", "code", "name", "kind", "level", "parent"),
        optional=("area_official_km2", "valid_from", "valid_to", "legal_source"),
    )
    return from_table(table, subject=str(entry.path))


def read_crosswalk(entry: Entry, registry: Registry) -> pd.DataFrame:
    """The pairs of old and new units with ``share_of_from`` and ``share_of_to`` as numbers (0–1).

    Raises `InputError` for a unit that is not in the registry of its vintage, an unknown
    relation, or a share that is no number.
    """
    table = read_table(entry, required=CROSSWALK_COLUMNS, optional=("source",))
    table["source"] = table["source"].where(table["source"] != "", entry.attribution)
    known = set(zip(registry.units["vintage"], registry.units["code"], strict=True))
    faults = []
    shares = table[["share_of_from", "share_of_to"]].apply(pd.to_numeric, errors="coerce")
    for number, row in table.iterrows():
        where = _("row {row}").format(row=number)
        for side in ("from", "to"):
            key = (row[f"{side}_vintage"], row[f"{side}_code"])
            if key not in known:
                faults.append(Fault(_("no such unit in the registry"), where, got=" ".join(key)))
        if row["relation"] not in _RELATIONS:
            what = _("unknown relation")
            faults.append(Fault(what, where, ", ".join(_RELATIONS), row["relation"]))
        if shares.loc[number].isna().any():
            faults.append(Fault(_("a share is no number"), where))
    if faults:
        raise InputError(str(entry.path), _("the crosswalk is not sound"), faults)
    return table.assign(share_of_from=shares["share_of_from"], share_of_to=shares["share_of_to"])

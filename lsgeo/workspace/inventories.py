"""Reading the forest inventories of a workspace into the totals of their communes."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from lsgeo.ledger import Ledger, merge
from lsgeo.sources.catalog import Entry
from lsgeo.sources.inventory import inventory_table, read_stored, stack
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs


def read_inventories(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the totals of every inventory, by commune, district and province."""
    tables, ledgers = [], [inputs.ledger]
    for entry in workspace.entries("inventory"):
        read = attempt(_read, workspace, inputs, entry)
        if read is not None:
            tables.append(read[0])
            ledgers.append(read[1])
    stacked = attempt(stack, tables) if tables else None
    return replace(inputs, inventory=stacked, ledger=merge(ledgers))


def _read(workspace: Workspace, inputs: Inputs, entry: Entry) -> tuple[pd.DataFrame, Ledger]:
    found = read_stored(entry, inputs.registry, plane=workspace.config.crs)
    table = inventory_table(
        found.lots,
        inputs.registry,
        entry=entry,
        official=workspace.registry_entry(),
        drawn=_drawn(workspace, inputs, vintage=entry.vintage),
    )
    return table, found.ledger


def _drawn(
    workspace: Workspace, inputs: Inputs, *, vintage: str
) -> tuple[gpd.GeoDataFrame, Entry] | None:
    """The boundaries of a vintage with their entry, where the workspace has them."""
    units = inputs.units.get(vintage)
    entries = [
        entry
        for entry in workspace.entries("boundaries")
        if (entry.vintage, entry.level) == (vintage, "commune")
    ]
    return (units, entries[0]) if units is not None and entries else None

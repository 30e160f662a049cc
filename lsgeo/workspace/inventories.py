"""Reading the forest inventories of a workspace: the totals of their communes, and what changed.

An inventory of communes that have ended is counted by those published too: a lot of a commune that
went whole into a new one goes with it, the others are cut by the new boundaries, where these are
real. So a province has its legal cover of earlier years by the communes of today, and two
inventories are compared over the newer communes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import geopandas as gpd
import pandas as pd

from lsgeo.crosswalk import WHOLE, between
from lsgeo.errors import UnitError
from lsgeo.facts import WATERMARKED, period_end, worst_quality
from lsgeo.inventory.change import change
from lsgeo.inventory.compared import Compared
from lsgeo.inventory.lots import Lots
from lsgeo.inventory.splitting import split_over
from lsgeo.ledger import Ledger, merge
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.inventory import forest_types, inventory_table, read_stored, stack
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs

_NAMED = 5


@dataclass(frozen=True)
class _Held:
    """An inventory in memory: its lots by the communes of each vintage they were counted by."""

    entry: Entry
    lots: dict[str, Lots]


@dataclass
class _Found:
    """What was found of the inventories read so far."""

    tables: list[pd.DataFrame] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_inventories(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the totals of every inventory, by commune, district and province.

    Between each and the next in time the change is found; a remark says where it cannot be. No
    more than two inventories are in memory at once.
    """
    published = workspace.config.vintages[0]
    entries = sorted(workspace.entries("inventory"), key=_end)
    direct = {one.period for one in entries if one.vintage == published}
    found = _Found()
    before: _Held | None = None
    for entry in entries:
        now = attempt(_read, workspace, inputs, entry, found)
        if now is None:
            continue
        if entry.vintage < published and entry.period not in direct:
            _count(workspace, inputs, now, found, vintage=published)
        if before is not None:
            _compare(inputs, before, now, found)
        before = now
    return replace(
        inputs,
        inventory=attempt(stack, found.tables) if found.tables else None,
        compared=tuple(found.compared),
        ledger=merge([inputs.ledger, *found.ledgers]),
        remarks=(*inputs.remarks, *dict.fromkeys(found.remarks)),
    )


def _end(entry: Entry) -> date:
    """The last day of an inventory's period; one that is none is told when it is read."""
    try:
        return period_end(entry.period)
    except ValueError:
        return date.min


def _read(workspace: Workspace, inputs: Inputs, entry: Entry, found: _Found) -> _Held:
    read = read_stored(entry, inputs.registry, plane=workspace.config.crs)
    found.tables.append(_totals(workspace, inputs, entry, read.lots))
    found.ledgers.append(read.ledger)
    return _Held(entry, {entry.vintage: read.lots})


def _count(
    workspace: Workspace, inputs: Inputs, held: _Held, found: _Found, *, vintage: str
) -> None:
    """Count an inventory by the communes of another vintage too, or remark why that cannot be."""
    brought = _brought(inputs, held, found, vintage=vintage)
    if brought is not None:
        found.tables.append(_totals(workspace, inputs, held.entry, brought))


def _compare(inputs: Inputs, older: _Held, newer: _Held, found: _Found) -> None:
    """Find the change between two inventories, over the communes of the newer one."""
    vintage = newer.entry.vintage
    brought = _brought(inputs, older, found, vintage=vintage)
    if brought is None:
        return
    entries = (older.entry, newer.entry)
    found.compared.append(
        Compared(
            start=older.entry.period,
            end=newer.entry.period,
            quality=worst_quality(one.quality for one in entries),
            sources=tuple(dict.fromkeys(one.attribution for one in entries)),
            change=change(brought, newer.lots[vintage], types=forest_types()),
        )
    )


def _brought(inputs: Inputs, held: _Held, found: _Found, *, vintage: str) -> Lots | None:
    """The lots of an inventory by the communes of `vintage`; None, with a remark, where not."""
    if vintage in held.lots:
        return held.lots[vintage]
    lots = held.lots[held.entry.vintage]
    try:
        moved = _moved(inputs, start=lots.vintage, end=vintage)
    except UnitError:
        what = _("{title} cannot be counted by the communes of {vintage}: no crosswalk leads there")
        found.remarks.append(what.format(title=held.entry.title, vintage=vintage))
        return None
    units = inputs.units.get(vintage)
    is_real = units is not None and inputs.quality[vintage] not in WATERMARKED
    divided = sorted(set(lots.lots["code"]) - set(moved))
    if divided and not is_real:
        what = _(
            "{title} cannot be counted by the communes of {vintage}: there are no real boundaries "
            "to divide the lots of {codes} by"
        )
        named = ", ".join(divided[:_NAMED]) + (" …" if divided[_NAMED:] else "")
        told = what.format(title=held.entry.title, vintage=vintage, codes=named)
        found.remarks.append(told)
        return None
    lines = units if units is not None else gpd.GeoDataFrame(geometry=[], crs=lots.lots.crs)
    brought = split_over(lots, lines, vintage=vintage, moved=moved)
    notes = brought.notes[len(lots.notes) :]
    rows = lots.lots.index.nunique()
    sheet = f"→ {vintage}"
    found.ledgers.append(ledger_entry(held.entry.path.name, rows=rows, notes=notes, sheet=sheet))
    held.lots[vintage] = brought
    return brought


def _moved(inputs: Inputs, *, start: str, end: str) -> dict[str, str]:
    """The communes of `start` that went whole into one of `end`; `UnitError` without a way."""
    pairs = inputs.crosswalk if inputs.crosswalk is not None else pd.DataFrame()
    if pairs.empty or start > end:
        raise UnitError("crosswalk", _("there is no such way"), [])
    way = between(pairs, start=start, end=end)
    whole = way[way["share_of_from"] >= WHOLE]
    return dict(zip(whole["from_code"], whole["to_code"], strict=True))


def _totals(workspace: Workspace, inputs: Inputs, entry: Entry, lots: Lots) -> pd.DataFrame:
    return inventory_table(
        lots,
        inputs.registry,
        entry=entry,
        official=workspace.registry_entry(),
        drawn=_drawn(workspace, inputs, vintage=lots.vintage),
    )


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

"""Reading the forest inventories of a workspace: the totals of their communes, and what changed.

An inventory of communes that have ended is counted by those published too: a lot of a commune that
went whole into a new one goes with it, the others are cut by the new boundaries, where these are
real. So a province has its legal cover of earlier years by the communes of today, and two
inventories are compared over the newer communes. What would make a number wrong (lots without a
place, communes of which only a part was inventoried) is left out and remarked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.crosswalk import WHOLE, between
from lsgeo.errors import UnitError
from lsgeo.facts import WATERMARKED, period_end, worst_quality
from lsgeo.inventory.change import change
from lsgeo.inventory.compared import Compared
from lsgeo.inventory.lots import Lots
from lsgeo.inventory.splitting import split_over
from lsgeo.ledger import AGAIN, Ledger, merge
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.inventory import forest_types, inventory_table, read_stored, stack
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs

_NAMED = 5
_WHOLE_PROVINCE = "province"


@dataclass(frozen=True)
class _Counted:
    """An inventory by the communes of one vintage; its entry says how good that is."""

    entry: Entry
    lots: Lots


def read_inventories(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the totals of every inventory, by commune, district and province.

    Between each and the one before it the change is found; a remark says where it cannot be. Of
    each extent (the province, or the same communes) one inventory is in memory besides that read.
    """
    found = _Found(workspace, inputs)
    for entry in sorted(workspace.entries("inventory"), key=_end):
        read = attempt(found.read, entry)
        if read is not None:
            attempt(found.count_by_published, read)
            attempt(found.compare, read)
    tables = found.every_table()
    return replace(
        inputs,
        inventory=attempt(stack, tables) if tables else None,
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


@dataclass
class _Found:
    """What was found in the inventories read so far.

    ``tables`` are by their own communes, ``brought`` by those published; ``earlier`` has the
    latest inventory of each extent, ``onto`` these by the communes of other vintages, by file and
    vintage: each is divided, and told of, once.
    """

    workspace: Workspace
    inputs: Inputs
    tables: list[pd.DataFrame] = field(default_factory=list)
    brought: list[pd.DataFrame] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    earlier: dict[str, _Counted] = field(default_factory=dict)
    onto: dict[tuple[Path, str], _Counted | None] = field(default_factory=dict)

    def read(self, entry: Entry) -> _Counted:
        """Read an inventory and count it by its own communes."""
        read = read_stored(entry, self.inputs.registry, plane=self.workspace.config.crs)
        counted = _Counted(entry, read.lots)
        self.ledgers.append(read.ledger)
        self.tables.append(self._totals(counted))
        return counted

    def count_by_published(self, counted: _Counted) -> None:
        """Count an inventory of earlier communes by those published too."""
        published = self.workspace.config.vintages[0]
        if counted.lots.vintage < published:
            brought = self._onto(counted, vintage=published)
            if brought is not None:
                self.brought.append(self._totals(brought))

    def compare(self, newer: _Counted) -> None:
        """Find the change from the inventory of the same extent before this one."""
        extent = _extent(newer)
        older = self.earlier.get(extent)
        self.earlier[extent] = newer
        if older is None and len(self.earlier) > 1 and extent != _WHOLE_PROVINCE:
            what = _("{title} is of a part of the province, and no earlier one is of the same part")
            self.remarks.append(what.format(title=newer.entry.title))
        if older is None or _end(older.entry) == _end(newer.entry):
            return
        brought = self._onto(older, vintage=newer.lots.vintage)
        if brought is not None:
            entries = (brought.entry, newer.entry)
            sources = (part for one in entries for part in one.attribution.split("; "))
            self.compared.append(
                Compared(
                    start=older.entry.period,
                    end=newer.entry.period,
                    quality=worst_quality(one.quality for one in entries),
                    sources=tuple(dict.fromkeys(sources)),
                    change=change(brought.lots, newer.lots, types=forest_types()),
                )
            )
        done = older.entry.path  # nothing is compared with it again
        self.onto = {key: one for key, one in self.onto.items() if key[0] != done}

    def every_table(self) -> list[pd.DataFrame]:
        """The totals; what an inventory says of its own communes goes before what was brought."""
        direct = {key for table in self.tables for key in _keys(table)}
        again = [[key in direct for key in _keys(table)] for table in self.brought]
        kept = [
            table[[not one for one in is_direct]]
            for table, is_direct in zip(self.brought, again, strict=True)
        ]
        return [*self.tables, *(table for table in kept if len(table))]

    def _onto(self, counted: _Counted, *, vintage: str) -> _Counted | None:
        """An inventory by the communes of `vintage`; None, with a remark, where that cannot be."""
        if counted.lots.vintage == vintage:
            return counted
        key = (counted.entry.path, vintage)
        if key not in self.onto:
            self.onto[key] = self._divided(counted, vintage=vintage)
        return self.onto[key]

    def _divided(self, counted: _Counted, *, vintage: str) -> _Counted | None:
        lots = counted.lots
        way = self._way(counted, vintage=vintage)
        if way is None:
            return None
        whole = way[way["share_of_from"] >= WHOLE]
        moved = dict(zip(whole["from_code"], whole["to_code"], strict=True))
        divided = sorted(set(lots.lots["code"]) - set(moved))
        drawn = self._drawn(vintage)
        if divided and (drawn is None or drawn[1].quality in WATERMARKED):
            what = _("there are no real boundaries to divide the lots of {codes} by")
            named = ", ".join(divided[:_NAMED]) + (" …" if divided[_NAMED:] else "")
            self._remark(counted, what.format(codes=named), vintage=vintage)
            return None
        units = drawn[0] if drawn else gpd.GeoDataFrame(geometry=[], crs=lots.lots.crs)
        brought = split_over(lots, units, vintage=vintage, moved=moved)
        self._tell(counted, brought)
        lost = lots.lots.loc[~lots.lots.index.isin(brought.lots.index), "dtich_ha"].sum()
        if lost > 0:
            what = _("lots of {area} ha have no place among them (see the ledger)")
            self._remark(counted, what.format(area=f"{lost:.2f}"), vintage=vintage)
            return None
        entry = _as_good_as(counted.entry, drawn[1]) if divided and drawn else counted.entry
        return _Counted(entry, _complete(brought, counted, way))

    def _way(self, counted: _Counted, *, vintage: str) -> pd.DataFrame | None:
        """The way of an inventory's communes to those of `vintage`; None with a remark."""
        if counted.lots.vintage > vintage:
            self._remark(counted, _("its communes are newer"), vintage=vintage)
            return None
        crosswalk = self.inputs.crosswalk
        try:
            if crosswalk is not None:
                return between(crosswalk, start=counted.lots.vintage, end=vintage)
        except UnitError:
            pass  # told as where there is no crosswalk at all
        self._remark(counted, _("no crosswalk leads there"), vintage=vintage)
        return None

    def _remark(self, counted: _Counted, why: str, *, vintage: str) -> None:
        what = _("{title} cannot be counted by the communes of {vintage}: {why}")
        self.remarks.append(what.format(title=counted.entry.title, vintage=vintage, why=why))

    def _tell(self, counted: _Counted, brought: Lots) -> None:
        """Put into the ledger what became of the lots, beside what became of the file's rows."""
        lots = counted.lots
        self.ledgers.append(
            ledger_entry(
                counted.entry.path.name,
                rows=lots.lots.index.nunique(),
                notes=brought.notes[len(lots.notes) :],
                sheet=f"{AGAIN}{brought.vintage}",
            )
        )

    def _totals(self, counted: _Counted) -> pd.DataFrame:
        return inventory_table(
            counted.lots,
            self.inputs.registry,
            entry=counted.entry,
            official=self.workspace.registry_entry(),
            drawn=self._drawn(counted.lots.vintage),
        )

    def _drawn(self, vintage: str) -> tuple[gpd.GeoDataFrame, Entry] | None:
        """The boundaries of a vintage with their entry, where the workspace has them."""
        units = self.inputs.units.get(vintage)
        entries = [
            entry
            for entry in self.workspace.entries("boundaries")
            if (entry.vintage, entry.level) == (vintage, "commune")
        ]
        return (units, entries[0]) if units is not None and entries else None


def _extent(counted: _Counted) -> str:
    """What an inventory is of: the whole province, or the communes of a vintage that have lots."""
    if counted.entry.level == _WHOLE_PROVINCE:
        return _WHOLE_PROVINCE
    return " ".join([counted.lots.vintage, *sorted(set(counted.lots.lots["code"]))])


def _complete(brought: Lots, counted: _Counted, way: pd.DataFrame) -> Lots:
    """`brought` without the communes that were made of others than were inventoried."""
    if counted.entry.level == _WHOLE_PROVINCE:
        return brought
    known = way["from_code"].isin(set(counted.lots.lots["code"]))
    whole = known.groupby(way["to_code"]).all()
    kept = brought.lots["code"].map(whole).astype("bool")
    return replace(brought, lots=brought.lots[kept])


def _as_good_as(entry: Entry, lines: Entry) -> Entry:
    """The entry of lots that were cut by `lines`: no better than these, and with their source."""
    return entry.model_copy(
        update={
            "quality": worst_quality((entry.quality, lines.quality)),
            "attribution": f"{entry.attribution}; {lines.attribution}",
        }
    )


def _keys(table: pd.DataFrame) -> list[tuple[str, str, date]]:
    """What the rows of a table of totals are of; 2024 and 2024-12-31 are one period."""
    ends = table["period"].map(period_end)
    return list(zip(table["vintage"], table["code"], ends, strict=True))

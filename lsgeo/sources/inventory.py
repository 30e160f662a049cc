"""Forest inventories: an office's file of lots, and the inventories that a workspace keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.crs import faults_of, parse, stray_faults
from lsgeo.errors import Fault, InputError
from lsgeo.inventory.communes import Trusted
from lsgeo.inventory.lots import STORED, Lots, stored_lots
from lsgeo.inventory.reading import read_lots
from lsgeo.inventory.schema import GEOMETRY, map_columns
from lsgeo.inventory.totals import natural_areas, totals
from lsgeo.inventory.types import COLUMNS as TYPE_COLUMNS
from lsgeo.inventory.types import Causes, ForestTypes
from lsgeo.inventory.types import causes as causes_of
from lsgeo.inventory.types import forest_types as types_of
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import last_days, period_faults
from lsgeo.sources.table import read_table
from lsgeo.sources.vector import Features, read_features

_DATA = files("lsgeo") / "data"
_KEY = ["vintage", "code", "period"]
_CAUSE_COLUMNS = ("code", "direction", "title_vi", "title_en", "aliases")


@dataclass(frozen=True)
class Choices:
    """What an officer says of a file of lots; empty where the file says it itself.

    ``columns`` are our names to the file's own; ``trusted`` is "code" or "name" where the commune
    is to be taken from one of them although the other differs.
    """

    layer: str = ""
    encoding: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    trusted: Trusted = ""


@dataclass(frozen=True)
class Inventory:
    """The lots of one inventory and the ledger of its file."""

    lots: Lots
    ledger: Ledger


def forest_types() -> ForestTypes:
    """The official forest types (TT 33/2018/TT-BNNPTNT, annex)."""
    with as_file(_DATA / "forest_types.csv") as path:
        table = read_table(_own(path), required=TYPE_COLUMNS)
        return types_of(table.rows, subject=path.name)


def change_causes(path: Path | None = None) -> Causes:
    """The causes of change that offices record: those of a table at `path`, else lsgeo's own."""
    with as_file(_DATA / "change_causes.csv") as own:
        table = read_table(_own(path or own), required=_CAUSE_COLUMNS)
        return causes_of(table.rows, subject=str(path or own.name))


def read_inventory(
    path: Path,
    registry: Registry,
    *,
    vintage: str,
    plane: str,
    choices: Choices | None = None,
    boundaries: gpd.GeoDataFrame | None = None,
) -> Inventory:
    """The lots in an office's file, by communes of `vintage`, in the coordinate system `plane`.

    `boundaries` are the real ones, if any, to check where lots lie. Raises `InputError` where the
    file cannot be read, does not say where it lies, or lies where `plane` is not used; where it
    lacks compulsory columns, or is of communes of another vintage.
    """
    chosen = choices or Choices()
    names = registry.units.loc[registry.units["vintage"] == vintage, "name"]
    read = read_features(
        path,
        layer=chosen.layer,
        encoding=chosen.encoding,
        crs=chosen.crs,
        names=tuple(names),
    )
    return inventory_of(
        read,
        registry,
        path=path,
        vintage=vintage,
        plane=plane,
        choices=chosen,
        boundaries=boundaries,
    )


def inventory_of(
    read: Features,
    registry: Registry,
    *,
    path: Path,
    vintage: str,
    plane: str,
    choices: Choices | None = None,
    boundaries: gpd.GeoDataFrame | None = None,
) -> Inventory:
    """The lots of a layer that was read from `path` already, as `read_inventory` gives them."""
    chosen = choices or Choices()
    _check_place(read.frame, subject=str(path), home=plane)
    mapped = map_columns(read.frame, subject=str(path), columns=chosen.columns)
    lots = read_lots(
        mapped.table,
        registry,
        subject=str(path),
        vintage=vintage,
        plane=plane,
        types=forest_types(),
        causes=change_causes(),
        boundaries=boundaries,
        trusted=chosen.trusted,
    )
    notes = [*read.notes, *mapped.notes, *lots.notes]
    ledger = ledger_entry(path.name, rows=read.rows, notes=notes, sheet=read.layer)
    return Inventory(lots, ledger)


def to_store(lots: Lots) -> gpd.GeoDataFrame:
    """The lots as a workspace keeps them: what `read_stored` reads, by row of the office's file."""
    return lots.lots[[*STORED, GEOMETRY]].rename_axis("row")


def read_stored(entry: Entry, registry: Registry, *, plane: str) -> Inventory:
    """The lots of an inventory that a workspace keeps; its entry says the vintage and the period.

    Raises `InputError` with every fault: no vintage or period, a period after its communes ended,
    a place off Viet Nam or the plane's own area, columns missing, rows without a commune, type or
    area.
    """
    faults = _entry_faults(entry, registry)
    if faults:
        raise InputError(str(entry.path), _("the inventory cannot be used"), faults)
    read = read_features(entry.path, layer=entry.sheet, crs=entry.crs)
    _check_place(read.frame, subject=str(entry.path), home=plane)
    lots = stored_lots(
        read.frame,
        registry,
        subject=str(entry.path),
        vintage=entry.vintage,
        plane=plane,
        types=forest_types(),
    )
    return Inventory(lots, ledger_entry(entry.path.name, rows=read.rows, notes=read.notes))


def inventory_table(
    lots: Lots,
    registry: Registry,
    *,
    entry: Entry,
    official: Entry,
    drawn: tuple[gpd.GeoDataFrame, Entry] | None = None,
) -> pd.DataFrame:
    """The totals of a kept inventory, what the indicator of legal cover is made from.

    The columns are those of `lsgeo.inventory.totals` with ``period, quality, source`` of the
    `entry` and ``natural_quality, natural_source`` of the area that cover is a share of: the
    official one, of the registry's entry `official`, and for communes that have none that of the
    boundaries (``area_ha``) with their entry, where `drawn` gives them. An entry of ``level =
    "province"`` says that the inventory is of the whole province, so that a commune without lots
    has no forest.
    """
    units = drawn[0] if drawn else None
    natural = natural_areas(registry, vintage=lots.vintage, units=units)
    table = totals(lots, registry, natural=natural, whole=entry.level == "province")
    measured = table["natural_area_from"].str.startswith("boundaries")
    origin = drawn[1] if drawn else official
    return table.assign(
        period=entry.period,
        quality=entry.quality,
        source=entry.attribution,
        natural_quality=measured.map({True: origin.quality, False: official.quality}),
        natural_source=measured.map({True: origin.attribution, False: official.attribution}),
    )


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of several inventories; `InputError` where two are of one commune and period."""
    every = pd.concat(list(tables), ignore_index=True)
    again = every[every.duplicated(_KEY)]
    if len(again):
        remedy = _("Take one of the two inventories out of the catalog.")
        faults = [
            Fault(_("this unit and period are there twice"), " ".join(row), remedy=remedy)
            for row in again[_KEY].itertuples(index=False)
        ]
        raise InputError("inventory", _("the inventory cannot be used"), faults)
    return every


def _entry_faults(entry: Entry, registry: Registry) -> list[Fault]:
    if entry.vintage not in registry.vintages:
        expected = ", ".join(registry.vintages)
        return [Fault(_("unknown vintage"), "vintage", expected, entry.vintage)]
    if not entry.period:
        return [Fault(_("the period is missing"), "period", "2025 / 2025-12-31")]
    code = registry.at(entry.vintage).index[0]  # the units of a vintage end together
    return list(period_faults(entry.period, last_days(registry).get((entry.vintage, code))))


def _check_place(lots: gpd.GeoDataFrame, *, subject: str, home: str) -> None:
    """Raise `InputError` for lots of no or a wrong coordinate system; a table has no place."""
    shapes = lots.geometry.to_numpy()
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not drawn.any():
        return
    bounds = lots.geometry[drawn].total_bounds
    faults = faults_of(lots.crs, bounds) or stray_faults(lots.crs, bounds, home=parse(home))
    if faults:
        raise InputError(subject, _("the layer cannot be used"), faults)


def _own(path: Path) -> Entry:
    """The entry of a table that comes with lsgeo."""
    return Entry(
        theme="inventory",
        path=path,
        title=path.stem,
        quality="published",
        licence="MIT",
        attribution="lsgeo",
    )

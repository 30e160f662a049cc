"""Reading what patches are made of: the raster of loss, the communes, the inventories."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from lsgeo.errors import ConfigError, raise_together
from lsgeo.facts import period_end, worst_quality
from lsgeo.indicators import forest_loss
from lsgeo.jobs.drawing import credit
from lsgeo.jobs.thresholds import min_canopy_pct
from lsgeo.messages import _
from lsgeo.patches.stocks import Stock
from lsgeo.products import hansen
from lsgeo.progress import Limits
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry, verify
from lsgeo.sources.inventory import read_stored
from lsgeo.sources.registry import read_registry
from lsgeo.workspace import Inputs, Workspace
from lsgeo.workspace.inputs import Attempts
from lsgeo.workspace.outlines import located_units
from lsgeo.workspace.scenes import Scene, lacking
from lsgeo.workspace.steps import read_rasters

_WHOLE_PROVINCE = "province"


@dataclass(frozen=True)
class Ground:
    """What patches are made of.

    ``units`` are the published communes, ``stocks`` the inventories, ``entries`` what all of it
    was read from, ``remarks`` what was not used, and why.
    """

    registry: Registry
    units: gpd.GeoDataFrame
    scene: Scene
    stocks: tuple[Stock, ...]
    min_canopy_pct: int
    boundaries: Entry
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]

    @property
    def last_year(self) -> int:
        """The last year of loss that was looked for."""
        return period_end(self.scene.period).year

    @property
    def quality(self) -> str:
        """That of the raster and the boundaries together."""
        return worst_quality([self.scene.quality, self.boundaries.quality])

    @property
    def source(self) -> str:
        """Who the raster is by."""
        return self.scene.source

    @property
    def qualities(self) -> frozenset[str]:
        """Those of everything that was read."""
        return frozenset(entry.quality for entry in self.entries)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the catalog says must be known of it."""
        return tuple(dict.fromkeys(entry.note for entry in self.entries if entry.note))

    @property
    def attributions(self) -> tuple[str, ...]:
        """Whose it is, with the licences."""
        whose = (credit(entry.attribution, entry.licence) for entry in self.entries)
        return tuple(dict.fromkeys(whose))


def read_ground(workspace: Workspace) -> Ground:
    """What the patches of a workspace are made of; raises every fault of it together."""
    entry, official = workspace.registry_entry(), workspace.config.vintages[0]
    boundaries = workspace.communes_entry(official)
    inventories = workspace.entries("inventory")
    product = hansen.PRODUCT.name
    bands = [one for one in workspace.entries("raster") if one.product == product]
    if not bands:
        raise _no_loss(workspace)
    verify([entry, boundaries, *inventories, *bands])
    registry, _ledger = read_registry(entry)
    attempt = Attempts()
    units = attempt(located_units, boundaries, registry, home=workspace.config.crs)
    inputs = Inputs(registry=registry, targets=(), limits=Limits())
    rasters = read_rasters(workspace, inputs, attempt).rasters
    stocks = [attempt(read_stock, one, workspace, registry) for one in inventories]
    raise_together(attempt.errors)
    if units is None:
        raise _no_loss(workspace)
    (scene,) = rasters[product]
    remarks = [
        _of_older_part(one, official) for one in inventories if _is_older_part(one, official)
    ]
    return Ground(
        registry=registry,
        units=units,
        scene=scene,
        stocks=tuple(one for one in stocks if one is not None),
        min_canopy_pct=min_canopy_pct(workspace, forest_loss.INDICATOR),
        boundaries=boundaries,
        entries=(boundaries, *bands, *inventories),
        remarks=tuple(remarks),
    )


def read_stock(entry: Entry, workspace: Workspace, registry: Registry) -> Stock:
    """The lots of an inventory, and which communes they are of."""
    lots = read_stored(entry, registry, plane=workspace.config.crs).lots
    official, codes = workspace.config.vintages[0], None
    if entry.level != _WHOLE_PROVINCE:
        codes = frozenset(lots.lots["code"]) if lots.vintage == official else frozenset()
    return Stock(
        title=entry.title,
        end=period_end(entry.period),
        quality=entry.quality,
        source=entry.attribution,
        lots=lots.lots,
        codes=codes,
    )


def _is_older_part(entry: Entry, official: str) -> bool:
    return entry.level != _WHOLE_PROVINCE and entry.vintage != official


def _of_older_part(entry: Entry, official: str) -> str:
    what = _("not used: {title} is of a part of the province, by communes of {vintage}")
    return what.format(title=entry.title, vintage=entry.vintage or official)


def _no_loss(workspace: Workspace) -> ConfigError:
    catalog = str(workspace.config.catalog_paths[-1])
    return ConfigError(catalog, _("the catalog lacks an input"), [lacking(hansen.PRODUCT)])

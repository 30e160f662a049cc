"""Originating: of what forest the lost canopy was, by the lots of the inventories."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lsgeo.facts import period_end, worst_quality
from lsgeo.indicators import forest_loss
from lsgeo.jobs.patching.reading import read_stock
from lsgeo.jobs.thresholds import min_canopy_pct
from lsgeo.patches.stocks import losses_by_origin
from lsgeo.products import hansen
from lsgeo.raster import Pixels, combine
from lsgeo.workspace import Inputs, Workspace


def loss_origins(workspace: Workspace, inputs: Inputs) -> pd.DataFrame | None:
    """The hectares lost in each published unit, year and origin; None without lots or raster.

    The columns are ``vintage, code, period, origin, value, variant, quality, source``. What stood
    there is told by the last inventory before the year, else by the first after it. A unit that
    none covers in whole has no rows.
    """
    vintage, entries = workspace.config.vintages[0], workspace.entries("inventory")
    scenes = inputs.rasters.get(hansen.PRODUCT.name, ())
    if not entries or not scenes or vintage not in inputs.units:
        return None
    (scene,) = scenes
    stocks = [read_stock(entry, workspace, inputs.registry) for entry in entries]
    canopy = min_canopy_pct(workspace, forest_loss.INDICATOR)
    to_years = hansen.loss_years(canopy)

    def decode(*, hansen: Pixels) -> Pixels:
        return to_years(hansen)

    years = combine("loss", {"hansen": scene.layer()}, decode=decode)
    lost = range(hansen.FIRST_YEAR + 1, period_end(scene.period).year + 1)
    found = losses_by_origin(inputs.units[vintage], years, lost=lost, stocks=stocks)
    parents = inputs.registry.parents(vintage)
    levels = pd.concat(list(_levels(found, parents, province=workspace.config.province)))
    known = levels[levels["origin"] != "unknown"]
    quality = [inputs.quality[vintage], scene.quality, *(one.quality for one in stocks)]
    return known.rename(columns={"area_ha": "value"}).assign(
        vintage=vintage,
        period=known["year"].astype("str"),
        variant=hansen.canopy_variants()[canopy],
        quality=worst_quality(quality),
        source="; ".join(dict.fromkeys([scene.source, *(one.source for one in stocks)])),
    )


def _levels(
    communes: pd.DataFrame, parents: dict[str, str], *, province: str
) -> Iterator[pd.DataFrame]:
    """Communes, the province and districts: those of which a commune is not known have no rows."""
    yield communes
    above = [dict.fromkeys(parents, province)]
    above += [parents] if set(parents.values()) != {province} else []
    for parent_of in above:
        raised = communes.assign(code=communes["code"].map(parent_of))
        is_unknown = (raised["origin"] == "unknown").groupby([raised["code"], raised["year"]])
        whole = raised[~is_unknown.transform("any").to_numpy(dtype=np.bool_)]
        yield whole.groupby(["code", "year", "origin"], as_index=False)["area_ha"].sum()

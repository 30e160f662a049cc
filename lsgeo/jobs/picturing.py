"""Picture: the loss raster of a workspace as an overlay of the map."""

from __future__ import annotations

import inspect

from lsgeo.compose.picture import Origin, Picture, loss_picture
from lsgeo.facts import period_end, worst_quality
from lsgeo.indicators import forest_loss
from lsgeo.jobs.drawing import credit
from lsgeo.products import hansen
from lsgeo.workspace import Inputs, Workspace

_OPTION = "min_canopy_pct"


def picture(workspace: Workspace, inputs: Inputs) -> Picture | None:
    """The years of canopy loss in the published units; None without the rasters.

    Counted by the same canopy threshold as the indicator of canopy loss.
    """
    product, vintage = hansen.PRODUCT, workspace.config.vintages[0]
    if product.name not in inputs.rasters or vintage not in inputs.units:
        return None
    entries = [one for one in workspace.entries("raster") if one.product == product.name]
    return loss_picture(
        product.joined(inputs.rasters[product.name]),
        inputs.units[vintage],
        min_canopy_pct=_min_canopy_pct(workspace),
        origin=Origin(
            last_year=max(period_end(one.period).year for one in entries),
            quality=worst_quality(one.quality for one in entries),
            source="; ".join(dict.fromkeys(one.attribution for one in entries)),
            attribution="; ".join(
                dict.fromkeys(credit(one.attribution, one.licence) for one in entries)
            ),
        ),
    )


def _min_canopy_pct(workspace: Workspace) -> int:
    indicator = forest_loss.INDICATOR
    default = inspect.signature(indicator.compute).parameters[_OPTION].default
    return workspace.config.options.get(indicator.name, {}).get(_OPTION, default)

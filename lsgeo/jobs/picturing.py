"""Picture: the loss raster of a workspace as an overlay of the map."""

from __future__ import annotations

from lsgeo.compose.picture import Origin, Picture, loss_picture
from lsgeo.facts import period_end
from lsgeo.indicators import forest_loss
from lsgeo.jobs.drawing import credit
from lsgeo.jobs.thresholds import min_canopy_pct
from lsgeo.products import hansen
from lsgeo.workspace import Inputs, Workspace


def picture(workspace: Workspace, inputs: Inputs) -> Picture | None:
    """The years of canopy loss in the published units; None without the rasters.

    Counted by the same canopy threshold as the indicator of canopy loss.
    """
    product, vintage = hansen.PRODUCT, workspace.config.vintages[0]
    if product.name not in inputs.rasters or vintage not in inputs.units:
        return None
    (scene,) = inputs.rasters[product.name]
    return loss_picture(
        scene.layer(),
        inputs.units[vintage],
        min_canopy_pct=min_canopy_pct(workspace, forest_loss.INDICATOR),
        origin=Origin(
            last_year=period_end(scene.period).year,
            quality=scene.quality,
            source="; ".join(dict.fromkeys(one.attribution for one in scene.entries)),
            attribution="; ".join(
                dict.fromkeys(credit(one.attribution, one.licence) for one in scene.entries)
            ),
        ),
    )

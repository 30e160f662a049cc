"""Sifting: loss in patches that are large enough, as one more layer to tally."""

from __future__ import annotations

import inspect

from lsgeo.indicators import forest_loss_patches as indicator
from lsgeo.patches import sifted
from lsgeo.products import hansen
from lsgeo.raster import Raster
from lsgeo.workspace import Workspace
from lsgeo.workspace.scenes import Scene

NAME = "hansen, patches"
"""What the layer is called in a table of class areas."""


def loss_patches(workspace: Workspace, scene: Scene) -> Raster:
    """The year of loss of each cell of a scene of Hansen's in a patch large enough, 0 elsewhere.

    What is large enough is an option of the indicator; the whole raster is read for it.
    """
    parameters = inspect.signature(indicator.compute).parameters.values()
    options = {one.name: one.default for one in parameters if one.name != "loss_patches"}
    options |= workspace.config.options.get(indicator.INDICATOR.name, {})
    canopy = options.pop("min_canopy_pct")
    sieve = indicator.sieve_of(**options)
    return sifted(scene.layer(), sieve, name=NAME, groups=hansen.loss_years(canopy))

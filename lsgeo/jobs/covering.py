"""Whether rasters cover the units that are measured on them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.registry import full_name

_TOLERATED = 1e-4  # of a unit's area: coarse outlines may graze the edge of a clip


def check_covered(units: gpd.GeoDataFrame, outside: pd.Series, *, subject: str) -> None:
    """Raise `InputError` about the raster `subject` where it leaves a part of a unit outside.

    `units` has ``name, kind`` by code, `outside` the share of each unit by code, 0 to 1.
    """
    remedy = _("Get a raster that covers the whole province, with a margin.")
    faults = [
        Fault(
            _("lies outside the raster"),
            where=f"{full_name(*units.loc[code, ['name', 'kind']])} ({code})",
            expected="0 %",
            got=f"{share:.1%}",
            remedy=remedy,
        )
        for code, share in outside[outside > _TOLERATED].items()
    ]
    if faults:
        raise InputError(subject, _("the raster does not cover the units"), faults)

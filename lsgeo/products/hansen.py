"""Hansen Global Forest Change: canopy of 2000 and the year of its loss, read together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lsgeo.errors import ConfigError, Fault
from lsgeo.messages import _
from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import Words

CANOPY_EDGES = (10, 30, 50, 75)
"""Canopy thresholds in per cent that class areas can be summed from."""

FIRST_YEAR = 2000
_YEARS = 100  # loss years fit below this


def decode(*, treecover2000: Pixels, lossyear: Pixels) -> Pixels:
    """The joint class of a pixel: canopy step times 100 plus the loss year (0: none).

    Canopy step k counts the `CANOPY_EDGES` that the canopy of 2000 reaches. Both bands are 0 for
    "no trees" and "no loss", which is data whatever a file is tagged (Hansen et al. 2013, Science
    342).
    """
    step = np.searchsorted(CANOPY_EDGES, treecover2000, side="right")
    return step.astype("int32") * _YEARS + lossyear


def canopy_step(min_canopy_pct: int) -> int:
    """The step from which the canopy is at least `min_canopy_pct`.

    Raises `ConfigError` for a threshold that is none of `CANOPY_EDGES`.
    """
    if min_canopy_pct not in CANOPY_EDGES:
        fault = Fault(
            _("areas are not kept for this canopy threshold"),
            where="min_canopy_pct",
            expected=", ".join(map(str, CANOPY_EDGES)),
            got=str(min_canopy_pct),
        )
        raise ConfigError("lsgeo.toml", _("an option cannot be followed"), [fault])
    return CANOPY_EDGES.index(min_canopy_pct) + 1


def covered_years(tally: pd.DataFrame) -> int:
    """The last loss year (n: 2000 + n) that a tally with ``period`` covers.

    It is that of the product's period, which says how long was looked: a year in which nobody
    lost anything is a zero, too.
    """
    return int(tally["period"].str[:4].astype("int64").max()) - FIRST_YEAR


def last_loss(joint: Pixels) -> int:
    """The calendar year of the last loss among joint classes; 2000 where nothing was lost."""
    return FIRST_YEAR + int(split(joint)[1].max(initial=0))


def split(joint: Pixels) -> tuple[Pixels, Pixels]:
    """The canopy steps and the loss years (0 none, n: 2000 + n) of joint classes."""
    return joint // _YEARS, joint % _YEARS


PRODUCT = Product(
    name="hansen",
    title=Words(
        "Biến động rừng toàn cầu Hansen (tham khảo viễn thám)",
        "Hansen Global Forest Change (satellite reference)",
    ),
    source="Hansen/UMD/Google/USGS/NASA, Global Forest Change",
    licence="CC BY 4.0",
    legend={"treecover2000": range(101), "lossyear": range(_YEARS)},
    decode=decode,
    classes={},
    last_year=last_loss,
)

"""Hansen Global Forest Change: canopy of 2000, the year of its loss, gain to 2012, together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.errors import ConfigError, Fault
from lsgeo.messages import _
from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import Words

CANOPY_EDGES = (10, 30, 50, 75)
"""Canopy thresholds in per cent that class areas can be summed from."""

FIRST_YEAR = 2000
GAIN_YEAR = 2012
"""The last year of the band ``gain``, which no release after the first has gone beyond."""

UNIT = ("vintage", "code", "quality", "source")
"""What tells units apart in a tally."""

_Column = TypeVar("_Column")
Where = NDArray[np.bool_]

_YEARS = 100  # loss years fit below this
_GAIN = 1000  # canopy steps and loss years fit below this
_WATER = 2  # of the band datamask; 1 is land, 0 is not observed


def decode(
    *,
    treecover2000: Pixels,
    lossyear: Pixels,
    gain: Pixels | None = None,
    datamask: Pixels | None = None,
) -> Pixels:
    """The joint class of a pixel: canopy step times 100 plus the loss year (0: none).

    Canopy step k counts the `CANOPY_EDGES` that the canopy of 2000 reaches. Both bands are 0 for
    "no trees" and "no loss", which is data whatever a file is tagged (Hansen et al. 2013, Science
    342). Where gain was looked for, 1000 is added, and 2000 where there was some. Permanent water
    by ``datamask`` is ground without trees, loss and gain.
    """
    step = np.searchsorted(CANOPY_EDGES, treecover2000, side="right")
    joint = step.astype("int32") * _YEARS + lossyear
    dry = np.ones(len(joint), dtype=bool) if datamask is None else datamask != _WATER
    joint = np.where(dry, joint, 0)
    return joint if gain is None else joint + _GAIN * np.where(dry, gain + 1, 1)


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


def canopy_variants() -> dict[int, str]:
    """The variant of facts for each canopy threshold, ``canopy>=30``."""
    return {edge: f"canopy>={edge}" for edge in CANOPY_EDGES}


def covered_years(tally: pd.DataFrame) -> int:
    """The last loss year (n: 2000 + n) that a tally with ``period`` covers.

    It is that of the product's period, which says how long was looked: a year in which nobody
    lost anything is a zero, too.
    """
    return int(tally["period"].str[:4].astype("int64").max()) - FIRST_YEAR


def areas_where(tally: pd.DataFrame, where: Mapping[_Column, Where]) -> dict[_Column, pd.Series]:
    """The hectares of each unit (`UNIT`) where each mask over the rows of a tally holds, by name.

    All masks are summed in one go.
    """
    area = tally["area_ha"].to_numpy()
    masked = pd.DataFrame(
        {place: np.where(mask, area, 0.0) for place, mask in enumerate(where.values())}
    )
    sums = masked.groupby([tally[name].to_numpy() for name in UNIT], sort=False).sum()
    sums = sums.rename_axis(list(UNIT))
    return {name: sums[place] for place, name in enumerate(where)}


def last_loss(joint: Pixels) -> int:
    """The calendar year of the last loss among joint classes; 2000 where nothing was lost."""
    return FIRST_YEAR + int(split(joint)[1].max(initial=0))


def split(joint: Pixels) -> tuple[Pixels, Pixels]:
    """The canopy steps and the loss years (0 none, n: 2000 + n) of joint classes.

    The step of what is no data (-1) is -1, below all thresholds.
    """
    return np.where(joint < 0, -1, joint % _GAIN // _YEARS), joint % _YEARS


def gains(joint: Pixels) -> tuple[Where, Where]:
    """Whether gain was looked for, and whether there was some, of joint classes."""
    return joint // _GAIN > 0, joint // _GAIN > 1


def loss_years(min_canopy_pct: int) -> Callable[[np.ndarray], np.ndarray]:
    """The calendar year of loss of each class of Hansen's, 0 where enough canopy was not lost."""
    step = canopy_step(min_canopy_pct)

    def years(classes: np.ndarray) -> np.ndarray:
        steps, lost = split(classes)
        return np.where((steps >= step) & (lost > 0), FIRST_YEAR + lost, 0)

    return years


PRODUCT = Product(
    name="hansen",
    title=Words(
        "Biến động rừng toàn cầu Hansen (tham khảo viễn thám)",
        "Hansen Global Forest Change (satellite reference)",
    ),
    source="Hansen/UMD/Google/USGS/NASA, Global Forest Change",
    licence="CC BY 4.0",
    legend={
        "treecover2000": range(101),
        "lossyear": range(_YEARS),
        "gain": range(2),
        "datamask": range(_WATER + 1),
    },
    optional=("gain", "datamask"),
    unobserved={"datamask": (0,)},
    short=Words("Hansen", "Hansen"),
    decode=decode,
    classes={},
    last_year=last_loss,
)

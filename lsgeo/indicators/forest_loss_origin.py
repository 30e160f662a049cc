"""Loss of tree canopy by what stood there: natural forest, planted forest, or no forest."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import LOSS, Theme
from lsgeo.text import Words

_FACTS: Mapping[str, str] = {
    "natural": "forest_loss_natural",
    "planted": "forest_loss_planted",
    "outside": "forest_loss_outside",
}


def compute(*, loss_origins: pd.DataFrame) -> pd.DataFrame:
    """Facts: hectares lost in each year in natural and planted forest and outside of forest.

    `loss_origins` has ``vintage, code, period, origin, value, variant, quality, source``, the
    origins being those of `lsgeo.patches.origin.ORIGINS` but "unknown". The three add up to the
    loss of the unit.
    """
    named = loss_origins.assign(indicator=loss_origins["origin"].map(_FACTS))
    return facts.make(named, constants={"unit": "ha"})


_NOTE = Words(
    "Mất tán cây nhìn từ vệ tinh, chia theo lô của kiểm kê rừng gần nhất trước năm mất (nếu không "
    "có thì sau đó)",
    "Canopy loss seen by satellites, shared out by the lots of the last inventory before the year "
    "(where there is none, of the first after it)",
)
_TITLES: Mapping[str, Words] = {
    "forest_loss_natural": Words(
        "Mất tán cây trong rừng tự nhiên", "Canopy lost in natural forest"
    ),
    "forest_loss_planted": Words("Mất tán cây trong rừng trồng", "Canopy lost in planted forest"),
    "forest_loss_outside": Words("Mất tán cây ngoài rừng", "Canopy lost outside of forest"),
}

INDICATOR = Indicator(
    name="forest_loss_origin",
    title=Words("Mất tán cây theo nguồn gốc rừng", "Tree canopy loss by origin"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes=dict.fromkeys(_FACTS.values(), "ha"),
    judges_targets=False,
    themes=tuple(
        Theme(
            name,
            title,
            unit=Words("ha", "ha"),
            decimals=1,
            colours=LOSS,
            note=_NOTE,
            satellite=True,
            rank=34 + place,
        )
        for place, (name, title) in enumerate(_TITLES.items())
    ),
)

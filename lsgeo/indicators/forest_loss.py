"""Loss of the tree canopy of 2000, per year of loss."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import LOSS, Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words


def compute(*, hansen: pd.DataFrame, min_canopy_pct: int = 30) -> pd.DataFrame:
    """Facts: canopy of 2000 lost in each year and since 2001, in hectares and as a share.

    `hansen` and `min_canopy_pct` as in `lsgeo.indicators.tree_cover`. A unit that lost nothing in
    a year has the value 0; years after the product's period have no fact. The share is in per cent
    of the canopy of 2000, and a unit that had none has no share.
    """
    product.canopy_step(min_canopy_pct)  # raises for one that is none
    if hansen.empty or not product.covered_years(hansen):
        return facts.empty()
    area = product.areas_where(hansen, dict(_lost(hansen)))
    columns = {}
    for edge, variant in product.canopy_variants().items():
        canopy = area[edge, 0, "canopy"]
        for year in range(1, product.covered_years(hansen) + 1):
            period, since = str(product.FIRST_YEAR + year), area[edge, year, "since"]
            columns[variant, period, "forest_loss", "ha"] = area[edge, year, "in"]
            columns[variant, period, "forest_loss_since_2001", "ha"] = since
            share = since / canopy.where(canopy > 0) * 100
            columns[variant, period, "forest_loss_since_2001_share", "%"] = share
    named = pd.DataFrame(columns).rename_axis(columns=["variant", "period", "indicator", "unit"])
    return facts.make(named.melt(ignore_index=False).reset_index().dropna(subset="value"))


def _lost(hansen: pd.DataFrame) -> Iterator[tuple[tuple[int, int, str], product.Where]]:
    """Where there was canopy of each threshold, and where it was lost in and up to each year."""
    steps, years = product.split(hansen["class"].to_numpy())
    for edge in product.CANOPY_EDGES:
        canopy = steps >= product.canopy_step(edge)
        yield (edge, 0, "canopy"), canopy
        for year in range(1, product.covered_years(hansen) + 1):
            yield (edge, year, "in"), canopy & (years == year)
            yield (edge, year, "since"), canopy & (years > 0) & (years <= year)


_NOTE = Words(
    "Tham khảo viễn thám: gồm cả khai thác rừng trồng và cây lâu năm, không phải mất rừng theo "
    "quy định",
    "Satellite reference: harvested plantations and tree crops included, not forest loss in law",
)

INDICATOR = Indicator(
    name="forest_loss",
    title=Words("Mất tán cây mỗi năm", "Tree canopy loss per year"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        "forest_loss": "ha",
        "forest_loss_since_2001": "ha",
        "forest_loss_since_2001_share": "%",
    },
    judges_targets=False,
    themes=(
        Theme(
            "forest_loss_since_2001_share",
            Words("Mất tán cây từ 2001", "Tree canopy lost since 2001"),
            unit=Words("% tán cây năm 2000", "% of the canopy of 2000"),
            decimals=1,
            colours=LOSS,
            note=_NOTE,
            satellite=True,
            rank=30,
            short=Words("Mất tán cây", "Canopy loss"),
        ),
        Theme(
            "forest_loss_since_2001",
            Words("Diện tích mất tán cây từ 2001", "Area of tree canopy lost since 2001"),
            unit=Words("ha", "ha"),
            satellite=True,
            rank=31,
        ),
        Theme(
            "forest_loss",
            Words("Mất tán cây trong năm", "Tree canopy lost in the year"),
            unit=Words("ha", "ha"),
            decimals=1,
            satellite=True,
            rank=31,
        ),
    ),
)

"""Tree canopy of 2000 still standing, per year: it can only fall, and is no legal forest cover."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lsgeo import facts
from lsgeo.indicators import Indicator
from lsgeo.palette import COVER, Theme
from lsgeo.products import hansen as product
from lsgeo.text import Words


def compute(*, hansen: pd.DataFrame, min_canopy_pct: int = 30) -> pd.DataFrame:
    """Facts: hectares, and per cent of the observed area, of canopy of 2000 left after each year.

    `hansen` has ``vintage, code, class, area_ha, period, quality, source`` with the joint classes
    of `lsgeo.products.hansen`; its ``period`` says up to which year. There is a variant for each
    canopy threshold; maps show that of `min_canopy_pct`. Regrowth and planting since 2000 are not
    seen, so this never judges the forest target.
    """
    product.canopy_step(min_canopy_pct)  # raises for one that is none
    if hansen.empty:
        return facts.empty()
    left = product.areas_where(hansen, dict(_standing(hansen)))
    observed = product.areas_where(hansen, {"": np.ones(len(hansen), dtype=bool)})[""]
    columns = {}
    for (variant, period), area in left.items():
        columns[variant, period, "tree_cover_2000_remaining", "ha"] = area
        columns[variant, period, "tree_cover_2000_remaining_share", "%"] = area / observed * 100
    named = pd.DataFrame(columns).rename_axis(columns=["variant", "period", "indicator", "unit"])
    return facts.make(named.melt(ignore_index=False).reset_index())


def _standing(hansen: pd.DataFrame) -> Iterator[tuple[tuple[str, str], product.Where]]:
    """Where canopy of each threshold (its variant) still stands at the end of each year."""
    steps, years = product.split(hansen["class"].to_numpy())
    for edge, variant in product.canopy_variants().items():
        canopy = steps >= product.canopy_step(edge)
        for year in range(product.covered_years(hansen) + 1):
            still = (years == 0) | (years > year)
            yield (variant, str(product.FIRST_YEAR + year)), canopy & still


_NOTE = Words(
    "Tham khảo viễn thám, không phải độ che phủ rừng theo quy định; chỉ có thể giảm vì không tính "
    "rừng trồng hay phục hồi sau năm 2000",
    "Satellite reference, not legal forest cover; it can only fall, since planting and regrowth "
    "after 2000 are not counted",
)

INDICATOR = Indicator(
    name="tree_cover",
    title=Words("Tán cây năm 2000 còn lại", "Tree canopy of 2000 still standing"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={
        "tree_cover_2000_remaining": "ha",
        "tree_cover_2000_remaining_share": "%",
    },
    judges_targets=False,
    themes=(
        Theme(
            "tree_cover_2000_remaining_share",
            Words("Tán cây năm 2000 còn lại", "Tree canopy of 2000 still standing"),
            unit=Words("%", "%"),
            decimals=1,
            colours=COVER,
            note=_NOTE,
            satellite=True,
            rank=20,
            short=Words("Tán cây", "Canopy"),
        ),
        Theme(
            "tree_cover_2000_remaining",
            Words("Diện tích tán cây năm 2000 còn lại", "Area of tree canopy of 2000 left"),
            unit=Words("ha", "ha"),
            satellite=True,
            rank=21,
        ),
    ),
)

"""Legal forest by commune, district and province: areas of the inventory, and the legal cover."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lsgeo import facts
from lsgeo.facts import Ratio
from lsgeo.indicators import Indicator
from lsgeo.palette import COVER, Theme
from lsgeo.text import Words

AREAS: Mapping[str, str] = {
    "forest_area_ha": "forest_ha",
    "forest_natural_ha": "natural_ha",
    "forest_planted_ha": "planted_ha",
    "forest_planted_young_ha": "planted_young_ha",
    "forest_special_use_ha": "special_use_ha",
    "forest_protection_ha": "protection_ha",
    "forest_production_ha": "production_ha",
    "forest_geometry_ha": "geometry_ha",
}
"""Facts, and the column of an inventory's totals (`lsgeo.inventory.totals`) each is."""

COVERING = "forest_covering_ha"
"""What counts toward cover: natural forest and planted that has become forest."""

NATURAL_AREA = "natural_area_ha"


def compute(*, forest_inventory: pd.DataFrame) -> pd.DataFrame:
    """Facts: hectares of forest by law, of its parts, and of the natural area.

    `forest_inventory` has the columns of `lsgeo.inventory.totals` with ``period, quality, source,
    natural_quality, natural_source``. Amounts that are missing are no facts.
    """
    keys = ["vintage", "code", "period"]
    mine = [*keys, "quality", "source"]
    tables = [
        forest_inventory[[*mine, column]].rename(columns={column: "value"}).assign(indicator=name)
        for name, column in AREAS.items()
    ]
    covering = forest_inventory["natural_ha"] + forest_inventory["planted_ha"]
    tables.append(forest_inventory[mine].assign(value=covering, indicator=COVERING))
    natural = forest_inventory[[*keys, NATURAL_AREA, "natural_quality", "natural_source"]]
    tables.append(
        natural.set_axis([*keys, "value", "quality", "source"], axis="columns").assign(
            indicator=NATURAL_AREA
        )
    )
    every = pd.concat(tables, ignore_index=True).dropna(subset=["value"])
    return facts.make(every, constants={"unit": "ha"})


_NOTE = Words(
    "Rừng tự nhiên và rừng trồng đã thành rừng trên diện tích tự nhiên, theo kiểm kê, theo dõi "
    "diễn biến rừng (Thông tư 33/2018/TT-BNNPTNT); không tính rừng trồng chưa thành rừng. Không "
    "phải tán cây nhìn từ vệ tinh",
    "Natural forest and planted that has become forest, of the natural area, by the forest "
    "inventory (Circular 33/2018/TT-BNNPTNT); planted not yet forest is not counted. Not the tree "
    "canopy seen by satellites",
)

INDICATOR = Indicator(
    name="forest_inventory",
    title=Words("Rừng theo kiểm kê", "Forest by inventory"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes=dict.fromkeys((*AREAS, COVERING, NATURAL_AREA), "ha"),
    ratios=(Ratio("forest_cover", part=COVERING, whole=NATURAL_AREA),),
    themes=(
        Theme(
            "forest_cover",
            Words("Độ che phủ rừng", "Forest cover (legal)"),
            unit=Words("%", "%"),
            decimals=2,
            colours=COVER,
            note=_NOTE,
            rank=15,
            short=Words("Che phủ rừng", "Forest cover"),
        ),
        *(
            Theme(name, title, unit=Words("ha", "ha"), decimals=1, rank=16 + place)
            for place, (name, title) in enumerate(
                {
                    "forest_area_ha": Words("Diện tích có rừng", "Area with forest"),
                    "forest_natural_ha": Words("Rừng tự nhiên", "Natural forest"),
                    "forest_planted_ha": Words(
                        "Rừng trồng đã thành rừng", "Planted, become forest"
                    ),
                    "forest_planted_young_ha": Words(
                        "Rừng trồng chưa thành rừng", "Planted, not yet forest"
                    ),
                }.items()
            )
        ),
    ),
)

"""The four communes of `map_publication` with a history: years, former units, a picture.

Canopy in per cent, by year (classes "under 50" and "from 50"):

                2022   2023   2024
  A Đồng Đăng     60     30     10
  B Kỳ Lừa        40     50     50
  C (hostile)     20    100    100
  D Ba Sơn         -      -      -

Loss in hectares is known of 2020 (A 1, others 0) and 2024 (A 9, others 0); the picture has its
losses of 2021 in the west and of 2024 in the east. Before there were two communes, in the north
(canopy 70 %) and in the south (20 %).
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from lsgeo.compose import LINEAGE_COLUMNS, Attention, Field, Layer, Publication
from lsgeo.compose.picture import Picture
from lsgeo.palette import COVER, LOSS, NO_DATA, PICTURE_LOSS, Style, StyleClass, Symbol
from lsgeo.text import Words, same
from tests.outputs.map_publication import map_publication

LOW, HIGH = COVER[0], COVER[4]
LITTLE, MUCH = LOSS[0], LOSS[3]
EARLY, LATE = PICTURE_LOSS[0], PICTURE_LOSS[3]
NAN = float("nan")


def atlas_publication() -> Publication:
    """The publication; its first theme is the status of `map_publication`, which has no years."""
    base = map_publication()
    return replace(
        base,
        units=_with_history(base.units),
        others=(_former_units(base.units),),
        attention=(Attention("00003", Words("chậm kế hoạch", "behind the plan")),),
        attention_rule=Words("Xã chậm nhất đứng đầu", "The latest first"),
        nearest=(Attention("00001", Words("thiếu 1 tiêu chí", "1 criterion to go")),),
        lineage=_lineage(),
        picture=_picture(),
    )


def _with_history(units: Layer) -> Layer:
    loss = _loss_by_year(units.data.index)
    made_of = ["Xã Bắc (60,0 %)", "Xã Bắc (40,0 %)", "Xã Nam", "Xã Nam"]
    data = units.data.assign(forest_loss=loss["2024"], predecessors=made_of)
    loss_field = Field(
        "forest_loss", Words("Mất rừng", "Loss"), same("ha"), period="2024", source="Hansen"
    )
    return replace(
        units,
        level="commune",
        vintage="2025-07-01",
        data=data,
        fields=(*units.fields, loss_field, Field("predecessors", Words("Gồm", "Made of"))),
        styles=(*units.styles, _loss_style()),
        series={"cover": _cover_by_year(units.data.index), "forest_loss": loss},
    )


def _cover_by_year(codes: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "2022": [60.0, 40.0, 20.0, NAN],
            "2023": [30.0, 50.0, 100.0, NAN],
            "2024": [10.0, 50.0, 100.0, NAN],
        },
        index=codes,
    )


def _loss_by_year(codes: pd.Index) -> pd.DataFrame:
    return pd.DataFrame({"2020": [1.0, 0.0, 0.0, 0.0], "2024": [9.0, 0.0, 0.0, 0.0]}, index=codes)


def _loss_style() -> Style:
    return Style(
        name="loss",
        title=Words("Mất rừng", "Forest loss"),
        column="forest_loss",
        kind="graduated",
        classes=(
            StyleClass(Words("dưới 5", "under 5"), Symbol(LITTLE), low=0, high=5),
            StyleClass(Words("từ 5", "from 5"), Symbol(MUCH), low=5, high=100),
        ),
        missing=NO_DATA,
        unit=same("ha"),
        period="2024",
        quality="official",
        source="Hansen",
    )


def _former_units(units: Layer) -> Layer:
    data = gpd.GeoDataFrame(
        {"name": ["Bắc", "Nam"], "kind": ["xã", "xã"], "cover": [70.0, 20.0]},
        geometry=[box(106.7, 21.9, 106.9, 22.0), box(106.7, 21.8, 106.9, 21.9)],
        index=pd.Index(["00011", "00012"], name="code"),
        crs="EPSG:4326",
    )
    cover = next(style for style in units.styles if style.name == "cover")
    fields = tuple(field for field in units.fields if field.name in data.columns)
    title = Words("Xã đến 30/06/2025", "Communes to 2025-06-30")
    return Layer(
        "former", title, data, fields, (cover,), "x", level="commune", vintage="2024-12-01"
    )


def _lineage() -> pd.DataFrame:
    since = "2024-12-01"
    rows = [
        ("00001", "00011", "Bắc", "xã", since, 0.6),
        ("00002", "00011", "Bắc", "xã", since, 0.4),
        ("00003", "00012", "Nam", "xã", since, 0.5),
        ("00004", "00012", "Nam", "xã", since, 0.5),
    ]
    return pd.DataFrame(rows, columns=list(LINEAGE_COLUMNS))


def _picture() -> Picture:
    """Losses of 2021 in the western half, of 2024 in the eastern."""
    return Picture(
        name="loss",
        title=Words("Ảnh mất rừng", "Loss picture"),
        note=Words("Ô khoảng 100 m", "Blocks of about 100 m"),
        period="2024",
        quality="remote_sensing",
        source="Hansen",
        attribution="Hansen",
        pixels=np.array([[1, 1, 4, 4]], dtype=np.uint8),
        bounds=(106.7, 21.8, 106.9, 22.0),
        classes=(
            StyleClass(same("2021–2022"), Symbol(EARLY), low=2021, high=2022),
            StyleClass(same("2023–2024"), Symbol(LATE), low=2023, high=2024),
        ),
        first_year=2021,
    )

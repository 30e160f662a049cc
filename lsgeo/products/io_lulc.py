"""ESRI / Impact Observatory annual land cover, 10 m: nine classes from 2017 on, a year each."""

from __future__ import annotations

from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import Words

_UNOBSERVED = (0, 10)  # no data, and clouds in every image of the year


def decode(*, lulc: Pixels) -> Pixels:
    """The class of each pixel, as it is; 3 and 6 were merged into 11 in the second version."""
    return lulc.astype("int32")


CLASSES = {
    1: Words("Mặt nước", "Water"),
    2: Words("Cây gỗ", "Trees"),
    4: Words("Thực vật ngập nước", "Flooded vegetation"),
    5: Words("Cây trồng", "Crops"),
    7: Words("Đất xây dựng", "Built area"),
    8: Words("Đất trống", "Bare ground"),
    9: Words("Băng tuyết", "Snow and ice"),
    11: Words("Trảng cỏ, cây bụi", "Rangeland"),
}

COLOURS = {
    1: "#2B6CA3",
    2: "#1E7A3C",
    4: "#6FB7C4",
    5: "#F2C45A",
    7: "#B04A5A",
    8: "#D8CBB8",
    9: "#F4F4F4",
    11: "#D3DE9E",
}

PRODUCT = Product(
    name="io_lulc",
    title=Words(
        "Lớp phủ đất hằng năm ESRI/Impact Observatory (10 m)",
        "ESRI/Impact Observatory annual land cover (10 m)",
    ),
    source="Impact Observatory, Microsoft, Esri: 10 m annual land use land cover (9 classes)",
    licence="CC BY 4.0",
    legend={"lulc": (*_UNOBSERVED, *CLASSES)},
    unobserved={"lulc": _UNOBSERVED},
    decode=decode,
    classes=CLASSES,
    colours=COLOURS,
    short=Words("ESRI/IO", "ESRI/IO"),
    note=Words(
        "Tham khảo viễn thám, không phải số liệu rừng theo quy định; cây gỗ gồm cả cây ăn quả và "
        "rừng trồng",
        "Satellite reference, no forest figures in law; trees include orchards and plantations",
    ),
)

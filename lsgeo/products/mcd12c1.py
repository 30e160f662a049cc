"""MODIS MCD12C1 land cover, IGBP classes at 0.05°: coarse, land cover and not forest figures."""

from __future__ import annotations

from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import Words


def decode(*, igbp: Pixels) -> Pixels:
    """The IGBP class (0 … 16) of each pixel, as it is (MCD12 user guide, table 3)."""
    return igbp.astype("int32")


CLASSES = {
    0: Words("Mặt nước", "Water"),
    1: Words("Rừng lá kim thường xanh", "Evergreen needleleaf forest"),
    2: Words("Rừng lá rộng thường xanh", "Evergreen broadleaf forest"),
    3: Words("Rừng lá kim rụng lá", "Deciduous needleleaf forest"),
    4: Words("Rừng lá rộng rụng lá", "Deciduous broadleaf forest"),
    5: Words("Rừng hỗn giao", "Mixed forest"),
    6: Words("Cây bụi rậm", "Closed shrubland"),
    7: Words("Cây bụi thưa", "Open shrubland"),
    8: Words("Trảng cỏ nhiều cây gỗ", "Woody savanna"),
    9: Words("Trảng cỏ cây gỗ thưa", "Savanna"),
    10: Words("Đồng cỏ", "Grassland"),
    11: Words("Đất ngập nước", "Permanent wetland"),
    12: Words("Đất trồng trọt", "Cropland"),
    13: Words("Đất đô thị, xây dựng", "Urban and built-up"),
    14: Words("Trồng trọt xen cây tự nhiên", "Cropland and natural vegetation mosaic"),
    15: Words("Băng tuyết", "Snow and ice"),
    16: Words("Đất trống", "Barren"),
}

COLOURS = dict(
    zip(
        CLASSES,
        (
            "#2B6CA3",
            "#0B5A2E",
            "#1E7A3C",
            "#5B8F3A",
            "#7BA84B",
            "#3C9A4F",
            "#A98B5D",
            "#CDB87F",
            "#A7C77A",
            "#D3DE9E",
            "#E9E7A6",
            "#6FB7C4",
            "#F2C45A",
            "#B04A5A",
            "#D9CF6E",
            "#F4F4F4",
            "#D8CBB8",
        ),
        strict=True,
    )
)
"""One colour per IGBP class: woods green, crops yellow, water blue, towns red."""

PRODUCT = Product(
    name="mcd12c1",
    title=Words("Lớp phủ đất MODIS (IGBP, 0,05°)", "MODIS land cover (IGBP, 0.05°)"),
    source="NASA MODIS MCD12C1 v006",
    licence="public domain (NASA open data)",
    legend={"igbp": CLASSES},
    decode=decode,
    classes=CLASSES,
    colours=COLOURS,
    short=Words("MODIS", "MODIS"),
    note=Words(
        "Ô ảnh 0,05° (khoảng 29 km²): chỉ để tham khảo, không phải số liệu rừng",
        "Cells of 0.05° (about 29 km²): for orientation only, no forest figures",
    ),
)

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

PRODUCT = Product(
    name="mcd12c1",
    title=Words("Lớp phủ đất MODIS (IGBP, 0,05°)", "MODIS land cover (IGBP, 0.05°)"),
    source="NASA MODIS MCD12C1 v006",
    licence="public domain (NASA open data)",
    legend={"igbp": CLASSES},
    decode=decode,
    classes=CLASSES,
)

"""ESA WorldCover, 10 m: eleven classes of 2020 (v100) and of 2021 (v200), which are no series."""

from __future__ import annotations

from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import NOTHING, Words

VERSIONS = {"2020": "v100", "2021": "v200"}
"""The version of the algorithm that the map of a year was made with."""

_UNOBSERVED = 0


def decode(*, landcover: Pixels) -> Pixels:
    """The class of each pixel, as it is (WorldCover product user manual, table 2)."""
    return landcover.astype("int32")


def incomparable(start: str, end: str) -> Words:
    """Why the maps of two years say nothing of change, nothing where one algorithm made both."""
    old, new = (VERSIONS.get(period[:4], "?") for period in (start, end))
    if old == new != "?":
        return NOTHING
    return Words(
        f"bản đồ {start} ({old}) và {end} ({new}) được lập bằng hai phiên bản thuật toán khác "
        "nhau: chỗ khác nhau có thể do thuật toán, không phải do mặt đất biến động",
        f"the maps of {start} ({old}) and {end} ({new}) were made with different versions of the "
        "algorithm: where they differ the algorithm may have changed, not the ground",
    )


CLASSES = {
    10: Words("Cây gỗ che phủ", "Tree cover"),
    20: Words("Cây bụi", "Shrubland"),
    30: Words("Đồng cỏ", "Grassland"),
    40: Words("Đất trồng trọt", "Cropland"),
    50: Words("Đất xây dựng", "Built-up"),
    60: Words("Đất trống, ít thực vật", "Bare or sparse vegetation"),
    70: Words("Băng tuyết", "Snow and ice"),
    80: Words("Mặt nước thường xuyên", "Permanent water"),
    90: Words("Đất ngập nước thân thảo", "Herbaceous wetland"),
    95: Words("Rừng ngập mặn", "Mangroves"),
    100: Words("Rêu và địa y", "Moss and lichen"),
}

COLOURS = {
    10: "#1E7A3C",
    20: "#CDB87F",
    30: "#D3DE9E",
    40: "#F2C45A",
    50: "#B04A5A",
    60: "#D8CBB8",
    70: "#F4F4F4",
    80: "#2B6CA3",
    90: "#6FB7C4",
    95: "#0B5A2E",
    100: "#A98B5D",
}

PRODUCT = Product(
    name="worldcover",
    title=Words("Lớp phủ đất ESA WorldCover (10 m)", "ESA WorldCover land cover (10 m)"),
    source="ESA WorldCover project, contains modified Copernicus Sentinel data",
    licence="CC BY 4.0",
    legend={"landcover": (_UNOBSERVED, *CLASSES)},
    unobserved={"landcover": (_UNOBSERVED,)},
    decode=decode,
    classes=CLASSES,
    colours=COLOURS,
    incomparable=incomparable,
    short=Words("WorldCover", "WorldCover"),
    note=Words(
        "Tham khảo viễn thám, không phải số liệu rừng theo quy định; bản đồ 2020 và 2021 không so "
        "được với nhau",
        "Satellite reference, no forest figures in law; the maps of 2020 and 2021 cannot be "
        "compared",
    ),
)

"""JRC global forest cover 2020, 10 m: where forest in the sense of the EU regulation stood."""

from __future__ import annotations

from lsgeo.products import Product
from lsgeo.raster import Pixels
from lsgeo.text import Words


def decode(*, forest: Pixels) -> Pixels:
    """1 for forest, 0 for other ground; a file that tags 0 as no data means other ground."""
    return forest.astype("int32")


CLASSES = {
    0: Words("Không phải rừng", "Not forest"),
    1: Words("Rừng", "Forest"),
}

PRODUCT = Product(
    name="jrc_gfc2020",
    title=Words("Rừng năm 2020 của JRC (10 m)", "JRC forest cover 2020 (10 m)"),
    source="European Commission, Joint Research Centre: Global map of forest cover 2020",
    licence="European Commission reuse notice (Decision 2011/833/EU)",
    legend={"forest": CLASSES},
    decode=decode,
    classes=CLASSES,
    colours={0: "#E9E7A6", 1: "#1E7A3C"},
    short=Words("JRC 2020", "JRC 2020"),
    note=Words(
        "Rừng theo định nghĩa của EU (EUDR) tại cuối năm 2020, không kể cây nông nghiệp; không "
        "phải rừng theo pháp luật Việt Nam",
        "Forest as the EU regulation (EUDR) defines it at the end of 2020, without agricultural "
        "trees; not forest in Vietnamese law",
    ),
)

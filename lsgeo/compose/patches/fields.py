"""Patches in words: the columns that a map, a table and a ranger's device show."""

from __future__ import annotations

import geopandas as gpd

from lsgeo.compose import Field
from lsgeo.compose.patches.about import About
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import number
from lsgeo.patches.origin import ORIGINS
from lsgeo.patches.totals import PARTS
from lsgeo.text import Words

_MANY = Words("nhiều lô", "several lots")
_SEPARATOR = " · "
_HA, _METRE = Words("ha", "ha"), Words("m", "m")

_FIELDS = (
    Field("code", Words("Mã vùng", "Patch")),
    Field("name", Words("Tên", "Name")),
    Field("year", Words("Năm mất tán cây", "Year of loss")),
    Field("area_ha", Words("Diện tích", "Area"), _HA, decimals=4),
    Field("inside_ha", Words("Diện tích trong tỉnh", "Area in the province"), _HA, decimals=4),
    Field("commune_code", Words("Mã xã", "Commune code")),
    Field("commune", Words("Xã có phần lớn nhất", "Commune with the largest part")),
    Field("other_communes", Words("Các xã khác", "Other communes")),
    Field("north", Words("X, Bắc", "X, north"), _METRE, decimals=1),
    Field("east", Words("Y, Đông", "Y, east"), _METRE, decimals=1),
    Field("lon", Words("Kinh độ WGS 84", "Longitude"), decimals=6),
    Field("lat", Words("Vĩ độ WGS 84", "Latitude"), decimals=6),
    Field("tk", Words("Tiểu khu", "Compartment")),
    Field("khoanh", Words("Khoảnh", "Sub-compartment")),
    Field("lo", Words("Lô có phần lớn nhất", "Lot with the largest part")),
    Field("lot_note", Words("Một hay nhiều lô", "One lot or several")),
    Field("lots", Words("Các lô (tiểu khu/khoảnh/lô)", "The lots")),
    Field("origin", Words("Nguồn gốc", "Origin"), values=dict(ORIGINS.items())),
    *(Field(f"{name}_ha", words, _HA, decimals=4) for name, words in ORIGINS.items()),
    Field("inventory", Words("Kiểm kê", "Inventory")),
    Field("quality", Words("Độ tin cậy", "Quality"), values=dict(QUALITY_WORDS.items())),
    Field("source", Words("Nguồn", "Source")),
    Field("describe", Words("Mô tả", "Description")),
)
_OF_LOTS = {"tk", "khoanh", "lo", "lot_note", "lots", "origin", "inventory", *PARTS}


def fields_of(about: About) -> list[Field]:
    """The fields of a list, those of lots where an inventory tells of them."""
    return [one for one in _FIELDS if about.by_origin or one.name not in _OF_LOTS]


def in_words_of(
    patches: gpd.GeoDataFrame, named: dict[str, str], *, about: About
) -> gpd.GeoDataFrame:
    """`patches` in words: what a map, a table and a ranger's device show."""
    areas = [number(area, decimals=1) for area in patches["inside_ha"]]
    marks = "".join(f"{_SEPARATOR}{words.vi}" for words in about.watermarks)
    name = [f"{code} {area} ha{marks}" for code, area in zip(patches.index, areas, strict=True)]
    told = patches.assign(
        name=name,
        commune=patches["commune_code"].map(named),
        other_communes=[
            ", ".join(named[code] for code in codes[1:]) for codes in patches["communes"]
        ],
        lot_note=[_MANY.vi if len(lots) > 1 else "" for lots in patches["lots"]],
        lots=[", ".join(lots) if len(lots) > 1 else "" for lots in patches["lots"]],
    )
    return told.assign(describe=[_sentence(row, about) for row in told.to_dict("records")])


def _hectares(row: dict[str, object]) -> str:
    """The area of a patch, and what of it lies in the province where that is another."""
    area, inside = (number(float(str(row[name])), decimals=2) for name in ("area_ha", "inside_ha"))
    return f"{area} ha" if area == inside else f"trong tỉnh {inside} ha của {area} ha"


def _sentence(row: dict[str, object], about: About) -> str:
    """A patch on one line, for a ranger's device; the watermark goes first."""
    lot = f"TK {row['tk'] or '–'} K {row['khoanh'] or '–'} lô {row['lo'] or '–'}"
    parts = [
        *(words.vi for words in about.watermarks),
        f"mất tán cây năm {row['year']}, {_hectares(row)}",
        str(row["commune"]),
        str(row["other_communes"]),
        f"{lot} {row['lot_note']}".strip() if row["tk"] or row["khoanh"] or row["lo"] else "",
        ORIGINS[str(row["origin"])].vi if about.by_origin else "",
    ]
    return _SEPARATOR.join(part for part in parts if part)

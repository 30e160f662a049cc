"""What the former communes of a unit had reached: no status of the unit itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lsgeo import facts as fact_tables
from lsgeo.compose import Field, Layer
from lsgeo.compose.standings import STATUS, met_of
from lsgeo.compose.texts import with_words
from lsgeo.compose.themes import latest
from lsgeo.facts import period_end, worst_quality
from lsgeo.palette import STANDARD, Theme
from lsgeo.scales import ELIGIBLE_KIND, CriteriaSets
from lsgeo.text import Words

FORMER_MET = Theme(
    "former_met_share",
    Words("Xã cũ đã đạt chuẩn", "Former communes that met the standard"),
    unit=Words("% diện tích xã cũ", "% of the area of former communes"),
    decimals=1,
    colours=STANDARD,
    note=Words(
        "Không phải kết quả của đơn vị mới: trong phần diện tích đến từ các xã cũ (không tính thị "
        "trấn, phường cũ), phần của các xã đã đạt chuẩn NTM, theo lần đánh giá cuối của từng xã "
        "cũ. Không có số nếu còn xã cũ chưa rõ kết quả hoặc không có xã cũ nào",
        "No status of the new unit: of the area that came from former communes (without townships "
        "and wards), the part of those which met the standard, by the last assessment of each. No "
        "number where one of them is not known, or where there was none",
    ),
    rank=13,
    short=Words("Xã cũ đạt", "Former NTM"),
)
"""How much of the area of a unit's former communes had met the standard before the change."""

_AFTER_MERGER = Words(
    "Tỷ lệ của tỉnh vẫn tính trên các xã trước sắp xếp cho đến khi mọi xã hiện nay được đánh giá "
    "lại",
    "The province's share still counts the communes before the merger, until every commune of "
    "today has been assessed again",
)
_TITLE = Words("Số xã cũ đã đạt chuẩn", "Former communes that met the standard")


@dataclass(frozen=True)
class Former:
    """What is known of former communes: ``facts`` of `FORMER_MET`, and ``words`` by unit."""

    facts: pd.DataFrame
    words: Mapping[str, Words]

    @classmethod
    def nothing(cls) -> Former:
        """Nothing known."""
        return cls(fact_tables.empty(), {})


def former_met(
    pairs: pd.DataFrame,
    facts: pd.DataFrame,
    *,
    kinds: pd.Series,
    sets: CriteriaSets,
    quality: str,
) -> Former:
    """How many former communes (xã) of each unit met the standard, on how much of their area.

    `pairs` is one step of a crosswalk (``from_code, to_code, share_of_to …``) of this `quality`,
    `kinds` the kind of each former unit by code. A unit with a former xã whose status is not
    known, or without any, has neither number. The period is that of its newest status used.
    """
    from_vintage, to_vintage = pairs["from_vintage"].iloc[0], pairs["to_vintage"].iloc[0]
    communes = pairs[pairs["from_code"].map(kinds) == ELIGIBLE_KIND]
    statuses = latest(facts, STATUS, vintage=from_vintage).set_index("code")
    if communes.empty or statuses.empty:
        return Former.nothing()
    told = statuses[["period", "quality"]].assign(
        met=met_of(statuses, sets=sets), told_by=statuses["source"]
    )
    known = communes.join(told, on="from_code")
    whole = known.groupby("to_code")["met"].transform(lambda met: met.notna().all())
    counted = known[whole.astype(bool)]
    if counted.empty:
        return Former.nothing()
    units = {str(code): rows for code, rows in counted.groupby("to_code")}
    words = {code: _count(int(rows["met"].sum()), len(rows)) for code, rows in units.items()}
    table = pd.DataFrame([{"code": code, **_share(rows, quality)} for code, rows in units.items()])
    said = {"vintage": to_vintage, "indicator": FORMER_MET.indicator, "unit": "%"}
    return Former(fact_tables.make(table, constants=said), words)


def after_merger(theme: Theme) -> Theme:
    """`theme` for units that were made of others; that of statuses says what the share counts."""
    return replace(theme, note=_AFTER_MERGER) if theme.column == STATUS.column else theme


def with_former_met(layer: Layer, former: Former) -> Layer:
    """`layer` with the count of former communes that met the standard, "3/4 xã cũ".

    Neither it nor the share has a series: each unit has one number, whenever that was counted.
    """
    column = FORMER_MET.column
    if column not in layer.data.columns:
        return layer
    shown = next(one for one in layer.fields if one.name == column)
    field = Field(
        "former_met",
        _TITLE,
        period=shown.period,
        quality=shown.quality,
        source=shown.source,
    )
    series = {name: table for name, table in layer.series.items() if name != column}
    told = with_words(layer, field, former.words, after=column, origins=layer.origins[column])
    return replace(told, series=series)


def _share(rows: pd.DataFrame, quality: str) -> dict[str, object]:
    """The share of one unit's former communes, and whence; a township is in neither number."""
    area = rows["share_of_to"]
    return {
        "value": (rows["met"] * area).sum() / area.sum() * 100,
        "period": max(rows["period"], key=period_end),
        "quality": worst_quality([quality, *rows["quality"]]),
        "source": "; ".join(dict.fromkeys([*rows["told_by"], *rows["source"]])),
    }


def _count(met: int, communes: int) -> Words:
    return Words(f"{met}/{communes} xã cũ", f"{met} of {communes} former communes")

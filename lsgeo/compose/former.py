"""What the former communes of a unit had reached: no status of the unit itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo import facts as fact_tables
from lsgeo.compose import Field, Layer
from lsgeo.compose.texts import with_words
from lsgeo.compose.themes import latest
from lsgeo.facts import period_end, worst_quality
from lsgeo.palette import STANDARD, Theme
from lsgeo.scales import ELIGIBLE_KIND, MET, CriteriaSets
from lsgeo.text import Words

FORMER_MET = Theme(
    "former_met_share",
    Words("Xã cũ đã đạt chuẩn", "Former communes that met the standard"),
    unit=Words("% diện tích", "% of the area"),
    decimals=1,
    colours=STANDARD,
    note=Words(
        "Không phải kết quả của đơn vị mới: phần diện tích đến từ các xã cũ đã đạt chuẩn NTM, theo "
        "lần đánh giá cuối của từng xã cũ. Không có số nếu còn xã cũ chưa rõ kết quả hoặc không "
        "có xã cũ nào",
        "No status of the new unit: the part of its area that came from former communes which met "
        "the standard, by the last assessment of each. No number where one of them is not known, "
        "or where there was none",
    ),
    rank=13,
    short=Words("Xã cũ đạt", "Former NTM"),
)
"""How much of a unit's area was in communes that met the standard before the change."""

_STATUS = Theme("ntm_status", FORMER_MET.title, on_scale=True)
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
    """How many former communes (xã) of each unit met the standard, and on how much of its area.

    `pairs` is one step of a crosswalk (``from_code, to_code, share_of_to …``) of this `quality`,
    `kinds` the kind of each former unit by code. A unit with a former xã whose status is not
    known, or without any, has neither number. The period is that of the newest status used.
    """
    from_vintage, to_vintage = pairs["from_vintage"].iloc[0], pairs["to_vintage"].iloc[0]
    communes = pairs[pairs["from_code"].map(kinds) == ELIGIBLE_KIND]
    statuses = latest(facts, _STATUS, vintage=from_vintage).set_index("code")
    if communes.empty or statuses.empty:
        return Former.nothing()
    known = communes.join(
        _met(statuses, sets).to_frame("met").join(statuses[["period", "quality"]]), on="from_code"
    )
    whole = known.groupby("to_code")["met"].transform(lambda met: met.notna().all())
    counted = known[whole.astype(bool)]
    if counted.empty:
        return Former.nothing()
    units = counted.groupby("to_code")
    words = {str(code): _count(int(rows["met"].sum()), len(rows)) for code, rows in units}
    shares = (counted["met"] * counted["share_of_to"] * 100).groupby(counted["to_code"]).sum()
    sources = [*statuses["source"].unique(), *pairs["source"].unique()]
    table = pd.DataFrame(
        {
            "code": shares.index,
            "value": shares.clip(upper=100.0).to_numpy(),
            "quality": [worst_quality([quality, *rows["quality"]]) for _code, rows in units],
        }
    )
    said = {
        "vintage": to_vintage,
        "indicator": FORMER_MET.indicator,
        "unit": "%",
        "period": max(counted["period"], key=period_end),
        "source": "; ".join(dict.fromkeys(sources)),
    }
    return Former(fact_tables.make(table, constants=said), words)


def with_former_met(layer: Layer, former: Former) -> Layer:
    """`layer` with the count of former communes that met the standard, "3/4 xã cũ"."""
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
    return with_words(layer, field, former.words, after=column)


def _met(statuses: pd.DataFrame, sets: CriteriaSets) -> pd.Series:
    """1 or 0 for each status of a place on its scale, NaN for those that have none (below 0)."""
    least = statuses["variant"].map({name: one.scale.value_of(MET) for name, one in sets.items()})
    return (statuses["value"] >= least).astype("float64").where(statuses["value"] >= 0)


def _count(met: int, communes: int) -> Words:
    return Words(f"{met}/{communes} xã cũ", f"{met} of {communes} former communes")

"""Where each target stands, for the province and for every unit that it is asked of."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose.tables import Column, Table, in_words
from lsgeo.compose.tables.units import UNIT, listed
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import period as period_words
from lsgeo.palette import TARGET_STATUS
from lsgeo.registry import Registry
from lsgeo.text import Words

_COLUMNS = (
    Column("title", Words("Chỉ tiêu", "Target"), width=36),
    UNIT,
    Column("period", Words("Kỳ số liệu", "Period")),
    Column("value", Words("Hiện trạng", "Value"), decimals=2),
    Column("measure", Words("Đơn vị tính", "Measured in")),
    Column("target_value", Words("Mục tiêu", "Target"), decimals=2),
    Column("target_high", Words("đến", "to"), decimals=2, width=8),
    Column("deadline", Words("Thời hạn", "Deadline")),
    Column("standing", Words("Đánh giá", "Status"), width=22),
    Column("why", Words("Vì sao", "Why"), width=64),
    Column("trust", Words("Độ tin cậy", "Quality"), width=20),
    Column("source", Words("Nguồn", "Source"), width=32),
)

_MEASURED = ("value", "target_value", "target_high")


def target_tables(
    assessments: pd.DataFrame, targets: pd.DataFrame, registry: Registry
) -> tuple[Table, ...]:
    """One table of the `assessments`: the province's first, then those of units."""
    if assessments.empty:
        return ()
    titles = targets.set_index("id")["title_vi"]
    standings = {name: words for name, (words, _sign, _symbol) in TARGET_STATUS.items()}
    measured = assessments["unit"] != ""  # else its value is a place on a scale of words
    told = assessments.assign(
        title=assessments["target"].map(titles),
        measure=assessments["unit"],
        **{name: assessments[name].where(measured) for name in _MEASURED},
        standing=in_words(assessments["status"], standings),
        trust=in_words(assessments["quality"], QUALITY_WORDS),
        period=assessments["period"].map(_day),
        deadline=assessments["deadline"].map(_day),
        order=range(len(assessments)),
    )
    parts = [
        listed(one, registry, vintage=str(vintage) or registry.vintages[-1])
        for vintage, one in told.groupby("vintage", sort=False)
    ]
    every = pd.concat(parts, ignore_index=True)
    above = every["strong"].astype("int64")
    ordered = every.assign(above=above).sort_values(
        ["above", "order"], ascending=[False, True], kind="stable", ignore_index=True
    )
    return (
        Table(
            name=Words("Chỉ tiêu", "Targets"),
            title=Words("Các chỉ tiêu của quy hoạch", "The targets of the plan"),
            columns=_COLUMNS,
            rows=ordered,
        ),
    )


def _day(text: object) -> str:
    return "" if pd.isna(text) or not text else period_words(str(text))

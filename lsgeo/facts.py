"""Facts: one long table for every number, and how numbers add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lsgeo.errors import Fault, LsgeoError
from lsgeo.formats import iso_day
from lsgeo.messages import _
from lsgeo.text import Words

KEY = ("vintage", "code", "indicator", "variant", "period")
COLUMNS = (*KEY, "value", "low", "high", "unit", "quality", "source")
EVENT_COLUMNS = ("vintage", "code", "event", "date", "detail", "quality", "source")

QUALITIES = (
    "official",
    "published",
    "remote_sensing",
    "approximate",
    "schematic",
    "illustrative",
)
"""From best to worst; a fact takes the worst of its inputs."""

_YEAR = re.compile(r"\d{4}", re.ASCII)

WATERMARKED = ("schematic", "illustrative")


@dataclass(frozen=True)
class Ratio:
    """A share in per cent: `part` of `whole`, not derived where the amount `unless` is above 0."""

    indicator: str
    part: str
    whole: str
    unless: str = ""


QUALITY_WORDS: Mapping[str, Words] = {
    "official": Words("số liệu chính thức", "official"),
    "published": Words("số liệu đã công bố", "published"),
    "remote_sensing": Words("tham khảo viễn thám", "remote sensing, for reference"),
    "approximate": Words("số liệu gần đúng", "approximate"),
    "schematic": Words("ranh giới sơ đồ", "schematic boundaries"),
    "illustrative": Words("số liệu minh họa", "illustrative figures"),
}

TITLES: Mapping[str, Words] = {
    "vintage": Words("Mốc địa giới", "Boundary vintage"),
    "code": Words("Mã đơn vị", "Unit code"),
    "indicator": Words("Chỉ số", "Indicator"),
    "variant": Words("Biến thể", "Variant"),
    "period": Words("Kỳ", "Period"),
    "value": Words("Giá trị", "Value"),
    "low": Words("Cận dưới", "Lower bound"),
    "high": Words("Cận trên", "Upper bound"),
    "unit": Words("Đơn vị tính", "Unit"),
    "quality": Words("Độ tin cậy", "Quality"),
    "source": Words("Nguồn", "Source"),
}
"""The columns of the facts as readers see them."""


def worst_quality(qualities: Iterable[str]) -> str:
    """The worst of `qualities`, which a number made from all of them takes."""
    return max(qualities, key=QUALITIES.index)


def make(table: pd.DataFrame, *, constants: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Facts from `table`, with `constants` filled into every row, in the order of `COLUMNS`.

    Missing ``variant`` is "", missing ``low`` and ``high`` are NaN. Raises `LsgeoError` where a
    column lacks or the key (`KEY`) repeats.
    """
    filled = table.assign(
        **{"variant": "", "low": float("nan"), "high": float("nan")}
        | {str(name): table[name] for name in table.columns}
    )
    for name, value in (constants or {}).items():
        filled = filled.assign(**{name: value})
    lacking = [name for name in COLUMNS if name not in filled.columns]
    if lacking:
        raise LsgeoError("facts", _("columns are missing: {names}").format(names=lacking))
    filled = filled.assign(variant=filled["variant"].fillna(""))
    facts = filled[list(COLUMNS)].astype(
        {"value": "float64", "low": "float64", "high": "float64"}
        | dict.fromkeys((*KEY, "unit", "quality", "source"), "str")
    )
    return check(facts.reset_index(drop=True))


def check(facts: pd.DataFrame) -> pd.DataFrame:
    """`facts` unchanged; raises `LsgeoError` naming repeated keys and unknown qualities."""
    repeated = facts.loc[facts.duplicated(list(KEY)), list(KEY)]
    faults = [
        Fault(_("this fact is there twice"), where=" ".join(row))
        for row in repeated.itertuples(index=False)
    ]
    strange = sorted(set(facts["quality"]) - set(QUALITIES))
    faults += [
        Fault(_("unknown quality"), expected=", ".join(QUALITIES), got=name) for name in strange
    ]
    if faults:
        raise LsgeoError("facts", _("the table of facts is not sound"), faults)
    return facts


def empty() -> pd.DataFrame:
    """A table of no facts."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}).astype(
        {"value": "float64", "low": "float64", "high": "float64"}
    )


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One checked table of facts from several."""
    parts = [table for table in tables if len(table)]
    return check(pd.concat(parts, ignore_index=True)) if parts else empty()


def best(facts: pd.DataFrame) -> pd.DataFrame:
    """The fact of the best quality for each key; among equals the first."""
    numbered = facts.reset_index(drop=True)
    rank = numbered["quality"].map(QUALITIES.index)
    order = rank.sort_values(kind="stable").index
    return numbered.loc[order].drop_duplicates(list(KEY)).sort_index().reset_index(drop=True)


def derive(facts: pd.DataFrame, ratios: Iterable[Ratio]) -> pd.DataFrame:
    """The `ratios` in per cent, wherever `facts` hold both of their amounts.

    Quality is the worst of the two. A whole of 0 gives no ratio.
    """
    tables = [_derive_one(facts, ratio) for ratio in ratios]
    return stack(tables)


def _derive_one(facts: pd.DataFrame, ratio: Ratio) -> pd.DataFrame:
    keys = ["vintage", "code", "variant", "period"]
    amounts = {
        role: facts[facts["indicator"] == name]
        for role, name in (("part", ratio.part), ("whole", ratio.whole), ("bar", ratio.unless))
    }
    bars = amounts["bar"]
    barred = pd.MultiIndex.from_frame(bars.loc[bars["value"] > 0, keys])
    both = amounts["part"].merge(amounts["whole"], on=keys, suffixes=("", "_whole"))
    barred_here = pd.MultiIndex.from_frame(both[keys]).isin(barred)
    both = both[(both["value_whole"] > 0) & ~barred_here]
    if both.empty:
        return empty()
    quality = [
        worst_quality(pair) for pair in zip(both["quality"], both["quality_whole"], strict=True)
    ]
    value = both["value"] / both["value_whole"] * 100
    source = both["source"].where(
        both["source"] == both["source_whole"], both["source"] + "; " + both["source_whole"]
    )
    derived = both[keys].assign(value=value, quality=quality, source=source)
    return make(derived, constants={"indicator": ratio.indicator, "unit": "%"})


def period_end(period: str) -> date:
    """The last day of a period: of "2025" the 31st of December, of an ISO date itself.

    Raises ValueError for anything else.
    """
    if _YEAR.fullmatch(period):
        return date(int(period), 12, 31)
    return iso_day(period)


def is_period(text: str) -> bool:
    """Whether `text` is a period: a year or an ISO date."""
    try:
        period_end(text)
    except ValueError:
        return False
    return True

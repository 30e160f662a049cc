"""Facts: one long table for every number, and how numbers add up."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lsgeo.errors import Fault, InputError, LsgeoError
from lsgeo.formats import SPAN, iso_day
from lsgeo.messages import _
from lsgeo.text import Words

KEY = ("vintage", "code", "indicator", "variant", "period")
COLUMNS = (*KEY, "value", "low", "high", "unit", "quality", "source")
EVENT_COLUMNS = ("vintage", "code", "event", "date", "detail", "year", "quality", "source")

QUALITIES = (
    "official",
    "published",
    "remote_sensing",
    "approximate",
    "schematic",
    "illustrative",
)
"""From best to worst; a fact takes the worst of its inputs."""

_AMOUNT_KEY = ("vintage", "code", "variant", "period")  # what the amounts of a ratio share

_YEAR = re.compile(r"\d{4}", re.ASCII)

_WATERMARKS: Mapping[str, Words] = {
    "schematic": Words("RANH GIỚI SƠ ĐỒ", "SCHEMATIC BOUNDARIES"),
    "illustrative": Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE DATA"),
}
WATERMARKED = tuple(_WATERMARKS)


@dataclass(frozen=True)
class Ratio:
    """A share in per cent: `part` of `whole`, not derived where the amount `unless` is above 0.

    That amount is a bar only where its quality is at least as good as the worse of the two: what
    is made up keeps no published share back.
    """

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


def watermarks(qualities: Iterable[str]) -> tuple[Words, ...]:
    """What must stand in words on whatever is made of inputs of these qualities."""
    there = set(qualities)
    return tuple(words for quality, words in _WATERMARKS.items() if quality in there)


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
    """The fact of the best quality for each key; among equals the first.

    So an observation takes the place of a measured number of the same key where it is of a better
    quality: what an office publishes goes before what is computed from less.
    """
    numbered = facts.reset_index(drop=True)
    rank = numbered["quality"].map(QUALITIES.index)
    order = rank.sort_values(kind="stable").index
    return numbered.loc[order].drop_duplicates(list(KEY)).sort_index().reset_index(drop=True)


def derive(facts: pd.DataFrame, ratios: Iterable[Ratio]) -> pd.DataFrame:
    """The `ratios` in per cent, wherever `facts` hold both of their amounts.

    Quality is the worst of the two. A whole of 0 gives no ratio. Raises `InputError` naming every
    part that is larger than its whole.
    """
    listed = list(ratios)
    faults = excesses(facts, listed)
    if faults:
        raise InputError("facts", _("amounts contradict each other"), list(faults.values()))
    return stack(_derive_one(facts, ratio) for ratio in listed)


def excesses(facts: pd.DataFrame, ratios: Iterable[Ratio]) -> dict[Hashable, Fault]:
    """The parts in `facts` that are larger than their wholes, each by its index.

    `facts` may be any table with the columns of the key, ``value`` and an index without repeats.
    """
    found: dict[Hashable, Fault] = {}
    for ratio in ratios:
        both = _pairs(facts, ratio)
        for row in both[both["value"] > both["value_whole"]].to_dict("records"):
            found[row["place"]] = Fault(
                _("the part is larger than its whole"),
                " ".join(filter(None, (*(row[name] for name in _AMOUNT_KEY), ratio.part))),
                expected=f"≤ {row['value_whole']:g} ({ratio.whole})",
                got=f"{row['value']:g}",
            )
    return found


def _pairs(facts: pd.DataFrame, ratio: Ratio) -> pd.DataFrame:
    """The parts of a ratio beside their wholes (``value_whole`` …), ``place`` being their index."""
    part = facts[facts["indicator"] == ratio.part]
    whole = facts[facts["indicator"] == ratio.whole]
    placed = part.assign(place=part.index)
    return placed.merge(whole, on=list(_AMOUNT_KEY), suffixes=("", "_whole"))


def _derive_one(facts: pd.DataFrame, ratio: Ratio) -> pd.DataFrame:
    keys = list(_AMOUNT_KEY)
    both = _pairs(facts, ratio)
    both = both[both["value_whole"] > 0]
    if both.empty:
        return empty()
    pairs = zip(both["quality"], both["quality_whole"], strict=True)
    both = both.assign(quality=[worst_quality(pair) for pair in pairs])
    both = both[~_barred(both, facts[facts["indicator"] == ratio.unless])]
    source = both["source"].where(
        both["source"] == both["source_whole"], both["source"] + "; " + both["source_whole"]
    )
    value = both["value"] / both["value_whole"] * 100
    derived = both[[*keys, "quality"]].assign(value=value, source=source)
    return make(derived, constants={"indicator": ratio.indicator, "unit": "%"})


def _barred(shares: pd.DataFrame, bars: pd.DataFrame) -> pd.Series:
    """Whether a bar above 0, of a quality no worse than the share's, stands before each share."""
    above = bars.loc[bars["value"] > 0, [*_AMOUNT_KEY, "quality"]]
    beside = shares.merge(above, how="left", on=list(_AMOUNT_KEY), suffixes=("", "_bar"))
    rank = beside["quality_bar"].map(QUALITIES.index, na_action="ignore")
    return (rank <= beside["quality"].map(QUALITIES.index)).set_axis(shares.index)


def period_end(period: str) -> date:
    """The last day of a period: of "2025" the 31st of December, of an ISO date itself.

    Raises ValueError for anything else.
    """
    if _YEAR.fullmatch(period):
        return date(int(period), 12, 31)
    return iso_day(period)


def known_on(facts: pd.DataFrame, day: date) -> pd.DataFrame:
    """The `facts` whose period had ended on `day`: what could be known then."""
    ended = [period for period in facts["period"].unique() if period_end(period) <= day]
    return facts[facts["period"].isin(ended)]


def span(periods: Iterable[str]) -> str:
    """The periods as one text: "2025", or the first and the last, "2025 – 2026-06-30"."""
    ordered = sorted(set(periods), key=period_end)
    return SPAN.join(dict.fromkeys((ordered[0], ordered[-1])))


def is_period(text: str) -> bool:
    """Whether `text` is a period: a year or an ISO date."""
    try:
        period_end(text)
    except ValueError:
        return False
    return True

"""Carrying facts over: amounts shared out, shares derived anew, nothing unknown made zero."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lsgeo import facts as fact_tables
from lsgeo.crosswalk.way import WEIGHT_WORDS, WHOLE, between, to_one
from lsgeo.errors import ConfigError, Fault, UnitError
from lsgeo.facts import QUALITIES, Ratio
from lsgeo.formats import day, iso_day
from lsgeo.indicators import find_indicators
from lsgeo.messages import _
from lsgeo.text import Words

MISSING_COLUMNS = (
    "vintage",
    "code",
    "indicator",
    "variant",
    "period",
    "from_vintage",
    "lacking",
    "known",
)

RULES: Mapping[str, Words] = {
    "mean": Words("trung bình theo trọng số", "weighted mean"),
    "minimum": Words("giá trị nhỏ nhất", "the least"),
    "maximum": Words("giá trị lớn nhất", "the greatest"),
    "same": Words("giá trị chung của mọi phần", "what all parts share"),
}
"""What a caller may ask to be done with numbers that do not add up."""

_SUM = "sum"
_AREAL = ("ha", "km²")  # a frontier adds up too, but does not lie evenly in a unit
_KEYS = ["indicator", "variant", "period", "unit"]
_NUMBERS = ["value", "low", "high"]
_BEST_OF_SPLIT = "approximate"


@dataclass(frozen=True)
class Carried:
    """The facts of a vintage that come from others.

    ``missing`` (`MISSING_COLUMNS`) has a row for each number that there is not, since parts of
    its unit lack one: the codes ``lacking`` (joined by a comma), and the sum of those that are
    ``known`` (NaN of none, and of what does not add up). ``left`` are the indicators that are not
    carried, ``unreached`` the vintages that no crosswalk leads from.
    """

    facts: pd.DataFrame
    missing: pd.DataFrame
    left: tuple[str, ...]
    unreached: tuple[str, ...]


def additive() -> frozenset[str]:
    """The ids of all indicators that are areas, and so may be shared out."""
    return frozenset(
        name
        for indicator in find_indicators()
        if indicator.adds_up
        for name, unit in indicator.makes.items()
        if unit in _AREAL
    )


def carry(
    facts: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    to_vintage: str,
    adds_up: Collection[str],
    ratios: Iterable[Ratio] = (),
    rules: Mapping[str, str] | None = None,
    quality: str = _BEST_OF_SPLIT,
) -> Carried:
    """The facts of all other vintages as facts of `to_vintage`, later or earlier.

    Amounts of the indicators that `adds_up` names are shared out by the pairs of the `crosswalk`
    (area, or `weighted_pairs`) and summed; `ratios` are derived from them; numbers of `rules`
    (indicator to one of `RULES`) are made as it says; all others are left. A unit has a number
    only where every old unit with a part in it has one. Of two vintages the better quality wins,
    then the nearer. Quality is the worst of the numbers that go in, and where a unit was split
    also that of the crosswalk (`quality`), "approximate" at best. Raises `ConfigError` for a rule
    that is none, and what `lsgeo.facts.derive` raises.
    """
    asked = dict.fromkeys(adds_up, _SUM) | _checked(rules or {})
    listed = list(ratios)
    tables, missing, unreached = [fact_tables.empty()], [], []
    for vintage in _nearest_first(set(facts["vintage"]) - {to_vintage}, to_vintage):
        try:
            way = between(crosswalk, start=vintage, end=to_vintage)
        except UnitError:
            unreached.append(vintage)
            continue
        given = facts[(facts["vintage"] == vintage) & facts["code"].isin(way["from_code"])]
        for name, rows in given.dropna(subset=["value"]).groupby("indicator", sort=False):
            if name in asked:
                made, lacking = _carried(rows, way, rule=asked[name], quality=quality)
                tables.append(made)
                missing.append(lacking)
    amounts = fact_tables.best(pd.concat(tables, ignore_index=True))
    ours = {*asked, *(ratio.indicator for ratio in listed)}
    others = facts.loc[facts["vintage"] != to_vintage, "indicator"]
    return Carried(
        facts=fact_tables.stack([amounts, fact_tables.derive(amounts, listed)]),
        missing=_still_missing(missing, amounts),
        left=tuple(sorted(set(others) - ours)),
        unreached=tuple(unreached),
    )


def series(
    facts: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    to_vintage: str,
    adds_up: Collection[str],
    ratios: Iterable[Ratio] = (),
    rules: Mapping[str, str] | None = None,
    quality: str = _BEST_OF_SPLIT,
) -> Carried:
    """`carry`, with the facts of `to_vintage` itself: one series on its units.

    Of one key the best quality wins, among equals what was measured on the units themselves.
    """
    listed = list(ratios)
    carried = carry(
        facts,
        crosswalk,
        to_vintage=to_vintage,
        adds_up=adds_up,
        rules=rules,
        quality=quality,
    )
    own = facts[facts["vintage"] == to_vintage]
    known = fact_tables.best(pd.concat([own, carried.facts], ignore_index=True))
    derived = fact_tables.derive(known, listed)
    every = fact_tables.best(pd.concat([known, derived], ignore_index=True))
    left = set(carried.left) - {ratio.indicator for ratio in listed}
    missing = _still_missing([carried.missing], every)
    return Carried(every, missing, tuple(sorted(left)), carried.unreached)


def _checked(rules: Mapping[str, str]) -> dict[str, str]:
    strange = {name: rule for name, rule in rules.items() if rule not in RULES}
    if strange:
        faults = [
            Fault(_("no such rule"), name, ", ".join(RULES), rule) for name, rule in strange.items()
        ]
        raise ConfigError("crosswalk", _("the facts cannot be carried over"), faults)
    return dict(rules)


def _nearest_first(vintages: Iterable[str], vintage: str) -> list[str]:
    here = iso_day(vintage)
    return sorted(vintages, key=lambda one: (abs(iso_day(one) - here), one))


def _carried(
    rows: pd.DataFrame, way: pd.DataFrame, *, rule: str, quality: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The facts of one indicator on the other end of a way, and what there is none of."""
    met = _that_count(way)
    parts = _parts(rows, met, rule=rule)
    there = parts["value"].notna()
    keys = [*_KEYS, "to_code"]
    complete = there.groupby([parts[name] for name in keys]).transform("all")
    lacking = _lacking(parts[~complete], way, rule=rule)
    whole = parts[complete.astype(bool)]
    if whole.empty:
        return fact_tables.empty(), lacking
    groups = whole.groupby(keys, sort=False)
    made = _numbers(groups, rule=rule).assign(
        exact=groups["exact"].all(),
        rank=groups["rank"].max(),
        source=groups["source"].agg(_each_once),
        split_by=groups["pair_source"].agg(_each_once),
    )
    if rule == "same":
        agree = groups["value"].min() == groups["value"].max()
        made = made[agree]
    vintages = {"vintage": way["to_vintage"].iloc[0]}
    told = _with_quality(made.reset_index(), met, rule=rule, quality=quality)
    return fact_tables.make(told.rename(columns={"to_code": "code"}), constants=vintages), lacking


def _that_count(way: pd.DataFrame) -> pd.DataFrame:
    """The pairs that a number is made of: those that weigh nothing only where there are no others.

    What a unit gets from parts that weigh nothing is 0 of something known, which is a number.
    """
    weighs = way["share_of_from"] > 0
    return way[weighs | ~weighs.groupby(way["to_code"]).transform("any")]


def _parts(rows: pd.DataFrame, met: pd.DataFrame, *, rule: str) -> pd.DataFrame:
    """One row for each key of `rows` and each pair of `met`, its numbers NaN where there are none.

    Amounts are already shared out. ``exact`` says that nothing was split, and for another rule
    that nothing was put together either.
    """
    exact = met["share_of_from"] >= WHOLE
    if rule != _SUM:
        exact &= met["share_of_to"] >= WHOLE
    shares = met["share_of_from"]
    if rule != _SUM:
        shares = to_one(met["share_of_to"], [met["to_code"]])
    pairs = met[["from_code", "to_code"]].assign(
        share=shares, exact=exact, pair_source=met["source"].where(~exact, "")
    )
    given = rows[[*_KEYS, "code", *_NUMBERS, "source"]].assign(
        rank=rows["quality"].map(QUALITIES.index)
    )
    grid = rows[_KEYS].drop_duplicates().merge(pairs, how="cross")
    parts = grid.merge(given, how="left", left_on=[*_KEYS, "from_code"], right_on=[*_KEYS, "code"])
    if rule in (_SUM, "mean"):
        return parts.assign(**{name: parts[name] * parts["share"] for name in _NUMBERS})
    return parts


def _numbers(groups: pd.api.typing.DataFrameGroupBy, *, rule: str) -> pd.DataFrame:
    """Value, low and high of each unit; a bound only where all its parts have one."""
    how = {_SUM: "sum", "mean": "sum", "maximum": "max"}.get(rule, "min")
    numbers = groups[_NUMBERS]
    all_there = numbers.count().eq(groups.size(), axis="index")
    return numbers.agg(how).where(all_there)


def _with_quality(
    made: pd.DataFrame, met: pd.DataFrame, *, rule: str, quality: str
) -> pd.DataFrame:
    """`made` with ``quality`` and a ``source`` that says how each number came about."""
    worst = QUALITIES.index(fact_tables.worst_quality([quality, _BEST_OF_SPLIT]))
    rank = made["rank"].where(made["exact"], made["rank"].clip(lower=worst)).astype("int64")
    start = day(iso_day(met["from_vintage"].iloc[0]))
    split = met[met["share_of_from"] < WHOLE]
    kinds = split.groupby("to_code")["weights"].agg(_by_words).to_dict()
    source = [
        f"{row.source} (quy đổi từ đơn vị mốc {start}{_how(row, kinds, rule=rule)})"
        + (f"; {row.split_by}" if row.split_by else "")
        for row in made.itertuples(index=False)
    ]
    return made.assign(quality=rank.map(lambda at: QUALITIES[at]), source=source)


def _how(row: Any, kinds: Mapping[str, str], *, rule: str) -> str:
    """How a number that is not exact was made."""
    by = kinds.get(row.to_code, "")
    if rule == _SUM:
        return f", chia {by}" if by else ""
    return "" if row.exact else "".join(f", {one}" for one in (RULES[rule].vi, by) if one)


def _by_words(weights: pd.Series) -> str:
    kinds = set(weights)
    return WEIGHT_WORDS[kinds.pop() if len(kinds) == 1 else "mixed"].vi


def _each_once(texts: pd.Series) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _lacking(parts: pd.DataFrame, way: pd.DataFrame, *, rule: str) -> pd.DataFrame:
    """A row of `MISSING_COLUMNS` for each number that parts of `parts` lack."""
    if parts.empty:
        return pd.DataFrame(columns=list(MISSING_COLUMNS))
    absent = parts["from_code"].where(parts["value"].isna())
    groups = parts.assign(absent=absent).groupby([*_KEYS, "to_code"], sort=False)
    known = groups["value"].sum(min_count=1)
    table = pd.DataFrame(
        {
            "lacking": groups["absent"].agg(lambda one: ", ".join(one.dropna())),
            "known": known if rule == _SUM else float("nan"),
        }
    ).reset_index()
    table = table.rename(columns={"to_code": "code"}).assign(
        vintage=way["to_vintage"].iloc[0], from_vintage=way["from_vintage"].iloc[0]
    )
    return table[list(MISSING_COLUMNS)]


def _still_missing(tables: list[pd.DataFrame], facts: pd.DataFrame) -> pd.DataFrame:
    """What is missing from every vintage: another one may have given it."""
    parts = [table for table in tables if len(table)]
    if not parts:
        return pd.DataFrame(columns=list(MISSING_COLUMNS))
    every = pd.concat(parts, ignore_index=True)
    key = list(fact_tables.KEY)
    given = pd.MultiIndex.from_frame(facts[key])
    return every[~pd.MultiIndex.from_frame(every[key]).isin(given)].reset_index(drop=True)

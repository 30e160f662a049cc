"""Ways from one vintage to another: pairs put together step by step, shares that sum to one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from lsgeo.errors import Fault, InputError, UnitError
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.text import Words

PAIR_COLUMNS = (
    "from_vintage",
    "from_code",
    "to_vintage",
    "to_code",
    "relation",
    "share_of_from",
    "share_of_to",
    "source",
)

WHOLE = 1 - 1e-9
"""From here on a share is all of a unit: sums of shares are exact to rounding only."""

WEIGHT_WORDS: dict[str, Words] = {
    "area": Words("theo diện tích", "by area"),
    "forest": Words("theo diện tích rừng", "by forest area"),
    "population": Words("theo dân số", "by population"),
    "given": Words("theo trọng số cho trước", "by given weights"),
    "mixed": Words("theo nhiều loại trọng số", "by weights of several kinds"),
}
"""What pairs may be weighted by; pairs without a column ``weights`` are by area."""

_STEP = ["from_vintage", "to_vintage"]
_FROM = ["from_vintage", "from_code", "to_vintage"]  # whose shares of it sum to 1
_TO = ["to_vintage", "to_code", "from_vintage"]
_REVERSED = {
    "from_vintage": "to_vintage",
    "from_code": "to_code",
    "to_vintage": "from_vintage",
    "to_code": "from_code",
    "share_of_from": "share_of_to",
    "share_of_to": "share_of_from",
}


def evened(pairs: pd.DataFrame) -> pd.DataFrame:
    """`pairs` with shares that sum to 1 for every unit, ``relation`` and ``weights`` said.

    Tables round their shares: each is scaled, and the largest of a unit gets what is left. So
    whatever is shared out by them sums to what it was (to rounding, 1e-12 of it). Raises
    `InputError` for units whose shares sum to nothing, or are not there.
    """
    faults = [*_empty_shares(pairs, "share_of_from"), *_empty_shares(pairs, "share_of_to")]
    if faults:
        raise InputError("crosswalk", _("the crosswalk is not sound"), faults)
    scaled = pairs.reset_index(drop=True)
    scaled = scaled.assign(
        share_of_from=to_one(scaled["share_of_from"], [scaled[name] for name in _FROM]),
        share_of_to=to_one(scaled["share_of_to"], [scaled[name] for name in _TO]),
    )
    whole = scaled["share_of_from"] >= WHOLE
    scaled = scaled.assign(relation=whole.map({True: "full", False: "partial"}))
    return scaled if "weights" in scaled.columns else scaled.assign(weights="area")


def to_one(weights: pd.Series, groups: list[pd.Series]) -> pd.Series:
    """`weights` as shares of the sum of their group; the largest gets the rest that is missing."""
    shares = weights / weights.groupby(groups).transform("sum")
    largest = shares.groupby(groups).transform("idxmax") == shares.index
    others = shares.where(~largest, 0.0).groupby(groups).transform("sum")
    return shares.where(~largest, 1 - others)


def one_of_each_step(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The pairs of several crosswalks; of two for the same step the first one given."""
    kept: list[pd.DataFrame] = []
    known: set[tuple[str, str]] = set()
    for table in tables:
        fresh = [step not in known for step in zip(*(table[name] for name in _STEP), strict=True)]
        kept.append(table[fresh])
        known |= set(zip(*(table[name] for name in _STEP), strict=True))
    if not kept:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    return pd.concat(kept, ignore_index=True)


def between(crosswalk: pd.DataFrame, *, start: str, end: str) -> pd.DataFrame:
    """The way from the units of `start` to those of `end`: one row for each pair that is met.

    Later or earlier; through the fewest steps, whose shares multiply (what lies in a unit is
    taken to lie evenly in it). Shares are those of `evened`. Raises `UnitError` where no steps
    of the `crosswalk` lead from the one to the other.
    """
    if start == end:
        fault = Fault(_("both vintages are the same"), got=start)
        raise UnitError("crosswalk", _("there is no such way"), [fault])
    if start > end:
        return evened(between(crosswalk, start=end, end=start).rename(columns=_REVERSED))
    stops = _stops(crosswalk, start=start, end=end)
    way: pd.DataFrame | None = None
    for here, there in pairwise(stops):
        step = crosswalk[(crosswalk["from_vintage"] == here) & (crosswalk["to_vintage"] == there)]
        way = evened(step) if way is None else _onward(way, evened(step))
    assert way is not None  # two stops at least
    return way


def with_provinces(crosswalk: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """`crosswalk` with pairs of the provinces, which are the same ground in every vintage.

    Districts have none: they end, and what they were is told by the communes.
    """
    rows = []
    for step in crosswalk[_STEP].drop_duplicates().itertuples(index=False):
        old = registry.at(step.from_vintage, level="province").index
        for code in old.intersection(registry.at(step.to_vintage, level="province").index):
            places = (step.from_vintage, code, step.to_vintage, code)
            rows.append((*places, "full", 1.0, 1.0, ""))
    provinces = pd.DataFrame(rows, columns=list(PAIR_COLUMNS))
    return pd.concat([crosswalk, provinces], ignore_index=True) if rows else crosswalk


def _empty_shares(pairs: pd.DataFrame, share: str) -> list[Fault]:
    """A fault for each unit whose shares are not there, below 0, or sum to nothing."""
    keys = _FROM if share == "share_of_from" else _TO
    faults = []
    for unit, shares in pairs.groupby(keys, sort=False)[share]:
        if not (shares.ge(0).all() and shares.sum() > 0):
            what = _("the parts of this unit do not sum to it")
            got = f"{shares.sum(skipna=False):.4g}"
            faults.append(Fault(what, " ".join(map(str, unit)), f"{share} 1", got))
    return faults


def _stops(crosswalk: pd.DataFrame, *, start: str, end: str) -> list[str]:
    """The vintages on the way, by the fewest steps forward in time."""
    steps = sorted(set(zip(*(crosswalk[name] for name in _STEP), strict=True)))
    ways = [[start]]
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        ways += [[*way, there] for here, there in steps if here == way[-1] < there]
    known = "; ".join(f"{here} → {there}" for here, there in steps)
    fault = Fault(_("no steps lead there"), expected=known, got=f"{start} → {end}")
    raise UnitError("crosswalk", _("there is no such way"), [fault])


def _onward(way: pd.DataFrame, step: pd.DataFrame) -> pd.DataFrame:
    """`way` taken one `step` further."""
    first = way.rename(columns={"to_code": "via", "to_vintage": "via_vintage"})
    second = step.rename(columns={"from_code": "via"}).drop(columns=["from_vintage"])
    both = first.merge(second, on="via", suffixes=("_first", ""))
    both = both.assign(
        share_of_from=both["share_of_from_first"] * both["share_of_from"],
        share_of_to=both["share_of_to_first"] * both["share_of_to"],
        source=both["source_first"] + "; " + both["source"],
        weights=both["weights"].where(both["weights"] == both["weights_first"], "mixed"),
    )
    keys = ["from_vintage", "from_code", "to_vintage", "to_code"]
    shares = both.groupby(keys, as_index=False, sort=False).agg(
        share_of_from=("share_of_from", "sum"),
        share_of_to=("share_of_to", "sum"),
        source=("source", _each_once),
        weights=("weights", "first"),
    )
    return evened(shares)


def _each_once(sources: pd.Series) -> str:
    """The sources of several steps and ways, each said once."""
    return "; ".join(dict.fromkeys(one for text in sources for one in text.split("; ") if one))

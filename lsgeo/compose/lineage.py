"""Which former units went into each unit of today, through every change on the way."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose import LINEAGE_COLUMNS, no_lineage
from lsgeo.registry import Registry
from lsgeo.text import collation

_WHOLE = 0.9995
"""From here on a share is all of a unit: shares are rounded, and shown with one decimal."""


def lineage(crosswalk: pd.DataFrame, registry: Registry, *, vintage: str) -> pd.DataFrame:
    """The former units of every earlier vintage, and how much of each is in a unit of `vintage`.

    `crosswalk` has ``from_vintage, from_code, to_vintage, to_code, share_of_from, share_of_to``
    (0 … 1). How much is NaN where nobody knows: which part of a unit went on is not told where
    only a part of what it became did. A unit that kept its name and kind from one vintage to the
    next is there once, with the newest. The result has `LINEAGE_COLUMNS`, newest first.
    """
    tables = [
        _named(former, registry, vintage=earlier)
        for earlier, former in _reached(crosswalk, vintage=vintage).items()
    ]
    if not tables:
        return no_lineage()
    every = pd.concat(tables, ignore_index=True)
    alphabet = {name: at for at, name in enumerate(sorted(set(every["name"]), key=collation))}
    ordered = every.assign(place=every["name"].map(alphabet)).sort_values(
        ["code", "vintage", "place"], ascending=[True, False, True], kind="stable"
    )
    newest = ordered.groupby(["code", "name", "kind"])["vintage"].transform("max")
    return ordered.loc[ordered["vintage"] == newest, list(LINEAGE_COLUMNS)].reset_index(drop=True)


def _reached(crosswalk: pd.DataFrame, *, vintage: str) -> dict[str, pd.DataFrame]:
    """For each earlier vintage ``former, code, share_of_from``, by its step to the newest one."""
    into = {vintage: pd.DataFrame(columns=["former", "code", "share_of_from"])}
    for to_vintage in sorted(crosswalk["to_vintage"].unique(), reverse=True):
        if to_vintage not in into:
            continue  # it leads nowhere that is published
        steps = crosswalk[crosswalk["to_vintage"] == to_vintage]
        for from_vintage, pairs in steps.groupby("from_vintage"):
            if from_vintage not in into:
                into[str(from_vintage)] = _through(
                    pairs, into[to_vintage], last_step=to_vintage == vintage
                )
    del into[vintage]
    return into


def _through(pairs: pd.DataFrame, onward: pd.DataFrame, *, last_step: bool) -> pd.DataFrame:
    """Where the units of one step end up, the rest of the way being `onward`."""
    step = pairs.rename(columns={"from_code": "former", "to_code": "code"})
    if last_step:
        return step[["former", "code", "share_of_from"]]
    onward = onward.rename(columns={"former": "via"})
    both = step.merge(onward, left_on="code", right_on="via", suffixes=("_step", ""))
    both = both.assign(share_of_from=_share(both))
    ways = both.groupby(["former", "code"], as_index=False, sort=False)
    return ways["share_of_from"].agg(lambda shares: shares.sum(skipna=False))


def _share(both: pd.DataFrame) -> pd.Series:
    """The share of each way of two steps, NaN where it is not known.

    It is known where the second step took all, or where the first one only gave a unit another
    name: a unit that is a part of another may lie wholly in one part of that.
    """
    first, second = both["share_of_from_step"], both["share_of_from"]
    renamed = (first >= _WHOLE) & (both["share_of_to"] >= _WHOLE)
    return (first * second).where((second >= _WHOLE) | renamed)


def _named(former: pd.DataFrame, registry: Registry, *, vintage: str) -> pd.DataFrame:
    units = registry.at(vintage)
    return former.assign(
        vintage=vintage,
        name=former["former"].map(units["name"]),
        kind=former["former"].map(units["kind"]),
    )

"""Changing: the tallied pairs of two dates as what became of what, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lsgeo.facts import worst_quality
from lsgeo.transitions import COLUMNS, seen, split
from lsgeo.workspace.scenes import Pair
from lsgeo.zonal.tally import OUTSIDE


@dataclass(frozen=True)
class Changes:
    """What became of what between two dates of one product in all units (`COLUMNS`).

    ``unseen`` is the share of each (vintage, code) that was not observed at both dates.
    """

    pair: Pair
    flows: pd.DataFrame
    unseen: pd.Series


def changes(areas: pd.DataFrame, pairs: Sequence[Pair]) -> list[Changes]:
    """The changes of each pair, from class areas with ``vintage, boundaries`` (a quality)."""
    return [_changes(areas[areas["layer"] == pair.name], pair) for pair in pairs]


def _changes(areas: pd.DataFrame, pair: Pair) -> Changes:
    units = ["vintage", "code"]
    inside = areas[areas["class"] != OUTSIDE]
    start, end = split(inside["class"].astype("int64").to_numpy())
    qualities = {one: worst_quality([one, pair.quality]) for one in inside["boundaries"].unique()}
    flows = inside.assign(
        product=pair.start.product.name,
        start=pair.start.period,
        end=pair.end.period,
        class_from=start,
        class_to=end,
        quality=inside["boundaries"].map(qualities),
        source=pair.source,
    )
    whole = areas.groupby(units)["area_ha"].sum()
    both = seen(flows).groupby(units)["area_ha"].sum().reindex(whole.index, fill_value=0.0)
    return Changes(pair, flows[list(COLUMNS)].reset_index(drop=True), 1 - both / whole)

"""From–to: what became of each class between two dates, and what it gained, lost and swapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from lsgeo.raster import Pixels, Raster, combine

UNSEEN = -1
"""The "class" of ground that was not observed at one of the two dates."""

COLUMNS = (
    "vintage",
    "code",
    "product",
    "start",
    "end",
    "class_from",
    "class_to",
    "area_ha",
    "quality",
    "source",
)
"""Hectares from class to class in a unit between two periods, `UNSEEN` ground among them.

So the rows of a class at the start add up to its area then, and those at the end to its area then.
"""

BUDGET = ("start_ha", "end_ha", "gain_ha", "loss_ha", "net_ha", "persistence_ha", "swap_ha")

_CLASSES = 1000  # classes fit below this


def joint(name: str, start: Raster, end: Raster) -> Raster:
    """One raster of the pairs of classes at two dates, every pixel of which is data.

    The classes of both are -1 where they are not observed. Raises `InputError` where the grids
    differ.
    """
    seen = {"start": replace(start, nodata=None), "end": replace(end, nodata=None)}
    return combine(name, seen, decode=_paired)


def split(pairs: Pixels) -> tuple[Pixels, Pixels]:
    """The classes at the start and at the end of the pixels of `joint`, `UNSEEN` for none."""
    return pairs // _CLASSES - 1, pairs % _CLASSES - 1


def seen(flows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `flows` (``class_from, class_to``) of ground observed at both dates."""
    return flows[(flows["class_from"] != UNSEEN) & (flows["class_to"] != UNSEEN)]


def budget(flows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """What each ``class`` had, gained and lost in each group of `keys`: `BUDGET`, in hectares.

    Of ground that was observed at both dates. Net change is gain less loss; swap is what was lost
    in one place and gained in another, twice the lesser of gain and loss (Pontius, Shusas &
    McEachern 2004, Agriculture, Ecosystems & Environment 101). Swap does not add up: what one
    commune loses another may gain. A class that is there at neither date has no row.
    """
    both = seen(flows)
    stays = both["class_from"] == both["class_to"]
    sides = {
        "start_ha": _by_class(both, "class_from", keys),
        "end_ha": _by_class(both, "class_to", keys),
        "gain_ha": _by_class(both[~stays], "class_to", keys),
        "loss_ha": _by_class(both[~stays], "class_from", keys),
        "persistence_ha": _by_class(both[stays], "class_from", keys),
    }
    table = pd.DataFrame(sides).fillna(0.0)
    table = table.assign(
        net_ha=table["gain_ha"] - table["loss_ha"],
        swap_ha=2 * table[["gain_ha", "loss_ha"]].min(axis="columns"),
    )
    named = table.rename_axis([*keys, "class"])[list(BUDGET)].reset_index()
    return named.astype({"class": "int64"})


def _paired(*, start: Pixels, end: Pixels) -> Pixels:
    return (start + 1) * _CLASSES + (end + 1)


def _by_class(flows: pd.DataFrame, side: str, keys: Sequence[str]) -> pd.Series:
    return flows.groupby([*keys, side])["area_ha"].sum().astype(np.float64)

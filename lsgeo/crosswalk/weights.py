"""Weights: how much of an old unit lies in each new one, by forest, people or anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.crosswalk.way import WEIGHT_WORDS, evened
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Raster
from lsgeo.zonal.tally import NODATA, OUTSIDE, class_areas

WEIGHTS = tuple(WEIGHT_WORDS)
"""The kinds of weights."""

MOST_UNOBSERVED = 0.01
"""The share of a piece without data above which a raster gives it no weight."""

_PAIR = ["from_code", "to_code"]
_BETWEEN = ">"  # in the name of a piece: no code has it
_NAMED = 10


@dataclass(frozen=True)
class Weighted:
    """Pairs with new shares and the ``weight`` of each (NaN: not known), and what to know of them.

    ``by_area`` are the old units that are shared out by area after all.
    """

    pairs: pd.DataFrame
    by_area: tuple[str, ...]
    notes: tuple[str, ...]


def weighted_pairs(pairs: pd.DataFrame, weights: pd.DataFrame, *, kind: str) -> Weighted:
    """`pairs` of one way, shared out anew by the ``weight`` of ``from_code, to_code``.

    `pairs` has the shares of areas (`between`); `kind` is one of `WEIGHTS`. An old unit whose
    pieces weigh nothing, or lack a weight, keeps its shares of area and is noted; so does a new
    one of which that is true. Raises `InputError` for weights below 0 or infinite, for the same
    pair twice, and for pairs that there are not.
    """
    _check(pairs, weights)
    even = evened(pairs)
    weighed = even.merge(weights[[*_PAIR, "weight"]], on=_PAIR, how="left").set_axis(even.index)
    by_weight_of: dict[str, pd.Series] = {}
    for side in ("from", "to"):
        sums = weighed.groupby(f"{side}_code")["weight"].transform(
            lambda one: one.sum(skipna=False)
        )
        by_weight_of[side] = sums.notna() & (sums > 0)
        share = (weighed["weight"] / sums).where(by_weight_of[side], weighed[f"share_of_{side}"])
        weighed = weighed.assign(**{f"share_of_{side}": share})
    split = weighed.groupby("from_code")["to_code"].transform("size") > 1
    kept = weighed.loc[~by_weight_of["from"] & split, "from_code"].unique()
    unknown = weighed.loc[weighed["weight"].isna(), "from_code"].unique()
    again = evened(weighed.assign(weights=kind))
    by_area = again["from_code"].isin(kept)
    again = again.assign(weights=again["weights"].where(~by_area, "area"))
    return Weighted(again, tuple(kept), tuple(_notes(kept, unknown)))


def per_unit(pairs: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """The weights of pairs from one value for each old unit (by code), such as its people.

    What is known of the whole only is taken to lie evenly in it: the pieces share it by area. So
    old units are split as their areas are, and new ones made of them by these values.
    """
    even = evened(pairs)
    weight = even["from_code"].map(values).astype("float64") * even["share_of_from"]
    return even[_PAIR].assign(weight=weight)


def tally_weights(
    pieces: gpd.GeoDataFrame,
    layer: Raster,
    *,
    is_counted: Callable[[NDArray[np.int64]], NDArray[np.bool_]],
) -> pd.DataFrame:
    """The hectares of every piece whose classes in `layer` `is_counted` says count, as weights.

    `pieces` has ``from_code, to_code`` and a geometry. A piece of which the layer does not see
    more than `MOST_UNOBSERVED` has none (NaN): unknown is not zero.
    """
    names = pieces["from_code"] + _BETWEEN + pieces["to_code"]
    units = gpd.GeoDataFrame(geometry=pieces.geometry.to_numpy(), index=names, crs=pieces.crs)
    areas = class_areas(units, [layer])
    silent = areas["class"].isin([NODATA, OUTSIDE])
    classes = areas["class"].where(~silent, "0").astype("int64").to_numpy()
    counted = areas["area_ha"].where(is_counted(classes) & ~silent, 0.0)
    unseen = areas["area_ha"].where(silent, 0.0)
    sums = pd.DataFrame({"weight": counted, "unseen": unseen, "all": areas["area_ha"]})
    sums = sums.groupby(areas["code"]).sum()
    weight = sums["weight"].where(sums["unseen"] <= MOST_UNOBSERVED * sums["all"])
    return pd.DataFrame(pieces[_PAIR]).assign(weight=names.map(weight)).reset_index(drop=True)


def _check(pairs: pd.DataFrame, weights: pd.DataFrame) -> None:
    """Raise `InputError` with everything wrong with the weights."""
    known = set(pairs[_PAIR].itertuples(index=False, name=None))
    again = weights.duplicated(_PAIR)
    faults = []
    for row, is_again in zip(weights.to_dict("records"), again, strict=True):
        where = f"{row['from_code']} → {row['to_code']}"
        if (row["from_code"], row["to_code"]) not in known:
            faults.append(Fault(_("the crosswalk has no such pair"), where))
        if is_again:
            faults.append(Fault(_("this pair is there twice"), where))
        if row["weight"] < 0 or np.isinf(row["weight"]):
            faults.append(
                Fault(_("a weight is no number from 0 on"), where, got=f"{row['weight']}")
            )
    if faults:
        raise InputError("crosswalk", _("the weights cannot be used"), faults)


def _notes(by_area: NDArray[np.object_], unknown: NDArray[np.object_]) -> list[str]:
    """What is to be known of old units that the weights do not split or do not know."""
    notes = []
    if len(by_area):
        text = _("Split by area, since their parts have no weight: {codes}.")
        notes.append(text.format(codes=_listed(by_area)))
    if len(unknown):
        text = _("Old units without a weight: {codes}; what they are part of is weighed by area.")
        notes.append(text.format(codes=_listed(unknown)))
    return notes


def _listed(codes: NDArray[np.object_]) -> str:
    more = len(codes) - _NAMED
    named = ", ".join(codes[:_NAMED])
    return named + (_(" and {count} more").format(count=more) if more > 0 else "")

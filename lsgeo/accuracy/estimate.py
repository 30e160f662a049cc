"""The stratified estimator: a sample and the areas of its strata into accuracies and areas.

Formulas are those of Stehman 2014 (Estimating area and map accuracy for stratified random sampling
when the strata are different from the map classes, International Journal of Remote Sensing 35:
4923-4939): every quantity is a mean or a ratio of means over strata. Where each stratum is one
class of the map they are eq. 2 to 11 of the paper, to the last bit. No correction for finite
populations is made but for strata of which every pixel was looked at: they have no error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.accuracy.interval import Interval
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

LEAST_PER_STRATUM = 30
"""Points below which a stratum says too little to go into an estimate.

Where all n points of a stratum are right, up to 3/n of it may still be wrong (95 %, the rule of
three): with 30 that is a tenth of its area, of which an interval of ± 0 knows nothing. The paper
gives small strata 50 to 100.
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """What a sample says of a map of ``area_ha`` in all.

    ``counts`` has the points of each stratum (rows) by reference class (columns); ``matrix`` the
    shares of the area by map class and reference class, which sum to 1. The others are by class:
    ``mapped_ha`` its area on the map, ``users`` and ``producers`` its accuracies from 0 to 1,
    ``areas_ha`` the area that it has by the reference. NaN stands where there is nothing to judge
    by: no such class on the map, none among the reference.
    """

    area_ha: float
    counts: pd.DataFrame
    matrix: pd.DataFrame
    overall: Interval
    mapped_ha: dict[str, float]
    users: dict[str, Interval]
    producers: dict[str, Interval]
    areas_ha: dict[str, Interval]

    @property
    def size(self) -> int:
        """How many points there are."""
        return int(self.counts.to_numpy().sum())


def estimate(
    points: pd.DataFrame, strata: pd.DataFrame, *, classes: Sequence[str] = (), subject: str
) -> Estimate:
    """The estimate from `points` (``id, stratum, reference``) and their `strata`.

    `strata` has ``stratum, area_ha``, and may have ``map_class`` (what the map says there; else
    the stratum itself) and ``whole`` (every pixel of it is among the points). `classes` are
    reference classes that the map does not have. Raises `InputError` about `subject` for strata
    without an area or with fewer than `LEAST_PER_STRATUM` points, strata and reference classes
    that are not known, and what is there twice.
    """
    named = strata.assign(
        map_class=strata["map_class"] if "map_class" in strata else strata["stratum"],
        whole=strata.get("whole", False),
    )
    known = list(dict.fromkeys([*named["map_class"], *classes]))
    faults = [*_point_faults(points, named, known), *_stratum_faults(points, named)]
    if faults:
        raise InputError(subject, _("no accuracy can be estimated"), faults)
    mapped = named[named["area_ha"] > 0].set_index("stratum")
    counts = pd.crosstab(points["stratum"], points["reference"])
    counts = counts.reindex(index=mapped.index, columns=known, fill_value=0)
    return _estimated(counts, mapped)


def _estimated(counts: pd.DataFrame, strata: pd.DataFrame) -> Estimate:
    known = list(counts.columns)
    area_ha = float(strata["area_ha"].sum())
    weights = strata["area_ha"].to_numpy(dtype="float64") / area_ha
    sums = _Sums(counts.to_numpy(dtype="float64"), weights, strata["whole"].to_numpy(dtype="bool"))
    is_mapped = strata["map_class"].to_numpy()[:, np.newaxis] == np.array(known, dtype="object")
    is_reference = np.eye(len(known), dtype="bool")
    every = np.ones_like(is_mapped)
    shares = {}
    users, producers, areas_ha = {}, {}, {}
    for place, name in enumerate(known):
        mapped = np.broadcast_to(is_mapped[:, [place]], every.shape)
        found = np.broadcast_to(is_reference[place], every.shape)
        users[name] = sums.ratio(mapped & found, mapped)
        producers[name] = sums.ratio(mapped & found, found)
        share = sums.ratio(found, every)
        areas_ha[name] = Interval(share.value * area_ha, share.error * area_ha)
        shares[name] = sums.cells[is_mapped[:, place]].sum(axis=0)
    mapped_ha = strata.groupby("map_class")["area_ha"].sum()
    return Estimate(
        area_ha=area_ha,
        counts=counts,
        matrix=pd.DataFrame(shares, index=known).T,
        overall=sums.ratio(is_mapped, every),
        mapped_ha={name: float(mapped_ha.get(name, 0.0)) for name in known},
        users=users,
        producers=producers,
        areas_ha=areas_ha,
    )


@dataclass(frozen=True)
class _Sums:
    """Points by stratum and reference class, the weights of strata, and which are whole."""

    counts: Floats
    weights: Floats
    whole: NDArray[np.bool_]

    @property
    def cells(self) -> Floats:
        """The share of the area in each stratum and reference class (eq. 4)."""
        size = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.weights[:, np.newaxis] * self.counts / size)

    def ratio(self, part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> Interval:
        """The area where `part` holds over that where `whole` does, by stratum and class.

        The variance is that of the combined ratio estimator: of part - ratio × whole.
        """
        cells = self.cells
        below = float(cells[whole].sum())
        if below == 0:
            return Interval(float("nan"), float("nan"))
        value = float(cells[part].sum()) / below
        size = self.counts.sum(axis=1)
        left = part - value * whole
        mean = (self.counts * left).sum(axis=1) / size
        spread = (self.counts * (left - mean[:, np.newaxis]) ** 2).sum(axis=1)
        variance = self.weights**2 * spread / np.maximum(size - 1, 1) / size
        return Interval(value, float(np.sqrt(variance[~self.whole].sum())) / below)


def _point_faults(
    points: pd.DataFrame, strata: pd.DataFrame, known: Sequence[str]
) -> Iterator[Fault]:
    twice = points.loc[points["id"].duplicated(), "id"]
    if len(twice):
        what = _("a point is there twice")
        yield Fault(what, got=_listed(twice), remedy=_("Keep one row of each."))
    strange = points.loc[~points["stratum"].isin(strata["stratum"])]
    for stratum, rows in strange.groupby("stratum"):
        what = _("this stratum has no area, so its points have no weight")
        place = _("stratum {name}").format(name=stratum)
        yield Fault(what, place, got=_points(len(rows)), remedy=_weights_remedy())
    unknown = points.loc[~points["reference"].isin(known)]
    for reference, rows in unknown.groupby("reference"):
        what = _("unknown reference class {name!r}").format(name=reference)
        place = _("points {ids}").format(ids=_listed(rows["id"]))
        yield Fault(what, place, expected=", ".join(known))


def _stratum_faults(points: pd.DataFrame, strata: pd.DataFrame) -> Iterator[Fault]:
    sizes = points["stratum"].value_counts()
    for name in dict.fromkeys(strata.loc[strata["stratum"].duplicated(), "stratum"]):
        place = _("stratum {name}").format(name=name)
        yield Fault(_("this stratum is there twice"), place)
    for row in strata.to_dict("records"):
        size = int(sizes.get(row["stratum"], 0))
        place = _("stratum {name}").format(name=row["stratum"])
        if not (np.isfinite(row["area_ha"]) and row["area_ha"] >= 0):
            yield Fault(_("its area is no number"), place, remedy=_weights_remedy())
        elif row["area_ha"] == 0 and size:
            what = _("this stratum has no area, so its points have no weight")
            yield Fault(what, place, got=_points(size), remedy=_weights_remedy())
        elif row["area_ha"] > 0 and (size < LEAST_PER_STRATUM and not (row["whole"] and size)):
            expected = _("at least {count}").format(count=LEAST_PER_STRATUM)
            remedy = _("Draw more points there; with fewer, its errors are not known.")
            yield Fault(_("too few points"), place, expected, str(size), remedy)
    if not (strata["area_ha"] > 0).any():
        yield Fault(_("no stratum has an area"), remedy=_weights_remedy())


def _weights_remedy() -> str:
    return _("Give its area in hectares in the table of strata.")


def _points(count: int) -> str:
    return _("{count} points").format(count=count)


def _listed(names: pd.Series) -> str:
    shown = [str(name) for name in dict.fromkeys(names)]
    return ", ".join(shown[:10]) + (" …" if len(shown) > 10 else "")

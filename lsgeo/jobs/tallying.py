"""Rasters into class areas by unit, checked for what they cover and of when they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from lsgeo import facts
from lsgeo.errors import Fault, InputError
from lsgeo.facts import period_end
from lsgeo.formats import SPAN, day, number
from lsgeo.formats import period as period_words
from lsgeo.jobs import sifting
from lsgeo.jobs.changing import Changes, changes
from lsgeo.jobs.covering import check_covered
from lsgeo.messages import _
from lsgeo.products import Product, find_products, hansen
from lsgeo.registry import Registry, full_name
from lsgeo.text import Words
from lsgeo.workspace import Inputs, Workspace
from lsgeo.workspace.scenes import Scene
from lsgeo.zonal.tally import NODATA, OUTSIDE, class_areas, sum_to_parents

MOST_UNOBSERVED = 0.01
"""The share of a unit without data above which a product gives no number of it.

What was seen of a unit is not the unit: an area would be too small, and a share that of another
place. Below it the number stands, and ``unobserved_share`` beside it.
"""

_NAMED = 10  # units that a note names; it counts the others


@dataclass(frozen=True)
class Unobserved:
    """The units of a vintage that a product saw too little of to give a number.

    ``period`` says at which of its dates, "2017 – 2024" for either of two that are compared;
    nothing of a product that has only one.
    """

    product: Product
    vintage: str
    codes: tuple[str, ...]
    period: str = ""

    @property
    def title(self) -> Words:
        """The title of the product, with the period where that tells dates apart."""
        title = self.product.title
        if not self.period:
            return title
        vi, en = (period_words(self.period, language=name) for name in ("vi", "en"))
        return Words(f"{title.vi}, {vi}", f"{title.en}, {en}")


@dataclass(frozen=True)
class Tallies:
    """The class areas of all products, for every commune, district and province.

    ``areas`` is the table of `lsgeo.zonal.tally` with ``vintage, period, quality, source``, its
    layers named by their product; ``unobserved`` the units above `MOST_UNOBSERVED`. ``changes``
    (`lsgeo.transitions.COLUMNS`) is what became of what in the others, None where no two dates are
    compared. ``patches`` are the areas of years of loss in patches that are large enough.
    """

    areas: pd.DataFrame
    unobserved: tuple[Unobserved, ...]
    changes: pd.DataFrame | None = None
    patches: pd.DataFrame | None = None

    @property
    def land_classes(self) -> pd.DataFrame | None:
        """The classes of all products that have a legend, as numbers; None without any."""
        names = [name for name, one in find_products().items() if one.classified]
        there = [self.observed(name) for name in names if name in set(self.areas["layer"])]
        return pd.concat(there, ignore_index=True) if there else None

    @property
    def loss_patches(self) -> pd.DataFrame | None:
        """The years of loss in patches that are large enough; None without any."""
        patches = self.patches
        return None if patches is None else self._seen(patches, hansen.PRODUCT.name)

    def observed(self, product: str) -> pd.DataFrame:
        """The classes of one product as numbers, in the units that it saw enough of."""
        return self._seen(self.areas, product)

    def _seen(self, areas: pd.DataFrame, product: str) -> pd.DataFrame:
        mine = areas[areas["layer"] == product]
        left_out = [
            (one.vintage, code, period)
            for one in self.unobserved
            if one.product.name == product
            for code in one.codes
            for period in ([one.period] if one.period else mine["period"].unique())
        ]
        units = pd.MultiIndex.from_frame(mine[["vintage", "code", "period"]])
        seen = mine[~units.isin(left_out) & ~mine["class"].isin([NODATA, OUTSIDE])]
        return seen.assign(**{"class": seen["class"].astype("int64")})


def tally(workspace: Workspace, inputs: Inputs) -> Tallies | None:
    """The class areas of the workspace's rasters; None without rasters or boundaries.

    Raises `InputError` where a raster leaves a part of a unit outside, holds values that its
    product does not know, or speaks of years after its period.
    """
    if not inputs.rasters or not inputs.units:
        return None
    scenes = {one.name: one for dates in inputs.rasters.values() for one in dates}
    layers = [*(one.layer() for one in scenes.values()), *(one.layer() for one in inputs.pairs)]
    patched = {}
    if hansen.PRODUCT.name in scenes:
        patched[sifting.NAME] = scenes[hansen.PRODUCT.name]
        layers.append(sifting.loss_patches(workspace, scenes[hansen.PRODUCT.name]))
    tables = []
    for vintage, units in inputs.units.items():
        communes = class_areas(units, layers)
        _check_covered(units, communes, scenes=scenes)
        levels = _with_parents(communes, inputs.registry.parents(vintage), workspace=workspace)
        quality = inputs.quality[vintage]
        tables += [one.assign(vintage=vintage, boundaries=quality) for one in levels]
    every = pd.concat(tables, ignore_index=True)
    areas = every[every["layer"].isin(list(scenes))]
    for name, scene in scenes.items():
        _check_years(areas[areas["layer"] == name], scene)
    areas = _with_origin(areas, scenes)
    compared = changes(every, inputs.pairs)
    unobserved = [*_unobserved(areas, inputs.rasters), *_unobserved_at_both(compared)]
    sifted = every[every["layer"].isin(list(patched))]
    patches = _with_origin(sifted, patched) if patched else None
    return Tallies(areas, tuple(unobserved), _observed_at_both(compared), patches)


def unobserved_notes(unobserved: Sequence[Unobserved], registry: Registry) -> Iterator[Words]:
    """What readers must be told of units that a product gives no numbers of."""
    most = {name: number(MOST_UNOBSERVED * 100, language=name) for name in ("vi", "en")}
    for one in unobserved:
        units = registry.units[registry.units["vintage"] == one.vintage].set_index("code")
        named = [full_name(*units.loc[code, ["name", "kind"]]) for code in one.codes]
        more = len(named) - _NAMED
        listed = Words(", ".join(named[:_NAMED]), ", ".join(named[:_NAMED]))
        if more > 0:
            listed = Words(f"{listed.vi} và {more} đơn vị khác", f"{listed.en} and {more} more")
        start = pd.Timestamp(one.vintage).date()
        yield Words(
            f"{one.title.vi}: không đưa số liệu của đơn vị có hơn {most['vi']} % diện tích "
            f"không có dữ liệu ảnh (mốc {day(start)}): {listed.vi}.",
            f"{one.title.en}: no numbers of units where more than {most['en']} % of the "
            f"area has no raster data (units of {one.vintage}): {listed.en}.",
        )


def _with_parents(
    communes: pd.DataFrame, parents: Mapping[str, str], *, workspace: Workspace
) -> Iterator[pd.DataFrame]:
    """The class areas of communes, of the province, and of districts where there are any."""
    province, codes = workspace.config.province, communes["code"].unique()
    yield communes
    yield sum_to_parents(communes, dict.fromkeys(codes, province))
    if {parents[code] for code in codes} != {province}:
        yield sum_to_parents(communes, {code: parents[code] for code in codes})


def _with_origin(areas: pd.DataFrame, scenes: Mapping[str, Scene]) -> pd.DataFrame:
    """`areas` with the origin of each number, layers being named by their product."""
    both = areas[["layer", "boundaries"]].drop_duplicates().itertuples(index=False, name=None)
    worst = {pair: facts.worst_quality([pair[1], scenes[pair[0]].quality]) for pair in both}
    pairs = zip(areas["layer"], areas["boundaries"], strict=True)
    return areas.assign(
        quality=[worst[pair] for pair in pairs],
        source=areas["layer"].map({name: one.source for name, one in scenes.items()}),
        period=areas["layer"].map({name: one.period for name, one in scenes.items()}),
        layer=areas["layer"].map({name: one.product.name for name, one in scenes.items()}),
    ).drop(columns="boundaries")


def _unobserved(
    areas: pd.DataFrame, rasters: Mapping[str, Sequence[Scene]]
) -> Iterator[Unobserved]:
    silent = areas["area_ha"].where(areas["class"].isin([NODATA, OUTSIDE]), 0.0)
    sums = areas.assign(silent=silent).groupby(["layer", "period", "vintage", "code"])
    shares = sums["silent"].sum() / sums["area_ha"].sum()
    above = shares[shares > MOST_UNOBSERVED].reset_index()
    for (layer, period, vintage), rows in above.groupby(["layer", "period", "vintage"]):
        dates = rasters[str(layer)]
        told = str(period) if len(dates) > 1 else ""
        yield Unobserved(dates[0].product, str(vintage), tuple(rows["code"]), told)


def _unobserved_at_both(compared: Sequence[Changes]) -> Iterator[Unobserved]:
    for one in compared:
        above = one.unseen[one.unseen > MOST_UNOBSERVED].reset_index()
        period = SPAN.join((one.pair.start.period, one.pair.end.period))
        for vintage, rows in above.groupby("vintage"):
            codes = tuple(rows["code"])
            yield Unobserved(one.pair.start.product, str(vintage), codes, period)


def _observed_at_both(compared: Sequence[Changes]) -> pd.DataFrame | None:
    """What became of what in the units that were seen enough of at both dates."""
    tables = []
    for one in compared:
        units = pd.MultiIndex.from_frame(one.flows[["vintage", "code"]])
        tables.append(one.flows[(one.unseen.reindex(units) <= MOST_UNOBSERVED).to_numpy()])
    return pd.concat(tables, ignore_index=True) if tables else None


def _check_covered(
    units: gpd.GeoDataFrame, areas: pd.DataFrame, *, scenes: Mapping[str, Scene]
) -> None:
    """Raise `InputError` where the raster of a scene leaves a part of a unit outside."""
    outside = areas[areas["class"] == OUTSIDE].set_index("code")
    for name, scene in scenes.items():
        shares = outside.loc[outside["layer"] == name, "share"]
        check_covered(units, shares, subject=scene.files)


def _check_years(areas: pd.DataFrame, scene: Scene) -> None:
    """Raise `InputError` where the classes of a scene speak of years after its period."""
    classes = areas.loc[~areas["class"].isin([NODATA, OUTSIDE]), "class"].unique()
    if scene.product.last_year is None or not len(classes):
        return
    last = scene.product.last_year(classes.astype("int64"))
    if last > period_end(scene.period).year:
        fault = Fault(
            _("its pixels speak of a later year than its entry in the catalog"),
            where="period",
            expected=f"≥ {last}",
            got=scene.period,
            remedy=_("Put the last year that was observed into the catalog."),
        )
        raise InputError(str(scene.newest.path), _("the raster cannot be used"), [fault])

"""Scenes: the dates of the raster products of a workspace, and which two are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lsgeo.errors import ConfigError, Fault
from lsgeo.facts import period_end, worst_quality
from lsgeo.messages import _, current_language
from lsgeo.products import Product
from lsgeo.raster import Raster
from lsgeo.sources.catalog import Entry
from lsgeo.text import NOTHING
from lsgeo.transitions import joint

COMPARING = "land_change"
"""The indicator whose options say which years are compared, in ``[options.land_change]``."""

FROM, TO = "from_year", "to_year"
"""Those options; 0 is none."""


@dataclass(frozen=True)
class Scene:
    """One date of a raster product: its bands, and the entries of the catalog that they are of.

    A product that is no map of classes has one scene, whatever the years of its bands.
    """

    product: Product
    entries: tuple[Entry, ...]
    bands: Mapping[str, Raster]

    @property
    def newest(self) -> Entry:
        """The entry of the latest period."""
        return max(self.entries, key=lambda entry: period_end(entry.period))

    @property
    def period(self) -> str:
        """The period up to which it looks."""
        return self.newest.period

    @property
    def name(self) -> str:
        """A name that no other scene has."""
        name = self.product.name
        return f"{name} {self.period}" if self.product.classified else name

    @property
    def quality(self) -> str:
        """The worst quality of its bands."""
        return worst_quality(entry.quality for entry in self.entries)

    @property
    def source(self) -> str:
        """Who its bands are by."""
        return "; ".join(sorted({entry.attribution for entry in self.entries}))

    @property
    def files(self) -> str:
        """The names of its files, for messages."""
        return ", ".join(entry.path.name for entry in self.entries)

    def layer(self) -> Raster:
        """Its classes as one raster; see `lsgeo.products.Product.joined`."""
        return replace(self.product.joined(self.bands), name=self.name)


@dataclass(frozen=True)
class Pair:
    """Two dates of a product of classes that are compared."""

    start: Scene
    end: Scene

    @property
    def name(self) -> str:
        """A name that no scene and no other pair has."""
        return f"{self.start.name} > {self.end.name}"

    @property
    def quality(self) -> str:
        """The worse quality of both dates."""
        return worst_quality([self.start.quality, self.end.quality])

    @property
    def source(self) -> str:
        """Who both dates are by."""
        return "; ".join(dict.fromkeys([self.start.source, self.end.source]))

    def layer(self) -> Raster:
        """The pairs of classes as one raster; `InputError` where the dates differ in grid."""
        return joint(self.name, self.start.layer(), self.end.layer())


def lacking(product: Product) -> Fault:
    """The fault that a workspace has no raster of a product."""
    remedy = _("Give the catalog its bands {bands}; illustrative ones need --demo.")
    return Fault(
        _("there is no raster of {name}").format(name=product.name),
        remedy=remedy.format(bands=", ".join(product.bands)),
    )


def grouped(
    entries: Sequence[Entry], products: Mapping[str, Product]
) -> Iterator[tuple[Product, list[Entry]]]:
    """The entries of each scene of each product that is known, in the order they are listed."""
    scenes: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.product in products:
            dated = products[entry.product].classified
            scenes.setdefault((entry.product, entry.period if dated else ""), []).append(entry)
    for (name, _period), members in scenes.items():
        yield products[name], members


def by_product(scenes: Sequence[Scene]) -> dict[str, tuple[Scene, ...]]:
    """The scenes of each product by its name, oldest first."""
    found: dict[str, list[Scene]] = {}
    for scene in scenes:
        found.setdefault(scene.product.name, []).append(scene)
    return {
        name: tuple(sorted(dates, key=lambda one: (period_end(one.period), one.period)))
        for name, dates in found.items()
    }


def pairs_of(
    rasters: Mapping[str, Sequence[Scene]], options: Mapping[str, int], *, subject: str
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """The two dates to compare of each product of classes, and why others are not compared.

    They are the first and the last, or those of the years that `options` (`FROM`, `TO`) name; a
    product of one date is not spoken of unless years are asked for. Raises `ConfigError` about the
    file `subject` where years are asked for and no product can be compared between them.
    """
    pairs: list[Pair] = []
    reasons: list[str] = []
    for dates in rasters.values():
        if not dates[0].product.classified or (len(dates) == 1 and not options):
            continue
        found = _chosen(dates, options)
        if isinstance(found, str):
            reasons.append(found)
        else:
            pairs.append(found)
    if options and reasons and not pairs:
        faults = [Fault(one, where=f"options.{COMPARING}") for one in reasons]
        raise ConfigError(subject, _("an option cannot be followed"), faults)
    return tuple(pairs), tuple(reasons)


def _chosen(dates: Sequence[Scene], options: Mapping[str, int]) -> Pair | str:
    """The dates of one product to compare, or why there are none."""
    product, language = dates[0].product, current_language()
    start, end = (
        [one for one in dates if year in (0, int(one.period[:4]))]
        for year in (options.get(FROM, 0), options.get(TO, 0))
    )
    title = product.title.in_language(language)
    periods = ", ".join(one.period for one in dates)
    if not start or not end:
        what = _("{title}: nothing to compare, there are only {periods}")
        return what.format(title=title, periods=periods)
    pair = Pair(start[0], end[-1])
    if period_end(pair.start.period) >= period_end(pair.end.period):
        what = _("{title}: the years to compare are not one after the other ({periods})")
        return what.format(title=title, periods=periods)
    reason = product.incomparable(pair.start.period, pair.end.period)
    if reason != NOTHING:
        what = _("{title}: no change is computed, since {reason}")
        return what.format(title=title, reason=reason.in_language(language))
    return pair

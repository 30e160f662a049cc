"""Small gaps and overlaps closed, where no unit gains or loses anything to speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.ledger import Note
from lsgeo.mending.coverage import (
    Coverage,
    Names,
    Tiling,
    between,
    called,
    cut,
    slivers,
    tiles,
    unmatched_edges,
    usable,
)
from lsgeo.mending.edges import loose
from lsgeo.mending.faults import MOST_CHANGE_M2, Found, fault_layer
from lsgeo.mending.measures import m2_per_square, square_metres
from lsgeo.mending.steps import replaced
from lsgeo.messages import _

_MOST_ROUNDS = 4  # a unit that gets vertices may show that its neighbour lacks them
_ROUNDING = 1e-6  # square metres that a unit of a province is off by adding up

Shapes = NDArray[np.object_]
Owners = dict[int, tuple[int, ...]]


def mend_coverage(geometry: gpd.GeoSeries, *, names: Names | None = None) -> Coverage:
    """Units (indexed by row or code) that tile, as far as that changes nothing.

    A gap, or an overlap, goes to the unit with the longest border to it, smallest first, as long
    as no unit gains and loses more than `MOST_CHANGE_M2` in all and none is lost; and neighbours
    get each other's vertices on their common edge. No vertex is moved: edges stay those drawn.
    What is larger is left, in ``faults``; where nothing is left, `shapely.coverage_is_valid`.
    Units without such a fault, and rows that are no valid polygons, come back as they were.
    """
    is_usable = usable(geometry)
    units = geometry[is_usable]
    thin = list(slivers(units, names))
    if tiles(units.to_numpy()):
        return Coverage(geometry, (), fault_layer(thin, geometry))
    tiling = cut(units)
    owners = _owners(tiling)
    shapes, open_edges = _rebuilt(tiling, owners)
    if not _is_kept(units, shapes):
        owners, shapes, open_edges = {}, units.to_numpy(), set(range(len(units)))
    found = [
        *between(tiling, names, closed=frozenset(owners)),
        *_edges(tiling, names, open_edges={units.index[unit] for unit in open_edges}),
        *thin,
    ]
    whole = geometry.to_numpy().copy()
    whole[is_usable] = shapes
    mended = replaced(geometry, whole)
    notes = tuple(_notes(units, shapes, names=names))
    return Coverage(mended, notes, fault_layer(found, geometry))


class _Deal:
    """The odd faces dealt out to units, and how much area of each unit that moves."""

    def __init__(self, tiling: Tiling) -> None:
        self.owners: Owners = {}
        self._claims = tiling.faces.claims
        self._areas_m2 = tiling.areas_m2
        self._moved_m2 = defaultdict[int, float](float)
        self._own = {claim[0] for claim in self._claims if len(claim) == 1}
        self._borders = defaultdict[int, list[tuple[int, float]]](list)
        for face, neighbour, length in tiling.borders.itertuples(index=False):
            self._borders[face].append((neighbour, length))

    def settle(self, face: int) -> bool:
        """Whether the face is dealt with: given to a unit, or more than its units may move.

        Not while no unit that may have it borders on it. A unit with no face of its own would
        be lost.
        """
        claims = self._claims[face]
        lengths = self._lengths(face)
        if not lengths or not self._own.issuperset(claims):
            return False
        owner = max(lengths, key=lambda unit: lengths[unit])
        changed = set(claims) - {owner} or {owner}
        area_m2 = self._areas_m2[face]
        if all(self._moved_m2[unit] + area_m2 <= MOST_CHANGE_M2 for unit in changed):
            self.owners[face] = (owner,)
            for unit in changed:
                self._moved_m2[unit] += area_m2
        return True

    def _lengths(self, face: int) -> dict[int, float]:
        """How long the face borders on each unit that may have it."""
        claims, lengths = self._claims[face], defaultdict[int, float](float)
        for neighbour, length in self._borders[face]:
            holders = self.owners.get(neighbour, self._claims[neighbour])
            if len(holders) == 1 and (not claims or holders[0] in claims):
                lengths[holders[0]] += length
        return lengths


def _owners(tiling: Tiling) -> Owners:
    """The one unit that each odd face that can be closed goes to, the smallest faces first."""
    deal = _Deal(tiling)
    small = [face for face in tiling.odd if tiling.areas_m2[face] <= MOST_CHANGE_M2]
    waiting = sorted(small, key=lambda face: tiling.areas_m2[face])
    while waiting:
        later = [face for face in waiting if not deal.settle(face)]
        if len(later) == len(waiting):
            break
        waiting = later
    return deal.owners


def _rebuilt(tiling: Tiling, owners: Owners) -> tuple[Shapes, set[int]]:
    """The units put together from the faces they own, and those whose edges still do not match.

    Only those that gain or lose a face, or lack vertices of a neighbour, are put together anew.
    """
    faces, shapes = tiling.faces, tiling.units.to_numpy().copy()
    parts = defaultdict[int, list[int]](list)
    for face, claims in enumerate(faces.claims):
        for unit in owners.get(face, claims):
            parts[unit].append(face)
    left = faces.shapes[[face for face in tiling.wide() if face not in owners]]
    wanted = {unit for face, own in owners.items() for unit in (*faces.claims[face], *own)}
    done: set[int] = set()
    for _round in range(_MOST_ROUNDS):
        for unit in wanted - done:
            shapes[unit] = shapely.coverage_union_all(faces.shapes[parts[unit]])
        done |= wanted
        wanted = loose(shapes, left, crs=tiling.units.crs)
        if wanted <= done:
            break
    return shapes, wanted


def _is_kept(units: gpd.GeoSeries, shapes: Shapes) -> bool:
    """Whether every unit is still there, valid, and as large as it was."""
    before = units.to_numpy()
    rates = m2_per_square(before, units.crs)
    changes = np.abs(shapely.area(shapes) - shapely.area(before)) * rates
    sound = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    return bool(sound.all() and (changes <= MOST_CHANGE_M2 + _ROUNDING).all())


def _edges(tiling: Tiling, names: Names | None, *, open_edges: set[object]) -> Iterator[Found]:
    """The edges that did not match, corrected where those of neither unit are open still."""
    for found in unmatched_edges(tiling, names):
        is_open = found.row in open_edges or found.other in open_edges
        yield found if is_open else replace(found, outcome="corrected")


def _notes(units: gpd.GeoSeries, shapes: Shapes, *, names: Names | None) -> Iterator[Note]:
    """A note for each unit that is not what it was, with its area before and after."""
    before = units.to_numpy()
    changed = np.flatnonzero(
        ~shapely.equals_exact(shapely.normalize(before), shapely.normalize(shapes))
    )
    rates = m2_per_square(before[changed], units.crs)
    for unit, rate in zip(changed, rates, strict=True):
        row = units.index[unit]
        said, became = (square_metres(shape.area * rate) for shape in (before[unit], shapes[unit]))
        reason = _("{name}: edges made those of the neighbours").format(name=called(row, names))
        number = int(row) if isinstance(row, (int, np.integer)) else None
        yield Note("corrected", reason, number, "geometry", said, became)

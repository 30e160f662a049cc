"""Units cut into faces, and what becomes of the faces that no unit or several claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.mending.edges import HAIR_M, Shapes
from lsgeo.mending.faces import Faces, Owners, faces_of
from lsgeo.mending.faults import MOST_CHANGE_M2


@dataclass(frozen=True)
class Tiling:
    """Units cut into faces: the ``odd`` ones not claimed once, and what each borders on."""

    units: gpd.GeoSeries
    faces: Faces
    odd: list[int]
    borders: pd.DataFrame

    def hair(self) -> list[int]:
        """The odd faces that are no more than rounding."""
        return [face for face in self.odd if self.faces.widths_m[face] < HAIR_M]

    def told(self, owners: Owners) -> list[int]:
        """The odd faces that are more than rounding, or stay between units; the largest first."""
        hair, around = {*self.hair()}, self.around()
        seen = [
            face for face in self.odd if face not in hair or (face not in owners and face in around)
        ]
        return sorted(seen, key=lambda face: -self.faces.areas_m2[face])

    def around(self) -> dict[int, list[int]]:
        """The units around each odd face, the one with the longest border first."""
        around = defaultdict[int, dict[int, float]](dict)
        for face, neighbour, length in self.borders.itertuples(index=False):
            for unit in self.faces.claims[neighbour]:
                around[face][unit] = around[face].get(unit, 0.0) + length
        return {
            face: sorted(lengths, key=lambda unit: -lengths[unit])
            for face, lengths in around.items()
        }


def cut(units: gpd.GeoSeries) -> Tiling:
    """Valid areal units, cut into faces."""
    faces = faces_of(units.to_numpy(), crs=units.crs)
    return Tiling(units, faces, faces.odd(), faces.borders())


def owners_of(tiling: Tiling, faces: Iterable[int]) -> Owners:
    """The one unit that each of some odd faces goes to where it can, the smallest faces first.

    It is the unit with the longest border to the face, as long as no unit gains and loses more
    than `MOST_CHANGE_M2` in all and none is lost.
    """
    deal = _Deal(tiling)
    areas_m2 = tiling.faces.areas_m2
    small = [face for face in faces if areas_m2[face] <= MOST_CHANGE_M2]
    waiting = sorted(small, key=lambda face: areas_m2[face])
    while waiting:
        later = [face for face in waiting if not deal.settle(face)]
        if len(later) == len(waiting):
            break
        waiting = later
    return deal.owners


def rebuilt(tiling: Tiling, owners: Owners, *, wanted: set[int]) -> Shapes:
    """The units, those that are `wanted` put together from the faces they own.

    A unit that this does not change is the same object as before.
    """
    shapes = tiling.units.to_numpy().copy()
    parts = defaultdict[int, list[int]](list)
    for face, units in enumerate(tiling.faces.holders(owners)):
        for unit in wanted.intersection(units):
            parts[unit].append(face)
    for unit, own in parts.items():
        pieces = tiling.faces.shapes[own]
        made = pieces[0] if len(own) == 1 else shapely.coverage_union_all(pieces)
        if not shapely.equals_exact(shapely.normalize(made), shapely.normalize(shapes[unit])):
            shapes[unit] = made
    return shapes


class _Deal:
    """The odd faces dealt out to units, and how much area of each unit that moves."""

    def __init__(self, tiling: Tiling) -> None:
        self.owners: dict[int, tuple[int, ...]] = {}
        self._claims = tiling.faces.claims
        self._areas_m2 = tiling.faces.areas_m2
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

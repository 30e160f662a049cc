"""Where units meet: the edges that should be shared, and are not vertex by vertex."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from lsgeo.mending.edges import Mask, Places, counted, numbered
from lsgeo.mending.faces import Faces, Owners

Seam = tuple[tuple[int, ...], shapely.Geometry]


@dataclass(frozen=True)
class Seams:
    """The edges of units put together from faces: by edge, each as often as it is of a unit.

    ``places`` are those of the edges among the sides of the faces; ``is_new`` says which edges
    the unit was not drawn with.
    """

    faces: Faces
    edges: Places
    units: Places
    places: Places
    is_new: Mask

    def lacking(self, *, apart: Collection[int]) -> set[int]:
        """The units that lack a vertex of a neighbour, on an edge that is none of faces `apart`.

        Where only such a face has the vertex, they need not have it.
        """
        along = np.unique(self.faces.sides.edges[self.faces.sides_of(apart)])
        is_shared = np.bincount(self.edges)[self.edges] > 1
        needed = self.is_new & (is_shared | ~self._touches(apart))
        told = needed & ~np.isin(self.edges, along)
        return set(np.flatnonzero(np.bincount(self.units[told])).tolist())

    def unmatched(self, *, apart: Collection[int]) -> Iterator[Seam]:
        """The lines along which the edges of two units do not match, or one has no other there.

        Edges that touch the faces `apart`, the overlaps and gaps, are none: those say why they do
        not match.
        """
        firsts = np.flatnonzero(np.diff(self.edges, prepend=-1))
        lasts = np.append(firsts, len(self.edges))[1:] - 1
        told = np.add.reduceat(self.is_new, firsts, dtype="int64") > 0 if len(firsts) else firsts
        free = np.flatnonzero((told > 0) & ~self._touches(apart)[firsts])
        firsts, lasts = firsts[free], lasts[free]
        is_pair = firsts < lasts
        joints = self.faces.sides.touching(self.places[firsts[is_pair]])
        is_alone = ~is_pair & ~joints[self.places[firsts]]
        for chosen in (is_pair, is_alone):
            yield from self._lines(firsts[chosen], lasts[chosen])

    def _touches(self, faces: Collection[int]) -> Mask:
        """Which edges have an end at one of some faces."""
        return self.faces.sides.touching(self.faces.sides_of(faces))[self.places]

    def _lines(self, firsts: Places, lasts: Places) -> Iterator[Seam]:
        """The lines of each pair of units, in their order; of a unit alone where both are one."""
        pairs = np.column_stack([self.units[firsts], self.units[lasts]])
        groups = numbered(pairs)
        order = np.argsort(groups, kind="stable")
        for same in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
            if len(same):
                units = tuple(dict.fromkeys(pairs[same[0]].tolist()))
                yield units, self.faces.sides.line(self.places[firsts[same]])


def seams(faces: Faces, owners: Owners) -> Seams:
    """The outlines of the units put together from the faces that are theirs."""
    sides, holders = faces.sides, faces.holders(owners)
    counts = np.asarray([len(units) for units in holders], dtype="int64")
    flat = np.asarray([unit for units in holders for unit in units], dtype="int64")
    places, nth = counted(counts[sides.owners])
    units = flat[(np.cumsum(counts) - counts)[sides.owners[places]] + nth]
    size = 1 + max(units.max(initial=0), faces.drawn.owners.max(initial=0))
    keys = sides.edges[places] * size + units
    order = np.argsort(keys, kind="stable")
    is_twice = np.diff(keys[order]) == 0  # between two faces of a unit: no edge of the unit
    outer = order[~(np.append(is_twice, [False]) | np.append([False], is_twice))[: len(order)]]
    drawn = faces.drawn.edges * size + faces.drawn.owners
    is_new = ~np.isin(keys[outer], drawn, assume_unique=True)
    return Seams(faces, sides.edges[places[outer]], units[outer], places[outer], is_new)

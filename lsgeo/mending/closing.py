"""Small gaps and overlaps closed, where no unit gains or loses anything to speak of."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from lsgeo.ledger import Note
from lsgeo.mending.coverage import Coverage, Names, between, called, edges, slivers, usable
from lsgeo.mending.edges import Shapes
from lsgeo.mending.faces import Owners
from lsgeo.mending.faults import MOST_CHANGE_M2, fault_layer
from lsgeo.mending.measures import m2_per_square, square_metres
from lsgeo.mending.seams import seams
from lsgeo.mending.steps import replaced
from lsgeo.mending.tiling import Tiling, cut, owners_of, rebuilt
from lsgeo.messages import _

_ROUNDING = 1e-6  # square metres that a unit of a province is off by adding up


def mend_coverage(geometry: gpd.GeoSeries, *, names: Names | None = None) -> Coverage:
    """Units (indexed by row or code) that tile, as far as that changes nothing.

    A gap, or an overlap, goes to the unit with the longest border to it, smallest first, as long
    as no unit gains and loses more than `MOST_CHANGE_M2` in all and none is lost; and neighbours
    get each other's vertices on their common edge. No vertex is moved, but those of two units
    that are nearer than `HAIR_M` become one: edges stay those drawn. What is larger is left, in
    ``faults``; where nothing is left, `shapely.coverage_is_valid`. Units without such a fault, and
    rows that are no valid polygons, come back as they were.
    """
    is_usable = usable(geometry)
    units = geometry[is_usable]
    tiling = cut(units)
    owners = owners_of(tiling, tiling.odd)
    shapes = rebuilt(tiling, owners, wanted=_wanted(tiling, owners))
    is_kept = _is_kept(units, shapes)
    found = [
        *between(tiling, owners, names=names, closed=owners if is_kept else {}),
        *edges(tiling, owners, names=names, outcome="corrected" if is_kept else "left"),
        *slivers(units, names),
    ]
    faults = fault_layer(found, geometry)
    changed = [unit for unit, shape in enumerate(units) if shapes[unit] is not shape]
    if not changed or not is_kept:
        return Coverage(geometry, (), faults)
    whole = geometry.to_numpy().copy()
    whole[is_usable] = shapes
    notes = tuple(_notes(units, shapes, changed=changed, names=names))
    return Coverage(replaced(geometry, whole), notes, faults)


def _wanted(tiling: Tiling, owners: Owners) -> set[int]:
    """The units that gain or lose a face, or lack vertices of a neighbour."""
    claims = tiling.faces.claims
    dealt = {unit for face, own in owners.items() for unit in {*claims[face]} ^ {*own}}
    left = [face for face in tiling.odd if face not in owners]
    return dealt | seams(tiling.faces, owners).lacking(apart=left)


def _is_kept(units: gpd.GeoSeries, shapes: Shapes) -> bool:
    """Whether every unit is still there, valid, and as large as it was."""
    before = units.to_numpy()
    rates = m2_per_square(before, units.crs)
    changes = np.abs(shapely.area(shapes) - shapely.area(before)) * rates
    sound = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    return bool(sound.all() and (changes <= MOST_CHANGE_M2 + _ROUNDING).all())


def _notes(
    units: gpd.GeoSeries, shapes: Shapes, *, changed: list[int], names: Names | None
) -> Iterator[Note]:
    """A note for each unit that is not what it was, with its area before and after."""
    before = units.to_numpy()
    for unit, rate in zip(changed, m2_per_square(before[changed], units.crs), strict=True):
        row = units.index[unit]
        said, became = (square_metres(shape.area * rate) for shape in (before[unit], shapes[unit]))
        reason = _("{name}: edges made those of the neighbours").format(name=called(row, names))
        number = int(row) if isinstance(row, (int, np.integer)) else None
        yield Note("corrected", reason, number, "geometry", said, became)

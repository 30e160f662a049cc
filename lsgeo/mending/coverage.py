"""Units that should tile: gaps, overlaps, edges that do not match, and slivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.ledger import Note
from lsgeo.mending.edges import Shapes
from lsgeo.mending.faces import Owners
from lsgeo.mending.faults import Found, fault_layer
from lsgeo.mending.measures import areas_and_widths, lengths_m, m2_per_square, metres, square_metres
from lsgeo.mending.seams import seams
from lsgeo.mending.tiling import Tiling, cut, owners_of
from lsgeo.messages import _

SLIVER_WIDTH_M = 1.0
"""A part of a unit that is narrower on average is a sliver."""

Names = Mapping[object, str]


@dataclass(frozen=True)
class Coverage:
    """Units that should tile, with what is wrong between them.

    ``notes`` tell of the units whose edges were changed, ``faults`` (`FAULT_COLUMNS`) are the
    gaps, overlaps and so on that there were, the closed ones "corrected", the others "left".
    """

    geometry: gpd.GeoSeries
    notes: tuple[Note, ...]
    faults: gpd.GeoDataFrame


def coverage(geometry: gpd.GeoSeries, *, names: Names | None = None) -> Coverage:
    """What is wrong between valid areal units (indexed by row or code) that should tile.

    Faults are "overlap" and "gap" (an inlet of the outer border is none), "unmatched_edge" where
    neighbours do not share the vertices of their common edge, and "sliver" for thin parts of a
    unit. Rows that are no valid polygons are passed over: `mend` tells of them. `names` are what
    the units are called in the details; rows without are called by their number.
    """
    units = geometry[usable(geometry)]
    tiling = cut(units)
    owners = owners_of(tiling, tiling.hair())
    found = [
        *between(tiling, owners, names=names),
        *edges(tiling, owners, names=names),
        *slivers(units, names),
    ]
    return Coverage(geometry, (), fault_layer(found, geometry))


def usable(geometry: gpd.GeoSeries) -> NDArray[np.bool_]:
    """Which rows are valid polygons."""
    shapes = geometry.to_numpy()
    areal = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    return np.asarray(areal & shapely.is_valid(shapes))


def between(
    tiling: Tiling, owners: Owners, *, names: Names | None, closed: Owners = MappingProxyType({})
) -> Iterator[Found]:
    """The overlaps and gaps, the largest first; those `closed` are corrected."""
    around = tiling.around()
    for face in tiling.told(owners):
        claims = tiling.faces.claims[face]
        rows = [tiling.units.index[unit] for unit in claims or around.get(face, ())]
        area_m2, width_m = float(tiling.faces.areas_m2[face]), float(tiling.faces.widths_m[face])
        detail = _detail(rows, is_gap=not claims).format(
            area=square_metres(area_m2), width=metres(width_m), names=_listed(rows, names)
        )
        yield Found(
            rows[0] if rows else None,
            "overlap" if claims else "gap",
            detail,
            "corrected" if face in closed else "left",
            rows[1] if len(rows) > 1 else None,
            area_m2,
            tiling.faces.shapes[face],
        )


def edges(
    tiling: Tiling,
    owners: Owners,
    *,
    names: Names | None,
    outcome: Literal["corrected", "left"] = "left",
) -> Iterator[Found]:
    """The edges that should be shared and are not, beside those of gaps and overlaps."""
    units = tiling.units
    unmatched = [*seams(tiling.faces, owners).unmatched(apart=tiling.told(owners))]
    lengths = lengths_m(np.asarray([line for _pair, line in unmatched], dtype=object), units.crs)
    for (pair, line), length_m in zip(unmatched, lengths, strict=True):
        rows = [units.index[unit] for unit in pair]
        detail = _("the edges of {names} do not match over {length}")
        detail = detail.format(names=_listed(rows, names), length=metres(length_m))
        other = rows[1] if len(rows) > 1 else None
        yield Found(rows[0], "unmatched_edge", detail, outcome, other, 0.0, line)


def slivers(units: gpd.GeoSeries, names: Names | None) -> Iterator[Found]:
    """The parts of units that are thinner than `SLIVER_WIDTH_M`."""
    parts, owners = shapely.get_parts(units.to_numpy(), return_index=True)
    thin = np.flatnonzero(_may_be_thin(parts, units))
    sizes, widths = areas_and_widths(parts[thin], units.crs)
    for part, width_m, area_m2 in zip(thin, widths, sizes, strict=True):
        if width_m < SLIVER_WIDTH_M:
            row = units.index[owners[part]]
            detail = _("a part of {name} is {width} wide on average: {area}").format(
                name=called(row, names), width=metres(width_m), area=square_metres(area_m2)
            )
            yield Found(row, "sliver", detail, "left", None, float(area_m2), parts[part])


def called(row: object, names: Names | None) -> str:
    """What a unit is called in a message."""
    known = None if names is None else names.get(row)
    return known or _("row {row}").format(row=row)


def _may_be_thin(parts: Shapes, units: gpd.GeoSeries) -> NDArray[np.bool_]:
    """Whether parts are thin by the scale of the layer's middle, with room for its change."""
    if not len(parts):
        return np.zeros(0, dtype=bool)
    whole = np.asarray([shapely.box(*units.total_bounds)], dtype=object)
    metre = np.sqrt(m2_per_square(whole, units.crs)[0])
    return np.asarray(2 * shapely.area(parts) / shapely.length(parts) * metre < 2 * SLIVER_WIDTH_M)


def _detail(rows: list[object], *, is_gap: bool) -> str:
    if not is_gap:
        return _("{names} overlap: {area}, {width} wide on average")
    if len(rows) == 1:
        return _("a hole in {names}: {area}, {width} wide on average")
    return _("a gap between {names}: {area}, {width} wide on average")


def _listed(rows: list[object], names: Names | None) -> str:
    return ", ".join(called(row, names) for row in rows)

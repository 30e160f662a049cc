"""The plane cut along all edges of units: faces, and which units claim each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from lsgeo.mending.edges import (
    HAIR_M,
    Mask,
    Numbers,
    Places,
    Shapes,
    counted,
    lines_of,
    numbered,
    numbers_of_edges,
    outlines,
)
from lsgeo.mending.measures import areas_and_widths

Owners = Mapping[int, tuple[int, ...]]
"""The units that faces go to that are not claimed just once."""


@dataclass(frozen=True)
class Sides:
    """Straight edges along areas, one ring after the other, each as often as an area has it.

    ``edges`` number them, ``owners`` are the places of the areas, and ``ends`` those of the two
    vertices in ``spots``.
    """

    edges: Places
    owners: Places
    ends: Places
    spots: Numbers

    def touching(self, some: Places) -> Mask:
        """Which sides have an end that one of `some` has too."""
        is_met = np.zeros(len(self.spots), dtype=bool)
        is_met[self.ends[some]] = True
        return np.asarray(is_met[self.ends].any(axis=1))

    def line(self, some: Places) -> shapely.Geometry:
        """Some sides as one line, or as few as can be."""
        places = np.sort(some)
        ends = self.ends[places]
        begins = (np.diff(places, prepend=-2) != 1) | (np.roll(ends[:, 1], 1) != ends[:, 0])
        runs = np.cumsum(begins) - 1
        which, nth = counted(np.bincount(runs) + 1)
        starts = np.flatnonzero(begins)[which]
        vertices = np.where(nth == 0, ends[starts, 0], ends[starts + np.maximum(nth, 1) - 1, 1])
        lines = shapely.linestrings(self.spots[vertices], indices=which)
        return shapely.line_merge(shapely.multilinestrings(lines))


@dataclass(frozen=True)
class Faces:
    """The areas that the edges of units enclose, and the places of the units that claim each.

    Where units tile every face is claimed once; none claims a gap, several an overlap. Of a face
    that is narrower than `HAIR_M` it cannot be told who claims it: as if none did. ``sides`` are
    the edges of the faces, ``drawn`` those of the units as they came, of both only those near a
    place where edges meet, where a vertex moved, or at a face that is not claimed once.
    """

    shapes: Shapes
    claims: tuple[tuple[int, ...], ...]
    areas_m2: Numbers
    widths_m: Numbers
    sides: Sides
    drawn: Sides

    def odd(self) -> list[int]:
        """The faces that are not claimed just once."""
        return _odd(self.claims)

    def borders(self) -> pd.DataFrame:
        """How long the border is between each odd ``face`` and each ``neighbour`` of it.

        The lengths are in units of the plane.
        """
        sides = self.sides
        lengths = np.hypot(*(sides.spots[sides.ends[:, 1]] - sides.spots[sides.ends[:, 0]]).T)
        edges = pd.DataFrame({"edge": sides.edges, "face": sides.owners, "length": lengths})
        own = edges[edges["face"].isin(self.odd())]
        met = own.merge(edges[["edge", "face"]], on="edge", suffixes=("", "_met"))
        met = met[met["face"] != met["face_met"]].rename(columns={"face_met": "neighbour"})
        return met.groupby(["face", "neighbour"], as_index=False)["length"].sum()

    def sides_of(self, some: Collection[int]) -> Places:
        """The places of the sides of some faces."""
        is_one = np.zeros(len(self.shapes), dtype=bool)
        is_one[np.asarray([*some], dtype="int64")] = True
        return np.flatnonzero(is_one[self.sides.owners])

    def holders(self, owners: Owners) -> list[tuple[int, ...]]:
        """The units that each face is part of once some faces have got `owners`."""
        return [owners.get(face, claims) for face, claims in enumerate(self.claims)]


def faces_of(units: Shapes, *, crs: CRS | None) -> Faces:
    """The faces of valid areal `units`."""
    drawn = lines_of(units, crs=crs)
    lines = shapely.get_parts(shapely.union_all(drawn.shapes))
    shapes = shapely.get_parts(shapely.polygonize(lines))
    areas_m2, widths_m = areas_and_widths(shapes, crs)
    claims = _claims(shapes, units, can_be=widths_m >= HAIR_M)
    marked = [
        drawn.moved,
        shapely.get_coordinates(shapely.get_point(lines, 0)),
        shapely.get_coordinates(shapely.get_point(lines, -1)),
        shapely.get_coordinates(shapes[_odd(claims)]),
    ]
    sides = _sides(shapes, units, at=np.concatenate(marked))
    return Faces(shapes, claims, areas_m2, widths_m, *sides)


def _claims(shapes: Shapes, units: Shapes, *, can_be: Mask) -> tuple[tuple[int, ...], ...]:
    """The places of the units around a point in each face that `can_be` claimed."""
    places = np.flatnonzero(can_be)
    inside = shapely.STRtree(shapely.point_on_surface(shapes[places]))
    unit, found = inside.query(units, predicate="intersects")
    face = places[found]
    order = np.lexsort((unit, face))
    ends = np.searchsorted(face[order], np.arange(1, len(shapes)))
    claims = np.split(unit[order], ends)[: len(shapes)]
    return tuple(tuple(claim.tolist()) for claim in claims)


def _odd(claims: Sequence[tuple[int, ...]]) -> list[int]:
    return [face for face, units in enumerate(claims) if len(units) != 1]


def _sides(faces: Shapes, units: Shapes, *, at: Numbers) -> tuple[Sides, Sides]:
    """The edges of faces and of units that have an end at one of some places.

    And some more: those at the same easting.
    """
    eastings = np.sort(at[:, 0])
    ends, owners = zip(*(_near(shapes, eastings) for shapes in (faces, units)), strict=True)
    vertices = np.concatenate(ends).reshape(-1, 2)
    places = numbered(vertices)
    spots = np.empty((int(places.max(initial=-1)) + 1, 2))
    spots[places] = vertices
    pairs, count = places.reshape(-1, 2), len(owners[0])
    edges = numbers_of_edges(pairs)
    return (
        Sides(edges[:count], owners[0], pairs[:count], spots),
        Sides(edges[count:], owners[1], pairs[count:], spots),
    )


def _near(shapes: Shapes, eastings: Numbers) -> tuple[Numbers, Places]:
    """The ends of the edges of areas of which one has one of some eastings, and their areas."""
    drawn = outlines(shapes)
    x = drawn.vertices[:, 0]
    is_at = np.searchsorted(eastings, x, "right") > np.searchsorted(eastings, x, "left")
    near = np.flatnonzero(drawn.is_edge & (is_at[:-1] | is_at[1:]))
    ends = np.stack([drawn.vertices[near], drawn.vertices[near + 1]], axis=1)
    return ends, drawn.areas[near]

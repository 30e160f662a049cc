"""The plane cut along all edges of units: faces, and which units claim each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]

_ENDS = ["x1", "y1", "x2", "y2"]


@dataclass(frozen=True)
class Faces:
    """The areas that the edges of units enclose, and the places of the units that claim each.

    Where units tile every face is claimed once; none claims a gap, several an overlap.
    """

    shapes: Shapes
    claims: tuple[tuple[int, ...], ...]

    def odd(self) -> list[int]:
        """The faces that are not claimed just once."""
        return [face for face, claims in enumerate(self.claims) if len(claims) != 1]

    def borders(self, faces: list[int]) -> pd.DataFrame:
        """How long the border is between each of `faces` and each ``neighbour`` of it.

        The lengths are in units of the plane. Faces meet in the same vertices, so that their
        edges compare as numbers.
        """
        edges = _edges(self.shapes)
        own = edges[np.isin(edges["face"].to_numpy(), faces)]
        met = own.merge(edges, on=_ENDS, suffixes=("", "_met"))
        met = met[met["face"] != met["face_met"]]
        lengths = np.hypot(met["x2"] - met["x1"], met["y2"] - met["y1"])
        pairs = pd.DataFrame({"face": met["face"], "neighbour": met["face_met"], "length": lengths})
        return pairs.groupby(["face", "neighbour"], as_index=False)["length"].sum()


def faces_of(units: Shapes) -> Faces:
    """The faces of valid areal `units`."""
    lines = shapely.union_all(shapely.boundary(units))
    shapes = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.STRtree(shapely.point_on_surface(shapes))
    unit, face = inside.query(units, predicate="intersects")
    order = np.lexsort((unit, face))
    ends = np.searchsorted(face[order], np.arange(1, len(shapes)))
    claims = np.split(unit[order], ends)
    return Faces(shapes, tuple(tuple(claim.tolist()) for claim in claims[: len(shapes)]))


def _edges(shapes: Shapes) -> pd.DataFrame:
    """The straight edges of shapes, each from its lesser to its greater end."""
    rings, faces = shapely.get_rings(shapes, return_index=True)
    vertices, owners = shapely.get_coordinates(rings, return_index=True)
    is_edge = owners[1:] == owners[:-1]
    starts, ends = vertices[:-1][is_edge], vertices[1:][is_edge]
    x1, y1, x2, y2 = starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1]
    turned = (x1 > x2) | ((x1 == x2) & (y1 > y2))
    starts, ends = (
        np.where(turned[:, None], ends, starts),
        np.where(turned[:, None], starts, ends),
    )
    table = pd.DataFrame(np.hstack([starts, ends]), columns=_ENDS)
    return table.assign(face=faces[owners[1:][is_edge]])

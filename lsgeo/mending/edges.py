"""Edges that neighbours should share, and do not vertex by vertex."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

Shapes = NDArray[np.object_]
Places = NDArray[np.int64]

_TOUCH_M = 1e-6  # what lies nearer to an edge lies on it
_MOST_TURN = 0.01  # the sine of the angle by which two that run along each other may differ
_M_PER_DEGREE = 111_000


def loose(units: Shapes, known: Shapes, *, crs: CRS | None) -> set[int]:
    """The places of the units with edges that do not match, beside those at `known` faults."""
    _segments, owners = _loose_segments(units, known, touch=_touch(crs))
    return set(owners.tolist())


def unmatched(
    units: Shapes, known: Shapes, *, crs: CRS | None
) -> list[tuple[tuple[int, ...], shapely.Geometry]]:
    """The lines along which two units do not match, or one that has no other there.

    Edges at `known` faults, the overlaps and gaps, are none: those say why they do not match.
    """
    touch = _touch(crs)
    segments, owners = _loose_segments(units, known, touch=touch)
    if not len(segments):
        return []
    one, two = _along(segments, owners, touch=touch)
    sides = pd.DataFrame(
        {
            "segment": np.concatenate([one, two]),
            "unit": np.concatenate([owners[one], owners[two]]),
            "other": np.concatenate([owners[two], owners[one]]),
        }
    ).drop_duplicates()
    met = sides.groupby(["unit", "other"])["segment"].agg(list)
    lines = {key: _joined(segments[places]) for key, places in met.items()}
    alone = _apart(segments, sides["segment"].unique(), touch=touch)
    single = pd.Series(alone, dtype="int64").groupby(owners[alone]).agg(list)
    pairs = sorted({tuple(sorted(key)) for key in lines})
    return [
        *((pair, min(lines[pair], lines[pair[::-1]], key=shapely.length)) for pair in pairs),
        *(((int(unit),), _joined(segments[places])) for unit, places in single.items()),
    ]


def _along(segments: Shapes, owners: Places, *, touch: float) -> tuple[Places, Places]:
    """The pairs of segments of two units of which the one's middle lies on the other."""
    middles = shapely.line_interpolate_point(segments, 0.5, normalized=True)
    one, two = shapely.STRtree(segments).query(middles, predicate="dwithin", distance=touch)
    ends = shapely.get_coordinates(segments).reshape(-1, 2, 2)
    ways = ends[:, 1] - ends[:, 0]
    ways = ways / np.hypot(*ways.T)[:, None]
    turn = np.abs(ways[one, 0] * ways[two, 1] - ways[one, 1] * ways[two, 0])
    met = (owners[one] != owners[two]) & (turn < _MOST_TURN)
    return one[met], two[met]


def _apart(segments: Shapes, told: Places, *, touch: float) -> Places:
    """The segments that none of those already `told` of touches.

    GEOS counts an edge too that only ends where two others do not match.
    """
    near = shapely.STRtree(segments[told]).query(segments, predicate="dwithin", distance=touch)[0]
    return np.setdiff1d(np.arange(len(segments)), near)


def _loose_segments(units: Shapes, known: Shapes, *, touch: float) -> tuple[Shapes, Places]:
    """The straight pieces of edges that GEOS finds invalid, away from `known`; their units."""
    lines, owners = shapely.get_parts(shapely.coverage_invalid_edges(units), return_index=True)
    vertices, of_line = shapely.get_coordinates(lines, return_index=True)
    is_edge = of_line[1:] == of_line[:-1]
    ends = np.stack([vertices[:-1][is_edge], vertices[1:][is_edge]], axis=1)
    segments = shapely.linestrings(ends) if len(ends) else np.empty(0, dtype=object)
    owned = owners[of_line[1:][is_edge]] if len(ends) else np.empty(0, dtype="int64")
    if not len(segments) or not len(known):
        return segments, owned
    _faces, near = shapely.STRtree(segments).query(known, predicate="dwithin", distance=touch)
    free = np.ones(len(segments), dtype=bool)
    free[near] = False
    return segments[free], owned[free]


def _joined(segments: Shapes) -> shapely.Geometry:
    return shapely.line_merge(shapely.multilinestrings(segments))


def _touch(crs: CRS | None) -> float:
    return _TOUCH_M / _M_PER_DEGREE if crs is not None and crs.is_geographic else _TOUCH_M

"""Area-true division of one outline in the plane."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _
from lsgeo.schematic.cells import Indexes, Numbers, Plan, Shapes, clipped
from lsgeo.schematic.fit import adjusted, balance, nearest, pulls, spread

GRID_M = 0.001  # lines are noded on this grid: far below any drawing, far above float noise
AREA_TOLERANCE = 1e-4  # relative; ten times better than what is promised
_ROUNDS = 40
_SETTLING = 12  # rounds in which unknown sites move to the middle of their cells
_MOST_NAMED = 20  # units that a message names before it only counts
_TOO_NEAR = 1e-3  # of the side of the smallest unit


def power_diagram(outline: Any, sites: Numbers, *, areas: Numbers) -> Shapes:
    """The cells of `sites` inside `outline`, one polygon per site, in their order.

    Plane coordinates, `sites` of shape (n, 2). `areas` are in any unit: each cell takes its share
    of the outline, within `AREA_TOLERANCE`. A site is inside its cell; one given as NaN is
    unknown and placed where it makes a compact cell. Cells meet edge to edge
    (`shapely.coverage_is_valid`) and are one part each where the outline is.

    Raises `UnitError` with every fault of the input, or where no such division is found.
    """
    points = np.asarray(sites, dtype="float64").reshape(-1, 2)
    shares = np.asarray(areas, dtype="float64").reshape(-1)
    names = [str(number) for number in range(len(points))]
    return named_diagram(outline, points, shares=shares, names=names)


def named_diagram(outline: Any, seats: Numbers, *, shares: Numbers, names: list[str]) -> Shapes:
    """What `power_diagram` gives; the errors call the units by `names`."""
    faults = _faults(outline, seats, shares=shares, names=names)
    if faults:
        summary = _("the points cannot divide the outline")
        raise UnitError(_("schematic boundaries"), summary, faults)
    targets = shares / shares.sum() * outline.area
    sites = spread(outline, seats)
    reach = float(np.sqrt(((sites - sites.mean(axis=0)) ** 2).sum()))
    plan = Plan(outline, seats, sites, targets, targets, np.zeros(len(targets)), reach)
    return _divided(plan, names)


def fault_of_outline(outline: Any) -> tuple[str, str]:
    """Why `outline` cannot be divided, and what it is instead; "" where it can."""
    if outline is None or outline.is_empty:
        return _("the outline has no geometry"), ""
    if outline.geom_type not in ("Polygon", "MultiPolygon"):
        return _("the outline is no polygon"), str(outline.geom_type)
    if not outline.is_valid:
        return _("the outline is not a valid polygon"), str(shapely.is_valid_reason(outline))
    return "", ""


def _divided(plan: Plan, names: list[str]) -> Shapes:
    """The cells of a plan; raises `UnitError` naming the units whose area or seat cannot be had."""
    off = np.zeros(len(names), dtype=bool)
    for round_ in range(_ROUNDS):
        plan = balance(plan)
        cells = _cells(plan)
        errors = shapely.area(cells) - plan.targets
        settling = round_ < _SETTLING and not plan.seated.all()
        off = (abs(errors) > AREA_TOLERANCE * plan.targets) | ~_holding(plan, cells)
        if not settling and not off.any():
            return cells
        if shapely.is_empty(cells).any():
            break
        plan = adjusted(plan, cells, moves=pulls(plan), settle=settling)
        if nearest(plan.sites) < _TOO_NEAR * np.sqrt(plan.targets.min()):
            break  # two sites run into each other: each holds the other's seat
    faults = [
        Fault(
            _("no cell of this area holds the point"),
            where=names[index],
            remedy=_("Move the point, or check the area."),
        )
        for index in np.flatnonzero(off)[:_MOST_NAMED]
    ]
    if off.sum() > _MOST_NAMED:
        faults.append(Fault(_("{count} more like these").format(count=off.sum() - _MOST_NAMED)))
    raise UnitError(_("schematic boundaries"), _("no division of the outline was found"), faults)


def _faults(outline: Any, seats: Numbers, *, shares: Numbers, names: list[str]) -> list[Fault]:
    """Everything that keeps `seats` with `shares` from dividing `outline`."""
    wrong, got = fault_of_outline(outline)
    if wrong:
        return [Fault(wrong, got=got)]
    if len(seats) == 0 or len(seats) != len(shares):
        expected, got = str(len(seats)), str(len(shares))
        return [Fault(_("points and areas do not pair up"), expected=expected, got=got)]
    known = ~np.isnan(seats).any(axis=1)
    inside = shapely.contains_properly(outline, shapely.points(np.nan_to_num(seats)))
    faults = [
        Fault(_("the point is outside the outline"), where=names[index])
        for index in np.flatnonzero(known & ~inside)
    ]
    faults += [
        Fault(_("the area is not a positive number"), where=names[index], got=f"{shares[index]}")
        for index in np.flatnonzero(~(np.isfinite(shares) & (shares > 0)))
    ]
    first: dict[tuple[float, ...], str] = {}
    for index in np.flatnonzero(known):
        other = first.setdefault(tuple(seats[index]), names[index])
        if other != names[index]:
            faults.append(Fault(_("two units have the same point"), names[index], got=other))
    return faults


def _holding(plan: Plan, cells: Shapes) -> NDArray[np.bool_]:
    """Whether each cell holds its seat; an unknown one is held."""
    seats = shapely.points(np.nan_to_num(plan.seats))
    return np.asarray(shapely.contains_properly(cells, seats) | ~plan.seated)


def _cells(plan: Plan) -> Shapes:
    """The cells noded into faces that meet exactly, each bit cut off given to a neighbour."""
    _polygons, edges, _pairs = clipped(plan.sites, plan.weights, bounds=plan.outline.bounds)
    lines = shapely.union_all([plan.outline.boundary, *edges], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    faces = faces[shapely.contains(plan.outline, shapely.point_on_surface(faces))]
    places = shapely.get_coordinates(shapely.point_on_surface(faces))
    powers = ((places[:, None] - plan.sites[None]) ** 2).sum(axis=2) - plan.weights
    owners = _joined(plan, faces, owners=powers.argmin(axis=1))
    cells = [shapely.coverage_union_all(faces[owners == index]) for index in range(len(plan.sites))]
    return np.array(cells, dtype=object)


def _joined(plan: Plan, faces: Shapes, *, owners: Indexes) -> Indexes:
    """The owner of each face once bits cut off from their cell go to the longest shared edge.

    A cell stays where its seat is, else where it is largest. A bit that meets no other cell (a
    part of the outline of its own) stays with its owner.
    """
    seats = shapely.points(np.nan_to_num(plan.seats[owners]))
    rank = shapely.area(faces) + plan.targets.sum() * shapely.contains_properly(faces, seats)
    order = np.argsort(-rank, kind="stable")
    main = order[np.unique(owners[order], return_index=True)[1]]
    pending = [face for face in order if face not in set(main)]
    owners = owners.copy()
    while pending:
        settled = np.setdiff1d(order, pending)
        edges = shapely.boundary(faces[settled])
        waiting = []
        for face in pending:
            shared = shapely.length(shapely.intersection(faces[face].boundary, edges))
            if shared.max() > 0:
                owners[face] = owners[settled[shared.argmax()]]
            else:
                waiting.append(face)
        if len(waiting) == len(pending):
            break
        pending = waiting
    return owners

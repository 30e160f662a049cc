"""Weights and sites: the areas a plan aims at, and the seats inside their cells.

The weights are found by damped Newton steps on the area errors (the Hessian is the Laplacian of
the cells' shared edges): Kitagawa, Mérigot, Thibert, Convergence of a Newton algorithm for
semi-discrete optimal transport, J. Eur. Math. Soc. 21 (2019). The sites then move as little as
they must so that the seats come inside, areas kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from lsgeo.schematic.cells import Numbers, Plan, Shapes, measured

_MARGIN_M = 100.0  # a seat keeps this far from its neighbours, where its unit has room
_NEWTON_STEPS = 80
_SMALLEST_STEP = 1e-9


def spread(outline: Any, seats: Numbers) -> Numbers:
    """The seats, with unknown ones each put as far from the others as it can be."""
    sites = seats.copy()
    unknown = np.flatnonzero(np.isnan(seats).any(axis=1))
    if len(unknown) == 0:
        return sites
    west, south, east, north = outline.bounds
    across, up = np.meshgrid(np.linspace(west, east, 42)[1:-1], np.linspace(south, north, 42)[1:-1])
    lattice = np.column_stack([across.ravel(), up.ravel()])
    lattice = lattice[shapely.contains(outline, shapely.points(lattice))]
    for index in unknown:
        known = sites[~np.isnan(sites).any(axis=1)]
        edge = shapely.distance(outline.boundary, shapely.points(lattice))
        room = np.linalg.norm(lattice[:, None] - known[None], axis=2).min(axis=1, initial=np.inf)
        sites[index] = lattice[np.minimum(room, 2 * edge).argmax()]
    return sites


def balance(plan: Plan) -> Plan:
    """The plan with the weights that give each power cell the area it aims at."""
    weights = plan.weights
    shape = measured(plan, weights)
    floor = 0.5 * min(shape.areas.min(), plan.aims.min())
    for _step in range(_NEWTON_STEPS):
        error = plan.aims - shape.areas
        if (abs(error) <= 1e-9 * plan.aims).all():
            break
        direction = np.linalg.lstsq(shape.laplacian, error, rcond=None)[0]
        scale = 1.0
        while scale > _SMALLEST_STEP:
            trial = measured(plan, weights + scale * direction)
            left = np.linalg.norm(plan.aims - trial.areas)
            if trial.areas.min() >= floor and left < (1 - scale / 4) * np.linalg.norm(error):
                break
            scale /= 2
        else:
            break
        weights, shape = weights + scale * direction, trial
    return replace(plan, weights=weights - weights.mean())


def adjusted(plan: Plan, cells: Shapes, *, moves: Numbers, settle: bool) -> Plan:
    """The plan of the next round: aims set against the areas of `cells`, sites moved.

    To settle, unknown sites go to the middle of their cells. Each weight follows its site so
    that the middle of the cell stays the cell's.
    """
    centres = shapely.get_coordinates(shapely.centroid(cells))
    if settle:
        inside = shapely.contains(plan.outline, shapely.points(centres))
        moves = np.where((inside & ~plan.seated)[:, None], centres - plan.sites, moves)
    aims = np.maximum(plan.aims + plan.targets - shapely.area(cells), 0.1 * plan.targets)
    aims *= plan.targets.sum() / aims.sum()
    for _halving in range(20):
        sites = plan.sites + moves
        gained = ((centres - sites) ** 2).sum(axis=1) - ((centres - plan.sites) ** 2).sum(axis=1)
        moved = _stretched(replace(plan, sites=sites, aims=aims, weights=plan.weights + gained))
        if measured(moved, moved.weights).areas.min() > 0:
            break
        moves = moves / 2
    return moved


def _stretched(plan: Plan) -> Plan:
    """The same diagram with the sites as far apart as they were at first.

    Shrinking all sites towards one point changes no cell, only the precision.
    """
    middle = plan.sites.mean(axis=0)
    arms = plan.sites - middle
    factor = plan.reach / np.sqrt((arms**2).sum()) if plan.reach else 1.0
    weights = ((factor * arms) ** 2).sum(axis=1) - factor * ((arms**2).sum(axis=1) - plan.weights)
    return replace(plan, sites=middle + factor * arms, weights=weights)


def pulls(plan: Plan) -> Numbers:
    """How far each site is to move so that every seat gets inside its cell; zeros: all are.

    One Gauss-Newton step of least length on the seats that lie beyond (or too near) an edge of
    their cell, while the weights follow so that the areas stay.
    """
    count = len(plan.sites)
    apart = np.linalg.norm(plan.sites[:, None] - plan.sites[None], axis=2) + np.eye(count)
    powers = ((plan.seats[:, None] - plan.sites[None]) ** 2).sum(axis=2) - plan.weights
    margins = np.minimum(_MARGIN_M, 0.05 * np.sqrt(plan.targets))
    beyond = (np.diag(powers)[:, None] - powers) / (2 * apart) + margins[:, None]
    np.fill_diagonal(beyond, -np.inf)
    seat, other = np.nonzero(beyond > 0)
    if len(seat) == 0:
        return np.zeros_like(plan.sites)
    slopes = _slopes(plan)
    rows = np.arange(len(seat))
    change = slopes[other] - slopes[seat]
    change[rows, :, seat] -= 2 * (plan.seats[seat] - plan.sites[seat])
    change[rows, :, other] += 2 * (plan.seats[seat] - plan.sites[other])
    change /= 2 * apart[seat, other][:, None, None]
    wanted = -1.1 * beyond[seat, other]
    move = np.linalg.lstsq(change.reshape(len(seat), -1), wanted, rcond=1e-6)[0]
    steps = move.reshape(2, count).T
    longest = np.linalg.norm(steps, axis=1) / (0.3 * np.sqrt(plan.targets))
    return np.asarray(steps / max(1.0, longest.max()))


def _slopes(plan: Plan) -> Numbers:
    """How each weight follows each site, axis by axis, so that no area changes: (n, 2, n)."""
    shape = measured(plan, plan.weights)
    count = len(plan.sites)
    effect = np.zeros((count, 2, count))
    for (one, two), rate, middle in zip(shape.pairs, shape.rates, shape.middles, strict=True):
        for cell, sign in ((one, 1), (two, -1)):
            effect[cell, :, one] += sign * 2 * rate * (middle - plan.sites[one])
            effect[cell, :, two] -= sign * 2 * rate * (middle - plan.sites[two])
    answer = -np.linalg.pinv(shape.laplacian, rcond=1e-12) @ effect.reshape(count, -1)
    return np.asarray(answer).reshape(count, 2, count)


def nearest(sites: Numbers) -> float:
    """The shortest distance between two sites."""
    apart = np.linalg.norm(sites[:, None] - sites[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())

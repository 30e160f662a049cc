"""Reading theme by theme: each step adds what it read to the inputs, and its rows to the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from lsgeo.config import FILENAME
from lsgeo.crosswalk import one_of_each_step
from lsgeo.crs import parse, stray_faults
from lsgeo.errors import Fault, InputError
from lsgeo.facts import WATERMARKED
from lsgeo.indicators.gate_access import misplaced
from lsgeo.ledger import Ledger, merge
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.products import Product, find_products
from lsgeo.raster import Raster, same_grid
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry
from lsgeo.sources.criteria import read_criteria
from lsgeo.sources.gates import read_gates
from lsgeo.sources.ntm_criteria import read_ntm_criteria
from lsgeo.sources.ntm_criteria import stack as stack_criteria
from lsgeo.sources.observations import read_observations
from lsgeo.sources.observations import stack as stack_observations
from lsgeo.sources.raster import open_raster
from lsgeo.sources.registry import read_crosswalk
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.sources.statuses import read_statuses
from lsgeo.sources.statuses import stack as stack_statuses
from lsgeo.sources.vector import Layer, read_lines
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs
from lsgeo.workspace.scenes import COMPARING, Scene, by_product, grouped, pairs_of

_DECISION = ["vintage", "code", "event", "date", "detail", "year"]


def read_places(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the crosswalk, the border and the gates."""
    changes: dict[str, Any] = {}
    ledgers = [inputs.ledger]
    vintage = workspace.config.vintages[0]
    crosswalks = []
    for entry in workspace.entries("crosswalk"):
        pairs = attempt(read_crosswalk, entry, inputs.registry)
        if pairs is not None:
            crosswalks.append(pairs[0])
            ledgers.append(pairs[1])
    changes["crosswalk"] = one_of_each_step(crosswalks) if crosswalks else None
    for entry in workspace.entries("border"):
        border = attempt(_border, entry, home=workspace.config.crs)
        if border is not None:
            line = border.features
            changes["border"] = line.assign(source=entry.attribution, quality=entry.quality)
            ledgers.append(ledger_entry(entry.path.name, rows=len(line), notes=border.notes))
    for entry in workspace.entries("gates"):
        found = attempt(read_gates, entry, inputs.registry, vintage=vintage)
        if found is not None:
            changes["gates"] = found[0]
            ledgers.append(found[1])
    return replace(inputs, **changes, ledger=merge(ledgers))


def check_gates(workspace: Workspace, inputs: Inputs) -> None:
    """Raise `InputError` for gates far from the border, or from their commune if that is real."""
    if inputs.gates is None:
        return
    faults = misplaced(inputs.gates, border=inputs.border, units=None)
    for vintage, there in inputs.gates.groupby("commune_vintage", sort=False):
        if inputs.quality.get(str(vintage), "schematic") not in WATERMARKED:
            faults += misplaced(there, border=None, units=inputs.units[str(vintage)])
    if faults:
        path = str(workspace.entries("gates")[0].path)
        raise InputError(path, _("the border gates cannot be used"), faults)


def _border(entry: Entry, *, home: str) -> Layer:
    """The border's lines, where the CRS `home` is used."""
    lines = read_lines(entry)
    layer = lines.features
    stray = stray_faults(layer.crs, layer.total_bounds, home=parse(home))
    if stray:
        raise InputError(str(entry.path), _("the layer cannot be used"), stray)
    return lines


def read_all_statuses(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the criteria sets, the statuses of all tables, and the observations."""
    changes: dict[str, Any] = {}
    sets, ledgers = _read_sets(workspace, attempt)
    statuses: list[pd.DataFrame] = []
    events: list[pd.DataFrame] = []
    observations: list[pd.DataFrame] = []
    for entry in workspace.entries("ntm_status"):
        read = None if sets is None else attempt(read_statuses, entry, inputs.registry, sets)
        if read is not None:
            statuses.append(read.statuses)
            events.append(read.events)
            ledgers.append(read.ledger)
    criteria: list[pd.DataFrame] = []
    for entry in workspace.entries("ntm_criteria"):
        judged = None if sets is None else attempt(read_ntm_criteria, entry, inputs.registry, sets)
        if judged is not None:
            criteria.append(judged[0])
            ledgers.append(judged[1])
    for entry in workspace.entries("observations"):
        observed = attempt(read_observations, entry, inputs.registry)
        if observed is not None:
            observations.append(observed[0])
            ledgers.append(observed[1])
    changes["criteria_sets"] = sets or {}
    changes["statuses"] = attempt(stack_statuses, statuses) if statuses else None
    changes["ntm_criteria"] = attempt(stack_criteria, criteria) if criteria else None
    changes["observations"] = attempt(stack_observations, observations) if observations else None
    decided = pd.concat(events, ignore_index=True).drop_duplicates(_DECISION) if events else None
    changes["events"] = decided
    return replace(inputs, **changes, ledger=merge([inputs.ledger, *ledgers]))


def _read_sets(workspace: Workspace, attempt: Attempts) -> tuple[CriteriaSets | None, list[Ledger]]:
    """The criteria sets, None where they cannot be had, and the ledger of their files."""
    sets, scales = workspace.entries("criteria_sets"), workspace.entries("status_scales")
    criteria = workspace.entries("criteria")
    if not (sets and scales):
        for entry in (*workspace.entries("ntm_status"), *criteria):
            attempt(_refuse, entry, _("statuses need the themes criteria_sets and status_scales"))
        return None, []
    read = attempt(read_criteria_sets, sets[0], scales[0])
    if read is None:
        return None, []
    known, ledgers = read[0], [read[1]]
    for entry in criteria:
        listed = attempt(read_criteria, entry, known)
        ledgers += [] if listed is None else [listed[1]]
    return known, ledgers


def read_rasters(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the scenes of the raster products, and the pairs of them to compare.

    A product that is unknown, or lacks a band at one of its dates, is a fault.
    """
    products = find_products()
    entries = workspace.entries("raster")
    for entry in entries:
        if entry.product not in products:
            what = _("no product {name!r}; there are {names}")
            attempt(_refuse, entry, what.format(name=entry.product, names=", ".join(products)))
    scenes = []
    for product, members in grouped(entries, products):
        bands = _bands(product, members, attempt)
        if bands:
            scenes.append(Scene(product, tuple(members), bands))
    if attempt.errors:
        return replace(inputs, rasters=by_product(scenes))
    for scene in scenes:
        attempt(same_grid, scene.bands)
    rasters = by_product(scenes)
    options = workspace.config.options.get(COMPARING, {})
    subject = str(workspace.config.root / FILENAME)
    pairs, why = attempt(pairs_of, rasters, options, subject=subject) or ((), ())
    for pair in pairs if not attempt.errors else ():
        attempt(pair.layer)  # both dates lie on one grid
    remarks = (*inputs.remarks, *why)
    return replace(inputs, rasters=rasters, pairs=pairs, remarks=remarks)


def _bands(product: Product, entries: Sequence[Entry], attempt: Attempts) -> dict[str, Raster]:
    """The bands of one date of a product; what lacks or is too many is kept as a fault."""
    bands: dict[str, Raster] = {}
    given = {one.band for one in entries}
    for entry in entries:
        if entry.band not in product.legend or not given >= set(product.bands):
            what = _("{name} needs the bands {bands}")
            listed = ", ".join(product.bands)
            attempt(_refuse, entry, what.format(name=product.name, bands=listed))
        elif (opened := attempt(open_raster, entry)) is not None:
            bands[entry.band] = opened
    return bands


def _refuse(entry: Entry, what: str) -> None:
    remedy = _("Complete the catalog, or take this entry out of it.")
    fault = Fault(what, got=entry.band, remedy=remedy)
    raise InputError(str(entry.path), _("the input cannot be used"), [fault])

"""Inputs, facts and assessments into the one publication that every output shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from lsgeo.compose import Layer, Publication
from lsgeo.compose.gates import gates_layer
from lsgeo.compose.layers import (
    border_layer,
    districts_layer,
    units_layer,
    with_nearest_gate,
    with_predecessors,
    with_targets,
)
from lsgeo.errors import Fault, InputError
from lsgeo.facts import EVENT_COLUMNS, known_on
from lsgeo.indicators import find_indicators
from lsgeo.jobs.measuring import Measured
from lsgeo.jobs.tallying import unobserved_notes
from lsgeo.messages import _
from lsgeo.progress import assess, targets_table
from lsgeo.text import Words, same
from lsgeo.workspace import Inputs, Workspace

_SCHEMATIC = Words("RANH GIỚI SƠ ĐỒ", "SCHEMATIC BOUNDARIES")
_ILLUSTRATIVE = Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE DATA")
_NOT_LEGAL = Words(
    "Ranh giới mang tính minh họa, không có giá trị pháp lý.",
    "Boundaries are for illustration and have no legal force.",
)


def compose(
    workspace: Workspace, inputs: Inputs, measured: Measured, *, as_of: date
) -> Publication:
    """The publication of a workspace on a day: targets judged, layers and themes made.

    The layers show what was known on that day; the table of facts keeps what came later. Raises
    `InputError` where no boundaries of the published vintage were given.
    """
    config = workspace.config
    facts = known_on(measured.facts, as_of)
    assessments = assess(
        facts,
        inputs.targets,
        as_of=as_of,
        limits=inputs.limits,
        province=config.province,
        sets=inputs.criteria_sets,
    )
    return Publication(
        name=config.name,
        title=config.words,
        province=config.province,
        crs=config.crs,
        as_of=as_of,
        units=_units(workspace, inputs, facts, assessments),
        context=tuple(_context(workspace, inputs)),
        others=tuple(_history(workspace, inputs, facts)),
        facts=measured.facts,
        events=_events(inputs, as_of=as_of),
        targets=targets_table(inputs.targets, inputs.limits),
        assessments=assessments,
        ledger=inputs.ledger,
        watermarks=tuple(_watermarks(workspace)),
        notes=(*_notes(workspace), *unobserved_notes(measured.unobserved, inputs.registry)),
        attributions=tuple(
            dict.fromkeys(_credit(entry.attribution, entry.licence) for entry in workspace.used)
        ),
    )


def _events(inputs: Inputs, *, as_of: date) -> pd.DataFrame:
    """The decisions up to `as_of`, and those whose day is not known."""
    if inputs.events is None:
        return pd.DataFrame(columns=list(EVENT_COLUMNS))
    return inputs.events[inputs.events["date"] <= as_of.isoformat()].reset_index(drop=True)


def _units(
    workspace: Workspace, inputs: Inputs, facts: pd.DataFrame, assessments: pd.DataFrame
) -> Layer:
    vintage = workspace.config.vintages[0]
    if vintage not in inputs.units:
        catalog = str(workspace.config.catalog_paths[0])
        remedy = _(
            'Give the catalog an entry with theme = "boundaries", level = "commune" and this '
            "vintage."
        )
        fault = Fault(
            _("no boundaries of the communes of {vintage}").format(vintage=vintage),
            remedy=remedy,
        )
        raise InputError(catalog, _("there is nothing to draw"), [fault])
    layer = _themed(workspace, inputs, facts, vintage=vintage)
    layer = with_targets(layer, assessments[assessments["vintage"] == vintage], inputs.targets)
    pairs = inputs.crosswalk
    if pairs is not None:
        into = pairs[pairs["to_vintage"] == vintage]
        if len(into):
            newest = into["from_vintage"].max()
            former = inputs.registry.at(newest)
            layer = with_predecessors(layer, into[into["from_vintage"] == newest], former)
    gates = inputs.gates
    if gates is not None and gates.geometry.notna().any():
        layer = with_nearest_gate(layer, gates, quality=inputs.quality[vintage])
    return layer


def _themed(workspace: Workspace, inputs: Inputs, facts: pd.DataFrame, *, vintage: str) -> Layer:
    themes = [theme for indicator in find_indicators() for theme in indicator.themes]
    return units_layer(
        inputs.units[vintage],
        facts,
        themes=themes,
        sets=inputs.criteria_sets,
        quality=inputs.quality[vintage],
        attribution=_attribution(workspace, "boundaries", vintage=vintage, level="commune"),
        official=(workspace.registry_entry().quality, _attribution(workspace, "registry")),
    )


def _context(workspace: Workspace, inputs: Inputs) -> Iterator[Layer]:
    if inputs.districts:
        vintage = max(inputs.districts)
        attribution = _attribution(workspace, "boundaries", vintage=vintage, level="district")
        yield districts_layer(inputs.districts[vintage], attribution=attribution)
    if inputs.border is not None:
        yield border_layer(inputs.border, attribution=_attribution(workspace, "border"))
    if inputs.gates is not None:
        registered = inputs.registry.units.set_index(["vintage", "code"])
        attribution = _attribution(workspace, "gates")
        yield gates_layer(
            inputs.gates,
            registered,
            border=inputs.border,
            attribution=attribution,
            note=workspace.entries("gates")[0].note,
        )


def _history(workspace: Workspace, inputs: Inputs, facts: pd.DataFrame) -> Iterator[Layer]:
    for vintage in workspace.config.vintages[1:]:
        if vintage in inputs.units:
            yield _themed(workspace, inputs, facts, vintage=vintage)


def _attribution(workspace: Workspace, theme: str, *, vintage: str = "", level: str = "") -> str:
    entries = [
        one
        for one in workspace.entries(theme)
        if vintage in ("", one.vintage) and level in ("", one.level)
    ]
    return "; ".join(dict.fromkeys(_credit(one.attribution, one.licence) for one in entries))


def _credit(attribution: str, licence: str) -> str:
    return f"{attribution} ({licence})" if licence and licence not in attribution else attribution


def _watermarks(workspace: Workspace) -> Iterator[Words]:
    qualities = {entry.quality for entry in workspace.used}
    if "schematic" in qualities:
        yield _SCHEMATIC
    if "illustrative" in qualities:
        yield _ILLUSTRATIVE


def _notes(workspace: Workspace) -> Sequence[Words]:
    vintage = workspace.config.vintages[0]
    official = all(
        entry.quality == "official"
        for entry in workspace.entries("boundaries")
        if entry.vintage == vintage
    )
    notes = [] if official else [_NOT_LEGAL]
    said = dict.fromkeys(one.note for one in workspace.used if one.note and one.theme != "gates")
    return (*notes, *map(same, said))

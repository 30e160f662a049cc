"""Inputs, facts and assessments into the one publication that every output shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from lsgeo.compose import Layer, Publication
from lsgeo.compose.attention import point_out
from lsgeo.compose.context import Credit, Look, context_layer
from lsgeo.compose.gates import gates_layer
from lsgeo.compose.layers import (
    border_layer,
    districts_layer,
)
from lsgeo.compose.tables import Table
from lsgeo.compose.tables.canopy import canopy_tables
from lsgeo.compose.tables.forest import forest_tables
from lsgeo.compose.tables.land_change import land_change_tables
from lsgeo.compose.tables.ledger import ledger_tables
from lsgeo.compose.tables.satellite import satellite_tables
from lsgeo.compose.tables.targets import target_tables
from lsgeo.facts import EVENT_COLUMNS, known_on
from lsgeo.facts import watermarks as marks_of
from lsgeo.jobs import drawing
from lsgeo.jobs.measuring import Measured
from lsgeo.jobs.picturing import picture
from lsgeo.jobs.tallying import unobserved_notes
from lsgeo.jobs.thresholds import shown
from lsgeo.progress import assess, targets_table
from lsgeo.sources.inventory import change_causes, forest_types
from lsgeo.text import Words, same
from lsgeo.workspace import Inputs, Workspace

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
    events = _events(inputs, as_of=as_of)
    known = drawing.Known(shown(facts, workspace), assessments, events)
    units = drawing.published_units(workspace, inputs, known)
    pointed = point_out(
        units,
        facts,
        assessments=_against_registered(assessments, inputs),
        sets=inputs.criteria_sets,
        as_of=as_of,
    )
    return Publication(
        name=config.name,
        title=config.words,
        province=config.province,
        crs=config.crs,
        as_of=as_of,
        units=units,
        context=tuple(_context(workspace, inputs)),
        others=tuple(drawing.earlier_units(workspace, inputs, known)),
        facts=measured.facts,
        shown_facts=shown(measured.facts, workspace),
        events=events,
        targets=targets_table(inputs.targets, inputs.limits),
        assessments=assessments,
        ledger=inputs.ledger,
        watermarks=marks_of(entry.quality for entry in workspace.used),
        notes=(*_notes(workspace), *unobserved_notes(measured.unobserved, inputs.registry)),
        attributions=tuple(
            dict.fromkeys(
                drawing.credit(entry.attribution, entry.licence) for entry in workspace.used
            )
        ),
        attention=pointed.attention,
        attention_rule=pointed.rule,
        nearest=pointed.nearest,
        lineage=drawing.lineage_of(workspace, inputs),
        picture=picture(workspace, inputs),
        tables=tuple(_tables(workspace, inputs, _known_on(measured, as_of), known)),
    )


def _known_on(measured: Measured, day: date) -> Measured:
    """What was measured of periods that had ended on `day`."""
    changes = measured.changes
    if changes is not None:
        changes = known_on(changes.assign(period=changes["end"]), day)
    return replace(measured, facts=known_on(measured.facts, day), changes=changes)


def _tables(
    workspace: Workspace, inputs: Inputs, measured: Measured, known: drawing.Known
) -> Iterator[Table]:
    """What a workbook shows: targets, changes of forest and land cover, sources row by row."""
    registry, vintage = inputs.registry, workspace.config.vintages[0]
    types, causes = forest_types(), change_causes()
    yield from target_tables(
        known.assessments, targets_table(inputs.targets, inputs.limits), registry
    )
    for compared in reversed(inputs.compared):
        yield from forest_tables(compared, registry, types=types, causes=causes)
    yield from satellite_tables(known.facts, registry, vintage=vintage)
    yield from canopy_tables(measured.facts, registry, vintage=vintage)
    yield from land_change_tables(measured.changes, registry, vintage=vintage)
    yield from ledger_tables(inputs.ledger)


def _events(inputs: Inputs, *, as_of: date) -> pd.DataFrame:
    """The decisions up to `as_of`, and those whose day is not known."""
    if inputs.events is None:
        return pd.DataFrame(columns=list(EVENT_COLUMNS))
    return inputs.events[inputs.events["date"] <= as_of.isoformat()].reset_index(drop=True)


def _against_registered(assessments: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """The assessments of targets that hold communes against the year they registered."""
    ids = [one.id for one in inputs.targets if one.unit_rule == "registered_year"]
    return assessments[assessments["target"].isin(ids)]


def _context(workspace: Workspace, inputs: Inputs) -> Iterator[Layer]:
    for number, one in enumerate(inputs.context, start=1):
        settings = one.settings
        author = drawing.credit(settings.attribution, settings.licence)
        yield context_layer(
            one.features,
            name=f"context_{number}",
            title=settings.words,
            look=Look(settings.colour, settings.width, settings.dashed),
            credit=Credit(author, settings.quality, settings.note),
        )
    if inputs.districts:
        vintage = max(inputs.districts)
        attribution = drawing.attribution(
            workspace, "boundaries", vintage=vintage, level="district"
        )
        yield districts_layer(inputs.districts[vintage], attribution=attribution)
    if inputs.border is not None:
        yield border_layer(inputs.border, attribution=drawing.attribution(workspace, "border"))
    if inputs.gates is not None:
        registered = inputs.registry.units.set_index(["vintage", "code"])
        attribution = drawing.attribution(workspace, "gates")
        yield gates_layer(
            inputs.gates,
            registered,
            border=inputs.border,
            attribution=attribution,
            note=workspace.entries("gates")[0].note,
        )


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

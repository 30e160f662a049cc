"""The layers of units that a workspace publishes: what is known of them, and what came before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from lsgeo.compose import Layer, no_lineage
from lsgeo.compose.former import (
    FORMER_MET,
    Former,
    after_merger,
    former_met,
    with_former_met,
)
from lsgeo.compose.layers import (
    Drawn,
    units_layer,
    with_nearest_gate,
    with_predecessors,
    with_targets,
)
from lsgeo.compose.lineage import lineage
from lsgeo.compose.observed import observed_themes
from lsgeo.compose.recognition import with_decisions, with_missing_criteria
from lsgeo.errors import Fault, InputError
from lsgeo.facts import worst_quality
from lsgeo.indicators import find_indicators, known_units
from lsgeo.messages import _
from lsgeo.palette import Theme
from lsgeo.workspace import Inputs, Workspace


@dataclass(frozen=True)
class Known:
    """What layers show: facts, assessments and decisions that were known on one day."""

    facts: pd.DataFrame
    assessments: pd.DataFrame
    events: pd.DataFrame


def published_units(workspace: Workspace, inputs: Inputs, known: Known) -> Layer:
    """The layer of the published vintage; `InputError` where it has no boundaries."""
    vintage = workspace.config.vintages[0]
    _check_drawable(workspace, inputs, vintage=vintage)
    pairs = _newest_step(inputs, vintage=vintage)
    former = None
    if pairs is not None:
        units = inputs.registry.at(pairs["from_vintage"].iloc[0])
        quality = worst_quality(entry.quality for entry in workspace.entries("crosswalk"))
        former = former_met(
            pairs, known.facts, kinds=units["kind"], sets=inputs.criteria_sets, quality=quality
        )
    drawn = _drawn(workspace, inputs, vintage=vintage)
    layer = _layer(drawn, inputs, known, former=former)
    if former is not None:
        layer = with_predecessors(with_former_met(layer, former), pairs, units)
    gates = inputs.gates
    if gates is not None and gates.geometry.notna().any():
        layer = with_nearest_gate(layer, gates, quality=inputs.quality[vintage])
    return layer


def earlier_units(workspace: Workspace, inputs: Inputs, known: Known) -> Iterator[Layer]:
    """The communes of the vintages before, as far as they have boundaries; last the districts.

    Districts stand only where there are figures of them.
    """
    for vintage in workspace.config.vintages[1:]:
        if vintage in inputs.units:
            drawn = _drawn(workspace, inputs, vintage=vintage)
            yield _layer(drawn, inputs, known)
    if inputs.districts:
        drawn = _drawn_districts(workspace, inputs)
        districts = _layer(drawn, inputs, known)
        if districts.origins:  # without figures they are only the lines that are drawn anyway
            yield districts


def lineage_of(workspace: Workspace, inputs: Inputs) -> pd.DataFrame:
    """The former units of the published ones, see `lsgeo.compose.Publication`."""
    if inputs.crosswalk is None:
        return no_lineage()
    return lineage(inputs.crosswalk, inputs.registry, vintage=workspace.config.vintages[0])


def attribution(workspace: Workspace, theme: str, *, vintage: str = "", level: str = "") -> str:
    """Who the entries of a theme are by, with their licences."""
    entries = [
        one
        for one in workspace.entries(theme)
        if vintage in ("", one.vintage) and level in ("", one.level)
    ]
    return "; ".join(dict.fromkeys(credit(one.attribution, one.licence) for one in entries))


def credit(author: str, licence: str) -> str:
    """An attribution with its licence, unless it says it already."""
    return f"{author} ({licence})" if licence and licence not in author else author


def _check_drawable(workspace: Workspace, inputs: Inputs, *, vintage: str) -> None:
    if vintage in inputs.units:
        return
    catalog = str(workspace.config.catalog_paths[0])
    remedy = _(
        'Give the catalog an entry with theme = "boundaries", level = "commune" and this vintage.'
    )
    what = _("no boundaries of the communes of {vintage}").format(vintage=vintage)
    raise InputError(catalog, _("there is nothing to draw"), [Fault(what, remedy=remedy)])


def _newest_step(inputs: Inputs, *, vintage: str) -> pd.DataFrame | None:
    """The pairs from the vintage right before into `vintage`, None where none are known."""
    pairs = inputs.crosswalk
    if pairs is None or vintage not in set(pairs["to_vintage"]):
        return None
    into = pairs[pairs["to_vintage"] == vintage]
    return into[into["from_vintage"] == into["from_vintage"].max()]


def _layer(drawn: Drawn, inputs: Inputs, known: Known, *, former: Former | None = None) -> Layer:
    """A layer of units with all that is known of them; what only `former` ones had goes along.

    `former` are those of the newest step, given for the units published only.
    """
    here = known.facts["vintage"] == drawn.vintage
    mine = known.facts[here & known.facts["code"].isin(drawn.units.index)]
    themes, facts = _themes(mine, inputs), mine
    if former is not None:
        themes = tuple(map(after_merger, themes))
        facts = pd.concat([mine, former.facts], ignore_index=True)
    layer = units_layer(drawn, facts, themes=themes, sets=inputs.criteria_sets)
    judged = known.assessments[known.assessments["vintage"] == drawn.vintage]
    layer = with_targets(layer, judged, inputs.targets)
    layer = with_missing_criteria(layer, mine, sets=inputs.criteria_sets)
    return with_decisions(layer, known.events)


def _themes(facts: pd.DataFrame, inputs: Inputs) -> tuple[Theme, ...]:
    drawn_up = [theme for indicator in find_indicators() for theme in indicator.themes]
    observed = observed_themes(facts, inputs.targets, made=known_units())
    return (*drawn_up, FORMER_MET, *observed)


def _drawn(workspace: Workspace, inputs: Inputs, *, vintage: str) -> Drawn:
    return Drawn(
        units=inputs.units[vintage],
        quality=inputs.quality[vintage],
        attribution=attribution(workspace, "boundaries", vintage=vintage, level="commune"),
        official=_official(workspace),
    )


def _drawn_districts(workspace: Workspace, inputs: Inputs) -> Drawn:
    """The districts of the newest vintage that has any, by their own layer or their communes'."""
    vintage = max(inputs.districts)
    own = [
        one
        for one in workspace.entries("boundaries")
        if (one.vintage, one.level) == (vintage, "district")
    ]
    level = "district" if own else "commune"
    return Drawn(
        units=inputs.districts[vintage],
        quality=worst_quality(one.quality for one in own) if own else inputs.quality[vintage],
        attribution=attribution(workspace, "boundaries", vintage=vintage, level=level),
        official=_official(workspace),
    )


def _official(workspace: Workspace) -> tuple[str, str]:
    return workspace.registry_entry().quality, attribution(workspace, "registry")

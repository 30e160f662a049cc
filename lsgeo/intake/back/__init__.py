"""Our own GeoPackage come back from QGIS: what an officer changed in it, and what of it counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import geopandas as gpd
import pandas as pd

from lsgeo.crs import geodesic_area_ha
from lsgeo.intake import Settings, Taken
from lsgeo.intake.back import gates, statuses
from lsgeo.intake.back.compared import CODE, Edited, edited_rows, match_rows, tell_computed
from lsgeo.intake.back.published import periods_of, published
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets

__all__ = ["GATES", "changes", "comes_back", "is_ours", "is_units"]

GATES = "border_gates"
"""The layer of gates in our file."""

_TABLES = {"facts", "assessments", "events", "targets"}
_UNITS = re.compile(r"communes_(\d{4})")
_OF_REGISTRY = ("name", "kind", "area_official_km2")
_AREA = "area_km2"
_AREA_OFF = 1e-4  # of an area: reading it from another system costs less


def is_ours(layers: Collection[str], tables: Collection[str]) -> bool:
    """Whether a file with these layers and tables is one that lsgeo published.

    >>> is_ours(["communes_2025"], ["facts", "assessments", "events", "targets", "layer_styles"])
    True
    """
    return {*tables} >= _TABLES and any(map(is_units, layers))


def is_units(layer: str) -> bool:
    """Whether a layer of our file is one of communes, whose statuses can be taken back."""
    return bool(_UNITS.fullmatch(layer))


def comes_back(layer: str) -> bool:
    """Whether edits of a layer of our file are taken back.

    >>> comes_back("communes_2025"), comes_back("border_gates"), comes_back("rivers")
    (True, True, False)
    """
    return is_units(layer) or layer == GATES


def changes(
    before: Mapping[str, pd.DataFrame],
    edited: Mapping[str, pd.DataFrame],
    *,
    registry: Registry,
    sets: CriteriaSets,
    classes: Mapping[str, str],
    settings: Settings,
    file: str,
    was: Mapping[str, pd.DataFrame] | None = None,
) -> dict[str, Taken]:
    """What was taken back from each layer of our `file`: rows of "ntm_status" and of "gates".

    `before` holds the rows of the workspace by theme ("ntm_status", one for each unit and period;
    "gates"), as text with the codes and vintages of communes, and, where they are at hand, layers
    as it would publish them, by name. `edited` holds the layers of the file by name, indexed by
    record, and its table "facts". `was` has what its layers were published with
    (`lsgeo.intake.back.snapshot`), by name, from which it is told whether the workspace has moved
    on; where it is lacking, that is told from the facts, which know of no gates.

    Only rows that were edited are given, whole, in the columns of their theme; they take the place
    of those of the same unit and period (gate). Statuses are of the period that the settings name,
    else of the one they had. What is computed, and what the registry and other layers say, is noted
    and not taken back; rows that are new or twice there are quarantined, deleted ones are noted.
    """
    taken = {}
    for layer, frame in edited.items():
        if CODE not in frame.columns or not comes_back(layer):
            continue
        rows = edited_rows(layer, frame, file=file)
        then = (was or {}).get(layer)
        then = then.drop_duplicates(CODE).set_index(CODE) if then is not None else None
        if layer == GATES:
            known = gates.known_of(before.get("gates", pd.DataFrame()), registry, classes=classes)
            taken[layer] = _gates(
                rows, frame, known, before, registry=registry, classes=classes, was=then
            )
        else:
            taken[layer] = _units(
                rows,
                frame,
                before,
                edited,
                registry=registry,
                sets=sets,
                settings=settings,
                was=then,
            )
    return taken


def _gates(
    edited: Edited,
    frame: pd.DataFrame,
    known: gates.Known,
    before: Mapping[str, pd.DataFrame],
    *,
    registry: Registry,
    classes: Mapping[str, str],
    was: pd.DataFrame | None,
) -> Taken:
    """What was taken back from the layer of gates."""
    rows = match_rows(edited, [*known.rows.index], was=None if was is None else [*was.index])
    table = gates.changed_gates(
        edited,
        known,
        places=gates.places_of(frame),
        rows=rows,
        registry=registry,
        classes=classes,
        was=was,
    )
    if edited.layer in before:
        reference = before[edited.layer].set_index(CODE)
        tell_computed(edited, reference, rows=rows, without=gates.TAKEN, reasons={})
    return edited.taken("gates", table, vintage=registry.vintages[-1])


def _units(
    edited: Edited,
    frame: pd.DataFrame,
    before: Mapping[str, pd.DataFrame],
    layers: Mapping[str, pd.DataFrame],
    *,
    registry: Registry,
    sets: CriteriaSets,
    settings: Settings,
    was: pd.DataFrame | None,
) -> Taken:
    """What was taken back from a layer of communes."""
    vintage = _vintage_of(edited, registry)
    units = registry.at(vintage)
    rows = match_rows(edited, [*units.index])
    facts = layers.get("facts")
    numbers = pd.DataFrame() if facts is None else published(facts, sets, vintage=vintage)
    known = statuses.known_of(
        before.get("ntm_status", pd.DataFrame()),
        numbers if was is None else was,
        periods={} if facts is None else periods_of(facts, vintage=vintage),
        sets=sets,
        vintage=vintage,
        until=settings.period,
    )
    table = statuses.changed_statuses(
        edited, known, rows=rows, registry=registry, sets=sets, settings=settings
    )
    whys = dict.fromkeys(_OF_REGISTRY, _("not taken back: the registry of units says it"))
    reference = numbers.reindex(units.index).assign(**{name: units[name] for name in _OF_REGISTRY})
    if was is not None:
        reference = was
    if edited.layer in before:
        reference = before[edited.layer].set_index(CODE)
    tell_computed(edited, reference, rows=rows, without=statuses.TAKEN, reasons=whys)
    _tell_redrawn(edited, frame, rows)
    periods = {*table["period"]}
    period = periods.pop() if len(periods) == 1 else ""
    return edited.taken("ntm_status", table, vintage=vintage, period=period)


def _vintage_of(edited: Edited, registry: Registry) -> str:
    """The vintage whose units a layer has: of its year, the one with the most of its codes."""
    year = str(_UNITS.sub(r"\1", edited.layer))
    codes = {*edited.rows[CODE]}
    of_year = [one for one in registry.vintages if one.startswith(year)] or registry.vintages
    return max(of_year, key=lambda one: len(codes & {*registry.at(one).index}))


def _tell_redrawn(edited: Edited, frame: pd.DataFrame, rows: Mapping[str, int]) -> None:
    """Note the units whose boundary has not the area any more that stands beside it."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None or _AREA not in frame.columns:
        return
    kept = frame.loc[list(rows.values())]
    kept = kept[kept.geom_type.isin(["Polygon", "MultiPolygon"])]
    drawn = geodesic_area_ha(kept.geometry) / 100
    said = pd.to_numeric(kept[_AREA], errors="coerce")
    why = _("not taken back: boundaries are imported as a layer of units")
    for row in kept.index[(drawn - said).abs() > _AREA_OFF * said]:
        now, was = f"{drawn.at[row]:.4f} km²", f"{said.at[row]:.4f} km²"
        edited.tell_kept(row, "geometry", said=now, kept=was, reason=why)

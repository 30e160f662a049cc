"""What the page's script draws and says, ready for JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.compose import Publication
from lsgeo.compose.names import heading
from lsgeo.outputs.webmap import context, levels, paint, wording
from lsgeo.outputs.webmap.grid import MERCATOR, Grid, grid_of
from lsgeo.outputs.webmap.overlay import overlay
from lsgeo.outputs.webmap.themes import Patterns

MAP = "map_atlas"
"""The script's name of folium's map, and the id of its element."""

_MARGIN_DEGREES = 0.15
_NAMES_OF_LEVEL = ("name", "title", "short", "kind", "vintage")
_SCRIPT_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in ("<", ">", "&")}


@dataclass(frozen=True)
class Prepared:
    """A publication with its shapes as fine as the page can hold them, for all its parts."""

    publication: Publication
    levels: tuple[levels.Fitted, ...]
    context: tuple[gpd.GeoSeries, ...]
    patterns: Patterns
    grid: Grid


def prepared(publication: Publication) -> Prepared:
    """`publication` with everything that both its script and its static part are made of."""
    crs = publication.crs
    of_units = (publication.units, *publication.others)
    fitted = tuple(levels.fitted(layer, crs=crs) for layer in of_units)
    return Prepared(
        publication=publication,
        levels=fitted,
        context=tuple(context.shapes(layer, crs=crs) for layer in publication.context),
        patterns=paint.hatches((*of_units, *publication.context)),
        grid=grid_of(fitted[0].simple, tolerance_m=min(one.tolerance_m for one in fitted)),
    )


def data(ready: Prepared, *, targets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Everything but the shapes of the units; `targets` as the static panel shows them."""
    published, grid = ready.publication, ready.grid
    south, west, north, east = _box(ready)
    margin = _MARGIN_DEGREES
    return {
        "map": MAP,
        "name": published.name,
        "title": wording.pair(published.title),
        "asOf": published.as_of.isoformat(),
        "deadline": _deadline(published),
        "frame": [[south, west], [north, east]],
        "bounds": [[south - margin, west - margin], [north + margin, east + margin]],
        "grid": {"left": grid.left, "top": grid.top, "step": grid.step},
        "words": {name: wording.pair(wording.PAGE[name]) for name in wording.SCRIPT_WORDS},
        "watermarks": [wording.pair(mark) for mark in published.watermarks],
        "legal": wording.pair(published.notes[0]) if published.notes else None,
        "credits": credits_of(published),
        "tolerance": ready.levels[0].tolerance_m,
        "levels": [levels.described(one.layer, ready.patterns) for one in ready.levels],
        "context": [
            context.described(layer, shapes, patterns=ready.patterns, grid=grid)
            for layer, shapes in zip(published.context, ready.context, strict=True)
        ],
        "overlay": overlay(published.picture, ready.patterns) if published.picture else None,
        "lineage": _lineage(published),
        "targets": [{name: item[name] for name in ("title", "series")} for item in targets],
    }


def apart(known: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the script needs at once, and what it reads of each further level when that is shown."""
    first, *others = known["levels"]
    named = [{name: one[name] for name in _NAMES_OF_LEVEL} for one in others]
    further = [
        {name: value for name, value in one.items() if name not in _NAMES_OF_LEVEL}
        for one in others
    ]
    return {**known, "levels": [first, *named]}, further


def shapes(ready: Prepared) -> list[dict[str, Any]]:
    """The shapes of each level of units."""
    return [levels.shape(one, grid=ready.grid) for one in ready.levels]


def to_inert_json(value: Any) -> str:
    """`value` as ASCII JSON that can stand in a script element whatever strings it holds."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.translate(_SCRIPT_ESCAPES)


def credits_of(publication: Publication) -> list[str]:
    """Whose the drawn shapes are, each said once, not again what a longer credit says too."""
    layers = (publication.units, *publication.context)
    parts = (part for layer in layers for part in wording.BETWEEN_CREDITS.split(layer.attribution))
    known = list(dict.fromkeys(filter(None, parts)))
    return [one for one in known if not any(one != other and one in other for other in known)]


def _box(ready: Prepared) -> list[float]:
    corners = gpd.GeoSeries(shapely.box(*ready.levels[0].simple.total_bounds), crs=MERCATOR)
    west, south, east, north = corners.to_crs("EPSG:4326").total_bounds.tolist()
    return [south, west, north, east]


def _deadline(publication: Publication) -> int:
    """The year most of the plan's targets end in, that of the publication where it has none."""
    years = publication.targets["deadline"].str[:4]
    return publication.as_of.year if years.empty else int(years.mode().iloc[0])


def _lineage(publication: Publication) -> list[list[Any]]:
    """Former units: name, row of the unit it is in now, per cent or None, vintage, code."""
    table = publication.lineage
    rows = publication.units.data.index.get_indexer(table["code"]).tolist()
    return [
        [heading(name, kind), row, _per_cent(share), vintage, former]
        for name, kind, row, share, vintage, former in zip(
            table["name"],
            table["kind"],
            rows,
            table["share_of_from"],
            table["vintage"],
            table["former"],
            strict=True,
        )
        if row >= 0
    ]


def _per_cent(share: float) -> float | None:
    """A part in per cent with one decimal, None where it is not known."""
    return None if pd.isna(share) else round(100 * share, 1)

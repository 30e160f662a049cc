"""Corrected features put into the layer of the workspace that they were left out of, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.errors import InputError
from lsgeo.jobs.importing.asked import Asked
from lsgeo.jobs.importing.boundaries import units_of_layer
from lsgeo.jobs.importing.layers import check_place, lots_of_layer
from lsgeo.jobs.importing.records import RECORDS, as_stored
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.inventory import Inventory, to_store
from lsgeo.sources.vector import Features
from lsgeo.workspace.known import Known

ROW = "row"
"""The column of our layers that holds the number in the office's file."""


@dataclass(frozen=True)
class Target:
    """The layer that features come back into: its entry, and what it holds."""

    entry: Entry
    held: gpd.GeoDataFrame


@dataclass(frozen=True)
class Put:
    """A layer with the features in it that are back; ``still`` are aside, as the ``notes`` say.

    ``files`` are others that go with it, by path from the catalog.
    """

    layer: gpd.GeoDataFrame
    notes: tuple[Note, ...] = ()
    still: frozenset[int] = frozenset()
    files: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def put(part: Features, target: Target, known: Known, asked: Asked) -> Put:
    """The layer of `target` with the features of `part`, indexed by row of the office's file.

    Raises `InputError` where they lie in a wrong place.
    """
    return _PUTTERS[asked.kind](part, target, known, asked)


def _put_lots(part: Features, target: Target, known: Known, asked: Asked) -> Put:
    """Lots go into their inventory by row; what contradicts itself is listed with the others."""
    notes: list[Note] = []
    layers, doubts, still = [], [], set[int]()
    for rows, found in _tried(part, target, known, asked):
        if isinstance(found, InputError):
            still |= set(rows)
            reasons = [Note("quarantined", one.what, rows[0], said=one.got) for one in found.faults]
            notes += reasons or [Note("quarantined", found.summary, rows[0])]
            continue
        layers.append(to_store(found.lots))
        doubts.append(found.lots.contradictions)
        notes += [note for note in found.lots.notes if note.row is not None]
        still |= set(rows) - set(found.lots.lots.index)
    told = pd.concat(doubts) if doubts else pd.DataFrame()
    stem = Path(str(target.entry.record)).stem
    files = _doubts(told, target.entry.path.parent, name=f"{RECORDS}/{stem}-doubts.csv")
    return Put(_stacked(target, layers), tuple(notes), frozenset(still), files)


def _tried(
    part: Features, target: Target, known: Known, asked: Asked
) -> Iterator[tuple[list[int], Inventory | InputError]]:
    """The lots of as many rows together as can be read, and the error of each that cannot."""
    rows = [int(row) for row in part.frame.index]
    try:
        yield rows, lots_of_layer(target.entry.path, part, known, asked)
    except InputError as error:
        if len(rows) == 1:
            yield rows, error
            return
        middle = len(rows) // 2
        for half in (part.frame.iloc[:middle], part.frame.iloc[middle:]):
            yield from _tried(replace(part, frame=half, rows=len(half)), target, known, asked)


def _doubts(told: pd.DataFrame, folder: Path, *, name: str) -> dict[str, pd.DataFrame]:
    """The list of lots that contradict themselves, those of before with those `told` now."""
    if told.empty:
        return {}
    fresh = told.astype("str").reset_index(drop=True)
    if not (folder / name).is_file():
        return {name: fresh}
    before = pd.read_csv(folder / name, dtype="str", keep_default_na=False)
    return {name: pd.concat([before, fresh], ignore_index=True).drop_duplicates()}


def _put_features(part: Features, target: Target, known: Known, _asked: Asked) -> Put:
    """Features of the context go into their layer by row, in its columns."""
    check_place(target.entry.path, part, known)
    fresh = as_stored(part.frame.rename_axis(ROW)).to_crs(target.held.crs)
    own = [name for name in target.held.columns if name in fresh.columns]
    return Put(_stacked(target, [fresh[own]]))


def _stacked(target: Target, layers: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """What the target holds with `layers`, by row."""
    back = {row for layer in layers for row in layer.index}
    held = target.held.set_index(ROW)
    return pd.concat([held[~held.index.isin(back)], *layers]).rename_axis(ROW).sort_index()


def _put_units(part: Features, target: Target, known: Known, asked: Asked) -> Put:
    """Parts of units are joined with those that the workspace holds."""
    check_place(target.entry.path, part, known)
    held = target.held.set_index("code").geometry
    moved = replace(part, frame=part.frame.to_crs(held.crs))
    made = units_of_layer(moved, known, asked, subject=str(target.entry.path), held=held)
    still = frozenset(int(row) for row in made.left_out.index)
    why = _("joined with the unit that the workspace holds")
    joined = [
        Note("corrected", why, int(row), "geometry") for row in part.frame.index if row not in still
    ]
    return Put(made.units, (*made.notes, *joined), still)


_PUTTERS: Mapping[str, Callable[[Features, Target, Known, Asked], Put]] = {
    "inventory": _put_lots,
    "context": _put_features,
    "units": _put_units,
}

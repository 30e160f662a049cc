"""Each feature for itself: nothing at all, rings that cross, collections, the same thing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lsgeo.ledger import Note
from lsgeo.mending.copies import copies_in
from lsgeo.mending.faults import Found, fault_layer
from lsgeo.mending.kinds import is_collection, kind_words, of_dimension, usual_dimension
from lsgeo.mending.measures import areas_m2
from lsgeo.mending.steps import Step, note_of, replaced, set_aside
from lsgeo.mending.validity import valid
from lsgeo.mending.vertices import on_earth, without_repeats
from lsgeo.messages import _


@dataclass(frozen=True)
class Mended:
    """The features that can be used, by row, and what became of the others.

    ``notes`` tell of each that was repaired or quarantined; ``faults`` (`FAULT_COLUMNS`) is a layer
    of the places of what was wrong, repaired or not.
    """

    geometry: gpd.GeoSeries
    notes: tuple[Note, ...]
    faults: gpd.GeoDataFrame


def mend(
    geometry: gpd.GeoSeries,
    *,
    attributes: pd.DataFrame | None = None,
    dimension: int | None = None,
) -> Mended:
    """The features of a layer (indexed by row), made usable where that changes nothing.

    Quarantined are features without geometry or with a vertex nowhere on Earth, those of another
    kind than the layer (`dimension` 0, 1 or 2; None: that of most), later copies of a
    feature with the same shape and `attributes`, and invalid ones whose area is in doubt by more
    than `MOST_CHANGE_M2` (see `repairs.read`). Corrected are heights and measures (dropped),
    collections (reduced to the layer's kind), repeated vertices, and the other invalid ones. What
    has none of these faults comes back as it was.
    """
    stages: tuple[Callable[[gpd.GeoSeries], Step], ...] = (
        _without_nothing,
        _flat,
        on_earth,
        partial(_of_one_kind, dimension=dimension),
        valid,
        without_repeats,
        partial(_without_copies, attributes=attributes),
    )
    kept, notes, found = geometry, list[Note](), list[Found]()
    for stage in stages:
        step = stage(kept)
        kept = step.geometry
        notes += step.notes
        found += step.found
    return Mended(kept, tuple(notes), fault_layer(found, geometry))


def _without_nothing(geometry: gpd.GeoSeries) -> Step:
    shapes = geometry.to_numpy()
    missing, empty = shapely.is_missing(shapes), shapely.is_empty(shapes)
    found = [
        *(
            Found(row, "no_geometry", _("no geometry"), "quarantined")
            for row in geometry.index[missing]
        ),
        *(
            Found(row, "empty_geometry", _("an empty geometry"), "quarantined")
            for row in geometry.index[empty]
        ),
    ]
    return set_aside(geometry, missing | empty, found)


def _flat(geometry: gpd.GeoSeries) -> Step:
    """The features in two dimensions; one note for the layer, as no place changes."""
    shapes = geometry.to_numpy()
    deep = shapely.has_z(shapes) | shapely.has_m(shapes)
    if not deep.any():
        return Step(geometry)
    flat = shapes.copy()
    flat[deep] = shapely.force_2d(shapes[deep])
    reason = _("heights and measures (Z, M) of {count} features left out")
    note = Note("corrected", reason.format(count=int(deep.sum())), column="geometry")
    return Step(replaced(geometry, flat), [note])


def _of_one_kind(geometry: gpd.GeoSeries, *, dimension: int | None) -> Step:
    shapes = geometry.to_numpy()
    if not len(shapes):
        return Step(geometry)
    wanted = usual_dimension(shapes) if dimension is None else dimension
    strange = shapely.get_dimensions(shapes) != wanted
    places = np.flatnonzero(is_collection(shapes))
    reduced, left = shapes.copy(), list[Found]()
    for place in places:
        part = of_dimension(shapes[place], wanted)
        strange[place] = part is None
        if part is not None:
            reduced[place] = part
            detail = _("several kinds of geometry in one: only the {kind} kept")
            detail = detail.format(kind=kind_words(wanted))
            left.append(
                Found(geometry.index[place], "collection", detail, "corrected", place=shapes[place])
            )
    found = [
        Found(row, "other_kind", _other_kind(shape, wanted), "quarantined", place=shape)
        for row, shape in zip(geometry.index[strange], shapes[strange], strict=True)
    ]
    aside = set_aside(replaced(geometry, reduced), strange, found)
    return Step(aside.geometry, [*map(note_of, left), *aside.notes], [*left, *found])


def _other_kind(shape: shapely.Geometry, wanted: int) -> str:
    detail = _("{found} in a layer of {kind}: save each kind as a layer of its own")
    found = kind_words(int(shapely.get_dimensions(shape)))
    return detail.format(found=found, kind=kind_words(wanted))


def _without_copies(geometry: gpd.GeoSeries, *, attributes: pd.DataFrame | None) -> Step:
    copies = copies_in(geometry, attributes)
    if copies.empty:
        return Step(geometry)
    same = geometry.loc[copies.index].to_numpy()
    sizes = areas_m2(same, geometry.crs)
    found, notes = list[Found](), list[Note]()
    for copy, shape, size in zip(copies.itertuples(), same, sizes, strict=True):
        text = _("the same as row {row}") if copy.is_whole else _("the same shape as row {row}")
        one = Found(
            copy.Index,
            "duplicate" if copy.is_whole else "same_shape",
            text.format(row=copy.first),
            "quarantined" if copy.is_whole else "left",
            copy.first,
            size,
            shape,
        )
        found.append(one)
        notes.append(note_of(one))
    gone = geometry.index.isin(copies.index[copies.is_whole])
    return Step(geometry[~gone], notes, found)

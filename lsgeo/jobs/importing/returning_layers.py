"""Features that come back from quarantine, corrected in QGIS: into the layer they were left out of.

Lots go into their inventory by the row of the office's file, features of the context likewise. A
part of a unit is joined with the unit that the workspace holds; there is no hole to fill, because
a map that lacks a unit is never taken in the first place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.jobs.importing.asked import Asked, Converted
from lsgeo.jobs.importing.layers import read_features_of
from lsgeo.jobs.importing.putting import ROW, Put, Target, put
from lsgeo.jobs.importing.records import LOST, MARKS, QUARANTINE
from lsgeo.jobs.importing.returned import (
    Origin,
    asked_again,
    entries_of,
    gone_remark,
    marks_of,
    origin_of,
    record_after,
)
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.catalog import CONTEXT, Entry
from lsgeo.sources.vector import Features, read_features
from lsgeo.workspace.known import Known

_NUMBER = "lsgeo_number"  # the index of a layer in quarantine


def convert_returned_layer(path: Path, features: Features, known: Known, asked: Asked) -> Converted:
    """The layer with the corrected features in it; those that are still wrong stay aside.

    Raises `InputError` where they are of several files, the layer they belong to is gone, or none
    of them can be taken.
    """
    marks = marks_of(_every(features), subject=str(path))
    origin = origin_of(marks, known, subject=str(path))
    target = _target(path, origin, known)
    rows = _numbered(features.frame, marks)
    lost = _numbered(_left(features, features.frame.crs), marks)
    blank = _blank(rows, marks, kind=origin.said["lsgeo_kind"])
    part = replace(features, frame=rows.drop(index=blank), notes=(), lost=features.lost[:0])
    done = Put(target.held)
    if len(part.frame):
        done = put(part, target, known, _asked(origin, asked, target))
    still = {*done.still, *blank, *(int(row) for row in lost.index)}
    notes = [
        *(_renumbered(note, marks) for note in features.notes if note.row is not None),
        *(Note("quarantined", _("its geometry was not drawn anew"), row) for row in blank),
        *done.notes,
    ]
    every = rows if lost.empty else pd.concat([rows, lost])
    if still >= set(every.index):
        raise InputError(str(path), _("no row of it can be taken"), _reasons(notes))
    others = _others(origin, known, here=set(every.index))
    aside = _together(_marked(every[every.index.isin(still)], marks), others)
    return Converted(
        stem=origin.stem,
        form=features.format,
        kind=origin.said["lsgeo_kind"],
        ledger=record_after(origin, every, notes, still=still, file=path.name),
        files={target.entry.path.name: done.layer, **done.files},
        entries=_entries(target.entry, origin),
        context=_context(target.entry, known),
        quarantined=aside,
        record=origin.record,
        remarks=(
            *(
                _("lots that contradict themselves are used: see {file}").format(file=name)
                for name in done.files
            ),
            *gone_remark(origin.aside - set(every.index) - set(others.index)),
        ),
    )


def _every(features: Features) -> pd.DataFrame:
    """The records of a layer, those that cannot be read too, without their geometry."""
    frame = pd.DataFrame(features.frame.drop(columns=features.frame.geometry.name))
    return pd.concat([frame, features.lost]) if len(features.lost) else frame


def _left(features: Features, crs: object) -> gpd.GeoDataFrame:
    """The records that cannot be read, as features without a geometry."""
    return gpd.GeoDataFrame(features.lost, geometry=[None] * len(features.lost), crs=crs)


def _asked(origin: Origin, asked: Asked, target: Target) -> Asked:
    """What the layer was imported with: its entry says it, and its features lie where they say."""
    entry = target.entry
    said = asked_again(origin, asked, entry)
    level = entry.level or "commune"
    return replace(said, vintage=entry.vintage, period=entry.period, level=level, crs="", sheet="")


def _target(path: Path, origin: Origin, known: Known) -> Target:
    """The layer of the workspace that an import made; `InputError` where it is gone."""
    if origin.said["lsgeo_kind"] == "context":
        listed = (*known.workspace.used, *known.workspace.passed_over)
        name = f"context-{origin.stem}.gpkg"
        entries = [one for one in listed if one.theme == CONTEXT and one.path.name == name]
    else:
        entries = [one for one in entries_of(origin, known) if one.path.suffix == ".gpkg"]
    for entry in entries:
        if entry.path.is_file() and entry.path.parent == origin.home:
            return Target(entry, read_features(entry.path).frame)
    what = _("the layer that these features were left out of is not there")
    remedy = _("Import the whole file again: {file}").format(file=origin.file)
    fault = Fault(what, got=origin.stem, remedy=remedy)
    raise InputError(str(path), _("the layer cannot be used"), [fault])


def _numbered(rows: gpd.GeoDataFrame, marks: pd.DataFrame) -> gpd.GeoDataFrame:
    """`rows` without their marks, by their number in the office's file."""
    numbers = marks.loc[rows.index, "lsgeo_row"].astype("int64")
    own = rows.drop(columns=[*MARKS, _NUMBER], errors="ignore")
    return own.set_axis(pd.Index(numbers, name=ROW))


def _marked(rows: gpd.GeoDataFrame, marks: pd.DataFrame) -> gpd.GeoDataFrame:
    """`rows`, by number, with their marks again."""
    by_number = marks.set_axis(marks["lsgeo_row"].astype("int64")).loc[rows.index]
    return rows.assign(**by_number.to_dict("series"))


def _renumbered(note: Note, marks: pd.DataFrame) -> Note:
    return replace(note, row=int(marks.at[note.row, "lsgeo_row"]))


def _blank(rows: gpd.GeoDataFrame, marks: pd.DataFrame, *, kind: str) -> list[int]:
    """The rows that must have a geometry and have none: a lot may do without if it always did."""
    bare = rows.geometry.isna() | rows.geometry.is_empty
    if kind == "inventory":
        lost = marks.loc[marks["lsgeo_lost"] == LOST, "lsgeo_row"].astype("int64")
        bare &= rows.index.isin(lost)
    return [int(row) for row in rows.index[bare]]


def _reasons(notes: Sequence[Note]) -> list[Fault]:
    """Why no feature was taken, one by one."""
    return [
        Fault(note.reason, _("row {row}").format(row=note.row))
        for note in notes
        if note.outcome == "quarantined"
    ]


def _others(origin: Origin, known: Known, *, here: set[int]) -> gpd.GeoDataFrame:
    """The features that lie in quarantine and are not among those that come back, by number."""
    path = known.workspace.config.root / QUARANTINE / f"{origin.stem}.gpkg"
    if not path.is_file():
        return gpd.GeoDataFrame(geometry=[])
    read = read_features_of(path, known, Asked())
    marks = marks_of(_every(read), subject=str(path))
    rows = _marked(_numbered(read.frame, marks), marks)
    return rows[rows.index.isin(origin.aside) & ~rows.index.isin(here)]


def _together(left: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What stays aside, in one system."""
    if others.empty:
        return left
    moved = others.to_crs(left.crs)
    return moved if left.empty else pd.concat([left, moved]).sort_index()


def _entries(entry: Entry, origin: Origin) -> tuple[Mapping[str, object], ...]:
    """The keys of the layer as the catalog has them; one of the context has none there."""
    if entry.theme == CONTEXT:
        return ()
    said = entry.model_dump(
        mode="json", exclude={"path", "sha256", "record"}, exclude_defaults=True
    )
    return ({**said, "path": entry.path.name, "record": origin.record},)


def _context(entry: Entry, known: Known) -> Mapping[str, object]:
    """The keys of a layer of the context where lsgeo.toml has its checksum, which is another now.

    Elsewhere lsgeo.toml need not change.
    """
    config = known.workspace.config
    for layer in config.context:
        if layer.sha256 and layer.entry(config.root) == entry:
            said = layer.model_dump(mode="json", exclude={"sha256"}, exclude_defaults=True)
            return {**said, "path": entry.path.name}
    return {}

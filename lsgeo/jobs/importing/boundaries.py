"""A layer of areas as the boundaries of units: mended, named, joined, and tiling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.errors import Fault, InputError
from lsgeo.intake import Suggestion
from lsgeo.intake.columns import UNIT_COLUMNS, Columns, missing, recognise
from lsgeo.intake.units import Rows, find, sought_of, suggestions
from lsgeo.jobs.importing.asked import Asked
from lsgeo.ledger import Note
from lsgeo.mending import mend, mend_coverage
from lsgeo.messages import _
from lsgeo.sources.vector import Features
from lsgeo.workspace.known import Known

_ENOUGH = 0.5  # of the features must be units of the vintage


@dataclass(frozen=True)
class Made:
    """The ``units`` (indexed by code) of a layer, and the features ``left_out`` of them."""

    units: gpd.GeoDataFrame
    vintage: str
    left_out: gpd.GeoDataFrame
    notes: tuple[Note, ...]
    faults: gpd.GeoDataFrame
    remarks: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]


def units_of_layer(
    features: Features,
    known: Known,
    asked: Asked,
    *,
    subject: str,
    held: gpd.GeoSeries | None = None,
) -> Made:
    """The units that the features of a layer are, of the vintage that has most of them.

    Geometry is mended and snapped where that changes nothing (`lsgeo.mending`); several features
    of one unit are joined, also with what is `held` of it already, by code: then the vintage is
    the one asked for. Raises `InputError` where no column names units, or it is not clear of which
    vintage they are.
    """
    frame = features.frame
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    columns = recognise(names, UNIT_COLUMNS, named=asked.columns)
    faults = list(_column_faults(names, columns, asked))
    if faults:
        raise InputError(subject, _("the layer cannot be used"), faults)
    mended = mend(frame.geometry)
    rows = frame.loc[mended.geometry.index]
    none = pd.Series("", index=rows.index)
    sought = sought_of(rows, columns, groups=none)
    if held is None:
        units = _of_one_vintage(sought, known, asked, subject=subject)
    else:
        units = find(known.registry, sought, vintage=asked.vintage)
    notes = [*mended.notes, *_unit_notes(units, columns)]
    named = units.found[units.found.map(lambda found: bool(found.code))]
    codes = named.map(lambda found: found.code)
    joined, told = _joined(mended.geometry.loc[codes.index], codes)
    if held is not None:
        joined = _with_held(joined, held)
    covered = mend_coverage(joined.geometry)
    layer = gpd.GeoDataFrame(
        {"code": joined["code"]}, geometry=covered.geometry, crs=frame.crs
    ).set_index("code")
    return Made(
        units=layer.sort_index(),
        vintage=units.vintage,
        left_out=frame.loc[frame.index.difference(codes.index)],
        notes=(*notes, *told, *covered.notes),
        faults=pd.concat([one for one in (mended.faults, covered.faults) if len(one)])
        if len(mended.faults) + len(covered.faults)
        else mended.faults,
        remarks=(_("units of {vintage}").format(vintage=units.vintage),),
        suggestions=suggestions(known.registry, units),
    )


def _with_held(joined: gpd.GeoDataFrame, held: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """The units `joined` (by row) with those `held` (by code), each once, by number below 0."""
    both = pd.concat([held.to_crs(joined.crs), joined.set_index("code").geometry])
    whole = {code: shapely.union_all(parts.to_numpy()) for code, parts in both.groupby(level=0)}
    numbers = pd.RangeIndex(-len(whole), 0)
    return gpd.GeoDataFrame({"code": [*whole]}, numbers, geometry=[*whole.values()], crs=joined.crs)


def _column_faults(names: list[str], columns: Columns, asked: Asked) -> Iterator[Fault]:
    got = ", ".join(names)
    for ours, theirs in missing(names, asked.columns).items():
        yield Fault(_("there is no such column"), f"{ours} = {theirs!r}", got=got)
    if not (columns["code"] or columns["name"]):
        remedy = _('Name the file\'s own column: --column {name}="…"').format(name="code")
        yield Fault(_("no column of units was recognised"), got=got, remedy=remedy)


def _of_one_vintage(sought: pd.Series, known: Known, asked: Asked, *, subject: str) -> Rows:
    """The units of the features in the vintage asked for, else in the only one that has most."""
    registry = known.registry
    asked_for = [asked.vintage] if asked.vintage else list(registry.vintages)
    tried = [find(registry, sought, vintage=one) for one in asked_for]
    shares = {one.vintage: _share(one, registry.at(one.vintage).index) for one in tried}
    best = max(tried, key=lambda one: shares[one.vintage])
    rivals = [one for one in tried if shares[one.vintage] >= shares[best.vintage] - 0.02]
    if shares[best.vintage] < _ENOUGH or len(rivals) > 1:
        got = ", ".join(f"{vintage}: {share:.0%}" for vintage, share in shares.items())
        remedy = _("Say so: --vintage {vintage}").format(vintage=best.vintage)
        what = _("it is not clear of which vintage the units are")
        raise InputError(
            subject, _("the layer cannot be used"), [Fault(what, got=got, remedy=remedy)]
        )
    return best


def _share(rows: Rows, registered: pd.Index) -> float:
    """How well features fit a vintage: the units found among all that either has."""
    codes = {found.code for found in rows.found if found.code}
    strange = sum(not found.code for found in rows.found)
    return len(codes) / max(1, len(registered) + strange)


def _unit_notes(units: Rows, columns: Columns) -> Iterator[Note]:
    for row, found in units.found.items():
        said = units.sought.at[row]
        column = columns["code"] if said.code else columns["name"]
        if found.fault:
            yield Note("quarantined", str(found.fault), row, column, said.code or said.name)
        elif found.correction:
            yield Note(
                "corrected", found.correction, row, column, said.code or said.name, found.code
            )


def _joined(geometry: gpd.GeoSeries, codes: pd.Series) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """One feature for each code, by the row of its first; notes of those that were joined."""
    first = codes.drop_duplicates()
    parts = codes[codes.duplicated(keep=False)]
    joined = geometry.loc[first.index].copy()
    notes = []
    for code, rows in parts.groupby(parts):
        joined.loc[rows.index[0]] = shapely.union_all(geometry.loc[rows.index].to_numpy())
        reason = _("joined with row {row}: parts of one unit").format(row=rows.index[0])
        notes += [
            Note("corrected", reason, int(row), "geometry", "", str(code)) for row in rows.index[1:]
        ]
    return gpd.GeoDataFrame({"code": first}, geometry=joined, crs=geometry.crs), notes

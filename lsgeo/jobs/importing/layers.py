"""Layers of an office into those of a workspace: units, gates, inventories, context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.crs import WGS84, diagnose, parse
from lsgeo.errors import Fault, InputError
from lsgeo.facts import is_period
from lsgeo.intake import gates
from lsgeo.intake.units import vintage_on
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.boundaries import units_of_layer
from lsgeo.jobs.importing.records import LOST
from lsgeo.jobs.importing.tables import TITLES
from lsgeo.ledger import Note
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.gates import CLASSES
from lsgeo.sources.inventory import Choices, Inventory, inventory_of, to_store
from lsgeo.sources.vector import Features, read_features
from lsgeo.workspace.known import Known


def read_features_of(path: Path, known: Known, asked: Asked) -> Features:
    """The features of a layer, north before east put right if that was asked for."""
    names = tuple(known.registry.units["name"].unique())
    read = read_features(
        path, layer=asked.sheet, encoding=asked.encoding, crs=asked.crs, names=names
    )
    if not asked.swap_axes:
        return read
    turned = shapely.transform(read.frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    note = Note("corrected", _("east and north were swapped, as asked"), column="geometry")
    return replace(read, frame=read.frame.set_geometry(turned), notes=(*read.notes, note))


def convert_layer(path: Path, features: Features, known: Known, asked: Asked) -> Converted:
    """What a layer becomes, imported as ``asked.kind``; `InputError` with every fault of it.

    A layer in a wrong place is a fault, with the distance and the flag that puts it right.
    """
    found = check_place(path, features, known)
    converter = _CONVERTERS[asked.kind]
    converted = converter(path, features, known, asked)
    return replace(converted, diagnoses=tuple(found), form=_form(features), facts=_facts(features))


def check_place(path: Path, features: Features, known: Known) -> list[Fault]:
    """What is worth knowing of a layer's system; `InputError` for what must not be passed over."""
    if features.frame.empty:
        return []
    bounds = features.frame.total_bounds
    home = parse(known.workspace.config.crs)
    found = diagnose(features.frame.crs, bounds, home=home)
    wrong = [one.fault for one in found if one.is_fault]
    if wrong:
        raise InputError(str(path), _("the layer cannot be used"), wrong)
    return [one.fault for one in found]


def _form(features: Features) -> str:
    what = _("{format}, layer {layer}, {count} features")
    return what.format(format=features.format, layer=features.layer, count=features.rows)


def _facts(features: Features) -> tuple[tuple[str, str], ...]:
    frame = features.frame
    kinds = ", ".join(sorted(set(frame.geom_type.dropna())))
    columns = ", ".join(str(name) for name in frame.columns if name != frame.geometry.name)
    system = frame.crs.name if frame.crs is not None else _("none named")
    return ((_("geometry"), kinds), (_("coordinate system"), system), (_("columns"), columns))


def _units(path: Path, features: Features, known: Known, asked: Asked) -> Converted:
    stem = slug(path, asked.sheet)
    made = units_of_layer(features, known, asked, subject=str(path))
    name = f"{asked.level}s_{made.vintage[:4]}-{stem}.gpkg"
    notes = [*features.notes, *made.notes]
    return Converted(
        stem=stem,
        form="",
        kind="units",
        ledger=ledger_entry(path.name, rows=features.rows, notes=notes, sheet=features.layer),
        files={name: made.units},
        entries=(
            {
                "theme": "boundaries",
                "path": name,
                "title": asked.title or f"Ranh giới đơn vị: {path.name}",
                "vintage": made.vintage,
                "level": asked.level,
                **_whose(path, asked),
                "record": f"records/{stem}.csv",
            },
        ),
        quarantined=_left_out(features, made.left_out),
        remarks=made.remarks,
        suggestions=made.suggestions,
        faults=made.faults,
    )


def _gates(path: Path, features: Features, known: Known, asked: Asked) -> Converted:
    stem = slug(path, asked.sheet)
    taken = gates.from_features(
        features.frame,
        registry=known.registry,
        classes=CLASSES,
        settings=replace(asked, attribution=asked.attribution or path.name).settings,
        home=known.workspace.config.crs,
    )
    notes = [*features.notes, *taken.notes]
    name = f"gates-{stem}.csv"
    return Converted(
        stem=stem,
        form="",
        kind="gates",
        ledger=ledger_entry(path.name, rows=features.rows, notes=notes, sheet=features.layer),
        files={name: taken.tables["gates"]},
        entries=(
            {
                "theme": "gates",
                "path": name,
                "title": asked.title or f"{TITLES['gates']}: {path.name}",
                "period": taken.period,
                **_whose(path, asked),
                "record": f"records/{stem}.csv",
            },
        ),
        quarantined=pd.concat([taken.quarantined, _marked(features.lost)]).sort_index(),
        remarks=taken.remarks,
        suggestions=taken.suggestions,
    )


def lots_of_layer(path: Path, features: Features, known: Known, asked: Asked) -> Inventory:
    """The lots of a layer by communes of ``asked.vintage``; raises what `inventory_of` raises."""
    return inventory_of(
        features,
        known.registry,
        path=path,
        vintage=asked.vintage,
        plane=known.workspace.config.crs,
        choices=Choices(asked.sheet, asked.encoding, asked.crs, asked.columns),
    )


def _inventory(path: Path, features: Features, known: Known, asked: Asked) -> Converted:
    stem = slug(path, asked.sheet)
    if not is_period(asked.period):
        remedy = _("Say it: --period {period}").format(period="2025")
        raise InputError(
            str(path),
            _("the inventory cannot be used"),
            [Fault(_("the table names no period"), remedy=remedy)],
        )
    vintage = asked.vintage or vintage_on(known.registry, asked.period)
    found = lots_of_layer(path, features, known, replace(asked, vintage=vintage))
    name = f"inventory-{stem}.gpkg"
    gone = features.frame.index.difference(found.lots.lots.index)
    doubts = found.lots.contradictions.rename_axis("number").reset_index(drop=True)
    return Converted(
        stem=stem,
        form="",
        kind="inventory",
        ledger=found.ledger,
        files={
            name: to_store(found.lots),
            **({f"records/{stem}-doubts.csv": doubts} if len(doubts) else {}),
        },
        entries=(
            {
                "theme": "inventory",
                "path": name,
                "title": asked.title or f"Diễn biến rừng: {path.name}",
                "vintage": vintage,
                "period": asked.period,
                "level": asked.level if asked.level == "province" else "",
                **_whose(path, asked),
                "record": f"records/{stem}.csv",
            },
        ),
        quarantined=_left_out(features, features.frame.loc[gone]),
        remarks=(
            _("units of {vintage}").format(vintage=vintage),
            *(
                [
                    _("{count} lots contradict themselves, and are used: see {file}").format(
                        count=len(doubts), file=f"records/{stem}-doubts.csv"
                    )
                ]
                if len(doubts)
                else []
            ),
        ),
    )


def _context(path: Path, features: Features, _known: Known, asked: Asked) -> Converted:
    stem = slug(path, asked.sheet)
    name = f"context-{stem}.gpkg"
    title = asked.title or path.stem
    if features.frame.crs is None or features.frame.empty:
        fault = Fault(_("the layer has no features"), remedy=_("Is the name right?"))
        raise InputError(str(path), _("the layer cannot be used"), [fault])
    frame = features.frame.to_crs(WGS84)
    return Converted(
        stem=stem,
        form="",
        kind="context",
        ledger=ledger_entry(
            path.name, rows=features.rows, notes=features.notes, sheet=features.layer
        ),
        files={name: frame},
        context={
            "path": name,
            "title": {"vi": title, "en": title},
            **_whose(path, asked),
            "name": asked.columns.get("name", ""),
        },
        quarantined=_left_out(features, features.frame.iloc[:0]),
    )


def _whose(path: Path, asked: Asked) -> dict[str, str]:
    return {
        "quality": asked.quality,
        "licence": asked.licence,
        "attribution": asked.attribution or path.name,
    }


def _left_out(features: Features, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The records left out, those that could not be read too, in the order of the file.

    These have no geometry: it is to be drawn.
    """
    if features.lost.empty:
        return frame
    blank = [None] * len(features.lost)
    lost = gpd.GeoDataFrame(_marked(features.lost), geometry=blank, crs=frame.crs)
    return lost if frame.empty else pd.concat([frame, lost]).sort_index()


def _marked(lost: pd.DataFrame) -> pd.DataFrame:
    """The records whose geometry could not be read, marked so."""
    return lost.assign(lsgeo_lost=LOST) if len(lost) else lost


_CONVERTERS: Mapping[str, Callable[[Path, Features, Known, Asked], Converted]] = {
    "units": _units,
    "gates": _gates,
    "inventory": _inventory,
    "context": _context,
}

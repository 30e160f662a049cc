"""Reading boundaries: which layers a workspace publishes, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd

from lsgeo.boundaries import dissolve, mismatch, units_of
from lsgeo.crs import parse, stray_faults
from lsgeo.errors import Fault, InputError
from lsgeo.facts import QUALITIES, WATERMARKED
from lsgeo.ledger import Note, merge
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.vector import read_layer
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Inputs

_Placed = dict[tuple[str, str], gpd.GeoDataFrame]  # the units of each level and vintage
_Notes = dict[tuple[str, str], tuple[Note, ...]]  # what was done to read them

_MOST_MISMATCH = 0.05  # of the province: two sources of one border differ by less


def read_boundaries(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the communes and districts of the vintages that the workspace publishes.

    The province's own layer is checked against its communes. Boundaries of other vintages, and
    vintages without boundaries, are remarked.
    """
    home = workspace.config.crs
    placed: _Placed = {}
    notes: _Notes = {}
    for entry in workspace.entries("boundaries"):
        if entry.vintage not in workspace.config.vintages:
            attempt(inputs.registry.at, entry.vintage)  # one that nobody knows is a fault
            continue
        read = attempt(_located, entry, inputs.registry, home=home)
        if read is not None:
            placed[entry.level, entry.vintage], notes[entry.level, entry.vintage] = read
    used = [one for one in workspace.entries("boundaries") if (one.level, one.vintage) in placed]
    for entry in used:
        attempt(_check_whole, entry, placed, home=home)
    ledgers = [
        ledger_entry(one.path.name, rows=len(placed[key]), notes=notes[key])
        for one in used
        if (key := (one.level, one.vintage))
    ]
    return replace(
        inputs,
        units={vintage: one for (level, vintage), one in placed.items() if level == "commune"},
        districts=_districts(placed, inputs.registry, attempt),
        quality={one.vintage: one.quality for one in used if one.level == "commune"},
        ledger=merge([inputs.ledger, *ledgers]),
        remarks=(*inputs.remarks, *_remarks(workspace)),
    )


def located_units(entry: Entry, registry: Registry, *, home: str) -> gpd.GeoDataFrame:
    """The units of an entry's layer, checked against the registry and the CRS `home`."""
    return _located(entry, registry, home=home)[0]


def _located(
    entry: Entry, registry: Registry, *, home: str
) -> tuple[gpd.GeoDataFrame, tuple[Note, ...]]:
    read = read_layer(entry, required=("code",), optional=("quality",))
    layer = read.features
    faults = stray_faults(layer.crs, layer.total_bounds, home=parse(home)) if len(layer) else []
    faults += quality_faults(entry, layer)
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    registered = registry.at(entry.vintage, level=entry.level)
    geometry = layer.set_index("code").geometry
    return units_of(registered, geometry, subject=str(entry.path)), read.notes


def quality_faults(entry: Entry, layer: gpd.GeoDataFrame) -> list[Fault]:
    """A fault where a layer says of itself that it is made up, and its entry says better."""
    said = set(layer["quality"]) if "quality" in layer.columns else set()
    worse = [
        name
        for name in WATERMARKED
        if name in said and QUALITIES.index(name) > QUALITIES.index(entry.quality)
    ]
    remedy = _('Say quality = "{name}" in the catalog.')
    what = _("the layer says of itself that it is not as good as its entry says")
    return [
        Fault(what, expected=name, got=entry.quality, remedy=remedy.format(name=name))
        for name in worse[-1:]
    ]


def _check_whole(entry: Entry, placed: _Placed, *, home: str) -> None:
    """Raise `InputError` where a province is not roughly the area of its communes together."""
    communes = placed.get(("commune", entry.vintage))
    if entry.level != "province" or communes is None:
        return
    share = mismatch(placed["province", entry.vintage].to_crs(home), communes.to_crs(home))
    if share > _MOST_MISMATCH:
        fault = Fault(
            _("the province is not the area of its communes"),
            expected=f"≤ {_MOST_MISMATCH:.0%}",
            got=f"{share:.1%}",
            remedy=_("Is one of the two layers of another time or place?"),
        )
        raise InputError(str(entry.path), _("the layer cannot be used"), [fault])


def _districts(
    placed: _Placed, registry: Registry, attempt: Attempts
) -> dict[str, gpd.GeoDataFrame]:
    """The districts by vintage; where no layer gives them they are dissolved from communes."""
    districts = {vintage: one for (level, vintage), one in placed.items() if level == "district"}
    for level, vintage in placed:
        registered = registry.at(vintage, level="district")
        if level == "commune" and len(registered) and vintage not in districts:
            outlines = dissolve(placed[level, vintage], registry.parents(vintage))
            dissolved = attempt(units_of, registered, outlines, subject=vintage)
            if dissolved is not None:
                districts[vintage] = dissolved
    return districts


def _remarks(workspace: Workspace) -> Iterator[str]:
    entries = workspace.entries("boundaries")
    for entry in entries:
        if entry.vintage not in workspace.config.vintages:
            what = _("not used: {title}: lsgeo.toml names {vintage} neither vintage nor history")
            yield what.format(title=entry.title, vintage=entry.vintage)
    drawn = {one.vintage for one in entries if one.level == "commune"}
    for vintage in workspace.config.vintages[1:]:
        if vintage not in drawn:
            what = _("{vintage} of the history has no boundaries, so it is not on the map")
            yield what.format(vintage=vintage)

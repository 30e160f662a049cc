"""Border gates from the list or the point layer that an office keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from lsgeo.crs import WGS84, label, parse
from lsgeo.errors import Fault, InputError
from lsgeo.intake import Settings, Taken, quarantine
from lsgeo.intake.columns import Columns, missing, recognise, text_of
from lsgeo.intake.gates.columns import COLUMNS, GATE_COLUMNS, IN_PLACE
from lsgeo.intake.gates.positions import Systems
from lsgeo.intake.gates.rows import Sheet, gates_of, units_of
from lsgeo.intake.period import period_of
from lsgeo.intake.roles import role_notes
from lsgeo.intake.units import suggestions, vintage_faults, vintage_on
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.sheet import Layout
from lsgeo.text import fold

__all__ = ["COLUMNS", "GATE_COLUMNS", "HOME", "from_features", "take"]

HOME = "EPSG:9215"
"""VN-2000 / TM-3 107-15, the plane of Lạng Sơn, in which metres are read unless told otherwise."""

_VN2000_DEGREES = "EPSG:4756"
_SAYS_VN2000 = re.compile(r"vn ?2000")
_GEOMETRY = {"longitude": "geometry: longitude", "latitude": "geometry: latitude"}


def take(
    layout: Layout,
    *,
    registry: Registry,
    classes: Mapping[str, str],
    settings: Settings,
    home: str = HOME,
) -> Taken:
    """The gates (`GATE_COLUMNS`) of a list, with positions in degrees on WGS 84.

    `classes` are the words for a gate's class, by what they mean; metres are read in the plane
    `home` unless the settings name another. Raises `InputError` where the list as a whole cannot be
    taken; a row that cannot is quarantined. A gate without a position stays.
    """
    columns = recognise(layout.header, COLUMNS, named=settings.columns)
    period, remarks, wrong = period_of(layout.titles, settings)
    faults = [*(wrong if settings.period else []), *_column_faults(layout, columns, settings)]
    is_vn2000 = any(_SAYS_VN2000.search(fold(columns[name])) for name in IN_PLACE)
    systems, unknown = _systems(settings.crs, home=home, is_vn2000=is_vn2000)
    faults += unknown
    if faults or systems is None:
        raise InputError("", _("the table cannot be taken"), faults)
    texts = pd.DataFrame({name: _texts(layout, columns[name]) for name in COLUMNS})
    sheet = Sheet(layout, columns, texts, classes, systems)
    newest = vintage_on(registry, period) if period else registry.vintages[-1]
    taken = _taken(sheet, registry, vintage=settings.vintage or newest, settings=settings)
    return replace(taken, period=period, remarks=(*remarks, *taken.remarks))


def from_features(
    frame: gpd.GeoDataFrame,
    *,
    registry: Registry,
    classes: Mapping[str, str],
    settings: Settings,
    home: str = HOME,
) -> Taken:
    """The gates of a layer of points, indexed by record: its geometry says where they are.

    Columns of coordinates beside the geometry must agree with it. Raises `InputError` where the
    layer has no coordinate system and the settings name none.
    """
    crs = _system_of(frame, settings.crs)
    places = frame.geometry.set_crs(crs, allow_override=True).to_crs(WGS84)
    rows = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype("object")
    rows.columns = [str(name) for name in rows.columns]
    for axis, name in zip(("x", "y"), _GEOMETRY.values(), strict=True):
        rows[name] = pd.Series([_coordinate(one, axis) for one in places], rows.index, dtype=object)
    layout = Layout(
        header=tuple(rows.columns),
        rows=rows,
        groups=pd.Series("", index=rows.index, dtype="object"),
        roles={int(row): "data" for row in rows.index},
        titles=(),
    )
    told = replace(settings, crs="", columns={**settings.columns, **_GEOMETRY})
    taken = take(layout, registry=registry, classes=classes, settings=told, home=home)
    if crs == CRS(WGS84):
        return taken
    remark = _("points of {crs} converted to WGS 84").format(crs=label(crs))
    return replace(taken, remarks=(*taken.remarks, remark))


def _taken(sheet: Sheet, registry: Registry, *, vintage: str, settings: Settings) -> Taken:
    """The gates of a sheet, its quarantined rows and its notes."""
    units = units_of(sheet, registry, vintage=vintage)
    faults = [] if settings.vintage else vintage_faults(registry, units[vintage])
    if faults:
        raise InputError("", _("the table cannot be taken"), faults)
    gates = gates_of(sheet, units, registry=registry)
    if settings.source:
        gates["source"] = gates["source"].where(gates["source"] != "", settings.source)
    kept = gates.index.difference(list(sheet.faults))
    remarks = [_("communes of {vintage}").format(vintage=vintage)]
    unused = [name for name in sheet.columns.rest if name]
    if unused:
        remarks.append(_("columns not used: {names}").format(names=", ".join(unused)))
    return Taken(
        tables={"gates": gates.loc[kept].reset_index(drop=True)},
        notes=(
            *role_notes(sheet.layout),
            *(note for note in sheet.notes if note.row in kept),
            *quarantine(sheet.faults),
        ),
        quarantined=sheet.layout.rows.loc[sorted(sheet.faults)],
        vintage=vintage,
        period="",
        remarks=tuple(remarks),
        suggestions=tuple(one for rows in units.values() for one in suggestions(registry, rows)),
    )


def _column_faults(layout: Layout, columns: Columns, settings: Settings) -> Iterator[Fault]:
    """What keeps any list out: named columns that are not there, no names, no rows."""
    header = "; ".join(layout.header)
    for ours, theirs in missing(layout.header, settings.columns).items():
        yield Fault(_("there is no such column"), f"{ours} = {theirs!r}", got=header)
    if not columns["name"]:
        remedy = _('Name the file\'s own column: --column {name}="…"').format(name="name")
        yield Fault(_("no column of gates was recognised"), got=header, remedy=remedy)
    if layout.rows.empty:
        yield Fault(_("no rows below the header"))


def _systems(crs: str, *, home: str, is_vn2000: bool) -> tuple[Systems | None, list[Fault]]:
    """The systems of a list: the one that is named, else the plane at home and WGS 84.

    Degrees are of VN-2000 where a heading says so; a plane that is named has no degrees.
    """
    degrees = CRS(_VN2000_DEGREES if is_vn2000 else WGS84)
    if not crs:
        return Systems(parse(home), degrees), []
    try:
        named = parse(crs)
    except ValueError as error:
        return None, [Fault(str(error))]
    if named.is_geographic:
        return Systems(parse(home), named), []
    return Systems(named, None), []


def _system_of(frame: gpd.GeoDataFrame, named: str) -> CRS:
    try:
        crs = parse(named) if named else frame.crs
    except ValueError as error:
        raise InputError("", _("the layer cannot be used"), [Fault(str(error))]) from error
    if crs is None:
        remedy = _('Say which it is in the catalog, for example crs = "EPSG:9215".')
        fault = Fault(_("the layer has no coordinate system"), remedy=remedy)
        raise InputError("", _("the layer cannot be used"), [fault])
    return CRS(crs)


def _coordinate(shape: shapely.Geometry | None, axis: str) -> float | str | None:
    """A coordinate of a point, None where there is none, the word for what is no single point."""
    if shape is None or shape.is_empty:
        return None
    points = shapely.get_parts(shape)
    if len(points) == 1 and points[0].geom_type == "Point":
        return float(getattr(points[0], axis))
    return str(shape.geom_type)


def _texts(layout: Layout, column: str) -> pd.Series:
    if not column:
        return pd.Series("", index=layout.rows.index, dtype="object")
    return layout.rows[column].map(text_of).astype("object")

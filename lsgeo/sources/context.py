"""Layers that are only drawn (rivers, roads, lakes, towns): their part inside the province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from lsgeo.crs import parse, stray_faults
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger, Note
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.vector import read_layer

MOST_VERTICES = 200_000
"""More would make the page that shows them slow to open."""

_KINDS = {
    "Point": 0,
    "MultiPoint": 0,
    "LineString": 1,
    "LinearRing": 1,
    "MultiLineString": 1,
    "Polygon": 2,
    "MultiPolygon": 2,
}
_MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)

Frame = tuple[float, float, float, float]
"""West, south, east, north, in the CRS of the workspace's areas."""


@dataclass(frozen=True)
class Read:
    """The features of a layer, with their ``name`` and ``quality`` ("": none said), and a ledger.

    They are of one kind: points, lines or polygons, and valid.
    """

    features: gpd.GeoDataFrame
    ledger: Ledger


def read_context(entry: Entry, *, name: str, home: str, frame: Frame | None) -> Read:
    """The features of an entry's layer, in the CRS `home`, cut to `frame` (in `home` as well).

    `name` is the column of their names, "" for none; no `frame`, nothing is cut. Features without
    geometry, or of which nothing valid is left, are quarantined; those outside are no rows of the
    layer. Raises `InputError` where nothing can be drawn, kinds of geometry are mixed, or there
    are more than `MOST_VERTICES`.
    """
    wanted = (name,) if name else ()
    read = read_layer(entry, required=wanted, optional=("quality",), strict=False)
    layer = read.features
    shapes = layer.geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    _check(entry, layer, bare=bare, home=home)
    flat = layer[~bare].to_crs(home)
    is_near = _is_near(flat.geometry.to_numpy(), frame)
    near = flat[is_near]
    whole = _valid(near.geometry.to_numpy())
    cut = whole if frame is None else _cut(whole, frame)
    inside = ~(shapely.is_missing(cut) | shapely.is_empty(cut))
    lost = near.index[shapely.is_missing(whole)].tolist()
    _check_drawable(entry, cut[inside], flat, frame=frame, lost=lost)
    names = near[name] if name else ""
    qualities = near["quality"] if "quality" in near.columns else ""
    features = gpd.GeoDataFrame(
        {"name": names, "quality": qualities}, geometry=cut, index=near.index, crs=home
    )[inside]
    gone = [(row, _("no geometry")) for row in layer.index[bare]]
    gone += [(row, _lost()) for row in lost]
    notes = [Note("quarantined", why, row=row, column="geometry") for row, why in gone]
    rows = int(inside.sum()) + len(notes) + len(read.quarantined)
    ledger = ledger_entry(entry.path.name, rows=rows, notes=[*read.notes, *notes])
    return Read(features.reset_index(drop=True), ledger)


def _lost() -> str:
    return _("nothing of the geometry is left once it is valid")


def _check(entry: Entry, layer: gpd.GeoDataFrame, *, bare: NDArray[np.bool_], home: str) -> None:
    """Raise `InputError` for a layer of no geometry, of several kinds, or of another place."""
    faults = []
    if bare.all():
        expected = _("points, lines or polygons")
        faults.append(Fault(_("no feature has a geometry"), expected=expected))
    found = layer.geometry[~bare].geom_type
    if not found.isin(list(_KINDS)).all() or found.map(_KINDS).nunique() > 1:
        remedy = _("Save each kind as a layer of its own.")
        kinds = ", ".join(sorted(found.unique()))
        faults.append(Fault(_("kinds of geometry are mixed"), got=kinds, remedy=remedy))
    if not bare.all():
        bounds = layer.geometry[~bare].total_bounds
        faults += stray_faults(layer.crs, bounds, home=parse(home))
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)


def _is_near(shapes: NDArray[np.object_], frame: Frame | None) -> NDArray[np.bool_]:
    """Whether each shape may reach into `frame`; of the rest nothing need be known."""
    if frame is None:
        return np.ones(len(shapes), dtype=bool)
    near: NDArray[np.bool_] = shapely.intersects(shapely.envelope(shapes), shapely.box(*frame))
    return near


def _valid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each shape, made valid where it is not; None where nothing of its kind is left."""
    broken = ~shapely.is_valid(shapes)
    whole = shapes.copy()
    whole[broken] = _kept(shapely.make_valid(shapes[broken]), shapes[broken])
    return whole


def _cut(shapes: NDArray[np.object_], frame: Frame) -> NDArray[np.object_]:
    """The part of each valid shape inside `frame`, of its own kind; None or empty outside."""
    return _kept(shapely.intersection(shapes, shapely.box(*frame)), shapes)


def _kept(parts: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """What of each of the `parts` is of the kind of its shape."""
    kept = np.full(len(parts), None, dtype=object)
    for place in np.flatnonzero(~shapely.is_missing(parts)):
        kept[place] = _of_kind(parts[place], int(shapely.get_dimensions(shapes[place])))
    return kept


def _of_kind(shape: BaseGeometry, dimension: int) -> BaseGeometry | None:
    """What is left of a shape without the points and lines that making it left over."""
    if shapely.get_dimensions(shape) == dimension and shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    kept = parts[shapely.get_dimensions(parts) == dimension]
    return _MULTI[dimension](kept) if len(kept) else None


def _check_drawable(
    entry: Entry,
    inside: NDArray[np.object_],
    layer: gpd.GeoDataFrame,
    *,
    frame: Frame | None,
    lost: Sequence[int],
) -> None:
    faults = []
    if lost and not len(inside):
        faults.append(Fault(_lost(), ", ".join(_("row {row}").format(row=row) for row in lost)))
    elif frame is not None and not len(inside):
        faults.append(
            Fault(
                _("nothing of it lies in the province"),
                expected=", ".join(f"{end:.0f}" for end in frame),
                got=", ".join(f"{end:.0f}" for end in layer.total_bounds),
                remedy=_('Is it in another system? Name it, for example crs = "EPSG:9215".'),
            )
        )
    vertices = int(shapely.get_num_coordinates(inside).sum())
    if vertices > MOST_VERTICES:
        remedy = _("Simplify it (QGIS: Vector > Geometry Tools > Simplify), or leave parts out.")
        what, most = _("the layer has too many vertices"), f"≤ {MOST_VERTICES}"
        faults.append(Fault(what, expected=most, got=str(vertices), remedy=remedy))
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)

"""Vector layers: geometry by unit code, in a coordinate system that is named and plausible."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry, check_columns
from lsgeo.sources.offline import offline
from lsgeo.text import normalise

_LINES = ("LineString", "MultiLineString", "LinearRing")
_GEOMETRY = "geometry"  # what pyogrio calls it in every format
_HEAD = 4096  # bytes that tell a format
_FORMATS = {
    "GeoPackage": re.compile(rb"\ASQLite format 3\0.{52}(GPKG|GP10|GP11)", re.DOTALL),
    "Shapefile": re.compile(rb"\A\0\0\x27\x0a"),
    "GeoJSON": re.compile(rb'\A(\xef\xbb\xbf)?\s*\{.*"(FeatureCollection|Feature)"', re.DOTALL),
    "FlatGeobuf": re.compile(rb"\Afgb"),
    "MapInfo": re.compile(rb"\A\s*(!table|version\s)", re.IGNORECASE),
    "KML": re.compile(rb"\A(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<kml\b", re.DOTALL),
}
_PIPELINE = b"gdal_streamed_alg"  # JSON that tells GDAL what to run


def read_layer(
    entry: Entry, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> gpd.GeoDataFrame:
    """The features of a layer with `required` columns (as normalised text) and plane geometry.

    Those of `optional` come too where the file has them. Heights are dropped: areas and lengths
    are geodesic. Raises `InputError` where the file cannot be read, columns are missing, or the
    coordinate system is missing, mislabelled or places the layer outside Viet Nam.
    """
    layer = _with_crs(_named_as_ours(_features(entry), entry), entry)
    columns = [str(name) for name in layer.columns if name != _GEOMETRY]
    faults = [
        Fault(_("the column is missing"), where=name, got=", ".join(columns))
        for name in required
        if name not in columns
    ]
    shapes = layer.geometry.to_numpy()
    filled = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if filled.any():
        faults += crs.faults_of(layer.crs, layer.geometry[filled].total_bounds)
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    wanted = (*required, *(name for name in optional if name in columns))
    texts = {name: [_text(value) for value in layer[name]] for name in wanted}
    return layer[[_GEOMETRY]].assign(**texts)


def read_lines(entry: Entry) -> gpd.GeoDataFrame:
    """The lines of a layer; `InputError` where it has none, or anything else."""
    layer = read_layer(entry)
    shapes = layer.geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    lines = np.isin(layer.geom_type.to_numpy().astype(str), _LINES)
    faults = [Fault(_("the layer has no features"), expected=_("lines"))] if layer.empty else []
    if bare.any():
        faults.append(Fault(_("features have no geometry"), got=str(bare.sum())))
    if (~bare & ~lines).any():
        kinds = ", ".join(sorted(set(layer.geom_type[~bare & ~lines])))
        faults.append(Fault(_("features are no lines"), expected=_("lines"), got=kinds))
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    return layer


def layer_names(path: Path) -> list[str]:
    """The layers of a file that have geometry: QGIS keeps styles in tables beside them.

    Raises `InputError` where the file is none that lsgeo reads.
    """
    _check_format(path)
    with _reading(path):
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]


def column_names(path: Path, *, layer: str) -> list[str]:
    """The columns of a layer without its geometry; `InputError` where it cannot be read."""
    with _reading(path):
        return [str(name) for name in pyogrio.read_info(path, layer=layer)["fields"]]


def _features(entry: Entry) -> gpd.GeoDataFrame:
    names = layer_names(entry.path)
    if len(names) > 1 and not entry.sheet:
        remedy = _('Name the one to read in the catalog, for example sheet = "{name}".')
        fault = Fault(
            _("several layers, and none is named"),
            got=", ".join(names),
            remedy=remedy.format(name=names[0]),
        )
        raise InputError(str(entry.path), _("the layer cannot be read"), [fault])
    with _reading(entry.path):
        chosen = entry.sheet or (names[0] if names else None)
        layer = pyogrio.read_dataframe(entry.path, layer=chosen, force_2d=True)
    if not isinstance(layer, gpd.GeoDataFrame):
        raise InputError(str(entry.path), _("the layer has no geometry"))
    return layer


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """GDAL at work on a file, off the network; what it says against the file is an `InputError`."""
    remedy = _("Can QGIS open it? Then save it again as GeoPackage.")
    try:
        with offline(), warnings.catch_warnings():
            # the measures along lines (M) that MapInfo and ArcGIS write are not wanted
            warnings.filterwarnings("ignore", "Measured", UserWarning)
            yield
    except (
        DataSourceError,
        DataLayerError,
        UnicodeError,  # a name or a text in bytes that are none
        shapely.errors.GEOSException,
    ) as error:
        raise InputError(
            str(path), _("the layer cannot be read"), [Fault(str(error), remedy=remedy)]
        ) from error


def _check_format(path: Path) -> None:
    """Raise `InputError` unless the file is of a format that names no other place to read from.

    GDAL goes by the content, whatever the name, and some formats (VRT, WFS, GML with its schema)
    are little more than an address: those it never gets to see.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        fault = Fault(error.strerror or str(error))
        raise InputError(str(path), _("the layer cannot be read"), [fault]) from error
    if not any(looks.search(head) for looks in _FORMATS.values()) or _PIPELINE in head:
        remedy = _("Can QGIS open it? Then save it again as GeoPackage.")
        fault = Fault(_("the format is not read"), expected=", ".join(_FORMATS), remedy=remedy)
        raise InputError(str(path), _("the layer cannot be read"), [fault])


def _named_as_ours(layer: gpd.GeoDataFrame, entry: Entry) -> gpd.GeoDataFrame:
    """`layer` with the entry's ``columns`` renamed; a column of ours gives way to a mapped one."""
    names = [str(name) for name in layer.columns if name != _GEOMETRY]
    check_columns(entry, names)
    ours = {normalise(theirs): name for name, theirs in entry.columns.items() if name != _GEOMETRY}
    ours_of = {name: ours[normalise(name)] for name in names if normalise(name) in ours}
    hidden = [name for name in names if name in ours.values() and name not in ours_of]
    return layer.drop(columns=hidden).rename(columns=ours_of)


def _with_crs(layer: gpd.GeoDataFrame, entry: Entry) -> gpd.GeoDataFrame:
    if not entry.crs:
        return layer
    try:
        named = crs.parse(entry.crs)
    except ValueError as error:
        raise InputError(
            str(entry.path), _("the layer cannot be used"), [Fault(str(error))]
        ) from error
    return layer.set_crs(named, allow_override=True)


def _text(value: object) -> str:
    """A code or name as text: an integer code that lost its type keeps its digits."""
    if value is None or (isinstance(value, float) and value != value):  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return normalise(str(value))

"""Vector layers: geometry by unit code, in a coordinate system that is named and plausible."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from lsgeo import crs
from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.text import normalise


def read_layer(entry: Entry, *, required: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    """The features of a layer with the columns `required` (as normalised text) and geometry.

    Raises `InputError` where the file cannot be read, columns are missing, or the coordinate
    system is missing, mislabelled or places the layer outside Viet Nam.
    """
    try:
        layer = pyogrio.read_dataframe(entry.path, layer=entry.sheet or _only_layer(entry))
    except (DataSourceError, DataLayerError, shapely.errors.GEOSException) as error:
        remedy = _("Can QGIS open it? Then save it again as GeoPackage.")
        raise InputError(
            str(entry.path), _("the layer cannot be read"), [Fault(str(error), remedy=remedy)]
        ) from error
    if not isinstance(layer, gpd.GeoDataFrame):
        raise InputError(str(entry.path), _("the layer has no geometry"))
    layer = layer.rename(columns={theirs: ours for ours, theirs in entry.columns.items()})
    layer = _with_crs(layer, entry)
    faults = [
        Fault(_("the column is missing"), where=name, got=", ".join(map(str, layer.columns)))
        for name in required
        if name not in layer.columns
    ]
    filled = layer.geometry.notna() & ~layer.geometry.is_empty
    if filled.any():
        faults += crs.faults_of(layer.crs, layer.geometry[filled].total_bounds)
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    texts = {name: [_text(value) for value in layer[name]] for name in required}
    return layer[["geometry"]].assign(**texts)


def _only_layer(entry: Entry) -> str | None:
    """The one layer of a file that has geometry: QGIS keeps styles in tables beside it.

    Raises `InputError` where there are several to choose from.
    """
    layers = [str(name) for name, kind in pyogrio.list_layers(entry.path) if kind is not None]
    if len(layers) > 1:
        remedy = _('Name the one to read in the catalog, for example sheet = "{name}".')
        fault = Fault(
            _("several layers, and none is named"),
            got=", ".join(layers),
            remedy=remedy.format(name=layers[0]),
        )
        raise InputError(str(entry.path), _("the layer cannot be read"), [fault])
    return layers[0] if layers else None


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
    if value is None or value != value:  # NaN is the one value that differs from itself
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return normalise(str(int(value)) if whole else str(value))  # type: ignore[call-overload]

"""What of a layer over the units is drawn: places, lines or areas."""

from __future__ import annotations

from typing import Literal

import geopandas as gpd
import shapely

from lsgeo.compose import Layer

_PLACES = ("Point", "MultiPoint")
_SURFACES = ("Polygon", "MultiPolygon")


def kind_of(shown: Layer) -> Literal["points", "lines", "areas"]:
    """Whether a layer is drawn as places, lines, or as areas where the polygons are filled.

    A layer whose rows have no position yet holds places.
    """
    kinds = shown.data.geometry.dropna().geom_type
    if kinds.isin(_PLACES).all():
        return "points"
    filled = any(entry.symbol.fill for entry in shown.styles[0].classes)
    return "areas" if filled and kinds.isin(_SURFACES).all() else "lines"


def lines_of(shapes: gpd.GeoSeries, *, tolerance_m: float) -> shapely.Geometry:
    """The lines to draw of `shapes`, each once, off by at most `tolerance_m`; in a plane.

    Of areas these are the lines between them: an edge drawn for both sides spoils its dashes,
    and the rim of the whole is the units' own edge. A single area has only its rim.
    """
    areas = shapes[shapes.geom_type.isin(_SURFACES)]
    if areas.empty:
        merged = shapely.line_merge(shapely.union_all(shapes.array))
        return shapely.simplify(merged, tolerance_m)
    # Simplified first: the union of full detail would take most of the time of the whole page.
    simple = shapely.coverage_simplify(areas.array, tolerance_m)
    edges = shapely.union_all(shapely.boundary(simple))
    if len(areas) > 1:
        edges = edges.difference(shapely.union_all(simple).boundary)
    return shapely.simplify(shapely.line_merge(edges), tolerance_m)

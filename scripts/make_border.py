"""layers/border_line.gpkg: the land border of the province with China, from north to south.

OpenStreetMap (ODbL) as carried by PyPI timezonefinder-data: where the time zones Asia/Bangkok
(which has northern Viet Nam) and Asia/Shanghai meet. About 20 m. Run after make_boundaries.py.
"""

from __future__ import annotations

import geopandas as gpd
import shapely
import shapely.ops
from fact_tables import LAYERS
from make_boundaries import DAY, PLANE
from timezonefinder import TimezoneFinder

from lsgeo.outputs import write_layer

ZONE = "Asia/Shanghai"
NEAR_M = 400.0  # the province's outline keeps this near to the border as long as it follows it
AROUND_M = 20_000.0


def border() -> gpd.GeoDataFrame:
    """The border as one line; its ends are where the province's outline leaves it."""
    province = gpd.read_file(LAYERS / "province.gpkg").to_crs(PLANE).geometry.iloc[0]
    rings = [
        shapely.LineString(ring)
        for polygon in TimezoneFinder().get_geometry(ZONE, coords_as_pairs=True)
        for ring in polygon
    ]
    window = gpd.GeoSeries([province.buffer(AROUND_M)], crs=PLANE).to_crs("EPSG:4326").envelope
    lines = shapely.union_all(shapely.intersection(rings, window.iloc[0]))
    line = gpd.GeoSeries([shapely.line_merge(lines)], crs="EPSG:4326").to_crs(PLANE).iloc[0]
    longest = max(shapely.get_parts(line), key=shapely.length)
    stretch = longest.intersection(province.boundary.buffer(NEAR_M))
    places = shapely.line_locate_point(longest, shapely.points(shapely.get_coordinates(stretch)))
    along = shapely.ops.substring(longest, places.min(), places.max())
    if along.coords[0][1] < along.coords[-1][1]:
        along = along.reverse()
    shapes = gpd.GeoSeries([along], crs=PLANE).to_crs("EPSG:4326")
    columns = {"code": ["20"], "name": ["Biên giới Việt Nam - Trung Quốc"]}
    return gpd.GeoDataFrame(
        columns, geometry=shapely.set_precision(shapes.to_numpy(), 1e-7), crs="EPSG:4326"
    )


def main() -> None:
    """Write the layer."""
    path = LAYERS / "border_line.gpkg"
    line = border()
    write_layer(line.set_index("code"), path, day=DAY)
    length_km = line.to_crs(PLANE).length.sum() / 1000
    print(f"layers/{path.name}: {length_km:.1f} km, {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()

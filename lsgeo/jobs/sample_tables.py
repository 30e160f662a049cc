"""The pixels of a sample as the tables that an office gets."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from lsgeo.accuracy import Strata
from lsgeo.crs import WGS84
from lsgeo.raster import Grid
from lsgeo.registry import full_name


def strata_table(
    seen: pd.DataFrame, points: pd.DataFrame, communes: gpd.GeoDataFrame, strata: Strata
) -> pd.DataFrame:
    """The strata in the order of their values, unit by unit, with the points drawn of each."""
    drawn = points.groupby(["unit", "value"]).size().rename("drawn").reset_index()
    table = seen.merge(drawn, how="left", on=["unit", "value"]).sort_values(["value", "unit"])
    names = _full_names(communes)
    labels = table["value"].map(lambda value: strata.label(value).vi)
    return pd.DataFrame(
        {
            "unit": communes.index.astype("str").to_numpy()[table["unit"]],
            "unit_name": names[table["unit"]],
            "stratum": table["value"].astype("str"),
            "label": labels,
            "map_class": table["value"].astype("str"),
            "area_ha": table["area_ha"].map("{:.4f}".format),  # three decimals may be thousands
            "pixels": table["pixels"],
            "drawn": table["drawn"].fillna(0).astype("int64"),
        }
    )


def extra_rows(classes: tuple[str, ...]) -> pd.DataFrame:
    """Rows of reference classes that the map does not have: no area, no pixels."""
    rows = []
    for text in classes:
        code, _sign, name = (part.strip() for part in text.partition("="))
        rows.append({"stratum": code, "label": name or code, "map_class": code})
    columns = ["unit", "unit_name", "stratum", "label", "map_class"]
    table = pd.DataFrame(rows, columns=columns, dtype="object").fillna("")
    return table.assign(area_ha=0.0, pixels=0, drawn=0)


def placed_points(
    points: pd.DataFrame, communes: gpd.GeoDataFrame, strata: Strata, *, crs: CRS, grid: Grid
) -> gpd.GeoDataFrame:
    """The points as an interpreter gets them, numbered from north to south, without answers."""
    centres = gpd.GeoSeries.from_xy(
        grid.west + (points["col"] + 0.5) * grid.cell_width,
        grid.north - (points["row"] + 0.5) * grid.cell_height,
        crs=grid.crs,
    )
    plane, lonlat = centres.to_crs(crs), centres.to_crs(WGS84)
    return gpd.GeoDataFrame(
        {
            "id": np.arange(1, len(points) + 1),
            "reference": pd.Series([None] * len(points), dtype="object"),
            "remark": pd.Series([None] * len(points), dtype="object"),
            "stratum": points["value"].astype("str"),
            "label": points["value"].map(lambda value: strata.label(value).vi),
            "unit": communes.index.astype("str").to_numpy()[points["unit"]],
            "unit_name": _full_names(communes)[points["unit"]],
            "north": plane.y.round(2),
            "east": plane.x.round(2),
            "lon": lonlat.x.round(7),
            "lat": lonlat.y.round(7),
        },
        geometry=plane.to_numpy(),
        crs=crs,
    )


def _full_names(communes: gpd.GeoDataFrame) -> NDArray[np.object_]:
    pairs = zip(communes["name"], communes["kind"], strict=True)
    return np.array([full_name(name, kind) for name, kind in pairs], dtype="object")

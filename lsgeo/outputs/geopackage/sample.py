"""A sample as a GeoPackage of points: QGIS opens it with a list to choose the answer from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from lsgeo.compose import Field
from lsgeo.facts import QUALITY_WORDS
from lsgeo.outputs import dated
from lsgeo.outputs.geopackage.columns import describe_columns
from lsgeo.outputs.geopackage.qml import layer_qml
from lsgeo.palette import Style, StyleClass, Symbol
from lsgeo.text import Words

_TITLE = Words("Điểm mẫu đối chứng", "Reference sample")
_OPEN = StyleClass(
    Words("Chưa có kết quả đối chứng", "Not answered yet"), Symbol("#F2A900", marker="circle")
)
_DONE = Symbol("#FFFFFF", marker="circle", hollow=True)


def write_sample(
    points: gpd.GeoDataFrame,
    path: Path,
    *,
    layer: str,
    classes: Mapping[str, str],
    description: str,
    marks: tuple[Words, ...],
    day: date,
) -> None:
    """Put `points` at `path` as the layer `layer`; `classes` are the answers to choose from.

    `marks` are said in the title of the layer and in the map tip.
    """
    title = " · ".join([_TITLE.vi, *(mark.vi for mark in marks)])
    fields = _fields({code: Words(name, name) for code, name in classes.items()})
    style = Style(
        name=layer,
        title=_TITLE,
        column="reference",
        kind="categorized",
        classes=tuple(
            StyleClass(Words(name, name), _DONE, value=code) for code, name in classes.items()
        ),
        missing=_OPEN,
        label_column="id",
    )
    crs = f"EPSG:{points.crs.to_epsg()}"
    qml = layer_qml(
        fields, style, shape="marker", watermark=tuple(mark.vi for mark in marks), crs=crs
    )
    styles = pd.DataFrame([_style_row(layer, qml, day=day)])
    about = {"IDENTIFIER": title, "DESCRIPTION": description}
    with dated(day):
        pyogrio.write_dataframe(
            points,
            path,
            layer=layer,
            driver="GPKG",
            geometry_type="Point",
            dataset_options={"VERSION": "1.3"},
            layer_options={"GEOMETRY_NAME": "geom", "FID": "fid", **about},
        )
        pyogrio.write_dataframe(
            styles,
            path,
            layer="layer_styles",
            driver="GPKG",
            append=True,
            layer_options={"FID": "id"},
        )
    describe_columns(path, {layer: fields})


def _fields(answers: Mapping[str, Words]) -> tuple[Field, ...]:
    return (
        Field("id", Words("Số điểm", "Point")),
        Field("reference", Words("Kết quả đối chứng", "Reference"), values=answers),
        Field("remark", Words("Ghi chú", "Remark")),
        Field("stratum", Words("Mã tầng", "Stratum")),
        Field("label", Words("Tầng (theo bản đồ)", "Stratum (by the map)")),
        Field("unit", Words("Mã đơn vị", "Unit")),
        Field("unit_name", Words("Đơn vị", "Name of the unit")),
        Field("north", Words("X (Bắc, VN-2000)", "North (VN-2000)"), Words("m", "m"), decimals=2),
        Field("east", Words("Y (Đông, VN-2000)", "East (VN-2000)"), Words("m", "m"), decimals=2),
        Field("lon", Words("Kinh độ", "Longitude"), decimals=7),
        Field("lat", Words("Vĩ độ", "Latitude"), decimals=7),
        Field(
            "quality",
            Words("Chất lượng bản đồ", "Quality of the map"),
            values=dict(QUALITY_WORDS.items()),
        ),
    )


def _style_row(layer: str, qml: str, *, day: date) -> dict[str, object]:
    """A row in the columns QGIS gives its table of styles."""
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": layer,
        "f_geometry_column": "geom",
        "styleName": _TITLE.vi,
        "styleQML": qml,
        "styleSLD": "",
        "useAsDefault": True,
        "description": _TITLE.vi,
        "owner": "",
        "ui": None,
        "update_time": pd.Timestamp(day, tz="UTC"),
    }

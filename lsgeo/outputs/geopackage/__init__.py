"""<name>.gpkg: the layers and tables, with their styles inside, so that QGIS opens it finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyogrio

from lsgeo.compose import Field, Layer, Publication
from lsgeo.intake import back
from lsgeo.outputs import Output, dated
from lsgeo.outputs.geopackage.columns import describe_columns
from lsgeo.outputs.geopackage.layers import GEOMETRY, fields_of_layer, kind_of, places_of
from lsgeo.outputs.geopackage.metadata import About, credit_layers, keep_snapshot, watermark
from lsgeo.outputs.geopackage.qml import layer_qml, table_qml
from lsgeo.outputs.geopackage.tables import TABLE_TITLES, fields_of, tables_of


def write(publication: Publication, path: Path) -> None:
    """Put the GeoPackage (version 1.3) at `path`, in the coordinate system of the publication.

    The same publication gives the same bytes: the dates inside are the publication's own.
    """
    path.unlink(missing_ok=True)
    tables = tables_of(publication)
    fields = {name: fields_of(table) for name, table in tables.items()}
    with dated(publication.as_of):
        for layer in _layers(publication):
            _write_layer(layer, publication, path)
        for name, table in tables.items():
            _write_table(
                table,
                path,
                name=name,
                about=_contents(About.of(publication, title=TABLE_TITLES[name].vi)),
            )
        styles = pd.DataFrame([*_layer_styles(publication), *_table_styles(fields)])
        stamped = styles.assign(update_time=pd.Timestamp(publication.as_of, tz="UTC"))
        # GDAL enters it in gpkg_contents, without which QGIS would not see it beside tables.
        _write_table(stamped, path, name="layer_styles", about={"FID": "id"})
    layers = _layers(publication)
    describe_columns(path, {layer.name: fields_of_layer(layer) for layer in layers} | fields)
    about = {layer.name: _about(layer, publication) for layer in layers}
    credit_layers(path, about, day=publication.as_of)
    edited = [layer for layer in layers if back.comes_back(layer.name)]
    keep_snapshot(path, {layer.name: places_of(layer) for layer in edited})


def _layers(publication: Publication) -> tuple[Layer, ...]:
    return (publication.units, *publication.context, *publication.others)


def _write_layer(layer: Layer, publication: Publication, path: Path) -> None:
    kind = kind_of(layer)
    about = _contents(_about(layer, publication))
    pyogrio.write_dataframe(
        places_of(layer).to_crs(publication.crs),
        path,
        layer=layer.name,
        driver="GPKG",
        append=path.exists(),
        geometry_type=kind.stored,
        promote_to_multi=kind.multi,
        dataset_options={"VERSION": "1.3"},
        layer_options={"GEOMETRY_NAME": GEOMETRY, "FID": "fid", **about},
    )


def _about(layer: Layer, publication: Publication) -> About:
    return About.of(publication, title=layer.title.vi, attribution=layer.attribution)


def _contents(about: About) -> dict[str, str]:
    """What GDAL enters in gpkg_contents."""
    return {"IDENTIFIER": about.title, "DESCRIPTION": about.description}


def _write_table(table: pd.DataFrame, path: Path, *, name: str, about: Mapping[str, str]) -> None:
    pyogrio.write_dataframe(
        table, path, layer=name, driver="GPKG", append=True, layer_options=dict(about)
    )


def _layer_styles(publication: Publication) -> Iterator[dict[str, object]]:
    """A row of layer_styles for each style of each layer; the first is the layer's default.

    The watermark is drawn across areas that carry numbers, not across what lies over them; of
    areas that lie over them only the edges are drawn.
    """
    over = {layer.name for layer in publication.context}
    marks = watermark(publication)
    for layer in _layers(publication):
        shape = kind_of(layer).shape
        if shape == "fill" and layer.name in over:
            shape = "outline"
        for number, style in enumerate(layer.styles):
            qml = layer_qml(
                fields_of_layer(layer),
                style,
                shape=shape,
                watermark=marks,
                crs=publication.crs,
            )
            row = _style_row(layer.name, style.title.vi, qml, default=number == 0)
            yield row | {"f_geometry_column": GEOMETRY, "description": style.note.vi}


def _table_styles(fields: Mapping[str, tuple[Field, ...]]) -> Iterator[dict[str, object]]:
    for name in fields:
        yield _style_row(name, TABLE_TITLES[name].vi, table_qml(fields[name]), default=True)


def _style_row(table: str, title: str, qml: str, *, default: bool) -> dict[str, object]:
    """A row in the columns QGIS gives this table."""
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": table,
        "f_geometry_column": "",
        "styleName": title,
        "styleQML": qml,
        "styleSLD": "",
        "useAsDefault": default,
        "description": title,
        "owner": "",
        "ui": None,
    }


OUTPUT = Output(name="geopackage", filename="{name}.gpkg", write=write)

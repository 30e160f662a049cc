"""Vector layers: which layer, which columns, and where on earth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import Point, box

from lsgeo.errors import InputError
from lsgeo.sources.catalog import Entry
from lsgeo.sources.vector import read_layer

LONLAT = [box(106.7, 21.8, 106.8, 21.9), box(106.8, 21.8, 106.9, 21.9)]
ESRI = (
    'PROJCS["TM3",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",107.25],PARAMETER["Scale_Factor",0.9999],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(
        shapes: list[object] = LONLAT,
        *,
        crs: str | None = "EPSG:4326",
        codes: list[object] | None = None,
        name: str = "a.gpkg",
        **keys: object,
    ) -> Path:
        table = {"code": ["00001", "00002"][: len(shapes)] if codes is None else codes}
        layer = gpd.GeoDataFrame(table, geometry=shapes, crs=crs)
        pyogrio.write_dataframe(layer, tmp_path / name, **keys)
        return tmp_path / name

    return writing


def message(entry: Entry, **keys: object) -> str:
    with pytest.raises(InputError) as caught:
        read_layer(entry, **keys)
    text = str(caught.value)
    assert text.startswith(str(entry.path))
    return text


def test_a_layer_is_read_with_the_columns_asked_for(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    layer = read_layer(entry_for(write()), required=("code",))
    assert list(layer.columns) == ["geometry", "code"]
    assert layer["code"].tolist() == ["00001", "00002"]
    assert layer.crs.to_epsg() == 4326


@pytest.mark.parametrize("codes", [[1, 2], [1.0, 2.0]])
def test_codes_that_became_numbers_are_text_again(
    write: Write, entry_for: Callable[..., Entry], codes: list[object]
) -> None:
    layer = read_layer(entry_for(write(codes=codes)), required=("code",))
    assert layer["code"].tolist() == ["1", "2"]


def test_a_missing_code_is_blank(write: Write, entry_for: Callable[..., Entry]) -> None:
    layer = read_layer(entry_for(write(codes=["00001", None])), required=("code",))
    assert layer["code"].tolist() == ["00001", ""]


def test_the_catalog_gives_our_name_to_the_layers_column(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    entry = entry_for(write(), columns={"ma": "code"})
    assert read_layer(entry, required=("ma",))["ma"].tolist() == ["00001", "00002"]


def test_a_missing_column_is_named_with_those_there_are(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    assert "ma: the column is missing (got code" in message(entry_for(write()), required=("ma",))


def test_styles_kept_beside_the_layer_do_no_harm(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    path = write()
    styles = pd.DataFrame({"styleName": ["x"]})
    pyogrio.write_dataframe(styles, path, layer="layer_styles", append=True)
    assert len(read_layer(entry_for(path), required=("code",))) == 2


def test_several_layers_need_one_to_be_named(write: Write, entry_for: Callable[..., Entry]) -> None:
    path = write(layer="one")
    write(LONLAT[:1], layer="two", append=True)
    text = message(entry_for(path))
    assert "several layers" in text
    assert "one, two" in text
    assert 'sheet = "one"' in text
    assert len(read_layer(entry_for(path, sheet="two"), required=("code",))) == 1


def test_an_unknown_layer_is_an_error(write: Write, entry_for: Callable[..., Entry]) -> None:
    assert "the layer cannot be read" in message(entry_for(write(), sheet="none"))


def test_a_file_that_is_no_layer_is_an_error_with_a_remedy(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"not a GeoPackage")
    assert "Can QGIS open it?" in message(entry_for(path))


def test_a_table_without_geometry_is_an_error(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"code": ["1"]}), path)
    assert "no geometry" in message(entry_for(path))


def test_a_layer_without_a_system_is_an_error_with_the_remedy(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    with pytest.warns(UserWarning, match="crs"):
        path = write(crs=None, name="a.shp")
    text = message(entry_for(path))
    assert "the layer has no coordinate system" in text
    assert 'crs = "EPSG:9215"' in text


def test_the_catalog_names_the_system_that_a_layer_lacks(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    with pytest.warns(UserWarning, match="crs"):
        path = write(crs=None, name="a.shp")
    assert read_layer(entry_for(path, crs="EPSG:4326")).crs.to_epsg() == 4326


def test_a_mislabelled_shapefile_is_an_error_until_the_catalog_names_its_system(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    """An Esri .prj that says D_WGS_1984 over VN-2000 coordinates: 224 m in silence."""
    plane = list(gpd.GeoSeries(LONLAT, crs="EPSG:4326").to_crs("EPSG:9215"))
    path = write(plane, crs="EPSG:9215", name="a.shp")
    path.with_suffix(".prj").write_text(ESRI, encoding="ascii")
    assert "VN-2000 TM-3 zone" in message(entry_for(path))
    layer = read_layer(entry_for(path, crs="EPSG:9215"))
    assert layer.to_crs("EPSG:4326").total_bounds == pytest.approx([106.7, 21.8, 106.9, 21.9])


def test_swapped_coordinates_are_an_error(write: Write, entry_for: Callable[..., Entry]) -> None:
    swapped = [box(21.8, 106.7, 21.9, 106.8)]
    assert "do not lie in Viet Nam" in message(entry_for(write(swapped)))


def test_an_unknown_system_in_the_catalog_is_an_error(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    assert "PROJ knows no coordinate system 'EPSG:0'" in message(entry_for(write(), crs="EPSG:0"))


def test_features_without_geometry_are_kept_for_the_checks_that_follow(
    write: Write, entry_for: Callable[..., Entry]
) -> None:
    layer = read_layer(entry_for(write([LONLAT[0], None])), required=("code",))
    assert layer.geometry.isna().tolist() == [False, True]


def test_points_are_a_layer_too(write: Write, entry_for: Callable[..., Entry]) -> None:
    assert len(read_layer(entry_for(write([Point(106.7, 21.8)])))) == 1

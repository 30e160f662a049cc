"""Layers that are only drawn: one style by the kind of geometry."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import LineString, MultiPoint, Point, box

from lsgeo.compose import Layer
from lsgeo.compose.context import Credit, Look, context_layer
from lsgeo.palette import Symbol
from lsgeo.text import Words

TITLE = Words("Sông", "Rivers")


def layer_of(shape: object, *, name: str = "", look: Look | None = None) -> Layer:
    features = gpd.GeoDataFrame({"name": [name]}, geometry=[shape], crs="EPSG:9215")
    credit = Credit("an office", "published", "as of 2020")
    return context_layer(
        features, name="context_1", title=TITLE, look=look or Look(), credit=credit
    )


def symbol_of(layer: Layer) -> Symbol:
    return layer.styles[0].classes[0].symbol


@pytest.mark.parametrize(
    ("shape", "drawn"),
    [
        (Point(0, 0), Symbol("#123456", edge="#FFFFFF", marker="circle")),
        (
            LineString([(0, 0), (1, 1)]),
            Symbol("", edge="#123456", dashed=True, width=0.4),
        ),
        (box(0, 0, 1, 1), Symbol("#123456", edge="#123456", dashed=True, width=0.4)),
    ],
)
def test_each_kind_is_drawn_in_the_colour_that_was_chosen(shape: object, drawn: Symbol) -> None:
    assert symbol_of(layer_of(shape, look=Look("#123456", 0.4, True))) == drawn


def test_without_a_colour_lines_are_blue() -> None:
    assert symbol_of(layer_of(LineString([(0, 0), (1, 1)]))).edge == "#6F8FAF"


def test_only_named_features_have_labels() -> None:
    assert layer_of(Point(0, 0), name="Đồng Đăng").styles[0].label_column == "name"
    assert layer_of(Point(0, 0)).styles[0].label_column == ""


def test_points_of_several_parts_become_points() -> None:
    layer = layer_of(MultiPoint([(0, 0), (1, 1)]), name="Chợ")
    assert layer.data.geom_type.tolist() == ["Point", "Point"]
    assert layer.data.index.tolist() == ["context_1-1", "context_1-2"]
    assert layer.data["name"].tolist() == ["Chợ", "Chợ"]


def test_it_says_whose_it_is_and_how_good() -> None:
    layer = layer_of(Point(0, 0))
    style = layer.styles[0]
    assert (layer.attribution, style.quality, style.note.vi) == (
        "an office",
        "published",
        "as of 2020",
    )

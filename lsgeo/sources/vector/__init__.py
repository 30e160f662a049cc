"""Vector layers of every format an office has: what they hold, where it lies, what is broken."""

from lsgeo.sources.vector.features import Features, read_features
from lsgeo.sources.vector.layer import Layer, read_layer, read_lines
from lsgeo.sources.vector.listing import column_names, layer_names

__all__ = [
    "Features",
    "Layer",
    "column_names",
    "layer_names",
    "read_features",
    "read_layer",
    "read_lines",
]

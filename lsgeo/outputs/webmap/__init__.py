"""The web map: one HTML file that opens by a double click and asks the network for nothing."""

from __future__ import annotations

from lsgeo.outputs import Output
from lsgeo.outputs.webmap.page import write

OUTPUT = Output("webmap", "index.html", write)

"""GDAL without the network: an input is a file, never an address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pyogrio

_NOWHERE = "127.0.0.1:9"  # the port where nothing answers (RFC 863, discard)
OPTIONS: dict[str, str | bool] = {
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": False,  # else a ring is closed by guessing
    "GML_SKIP_RESOLVE_ELEMS": "ALL",  # links in GML (xlink:href) lead to other files
    "SHAPE_RESTORE_SHX": False,  # it would write beside the file of an office
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "CPL_LOG": os.devnull,  # what GDAL says is told by lsgeo, once, as a fault or a note
}
"""What GDAL, whichever library brings it, is told while it reads."""

_EXCEPTIONS = ("no_proxy", "NO_PROXY")  # hosts that would be asked past the proxy


@contextmanager
def offline() -> Iterator[None]:
    """GDAL reads files alone meanwhile: whatever a layer points to is not fetched.

    Not only drivers of the network fetch: a GeoJSON file may name its system by a link.
    """
    kept = {name: os.environ.pop(name) for name in _EXCEPTIONS if name in os.environ}
    pyogrio.set_gdal_config_options(OPTIONS)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(OPTIONS))
        os.environ.update(kept)

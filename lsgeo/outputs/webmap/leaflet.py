"""Leaflet as the page carries it: script and style with nothing left to fetch."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

_PACKAGE = "XStatic-Leaflet"
_FOLDER = "xstatic/pkg/leaflet/data"


@cache
def script() -> str:
    """Leaflet's script without the address of its source map."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", _read("leaflet.js"), flags=re.M).strip()


@cache
def stylesheet() -> str:
    """Leaflet's style sheet with its images as data and without the rule for Internet Explorer."""
    text = re.sub(r"^\s*behavior:.*$", "", _read("leaflet.css"), flags=re.M)
    return re.sub(r"url\((images/[\w.-]+)\)", _as_data, text).strip()


def _read(name: str) -> str:
    """The text of one of Leaflet's files, with Unix line ends as browsers hash them."""
    return _path(name).read_text(encoding="utf-8")


def _path(name: str) -> Path:
    """Where a file of the package lies; found without importing it, as it needs no code."""
    return Path(str(distribution(_PACKAGE).locate_file(f"{_FOLDER}/{name}")))


def _as_data(match: re.Match[str]) -> str:
    image = base64.b64encode(_path(match[1]).read_bytes()).decode("ascii")
    return f"url(data:image/png;base64,{image})"

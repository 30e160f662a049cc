"""The page's own script and style: files of this folder, joined in their order."""

from __future__ import annotations

import json
import re
from pathlib import Path

# What only readers of the files need: a browser of a slow phone reads the page sooner without it.
_REMARK = re.compile(r"/\*.*?\*/", flags=re.S)
_WHOLE_LINE_REMARK = re.compile(r"^\s*//.*\n", flags=re.M)
_INDENT = re.compile(r"\n\s+")
# The page is ASCII throughout, see `page`; here such letters stand in strings only.
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

FOLDER = Path(__file__).parent
TEMPLATE = "atlas.html"

SCRIPTS = (
    "script/core.js",
    "script/geometry.js",
    "script/areas.js",
    "script/marks.js",
    "script/names.js",
    "script/controls.js",
    "script/legend.js",
    "script/time.js",
    "script/overlay.js",
    "script/series.js",
    "script/lineage.js",
    "script/card.js",
    "script/charts.js",
    "script/ranking.js",
    "script/search.js",
    "script/share.js",
    "script/figure.js",
    "script/picture.js",
    "script/table.js",
    "script/paper.js",
    "script/layout.js",
    "atlas.js",
)
"""The parts of the script; all share one scope, so a part may use what stands before it."""


def script() -> str:
    """The whole script as one function, so that nothing of it can be reached from outside."""
    parts = [_WHOLE_LINE_REMARK.sub("", _read(name)) for name in SCRIPTS]
    joined = "\n".join(["(() => {", '"use strict";', *parts, "})();"])
    return _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], joined)


def stylesheet() -> str:
    """The page's style: what belongs to all of it, then its parts."""
    parts = sorted(path.name for path in (FOLDER / "style").glob("*.css"))
    joined = "\n".join([_read("atlas.css"), *(_read(f"style/{name}") for name in parts)])
    plain = _INDENT.sub("\n", _REMARK.sub("", joined))
    return _BEYOND_ASCII.sub(lambda match: f"\\{ord(match[0]):06x}", plain)


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()

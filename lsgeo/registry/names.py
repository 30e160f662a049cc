"""Names of units: a kind before them, in full or short, and the name itself."""

from __future__ import annotations

import re
from functools import lru_cache

from lsgeo.registry.soundness import KINDS
from lsgeo.text import fold, normalise

_SPACES = re.compile(r"[\s\-–—_]+")  # what `fold` takes for a space
_SHORT = {
    "x": "xã",
    "p": "phường",
    "tt": "thị trấn",
    "h": "huyện",
    "q": "quận",
    "tx": "thị xã",
    "tp": "thành phố",
    "t": "tỉnh",
}
_SHORTENED = re.compile(r"(t\.?[tpx](?=[.\s])|[xphqt](?=\.))\.?\s*(?=\S)", re.IGNORECASE)
"""TT, TP and TX stand before a name with or without a full stop, single letters only with one."""


_LONGEST_FIRST = [(kind, f"{fold(kind)} ") for kind in sorted(KINDS, key=len, reverse=True)]


def full_name(name: str, kind: str) -> str:
    """The name with its kind before it: "Xã Đồng Đăng"."""
    return f"{KINDS[kind][1]} {name}" if kind in KINDS else name


@lru_cache(maxsize=1 << 14)
def split_kind(text: str) -> tuple[str, str]:
    """The kind that a name starts with ("" where it starts with none) and the rest.

    >>> split_kind("TT. Đồng Mỏ")
    ('thị trấn', 'Đồng Mỏ')
    """
    name = normalise(text)
    folded = fold(name)
    for kind, start in _LONGEST_FIRST:
        if folded.startswith(start):
            return kind, _SPACES.split(name, maxsplit=len(kind.split()))[-1]
    short = _SHORTENED.match(name)
    if short:
        return _SHORT[short[1].lower().replace(".", "")], name[short.end() :]
    return "", name

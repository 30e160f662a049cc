"""What is written on the map, and the order of the Vietnamese alphabet."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lsgeo.compose import Layer
from lsgeo.compose.names import headings, text_of
from lsgeo.text import collation


def captions(shown: Layer) -> list[str]:
    """What is written on the map for each row: its name alone."""
    names = shown.data["name"] if "name" in shown.data else pd.Series(headings(shown))
    return [text_of(name) for name in names]


def alphabetical(names: Sequence[str]) -> list[int]:
    """The rows in the order of the Vietnamese alphabet: a ă â b c d đ e ê …, then by tone.

    >>> alphabetical(["Đồng Đăng", "Điềm He", "Cao Lộc", "Dương"])
    [2, 3, 1, 0]
    """
    return sorted(range(len(names)), key=lambda row: collation(names[row]))

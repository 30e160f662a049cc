"""What the rows of a layer are called, and their order in the Vietnamese alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lsgeo.compose import Layer
from lsgeo.text import collation


def headings(shown: Layer) -> list[str]:
    """What each row is called: with its kind in front where the layer knows kinds."""
    column = next((style.label_column for style in shown.styles if style.label_column), "name")
    names = shown.data[column] if column in shown.data else pd.Series(shown.data.index)
    kinds = shown.data["kind"] if "kind" in shown.data else pd.Series("", index=shown.data.index)
    return [heading(name, kind) for name, kind in zip(names, kinds, strict=True)]


def heading(name: Any, kind: Any) -> str:
    """A unit as it is called.

    >>> heading("Đồng Đăng", "xã")
    'Xã Đồng Đăng'
    """
    called = f"{_text(kind)} {_text(name)}".strip()
    return called[:1].upper() + called[1:]


def captions(shown: Layer) -> list[str]:
    """What is written on the map for each row: its name alone."""
    names = shown.data["name"] if "name" in shown.data else pd.Series(headings(shown))
    return [_text(name) for name in names]


def alphabetical(names: Sequence[str]) -> list[int]:
    """The rows in the order of the Vietnamese alphabet: a ă â b c d đ e ê …, then by tone.

    >>> alphabetical(["Đồng Đăng", "Điềm He", "Cao Lộc", "Dương"])
    [2, 3, 1, 0]
    """
    return sorted(range(len(names)), key=lambda row: collation(names[row]))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)

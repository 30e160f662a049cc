"""What the rows of a layer are called."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lsgeo.compose import Layer


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
    called = f"{text_of(kind)} {text_of(name)}".strip()
    return called[:1].upper() + called[1:]


def text_of(value: Any) -> str:
    """A name or kind as text; nothing where it is missing."""
    return "" if pd.isna(value) else str(value)

"""Tables that are read rather than mapped: what a workbook shows, sheet by sheet.

Each module here makes the tables of one subject; what is in a table, its order and its words are
decided here, and an output only lays it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.text import Words


@dataclass(frozen=True)
class Column:
    """A column of a table: of numbers with so many ``decimals``, or of text (None).

    ``width`` is in characters.
    """

    name: str
    title: Words
    decimals: int | None = None
    width: int = 12


@dataclass(frozen=True)
class Table:
    """Rows under titled columns, with what is to be known of them below.

    ``name`` is short, the title of its sheet. ``rows`` has the ``columns`` by name, missing where
    nothing is known, texts in Vietnamese; where it has a column ``strong`` (bool) besides, it says
    which rows are totals.
    """

    name: Words
    title: Words
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    notes: tuple[Words, ...] = ()


def in_words(keys: pd.Series, words: Mapping[str, Words]) -> pd.Series:
    """What `keys` are called in the rows of a table; missing where there is no word."""
    return keys.map({key: one.vi for key, one in words.items()})

"""Cells of an inventory as numbers and as text, whatever type its file gave them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lsgeo.text import normalise


def numbers(column: pd.Series) -> pd.Series:
    """`column` as finite numbers, NaN where a cell is none.

    Text may have a decimal comma; of comma and point the later one is the decimal.
    """
    if pd.api.types.is_numeric_dtype(column):
        values = column.astype("float64")
    else:
        said = {cell: _number(cell) for cell in column.dropna().unique()}
        values = column.map(said).astype("float64")
    return values.where(np.isfinite(values))


def texts(column: pd.Series) -> pd.Series:
    """`column` as normalised text, "" where a cell is empty; a whole number has no point."""
    said = {cell: text_of(cell) for cell in column.dropna().unique()}
    return column.map(said).fillna("").astype("str")


def codes(column: pd.Series) -> pd.Series:
    """`column` as whole numbers, 0 where a cell is none above 0."""
    values = numbers(column)
    return values.where((values > 0) & (values % 1 == 0), 0).astype("int64")


def text_of(cell: object) -> str:
    """One cell as text: 101.0 is "101"."""
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() else str(cell)
    return normalise(str(cell))


def _number(cell: object) -> float:
    text = text_of(cell).replace(" ", "")
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point:
        text = text.replace(".", "").replace(",", ".")
    elif comma >= 0:
        text = text.replace(",", "")
    try:
        return float(text)
    except ValueError:
        return math.nan

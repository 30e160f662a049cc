"""Which class of a style each value falls into: the same on the page and in pictures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lsgeo.compose import Layer
from lsgeo.palette import NO_DATA, Style, StyleClass


def classes_of(style: Style) -> tuple[StyleClass, ...]:
    """The classes of a style in the order of its legend, that of missing values last."""
    return (*style.classes, style.missing or NO_DATA)


def classify(values: pd.Series, style: Style) -> NDArray[np.int64]:
    """The class of each value in `classes_of(style)`; the last one where none fits.

    A class holds its low and not its high, but for the last one, which holds both; of classes
    that overlap the first counts.
    """
    if style.kind == "single":
        return np.zeros(len(values), dtype=np.int64)
    return _equal(values, style) if style.kind == "categorized" else _held(values, style)


def class_numbers(shown: Layer, style: Style) -> NDArray[np.int64]:
    """The class of each row of a layer."""
    values = shown.data[style.column] if style.column else pd.Series(0, index=shown.data.index)
    return classify(values, style)


def _equal(values: pd.Series, style: Style) -> NDArray[np.int64]:
    missing = len(style.classes)
    places = {entry.value: n for n, entry in reversed(list(enumerate(style.classes)))}
    known = values.astype(object).where(values.notna(), None)
    return np.fromiter((places.get(value, missing) for value in known), np.int64, len(values))


def _held(values: pd.Series, style: Style) -> NDArray[np.int64]:
    numbers = pd.to_numeric(values).to_numpy(dtype=np.float64, na_value=np.nan)
    found = np.full(len(numbers), len(style.classes), dtype=np.int64)
    for number, entry in reversed(list(enumerate(style.classes))):
        low = -math.inf if entry.low is None else entry.low
        high = math.inf if entry.high is None else entry.high
        inside = (numbers >= low) & (numbers < high)
        if entry is style.classes[-1]:
            inside |= numbers == high
        found[inside] = number
    return found

"""Numbers of classes as the page takes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsgeo.compose.legend import classes_of
from lsgeo.palette import Style

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def digits(numbers: NDArray[np.int64]) -> str:
    """One letter per class number, from 0 to z.

    >>> digits(np.array([0, 9, 10]))
    '09a'
    """
    return "".join(DIGITS[number] for number in numbers)


def counts(numbers: NDArray[np.int64], style: Style) -> list[int]:
    """How many are of each class."""
    found: list[int] = np.bincount(numbers, minlength=len(classes_of(style))).tolist()
    return found

"""Ticks: which cells say yes and which say no."""

from __future__ import annotations

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sheet.column import Column, Reading, read_column
from lsgeo.text import fold

_YES = set(
    map(
        fold,
        [
            *("đ", "x", "v", "1", "✓", "✔", "☑", "√", "þ", "ü", "true", "yes", "y", "có", "đạt"),
            *("đã đạt", "đạt chuẩn", "đã đạt chuẩn", "hoàn thành", "đã hoàn thành"),
        ],
    )
)  # þ and ü are ticks in Wingdings
_NO = set(
    map(
        fold,
        [
            *("k", "kđ", "cđ", "0", "", "✗", "✘", "☐", "☒", "false", "no", "n", "không", "chưa"),
            *("không đạt", "chưa đạt", "chưa đạt chuẩn", "không đạt chuẩn", "chưa hoàn thành"),
        ],
    )
)  # a dash folds to nothing


def ticks(cells: pd.Series) -> Column:
    """True where a cell says yes (Đ, x, 1, ✓, Đạt …), False for no (K, 0, -, Không đạt …).

    A blank cell is None; what else a cell says is a fault.
    """
    return read_column(cells, _tick)


def _tick(cell: object) -> Reading:
    if isinstance(cell, bool):
        return Reading(cell)
    text = f"{cell:g}" if isinstance(cell, int | float) else fold(str(cell)).strip(". ")
    if text in _YES:
        return Reading(True)
    if text in _NO:
        return Reading(False)
    return Reading(fault=Fault(_("this is no tick"), expected="Đ, x, 1 / K, 0, -", got=str(cell)))

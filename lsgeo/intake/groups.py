"""The group of a commune, as offices write it: 2, II, "Nhóm 2", "xã nhóm II"."""

from __future__ import annotations

import re

import pandas as pd

from lsgeo.sheet.column import Column
from lsgeo.sheet.numbers import numbers
from lsgeo.text import fold_ascii

_GROUP = re.compile(r"(?:(?:xa )?nhom )?(?:so )?(i{1,3}|iv|v|\d)\.?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def groups(cells: pd.Series) -> Column:
    """The groups in a column, by row, as numbers; what is none is a fault, as of `numbers`."""
    return numbers(cells.map(_plain))


def _plain(cell: object) -> object:
    found = _GROUP.fullmatch(fold_ascii(cell)) if isinstance(cell, str) else None
    return cell if found is None else _ROMAN.get(found[1], found[1])

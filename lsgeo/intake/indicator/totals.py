"""Totals of a table: checked against the rows above or below them, never taken as figures."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lsgeo.intake.indicator.measures import is_counted
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet.numbers import numbers

_DECIMALS = 6  # beyond these are the crumbs of binary fractions


def total_notes(
    totals: pd.Series, values: pd.Series, *, groups: pd.Series, unit: str
) -> Iterator[Note]:
    """A note for each total of a column that is the sum neither of all rows nor of a group.

    `totals` are the cells of the rows of totals, `values` the figures as the column has them, both
    by row. Figures that are measured may have been rounded before they were summed.
    """
    read = numbers(totals).values
    for row, total in read.dropna().items():
        sums = [(values, values.sum()), *((part, part.sum()) for part in _groups(values, groups))]
        if any(abs(total - summed) <= _slack(total, part, unit) for part, summed in sums):
            continue
        nearest = min((summed for _part, summed in sums), key=lambda one: abs(one - total))
        reason = _("the total is not the sum of its rows")
        said, became = _text(total), _text(nearest)
        yield Note("used", reason, int(str(row)), str(totals.name), said, became)


def _groups(values: pd.Series, groups: pd.Series) -> Iterator[pd.Series]:
    named = groups.reindex(values.index).fillna("")
    for _name, part in values.groupby(named.mask(named == "").ffill(), sort=False):
        yield part


def _slack(total: float, rows: pd.Series, unit: str) -> float:
    """How far a total may be from its sum: half of the last digit of each figure."""
    own = 0.5 * 10.0 ** -_decimals(total)
    if is_counted(unit):
        return min(own, 0.5)
    of_rows = 0.5 * 10.0 ** -max((_decimals(value) for value in rows.dropna()), default=0)
    return own + of_rows * len(rows) + 1e-9


def _decimals(value: float) -> int:
    """How many decimals a figure is written with."""
    text = f"{value:.{_DECIMALS}f}".rstrip("0")
    return len(text.partition(".")[2])


def _text(value: float) -> str:
    return f"{round(value, _DECIMALS):.12g}"

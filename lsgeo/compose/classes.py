"""Numbers into classes: limits that a person can say, colours from low to high."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lsgeo.formats import number
from lsgeo.palette import StyleClass, Symbol, Theme
from lsgeo.text import Words


def graduated(values: np.ndarray, theme: Theme) -> tuple[StyleClass, ...]:
    """Classes of about equally many units, their limits rounded so that a person can say them.

    Numbers that take no more values than there are colours have a class each.
    """
    known = np.unique(values)
    if len(known) <= len(theme.colours):
        return _single_values(known, theme)
    low, high = float(known[0]), float(known[-1])
    steps = np.quantile(values, np.linspace(0, 1, len(theme.colours) + 1))[1:-1]
    inner = {_round(float(edge), values) for edge in steps}
    edges = [low, *sorted(edge for edge in inner if low < edge < high), high]
    decimals = max(theme.decimals, _decimals(edges[1:-1]))
    steps = np.linspace(0, len(theme.colours) - 1, len(edges) - 1).round().astype(int)
    return tuple(
        StyleClass(
            Words(*(_range(low, high, decimals, language) for language in ("vi", "en"))),
            Symbol(theme.colours[step]),
            low=low,
            high=high,
        )
        for low, high, step in zip(edges[:-1], edges[1:], steps, strict=True)
    )


def _single_values(known: np.ndarray, theme: Theme) -> tuple[StyleClass, ...]:
    steps = np.linspace(0, len(theme.colours) - 1, len(known)).round().astype(int)
    return tuple(
        StyleClass(
            Words(*(number(value, decimals=theme.decimals, language=one) for one in ("vi", "en"))),
            Symbol(theme.colours[step]),
            low=float(value),
            high=float(value) if last else float(following),
        )
        for value, following, last, step in zip(
            known, np.append(known[1:], known[-1]), known == known[-1], steps, strict=True
        )
    )


def _round(value: float, values: np.ndarray) -> float:
    """`value` rounded to about a hundredth of the range of `values`."""
    spread = float(np.ptp(values))
    if spread == 0:
        return float(value)
    digits = int(np.ceil(-np.log10(spread / 50)))
    return float(round(value, digits))


def _decimals(edges: Iterable[float]) -> int:
    shown = [f"{edge:.6f}".rstrip("0").partition(".")[2] for edge in edges]
    return max((len(part) for part in shown), default=0)


def _range(low: float, high: float, decimals: int, language: str) -> str:
    ends = (number(end, decimals=decimals, language=language) for end in (low, high))
    return " – ".join(ends)

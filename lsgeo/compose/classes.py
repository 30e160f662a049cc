"""Numbers into classes: limits that a person can say, colours from low to high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lsgeo.formats import number
from lsgeo.palette import StyleClass, Symbol, Theme
from lsgeo.text import Words


def graduated(
    values: np.ndarray, theme: Theme, *, every: np.ndarray | None = None
) -> tuple[StyleClass, ...]:
    """Classes of about equally many units, their limits rounded so that a person can say them.

    The `values` shown decide where the limits are; the lowest and the highest class reach as far
    as those of `every` year, so that the classes are equal for all years. Numbers that are shown
    as no more values than there are colours have a class for each of these.
    """
    known = np.unique(values if every is None else every)
    firsts = _firsts(known, theme)
    if len(firsts) <= len(theme.colours):
        return _single_values(firsts, theme, last=float(known[-1]))
    edges = _edges(values, known, theme)
    decimals = max(theme.decimals, _decimals(edges[1:-1]))
    colours = np.linspace(0, len(theme.colours) - 1, len(edges) - 1).round().astype(int)
    tops = [*(high - _is_whole(known, theme) for high in edges[1:-1]), edges[-1]]
    return tuple(
        StyleClass(
            Words(*(_range(low, top, decimals, language) for language in ("vi", "en"))),
            Symbol(theme.colours[colour]),
            low=low,
            high=high,
        )
        for low, high, top, colour in zip(edges[:-1], edges[1:], tops, colours, strict=True)
    )


def _edges(values: np.ndarray, known: np.ndarray, theme: Theme) -> list[float]:
    """Where the classes begin, and where the last one ends."""
    low, high = float(known[0]), float(known[-1])
    parts = np.quantile(values, np.linspace(0, 1, len(theme.colours) + 1))[1:-1].tolist()
    whole = _is_whole(known, theme)
    inner = {float(round(edge)) if whole else _round(edge, values) for edge in parts}
    return [low, *sorted(edge for edge in inner if low < edge < high), high]


def _is_whole(known: np.ndarray, theme: Theme) -> bool:
    """Whether the numbers of a theme are counts."""
    return theme.decimals == 0 and not np.any(known % 1)


def _firsts(known: np.ndarray, theme: Theme) -> list[float]:
    """The lowest of the `known` numbers (ascending) that look alike with the theme's decimals."""
    lowest: dict[str, float] = {}
    for value in known.tolist():
        lowest.setdefault(number(value, decimals=theme.decimals), value)
    return list(lowest.values())


def _single_values(firsts: Sequence[float], theme: Theme, *, last: float) -> tuple[StyleClass, ...]:
    """A class for each number shown, from its lowest value to that of the next, or to `last`."""
    steps = np.linspace(0, len(theme.colours) - 1, len(firsts)).round().astype(int)
    return tuple(
        StyleClass(
            Words(*(number(low, decimals=theme.decimals, language=one) for one in ("vi", "en"))),
            Symbol(theme.colours[step]),
            low=low,
            high=high,
        )
        for low, high, step in zip(firsts, [*firsts[1:], last], steps, strict=True)
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
    """The numbers from `low` to `high`, of whole ones both included."""
    ends = (number(end, decimals=decimals, language=language) for end in (low, high))
    return " – ".join(dict.fromkeys(ends))

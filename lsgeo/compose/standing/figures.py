"""Amounts as readers see them: with unit and sign, in both languages."""

from __future__ import annotations

import math
from typing import Any

from lsgeo import formats
from lsgeo.compose import wording
from lsgeo.compose.standing.words import WORDS
from lsgeo.compose.wording import Pair

EXACT = 2
"""Decimals where numbers explain themselves, as many as the sentences about them have."""

_ROUGH = 1

Row = dict[str, Any]
"""A row of a table of targets or assessments, by column."""


def amount(value: Any, target: dict[str, Any], *, decimals: int = _ROUGH) -> Pair:
    """A value of a target's indicator with its unit; empty where there is none."""
    if not is_number(value):
        return ["", ""]
    if target["method"] == "rank":
        return filled("rank", number=plain(value, decimals))
    return _with(plain(value, decimals), wording.unit(target["unit"]))


def change(value: Any, target: dict[str, Any], *, yearly: bool = False) -> Pair:
    """A change with its sign, of a percentage in percentage points; empty where there is none."""
    if not is_number(value):
        return ["", ""]
    sign = "+" if round(value, EXACT) > 0 else ""
    shown = [f"{sign}{text}" for text in plain(value, EXACT)]
    return _with(shown, _step_unit(target), yearly=yearly)


def aim(target: dict[str, Any], row: dict[str, Any]) -> Pair:
    """What is asked, of a range both ends ("64–67 %"), of a change with its direction.

    The numbers of the assessment `row` where it has them, else those of the `target` itself;
    empty where the plan sets none.
    """
    is_level = is_number(row.get("target_value"))
    names = ("target_value", "target_high") if is_level else ("value", "value_high")
    asked: list[Any] = [(row if is_level else target).get(name) for name in names]
    ends = [end for end in asked if is_number(end)]
    if not ends:
        return ["", ""]
    parts = zip(*(plain(end, EXACT) for end in dict.fromkeys(ends)), strict=True)
    span = ["–".join(part) for part in parts]
    if target["method"] == "rank":
        return filled("rank_aim", number=span)
    yearly = target["method"] == "pace"
    if not yearly and (is_level or target["method"] != "change"):
        return _with(span, wording.unit(target["unit"]))
    direction = wording.pair(WORDS[f"direction_{target['direction']}"])
    moved = _with(span, _step_unit(target), yearly=yearly)
    return [f"{word} {text}" for word, text in zip(direction, moved, strict=True)]


def move(value: float, target: dict[str, Any]) -> Pair:
    """A change a year in words: "tăng 3,53 điểm % mỗi năm"."""
    direction = wording.pair(WORDS["direction_up" if value > 0 else "direction_down"])
    moved = _with(plain(abs(value), EXACT), _step_unit(target), yearly=True)
    return [f"{word} {text}" for word, text in zip(direction, moved, strict=True)]


def filled(key: str, **parts: Pair) -> Pair:
    """The words of `key` with `parts` in their places, each in its own language."""
    return [
        text.format(**{name: shown[place] for name, shown in parts.items()}).strip()
        for place, text in enumerate(wording.pair(WORDS[key]))
    ]


def is_number(value: Any) -> bool:
    """Whether `value` is a number, which NaN is not."""
    return isinstance(value, int | float) and not math.isnan(value)


def text_of(value: Any) -> str:
    """`value` where it is text, which a missing one is not; else ""."""
    return value if isinstance(value, str) else ""


def plain(value: float, most: int) -> Pair:
    """`value` with at most so many decimals, and no idle zeros."""
    exact = round(value, most)
    decimals = next(places for places in range(most + 1) if round(exact, places) == exact)
    return [formats.number(exact, decimals=decimals, language=one) for one in ("vi", "en")]


def _step_unit(target: dict[str, Any]) -> Pair:
    unit = target["unit"]
    return wording.pair(WORDS["points"]) if unit == "%" else wording.unit(unit)


def _with(shown: Pair, unit: Pair, *, yearly: bool = False) -> Pair:
    per_year = wording.pair(WORDS["per_year"]) if yearly else ["", ""]
    joined = zip(shown, unit, per_year, strict=True)
    return [f"{text}\u00a0{of}".rstrip() + rest for text, of, rest in joined]

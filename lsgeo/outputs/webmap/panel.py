"""The left panel: where the province stands on each target of its plan."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from lsgeo import formats
from lsgeo.compose import Publication
from lsgeo.facts import WATERMARKED
from lsgeo.outputs.webmap import paint, wording
from lsgeo.outputs.webmap.wording import Pair
from lsgeo.palette import TARGET_STATUS

HEADLINES = 2
"""How many targets stand above the map, in the order of the plan."""

_COUNTS = {"ntm_share": ("ntm_met", "ntm_eligible")}
"""Shares that readers know better as "106/175": the facts of both numbers."""

_NO_BAR = ("pace", "average", "rank", "none")
_HEADROOM = 1.04


def targets(publication: Publication) -> list[dict[str, Any]]:
    """Every target of the plan with the province's assessment, in the plan's order."""
    if publication.targets.empty:
        return []
    of_province = _of_province(publication)
    judged = set(publication.assessments["target"])
    return [
        _target(
            target,
            of_province.get(target["id"], {}),
            facts=publication.facts,
            by_unit=target["id"] in judged,
        )
        for target in publication.targets.to_dict("records")
    ]


def headlines(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first targets that have a figure, which the page opens with."""
    return [item for item in shown if item["value"][0]][:HEADLINES]


def _of_province(publication: Publication) -> dict[str, dict[str, Any]]:
    """Per target the row of the province as a whole."""
    rows = publication.assessments
    whole = rows[rows["code"] == publication.province]
    return {str(row["target"]): row for row in whole.to_dict("records")}


def _target(
    target: dict[str, Any], row: dict[str, Any], *, facts: pd.DataFrame, by_unit: bool
) -> dict[str, Any]:
    return {
        "title": [target["title_vi"], target["title_en"]],
        "status": _status(target, row, by_unit=by_unit),
        "value": _amount(row.get("value"), target["unit"]),
        "count": _count(target["id"], row, facts),
        "period": wording.period(_string(row.get("period"))),
        "target": _aim(target, row),
        "deadline": _deadline(target["deadline"]),
        "bar": _bar(target, row),
        "rows": _rows(target, row),
        "why": [_string(row.get("why")), _string(row.get("why_en"))],
        "limits": [target["limits_vi"], target["limits_en"]] if _bar(target, row) else ["", ""],
        "note": [target["note_vi"], target["note_en"]],
        "plan": target["source"],
        "quality": wording.quality(_string(row.get("quality"))),
        "doubtful": _string(row.get("quality")) in WATERMARKED,
        "source": _string(row.get("source")),
    }


def _status(target: dict[str, Any], row: dict[str, Any], *, by_unit: bool) -> dict[str, Any]:
    """The status word, sign and colours; what is not judged as a whole says so instead."""
    words, sign, symbol = TARGET_STATUS[row.get("status", "insufficient_data")]
    if target["method"] == "none":
        words, sign = wording.PAGE["no_number"], "–"
    elif by_unit and not row:
        words, sign = wording.PAGE["by_unit"], "–"
    look = paint.paint(symbol, {})
    return {"name": row.get("status", ""), "words": wording.pair(words), "sign": sign, **look}


def _rows(target: dict[str, Any], row: dict[str, Any]) -> list[list[Pair]]:
    """The numbers behind the word, those that there are."""
    is_mean = target["method"] == "average"
    parts = (
        ("baseline", row.get("baseline"), False),
        ("expected", row.get("expected_now"), False),
        ("required_mean" if is_mean else "required", row.get("required_per_year"), not is_mean),
        ("recent", row.get("recent_per_year"), True),
    )
    return [
        [_label(key, row), _amount(value, target["unit"], change=yearly, yearly=yearly)]
        for key, value, yearly in parts
        if _is_number(value)
    ]


def _label(key: str, row: dict[str, Any]) -> Pair:
    """What a number is; of the baseline and the plan also when."""
    words = wording.pair(wording.PAGE[key])
    period = {"baseline": row.get("baseline_period"), "expected": row.get("period")}.get(key)
    when = wording.period(_string(period))
    return [f"{text} ({day})" if day else text for text, day in zip(words, when, strict=True)]


def _bar(target: dict[str, Any], row: dict[str, Any]) -> dict[str, float] | None:
    """Value, plan and target as per cent of a bar from zero; None where one would mislead."""
    value, goal, expected = (row.get(key) for key in ("value", "target_value", "expected_now"))
    if target["method"] in _NO_BAR or not (_is_number(value) and _is_number(goal)):
        return None
    if min(float(value or 0), float(goal or 0)) < 0 or not goal:
        return None
    percent = 100 / (_HEADROOM * max(float(value or 0), float(goal)))
    return {
        "value": round(percent * float(value or 0), 2),
        "goal": round(percent * float(goal), 2),
        "expected": round(percent * float(expected or 0), 2) if _is_number(expected) else -1.0,
    }


def _count(identifier: str, row: dict[str, Any], facts: pd.DataFrame) -> str:
    """The two numbers of a share, "106/175"; "" where they are not both known."""
    if identifier not in _COUNTS or not row:
        return ""
    key = ("code", "period", "vintage")
    same = facts[(facts[list(key)] == [row[name] for name in key]).all(axis=1)]
    found = [same.loc[same["indicator"] == name, "value"] for name in _COUNTS[identifier]]
    if not all(len(values) for values in found):
        return ""
    return "/".join(formats.number(float(values.iloc[0])) for values in found)


def _aim(target: dict[str, Any], row: dict[str, Any]) -> Pair:
    """What is asked, of a range both ends ("64–67 %"), of a change with its direction."""
    yearly = target["method"] == "pace"
    low, high = row.get("target_value"), row.get("target_high")
    change = yearly or (target["method"] == "change" and not _is_number(low))
    if not _is_number(low):
        low, high = target["value"], target["value_high"]
    last = high if _is_number(high) else low
    amounts = _amount(last, target["unit"], change=change, yearly=yearly)
    if low is not None and low != last:
        amounts = [f"{_plain(low, side)}–{end}" for side, end in _by_language(amounts)]
    if not change or not amounts[0]:
        return amounts
    direction = wording.pair(wording.PAGE[f"direction_{target['direction']}"])
    return [f"{word} {amount}" for word, amount in zip(direction, amounts, strict=True)]


def _amount(value: Any, unit: str, *, change: bool = False, yearly: bool = False) -> Pair:
    """A number with its unit in both languages; empty where there is none.

    A `change` of a percentage is in percentage points, never in per cent.
    """
    if not _is_number(value):
        return ["", ""]
    units = wording.pair(wording.PAGE["points"]) if change and unit == "%" else [unit, unit]
    per_year = wording.pair(wording.PAGE["per_year"]) if yearly else ["", ""]
    return [
        f"{_plain(value, language)}\u00a0{of}".strip() + rest
        for (language, of), rest in zip(_by_language(units), per_year, strict=True)
    ]


def _by_language(words: Pair) -> list[tuple[str, str]]:
    return list(zip(("vi", "en"), words, strict=True))


def _plain(value: float, language: str) -> str:
    """At most one decimal: the panel is for reading, not for checking."""
    decimals = 0 if float(value).is_integer() else 1
    return formats.number(value, decimals=decimals, language=language)


def _deadline(text: str) -> Pair:
    return [text[:4], text[:4]] if text.endswith("-12-31") else wording.period(text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not math.isnan(value)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""

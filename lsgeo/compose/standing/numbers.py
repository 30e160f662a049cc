"""The numbers behind a status: baseline, plan, pace, and the bar they are drawn on."""

from __future__ import annotations

from datetime import date
from typing import Any

from lsgeo.compose import wording
from lsgeo.compose.standing import figures
from lsgeo.compose.standing.figures import EXACT, Row, is_number, text_of
from lsgeo.compose.standing.words import WORDS
from lsgeo.compose.wording import Pair
from lsgeo.facts import period_end

_NO_BAR = ("pace", "average", "rank", "none")
_NO_LINE = ("average", "none")
_HEADROOM = 1.04


def rows(target: Row, row: Row, *, as_of: date) -> list[list[Pair]]:
    """The numbers that the reason does not say, those that there are, with their labels."""
    found = []
    if not is_number(row.get("progress")):  # else the reason tells the baseline
        baseline = figures.amount(row.get("baseline"), target, decimals=EXACT)
        found.append([_dated("baseline", row.get("baseline_period")), baseline])
    if row.get("status") != "not_assessable":
        found += _planned(target, row, as_of=as_of)
        found.append(_required(target, row))
        found.append([wording.pair(WORDS["recent"]), recent(target, row)])
    return [[label, shown] for label, shown in found if shown[0]]


def _planned(target: Row, row: Row, *, as_of: date) -> list[list[Pair]]:
    """The plan's line on the day of the value and today; of a mean both are the target itself."""
    if target["method"] in _NO_LINE:
        return []
    today = wording.period(as_of.isoformat())
    then = wording.moment(text_of(row.get("period")))
    shown = [
        [
            figures.filled("expected", when=then),
            figures.amount(row.get("expected_now"), target, decimals=EXACT),
        ],
        [
            figures.filled("expected_today", when=today),
            figures.amount(row.get("expected_today"), target, decimals=EXACT),
        ],
    ]
    return shown[:1] if _is_of_today(row, as_of) else shown


def planned_today(target: Row, row: Row) -> Pair:
    """Where the plan's line stands today; empty where the target has no line or is not judged."""
    if target["method"] in _NO_LINE or row.get("status") == "not_assessable":
        return ["", ""]
    return figures.amount(row.get("expected_today"), target)


def planned_then(target: Row, row: Row, *, as_of: date) -> dict[str, Pair]:
    """Where the plan's line stood on the day of the value, and that day; empty if that is today."""
    if not planned_today(target, row)[0] or _is_of_today(row, as_of):
        return {"value": ["", ""], "when": ["", ""]}
    return {
        "value": figures.amount(row.get("expected_now"), target),
        "when": wording.period(text_of(row.get("period"))),
    }


def recent(target: Row, row: Row) -> Pair:
    """The recent pace; none where the data did not suffice to judge by it."""
    if row.get("status") == "insufficient_data":
        return ["", ""]
    return figures.change(row.get("recent_per_year"), target, yearly=True)


def _required(target: Row, row: Row) -> list[Pair]:
    value = row.get("required_per_year")
    if target["method"] == "average":
        mean = figures.amount(value, target, decimals=EXACT)
        return [wording.pair(WORDS["required_mean"]), mean]
    return [wording.pair(WORDS["required"]), figures.change(value, target)]


def bar(target: Row, row: Row, *, as_of: date) -> dict[str, float] | None:
    """Value, plan and target as per cent of a bar from zero; None where one would mislead.

    ``expected`` is the plan on the day of the value, ``today`` that of today where the days
    differ; -1 where there is none.
    """
    value, goal = row.get("value"), row.get("target_value")
    if target["method"] in _NO_BAR or not (is_number(value) and is_number(goal)):
        return None
    marks = {
        "value": value,
        "goal": goal,
        "expected": row.get("expected_now"),
        "today": None if _is_of_today(row, as_of) else row.get("expected_today"),
    }
    known = [float(mark) for mark in marks.values() if mark is not None and is_number(mark)]
    if min(known) < 0 or not goal:
        return None
    percent = 100 / (_HEADROOM * max(known))
    return {
        name: round(percent * float(mark), 2) if mark is not None and is_number(mark) else -1.0
        for name, mark in marks.items()
    }


def _is_of_today(row: Row, as_of: date) -> bool:
    period = text_of(row.get("period"))
    return bool(period) and period_end(period) == as_of


def _dated(key: str, period: Any) -> Pair:
    """The words of `key` with a period in brackets, where there is one."""
    words, when = wording.pair(WORDS[key]), wording.period(text_of(period))
    return [f"{text} ({day})" if day else text for text, day in zip(words, when, strict=True)]

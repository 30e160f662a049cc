"""The left panel: where the province stands on each target of its plan."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from lsgeo import formats
from lsgeo.compose import Publication
from lsgeo.facts import WATERMARKED, period_end
from lsgeo.outputs.webmap import figures, paint, wording
from lsgeo.outputs.webmap.figures import EXACT, is_number
from lsgeo.outputs.webmap.wording import Pair
from lsgeo.palette import TARGET_STATUS
from lsgeo.progress import METHODS

HEADLINES = 2
"""How many targets stand above the map, in the order of the plan."""

_COUNTS = {"ntm_share": ("ntm_met", "ntm_eligible")}
"""Shares that readers know better as "106/175": the facts of both numbers."""

_NO_BAR = ("pace", "average", "rank", "none")
_NO_LINE = ("average", "none")
_HEADROOM = 1.04
_STICKY = re.compile(r"(?<=[≥<]) ")  # a sign and its number stay on one line

Row = dict[str, Any]


def targets(publication: Publication) -> list[dict[str, Any]]:
    """Every target of the plan with the province's assessment, in the plan's order."""
    if publication.targets.empty:
        return []
    of_province = _of_province(publication)
    judged = set(publication.assessments["target"])
    shown = []
    for target in publication.targets.to_dict("records"):
        row = of_province.get(target["id"], {})
        shown.append(
            _target(target, row, as_of=publication.as_of)
            | {
                "status": _status(target, row, by_unit=target["id"] in judged),
                "count": _count(target["id"], row, publication.facts),
            }
        )
    return shown


def headlines(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first targets that have a figure, which the page opens with."""
    return [item for item in shown if item["value"][0]][:HEADLINES]


def _of_province(publication: Publication) -> dict[str, Row]:
    """Per target the row of the province as a whole."""
    rows = publication.assessments
    whole = rows[rows["code"] == publication.province]
    return {str(row["target"]): row for row in whole.to_dict("records")}


def _target(target: Row, row: Row, *, as_of: date) -> dict[str, Any]:
    return {
        "title": [target["title_vi"], target["title_en"]],
        "value": _recent(target, row) if target["method"] == "pace" else _level(target, row),
        "beside": _beside(target, row),
        "lacking": _lacking(target),
        "target": figures.aim(target, row),
        "deadline": _deadline(target["deadline"]),
        "progress": _progress(target, row),
        "bar": _bar(target, row, as_of=as_of),
        "rows": _rows(target, row, as_of=as_of),
        "why": _why(target, row),
        "note": [target["note_vi"], target["note_en"]],
        "plan": target["source"],
        "quality": wording.quality(_string(row.get("quality"))),
        "doubtful": _string(row.get("quality")) in WATERMARKED,
        "source": _string(row.get("source")),
    }


def _status(target: Row, row: Row, *, by_unit: bool) -> dict[str, Any]:
    """The status word, sign and colours; what is not judged as a whole says so instead."""
    words, sign, symbol = TARGET_STATUS[row.get("status", "insufficient_data")]
    if target["method"] == "none":
        words, sign, symbol = METHODS["none"], "", TARGET_STATUS["not_assessable"][2]
    elif by_unit and not row:
        words, sign = wording.PAGE["by_unit"], "–"
    look = paint.paint(symbol, {})
    return {"words": wording.pair(words), "sign": sign, **look}


def _level(target: Row, row: Row) -> Pair:
    return figures.amount(row.get("value"), target)


def _recent(target: Row, row: Row) -> Pair:
    """The recent pace; none where the data did not suffice to judge by it."""
    if row.get("status") == "insufficient_data":
        return ["", ""]
    return figures.change(row.get("recent_per_year"), target, yearly=True)


def _beside(target: Row, row: Row) -> Pair:
    """What stands small beside the figure: its period, of a pace also the level it has reached."""
    period = _string(row.get("period"))
    if target["method"] != "pace":
        return [f"({text})" if text else "" for text in wording.period(period)]
    level, when = _level(target, row), wording.moment(period)
    return [f"{text} {at}".strip() for text, at in zip(level, when, strict=True)]


def _lacking(target: Row) -> Pair:
    """What stands in the figure's place where there is none."""
    if target["method"] == "none":
        return ["", ""]
    return wording.pair(wording.PAGE["no_pace" if target["method"] == "pace" else "no_value"])


def _progress(target: Row, row: Row) -> Pair:
    """The progress and the limits of the status words, where a progress decided the status."""
    progress = row.get("progress")
    if not is_number(progress):
        return ["", ""]
    words = wording.pair(wording.PAGE["progress"])
    return [
        text.format(
            progress=formats.number(progress, decimals=2, language=language),
            limits=_STICKY.sub("\u00a0", target[f"limits_{language}"]),
        )
        for language, text in zip(("vi", "en"), words, strict=True)
    ]


def _why(target: Row, row: Row) -> Pair:
    """The reason, without the limits in brackets, which stand beside the status already."""
    reasons = (row.get("why"), row.get("why_en"))
    limits = (target["limits_vi"], target["limits_en"])
    return [
        _string(reason).replace(f" ({words})", "")
        for reason, words in zip(reasons, limits, strict=True)
    ]


def _rows(target: Row, row: Row, *, as_of: date) -> list[list[Pair]]:
    """The numbers that the reason does not say, those that there are, with their labels."""
    rows = []
    if not is_number(row.get("progress")):  # else the reason tells the baseline
        baseline = figures.amount(row.get("baseline"), target, decimals=EXACT)
        rows.append([_dated("baseline", row.get("baseline_period")), baseline])
    if row.get("status") != "not_assessable":
        rows += _planned(target, row, as_of=as_of)
        rows.append(_required(target, row))
        rows.append([wording.pair(wording.PAGE["recent"]), _recent(target, row)])
    return [[label, shown] for label, shown in rows if shown[0]]


def _planned(target: Row, row: Row, *, as_of: date) -> list[list[Pair]]:
    """The plan's line on the day of the value and today; of a mean both are the target itself."""
    if target["method"] in _NO_LINE:
        return []
    today = wording.period(as_of.isoformat())
    then = wording.moment(_string(row.get("period")))
    shown = [
        [
            _filled("expected", then),
            figures.amount(row.get("expected_now"), target, decimals=EXACT),
        ],
        [
            _filled("expected_today", today),
            figures.amount(row.get("expected_today"), target, decimals=EXACT),
        ],
    ]
    return shown[:1] if _is_of_today(row, as_of) else shown


def _required(target: Row, row: Row) -> list[Pair]:
    value = row.get("required_per_year")
    if target["method"] == "average":
        mean = figures.amount(value, target, decimals=EXACT)
        return [wording.pair(wording.PAGE["required_mean"]), mean]
    return [wording.pair(wording.PAGE["required"]), figures.change(value, target)]


def _bar(target: Row, row: Row, *, as_of: date) -> dict[str, float] | None:
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
    period = _string(row.get("period"))
    return bool(period) and period_end(period) == as_of


def _count(identifier: str, row: Row, facts: pd.DataFrame) -> str:
    """The two numbers of a share, "106/175"; "" where they are not both known."""
    if identifier not in _COUNTS or not row:
        return ""
    key = ("code", "period", "vintage")
    same = facts[(facts[list(key)] == [row[name] for name in key]).all(axis=1)]
    found = [same.loc[same["indicator"] == name, "value"] for name in _COUNTS[identifier]]
    if not all(len(values) for values in found):
        return ""
    return "/".join(formats.number(float(values.iloc[0])) for values in found)


def _dated(key: str, period: Any) -> Pair:
    """The words of `key` with a period in brackets, where there is one."""
    words, when = wording.pair(wording.PAGE[key]), wording.period(_string(period))
    return [f"{text} ({day})" if day else text for text, day in zip(words, when, strict=True)]


def _filled(key: str, when: Pair) -> Pair:
    words = wording.pair(wording.PAGE[key])
    return [text.format(when=day).strip() for text, day in zip(words, when, strict=True)]


def _deadline(text: str) -> Pair:
    return [text[:4], text[:4]] if text.endswith("-12-31") else wording.period(text)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""

"""Every target of the plan with what is known of the province, as plain values and words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from lsgeo import formats
from lsgeo.compose import Publication, wording
from lsgeo.compose.standing import figures, numbers
from lsgeo.compose.standing.counts import Count, count_of
from lsgeo.compose.standing.course import course
from lsgeo.compose.standing.figures import Row, is_number, text_of
from lsgeo.compose.standing.steps import steps
from lsgeo.compose.standing.words import WORDS
from lsgeo.compose.wording import Pair
from lsgeo.facts import WATERMARKED
from lsgeo.palette import TARGET_STATUS
from lsgeo.progress import METHODS

HEADLINES = 2
"""How many targets stand above the map, in the order of the plan."""

_STICKY = re.compile(r"(?<=[≥<]) ")  # a sign and its number stay on one line


def targets(publication: Publication) -> list[dict[str, Any]]:
    """Every target of the plan with the province's assessment, in the plan's order.

    Words are pairs, Vietnamese first. ``status`` has ``words, sign`` and the ``symbol``; ``steps``
    are sentences of what must happen; ``series`` is as `lsgeo.compose.standing.course` gives it.
    """
    if publication.targets.empty:
        return []
    # All that follows is of the province: its facts are taken out once, not for every target.
    own = publication.facts["code"] == publication.province
    publication = replace(publication, facts=publication.facts[own])
    of_province = _of_province(publication)
    judged = set(publication.assessments["target"])
    shown = []
    for target in publication.targets.to_dict("records"):
        row = of_province.get(target["id"], {})
        shown.append(
            _target(target, row, as_of=publication.as_of)
            | {
                "status": _status(target, row, by_unit=target["id"] in judged),
                "count": _count(count_of(target, row, facts=publication.facts)),
                "steps": steps(target, row, publication=publication),
                "series": course(target, row, publication=publication),
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
        "value": numbers.recent(target, row) if target["method"] == "pace" else _level(target, row),
        "beside": _beside(target, row),
        "lacking": _lacking(target),
        "target": figures.aim(target, row),
        "deadline": _deadline(target["deadline"]),
        "planned": numbers.planned_today(target, row),
        "planned_then": numbers.planned_then(target, row, as_of=as_of),
        "progress": _progress(target, row),
        "bar": numbers.bar(target, row, as_of=as_of),
        "rows": numbers.rows(target, row, as_of=as_of),
        "why": _why(target, row),
        "note": [target["note_vi"], target["note_en"]],
        "plan": target["source"],
        "quality": wording.quality(text_of(row.get("quality"))),
        "doubtful": text_of(row.get("quality")) in WATERMARKED,
        "source": text_of(row.get("source")),
    }


def _status(target: Row, row: Row, *, by_unit: bool) -> dict[str, Any]:
    """The status word, sign and symbol; what is not judged as a whole says so instead."""
    words, sign, symbol = TARGET_STATUS[row.get("status", "insufficient_data")]
    if target["method"] == "none":
        words, sign, symbol = METHODS["none"], "", TARGET_STATUS["not_assessable"][2]
    elif by_unit and not row:
        words, sign = WORDS["by_unit"], "–"
    return {"words": wording.pair(words), "sign": sign, "symbol": symbol}


def _level(target: Row, row: Row) -> Pair:
    return figures.amount(row.get("value"), target)


def _beside(target: Row, row: Row) -> Pair:
    """What stands small beside the figure: its period, of a pace also the level it has reached."""
    period = text_of(row.get("period"))
    if target["method"] != "pace":
        return [f"({text})" if text else "" for text in wording.period(period)]
    level, when = _level(target, row), wording.moment(period)
    return [f"{text} {at}".strip() for text, at in zip(level, when, strict=True)]


def _lacking(target: Row) -> Pair:
    """What stands in the figure's place where there is none."""
    if target["method"] == "none":
        return ["", ""]
    return wording.pair(WORDS["no_pace" if target["method"] == "pace" else "no_value"])


def _progress(target: Row, row: Row) -> Pair:
    """The progress and the limits of the status words, where a progress decided the status."""
    progress = row.get("progress")
    if not is_number(progress):
        return ["", ""]
    words = wording.pair(WORDS["progress"])
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
        text_of(reason).replace(f" ({words})", "")
        for reason, words in zip(reasons, limits, strict=True)
    ]


def _count(count: Count | None) -> str:
    """The two numbers of a share, "106/175"; "" where they are not both known."""
    if count is None:
        return ""
    return "/".join(formats.number(number) for number in (count.part, count.whole))


def _deadline(text: str) -> Pair:
    return [text[:4], text[:4]] if text.endswith("-12-31") else wording.period(text)

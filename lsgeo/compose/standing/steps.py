"""What must happen until the deadline, in sentences that name their numbers."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lsgeo.compose import Publication, wording
from lsgeo.compose.standing import figures
from lsgeo.compose.standing.counts import Count, count_of, meant, part_in
from lsgeo.compose.standing.figures import Row, is_number
from lsgeo.compose.standing.words import WORDS
from lsgeo.compose.wording import Pair
from lsgeo.facts import WATERMARKED, known_on, period_end
from lsgeo.progress.points import years_between
from lsgeo.scales import ELIGIBLE_KIND

_CLOSED = (None, "achieved", "not_assessable")
"""The statuses of targets that ask for nothing more."""


def steps(target: Row, row: Row, *, publication: Publication) -> list[Pair]:
    """The sentences of one target; none where it is achieved or over.

    How many communes are missing can be told without a baseline; a change a year only of a target
    that can be judged, since its value may be of long ago.
    """
    if row.get("status") in _CLOSED or not is_number(row.get("target_value")):
        return []
    known = known_on(publication.facts, publication.as_of)
    count = count_of(target, row, facts=known)
    if count is None or target["direction"] != "up":
        return _per_year(target, row)
    if meant(row["target_value"], count.whole) <= count.part:
        return []
    return [
        _missing(target, row, count=count, publication=publication),
        *_of_today(target, row, publication=publication),
    ]


def _missing(target: Row, row: Row, *, count: Count, publication: Publication) -> Pair:
    """How many communes are missing, and how many that makes a year from the day of the value."""
    needed = meant(row["target_value"], count.whole)
    deadline = date.fromisoformat(target["deadline"])
    left = years_between(period_end(row["period"]), deadline)
    missing = needed - count.part
    return figures.filled(
        "missing" if left > 0 else "missing_late",
        missing=figures.plain(missing, 0),
        share=figures.plain(row["target_value"], figures.EXACT),
        whole=_communes(count.whole, row, publication=publication),
        needed=figures.plain(needed, 0),
        part=figures.plain(count.part, 0),
        when=wording.moment(row["period"]),
        pace=figures.plain(missing / left, 1) if left > 0 else ["", ""],
        until=[str(deadline.year)] * 2,
    )


def _communes(whole: int, row: Row, *, publication: Publication) -> Pair:
    """Of how many communes a share is, and that they are not those of today where that is so."""
    count = figures.plain(whole, 0)
    if row["vintage"] >= publication.units.vintage:
        return count
    return figures.filled("before_merger", count=count)


def _of_today(target: Row, row: Row, *, publication: Publication) -> list[Pair]:
    """What the share means among the communes of today, where it was counted among older ones."""
    units = publication.units
    if not units.vintage or row["vintage"] >= units.vintage:
        return []
    whole = int((units.data["kind"] == ELIGIBLE_KIND).sum())
    said = figures.filled(
        "of_today",
        share=figures.plain(row["target_value"], figures.EXACT),
        whole=figures.plain(whole, 0),
        needed=figures.plain(meant(row["target_value"], whole), 0),
    )
    known = known_on(publication.facts, publication.as_of)
    mine = known[(known["code"] == row["code"]) & (known["vintage"] == units.vintage)]
    left = _pending(mine, target)
    return [[f"{text}{rest}." for text, rest in zip(said, left, strict=True)]]


def _pending(mine: pd.DataFrame, target: Row) -> Pair:
    """How many communes have not been assessed again, how many meet it, and when that was so.

    `mine` are the facts of the province among the communes of today.
    """
    rows = mine[mine["indicator"] == "ntm_pending"]
    if rows.empty:
        return wording.pair(WORDS["none_assessed"])
    latest = max(rows.to_dict("records"), key=lambda one: period_end(one["period"]))
    if latest["value"] == 0:
        return ["", ""]
    made_up = latest["quality"] in WATERMARKED
    quality = wording.quality(latest["quality"]) if made_up else ["", ""]
    met = part_in(mine[mine["period"] == latest["period"]], target)
    return figures.filled(
        "pending",
        pending=figures.plain(latest["value"], 0),
        met=["", ""] if met is None else _meeting(met, target),
        when=wording.period(latest["period"]),
        quality=[f"; {text}" if text else "" for text in quality],
    )


def _meeting(met: int, target: Row) -> Pair:
    """How many communes meet what a target counts, by its name: nâng cao is more than đạt."""
    return figures.filled(target["indicator"], met=figures.plain(met, 0))


def _per_year(target: Row, row: Row) -> list[Pair]:
    """The change a year that leads to the target, in the target's own unit."""
    value, until = row.get("required_per_year"), target["deadline"][:4]
    if row["status"] == "insufficient_data" or not is_number(value) or not value:
        return []
    if target["method"] == "pace" and _ends_below_nothing(target, row, pace=value):
        return [figures.filled("down_to_nothing", until=[until] * 2)]
    if target["method"] == "average":
        mean = figures.amount(value, target, decimals=figures.EXACT)
        return [figures.filled("must_average", mean=mean, until=[until] * 2)]
    return [figures.filled("must_change", change=figures.move(value, target), until=[until] * 2)]


def _ends_below_nothing(target: Row, row: Row, *, pace: float) -> bool:
    """Whether a share that moves by `pace` points a year is below 0 % at the deadline."""
    left = years_between(period_end(row["period"]), date.fromisoformat(target["deadline"]))
    return bool(target["unit"] == "%" and row["value"] + pace * left < 0)

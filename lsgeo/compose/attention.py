"""The few communes that need attention and those nearest to the standard, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lsgeo.compose import Attention, Layer
from lsgeo.compose.reasons import former_reason, nearest_reason, reason_of, rule_of
from lsgeo.compose.standings import Standing, standings_of
from lsgeo.facts import WATERMARKED
from lsgeo.progress.points import years_between
from lsgeo.scales import ELIGIBLE_KIND, CriteriaSets
from lsgeo.text import NOTHING, Words, collation

MOST = 5
"""How many communes are pointed out: so many can be acted on."""

_LATE = ("behind", "off_track", "worsening")
_ONE_DAY = 1 / 365  # of a year: what is left at least, so that a gap can be shared out
_FORMER = "former_met_share"


@dataclass(frozen=True)
class Pointed:
    """The communes pointed out, worst first, the ``rule`` they were chosen by, and the nearest."""

    attention: tuple[Attention, ...] = ()
    rule: Words = NOTHING
    nearest: tuple[Attention, ...] = ()


def point_out(
    units: Layer,
    facts: pd.DataFrame,
    *,
    assessments: pd.DataFrame,
    sets: CriteriaSets,
    as_of: date,
) -> Pointed:
    """At most five communes (xã) of `units` that need attention, and five nearest to the standard.

    First those behind the year they registered, longest first; then the largest gap of criteria
    per year left; then the fewest criteria. Equals stand by criteria, then by the alphabet. Where
    no commune has been assessed, the smallest share of former communes that met the standard
    decides. `assessments` are those against the registered year; neither they nor `facts` may
    hold what was not known on `as_of`.
    """
    assessed = standings_of(units, facts, sets=sets)
    if not assessed:
        return _by_former(units)
    lacking = [one for one in assessed if not one.met]
    mine = assessments["vintage"] == units.vintage
    late = set(assessments.loc[mine & assessments["status"].isin(_LATE), "code"])
    chosen = _worst(lacking, late=late, as_of=as_of)
    rules = list(dict.fromkeys(rule for _one, rule in chosen))
    return Pointed(
        attention=tuple(
            Attention(one.code, reason_of(one, rule, as_of=as_of)) for one, rule in chosen
        ),
        rule=rule_of(
            rules,
            none_late=bool(mine.any()) and not late,
            made_up=_is_made_up(one.quality for one, _rule in chosen),
        ),
        nearest=tuple(_nearest(lacking)),
    )


def _worst(
    lacking: Sequence[Standing], *, late: Collection[str], as_of: date
) -> list[tuple[Standing, str]]:
    """The worst communes with the name of the rule that put each there."""
    ranked: dict[str, tuple[Standing, str]] = {}
    tiers = {
        "late": sorted(
            (one for one in lacking if one.code in late),
            key=lambda one: (one.registered or as_of.year, one.order),
        ),
        "steep": sorted(
            (one for one in lacking if one.registered and one.missing is not None),
            key=lambda one: (-_gap_per_year(one, as_of=as_of), one.order),
        ),
        "few": sorted(
            (one for one in lacking if one.missing is not None), key=lambda one: one.order
        ),
    }
    for rule, tier in tiers.items():
        for one in tier:
            ranked.setdefault(one.code, (one, rule))
    return list(ranked.values())[:MOST]


def _gap_per_year(one: Standing, *, as_of: date) -> float:
    """The criteria missing per year until the end of the registered year."""
    left = years_between(as_of, date(one.registered or as_of.year, 12, 31))
    return (one.missing or 0) / max(left, _ONE_DAY)


def _nearest(lacking: Iterable[Standing]) -> Iterator[Attention]:
    known = [one for one in lacking if one.criteria is not None]
    ordered = sorted(known, key=lambda one: (-one.share, collation(one.name)))
    for one in ordered[:MOST]:
        yield Attention(one.code, nearest_reason(one))


def _by_former(units: Layer) -> Pointed:
    """By the share of former communes that met the standard; that of all of them is no worry."""
    data = units.data
    if _FORMER not in data:
        return Pointed()
    rows = data[(data["kind"] == ELIGIBLE_KIND) & (data[_FORMER].round(1) < 100)]
    order = sorted(rows.index, key=lambda code: _former_order(rows.loc[code]))
    origins = units.origins[_FORMER]
    chosen = [
        Attention(str(code), former_reason(rows.loc[code, _FORMER], origins.loc[code, "period"]))
        for code in order[:MOST]
    ]
    made_up = _is_made_up(origins.loc[order[:MOST], "quality"])
    return Pointed(tuple(chosen), rule_of(["former"], made_up=made_up) if chosen else NOTHING)


def _former_order(row: pd.Series) -> tuple[float, Any]:
    return round(float(row[_FORMER]), 1), collation(row["name"])


def _is_made_up(qualities: Iterable[str]) -> bool:
    return any(quality in WATERMARKED for quality in qualities)

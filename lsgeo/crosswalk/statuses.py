"""Statuses after a merger: by a rule that the caller chooses, never by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lsgeo.crosswalk.way import between
from lsgeo.errors import ConfigError, Fault, InputError
from lsgeo.facts import period_end, worst_quality
from lsgeo.formats import number
from lsgeo.messages import _, current_language
from lsgeo.registry import Registry, full_name
from lsgeo.scales import (
    ELIGIBLE_KIND,
    NOT_APPLICABLE,
    PENDING,
    CriteriaSets,
    Scale,
)
from lsgeo.text import Words

RULES: Mapping[str, Words] = {
    "reassess": Words(
        "chưa đánh giá lại sau sắp xếp đơn vị", "not assessed again since the change of units"
    ),
    "all": Words(
        "suy từ các xã cũ: mức mà mọi xã cũ đều đạt",
        "from the former communes: the level that every one of them had",
    ),
    "majority_area": Words(
        "suy từ các xã cũ: mức mà các xã cũ chiếm trên 50 % diện tích (không tính thị trấn, "
        "phường cũ) đã đạt",
        "from the former communes: the level that those with over 50 % of their area had",
    ),
}
"""What may become of the statuses of the units that went into a new one."""

COLUMNS = (
    "vintage",
    "period",
    "criteria_set",
    "status",
    "code",
    "criteria_met",
    "year_met",
    "year_registered",
    "quality",
    "source",
    "note",
    "predecessors",
)

_BEST = "approximate"
_HALF = 0.5
_ROUNDING = 1e-9


@dataclass(frozen=True)
class _Former:
    """A former unit of a new one: how much of the new one, and what it had reached.

    ``worth`` is that on the scale of the new one; None is not known. A ward has no place there.
    """

    title: str
    share_of_to: float
    is_eligible: bool
    told: str
    worth: int | None


def carry_statuses(
    statuses: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    registry: Registry,
    sets: CriteriaSets,
    rule: str,
    from_vintage: str,
    to_vintage: str,
    criteria_set: str = "",
) -> pd.DataFrame:
    """A status for every commune of `to_vintage`, made by `rule`: `COLUMNS`, as they are read.

    `statuses` is that of `lsgeo.sources.statuses`. "reassess" makes every xã pending, once, from
    the day of its vintage; "all" and "majority_area" give one for each period that the former
    units were assessed in: the highest level that every former xã had, or those with over half
    of the area that came from xã. Wards and townships are never counted, and a ward is never
    assessed. Where a former xã that has no status (or is pending) could change the outcome, the
    new one is pending. Levels of different criteria sets are compared by their ids; the result is
    on the scale of `criteria_set`, else that in force on the day (reassess), else the newest that
    the former units have. What each of these had stands in ``predecessors``. Raises `ConfigError`
    for an unknown rule or set, `InputError` for an earlier vintage.
    """
    _check(rule, criteria_set, sets, forward=from_vintage < to_vintage)
    way = between(crosswalk, start=from_vintage, end=to_vintage)
    mine = statuses[statuses["vintage"] == from_vintage]
    rows: list[dict[str, object]] = []
    for period, known in _periods(mine, rule=rule, to_vintage=to_vintage):
        chosen = criteria_set or _set_of(known, sets, rule=rule, day=to_vintage)
        told = known.set_index("code").to_dict("index")
        for code, unit in registry.at(to_vintage).iterrows():
            pairs = way[(way["to_code"] == code) & (way["share_of_from"] > 0)]
            former = list(
                _former(pairs, told, registry=registry, sets=sets, scale=sets[chosen].scale)
            )
            used = [told[one] for one in pairs["from_code"] if one in told]
            row = _row(former, used, kind=str(unit["kind"]), rule=rule, scale=sets[chosen].scale)
            rows.append(
                {"vintage": to_vintage, "code": code, "period": period, "criteria_set": chosen}
                | row
            )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = dict.fromkeys(("criteria_met", "year_met", "year_registered"), "float64")
    return table.astype({"status": "int64"} | numbers)


def _check(rule: str, criteria_set: str, sets: CriteriaSets, *, forward: bool) -> None:
    faults = []
    if rule not in RULES:
        faults.append(Fault(_("no such rule"), expected=", ".join(RULES), got=rule))
    if criteria_set and criteria_set not in sets:
        faults.append(Fault(_("unknown criteria set"), expected=", ".join(sets), got=criteria_set))
    if faults:
        raise ConfigError("crosswalk", _("the statuses cannot be carried over"), faults)
    if not forward:
        fault = Fault(_("what a unit had says nothing of those it was made of"))
        raise InputError("crosswalk", _("the statuses cannot be carried over"), [fault])


def _periods(
    statuses: pd.DataFrame, *, rule: str, to_vintage: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each period to make statuses of, with what was known of the former units."""
    if rule == "reassess":
        newest = statuses.assign(end=statuses["period"].map(period_end)).sort_values("end")
        yield to_vintage, newest.drop_duplicates("code", keep="last")
        return
    for period, rows in statuses.groupby("period", sort=True):
        yield str(period), rows


def _set_of(known: pd.DataFrame, sets: CriteriaSets, *, rule: str, day: str) -> str:
    """The criteria set of the result, where the caller names none."""
    if rule == "reassess":
        in_force = [
            one.name
            for one in sets.values()
            if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
        ]
        if in_force:
            return in_force[0]
    named = set(known["criteria_set"]) or set(sets)
    if not named:
        fault = Fault(_("unknown criteria set"))
        raise ConfigError("crosswalk", _("the statuses cannot be carried over"), [fault])
    return max(named, key=lambda name: (sets[name].valid_from, name))


def _former(
    pairs: pd.DataFrame,
    told: Mapping[Any, Mapping[Any, Any]],
    *,
    registry: Registry,
    sets: CriteriaSets,
    scale: Scale,
) -> Iterator[_Former]:
    """The former units of one new unit, the largest first."""
    for pair in pairs.sort_values("share_of_to", ascending=False).to_dict("records"):
        unit = registry.at(pair["from_vintage"]).loc[pair["from_code"]]
        row = told.get(pair["from_code"])
        words, worth = _("no status known"), None
        if row is not None:
            own = sets[row["criteria_set"]].scale
            status = own.at(row["status"])
            words = status.label.in_language(current_language()) if status else words
            worth = worth_on(scale, value=row["status"], own=own)
        yield _Former(
            title=f"{full_name(unit['name'], unit['kind'])} ({pair['from_code']})",
            share_of_to=pair["share_of_to"],
            is_eligible=unit["kind"] == ELIGIBLE_KIND,
            told=words,
            worth=worth,
        )


def worth_on(scale: Scale, *, value: float, own: Scale) -> int | None:
    """What a status of the scale `own` is worth on another: None where it is worth nothing known.

    It is that of the same id, or of the next lower one that both scales have: "nâng cao" of 2021
    meets the standard of 2026, which has no such level.
    """
    lower = sorted((one for one in own.statuses if 0 <= one.value <= value), key=_value_of)
    for status in reversed(lower):
        there = scale.value_of(status.id)
        if there is not None:
            return there
    return None


def _value_of(status: Any) -> int:
    return int(status.value)


def _row(
    former: Sequence[_Former],
    used: Sequence[Mapping[Any, Any]],
    *,
    kind: str,
    rule: str,
    scale: Scale,
) -> dict[str, object]:
    """What is said of one new unit."""
    value, note = _outcome(former, kind=kind, rule=rule, scale=scale)
    language = current_language()
    listed = (
        f"{one.title} {number(one.share_of_to * 100, decimals=1, language=language)} %: {one.told}"
        for one in former
    )
    sources = dict.fromkeys([RULES[rule].vi, *(str(row["source"]) for row in used)])
    return {
        "status": value,
        "criteria_met": float("nan"),
        "year_met": float("nan"),
        "year_registered": float("nan"),
        "quality": worst_quality([_BEST, *(str(row["quality"]) for row in used)]),
        "source": "; ".join(sources),
        "note": note,
        "predecessors": "; ".join(listed),
    }


def _outcome(former: Sequence[_Former], *, kind: str, rule: str, scale: Scale) -> tuple[int, str]:
    """The status of a new unit and why it is that."""
    rule_words = RULES[rule].in_language(current_language())
    if kind != ELIGIBLE_KIND:
        return _needed(scale, NOT_APPLICABLE), _("the standard is not for this kind of unit")
    pending = _needed(scale, PENDING)
    counted = [one for one in former if one.is_eligible]
    if rule == "reassess":
        return pending, rule_words
    if not counted:
        return pending, _("no former xã went into it")
    levels = sorted(one.value for one in scale.statuses if one.value >= 0)
    least = _decide(counted, rule=rule, unknown=levels[0])
    most = _decide(counted, rule=rule, unknown=levels[-1])
    if least != most:
        return pending, _("former xã without a known status could change the outcome")
    return least, rule_words


def _decide(former: Sequence[_Former], *, rule: str, unknown: int) -> int:
    """The level by a rule, with `unknown` for the former units of which nothing is known."""
    worth = [(unknown if one.worth is None else one.worth, one.share_of_to) for one in former]
    if rule == "all":
        return min(level for level, _share in worth)
    area = sum(share for _level, share in worth)
    reached = 0.0
    for level, share in sorted(worth, reverse=True):
        reached += share
        if reached > area * _HALF + _ROUNDING:
            return level
    return min(level for level, _share in worth)


def _needed(scale: Scale, status_id: str) -> int:
    """The value of a status that every scale has."""
    value = scale.value_of(status_id)
    if value is None:
        fault = Fault(_("the scale lacks a status"), scale.name, expected=status_id)
        raise ConfigError("crosswalk", _("the statuses cannot be carried over"), [fault])
    return value

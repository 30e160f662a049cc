"""New-rural statuses from the units of our own file, as an officer edited them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault
from lsgeo.facts import is_period, period_end
from lsgeo.intake import Settings
from lsgeo.intake.back.compared import Edited, both_changed, tell_newer, verdict
from lsgeo.intake.columns import text_of
from lsgeo.intake.criteria import choose_set
from lsgeo.intake.ntm_columns import STATUS_COLUMNS
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.scales import ELIGIBLE_KIND, NOT_APPLICABLE, CriteriaSets

TAKEN: Mapping[str, str] = {
    "ntm_status": "status",
    "criteria_met": "criteria_met",
    "ntm_year_registered": "year_registered",
}
"""The columns of the layer that are taken back, by what they are in our table."""

_OF_A_STATUS = ("year_met", "decision", "decision_date")  # of the recognition that it tells of


@dataclass(frozen=True)
class Known:
    """What the workspace says of the units of a vintage, and what the file was published with.

    ``latest`` is the newest row of each code, ``said`` its words in the columns of the layer, each
    the newest that is not blank; ``published`` the like from the file itself, where it says so, and
    ``periods`` of which period each was.
    """

    vintage: str
    latest: pd.DataFrame
    said: pd.DataFrame
    published: pd.DataFrame
    periods: Mapping[str, str]


def known_of(
    statuses: pd.DataFrame,
    published: pd.DataFrame,
    *,
    periods: Mapping[str, str],
    sets: CriteriaSets,
    vintage: str,
    until: str = "",
) -> Known:
    """What is known of a vintage: `statuses` are the rows of the workspace, as text.

    Those of a period that ends after `until` (a period, "" for all) are not known yet.
    """
    mine = statuses.reindex(columns=[*STATUS_COLUMNS]).fillna("").astype(str)
    mine = mine[(mine["vintage"] == vintage) & mine["period"].map(is_period)]
    if is_period(until):
        ended = [period_end(period) <= period_end(until) for period in mine["period"]]
        mine = mine[pd.Series(ended, mine.index, dtype="bool")]
    ends = [period_end(period) for period in mine["period"]]
    dated = mine.assign(end=pd.Series(ends, mine.index, dtype="object"))
    dated = dated.sort_values("end", kind="stable").drop(columns="end")
    ids = [
        _id(word, name, sets)
        for word, name in zip(dated["status"], dated["criteria_set"], strict=True)
    ]
    told = dated.assign(status=pd.Series(ids, dated.index, dtype="object"))
    said = {
        theirs: told[told[ours] != ""].drop_duplicates("code", keep="last").set_index("code")[ours]
        for theirs, ours in TAKEN.items()
    }
    latest = dated.drop_duplicates("code", keep="last").set_index("code", drop=False)
    return Known(
        vintage, latest, pd.DataFrame(said).reindex(latest.index).fillna(""), published, periods
    )


def changed_statuses(
    edited: Edited,
    known: Known,
    *,
    rows: Mapping[str, int],
    registry: Registry,
    sets: CriteriaSets,
    settings: Settings,
) -> pd.DataFrame:
    """The rows (`STATUS_COLUMNS`, by record) of the units that were edited, whole.

    They are of the period of the unit's newest row, or of the one the settings name: then they say
    what has changed since. What was edited to nonsense is at fault.
    """
    units = registry.at(known.vintage)
    changed = {}
    for code, row in rows.items():
        edits = _edits(edited, known, code=code, row=row, sets=sets)
        if not edits or row in edited.faults:
            continue
        base = _base(known, code, unit=units.loc[code], sets=sets, settings=settings)
        if isinstance(base, Fault):
            edited.blame(row, base)
            continue
        fresh, faults = _changed(base, edits, sets=sets)
        for fault in faults:
            edited.blame(row, fault)
        changed[row] = fresh
        _tell(edited, row, known.said.to_dict("index").get(code, {}), edits, base, fresh)
    table = pd.DataFrame.from_dict(changed, orient="index", columns=[*STATUS_COLUMNS])
    return table.sort_index()


def _edits(
    edited: Edited, known: Known, *, code: str, row: int, sets: CriteriaSets
) -> dict[str, str]:
    """What was edited in a row, by the columns of the layer.

    A cell that is as it was published, though the workspace says something newer, was not; one
    that both the officer and the workspace changed is at fault.
    """
    edits = {}
    for column in TAKEN:
        if column not in edited.rows.columns:
            continue
        said = text_of(edited.rows.at[row, column])
        if column == "ntm_status" and code in known.latest.index:
            said = _id(said, str(known.latest.at[code, "criteria_set"]), sets)
        now = known.said.at[code, column] if code in known.said.index else ""
        found = verdict(said, now=now, was=_published(known, code, column))
        if found == "newer":
            tell_newer(edited, row, column, said=said, kept=now)
        elif found == "both":
            edited.blame(row, both_changed(column, said=said, now=now))
        elif found == "edited":
            edits[column] = said
    return edits


def _published(known: Known, code: str, column: str) -> str | None:
    """What the file was published with in a cell, None where it cannot be told."""
    if column not in known.published.columns or known.published.empty:
        return None
    if code not in known.published.index:
        return ""
    return text_of(known.published.at[code, column])


def _base(
    known: Known, code: str, *, unit: pd.Series, sets: CriteriaSets, settings: Settings
) -> dict[str, str] | Fault:
    """The row that the edits are put into, in the period that they are of."""
    if settings.period and not is_period(settings.period):
        return Fault(_("malformed period"), "", "2025 / 2025-06-30", settings.period)
    if code in known.latest.index:
        latest = {str(name): str(text) for name, text in known.latest.loc[code].items()}
        if not settings.period:
            return _stale(known, code) or latest
        if settings.period == latest["period"]:
            return latest
        name = settings.criteria_set or latest["criteria_set"]
        return {**latest, "period": settings.period, "criteria_set": name, "note": ""}
    if not settings.period:
        remedy = _("Say it: --period {period}").format(period="2025")
        return Fault(_("the unit had no status before: of which period is it?"), remedy=remedy)
    name, fault = choose_set(sets, [], period=settings.period, asked=settings.criteria_set)
    blank = dict.fromkeys(STATUS_COLUMNS, "")
    of_unit = {"vintage": known.vintage, "code": code, "name": unit["name"], "kind": unit["kind"]}
    return fault or {**blank, **of_unit, "period": settings.period, "criteria_set": name}


def _stale(known: Known, code: str) -> Fault | None:
    """The fault of an edit where the workspace has a status of a later period than the file."""
    was, now = known.periods.get(code, ""), str(known.latest.at[code, "period"])
    if not is_period(was) or period_end(was) >= period_end(now):
        return None
    remedy = _("Build again, and edit the new file; or say that it is of then: --period {period}")
    what = _("the workspace has a later status than this file was published with")
    return Fault(what, expected=now, got=was, remedy=remedy.format(period=was))


def _changed(
    base: Mapping[str, str], edits: Mapping[str, str], *, sets: CriteriaSets
) -> tuple[dict[str, str], list[Fault]]:
    """The row with the edits in it, and what is wrong with them."""
    fresh = dict(base)
    known = sets.get(base["criteria_set"])
    if known is None:
        expected = ", ".join(sets)
        return fresh, [Fault(_("unknown criteria set"), "", expected, base["criteria_set"])]
    faults = []
    for column, said in edits.items():
        if column != "ntm_status":
            largest = known.criteria_count if column == "criteria_met" else 2100
            smallest = 0 if column == "criteria_met" else 1990
            if said and not (said.isdigit() and smallest <= int(said) <= largest):
                what = _("{name} is no whole number").format(name=column)
                faults.append(Fault(what, "", f"{smallest}…{largest}", said))
            fresh[TAKEN[column]] = said
            continue
        status = known.scale.find(said)
        if status is None:
            words = "; ".join(one.label.vi for one in known.scale.statuses)
            faults.append(Fault(_("unknown status word"), "", words, said or _("nothing")))
            continue
        fresh["status"] = status.label.vi
        fresh |= dict.fromkeys(_OF_A_STATUS, "")
        if (status.id == NOT_APPLICABLE) == (base["kind"] == ELIGIBLE_KIND):
            what = _("the new-rural standard is for xã, and for every xã")
            faults.append(Fault(what, got=f"{base['kind']}, {status.label.vi}"))
    return fresh, faults


def _tell(
    edited: Edited,
    row: int,
    before: Mapping[str, str],
    edits: Mapping[str, str],
    base: Mapping[str, str],
    fresh: Mapping[str, str],
) -> None:
    """A note for each cell that was edited, and for what is cleared because of that."""
    for column, said in edits.items():
        edited.tell_change(row, column, before=before.get(column, ""), after=said)
    for name in _cleared(base, fresh):
        why = _("cleared: it was of the status before")
        edited.tell_kept(row, name, said=base[name], kept="", reason=why)


def _cleared(base: Mapping[str, str], fresh: Mapping[str, str]) -> Iterator[str]:
    for name in _OF_A_STATUS:
        if base[name] and not fresh[name]:
            yield name


def _id(word: str, set_name: str, sets: CriteriaSets) -> str:
    """The id of a status word on the scale of its set, the word itself where it is none."""
    known = sets.get(set_name)
    status = known.scale.find(word) if known else None
    return status.id if status else word

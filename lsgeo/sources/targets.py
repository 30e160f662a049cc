"""Reading targets.toml: the plan's targets and the limits of the status words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, PositiveFloat

from lsgeo.errors import ConfigError, Fault
from lsgeo.facts import QUALITIES, period_end
from lsgeo.messages import _
from lsgeo.progress import Baseline, Limits, Target
from lsgeo.progress.target import Direction, Level, Method, UnitRule
from lsgeo.sources.toml import DayText, Name, PeriodText, Text, at, checked, read_toml
from lsgeo.text import NOTHING, Words

_MOST_MONTHS = 1200


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Words(_Entry):
    vi: Text
    en: Text


class _Baseline(_Entry):
    period: PeriodText
    value: FiniteFloat | None = None
    quality: str = "published"
    source: str = ""


class _Target(_Entry):
    id: Name
    title: _Words
    level: Level
    method: Method
    deadline: date
    source: Text
    indicator: Name | None = None
    variant: str = ""
    unit: str = ""
    direction: Direction = "up"
    value: FiniteFloat | None = None
    value_high: FiniteFloat | None = None
    baseline: _Baseline | None = None
    vintages: list[DayText] = []
    assessable_until: date | None = None
    unit_rule: UnitRule = ""
    excluded_qualities: list[str] = []
    note: _Words | None = None


class _Limits(_Entry):
    on_track: PositiveFloat = Limits().on_track
    behind: PositiveFloat = Limits().behind
    max_age_months: Annotated[int, Field(gt=0, le=_MOST_MONTHS)] = Limits().max_age_months


class _Document(_Entry):
    limits: dict[str, Any] = {}
    target: list[Any] = []


def read_targets(path: Path) -> tuple[tuple[Target, ...], Limits]:
    """The targets in a targets.toml, in its order, and the limits of the status words.

    Raises `ConfigError` with every fault of the file: it is missing or no TOML, a target lacks
    its deadline or another key, a key or method is unknown, a range is reversed, an id is there
    twice, a baseline lies after the deadline, a baseline value has no source.
    """
    faults: list[Fault] = []
    document = checked(_Document, read_toml(path), faults=faults) or _Document()
    limits = checked(_Limits, document.limits, where="[limits]", faults=faults)
    entries = document.target
    models = [
        checked(_Target, entry, where=_place(number, entry), faults=faults, remedies=_remedies())
        for number, entry in enumerate(entries, start=1)
    ]
    faults += _repeated_ids(entries)
    for number, model in enumerate(models, start=1):
        if model is not None:
            place = _place(number, {"id": model.id})
            faults += [at(place, fault) for fault in _contradictions(model)]
    if limits is not None and limits.behind >= limits.on_track:
        got = f"behind = {limits.behind:g}, on_track = {limits.on_track:g}"
        faults.append(Fault(_("the limits are reversed"), "[limits]", "behind < on_track", got))
    if faults or limits is None:
        raise ConfigError(str(path), _("the targets cannot be used"), faults)
    targets = tuple(_target(model) for model in models if model is not None)
    return targets, Limits(limits.on_track, limits.behind, limits.max_age_months)


def _place(number: int, entry: object) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return f"target {number} '{name}'" if isinstance(name, str) else f"target {number}"


def _remedies() -> dict[str, str]:
    """What to do where a key of a target is missing."""
    return {
        "deadline": _("Add deadline = YYYY-MM-DD, a date without quotes."),
        "source": _("Name the decision or plan that sets this target."),
    }


def _repeated_ids(entries: Sequence[object]) -> list[Fault]:
    names = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    counts = Counter(name for name in names if isinstance(name, str))
    return [
        Fault(
            _("this id is there {count} times").format(count=count),
            where=f"id '{name}'",
            remedy=_("Give each target an id of its own."),
        )
        for name, count in counts.items()
        if count > 1
    ]


def _contradictions(model: _Target) -> Iterator[Fault]:
    """What is wrong between the keys of one target."""
    yield from _number_faults(model)
    yield from _day_faults(model)
    strange = [name for name in model.excluded_qualities if name not in QUALITIES]
    if model.baseline and model.baseline.quality not in QUALITIES:
        strange.append(model.baseline.quality)
    for name in strange:
        yield Fault(_("unknown quality"), expected=", ".join(QUALITIES), got=name)


def _number_faults(model: _Target) -> Iterator[Fault]:
    numbers = (model.value, model.value_high)
    if model.method == "none":
        if numbers != (None, None):
            yield Fault(_("a target without a number has a value"), "value", "", f"{model.value}")
        return
    if model.value is None:
        remedy = _('Give the number, or method = "none" where the plan sets none.')
        yield Fault(_("this key is missing"), where="value", remedy=remedy)
    if model.indicator is None:
        remedy = _("Name the indicator whose facts judge the target.")
        yield Fault(_("this key is missing"), where="indicator", remedy=remedy)
    if model.value is None:
        return
    if model.value_high is not None and model.value_high <= model.value:
        got = f"{model.value:g} … {model.value_high:g}"
        yield Fault(_("the range is reversed"), "value_high", "value < value_high", got)
    if model.method in ("change", "pace", "average") and model.value <= 0:
        remedy = _('A fall is direction = "down" with a value above 0.')
        yield Fault(_("wrong value"), "value", _("a number above 0"), f"{model.value:g}", remedy)


def _day_faults(model: _Target) -> Iterator[Fault]:
    yield from (
        Fault(_("this is no date"), where="vintages", got=vintage)
        for vintage in model.vintages
        if not _is_period(vintage)
    )
    baseline = model.baseline
    if baseline is None:
        if model.method == "average":
            remedy = _("Name the period whose end is where the averaging starts.")
            yield Fault(_("this key is missing"), where="baseline", remedy=remedy)
        return
    if not _is_period(baseline.period):
        yield Fault(_("this is no date"), where="baseline.period", got=baseline.period)
    elif period_end(baseline.period) >= model.deadline:
        yield Fault(
            _("the baseline is not before the deadline"),
            where="baseline.period",
            expected=_("before {day}").format(day=model.deadline.isoformat()),
            got=baseline.period,
        )
    if baseline.value is not None:
        yield from _baseline_faults(model, baseline, value=baseline.value)


def _baseline_faults(model: _Target, baseline: _Baseline, *, value: float) -> Iterator[Fault]:
    if not baseline.source.strip():
        remedy = _("Name where the number comes from, or leave the value out.")
        yield Fault(_("the value has no source"), where="baseline.source", remedy=remedy)
    if model.method in ("level", "rank") and model.value is not None:
        target = _target(model)
        if target.sign * (value - target.asked) >= 0:
            yield Fault(
                _("the baseline already meets the target"),
                where="baseline.value",
                got=f"{value:g}, {target.asked:g}, {model.direction}",
                remedy=_("Check the value and the direction."),
            )


def _is_period(text: str) -> bool:
    try:
        return period_end(text) is not None
    except ValueError:
        return False


def _target(model: _Target) -> Target:
    baseline = model.baseline
    return Target(
        **model.model_dump(
            exclude={"title", "note", "baseline", "indicator", "vintages", "excluded_qualities"}
        ),
        title=_words(model.title),
        note=_words(model.note),
        indicator=model.indicator or "",
        vintages=tuple(model.vintages),
        excluded_qualities=tuple(model.excluded_qualities),
        baseline=None if baseline is None else Baseline(**baseline.model_dump()),
    )


def _words(words: _Words | None) -> Words:
    return NOTHING if words is None else Words(words.vi, words.en)

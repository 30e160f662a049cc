"""Reading targets.toml: the plan's targets and the limits of the status words."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    FiniteFloat,
    PositiveFloat,
    PositiveInt,
    StringConstraints,
    ValidationError,
)

from lsgeo.errors import ConfigError, Fault
from lsgeo.facts import QUALITIES, period_end
from lsgeo.messages import _
from lsgeo.progress import Baseline, Limits, Target
from lsgeo.progress.target import Direction, Level, Method, UnitRule
from lsgeo.text import NOTHING, Words

_NAME = r"^[a-z][a-z0-9_]*$"
_PERIOD = r"^\d{4}(-\d{2}-\d{2})?$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_Name = Annotated[str, StringConstraints(pattern=_NAME)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Period = Annotated[str, StringConstraints(pattern=_PERIOD)]
_IsoDay = Annotated[str, StringConstraints(pattern=_DAY)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Words(_Entry):
    vi: _Text
    en: _Text


class _Baseline(_Entry):
    period: _Period
    value: FiniteFloat | None = None
    quality: str = "published"
    source: str = ""


class _Target(_Entry):
    id: _Name
    title: _Words
    level: Level
    method: Method
    deadline: date
    source: _Text
    indicator: _Name | None = None
    variant: str = ""
    unit: str = ""
    direction: Direction = "up"
    value: FiniteFloat | None = None
    value_high: FiniteFloat | None = None
    baseline: _Baseline | None = None
    vintages: list[_IsoDay] = []
    assessable_until: date | None = None
    unit_rule: UnitRule = ""
    excluded_qualities: list[str] = []
    note: _Words | None = None


class _Limits(_Entry):
    on_track: PositiveFloat = Limits().on_track
    behind: PositiveFloat = Limits().behind
    max_age_months: PositiveInt = Limits().max_age_months


class _Document(_Entry):
    limits: dict[str, Any] = {}
    target: list[Any] = []


_Model = TypeVar("_Model", bound=_Entry)


def read_targets(path: Path) -> tuple[tuple[Target, ...], Limits]:
    """The targets in a targets.toml, in its order, and the limits of the status words.

    Raises `ConfigError` with every fault of the file: it is missing or no TOML, a target lacks
    its deadline or another key, a key or method is unknown, a range is reversed, an id is there
    twice, a baseline lies after the deadline, a baseline value has no source.
    """
    faults: list[Fault] = []
    document = _checked(_Document, _parse(path), where="", faults=faults) or _Document()
    limits = _checked(_Limits, document.limits, where="[limits]", faults=faults)
    entries = document.target
    models = [
        _checked(_Target, entry, where=_place(number, entry), faults=faults)
        for number, entry in enumerate(entries, start=1)
    ]
    faults += _repeated_ids(entries)
    for number, model in enumerate(models, start=1):
        if model is not None:
            place = _place(number, {"id": model.id})
            faults += [_at(place, fault) for fault in _contradictions(model)]
    if limits is not None and limits.behind >= limits.on_track:
        got = f"behind = {limits.behind:g}, on_track = {limits.on_track:g}"
        faults.append(Fault(_("the limits are reversed"), "[limits]", "behind < on_track", got))
    if faults or limits is None:
        raise ConfigError(str(path), _("the targets cannot be used"), faults)
    targets = tuple(_target(model) for model in models if model is not None)
    return targets, Limits(limits.on_track, limits.behind, limits.max_age_months)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        remedy = _("Make it from the template of lsgeo init, or name another file.")
        fault = Fault(error.strerror or str(error), remedy=remedy)
        raise ConfigError(str(path), _("the file cannot be read"), [fault]) from error
    except UnicodeDecodeError as error:
        fault = Fault(_("the text is not UTF-8"), remedy=_("Save it as UTF-8."))
        raise ConfigError(str(path), _("the file cannot be read"), [fault]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), _("this is not TOML"), [Fault(str(error))]) from error


def _place(number: int, entry: object) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return f"target {number} '{name}'" if isinstance(name, str) else f"target {number}"


def _at(place: str, fault: Fault) -> Fault:
    where = ", ".join(part for part in (place, fault.where) if part)
    return Fault(fault.what, where, fault.expected, fault.got, fault.remedy)


def _checked(
    model: type[_Model], entry: object, *, where: str, faults: list[Fault]
) -> _Model | None:
    """`entry` as a `model`; its faults are added to `faults` and None comes back."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        known = ", ".join(model.model_fields)
        faults += [_at(where, _worded(dict(detail), known)) for detail in error.errors()]
        return None


def _worded(detail: Mapping[str, Any], known: str) -> Fault:
    """What pydantic found, in the words of the project."""
    key = ".".join(str(part) for part in detail["loc"])
    kind, got = detail["type"], detail["input"]
    if kind == "missing":
        return _missing(key)
    if kind == "extra_forbidden":
        expected = known if "." not in key else ""
        return Fault(_("unknown key"), where=key, expected=expected)
    return Fault(_("wrong value"), where=key, expected=_expected(detail), got=repr(got))


def _missing(key: str) -> Fault:
    remedies = {
        "deadline": _("Add deadline = YYYY-MM-DD, a date without quotes."),
        "source": _("Name the decision or plan that sets this target."),
    }
    return Fault(_("this key is missing"), where=key, remedy=remedies.get(key, ""))


def _expected(detail: Mapping[str, Any]) -> str:
    context = detail.get("ctx", {})
    patterns = {
        _NAME: _("a name of the letters a-z, digits and _"),
        _PERIOD: _('a year or a date as text, "2020" or "2020-12-31"'),
        _DAY: _('a date as text, "2025-07-01"'),
    }
    if detail["type"] == "string_pattern_mismatch":
        return patterns[context["pattern"]]
    if detail["type"] == "literal_error":
        return str(context["expected"])
    kinds = {
        "string": _("a text that is not empty"),
        "float": _("a number"),
        "finite": _("a number"),
        "int": _("a whole number"),
        "greater": _("a number above 0"),
        "date": _("a date without quotes, 2030-12-31"),
        "list": _("a list"),
        "model": _("a table, { … }"),
    }
    return kinds.get(str(detail["type"]).split("_")[0], str(detail["msg"]))


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

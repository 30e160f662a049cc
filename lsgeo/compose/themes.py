"""Themes into styles and columns: which class of which colour, from the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lsgeo.compose import Field
from lsgeo.facts import period_end, span, worst_quality
from lsgeo.formats import number
from lsgeo.palette import NO_DATA, TARGET_STATUS, Style, StyleClass, Symbol, Theme
from lsgeo.progress import Target
from lsgeo.scales import CriteriaSet, CriteriaSets, Status
from lsgeo.text import NOTHING, Words, same

_NOT_A_XA = Words("Không xét (phường)", "Not applicable (ward)")
_AGAINST_REGISTERED = Words(
    "Xã so với năm đăng ký đạt chuẩn", "Communes against their registered year"
)
_REGISTERED_RULE = Words(
    "Xã chưa đạt chỉ bị coi là chậm khi đã qua năm xã tự đăng ký về đích",
    "A commune that does not meet the standard is behind only once the year it registered is over",
)


def latest(facts: pd.DataFrame, theme: Theme, *, vintage: str) -> pd.DataFrame:
    """The latest fact of a theme for each unit of one vintage; may be empty.

    Units need not be of one period: one that was looked at again does not take the numbers of the
    others away. Where a theme names no variant, that of a unit's latest period is taken (the first
    in order, if it has several): statuses and criteria go on under a new set.
    """
    mine = facts[(facts["indicator"] == theme.indicator) & (facts["vintage"] == vintage)]
    if theme.variant:
        mine = mine[mine["variant"] == theme.variant]
    ends = {period: period_end(period) for period in mine["period"].unique()}
    dated = mine.assign(end=mine["period"].map(ends))
    ordered = dated.sort_values(["end", "variant"], ascending=[False, True], kind="stable")
    return ordered.drop_duplicates("code").drop(columns="end").sort_index()


def column_of(
    theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets, codes: pd.Index
) -> pd.Series:
    """The values of a theme for the units `codes`.

    Statuses are the ids of their scale, since a number may mean another status on another scale;
    other codes and counts are whole numbers.
    """
    if theme.on_scale:
        ids = {
            (name, status.value): status.id
            for name, one in sets.items()
            for status in one.scale.statuses
        }
        known = [ids.get(key) for key in zip(facts["variant"], facts["value"], strict=True)]
        return pd.Series(known, index=facts["code"], dtype="str").reindex(codes)
    values = facts.set_index("code")["value"].reindex(codes)
    whole = bool(theme.classes) or (not theme.colours and theme.decimals == 0)
    return values.round().astype("Int64") if whole else values


def field_of(theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets) -> Field:
    """The field of a theme, with the period, quality and source of its numbers.

    Where units differ in their period, it is the first and the last ("2025 – 2026-06-30").
    """
    values: dict[int | str, Words] = {
        value: words for value, (words, _symbol) in theme.classes.items()
    }
    if theme.on_scale:
        values = {status.id: status.label for status in _statuses(facts, sets)}
    return Field(
        name=theme.column,
        title=theme.title,
        unit=theme.unit,
        decimals=theme.decimals,
        values=values,
        period=span(facts["period"]),
        quality=_worst(facts),
        source=_sources(facts),
    )


def style_of(
    theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets, codes: pd.Index
) -> Style | None:
    """The style of a theme, None where it is no map theme (no colours and no classes)."""
    values = column_of(theme, facts, sets=sets, codes=codes)
    if theme.on_scale:
        classes = tuple(
            StyleClass(status.label, status.symbol, value=status.id)
            for status in _statuses(facts, sets)
        )
    elif theme.classes:
        present = set(values.dropna().astype(int))
        classes = tuple(
            StyleClass(words, symbol, value=value)
            for value, (words, symbol) in theme.classes.items()
            if value in present
        )
    elif theme.colours:
        classes = graduated(values.dropna().to_numpy(dtype=float), theme)
    else:
        return None
    return Style(
        name=theme.column,
        title=theme.title,
        column=theme.column,
        kind="graduated" if theme.colours else "categorized",
        classes=classes,
        missing=NO_DATA,
        unit=theme.unit,
        decimals=theme.decimals,
        period=span(facts["period"]),
        quality=_worst(facts),
        source=_sources(facts),
        note=_note(theme, facts, sets=sets),
        satellite=theme.satellite,
        label_column="name",
    )


def graduated(values: np.ndarray, theme: Theme) -> tuple[StyleClass, ...]:
    """Classes of about equally many units, their limits rounded so that a person can say them.

    Numbers that take no more values than there are colours have a class each.
    """
    known = np.unique(values)
    if len(known) <= len(theme.colours):
        return _single_values(known, theme)
    low, high = float(known[0]), float(known[-1])
    steps = np.quantile(values, np.linspace(0, 1, len(theme.colours) + 1))[1:-1]
    inner = {_round(float(edge), values) for edge in steps}
    edges = [low, *sorted(edge for edge in inner if low < edge < high), high]
    decimals = max(theme.decimals, _decimals(edges[1:-1]))
    steps = np.linspace(0, len(theme.colours) - 1, len(edges) - 1).round().astype(int)
    return tuple(
        StyleClass(
            Words(*(_range(low, high, decimals, language) for language in ("vi", "en"))),
            Symbol(theme.colours[step]),
            low=low,
            high=high,
        )
        for low, high, step in zip(edges[:-1], edges[1:], steps, strict=True)
    )


def _single_values(known: np.ndarray, theme: Theme) -> tuple[StyleClass, ...]:
    steps = np.linspace(0, len(theme.colours) - 1, len(known)).round().astype(int)
    return tuple(
        StyleClass(
            Words(*(number(value, decimals=theme.decimals, language=one) for one in ("vi", "en"))),
            Symbol(theme.colours[step]),
            low=float(value),
            high=float(value) if last else float(following),
        )
        for value, following, last, step in zip(
            known, np.append(known[1:], known[-1]), known == known[-1], steps, strict=True
        )
    )


def target_style(target: Target, assessments: pd.DataFrame) -> tuple[tuple[Field, Field], Style]:
    """The fields (status and reason) and the style of each unit's status against a target."""
    words = {status: shown for status, (shown, _sign, _symbol) in TARGET_STATUS.items()}
    title = Words(f"Mục tiêu: {target.title.vi}", f"Target: {target.title.en}")
    note = target.note
    if target.unit_rule == "registered_year":
        words["not_assessable"] = _NOT_A_XA
        title, note = _AGAINST_REGISTERED, _REGISTERED_RULE
    signs = {status: sign for status, (_words, sign, _symbol) in TARGET_STATUS.items()}
    classes = tuple(
        StyleClass(
            Words(f"{signs[status]} {words[status].vi}", f"{signs[status]} {words[status].en}"),
            TARGET_STATUS[status][2],
            value=status,
        )
        for status in TARGET_STATUS
        if status in set(assessments["status"])
    )
    period, quality = span(assessments["period"]), _worst(assessments)
    source, name = _sources(assessments), f"target_{target.id}"
    style = Style(
        name=name,
        title=title,
        column=name,
        kind="categorized",
        classes=classes,
        missing=NO_DATA,
        period=period,
        quality=quality,
        source=source,
        note=note,
        label_column="name",
    )
    reasons = dict(
        zip(assessments["why"], map(Words, assessments["why"], assessments["why_en"]), strict=True)
    )
    why = Words(f"Vì sao: {title.vi}", f"Why: {title.en}")
    fields = (
        Field(name, title, values=words, period=period, quality=quality, source=source),
        Field(f"{name}_why", why, values=reasons, period=period, quality=quality, source=source),
    )
    return fields, style


def _statuses(facts: pd.DataFrame, sets: CriteriaSets) -> list[Status]:
    """The statuses that `facts` may have, from low to high, those off the scale last.

    They are all of the newest set that the facts name, and of older ones those that occur.
    """
    named = sorted((sets[name] for name in facts["variant"].unique()), key=_start, reverse=True)
    found = {status.id: status for status in named[0].scale.statuses}
    for older in named[1:]:
        values = set(facts.loc[facts["variant"] == older.name, "value"])
        for status in older.scale.statuses:
            if status.value in values:
                found.setdefault(status.id, status)
    return sorted(found.values(), key=lambda status: (status.value < 0, abs(status.value)))


def _start(criteria_set: CriteriaSet) -> str:
    return criteria_set.valid_from


def _note(theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets) -> Words:
    """The note of a theme, and by which sets or variants its units are counted if they differ."""
    variants = sorted(facts["variant"].unique())
    if len(variants) == 1:
        return theme.note
    titles = [sets[name].title if name in sets else same(name) for name in variants]
    mixed = Words(
        f"Các đơn vị không cùng một cách tính: {'; '.join(title.vi for title in titles)}",
        f"Not all units are counted alike: {'; '.join(title.en for title in titles)}",
    )
    if theme.note == NOTHING:
        return mixed
    return Words(f"{theme.note.vi}. {mixed.vi}", f"{theme.note.en}. {mixed.en}")


def _round(value: float, values: np.ndarray) -> float:
    """`value` rounded to about a hundredth of the range of `values`."""
    spread = float(np.ptp(values))
    if spread == 0:
        return float(value)
    digits = int(np.ceil(-np.log10(spread / 50)))
    return float(round(value, digits))


def _decimals(edges: Iterable[float]) -> int:
    shown = [f"{edge:.6f}".rstrip("0").partition(".")[2] for edge in edges]
    return max((len(part) for part in shown), default=0)


def _range(low: float, high: float, decimals: int, language: str) -> str:
    ends = (number(end, decimals=decimals, language=language) for end in (low, high))
    return " – ".join(ends)


def _worst(table: pd.DataFrame) -> str:
    return worst_quality(table["quality"])


def _sources(table: pd.DataFrame) -> str:
    parts = {part for text in table["source"].unique() for part in text.split("; ") if part}
    return "; ".join(sorted(parts))

"""Themes into styles and columns: which class of which colour, from the numbers themselves."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose import Field
from lsgeo.compose.classes import graduated
from lsgeo.facts import period_end, span, worst_quality
from lsgeo.palette import NO_DATA, TARGET_STATUS, Style, StyleClass, Theme
from lsgeo.progress import Target
from lsgeo.scales import CriteriaSet, CriteriaSets, Status
from lsgeo.text import NOTHING, Words, same

_NOT_A_XA = Words("Không xét (phường)", "Not applicable (ward)")
_NOT_DUE = Words("Chưa đến hạn", "Not due yet")
_TARGET = Words("Mục tiêu", "Target")
_AGAINST_REGISTERED = Words(
    "Xã so với năm đăng ký đạt chuẩn", "Communes against their registered year"
)
_REGISTERED_RULE = Words(
    "Xã chưa đạt chỉ bị coi là chậm khi đã qua năm xã tự đăng ký về đích",
    "A commune that does not meet the standard is behind only once the year it registered is over",
)


def known(facts: pd.DataFrame, theme: Theme, *, vintage: str) -> pd.DataFrame:
    """The facts of a theme for the units of one vintage: one per unit and period, oldest first.

    Where a theme names no variant, a period's first in order is taken: statuses and criteria go on
    under a new set.
    """
    mine = facts[(facts["indicator"] == theme.indicator) & (facts["vintage"] == vintage)]
    if theme.variant:
        mine = mine[mine["variant"] == theme.variant]
    ends = {period: period_end(period) for period in mine["period"].unique()}
    dated = mine.assign(end=mine["period"].map(ends))
    ordered = dated.sort_values(["end", "period", "variant"], kind="stable")
    return ordered.drop_duplicates(["code", "period"]).drop(columns="end")


def latest(facts: pd.DataFrame, theme: Theme, *, vintage: str) -> pd.DataFrame:
    """The latest fact of a theme for each unit of one vintage; may be empty.

    Units need not be of one period: one that was looked at again does not take the numbers of the
    others away.
    """
    return last(known(facts, theme, vintage=vintage))


def last(every: pd.DataFrame) -> pd.DataFrame:
    """Of what `known` gives, the latest of each unit."""
    return every.drop_duplicates("code", keep="last").sort_index()


def column_of(
    theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets, codes: pd.Index
) -> pd.Series:
    """The values of a theme for the units `codes`.

    Statuses are the ids of their scale, since a number may mean another status on another scale;
    other codes and counts are whole numbers.
    """
    values = _shown(theme, facts, sets=sets)
    column = values.set_axis(facts["code"]).reindex(codes)
    return column.round().astype("Int64") if _is_whole(theme) else column


def series_of(
    theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets, codes: pd.Index
) -> pd.DataFrame:
    """The values of a theme by period for the units `codes`; `facts` as `known` gives them.

    A column for each period, oldest first, with values as in `column_of`. Numbers of two variants
    make no series (9 of 19 criteria and 9 of 10): those of the newest are taken; statuses are told
    apart by their ids.
    """
    if not theme.on_scale:
        facts = facts[facts["variant"] == facts["variant"].iloc[-1]]
    periods = sorted(facts["period"].unique(), key=period_end)
    values = _shown(theme, facts, sets=sets)
    values = values.set_axis(pd.MultiIndex.from_frame(facts[["code", "period"]]))
    table = values.unstack("period").reindex(index=codes, columns=periods).rename_axis(columns=None)
    return table.round().astype("Int64") if _is_whole(theme) else table


def origins_of(facts: pd.DataFrame, *, codes: pd.Index) -> pd.DataFrame:
    """Period, quality and source of each unit's fact, missing for units without one."""
    return facts.set_index("code")[["period", "quality", "source"]].reindex(codes)


def _shown(theme: Theme, facts: pd.DataFrame, *, sets: CriteriaSets) -> pd.Series:
    """The values of `facts`, statuses as the ids of their scale."""
    if not theme.on_scale:
        return facts["value"]
    ids = {
        (name, status.value): status.id
        for name, one in sets.items()
        for status in one.scale.statuses
    }
    named = [ids.get(key) for key in zip(facts["variant"], facts["value"], strict=True)]
    return pd.Series(named, index=facts.index, dtype="str")


def _is_whole(theme: Theme) -> bool:
    """Whether the values of a theme are codes or counts."""
    counted = not theme.colours and theme.decimals == 0
    return not theme.on_scale and (bool(theme.classes) or counted)


def field_of(
    theme: Theme, facts: pd.DataFrame, *, every: pd.DataFrame, sets: CriteriaSets
) -> Field:
    """The field of a theme, with the period, quality and source of its numbers.

    `facts` are those shown, `every` those of all periods, whose words it has. Where units differ
    in their period, it is the first and the last ("2025 – 2026-06-30").
    """
    values: dict[int | str, Words] = {
        value: words for value, (words, _symbol) in theme.classes.items()
    }
    if theme.on_scale:
        values = {status.id: status.label for status in _statuses(every, sets)}
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
    theme: Theme, facts: pd.DataFrame, *, every: pd.DataFrame, sets: CriteriaSets
) -> Style | None:
    """The style of a theme, None where it is no map theme (no colours and no classes).

    `facts` are those shown; its classes hold those of `every` period too, so that a colour means
    the same in each year.
    """
    classes = _classes(theme, facts, every=every, sets=sets)
    if not classes:
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
        short=theme.short,
    )


def _classes(
    theme: Theme, facts: pd.DataFrame, *, every: pd.DataFrame, sets: CriteriaSets
) -> tuple[StyleClass, ...]:
    if theme.on_scale:
        return tuple(
            StyleClass(status.label, status.symbol, value=status.id)
            for status in _statuses(every, sets)
        )
    if theme.classes:
        present = set(every["value"].dropna().round().astype(int))
        return tuple(
            StyleClass(words, symbol, value=value)
            for value, (words, symbol) in theme.classes.items()
            if value in present
        )
    if theme.colours:
        # What is counted in another way than the numbers shown says nothing of their range.
        alike = every[every["variant"].isin(facts["variant"])]
        shown, ever = (table["value"].dropna().to_numpy(dtype=float) for table in (facts, alike))
        return graduated(shown, theme, every=ever)
    return ()


def target_style(target: Target, assessments: pd.DataFrame) -> tuple[tuple[Field, Field], Style]:
    """The fields (status and reason) and the style of each unit's status against a target."""
    words = {status: shown for status, (shown, _sign, _symbol) in TARGET_STATUS.items()}
    signs = {status: sign for status, (_words, sign, _symbol) in TARGET_STATUS.items()}
    title = Words(f"Mục tiêu: {target.title.vi}", f"Target: {target.title.en}")
    note, short = target.note, NOTHING
    if target.unit_rule == "registered_year":
        words |= {"not_assessable": _NOT_A_XA, "on_track": _NOT_DUE}
        title, note, short = _AGAINST_REGISTERED, _REGISTERED_RULE, _TARGET
        signs |= {"on_track": "○"}  # not late is no progress
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
        short=short,
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
    # Of equals the older first: an old scale goes on where the new one adds a level.
    order = [*reversed(list(found.values()))]
    return sorted(order, key=lambda status: (status.value < 0, abs(status.value)))


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


def _worst(table: pd.DataFrame) -> str:
    return worst_quality(table["quality"])


def _sources(table: pd.DataFrame) -> str:
    parts = {part for text in table["source"].unique() for part in text.split("; ") if part}
    return "; ".join(sorted(parts))

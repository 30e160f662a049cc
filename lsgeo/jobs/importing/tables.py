"""Tables of an office into those of a workspace: statuses, gates, indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.formats import day, iso_day, period
from lsgeo.indicators import known_units
from lsgeo.intake import Taken, gates, indicator, ntm
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.records import RECORDS
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _, current_language
from lsgeo.sheet import Layout
from lsgeo.sheet.numbers import made_clear
from lsgeo.sources.gates import CLASSES
from lsgeo.sources.office import Office, read_office
from lsgeo.workspace.known import Known

TITLES: Mapping[str, str] = {
    "ntm_status": "Tình trạng nông thôn mới từng xã",
    "ntm_criteria": "Từng tiêu chí nông thôn mới của xã",
    "gates": "Cửa khẩu",
    "observations": "Chỉ số",
}
"""What the catalog calls what was made of a sheet, before the name of its file."""


def _ntm(layout: Layout, known: Known, asked: Asked) -> Taken:
    return ntm.take(
        layout,
        registry=known.registry,
        sets=known.sets,
        titles=known.criteria,
        settings=asked.settings,
    )


def _gates(layout: Layout, known: Known, asked: Asked) -> Taken:
    return gates.take(
        layout,
        registry=known.registry,
        classes=CLASSES,
        settings=asked.settings,
        home=known.workspace.config.crs,
    )


def _indicator(layout: Layout, known: Known, asked: Asked) -> Taken:
    return indicator.take(
        layout, registry=known.registry, known_units=known_units(), settings=asked.settings
    )


_TAKERS: Mapping[str, Callable[[Layout, Known, Asked], Taken]] = {
    "ntm": _ntm,
    "gates": _gates,
    "indicator": _indicator,
}


def read_sheet(path: Path, known: Known, asked: Asked) -> Office:
    """The sheet that is asked for, taken apart; raises what `lsgeo.sources.office` raises."""
    names = tuple(known.registry.units["name"].unique())
    return read_office(path, sheet=asked.sheet, encoding=asked.encoding, names=names)


def convert_table(path: Path, office: Office, known: Known, asked: Asked) -> Converted:
    """What a sheet becomes, imported as ``asked.kind``; `InputError` with every fault of it."""
    layout = office.layout
    noted = [note.row for note in office.notes if note.outcome == "quarantined"]
    gone = sorted({row for row in noted if row is not None})
    rest = replace(layout, rows=layout.rows.drop(index=gone), groups=layout.groups.drop(index=gone))
    taken = take(path, replace(office, layout=rest), known, asked)
    left_out = pd.concat([taken.quarantined, layout.rows.loc[gone]]).sort_index()
    names = [name for name in layout.header if name in left_out.columns]
    clear = {name: made_clear(left_out[name], among=layout.rows[name]) for name in names}
    left_out = left_out.assign(**clear)
    taken = replace(taken, quarantined=left_out)
    notes = [*office.notes, *taken.notes]
    rows = len(office.layout.roles)
    ledger = ledger_entry(path.name, rows=rows, notes=notes, sheet=office.sheet)
    return converted_table(path, taken, asked, office=office, ledger=ledger)


def take(path: Path, office: Office, known: Known, asked: Asked) -> Taken:
    """The tables of a sheet; the faults of the whole are told of its file."""
    if asked.kind not in _TAKERS:
        expected = ", ".join(_TAKERS)
        fault = Fault(_("a table cannot be imported so"), "--as", expected, asked.kind)
        raise InputError(str(path), _("the table cannot be taken"), [fault])
    asked = replace(asked, attribution=asked.attribution or path.name)
    try:
        return _TAKERS[asked.kind](office.layout, known, asked)
    except InputError as error:
        raise InputError(str(path), error.summary, error.faults) from error


def converted_table(
    path: Path, taken: Taken, asked: Asked, *, office: Office, ledger: Ledger
) -> Converted:
    """The files and entries of what was taken from a sheet of the file at `path`."""
    stem = slug(path, asked.sheet)
    tables = {theme: table for theme, table in taken.tables.items() if len(table)}
    entries = [
        {
            "theme": theme,
            "path": f"{theme}-{stem}.csv",
            "title": asked.title or f"{TITLES[theme]}: {path.name}",
            "quality": asked.quality,
            "licence": asked.licence,
            "attribution": asked.attribution or path.name,
            "period": taken.period if theme == "gates" else "",
            "record": f"{RECORDS}/{stem}.csv",
        }
        for theme in tables
    ]
    remarks = [*taken.remarks]
    if not asked.attribution:
        text = _("Say whose the figures are: --source …; until then the file's name stands for it.")
        remarks.append(text)
    marked = {"lsgeo_vintage": taken.vintage, "lsgeo_period": taken.period}
    return Converted(
        stem=stem,
        form=office.form,
        kind=asked.kind,
        ledger=ledger,
        files={f"{theme}-{stem}.csv": table for theme, table in tables.items()},
        entries=tuple(entries),
        quarantined=taken.quarantined.assign(**marked, lsgeo_criteria_set=asked.criteria_set),
        facts=tuple(_facts(office, taken)),
        remarks=tuple(remarks),
        suggestions=taken.suggestions,
    )


def _facts(office: Office, taken: Taken) -> list[tuple[str, str]]:
    sheets = [(_("sheet"), office.sheet)] if office.sheet else []
    counted = [
        (TITLES[theme], _("{count} rows").format(count=len(table)))
        for theme, table in taken.tables.items()
        if len(table)
    ]
    return [*sheets, *_days(taken), *counted]


def _days(taken: Taken) -> list[tuple[str, str]]:
    language = current_language()
    vintage = day(iso_day(taken.vintage), language=language) if taken.vintage else ""
    shown = period(taken.period, language=language) if taken.period else ""
    return [(_("vintage"), vintage), (_("period"), shown)]

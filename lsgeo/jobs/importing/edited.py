"""Our own GeoPackage come back from QGIS: its statuses and gates into the tables they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import QUALITIES
from lsgeo.intake import Settings, back
from lsgeo.intake.gates import GATE_COLUMNS
from lsgeo.intake.ntm_columns import STATUS_COLUMNS
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.records import RECORDS
from lsgeo.ledger import entry as ledger_entry
from lsgeo.ledger import merge
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import CLASSES, read_gates
from lsgeo.sources.record import read_record
from lsgeo.sources.statuses import read_statuses
from lsgeo.sources.table import read_table
from lsgeo.sources.vector import read_features
from lsgeo.sources.vector.attributes import attribute_table, list_tables
from lsgeo.workspace.known import Known

_KEYS = {"ntm_status": ["vintage", "code", "period"], "gates": ["gate"]}
_COLUMNS = {"ntm_status": STATUS_COLUMNS, "gates": GATE_COLUMNS}


def is_edited(path: Path) -> bool:
    """Whether a file is a GeoPackage that lsgeo published."""
    if path.suffix.lower() != ".gpkg":
        return False
    layers, tables = list_tables(path)
    return back.is_ours(layers, tables)


def convert_edited(path: Path, known: Known, asked: Asked) -> Converted:
    """The tables of the workspace with the rows that were edited in our file, before and after.

    Raises `InputError` where nothing in it was edited, or a row was that the tables here lack.
    """
    before = {theme: _rows(known, theme) for theme in _KEYS}
    layers, _tables = list_tables(path)
    edited: dict[str, pd.DataFrame] = {
        layer: read_features(path, layer=layer).frame
        for layer in layers
        if back.is_units(layer) or layer == back.GATES
    }
    edited["facts"] = attribute_table(path, "facts")
    taken = back.changes(
        {
            theme: rows.drop(columns="entry").drop_duplicates(_KEYS[theme])
            for theme, rows in before.items()
        },
        edited,
        registry=known.registry,
        sets=known.sets,
        classes=CLASSES,
        settings=Settings(period=asked.period),
        file=path.name,
    )
    changed = [
        (theme, table)
        for one in taken.values()
        for theme, table in one.tables.items()
        if len(table)
    ]
    if not changed:
        fault = Fault(_("nothing in it was edited that could be taken back"))
        raise InputError(str(path), _("no row of it can be taken"), [fault])
    rewritten = list(_rewritten(path, changed, before, known))
    ledgers = [
        ledger_entry(path.name, rows=len(edited[layer]), notes=one.notes, sheet=layer)
        for layer, one in taken.items()
    ]
    earlier = dict.fromkeys(entry.record for entry, *_rest in rewritten if entry.record)
    record = f"{RECORDS}/{slug(path)}.csv"
    return Converted(
        stem=slug(path),
        form=_("a GeoPackage of ours, edited"),
        kind="ntm",
        ledger=merge([*map(read_record, earlier), *ledgers]),
        files={entry.path.name: table for entry, _keys, table in rewritten},
        entries=tuple({**keys, "record": record} for _entry, keys, _table in rewritten),
        remarks=tuple(remark for one in taken.values() for remark in one.remarks),
    )


def _rows(known: Known, theme: str) -> pd.DataFrame:
    """The rows of all tables of a theme as text, their codes filled in, with the ``entry`` each."""
    tables = []
    entries = known.workspace.entries(theme)
    for entry in sorted(entries, key=lambda one: QUALITIES.index(one.quality)):
        columns = tuple(_COLUMNS[theme])
        rows = read_table(entry, required=(), optional=columns).rows
        if theme == "ntm_status":
            rows = rows.assign(
                code=read_statuses(entry, known.registry, known.sets).statuses["code"].to_numpy()
            )
        else:
            newest = known.workspace.config.vintages[0]
            gates, _ledger = read_gates(entry, known.registry, vintage=newest)
            filled = ["gate", "commune_vintage", "commune_code"]
            rows = rows.assign(**{name: gates[name].to_numpy() for name in filled})
        tables.append(rows.assign(entry=[entry] * len(rows)))
    if not tables:
        return pd.DataFrame(columns=[*_COLUMNS[theme], "entry"])
    return pd.concat(tables)


def _rewritten(
    path: Path,
    changed: list[tuple[str, pd.DataFrame]],
    before: Mapping[str, pd.DataFrame],
    known: Known,
) -> Iterator[tuple[Entry, dict[str, object], pd.DataFrame]]:
    """Each table with edited rows: its entry, its keys for the catalog, and its new content."""
    home = known.workspace.config.catalog_paths[0].parent
    for theme, edited in changed:
        rows, key = before[theme], _KEYS[theme]
        owner = rows.drop_duplicates(key).set_index(key)["entry"].to_dict()
        first = known.workspace.entries(theme)[0]
        owners = [owner.get(_as_key(row), first) for row in edited[key].astype(str).to_numpy()]
        for entry in {one.path: one for one in owners}.values():
            if entry.path.parent != home:
                fault = Fault(_("this table lies outside the workspace"), str(entry.path))
                raise InputError(str(path), _("nothing can be imported"), [fault])
            mine = rows[rows["entry"].map(lambda one, path=entry.path: one.path == path)]
            here = edited[[one.path == entry.path for one in owners]]
            every = pd.concat([mine.drop(columns="entry"), here.astype(str)])
            table = every.drop_duplicates(key, keep="last").sort_values(key)
            said = entry.model_dump(
                mode="json", exclude={"path", "sha256", "record"}, exclude_defaults=True
            )
            yield entry, {**said, "path": entry.path.name}, table[list(_COLUMNS[theme])]


def _as_key(row: Sequence[str]) -> object:
    """The key of a row as pandas has it in an index: of one column the value alone."""
    return tuple(row) if len(row) > 1 else row[0]

"""Our own GeoPackage come back from QGIS: its statuses and gates into the tables they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.intake import Settings, Taken, back
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.own_tables import COLUMNS, KEYS, OwnTable, own_tables, with_rows
from lsgeo.jobs.importing.records import RECORDS
from lsgeo.ledger import Ledger, merge, recount
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import CLASSES
from lsgeo.sources.record import read_record
from lsgeo.sources.vector import read_features
from lsgeo.sources.vector.attributes import attribute_table, list_tables, snapshot_of
from lsgeo.workspace.known import Known


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
    tables = {theme: own_tables(known, theme) for theme in KEYS}
    layers, _tables = list_tables(path)
    edited: dict[str, pd.DataFrame] = {
        layer: read_features(path, layer=layer).frame for layer in layers if back.comes_back(layer)
    }
    edited["facts"] = attribute_table(path, "facts")
    was = snapshot_of(path)
    taken = back.changes(
        {theme: _known_rows(tables[theme], theme) for theme in KEYS},
        edited,
        registry=known.registry,
        sets=known.sets,
        classes=CLASSES,
        settings=Settings(period=asked.period),
        file=path.name,
        was=was,
    )
    changed = [
        (theme, table)
        for one in taken.values()
        for theme, table in one.tables.items()
        if len(table)
    ]
    _check_told(path, changed, was)
    if not changed:
        raise InputError(str(path), _("no row of it can be taken"), _why_none(taken))
    rewritten = [
        one for theme, rows in changed for one in _rewritten(rows, tables[theme], known, theme)
    ]
    ledgers = [
        ledger_entry(path.name, rows=len(edited[layer]), notes=one.notes, sheet=layer)
        for layer, one in taken.items()
    ]
    earlier = dict.fromkeys(entry.record for entry, _table in rewritten if entry.record)
    record = f"{RECORDS}/{slug(path)}.csv"
    return Converted(
        stem=slug(path),
        form=_("a GeoPackage of ours, edited"),
        kind="ntm",
        ledger=_on_top(merge(map(read_record, earlier)), merge(ledgers)),
        files={entry.path.name: table for entry, table in rewritten},
        entries=tuple({**_keys(entry), "record": record} for entry, _table in rewritten),
        remarks=tuple(remark for one in taken.values() for remark in one.remarks),
    )


def _on_top(earlier: Ledger, now: Ledger) -> Ledger:
    """The record of all edits: those of before, and of each layer what is said of it `now`.

    A layer that is read again has its rows once, and what was corrected in it stays told.
    """
    layers = set(_layers(now.counts))
    is_again = _layers(earlier.notes).isin(layers)
    kept = earlier.notes[~is_again | (earlier.notes["outcome"] == "corrected")]
    others = earlier.counts[~_layers(earlier.counts).isin(layers)]
    notes = merge([Ledger(notes=kept), now]).notes
    told = notes[notes["outcome"].isin(["corrected", "quarantined"])]
    told = told.assign(layer=_layers(told), row=told["row"].astype("str"))
    told = told[told["row"] != ""].drop_duplicates(["layer", "row"])
    changed = _layers(now.counts).map(told["layer"].value_counts()).fillna(0)
    counts = now.counts.assign(used=(now.counts["rows"].astype("int64") - changed).clip(lower=0))
    return recount(Ledger(notes, pd.concat([others, counts]) if len(others) else counts))


def _layers(table: pd.DataFrame) -> pd.Series:
    """Which layer of which file each row of a ledger is of."""
    return table["file"].astype("str") + "\t" + table["sheet"].astype("str")


def _why_none(taken: Mapping[str, Taken]) -> list[Fault]:
    """Why nothing is taken back: what is wrong with the rows that were edited, if any was."""
    faults = [
        Fault(note.reason, f"{layer}, {_('row {row}').format(row=note.row)}", got=note.said)
        for layer, one in taken.items()
        for note in one.notes
        if note.outcome == "quarantined"
    ]
    return faults or [Fault(_("nothing in it was edited that could be taken back"))]


def _check_told(
    path: Path, changed: Sequence[tuple[str, pd.DataFrame]], was: Mapping[str, pd.DataFrame]
) -> None:
    """Raise `InputError` where gates differ, and the file does not say what it was published with.

    Then what is old in it cannot be told from what was edited.
    """
    if back.GATES in was or all(theme != "gates" for theme, _table in changed):
        return
    names = ", ".join(
        name for theme, table in changed if theme == "gates" for name in table["name"]
    )
    what = _("it cannot be told whether these gates were edited here, or are old in this file")
    remedy = _("Build again and edit the new file, or correct the table of gates itself.")
    fault = Fault(what, back.GATES, got=names, remedy=remedy)
    raise InputError(str(path), _("no row of it can be taken"), [fault])


def _known_rows(tables: Sequence[OwnTable], theme: str) -> pd.DataFrame:
    """The rows of all tables of a theme, of each key the one of the best quality."""
    rows = [table.rows for table in tables]
    blank = pd.DataFrame(columns=list(COLUMNS[theme]))
    return pd.concat(rows).drop_duplicates(KEYS[theme]) if rows else blank


def _rewritten(
    edited: pd.DataFrame, tables: Sequence[OwnTable], known: Known, theme: str
) -> Iterator[tuple[Entry, pd.DataFrame]]:
    """Each table with edited rows and its new content: a row goes back to where it came from.

    One of a new period goes into the table of the best quality.
    """
    home, key = known.workspace.config.catalog_paths[0].parent, KEYS[theme]
    owners = [_owner(tuple(row), tables, key) for row in edited[key].astype("str").to_numpy()]
    for place, table in enumerate(tables):
        if place not in owners:
            continue
        if table.entry.path.parent != home:
            fault = Fault(_("this table lies outside the workspace"), str(table.entry.path))
            raise InputError(str(table.entry.path), _("nothing can be imported"), [fault])
        mine = edited[[owner == place for owner in owners]]
        yield table.entry, with_rows(table, mine, theme=theme)


def _owner(wanted: tuple[str, ...], tables: Sequence[OwnTable], key: list[str]) -> int:
    """The place of the table that has a row of this key; the first where none has."""
    for place, table in enumerate(tables):
        if wanted in set(table.rows[key].itertuples(index=False, name=None)):
            return place
    return 0


def _keys(entry: Entry) -> dict[str, object]:
    """The keys of an entry as the catalog has them; the table is written in letters of today."""
    anew = {"path", "sha256", "record", "encoding"}
    said = entry.model_dump(mode="json", exclude=anew, exclude_defaults=True)
    return {**said, "path": entry.path.name}

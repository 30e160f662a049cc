"""The workspace's own tables, to be written again with some rows changed and all else as it is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import QUALITIES
from lsgeo.intake.gates import GATE_COLUMNS
from lsgeo.intake.ntm_columns import STATUS_COLUMNS
from lsgeo.messages import _
from lsgeo.sheet.grid import text_of
from lsgeo.sources.catalog import Entry
from lsgeo.sources.cells import read_cells
from lsgeo.sources.gates import read_gates
from lsgeo.sources.statuses import read_statuses
from lsgeo.sources.table import read_table
from lsgeo.text import normalise
from lsgeo.workspace.known import Known

KEYS = {"ntm_status": ["vintage", "code", "period"], "gates": ["gate"]}
"""What a row of a theme is known by."""

COLUMNS = {"ntm_status": STATUS_COLUMNS, "gates": GATE_COLUMNS}
"""The columns of a theme that lsgeo knows."""


@dataclass(frozen=True)
class OwnTable:
    """A table of the workspace: its entry, and its ``rows`` in the columns lsgeo knows, as text.

    Codes are filled in where the table leaves them to the names.
    """

    entry: Entry
    rows: pd.DataFrame


def own_tables(known: Known, theme: str) -> list[OwnTable]:
    """The tables of a theme that a build uses, the best quality first."""
    entries = known.workspace.entries(theme)
    ranked = sorted(entries, key=lambda one: QUALITIES.index(one.quality))
    return [OwnTable(entry, _filled(entry, known, theme)) for entry in ranked]


def _filled(entry: Entry, known: Known, theme: str) -> pd.DataFrame:
    rows = read_table(entry, required=(), optional=tuple(COLUMNS[theme])).rows
    if theme == "ntm_status":
        found = read_statuses(entry, known.registry, known.sets).statuses
        return rows.assign(code=found["code"].to_numpy())
    newest = known.workspace.config.vintages[0]
    gates, _ledger = read_gates(entry, known.registry, vintage=newest)
    filled = ["gate", "commune_vintage", "commune_code"]
    return rows.assign(**{name: gates[name].to_numpy() for name in filled})


def with_rows(table: OwnTable, edited: pd.DataFrame, *, theme: str) -> pd.DataFrame:
    """The file of `table` anew, with the `edited` rows in the places of those of their key.

    New ones stand behind. Columns that lsgeo does not know, the order of rows and columns and the
    file's own names for columns stay; one of ours that the file lacks comes in where it is needed.
    Raises `InputError` where the file is no CSV: a workbook is more than its one table.
    """
    entry, key = table.entry, KEYS[theme]
    if entry.path.suffix.lower() != ".csv":
        remedy = _("Save it as CSV and name that in the catalog, or edit the table itself.")
        fault = Fault(_("only a table in CSV is written anew"), got=entry.path.name, remedy=remedy)
        raise InputError(str(entry.path), _("nothing can be imported"), [fault])
    file = _as_it_is(entry)
    theirs = {name: entry.columns.get(name, name) for name in COLUMNS[theme]}
    theirs = {name: normalise(own) for name, own in theirs.items()}
    keys = _keys(table.rows[key])
    fresh = edited.astype("str").set_axis(_keys(edited[key]))
    fresh = fresh[~fresh.index.duplicated(keep="last")]
    is_new = ~fresh.index.isin(keys)
    blank = pd.DataFrame("", range(len(fresh[is_new])), file.columns, dtype="object")
    every = pd.concat([file.set_axis(keys), blank.set_axis(fresh.index[is_new])])
    for name, own in theirs.items():
        said = fresh[name].reindex(every.index)
        lacking = entry.constants.get(name, "")
        if own not in every.columns:
            if (fresh[name] == lacking).all():
                continue
            every[own] = lacking
        every[own] = said.where(said.notna(), every[own])
    return every.reset_index(drop=True)


def _keys(rows: pd.DataFrame) -> pd.Index:
    """The key of each row as one text."""
    return pd.Index(["\t".join(map(str, row)) for row in rows.itertuples(index=False)])


def _as_it_is(entry: Entry) -> pd.DataFrame:
    """Every column of the file of a table, as text, under its own name."""
    bare = entry.model_copy(update={"columns": {}, "constants": {}})
    cells = read_cells(entry.path, sheet=entry.sheet, encoding=entry.encoding)
    top = next(row for row in cells.rows if any(cell is not None for cell in row))
    header = [normalise(text_of(cell)) for cell in top]
    named = tuple(name for name in header if name)
    return read_table(bare, required=named).rows.astype("object")

"""Rows that come back from quarantine, corrected: into the table that they were left out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.jobs.importing.asked import Asked, Converted, slug
from lsgeo.jobs.importing.records import MARKS, RECORDS
from lsgeo.jobs.importing.tables import converted_table, take
from lsgeo.ledger import Ledger, recount
from lsgeo.messages import _
from lsgeo.sources.office import Office
from lsgeo.sources.record import read_record
from lsgeo.text import normalise
from lsgeo.workspace.known import Known

_KEYS = {
    "ntm_status": ["vintage", "code", "period"],
    "ntm_criteria": ["vintage", "code", "period", "criteria_set", "number"],
    "gates": ["gate"],
    "observations": ["vintage", "code", "indicator", "variant", "period"],
}


def is_returned(header: Iterable[str]) -> bool:
    """Whether a sheet with these columns holds rows that an import left out."""
    return "lsgeo_row" in header


def convert_returned(path: Path, office: Office, known: Known, asked: Asked) -> Converted:
    """The corrected rows with those taken before; what is still wrong stays in quarantine.

    Raises `InputError` where the rows are of several files, or the table they belong to is gone.
    """
    marks = office.layout.rows.reindex(columns=list(MARKS)).map(
        lambda cell: "" if cell is None or cell != cell else normalise(str(cell))
    )
    settings = marks.drop(columns=["lsgeo_row", "lsgeo_why"]).drop_duplicates()
    if len(settings) != 1:
        fault = Fault(_("rows of several files or kinds"), got=str(len(settings)))
        raise InputError(str(path), _("the table cannot be taken"), [fault])
    (said,) = settings.to_dict("records")
    asked = replace(
        asked,
        kind=said["lsgeo_kind"],
        vintage=said["lsgeo_vintage"],
        period=said["lsgeo_period"],
        criteria_set=said["lsgeo_criteria_set"],
    )
    taken = take(path, office, known, asked)
    stem = slug(Path(said["lsgeo_file"]))
    home = known.workspace.config.catalog_paths[0].parent
    record = home / RECORDS / f"{stem}.csv"
    if not record.is_file():
        fault = Fault(_("the import that these rows were left out of is not there"), got=stem)
        raise InputError(str(path), _("the table cannot be taken"), [fault])
    rows = marks["lsgeo_row"]
    back = set(rows.drop(taken.quarantined.index))
    merged = replace(
        taken,
        tables={
            theme: _merged(home / f"{theme}-{stem}.csv", table, key=_KEYS[theme])
            for theme, table in taken.tables.items()
            if len(table)
        },
        quarantined=taken.quarantined.set_axis(rows.loc[taken.quarantined.index].astype(int)),
    )
    ledger = _corrected(read_record(record), back, said=said, path=path)
    made = converted_table(Path(said["lsgeo_file"]), merged, asked, office=office, ledger=ledger)
    return replace(made, quarantined=made.quarantined.drop(columns=list(MARKS), errors="ignore"))


def _merged(path: Path, table: pd.DataFrame, *, key: list[str]) -> pd.DataFrame:
    """The rows taken before with those that come back, which go before older ones of their key."""
    if not path.is_file():
        return table
    before = pd.read_csv(path, dtype="str", keep_default_na=False)
    every = pd.concat([before, table.astype("str")], ignore_index=True)
    return every.drop_duplicates(key, keep="last").sort_values(key, ignore_index=True)


def _corrected(ledger: Ledger, rows: set[str], *, said: dict[str, str], path: Path) -> Ledger:
    """`ledger` in which the `rows` that come back are corrected, with what was wrong before."""
    notes = ledger.notes.copy()
    back = notes["row"].astype(str).isin(rows) & (notes["outcome"] == "quarantined")
    back &= (notes["file"] == said["lsgeo_file"]) & (notes["sheet"] == said["lsgeo_sheet"])
    reason = _("corrected in {file} on {day}; it was: {before}")
    notes.loc[back, "reason"] = [
        reason.format(file=path.name, day=date.today().isoformat(), before=before)
        for before in notes.loc[back, "reason"]
    ]
    notes.loc[back, "outcome"] = "corrected"
    return recount(Ledger(notes=notes, counts=ledger.counts))

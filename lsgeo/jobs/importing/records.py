"""What an import leaves beside its tables: its ledger, and the rows it could not take."""

from __future__ import annotations

import pandas as pd

from lsgeo.jobs.importing.asked import Asked
from lsgeo.ledger import Ledger

RECORDS = "records"
"""The folder of the ledgers of imports, beside the catalog."""

MARKS = (
    *("lsgeo_kind", "lsgeo_file", "lsgeo_sheet", "lsgeo_row", "lsgeo_why"),
    *("lsgeo_vintage", "lsgeo_period", "lsgeo_criteria_set"),
)
"""Columns of a file of quarantined rows that say whence they are, and how to read them again."""


def quarantine_table(rows: pd.DataFrame, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """The quarantined `rows` in a form to be corrected and imported again.

    The columns are the file's own, behind `MARKS`; each row says every reason it was left out for.
    """
    notes = ledger.notes[ledger.notes["outcome"] == "quarantined"]
    why = notes.groupby(notes["row"].astype(str))["reason"].agg("; ".join)
    (count,) = ledger.counts[["file", "sheet"]].to_dict("records")
    marks = pd.DataFrame(
        {
            "lsgeo_kind": asked.kind,
            "lsgeo_file": count["file"],
            "lsgeo_sheet": count["sheet"],
            "lsgeo_row": rows.index.astype(str),
            "lsgeo_why": [why.get(str(row), "") for row in rows.index],
        },
        index=rows.index,
    )
    kept = [name for name in MARKS if name in rows.columns]
    own = [name for name in rows.columns if name not in MARKS]
    return pd.concat([marks, rows[kept], rows[own]], axis="columns")

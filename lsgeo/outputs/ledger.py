"""ledger.csv: what became of every input row.

One row per file and sheet with outcome "used" and the number of rows taken as they were in
``rows``; then one row for each thing corrected or quarantined, with its place, what it said, what
it became and why; without a row number it is about a whole column. So the rows of a file are its
``rows`` plus its different row numbers corrected or quarantined. UTF-8 with a byte order mark for
Excel, as facts.csv.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lsgeo.compose import Publication
from lsgeo.formats import csv_text
from lsgeo.ledger import COLUMNS, Ledger
from lsgeo.outputs import Output


def write(publication: Publication, path: Path) -> None:
    """Put the ledger at `path`."""
    path.write_text(csv_text(table_of(publication.ledger)), encoding="utf-8-sig", newline="")


def table_of(ledger: Ledger) -> pd.DataFrame:
    """The ledger as one table: the used rows counted per file, the others one by one."""
    columns = [*COLUMNS, "rows"]
    used = ledger.counts[["file", "sheet", "used"]].rename(columns={"used": "rows"})
    counted = used.assign(outcome="used").reindex(columns=columns)
    noted = ledger.notes.reindex(columns=columns)
    whole = pd.concat([counted.astype(object), noted.astype(object)], ignore_index=True)
    return whole.sort_values(["file", "sheet"], kind="stable", ignore_index=True)


OUTPUT = Output(name="ledger", filename="ledger.csv", write=write)

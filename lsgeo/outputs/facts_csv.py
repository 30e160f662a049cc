"""facts.csv: every number of the publication, one row each.

UTF-8 with a byte order mark, because Excel reads Vietnamese right only with it; the rest as in
`lsgeo.formats.csv_text`. Unit codes are text with a leading zero: import the column as text.
"""

from __future__ import annotations

from pathlib import Path

from lsgeo.compose import Publication
from lsgeo.formats import csv_text
from lsgeo.outputs import Output


def write(publication: Publication, path: Path) -> None:
    """Put the facts at `path`, in the columns of `lsgeo.facts.COLUMNS`."""
    path.write_text(csv_text(publication.facts), encoding="utf-8-sig", newline="")


OUTPUT = Output(name="facts_csv", filename="facts.csv", write=write)

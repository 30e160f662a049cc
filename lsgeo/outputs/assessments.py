"""assessments.csv: where each target stands, per unit and date, with the reason.

UTF-8 with a byte order mark for Excel, as facts.csv.
"""

from __future__ import annotations

from pathlib import Path

from lsgeo.compose import Publication
from lsgeo.formats import csv_text
from lsgeo.outputs import Output


def write(publication: Publication, path: Path) -> None:
    """Put the assessments at `path`, one row per target, unit and date."""
    path.write_text(csv_text(publication.assessments), encoding="utf-8-sig", newline="")


OUTPUT = Output(name="assessments", filename="assessments.csv", write=write)

"""bao-cao.xlsx: the publication as a workbook to be read, filtered and printed, a sheet per table.

Vietnamese, with English below each title. Texts are written as text, so that nothing an office
typed becomes a formula. A table with more rows than a sheet holds goes on in the next.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from lsgeo.compose import Publication
from lsgeo.outputs import Output
from lsgeo.outputs.workbook.sheet import Heading, add_sheets
from lsgeo.outputs.workbook.styles import styles_of


def write(publication: Publication, path: Path) -> None:
    """Put the workbook at `path`."""
    day = publication.as_of
    with Workbook(str(path)) as workbook:
        made = datetime(day.year, day.month, day.day)
        workbook.set_properties({"title": publication.title.vi, "created": made})
        styles = styles_of(workbook)
        heading = Heading(publication.title, day, publication.watermarks)
        for table in publication.tables:
            add_sheets(workbook, table, heading=heading, styles=styles)


OUTPUT = Output(
    name="workbook",
    filename="bao-cao.xlsx",
    write=write,
    wanted=lambda publication: bool(publication.tables),
)

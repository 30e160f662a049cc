"""Import: an office's file into the workspace, with its catalog entry, ledger and quarantine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lsgeo.errors import Fault, InputError
from lsgeo.jobs.importing.accepting import accepted
from lsgeo.jobs.importing.asked import KINDS, Asked, Converted
from lsgeo.jobs.importing.edited import convert_edited, is_edited
from lsgeo.jobs.importing.guessing import is_table, kind_of_layer, kind_of_table
from lsgeo.jobs.importing.layers import convert_layer, read_features_of
from lsgeo.jobs.importing.returned import is_returned
from lsgeo.jobs.importing.returning import convert_returned
from lsgeo.jobs.importing.returning_layers import convert_returned_layer
from lsgeo.jobs.importing.tables import convert_table, read_sheet
from lsgeo.jobs.importing.writing import write
from lsgeo.messages import _
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import Known, read_known

__all__ = ["KINDS", "Asked", "Converted", "Imported", "convert", "import_file"]


@dataclass(frozen=True)
class Imported:
    """What an import wrote: the files, seen from the workspace, and what it made of the file."""

    converted: Converted
    files: tuple[Path, ...]


def import_file(folder: Path | str, path: Path | str, *, asked: Asked) -> Imported:
    """Put the file at `path` into the workspace in `folder`, as ``asked.kind``.

    The table or layer made of it, its catalog entry, the record of every row (layers/records) and
    the rows left out (quarantine/) are written together, or nothing is. Raises `LsgeoError` with
    every fault of the file.
    """
    workspace = Workspace.open(folder, illustrative=True)
    found = accepted(read_known(workspace), asked.accept, vintage=asked.vintage, today=date.today())
    converted = convert(Path(path), found.known, asked)
    asked = replace(asked, kind=converted.kind)
    files = write(workspace, converted, asked, known=found.known, aliases=found.rows)
    return Imported(converted, files)


def convert(path: Path, known: Known, asked: Asked) -> Converted:
    """What a file becomes; where ``asked.kind`` says nothing it is found out from its columns.

    Raises `LsgeoError` with every fault, also where no row of it can be taken.
    """
    converted = _converted(path, known, asked)
    if not (converted.files or converted.context):
        raise InputError(str(path), _("no row of it can be taken"), _reasons(converted))
    return converted


def _converted(path: Path, known: Known, asked: Asked) -> Converted:
    if not path.is_file():
        remedy = _("Is the name right?")
        raise InputError(str(path), _("the file is missing"), [Fault(remedy)])
    if is_table(path):
        office = read_sheet(path, known, asked)
        if is_returned(office.layout.header):
            return convert_returned(path, office, known, asked)
        kind = asked.kind or kind_of_table(office.layout.header, known)
        return convert_table(path, office, known, replace(asked, kind=kind))
    if not asked.kind and is_edited(path):
        return convert_edited(path, known, asked)
    features = read_features_of(path, known, asked)
    if is_returned(map(str, features.frame.columns)):
        return convert_returned_layer(path, features, known, asked)
    kinds = set(features.frame.geom_type.dropna())
    kind = asked.kind or kind_of_layer(features.frame.columns, kinds)
    return convert_layer(path, features, known, replace(asked, kind=kind))


def _reasons(converted: Converted) -> list[Fault]:
    """Why no row was taken, row by row."""
    notes = converted.ledger.notes
    gone = notes[notes["outcome"] == "quarantined"]
    return [
        Fault(note.reason, _("row {row}").format(row=note.row))
        for note in gone.itertuples(index=False)
    ]

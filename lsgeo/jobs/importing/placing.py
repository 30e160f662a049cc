"""Whether the files of an import have a place: free, or that of the same file before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsgeo.config import FILENAME
from lsgeo.errors import Fault, OutputError
from lsgeo.files import held_open
from lsgeo.jobs.importing.asked import Converted
from lsgeo.jobs.importing.records import ALIASES, record_of
from lsgeo.messages import _
from lsgeo.sources.record import read_record
from lsgeo.workspace import Workspace


def check_free(workspace: Workspace, converted: Converted, *, has_aliases: bool) -> None:
    """Raise `OutputError` where another file was imported under this name, or one is held open."""
    catalog = workspace.config.catalog_paths[0]
    folder = catalog.parent
    record = folder / record_of(converted)
    changed = [record, catalog, *(folder / name for name in converted.files)]
    changed += [workspace.config.root / FILENAME] if converted.context else []
    changed += [folder / ALIASES] if has_aliases else []
    faults = [
        *_other_file(record, converted),
        *(held_open(path) for path in changed if path.is_file() and not _is_writable(path)),
    ]
    if faults:
        raise OutputError(str(folder), _("nothing can be imported"), faults)


def _other_file(record: Path, converted: Converted) -> Iterator[Fault]:
    """A fault where the record under this name is that of another file."""
    if not record.is_file():
        return
    before = set(read_record(record).counts["file"])
    now = set(converted.ledger.counts["file"])
    if not before & now:
        remedy = _("Rename the file, or take the entries of the other out of the catalog.")
        what = _("another file was imported under this name")
        yield Fault(what, ", ".join(sorted(now)), got=", ".join(before), remedy=remedy)


def _is_writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False

"""GeoPackages made ready: tables only, and what they claim to hold."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsgeo.errors import InputError
from lsgeo.messages import _
from lsgeo.sources.vector.formats import GEOPACKAGE
from lsgeo.sources.vector.source import MOST_ROWS, Source, refused

_MODULE = re.compile(r"\bUSING\s+\"?(\w+)", re.IGNORECASE)
_COMPUTED = (2, 3)  # of a column's "hidden": generated when asked, or stored (SQLite)
_FINE_MODULES = ("rtree", "fts3", "fts4", "fts5")
_STEPS = 100_000  # of SQLite's machine, after which it asks whether to go on
_MOST_ASKED = 2_000  # some seconds


def prepared(path: Path, folder: Path) -> Source:
    """The GeoPackage as GDAL is to read it: the file itself, or a copy in `folder`.

    SQLite writes beside a database whose last changes lie in a journal (WAL), so that is copied.
    Raises `InputError` where the database is damaged, or has tables that compute instead of hold.
    """
    source = Source(path, path.stem, GEOPACKAGE)
    with path.open("rb") as stream:
        is_journaled = 2 in stream.read(20)[18:]
    if is_journaled:
        target = folder / "layer.gpkg"
        shutil.copyfile(path, target)
        journal = path.with_name(f"{path.name}-wal")
        if journal.is_file():
            shutil.copyfile(journal, folder / "layer.gpkg-wal")
        source = replace(source, path=target)
    made = _asked(source.path, "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    modules = [_MODULE.search(text) for (text,) in made]
    if any(found is None or found[1].lower() not in _FINE_MODULES for found in modules):
        raise _computed(path, "")
    return source


def counted(source: Source, layer: str) -> Source:
    """`source` with the number of records of a layer, as its own table counts them.

    Raises `InputError` where the layer is a view or computes columns: such can be endless.
    """
    kinds = "SELECT type FROM sqlite_master WHERE lower(name) = lower(?)"
    is_table = _asked(source.path, kinds, layer) == [("table",)]
    columns = _asked(source.path, f"PRAGMA table_xinfo({_quoted(layer)})")
    if not is_table or any(column[6] in _COMPUTED for column in columns):
        raise _computed(source.path, layer)
    return replace(source, rows=_count(source.path, layer))


def _computed(path: Path, layer: str) -> InputError:
    remedy = _("In QGIS: Export > Save Features As, as a layer of its own.")
    return refused(path, _("the layer is computed and not stored"), got=layer, remedy=remedy)


def _asked(path: Path, question: str, *values: str) -> list[tuple[Any, ...]]:
    """The answer of a database; `InputError` where it is too damaged to answer."""
    try:
        with _opened(path) as database:
            return database.execute(question, values).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # a statement in bytes that are no text
        what = _("the file is cut or damaged: {error}").format(error=error)
        raise refused(path, what, remedy=_("Get a whole copy of it.")) from error


def record_numbers(path: Path, layer: str) -> list[int]:
    """The numbers (fid) of a layer's records, in order, as far as a damaged table tells them."""
    numbers: list[int] = []
    try:
        with _opened(path) as database:
            for (number,) in database.execute(f"SELECT rowid FROM {_quoted(layer)}"):
                numbers.append(number)
    except sqlite3.Error:
        last = numbers[-1] if numbers else 0
        claimed = _claimed(path, layer)
        return [*numbers, *range(last + 1, max(claimed, last) + 1)]
    return numbers


def _count(path: Path, layer: str) -> int | None:
    """How many records the table has; None where it is too damaged to be counted."""
    try:
        with _opened(path) as database:
            ((count,),) = database.execute(f"SELECT count(*) FROM {_quoted(layer)}")
    except sqlite3.Error:
        return _claimed(path, layer) or None
    return int(count)


def _claimed(path: Path, layer: str) -> int:
    """How many records GDAL wrote down that a layer has, 0 for unknown."""
    wanted = "SELECT feature_count FROM gpkg_ogr_contents WHERE lower(table_name) = lower(?)"
    try:
        with _opened(path) as database:
            found = database.execute(wanted, (layer,)).fetchone()
    except sqlite3.Error:
        return 0
    size = path.stat().st_size
    count = int(found[0]) if found and isinstance(found[0], int) else 0
    return count if 0 < count <= min(size, MOST_ROWS) else 0


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, only to be read; a question that takes too long is broken off."""
    asked = 0

    def is_too_long() -> bool:
        nonlocal asked
        asked += 1
        return asked > _MOST_ASKED

    still = "" if path.with_name(f"{path.name}-wal").is_file() else "&immutable=1"
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{still}", uri=True)
    try:
        database.set_progress_handler(is_too_long, _STEPS)
        yield database
    finally:
        database.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

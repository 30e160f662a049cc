"""Writing an import: tables, layers, record, quarantine, aliases and catalog, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.config import FILENAME
from lsgeo.errors import ConfigError, Fault, OutputError
from lsgeo.files import Placed, place, sha256
from lsgeo.formats import csv_text, toml_with
from lsgeo.jobs.importing.asked import Asked, Converted
from lsgeo.jobs.importing.checking import check_entry
from lsgeo.jobs.importing.records import RECORDS, quarantine_table
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs import write_layer
from lsgeo.outputs.ledger import table_of
from lsgeo.sources.catalog import Entry, select, why_not
from lsgeo.sources.record import read_record
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import Known

QUARANTINE = "quarantine"
_ALIASES = "aliases.csv"


def write(
    workspace: Workspace, converted: Converted, asked: Asked, *, known: Known, aliases: pd.DataFrame
) -> tuple[Path, ...]:
    """The files of an import in place, seen from the workspace; raises `LsgeoError`, then none is.

    Every table is first read again as a build would read it.
    """
    root, home = workspace.config.root, _home(workspace)
    _check_free(root / home, converted)
    _check_used(workspace, converted, root / home)
    with writing(root) as stage:
        folder = stage / home
        folder.mkdir(parents=True)
        catalog = workspace.config.catalog_paths[0].read_text(encoding="utf-8-sig")
        for name, content in converted.files.items():
            _write_content(content, folder / name)
        for keys in (*converted.entries, *_alias_entry(workspace, aliases, folder)):
            path = folder / str(keys["path"])
            check_entry({**keys, "path": path}, known, subject=path.name)
            catalog = toml_with(catalog, "source", {**keys, "sha256": sha256(path)})
        _write_text(folder / workspace.config.catalog_paths[0].name, catalog)
        _write_record(stage, folder, converted, asked)
        if converted.context:
            context = {
                **converted.context,
                "path": f"{home.as_posix()}/{converted.context['path']}",
            }
            settings = (root / FILENAME).read_text(encoding="utf-8-sig")
            _write_text(stage / FILENAME, toml_with(settings, "context", context))
        placed = place(stage, root)
    _clear(root, converted, placed)
    return tuple(one.path.relative_to(root) for one in placed)


def _check_free(folder: Path, converted: Converted) -> None:
    """Raise `OutputError` where another file was imported under this name, or one is held open."""
    record = folder / RECORDS / f"{converted.stem}.csv"
    faults = []
    if record.is_file():
        before = set(read_record(record).counts["file"])
        now = set(converted.ledger.counts["file"])
        if not before & now:
            remedy = _("Rename the file, or take the entries of the other out of the catalog.")
            what = _("another file was imported under this name")
            faults.append(Fault(what, ", ".join(sorted(now)), got=", ".join(before), remedy=remedy))
    for path in [record, *(folder / name for name in converted.files)]:
        if path.is_file() and not _is_writable(path):
            remedy = _("Close the program and import again.")
            what = _("the file is held open by another program")
            faults.append(Fault(what, path.name, remedy=remedy))
    if faults:
        raise OutputError(str(folder), _("nothing can be imported"), faults)


def _is_writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _check_used(workspace: Workspace, converted: Converted, folder: Path) -> None:
    """Raise `ConfigError` where a build would pass what is imported over for another entry."""
    made = [
        Entry.model_validate({**keys, "path": folder / str(keys["path"])})
        for keys in converted.entries
    ]
    paths = {one.path for one in made}
    listed = [*workspace.used, *workspace.passed_over]
    others = [one for one in listed if one.path not in paths]
    used, _passed = select([*others, *made], allow_illustrative=True)
    remedy = _("Say a better --quality, or take the other entry out of the catalog.")
    faults = [
        Fault(why_not(one, used), one.path.name, remedy=remedy) for one in made if one not in used
    ]
    if faults:
        raise ConfigError(str(folder), _("a build would not use what is imported"), faults)


def _clear(root: Path, converted: Converted, placed: Iterable[Placed]) -> None:
    """Remove what an earlier import of the same file left in quarantine, and this one does not."""
    kept = {one.path for one in placed}
    for suffix in ("csv", "gpkg"):
        path = root / QUARANTINE / f"{converted.stem}.{suffix}"
        if path not in kept:
            with suppress(OSError):  # held open elsewhere: it is only left behind
                path.unlink(missing_ok=True)


def _home(workspace: Workspace) -> Path:
    """The folder of the first catalog, seen from the workspace that it must lie in."""
    catalog = workspace.config.catalog_paths[0]
    try:
        return catalog.parent.relative_to(workspace.config.root)
    except ValueError as error:
        what = _("the first catalog lies outside the workspace, and nothing is written there")
        remedy = _("Name a catalog of this workspace first: catalogs = [ … ] in lsgeo.toml.")
        fault = Fault(what, got=str(catalog), remedy=remedy)
        raise ConfigError(FILENAME, _("nothing can be imported"), [fault]) from error


def _write_content(content: pd.DataFrame | gpd.GeoDataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, gpd.GeoDataFrame):
        write_layer(content, path, day=date.today())
    else:
        _write_text(path, csv_text(content))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_record(stage: Path, folder: Path, converted: Converted, asked: Asked) -> None:
    """The ledger of the officer's file, and the rows that were left out."""
    record = folder / RECORDS / f"{converted.stem}.csv"
    record.parent.mkdir(exist_ok=True)
    record.write_text(csv_text(table_of(converted.ledger)), encoding="utf-8-sig", newline="")
    if len(converted.quarantined):
        table = quarantine_table(converted.quarantined, converted.ledger, asked)
        suffix = "gpkg" if isinstance(table, gpd.GeoDataFrame) else "csv"
        path = stage / QUARANTINE / f"{converted.stem}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        if isinstance(table, gpd.GeoDataFrame):
            write_layer(table, path, day=date.today())
        else:
            path.write_text(csv_text(table), encoding="utf-8-sig", newline="")


def _alias_entry(
    workspace: Workspace, rows: pd.DataFrame, folder: Path
) -> list[Mapping[str, object]]:
    """The aliases in their table, those just accepted with the others, and its catalog entry."""
    if rows.empty:
        return []
    before = workspace.config.catalog_paths[0].parent / _ALIASES
    known = pd.read_csv(before, dtype="str", keep_default_na=False) if before.is_file() else None
    every = rows if known is None else pd.concat([known, rows], ignore_index=True)
    _write_text(folder / _ALIASES, csv_text(every.drop_duplicates()))
    title = "Tên gọi khác của đơn vị, đã được chấp nhận"
    keys = {"theme": "aliases", "path": _ALIASES, "title": title, "quality": "official"}
    return [{**keys, "licence": "MIT", "attribution": "lsgeo import --accept"}]

"""Writing an import: tables, layers, record, quarantine, aliases and catalog, all or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.config import FILENAME
from lsgeo.errors import ConfigError, Fault, LsgeoError
from lsgeo.files import Placed, place, sha256
from lsgeo.formats import csv_text, toml_with
from lsgeo.jobs.importing.agreeing import check_agreement
from lsgeo.jobs.importing.asked import Asked, Converted
from lsgeo.jobs.importing.checking import check_entry
from lsgeo.jobs.importing.placing import check_free
from lsgeo.jobs.importing.records import ALIASES, QUARANTINE, as_stored, quarantine_table, record_of
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs import write_layer
from lsgeo.outputs.ledger import table_of
from lsgeo.sources.catalog import Entry, select, why_not
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import Known

_MOST_NAMED = 20


def write(
    workspace: Workspace, converted: Converted, asked: Asked, *, known: Known, aliases: pd.DataFrame
) -> tuple[Path, ...]:
    """The files of an import in place, seen from the workspace; raises `LsgeoError`, then none is.

    Every table is first read again as a build would read it.
    """
    root, home = workspace.config.root, _home(workspace)
    others = _check_place(workspace, converted, has_aliases=not aliases.empty)
    with writing(root) as stage:
        folder = stage / home
        folder.mkdir(parents=True)
        catalog = workspace.config.catalog_paths[0].read_text(encoding="utf-8-sig")
        for name, content in converted.files.items():
            _write_content(content, folder / name)
        for keys in (*converted.entries, *_alias_entry(workspace, aliases, folder)):
            path = folder / str(keys["path"])
            _check({**keys, "path": path}, known, converted, others=others)
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
        placed = place(stage, root, stand_in=_is_aside)
    _clear(root, converted, placed)
    return tuple(one.path.relative_to(root) for one in placed)


def rehearse(workspace: Workspace, converted: Converted, *, known: Known) -> None:
    """Raise why `write` would refuse what a file becomes; nothing is left behind.

    Tables are written and read again as a build would; layers, which take long, are not.
    """
    others = _check_place(workspace, converted, has_aliases=False)
    with tempfile.TemporaryDirectory(prefix="lsgeo-") as name:
        for keys in converted.entries:
            content = converted.files[str(keys["path"])]
            if not isinstance(content, gpd.GeoDataFrame):
                path = Path(name) / str(keys["path"])
                _write_content(content, path)
                _check({**keys, "path": path}, known, converted, others=others)


def _check_place(workspace: Workspace, converted: Converted, *, has_aliases: bool) -> list[Entry]:
    """The other entries that a build would use beside what is imported.

    Raises `LsgeoError` where its files have no place, or it would be passed over.
    """
    home = _home(workspace)
    check_free(workspace, converted, has_aliases=has_aliases)
    return _check_used(workspace, converted, workspace.config.root / home)


def _check(
    keys: Mapping[str, object], known: Known, converted: Converted, *, others: Iterable[Entry]
) -> None:
    """Raise what a build would say of a staged file, with what is wrong with the rows left out.

    That a map lacks a unit is no news to an officer who drew it; why its row was left out is.
    """
    name = Path(str(keys["path"])).name
    try:
        check_entry(keys, known, subject=name)
    except LsgeoError as error:
        notes = converted.ledger.notes
        aside = notes[(notes["outcome"] == "quarantined") & (notes["row"].astype(str) != "")]
        remedy = _("Correct it in the file, and import that whole.")
        why = [
            Fault(note.reason, _("row {row}").format(row=note.row), got=note.said, remedy=remedy)
            for note in aside.itertuples(index=False)
        ]
        raise type(error)(name, error.summary, [*error.faults, *why[:_MOST_NAMED]]) from error
    check_agreement(Entry.model_validate(keys), others, known)


def _check_used(workspace: Workspace, converted: Converted, folder: Path) -> list[Entry]:
    """The other entries that a build would use beside what is imported.

    Raises `ConfigError` where it would pass that over for another.
    """
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
    return [one for one in used if one.path not in paths]


def _is_aside(name: Path) -> bool:
    """Whether a file, seen from the workspace, holds rows kept aside.

    Only these may come to lie beside one that is held open: a table under another name would be
    one that the catalog does not know.
    """
    return name.parts[0] == QUARANTINE


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
        write_layer(as_stored(content), path, day=date.today())
    else:
        _write_text(path, csv_text(content))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_record(stage: Path, folder: Path, converted: Converted, asked: Asked) -> None:
    """The ledger of the officer's file, and the rows that were left out."""
    record = folder / record_of(converted)
    record.parent.mkdir(exist_ok=True)
    record.write_text(csv_text(table_of(converted.ledger)), encoding="utf-8-sig", newline="")
    if len(converted.quarantined):
        table = quarantine_table(converted.quarantined, converted.ledger, asked)
        suffix = "gpkg" if isinstance(table, gpd.GeoDataFrame) else "csv"
        path = stage / QUARANTINE / f"{converted.stem}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        if isinstance(table, gpd.GeoDataFrame):
            numbered = table.rename_axis("lsgeo_number")
            write_layer(as_stored(numbered), path, day=date.today())
        else:
            path.write_text(csv_text(table), encoding="utf-8-sig", newline="")


def _alias_entry(
    workspace: Workspace, rows: pd.DataFrame, folder: Path
) -> list[Mapping[str, object]]:
    """The aliases in their table, those just accepted with the others, and its catalog entry."""
    if rows.empty:
        return []
    before = workspace.config.catalog_paths[0].parent / ALIASES
    known = pd.read_csv(before, dtype="str", keep_default_na=False) if before.is_file() else None
    every = rows if known is None else pd.concat([known, rows], ignore_index=True)
    _write_text(folder / ALIASES, csv_text(every.drop_duplicates()))
    title = "Tên gọi khác của đơn vị, đã được chấp nhận"
    keys = {"theme": "aliases", "path": ALIASES, "title": title, "quality": "official"}
    return [{**keys, "licence": "MIT", "attribution": "lsgeo import --accept"}]

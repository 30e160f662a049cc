"""Workbooks: looked at here, read by calamine in a child process with limits."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.cells import biff, child, limits, package, xlsx
from lsgeo.sources.cells.compound import Compound
from lsgeo.sources.cells.kind import Kind, cannot_read, password_fault, save_again

Cell = str | int | float | bool | date | datetime | time | None
Merged = tuple[int, int, int, int]

_READ_BY_CALAMINE = (".xml", ".rels", "workbook.bin")
_LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")  # of the sheets of an .xlsx
_UNSOUND = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError),
    *(ElementTree.ParseError, EOFError),
)  # what a damaged file makes of its readers
_DAY = len("2025-06-30")
_TIME_MARK = 2  # where a time has its first colon


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook, as it is in the file; see `lsgeo.sources.cells.Cells`."""

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...]
    formulas_without_value: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Looked:
    """What a look at a workbook found: the ``sheet`` to read if one can tell; cells by sheet."""

    sheet: str = ""
    formulas_without_value: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    errors: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)


def read_workbook(path: Path, kind: Kind, *, sheet: str, seconds: float | None) -> Page:
    """A sheet of a workbook, the first one that is shown for ""; `InputError` where it cannot."""
    looked = _look(path, kind, sheet=sheet)
    lines = _ask(path, kind, sheet=looked.sheet or sheet, seconds=seconds)
    said = next(lines)
    if said["sheet"] is None:
        fault = Fault(_("there is no such sheet"), expected=", ".join(said["sheets"]), got=sheet)
        raise cannot_read(path, fault)
    rows = [list(row) for row in lines]
    for (row, column), error in looked.errors.get(said["sheet"], {}).items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = error
    return Page(
        sheet=said["sheet"],
        rows=tuple(map(tuple, rows)),
        merged=tuple(sorted((r0, c0, r1, c1) for r0, c0, r1, c1 in said["merged"])),
        formulas_without_value=(
            *looked.formulas_without_value.get(said["sheet"], ()),
            *((row, column) for row, column in said["formulas_without_value"]),
        ),
    )


def workbook_sheets(path: Path, kind: Kind, *, seconds: float | None) -> list[str]:
    """The names of the worksheets, hidden ones too, in their order."""
    _look(path, kind, sheet=None)
    return list(next(_ask(path, kind, sheet=None, seconds=seconds))["sheets"])


def _look(path: Path, kind: Kind, *, sheet: str | None) -> _Looked:
    """What can be said of a workbook without unpacking it in whole; None: of no sheet of it."""
    try:
        if kind == "xls":
            return _look_at_xls(path)
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            faults = package.faults_of(archive, size=path.stat().st_size)
            if faults:
                raise cannot_read(path, *faults)
            return _look_into(archive, stream, kind=kind, sheet=sheet, path=path)
    except _UNSOUND as error:
        what, remedy = _("the file is damaged"), save_again()
        raise cannot_read(path, Fault(what, got=str(error), remedy=remedy)) from error


def _look_into(
    archive: zipfile.ZipFile, stream: IO[bytes], *, kind: Kind, sheet: str | None, path: Path
) -> _Looked:
    """What the members of a zip file say, each unpacked once to see that it is what it claims."""
    members = {item.filename.replace("\\", "/"): item for item in archive.infolist()}
    chosen, page = "", None
    if kind == "xlsx":
        missing = [name for name in _LISTS if name not in members]
        if missing:
            raise zipfile.BadZipFile(_("{name} is missing").format(name=missing[0]))
        parts = [b"".join(package.unpacked(stream, members[name])) for name in _LISTS]
        listed = xlsx.sheets(*parts)
        chosen = _choose(listed, sheet)
        page = listed.get(chosen)
    looked = _Looked(chosen)
    for name, member in members.items():
        if not name.endswith(_READ_BY_CALAMINE):
            continue
        pieces = package.unpacked(stream, member)
        if page and name == page.member:
            scan = xlsx.scan(pieces)
            if fault := limits.fault_of(scan.extent):
                raise cannot_read(path, fault)
            blanks = {chosen: scan.formulas_without_value}
            looked = _Looked(chosen, blanks, {chosen: scan.errors})
        else:
            for _piece in pieces:
                pass
    return looked


def _choose(listed: Mapping[str, xlsx.Sheet], sheet: str | None) -> str:
    """The sheet to read: the one asked for, else the first that is shown, else the first."""
    if sheet or sheet is None:
        return sheet if sheet and sheet in listed else ""
    shown = [name for name, page in listed.items() if page.is_shown]
    return next(iter([*shown, *listed]), "")


def _look_at_xls(path: Path) -> _Looked:
    compound = Compound.read(path)
    book = biff.scan(compound.stream("Workbook" if "Workbook" in compound.names else "Book"))
    if book.is_locked:
        raise cannot_read(path, password_fault())
    faults = [
        replace(fault, where=_("sheet {name}").format(name=name))
        for name, page in book.pages.items()
        if (fault := limits.fault_of(page.extent))
    ]
    if faults:  # calamine unpacks all sheets of an .xls, whichever is asked for
        raise cannot_read(path, *faults)
    blanks = {name: page.formulas_without_value for name, page in book.pages.items()}
    return _Looked("", blanks, {name: page.errors for name, page in book.pages.items()})


def _ask(path: Path, kind: Kind, *, sheet: str | None, seconds: float | None) -> Iterator[Any]:
    """What the child process answers, line by line; `InputError` for what it says is wrong."""
    most_seconds = limits.seconds_for(path.stat().st_size) if seconds is None else seconds
    question = json.dumps(_question(path, kind, sheet=sheet))
    command = [sys.executable, "-I", child.__file__, question]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=most_seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window on Windows
        )
    except subprocess.TimeoutExpired as error:
        most = _("{seconds} seconds").format(seconds=f"{most_seconds:.0f}")
        fault = Fault(_("reading it takes too long"), expected=most, remedy=_hint_at_stray_cells())
        raise cannot_read(path, fault) from error
    if done.returncode:
        raise cannot_read(path, _why_it_failed(_last_words(done.stderr)))
    lines = map(json.loads, done.stdout.splitlines())
    said = next(lines)
    if "fault" in said:
        raise _error_of(path, said)
    return iter([said, *map(_with_days, lines)])


def _question(path: Path, kind: Kind, *, sheet: str | None) -> dict[str, Any]:
    most = {
        "rows": limits.MOST_ROWS,
        "columns": limits.MOST_COLUMNS,
        "cells": limits.MOST_CELLS,
    }
    return {
        "path": str(path.absolute()),
        "kind": kind,
        "sheet": sheet or "",
        "names_only": sheet is None,
        "memory": limits.MEMORY_BYTES,
        "most": most,
        "library": _home_of_calamine(),
    }


def _home_of_calamine() -> str:
    """The folder that the child process finds calamine in: it has no folders of a user's own."""
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return str(Path(spec.origin).parent.parent)


def _hint_at_stray_cells() -> str:
    return _("Is there a stray cell far from the table? Ctrl+End in Excel finds it: delete it.")


def _why_it_failed(words: str) -> Fault:
    """What made the child process end: a want of memory, else a file that calamine broke on."""
    if words and "memory" not in words.lower():
        return Fault(_("the file is damaged"), got=words, remedy=save_again())
    what = _("its sheets cannot be taken into memory")
    return Fault(what, got=words, remedy=_hint_at_stray_cells())


def _last_words(stderr: bytes) -> str:
    """The line of what a failed process said that tells why."""
    lines = stderr.decode(errors="replace").splitlines()
    told = [line for line in lines if "memory allocation" in line] or lines[-1:]
    return "".join(told[:1])


def _error_of(path: Path, said: Mapping[str, Any]) -> InputError:
    if said["fault"] == "password":
        return cannot_read(path, password_fault())
    if said["fault"] == "large":
        extent = limits.Extent(said["filled"], tuple(said["lowest"]), tuple(said["rightmost"]))
        fault = limits.fault_of(extent)
        return cannot_read(path, fault or Fault(_("the sheet is too large"), got=str(extent)))
    fault = Fault(_("the file is damaged"), got=said["detail"], remedy=save_again())
    return cannot_read(path, fault)


def _with_days(row: list[Any]) -> list[Any]:
    """`row` with the days and times that JSON brought as lists of one text."""
    return [_day(cell[0]) if cell.__class__ is list else cell for cell in row]


def _day(text: str) -> Cell:
    if len(text) == _DAY:
        return date.fromisoformat(text)
    if text[_TIME_MARK] == ":":
        return time.fromisoformat(text)
    return datetime.fromisoformat(text)

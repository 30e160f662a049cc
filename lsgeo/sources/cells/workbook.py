"""Workbooks: looked at here, read by calamine in a child process with limits."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.sheet.grid import Cell, Merged
from lsgeo.sources.cells import biff, limits, package, xlsx
from lsgeo.sources.cells.asking import asking
from lsgeo.sources.cells.compound import Compound
from lsgeo.sources.cells.kind import Kind, cannot_read, password_fault, save_again

_READ_BY_CALAMINE = (".xml", ".rels", "workbook.bin")
_LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")  # of the sheets of an .xlsx
_UNSOUND = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError),
    *(ElementTree.ParseError, EOFError),
)  # what a damaged file makes of its readers


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
    with asking(path, kind, sheet=sheet, seconds=seconds) as child:
        looked = _look(path, kind, sheet=sheet)
        said, *lines = child.lines()
    if looked.sheet and said["sheet"] != looked.sheet:  # it takes another one to be shown first
        with asking(path, kind, sheet=looked.sheet, seconds=seconds) as child:
            said, *lines = child.lines()
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
    with asking(path, kind, sheet=None, seconds=seconds) as child:
        _look(path, kind, sheet=None)
        return list(child.lines()[0]["sheets"])


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

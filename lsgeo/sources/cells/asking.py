"""Asking the child process that reads workbooks, and understanding what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sheet.grid import Cell
from lsgeo.sources.cells import child, limits
from lsgeo.sources.cells.kind import Kind, cannot_read, password_fault, save_again

_DAY = len("2025-06-30")
_TIME_MARK = 2  # where a time has its first colon


@contextmanager
def asking(
    path: Path, kind: Kind, *, sheet: str | None, seconds: float | None = None
) -> Iterator[Child]:
    """A process that reads the workbook at `path`; it has ended when the context does.

    `sheet` names one, "" is the first that is shown, None asks for the names only. Where the
    system holds it to its memory, it begins at once, while this process looks at the file; else
    no sooner than its `lines` are wanted.
    """
    question = json.dumps(_question(path, kind, sheet=sheet))
    most_seconds = limits.seconds_for(path.stat().st_size) if seconds is None else seconds
    # It writes into files: a pipe that nobody reads from would hold it up.
    with TemporaryFile() as out, TemporaryFile() as errors:
        reader = Child(path, question, most_seconds, out, errors)
        if limits.MEMORY_IS_LIMITED:
            reader.begin()
        try:
            yield reader
        finally:
            reader.end()


class Child:
    """The process that answers a question on a workbook, once it is begun."""

    def __init__(
        self, path: Path, question: str, seconds: float, out: IO[bytes], errors: IO[bytes]
    ) -> None:
        self._path, self._seconds = path, seconds
        self._command = [sys.executable, "-I", child.__file__, question]
        self._out, self._errors = out, errors
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> subprocess.Popen[bytes]:
        """The process, which runs beside this one."""
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._errors,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window on Windows
        )
        return self._process

    def end(self) -> None:
        """End it, whatever it is at."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def lines(self) -> list[Any]:
        """What it answers, line by line; `InputError` for what it says is wrong."""
        process = self._process or self.begin()
        try:
            code = process.wait(self._seconds)
        except subprocess.TimeoutExpired as error:
            most = _("{seconds} seconds").format(seconds=f"{self._seconds:.0f}")
            what, remedy = _("reading it takes too long"), _hint_at_stray_cells()
            raise cannot_read(self._path, Fault(what, expected=most, remedy=remedy)) from error
        for stream in (self._out, self._errors):
            stream.seek(0)
        if code:
            raise cannot_read(self._path, _why_it_failed(_last_words(self._errors.read())))
        said, *rows = map(json.loads, self._out)
        if "fault" in said:
            raise _error_of(self._path, said)
        return [said, *map(_with_days, rows)]


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

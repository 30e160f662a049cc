"""Writing: everything is staged beside its place and moved there whole."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lsgeo.errors import Fault, OutputError
from lsgeo.messages import _

_HELD_OPEN = (5, 32, 33)  # WinError: access denied, sharing violation, lock violation
_MOST_NAMES = 99
_STAGE = ".lsgeo-stage-"
_BEFORE = ".before"  # in a stage: what was in the places of its files
_STALE_SECONDS = 24 * 3600  # a stage this old is one that a killed build left


@dataclass(frozen=True)
class Placed:
    """Where a file ended up: at its ``wanted`` path, or beside it where that was held open."""

    wanted: Path
    path: Path

    @property
    def moved_aside(self) -> bool:
        """Whether the wanted name was held open by another program."""
        return self.wanted != self.path


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A temporary folder on the disk of `folder`, removed at the end whatever happens.

    Those that killed builds left behind a day ago or longer are removed too. Raises `OutputError`
    where `folder` cannot be made or written in, and where writing into the stage fails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
    except (OSError, ValueError) as error:
        remedy = _("Choose another folder, or free this one.")
        raise OutputError(
            str(folder.absolute()),
            _("the folder cannot be written in"),
            [Fault(_why(error), remedy=remedy)],
        ) from error
    try:
        yield stage
    except (OSError, sqlite3.Error) as error:
        remedy = _("Is the disk full? Nothing was changed.")
        raise OutputError(
            str(folder.absolute()),
            _("the files cannot be written"),
            [Fault(_why(error), remedy=remedy)],
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def place(
    stage: Path, folder: Path, *, stand_in: Callable[[Path], bool] = lambda _name: True
) -> list[Placed]:
    """The files of `stage`, in its folders too, moved into `folder`: all or none.

    They go over those of the same name. A file that another program holds open keeps its old
    content, and the new one is put beside it as ``NAME-2.ext`` (or -3 …) where `stand_in` says of
    its name, seen from `folder`, that it may. Call it only when every file of the stage is
    complete. Raises `OutputError` where a folder lies in a file's place, or the folder takes no new
    file; then what was there is as it was.
    """
    sources = sorted(path for path in stage.rglob("*") if path.is_file())
    names = [source.relative_to(stage) for source in sources]
    remedy = _("Move it away, or rename it.")
    faults = [
        Fault(_("a folder is in the place of this file"), where=name.as_posix(), remedy=remedy)
        for name in names
        if (folder / name).is_dir()
    ]
    if faults:
        raise OutputError(str(folder), _("the files cannot be written"), faults)
    before = stage / _BEFORE
    before.mkdir()
    placed: list[Placed] = []
    try:
        for source, name in zip(sources, names, strict=True):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (before / name).parent.mkdir(parents=True, exist_ok=True)
            last = _MOST_NAMES if stand_in(name) else 1
            placed.append(_place_one(source, folder / name, kept=(before / name).parent, last=last))
    except BaseException:
        for one in reversed(placed):
            _take_back(one.path, kept=(before / one.path.relative_to(folder)).parent)
        raise
    return placed


def place_new(stage: Path, folder: Path) -> list[Path]:
    """The files and folders of `stage` moved whole into `folder`, all of them or none.

    `folder` is made where it is missing; nothing in it is written over. Raises `OutputError`
    where something of that name is already there, or where a move fails.
    """
    moved: list[tuple[Path, Path]] = []
    is_new = False
    try:
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
        for source in sorted(stage.iterdir()):
            target = folder / source.name
            if target.exists():
                raise FileExistsError(_("it is already there: {path}").format(path=target))
            moved.append((source.rename(target), source))
    except OSError as error:
        for target, source in reversed(moved):
            target.rename(source)
        if is_new and folder.is_dir():
            folder.rmdir()
        raise OutputError(
            str(folder), _("the folder cannot be filled"), [Fault(_why(error))]
        ) from error
    return [target for target, _source in moved]


def write_text(path: Path, text: str) -> Placed:
    """`text` written to `path` as UTF-8 with Unix line ends, whole or not at all."""
    with staging(path.parent) as stage:
        staged = stage / path.name
        staged.write_text(text, encoding="utf-8", newline="\n")
        return place(stage, path.parent)[0]


def _place_one(source: Path, wanted: Path, *, kept: Path, last: int) -> Placed:
    """`source` moved to `wanted`, or beside it with a number up to `last`.

    What was there is kept in the folder `kept`.
    """
    names = [wanted] + [
        wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in range(2, last + 1)
    ]
    for path in names:
        try:
            if path.is_file():
                _copy(path, kept / path.name)
            source.replace(path)
        except OSError as error:
            with suppress(OSError):  # on Windows a link to a file held open cannot go either
                (kept / path.name).unlink(missing_ok=True)
            if not _is_held_open(path, error):
                raise OutputError(
                    str(path), _("the file cannot be written"), [Fault(_why(error))]
                ) from error
        else:
            return Placed(wanted=wanted, path=path)
    raise OutputError(str(wanted.parent), _("the file cannot be written"), [held_open(wanted)])


def held_open(path: Path) -> Fault:
    """The fault of a file that another program holds open."""
    remedy = _("Close the program and try again.")
    return Fault(_("the file is held open by another program"), path.name, remedy=remedy)


def _copy(path: Path, to: Path) -> None:
    """The content of `path` under another name; no bytes are copied where the disk has links."""
    try:
        to.hardlink_to(path)
    except (OSError, NotImplementedError):
        shutil.copy2(path, to)


def _take_back(path: Path, *, kept: Path) -> None:
    """Put back what was at `path` before, from the folder `kept`, or nothing."""
    if (kept / path.name).exists():
        (kept / path.name).replace(path)
    else:
        path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove the stages in `folder` that no build can still be writing in."""
    for stage in folder.glob(f"{_STAGE}*"):
        if time.time() - stage.lstat().st_mtime > _STALE_SECONDS and not stage.is_symlink():
            shutil.rmtree(stage, ignore_errors=True)


def _why(error: Exception) -> str:
    """What the system says, without the name of a temporary file."""
    return getattr(error, "strerror", None) or str(error)


def _is_held_open(path: Path, error: OSError) -> bool:
    """Whether `path` is refused for being open: only a file that is there can be.

    Where none is there, the folder itself refuses, and no other name would do better.
    """
    refused = isinstance(error, PermissionError) or getattr(error, "winerror", 0) in _HELD_OPEN
    return refused and path.is_file()

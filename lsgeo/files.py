"""Writing: everything is staged beside its place and moved there whole."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lsgeo.errors import Fault, OutputError
from lsgeo.messages import _

_HELD_OPEN = (5, 32, 33)  # WinError: access denied, sharing violation, lock violation
_MOST_NAMES = 99


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

    Raises `OutputError` where `folder` cannot be made or written in.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".lsgeo-stage-", dir=folder))
    except OSError as error:
        remedy = _("Choose another folder, or free this one.")
        raise OutputError(
            str(folder), _("the folder cannot be written in"), [Fault(str(error), remedy=remedy)]
        ) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def place(stage: Path, folder: Path) -> list[Placed]:
    """The files of `stage` moved whole into `folder`, over those of the same name.

    A file that another program holds open keeps its old content, and the new one is put beside
    it as ``NAME-2.ext`` (or -3 …). Call it only when every file of the stage is complete. Raises
    `OutputError` where the folder takes no new file.
    """
    return [_place_one(path, folder / path.name) for path in sorted(stage.iterdir())]


def place_new(stage: Path, folder: Path) -> list[Path]:
    """The files and folders of `stage` moved whole into `folder`, all of them or none.

    `folder` is made where it is missing; nothing in it is written over. Raises `OutputError`
    where something of that name is already there, or where a move fails.
    """
    is_new = not folder.exists()
    moved: list[tuple[Path, Path]] = []
    try:
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
            str(folder), _("the folder cannot be filled"), [Fault(str(error))]
        ) from error
    return [target for target, _source in moved]


def write_text(path: Path, text: str) -> Placed:
    """`text` written to `path` as UTF-8 with Unix line ends, whole or not at all."""
    with staging(path.parent) as stage:
        staged = stage / path.name
        staged.write_text(text, encoding="utf-8", newline="\n")
        return place(stage, path.parent)[0]


def _place_one(source: Path, wanted: Path) -> Placed:
    names = [wanted] + [
        wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        for number in range(2, _MOST_NAMES + 1)
    ]
    for path in names:
        try:
            source.replace(path)
        except OSError as error:
            if not _is_held_open(path, error):
                raise OutputError(
                    str(path), _("the file cannot be written"), [Fault(str(error))]
                ) from error
        else:
            return Placed(wanted=wanted, path=path)
    raise OutputError(
        str(wanted),
        _("the file is held open by another program"),
        [Fault(_("so are all its stand-ins"), remedy=_("Close the program and build again."))],
    )


def _is_held_open(path: Path, error: OSError) -> bool:
    """Whether `path` is refused for being open: only a file that is there can be.

    Where none is there, the folder itself refuses, and no other name would do better.
    """
    refused = isinstance(error, PermissionError) or getattr(error, "winerror", 0) in _HELD_OPEN
    return refused and path.is_file()

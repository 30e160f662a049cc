"""What GDAL is given to read: a file found sound, or a sound copy, and what is known of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Note
from lsgeo.messages import _

MOST_ROWS = 20_000_000
"""No office has a layer of more records; a file that claims more is broken or made to harm."""


@dataclass(frozen=True)
class Source:
    """A layer's file, checked, as GDAL is to read it.

    ``path`` is the file itself or a copy that was mended; ``name`` the stem that the office gave
    it. ``rows`` is how many records the file claims, None where only reading tells; ``lost`` says
    why a record (numbered from 1) cannot be used, as far as the file itself tells; ``gone`` are
    records that the office deleted and the file still holds. ``first_fid`` is GDAL's number of
    the first record, None where its numbers are no record numbers. ``boxes`` are
    the bounds that the records state of themselves. ``is_bytes``: GDAL hands the
    bytes of texts over as Latin-1, and ``encoding`` is what the file says they are.
    """

    path: Path
    name: str
    format: str
    rows: int | None = None
    lost: Mapping[int, str] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    first_fid: int | None = None
    boxes: NDArray[np.float64] | None = None
    is_bytes: bool = False
    encoding: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def remark(reason: str, *, said: str = "", became: str = "") -> Note:
    """A note of something about the whole file that was put right or has to be known."""
    return Note("corrected", reason, said=said, became=became)


def refused(
    path: Path, what: str, *, remedy: str = "", got: str = "", expected: str = ""
) -> InputError:
    """The error that a layer cannot be read for one reason."""
    remedy = remedy or _("Can QGIS open it? Then save it again as GeoPackage.")
    fault = Fault(what, expected=expected, got=got, remedy=remedy)
    return InputError(str(path), _("the layer cannot be read"), [fault])


def companion(path: Path, extension: str) -> Path | None:
    """The file beside `path` with the same stem and another `extension`, whatever its case."""
    plain = path.with_suffix(extension)
    if plain.is_file():
        return plain
    wanted = plain.name.lower()
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return None
    return next((one for one in beside if one.name.lower() == wanted and one.is_file()), None)


def copied(path: Path, folder: Path, *, extensions: Iterable[str]) -> Path:
    """The copy in `folder` of a file and of its companions, all named ``layer``.

    The first of `extensions` is that of the file itself. A companion that is missing is left out.
    """
    first, *others = extensions
    target = folder / f"layer{first}"
    shutil.copyfile(path, target)
    for extension in others:
        beside = companion(path, extension)
        if beside is not None:
            shutil.copyfile(beside, target.with_suffix(extension))
    return target

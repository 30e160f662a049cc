"""Layers in archives: the one layer of a zip, or of a KMZ, taken out where it can do no harm."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lsgeo.messages import _
from lsgeo.sources.vector.formats import ARCHIVE, EXTENSIONS, KMZ
from lsgeo.sources.vector.source import refused
from lsgeo.text import fold, normalise

MOST_MEMBERS = 2000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
"""Texts of coordinates pack 3 to 10 times; what packs better than this is no map."""

_ALWAYS_FINE = 20_000_000  # unpacked bytes that nobody need think about
_CHUNK = 1 << 20
_ALONGSIDE = (".shx", ".dbf", ".prj", ".cpg", ".dat", ".map", ".id", ".ind", ".mid", ".qpj")
_LAYERS = tuple(
    extension
    for kind, extensions in EXTENSIONS.items()
    if kind not in (ARCHIVE, KMZ)
    for extension in extensions
)
_ENCRYPTED = 0x1  # bit of a member's flags (APPNOTE 4.4.4)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a packing that zipfile does not know
    RuntimeError,  # a member that is locked after all
    OSError,
    ValueError,
)


@dataclass(frozen=True)
class Unpacked:
    """A layer taken out of an archive: where it lies now, its name in the archive, what is left.

    ``is_named`` tells that the layer asked for named the file, so that none need be named in it.
    """

    path: Path
    name: str
    others: tuple[str, ...] = ()
    is_named: bool = False


def unpacked(path: Path, folder: Path, *, layer: str = "") -> Unpacked:
    """The one layer of an archive, or the one that `layer` names, taken out into `folder`.

    The members get names of ours, so none leaves the folder. Raises `InputError` for an archive
    that is damaged, locked, a bomb, points out of itself, or holds no layer or several.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _check(path, members)
            chosen = _chosen(path, members, layer=layer)
            wanted = [one for one in members if _goes_with(one.filename, chosen.name)]
            for member in wanted:
                _extract(archive, member, folder / f"layer{_extension(member.filename)}")
    except _DAMAGE as error:
        what = _("the archive is damaged or cut: {error}").format(error=error)
        raise refused(path, what, remedy=_("Get a whole copy of it.")) from error
    target = folder / f"layer{_extension(chosen.name)}"
    return Unpacked(target, _place(chosen.name).stem, chosen.others, chosen.is_named)


@dataclass(frozen=True)
class _Chosen:
    name: str
    others: tuple[str, ...]
    is_named: bool


def _check(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    whole = _("Unpack it and give the file inside.")
    if len(members) > MOST_MEMBERS:
        got, most = str(len(members)), f"≤ {MOST_MEMBERS}"
        raise refused(path, _("the archive has too many members"), got=got, expected=most)
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise refused(path, _("a member points out of the archive"), got=repr(name))
        if stat.S_ISLNK(member.external_attr >> 16):
            raise refused(path, _("a member is a link"), got=repr(name))
        if member.flag_bits & _ENCRYPTED:
            raise refused(path, _("the archive is locked with a password"), remedy=whole)
    size = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    if size > MOST_BYTES or (size > _ALWAYS_FINE and size > MOST_RATIO * packed):
        got = _("{count} MB from {packed} kB").format(count=size // 10**6, packed=packed // 1000)
        raise refused(path, _("the archive unpacks to far more than it is"), got=got)


def _chosen(path: Path, members: Sequence[zipfile.ZipInfo], *, layer: str) -> _Chosen:
    """The member that is the layer: the only one, the one named, or ``doc.kml``."""
    names = [one.filename for one in members if _extension(one.filename) in _LAYERS]
    names = [name for name in names if not _is_metadata(name)]
    named = [name for name in names if layer and _is_called(name, layer)]
    main = [name for name in names if name.lower() == "doc.kml"]
    if len(named) == 1:
        return _Chosen(named[0], (), is_named=True)
    one = names if len(names) == 1 else main
    if len(one) == 1:
        others = tuple(name for name in names if name != one[0])
        return _Chosen(one[0], others, is_named=False)
    if not names:
        expected = ", ".join(_LAYERS)
        raise refused(path, _("the archive holds no layer"), expected=expected)
    shown = [_place(name).stem for name in names]
    remedy = _("Name the one to read, for example {name}.").format(name=shown[0])
    raise refused(path, _("several layers, and none is named"), got=", ".join(shown), remedy=remedy)


def _is_called(name: str, layer: str) -> bool:
    own = _place(name)
    return fold(normalise(layer)) in {fold(name), fold(own.name), fold(own.stem)}


def _is_metadata(name: str) -> bool:
    """Whether it is a leaf of a Mac, or the ``.shp.xml`` that ArcGIS writes beside a layer."""
    return name.startswith("__MACOSX/") or name.lower().endswith((".shp.xml", ".tab.xml"))


def _place(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))  # as Windows' own packer once wrote them


def _extension(name: str) -> str:
    return _place(name).suffix.lower()


def _goes_with(name: str, chosen: str) -> bool:
    one, other = _place(name), _place(chosen)
    if name == chosen:
        return True
    is_beside = one.parent == other.parent and one.stem.lower() == other.stem.lower()
    return is_beside and _extension(name) in _ALONGSIDE


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write a member; what it holds beyond the size it states is never unpacked by zipfile."""
    with archive.open(member) as packed, target.open("xb") as whole:
        for block in iter(lambda: packed.read(_CHUNK), b""):
            whole.write(block)


def is_archive(kind: str) -> bool:
    """Whether a format has to be unpacked before it is read."""
    return kind in (ARCHIVE, KMZ)

"""From a path to what GDAL may read: recognised, unpacked, checked, and mended in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lsgeo.errors import InputError
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sources.vector import (
    flatgeobuf,
    formats,
    geopackage,
    mapinfo,
    markup,
    mif,
    parquet,
    shapefile,
)
from lsgeo.sources.vector.gdal import layers_of
from lsgeo.sources.vector.source import Source, refused
from lsgeo.sources.vector.unpack import is_archive, unpacked
from lsgeo.text import fold, normalise


@dataclass(frozen=True)
class Opened:
    """A file ready to be read, with a ``folder`` for copies and the ``layers`` it has.

    ``inner`` is what GDAL calls them; ``asked`` the layer still to be found among them, "" for
    the only one.
    """

    source: Source
    folder: Path
    layers: tuple[str, ...]
    inner: tuple[str, ...]
    asked: str

    def chosen(self) -> str:
        """The layer to read; `InputError` where it is not there, or one of several is not named."""
        wanted = [name for name in self.layers if self.asked and _is_same(name, self.asked)]
        exact = [name for name in wanted if name == self.asked]
        if len(exact or wanted) == 1:
            return (exact or wanted)[0]
        shown = ", ".join(self.layers)
        if self.asked and len(self.layers) == 1 and _is_same(self.source.name, self.asked):
            return self.layers[0]
        if self.asked:
            what = _("the file has no layer of this name")
            raise refused(self.source.path, what, expected=self.asked, got=shown)
        if not self.layers:
            raise InputError(str(self.source.path), _("the layer has no geometry"))
        if len(self.layers) > 1:
            remedy = _('Name the one to read in the catalog, for example sheet = "{name}".')
            what = _("several layers, and none is named")
            remedy = remedy.format(name=self.layers[0])
            raise refused(self.source.path, what, got=shown, remedy=remedy)
        return self.layers[0]


@contextmanager
def opened(path: Path, *, layer: str = "") -> Iterator[Opened]:
    """A vector file made ready to be read, as long as the context lasts.

    Copies lie in a temporary folder; an `InputError` speaks of `path` all the same.
    """
    with TemporaryDirectory(prefix="lsgeo-", ignore_cleanup_errors=True) as kept:
        folder = Path(kept)
        try:
            source, asked = _prepared(path, folder, layer=layer)
            inner = _layers(source)
            if len(inner) > 1 and source.format in (formats.KML, formats.KMZ, formats.GML):
                source = replace(source, rows=None)  # it was counted in all layers together
            is_copy = len(inner) == 1 and source.path.parent != path.parent
            layers = (source.name,) if is_copy else inner
            yield Opened(source, folder, layers, inner, asked)
        except InputError as error:
            if str(folder) not in str(error):
                raise
            raise InputError(str(path), error.summary, error.faults) from error
        except OSError as error:
            raise refused(path, error.strerror or str(error)) from error


def thorough(file: Opened) -> Opened:
    """The same file with each of its lines parsed, to know which are no features."""
    source = file.source
    folder = file.folder / "again"
    folder.mkdir()
    again = markup.prepared_json(source.path, folder, kind=source.format, thorough=True)
    mended = replace(source, path=again.path, rows=again.rows, lost={**again.lost, **source.lost})
    return replace(file, source=mended, inner=tuple(layers_of(mended)))


def _prepared(path: Path, folder: Path, *, layer: str) -> tuple[Source, str]:
    """The source of a path, taken out of an archive, and the layer still to be found in it."""
    kind = formats.format_of(path)
    if not is_archive(kind):
        misnamed = formats.misnamed(path, kind)
        notes = (Note("used", misnamed),) if misnamed else ()
        own = _renamed(path, folder, kind) if misnamed else path
        source = _of_format(own, folder, kind)
        return replace(source, name=path.stem, notes=(*notes, *source.notes)), layer
    inside = folder / "archive"
    inside.mkdir()
    found = unpacked(path, inside, layer=layer)
    source = _of_format(found.path, folder, formats.format_of(found.path))
    left = _("other layers in the archive are not read: {names}")
    notes = (Note("used", left.format(names=", ".join(found.others))),) if found.others else ()
    label = formats.KMZ if kind == formats.KMZ else source.format
    named = replace(source, name=found.name, format=label, notes=(*notes, *source.notes))
    return named, "" if found.is_named else layer


def _renamed(path: Path, folder: Path, kind: str) -> Path:
    """A copy of a file with a name by which GDAL knows its format.

    The .shx that somebody names instead of the .shp is no such case: it lies beside it.
    """
    if kind in (formats.SHAPEFILE, formats.TAB, formats.MIF):
        return path
    target = folder / f"renamed{formats.EXTENSIONS[kind][0]}"
    shutil.copyfile(path, target)
    return target


def _of_format(path: Path, folder: Path, kind: str) -> Source:
    if kind == formats.SHAPEFILE:
        return shapefile.prepared(path, folder)
    if kind == formats.GEOPACKAGE:
        return geopackage.prepared(path, folder)
    if kind == formats.TAB:
        return mapinfo.prepared_tab(path, folder)
    if kind == formats.MIF:
        return mif.prepared_mif(path, folder)
    if kind in (formats.KML, formats.GML):
        return markup.prepared_xml(path, folder, kind=kind)
    if kind in (formats.GEOJSON, formats.GEOJSON_LINES):
        return markup.prepared_json(path, folder, kind=kind)
    if kind == formats.FLATGEOBUF:
        return flatgeobuf.prepared(path)
    if kind == formats.GEOPARQUET:
        return Source(path, path.stem, kind)
    raise refused(path, _("an archive inside of an archive is not read"))


def _layers(source: Source) -> tuple[str, ...]:
    """What GDAL calls the layers of a source; a GeoParquet file is one by its own name."""
    if source.format == formats.GEOPARQUET:
        parquet.column_names(source.path)  # raises where it is none
        return (source.name,)
    return tuple(layers_of(source))


def _is_same(name: str, other: str) -> bool:
    return fold(normalise(name)) == fold(normalise(other))

"""KML, GML and GeoJSON made ready: whole, in UTF-8, and pointing nowhere."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lsgeo.messages import _
from lsgeo.sources.vector import coordinates
from lsgeo.sources.vector.formats import GEOJSON_LINES, GML
from lsgeo.sources.vector.source import Source, refused, remark

_CHUNK = 1 << 20
_MOST_XML = 1_000_000_000  # bytes: GDAL holds what it reads in memory
_ENCODINGS = ("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "windows-1258")
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*\?>""")
_POINTERS = re.compile(
    rb"""\s(?:[\w.-]+:)?(?:schemaLocation|noNamespaceSchemaLocation|href)\s*=\s*"""
    rb"""(?:"[^"]*"|'[^']*')"""
)
_NETWORK = re.compile(
    rb"<((?:\w+:)?NetworkLink)\b.*?</\1\s*>|<(?:\w+:)?NetworkLink\s*/>", re.DOTALL
)
_REMOTE_SYSTEM = re.compile(rb"""srsName\s*=\s*["'](?!https?://www\.opengis\.net/)\w+://""")
_COMMENT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_PLACEMARK = re.compile(rb"<(?:\w+:)?Placemark[\s>]")
_MEMBER = re.compile(rb"<(?:\w+:)?(?:featureMember|member)[\s>]")


def prepared_xml(path: Path, folder: Path, *, kind: str) -> Source:
    """The KML or GML as GDAL is to read it: a copy in UTF-8 without addresses.

    Its schema is told from its content, so that none is fetched, and what GDAL notes down of it
    (.gfs) stays in `folder`. Raises `InputError` where the file is cut, declares entities, or
    names its coordinate system by an address.
    """
    if path.stat().st_size > _MOST_XML:
        raise refused(path, _("the file is too large for its format"))
    data = _in_unicode(path, path.read_bytes())
    _check_xml(path, data)
    if _REMOTE_SYSTEM.search(data):
        remedy = _("Name the coordinate system yourself, for example EPSG:9215.")
        raise refused(path, _("its coordinate system is an address on a network"), remedy=remedy)
    cleaned, links = _NETWORK.subn(b"", data)
    notes = []
    if links:
        what = _("links to other files (NetworkLink) are not followed")
        notes.append(remark(what, said=str(links)))
    cleaned = _POINTERS.sub(b"", cleaned) if kind == GML else cleaned
    cleaned = coordinates.marked(cleaned, kind=kind)
    told = _COMMENT.sub(b"", cleaned)
    target = folder / ("layer.gml" if kind == GML else "layer.kml")
    target.write_bytes(cleaned)
    count = len((_MEMBER if kind == GML else _PLACEMARK).findall(told))
    options = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"} if kind == GML else {}
    rows = count or None
    return Source(target, path.stem, kind, rows=rows, options=options, notes=tuple(notes))


def prepared_json(path: Path, folder: Path, *, kind: str, thorough: bool = False) -> Source:
    """The GeoJSON as GDAL is to read it: the file itself, or a copy in UTF-8.

    Of one feature a line, lines that are none are lost; `thorough` parses each to know, which
    takes as long as reading them.
    """
    is_feature = _is_feature if thorough else _looks_whole
    extension = ".geojsonl" if kind == GEOJSON_LINES else ".geojson"
    source = Source(path, path.stem, kind)
    if not _is_utf8(path):
        target = folder / f"layer{extension}"
        target.write_bytes(path.read_bytes().decode(_bom_of(path) or "latin-1").encode("utf-8"))
        what = _("the file is not in UTF-8, as its format has to be")
        source = Source(target, path.stem, kind, is_bytes=not _bom_of(path), notes=(remark(what),))
    if kind != GEOJSON_LINES:
        return source
    target = folder / "features.geojsonl"
    lost, rows = {}, 0
    with source.path.open("rb") as lines, target.open("wb") as kept:
        for line in lines:
            text = line.lstrip(b"\xef\xbb\xbf\x1e").strip()
            if not text:
                continue
            rows += 1
            if not is_feature(text):
                lost[rows] = _("the line is no feature: it is cut or damaged")
                text = _NO_FEATURE
            kept.write(text + b"\n")
    return Source(
        target,
        path.stem,
        kind,
        rows=rows,
        lost=lost,
        is_bytes=source.is_bytes,
        notes=source.notes,
    )


def shapeless(path: Path, *, kind: str) -> Iterator[bool]:
    """For each feature of a GeoJSON whether the file itself says that it has no geometry.

    GDAL takes more for JSON than it is (a number 02): a line that is none says nothing, as do all
    features of a document that is none.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        if kind == GEOJSON_LINES:
            features = [_parsed(line) for line in stream if line.strip()]
        else:
            whole = _parsed(stream.read())
            features = whole.get("features", [whole]) if isinstance(whole, dict) else []
    for feature in features:
        yield isinstance(feature, dict) and _is_shapeless(feature.get("geometry"))


def _parsed(text: str) -> Any:
    """What a text in JSON says, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_shapeless(shape: Any) -> bool:
    told = isinstance(shape, dict) and (shape.get("coordinates") or shape.get("geometries"))
    return not shape or (isinstance(shape, dict) and not told)


_NO_FEATURE = b'{"type":"Feature","properties":{},"geometry":null}'


def _looks_whole(text: bytes) -> bool:
    is_object = text.startswith(b"{") and text.endswith(b"}")
    return is_object and text.count(b"{") == text.count(b"}")


def _is_feature(text: bytes) -> bool:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and read.get("type") == "Feature"


def _in_unicode(path: Path, data: bytes) -> bytes:
    """XML in UTF-8 that says so, whatever encoding it came in."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decoded(path, data, "utf-16")
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
        declared = _DECLARED.match(data)
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        if name not in _ENCODINGS:
            raise refused(path, _("the encoding of the file is not read"), got=name)
        if name in ("utf-8", "us-ascii", "ascii"):
            return data
        text = _decoded(path, data, name)
    body = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.removeprefix("\ufeff"))
    return b'<?xml version="1.0" encoding="UTF-8"?>' + body.encode("utf-8")


def _decoded(path: Path, data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise refused(path, str(error), remedy=_("Get a whole copy of it.")) from error


def _check_xml(path: Path, data: bytes) -> None:
    """Raise `InputError` unless the document is whole and declares nothing of its own.

    Documents of maps need no DOCTYPE; one can make a small file huge, or point to other files.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refusing(path)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = _("the file is cut or damaged at line {line}: {error}")
        text = what.format(line=error.lineno, error=expat.ErrorString(error.code))
        raise refused(path, text, remedy=_("Get a whole copy of it.")) from error


def _refusing(path: Path) -> Callable[..., None]:
    def refuse(*_declaration: object) -> None:
        what = _("the file declares a DOCTYPE, which could make it fetch or grow without end")
        remedy = _("Open it in QGIS and save it again as GeoPackage.")
        raise refused(path, what, remedy=remedy)

    return refuse


def _bom_of(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(2)
    return "utf-16" if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            for block in iter(lambda: stream.read(_CHUNK), b""):
                decoder.decode(block)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True

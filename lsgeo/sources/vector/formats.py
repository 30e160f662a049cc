"""What a file is, by its content and not by its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

SHAPEFILE, GEOPACKAGE, GEOJSON, GEOJSON_LINES = "Shapefile", "GeoPackage", "GeoJSON", "GeoJSONSeq"
FLATGEOBUF, TAB, MIF, KML, KMZ, GML = (
    "FlatGeobuf",
    "MapInfo TAB",
    "MapInfo MIF",
    "KML",
    "KMZ",
    "GML",
)
GEOPARQUET, ARCHIVE = "GeoParquet", "ZIP"

EXTENSIONS = {
    SHAPEFILE: (".shp",),
    GEOPACKAGE: (".gpkg",),
    GEOJSON: (".geojson", ".json"),
    GEOJSON_LINES: (".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".geojson", ".json"),
    FLATGEOBUF: (".fgb",),
    TAB: (".tab",),
    MIF: (".mif",),
    KML: (".kml",),
    KMZ: (".kmz",),
    GML: (".gml", ".xml"),
    GEOPARQUET: (".parquet", ".geoparquet"),
    ARCHIVE: (".zip",),
}
"""How the files of each format are named, the usual name first."""

_HEAD = 4096  # bytes that tell a format
_BOM = rb"(\xef\xbb\xbf)?"
_PROLOGUE = (
    _BOM + rb"\s*(<\?xml[^>]*>\s*)?((<!--((?!-->).)*-->|<!DOCTYPE[^\[>]*(\[[^\]]*\]\s*)?>)\s*)*"
)
_LOOKS = {
    GEOPACKAGE: re.compile(rb"\ASQLite format 3\0.{52}(GPKG|GP10|GP11)", re.DOTALL),
    SHAPEFILE: re.compile(rb"\A\0\0\x27\x0a"),
    GEOJSON_LINES: re.compile(rb"\A" + _BOM + rb'\s*\x1e?\{[^\n]*"type"\s*:\s*"Feature"'),
    GEOJSON: re.compile(rb"\A" + _BOM + rb'\s*\{.*"(FeatureCollection|Feature)"', re.DOTALL),
    FLATGEOBUF: re.compile(rb"\Afgb"),
    TAB: re.compile(rb"\A\s*!table", re.IGNORECASE),
    MIF: re.compile(rb"\A\s*version\s", re.IGNORECASE),
    KML: re.compile(rb"\A" + _PROLOGUE + rb"<(\w+:)?kml\b", re.DOTALL),
    GML: re.compile(
        rb"\A" + _PROLOGUE + rb"<(\w+:)?\w*(Collection|FeatureSet)\b[^>]*opengis\.net/gml",
        re.DOTALL,
    ),
    GEOPARQUET: re.compile(rb"\APAR1"),
    ARCHIVE: re.compile(rb"\APK(\x03\x04|\x05\x06)"),
}
_PIPELINE = b"gdal_streamed_alg"  # JSON that tells GDAL what to run
_COMPANIONS = (".shx", ".dbf", ".prj", ".cpg", ".dat", ".map", ".id", ".ind", ".mid", ".sbn")


def format_of(path: Path) -> str:
    """The format of a layer's file, one of `EXTENSIONS`.

    GDAL goes by the content, whatever the name, and some formats (VRT, WFS) are little more than
    an address: those it never gets to see. Raises `InputError` that says what the file is where
    it is none that lsgeo reads.
    """
    head = head_of(path)
    found = next((name for name, looks in _LOOKS.items() if looks.search(head)), "")
    if found == GEOJSON_LINES and not _is_one_a_line(head):
        found = GEOJSON
    if found == ARCHIVE:
        found = _kind_of_archive(path)
    if found in EXTENSIONS and _PIPELINE not in head:
        return found
    raise InputError(str(path), _("the layer cannot be read"), [_not_read(path, head, found)])


def head_of(path: Path) -> bytes:
    """The first bytes of a file, UTF-16 as UTF-8; `InputError` where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError) as error:
        fault = Fault(getattr(error, "strerror", None) or str(error))
        raise InputError(str(path), _("the layer cannot be read"), [fault]) from error
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").encode("utf-8")
    return head


def misnamed(path: Path, kind: str) -> str:
    """What to say of a file whose name is that of another format; "" where it is its own."""
    if path.suffix.lower() in EXTENSIONS[kind]:
        return ""
    what = _("the file is {format}, though its name ends in {extension}")
    return what.format(format=kind, extension=path.suffix or "–")


def _is_one_a_line(head: bytes) -> bool:
    """Whether a file that begins with a feature has one on each line."""
    first, _newline, rest = head.lstrip().partition(b"\n")
    whole = first.rstrip().endswith(b"}") and first.count(b"{") == first.count(b"}")
    return b'"FeatureCollection"' not in first and (not rest.strip() or whole)


def _kind_of_archive(path: Path) -> str:
    """Whether an archive is a plain one, KMZ, or a document that is an archive inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ARCHIVE  # unpacking it says what is wrong
    if "[Content_Types].xml" in names:
        folders = {name.split("/")[0] for name in names}
        return "docx" if "word" in folders else "xlsx"
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        return "ods"
    is_kmz = path.suffix.lower() == ".kmz" or "doc.kml" in names
    return KMZ if is_kmz else ARCHIVE


def _not_read(path: Path, head: bytes, found: str) -> Fault:
    sheet, plain = _("It is a table: give it where a table is asked for."), ""
    again = _("Can QGIS open it? Then save it again as GeoPackage.")
    known = {
        "xlsx": (_("this is an Excel workbook"), sheet),
        "ods": (_("this is a workbook of LibreOffice"), sheet),
        "docx": (_("this is a Word document"), plain),
    }
    kinds = (
        (b"\xd0\xcf\x11\xe0", _("this is an old Excel or Word file"), sheet),
        (b"%PDF", _("this is a PDF document"), plain),
        (b"AC10", _("this is an AutoCAD drawing (DWG)"), again),
        (b"Rar!", _("this is a RAR archive"), _("Unpack it and give the file inside.")),
        (b"7z\xbc\xaf", _("this is a 7-Zip archive"), _("Unpack it and give the file inside.")),
        (b"SQLite format 3\0", _("this is an SQLite database, but no GeoPackage"), again),
        (b"II*\0", _("this is a picture (TIFF)"), plain),
        (b"MM\0*", _("this is a picture (TIFF)"), plain),
        (b"\x89PNG", _("this is a picture (PNG)"), plain),
        (b"\xff\xd8\xff", _("this is a picture (JPEG)"), plain),
    )
    what, remedy = known.get(found, ("", again))
    if not what:
        what, remedy = next(
            ((words, cure) for magic, words, cure in kinds if head.startswith(magic)), ("", again)
        )
    if not head:
        what, remedy = _("the file is empty"), _("Get a whole copy of it.")
    if not what and path.suffix.lower() in _COMPANIONS:
        remedy = _("This file goes with a layer: give its .shp, .tab or .mif instead.")
    expected = ", ".join(EXTENSIONS)
    said = _("the format is not read")
    return Fault(f"{said}: {what}" if what else said, expected=expected, remedy=remedy)

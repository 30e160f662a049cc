"""Where a raster lies: a file, an address, or a VRT, and which of its words may be followed.

A VRT is a small XML file that names others. One from elsewhere may name what the network holds, or
code to run: so only such are taken that name files below their own folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _

_REMOTE = ("/vsicurl/", "/vsis3/")
_WEB = ("https://", "http://")
_SUFFIX = ".vrt"
_MOST_BYTES = 64 << 20
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_KEPT = {
    "VRTDataset",
    "SRS",
    "GeoTransform",
    "Metadata",
    "MDI",
    "OverviewList",
    "VRTRasterBand",
    "NoDataValue",
    "HideNoDataValue",
    "ColorInterp",
    "ColorTable",
    "Entry",
    "Description",
    "UnitType",
    "Offset",
    "Scale",
    "CategoryNames",
    "Category",
    "SimpleSource",
    "ComplexSource",
    "SourceFilename",
    "SourceBand",
    "SourceProperties",
    "SrcRect",
    "DstRect",
    "NODATA",
    "Histograms",
}
"""What a VRT of tiles is made of: all but functions, warped, raw and nested ones."""


def location_of(place: Path | str) -> str:
    """`place` as GDAL has it; `InputError` for what it should not be given."""
    text = str(place)
    if text.startswith(_WEB):
        text = f"/vsicurl/{text}"
    if text.startswith(_REMOTE):
        if _is_virtual(text):
            remedy = _("Fetch it with its tiles, and name the copy.")
            fault = Fault(_("a VRT is only read from this machine"), got=text, remedy=remedy)
            raise InputError(text[:200], _("the raster cannot be read"), [fault])
        return text
    if text.startswith("/vsi") or "://" in text or ("<" in text and not Path(text).exists()):
        remedy = _("Name a file, or an address that begins with {starts}.")
        starts = ", ".join((*_WEB, *_REMOTE))
        fault = Fault(
            _("such a place is not read from"), got=text, remedy=remedy.format(starts=starts)
        )
        raise InputError(text[:200], _("the raster cannot be read"), [fault])
    if _is_virtual(text):
        _check_virtual(Path(text))
    return str(Path(text).absolute())  # a worker of a cluster has another folder


def driver_of(location: str) -> str:
    """The only driver of GDAL that may open it."""
    return "VRT" if _is_virtual(location) else "GTiff"


def _is_virtual(location: str) -> bool:
    return location.lower().partition("?")[0].endswith(_SUFFIX)


def settings_for(location: str) -> dict[str, str]:
    """The settings of GDAL for it: of what lies elsewhere nothing beside it is looked for."""
    if not location.startswith(_REMOTE):
        return {}
    return {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_INGESTED_BYTES_AT_OPEN": "262144"}


def _check_virtual(path: Path) -> None:
    """Raise `InputError` for a VRT that is no mere list of files below its folder."""
    faults = []
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(_("the file is too large"))
        text = path.read_bytes()
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise ValueError(_("it declares entities"))
        root = ElementTree.fromstring(text)
    except (OSError, ValueError, ElementTree.ParseError) as error:
        raise InputError(str(path), _("the raster cannot be read"), [Fault(str(error))]) from error
    remedy = _("Make it anew: gdalbuildvrt, beside the files it names.")
    strange = sorted({item.tag for item in root.iter()} - _KEPT)
    if strange or root.get("subClass"):
        what = _("it is no mere list of tiles")
        got = ", ".join(strange) or str(root.get("subClass"))
        faults.append(Fault(what, got=got, remedy=remedy))
    for item in root.iter():
        if item.get("subClass"):
            faults.append(Fault(_("it is no mere list of tiles"), got=str(item.get("subClass"))))
    for name in sorted({str(item.text) for item in root.iter("SourceFilename")}):
        if not _is_below(name) or not _is_tiff(path.parent / name):
            what = _("it names what is no GeoTIFF below its folder")
            faults.append(Fault(what, got=name, remedy=remedy))
    faults += [
        Fault(_("it names what is no GeoTIFF below its folder"), got=str(item.text))
        for item in root.iter("SourceFilename")
        if item.get("relativeToVRT") != "1"
    ]
    if faults:
        raise InputError(str(path), _("the raster cannot be used"), faults)


def _is_below(name: str) -> bool:
    """Whether a name leads below the folder it is used in."""
    place = PurePosixPath(name.replace("\\", "/"))
    is_plain = not place.is_absolute() and ".." not in place.parts and ":" not in name
    return is_plain and name.lower().endswith((".tif", ".tiff"))


def _is_tiff(path: Path) -> bool:
    """Whether a file begins as a TIFF does: GDAL goes by what is in it, not by its name."""
    try:
        with path.open("rb") as file:
            return file.read(4) in _TIFF
    except OSError:
        return False

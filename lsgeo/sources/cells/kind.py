"""What kind of file a table is, by its content: names lie."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.sources.cells.compound import Compound

Kind = Literal["xlsx", "xlsb", "ods", "xls", "html", "text"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_NO_TEXT = (".xlsx", ".xlsm", ".xlsb", ".ods")  # .xls is what web pages call their exports
_HEAD_BYTES = 4096
_MARK = b"\xef\xbb\xbf"


def kind_of(path: Path) -> Kind:
    """The kind of the table in `path`; `InputError` where it is none that lsgeo reads."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise cannot_read(path, Fault(error.strerror or str(error))) from error
    if head.startswith(_ZIP):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_compound(path)
    if (other := _other(head)) or path.suffix.lower() in _NO_TEXT:
        raise cannot_read(path, Fault(other or _("this is no workbook"), remedy=save_again()))
    return "html" if _is_page(head) else "text"


def cannot_read(path: Path, *faults: Fault) -> InputError:
    """The error that `path` cannot be read, for `faults`."""
    return InputError(str(path), _("the file cannot be read"), faults)


def save_again() -> str:
    """The remedy for a file that only its own program may understand."""
    return _("Can Excel open it? Then save it again as .xlsx or CSV UTF-8.")


def password_fault() -> Fault:
    """The fault of a workbook that only its password opens."""
    remedy = _("Open it in Excel and save it without a password.")
    return Fault(_("the workbook is protected by a password"), remedy=remedy)


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise cannot_read(path, Fault(str(error), remedy=save_again())) from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise cannot_read(path, _word_fault())
    remedy = _("Unpack it first, and name the table in it.")
    raise cannot_read(path, Fault(_("this is an archive, no table"), remedy=remedy))


def _kind_of_compound(path: Path) -> Kind:
    names = Compound.read(path).names
    if names & {"Workbook", "Book"}:
        return "xls"
    if "EncryptedPackage" in names:
        raise cannot_read(path, password_fault())
    if "WordDocument" in names:
        raise cannot_read(path, _word_fault())
    raise cannot_read(path, Fault(_("this is no workbook"), remedy=save_again()))


def _word_fault() -> Fault:
    remedy = _("Copy its table into Excel and save that as .xlsx.")
    return Fault(_("this is a Word document, no table"), remedy=remedy)


def _other(head: bytes) -> str:
    """What a file is that begins like no table, in words; "" for one that may be text."""
    if head.startswith(b"%PDF"):
        return _("this is a PDF document, no table")
    if head.startswith((b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")):
        return _("this is a workbook of an Excel from before 1993")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _("this is a workbook saved as XML")
    if head.startswith((b"MIME-Version:", b"From:")):
        return _("this is a web archive, no table")
    if head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        return _("this is an archive, no table")
    return ""


def _is_page(head: bytes) -> bool:
    start = head.removeprefix(_MARK).lstrip()
    return start.startswith(b"<") and bool(_PAGE.search(start))

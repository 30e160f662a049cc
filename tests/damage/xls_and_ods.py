"""Old workbooks and those of LibreOffice damaged by seed; passwords, which hide in the old kind."""

from __future__ import annotations

import struct
from functools import cache
from random import Random

import xlwt

from tests.damage.seeding import Case, archive, put
from tests.damage.workbooks import LAUGHS, TABLE, xlsx


def sound(name: str) -> Case:
    """A workbook in which nothing is wrong, of the kind that its name says."""
    content = {
        "bieu.xlsx": lambda: archive(dict(xlsx())),
        "bieu.ods": _ods,
        "bieu.xls": lambda: compound("Workbook", _xls_stream()),
    }
    return Case({name: content[name]()}, name, TABLE, "")


def compound(stream: str, content: bytes) -> bytes:
    """An OLE compound file with one stream of 4096 bytes or more ([MS-CFB])."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = content + bytes(-len(content) % 512 + (4608 if len(content) < 4096 else 0))
    sectors = len(padded) // 512
    chain = [*range(3, sectors + 2), end]
    fat = struct.pack("<128I", *([table, end, *chain] + [free] * 128)[:128])
    entries = [_entry("Root Entry", 5, 1, end, 0), _entry(stream, 2, free, 2, len(padded))]
    directory = b"".join(entries).ljust(512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    return head + fat + directory + padded


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<3I", 0xFFFFFFFF, 0xFFFFFFFF, child)
    rest = links + bytes(36) + struct.pack("<IQ", start, size)
    return letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1) + rest


def password(seed: int) -> Case:
    """What Excel makes of a workbook with a password, under either name."""
    name = ("bieu.xlsx", "bieu.xls")[seed % 2]
    data = compound("EncryptedPackage", Random(seed).randbytes(6000))
    return Case({name: data}, name, None, "protected by a password")


@cache
def _xls_stream() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bieu")
    for number, row in TABLE.items():
        for column, cell in enumerate(row):
            sheet.write(number - 1, column, cell)
    return bytes(book.get_biff_data())


def xls_cut(seed: int) -> Case:
    """Cut in what tells where its streams lie."""
    data = compound("Workbook", _xls_stream())
    files = {"bieu.xls": data[: Random(seed).randrange(8, 1024)]}
    return Case(files, "bieu.xls", None, "damaged|no workbook")


def xls_password(seed: int) -> Case:
    """A FILEPASS record behind the first."""
    stream = _xls_stream()
    place = 4 + struct.unpack_from("<H", stream, 2)[0]
    record = struct.pack("<HH", 0x2F, 54) + Random(seed).randbytes(54)
    data = compound("Workbook", stream[:place] + record + stream[place:])
    return Case({"bieu.xls": data}, "bieu.xls", None, "protected by a password")


def xls_ring(seed: int) -> Case:
    """A chain of sectors that comes back to itself would never end."""
    data = compound("Workbook", _xls_stream())
    entry = 512 + 4 * (2 + Random(seed).randrange(6))
    files = {"bieu.xls": put(data, entry, struct.pack("<I", 2))}
    return Case(files, "bieu.xls", None, "damaged")


_ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Bieu">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
_MANIFEST = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def _ods(more: str = "", before: str = "") -> bytes:
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in TABLE.values()
    )
    content = _ODS.replace("?>", f"?>{before}", 1).format(rows=rows + more)
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    members = {"mimetype": kind, "content.xml": content.encode()}
    return archive({**members, "META-INF/manifest.xml": _MANIFEST})


def _ods_cell(cell: object, repeated: str = "") -> str:
    if isinstance(cell, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {repeated} {kind}><text:p>{cell}</text:p></table:table-cell>"


def ods_cut(seed: int) -> Case:
    data = _ods()
    files = {"bieu.ods": data[: Random(seed).randrange(4, len(data) - 1)]}
    return Case(files, "bieu.ods", None, "damaged|not a zip file")


def ods_repeated(seed: int) -> Case:
    """A cell or a row with content, a million times or more."""
    count = (1_000_000, 10**9, 200_000)[seed % 3]
    if seed % 2:
        cell = _ods_cell(1, f'table:number-columns-repeated="{count}"')
        row = f"<table:table-row>{cell}</table:table-row>"
    else:
        count = max(count, 1_000_000)
        row = f'<table:table-row table:number-rows-repeated="{count}">{_ods_cell(1)}'
        row += "</table:table-row>"
    fault = "too large|taken into memory|takes too long|stray cell"
    return Case({"bieu.ods": _ods(row)}, "bieu.ods", None, fault)


def ods_blanks_repeated(seed: int) -> Case:
    """LibreOffice ends every sheet with a million of blank rows: they are nothing."""
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    count = 1_048_576 - 13 - seed
    row = f'<table:table-row table:number-rows-repeated="{count}">{blank}</table:table-row>'
    return Case({"bieu.ods": _ods(row)}, "bieu.ods", TABLE, "")


def ods_entities(seed: int) -> Case:
    before = LAUGHS.decode() + f"<!ENTITY z{seed} SYSTEM 'file:///etc/hostname'>]>"
    return Case({"bieu.ods": _ods(before=before)}, "bieu.ods", None, "declares entities")


SEEDS = {
    password: range(4),
    xls_cut: range(4),
    xls_password: range(2),
    xls_ring: range(2),
    ods_cut: range(4),
    ods_repeated: range(4),
    ods_blanks_repeated: range(1),
    ods_entities: range(2),
}

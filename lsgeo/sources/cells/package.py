"""The zip file that .xlsx and .ods are, looked at before anyone unpacks it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from lsgeo.errors import Fault
from lsgeo.messages import _

MOST_MEMBERS = 10_000
MOST_UNPACKED = 768 << 20
MOST_RATIO = 200
"""How often its packed size a member may be; text of sheets is 10 to 60 times."""

_SMALL = 32 << 20  # a member smaller than this may be packed as well as it likes
_PACKED_BYTES = 1 << 14  # at a time: they unpack to 16 MB at most
_PIECE_BYTES = 4 << 20
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_ENTITY = 16


def faults_of(archive: zipfile.ZipFile, *, size: int) -> list[Fault]:
    """What a zip file of `size` bytes claims of its members that no workbook has."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    faults = []
    if len(members) > MOST_MEMBERS:
        faults.append(_too_much(_("too many members"), MOST_MEMBERS, len(members)))
    if unpacked > MOST_UNPACKED:
        faults.append(_too_much(_("too large when unpacked"), MOST_UNPACKED, unpacked))
    if packed > size:
        faults.append(_too_much(_("its members overlap"), size, packed))
    twice = [name for name, count in Counter(archive.namelist()).items() if count > 1]
    faults += [Fault(_("the member is there twice"), name) for name in twice]
    return faults + [fault for member in members if (fault := _member_fault(member))]


def _too_much(what: str, most: int, got: int) -> Fault:
    return Fault(what, expected=_("at most {number}").format(number=most), got=str(got))


def _member_fault(member: zipfile.ZipInfo) -> Fault | None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in member.filename:
        return Fault(_("the member's name leads out of the file"), member.filename)
    if member.flag_bits & _ENCRYPTED:
        remedy = _("Open it in Excel and save it without a password.")
        return Fault(_("the member is encrypted"), member.filename, remedy=remedy)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Fault(_("the member is packed in a way that no workbook is"), member.filename)
    if member.file_size > max(_SMALL, MOST_RATIO * member.compress_size):
        most = f"{MOST_RATIO} × {member.compress_size}"
        return Fault(
            _("the member is packed too well"), member.filename, most, str(member.file_size)
        )
    return None


def unpacked(stream: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a member, piece by piece, never more than it claims.

    Raises `zipfile.BadZipFile` where it claims less than it holds, or holds entities of XML,
    which no workbook has.
    """
    piece, total = b"", 0
    for part in _parts(stream, member):
        total += len(part)
        if total > member.file_size:
            what = _("{name} unpacks to more than it claims")
            raise zipfile.BadZipFile(what.format(name=member.filename))
        before = len(piece)
        piece += part
        if any(piece.find(mark, max(before - _LONGEST_ENTITY, 0)) >= 0 for mark in _ENTITIES):
            what = _("{name} declares entities, which no workbook does")
            raise zipfile.BadZipFile(what.format(name=member.filename))
        if len(piece) >= _PIECE_BYTES:
            yield piece[:-_LONGEST_ENTITY]
            piece = piece[-_LONGEST_ENTITY:]
    yield piece


def _parts(stream: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(member.header_offset)
    name_bytes, extra_bytes = struct.unpack_from("<26xHH", stream.read(_LOCAL_HEADER))
    stream.seek(name_bytes + extra_bytes, 1)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    left = member.compress_size
    while left > 0 and (packed := stream.read(min(_PACKED_BYTES, left))):
        left -= len(packed)
        yield packed if member.compress_type == zipfile.ZIP_STORED else inflate.decompress(packed)

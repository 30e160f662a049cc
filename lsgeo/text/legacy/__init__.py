"""Legacy Vietnamese text: the encodings of offices' files recognised and turned into Unicode.

DBF, TAB, XLS and CSV files hold TCVN3 (the .VnTime fonts), VNI (VNI-Times), VISCII, Windows-1258
and UTF-8 that was read as something else; none of them says so. `recode` puts right a column
that a reader decoded as cp1252 or latin-1, `decode` the bytes of a whole text file.

Do not strip or normalise the text before: its white space and soft hyphens are letters here.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lsgeo.messages import _
from lsgeo.text import fold
from lsgeo.text.legacy.evidence import choose, gain
from lsgeo.text.legacy.tables import BEYOND_ASCII, ENCODINGS, as_bytes, as_windows, read

__all__ = ["ENCODINGS", "Decoded", "Recoded", "decode", "recode"]

_UNICODE = "unicode"  # asked for: leave the column as it is
_OF_FILES = (*ENCODINGS, "utf-8-sig", "utf-16", "cp1252")
_LOOKED_AT = 1 << 16  # bytes of a file, to see whether it is UTF-16
_FIELD_ENDS = re.compile(r'[\t\r\n;,|"]+')


@dataclass(frozen=True)
class Recoded:
    """A column in Unicode (NFC); `encoding` is "" where no value had to be read otherwise."""

    values: tuple[str, ...]
    encoding: str


@dataclass(frozen=True)
class Decoded:
    """The text of a file, as it stands in it, and the encoding it was read by.

    `encoding` is one of `ENCODINGS`, "utf-8-sig", "utf-16", "cp1252", or "" if nobody can tell:
    then `text` has what Windows shows, and U+0080–U+009F for the bytes it does not know.
    """

    text: str
    encoding: str


def recode(values: Sequence[str], *, encoding: str = "", names: Collection[str] = ()) -> Recoded:
    """The column `values` in Unicode, as many values, in NFC, no character lost.

    `values` are bytes read as cp1252 or latin-1, or Unicode. `encoding` "" recognises the
    encoding from the whole column: by how many words become Vietnamese syllables, and by how
    many values become one of `names`. A column that is sound stays, and so does a value that
    holds a letter no byte stands for, or is better as it stands. One of `ENCODINGS` is followed
    without asking; "unicode" leaves everything. ValueError for any other.

    >>> recode(["x· §ång §¨ng", "huyÖn Cao Léc", "tØnh L¹ng S¬n"])
    Recoded(values=('xã Đồng Đăng', 'huyện Cao Lộc', 'tỉnh Lạng Sơn'), encoding='tcvn3')
    >>> recode(["Hòa Bình", "Bính Xá", "Đồng Đăng"]).encoding
    ''
    """
    _demand_known(encoding, (*ENCODINGS, _UNICODE))
    different = {value: unicodedata.normalize("NFC", value) for value in dict.fromkeys(values)}
    cells = {} if encoding == _UNICODE else _cells_of_bytes(different)
    if encoding or not cells:
        found, changed = encoding, {value: read(cell, encoding) for value, cell in cells.items()}
    else:
        folded = frozenset(map(fold, names))
        plain = [value for value in different if value.isascii()]
        others = sum(not value.isascii() and value not in cells for value in different)
        single = list(dict.fromkeys(cells.values()))
        found = choose(single, plain=plain, unicode_cells=others, names=folded)
        changed = _changed(cells, found, unicode_cells=others, names=folded) if found else {}
    result = different | changed
    was_changed = any(as_bytes(result[value]) != cell for value, cell in cells.items())
    return Recoded(tuple(result[value] for value in values), found if was_changed else "")


def _demand_known(encoding: str, known: Sequence[str]) -> None:
    """Raise ValueError unless `encoding` is "" or one of the `known`."""
    if encoding and encoding not in known:
        text = _("no encoding {name!r}; known are {names}")
        raise ValueError(text.format(name=encoding, names=", ".join(known)))


def _cells_of_bytes(values: Collection[str]) -> dict[str, str]:
    """The values that have bytes beyond ASCII and no other letter, with their bytes."""
    pairs = ((value, as_bytes(value)) for value in values if BEYOND_ASCII.search(value))
    return {value: single for value, single in pairs if single is not None}


def _changed(
    cells: dict[str, str], encoding: str, *, unicode_cells: int, names: frozenset[str]
) -> dict[str, str]:
    """The values of `cells` that are better read by `encoding`, and what they are by it.

    A cell that can be either goes with most of its column.
    """
    gains = {value: gain(cell, encoding, names=names) for value, cell in cells.items()}
    better = sum(gained > 0 for gained in gains.values())
    worse = sum(gained < 0 for gained in gains.values())
    least = 0 if better > worse + unicode_cells else 1
    return {
        value: read(cells[value], encoding) for value, gained in gains.items() if gained >= least
    }


def decode(data: bytes, *, encoding: str = "", names: Collection[str] = ()) -> Decoded:
    """The text of a file from its bytes, and the encoding they were read by.

    `encoding` "" recognises it: a byte order mark, UTF-16 by its zero bytes, UTF-8 wherever it
    fits, then the legacy ones as `recode` does, from the words and fields of the file. What
    fits none of them is cp1252 if every byte has a meaning there, else "" (see `Decoded`).
    `encoding` can be one of `ENCODINGS`, "utf-8-sig", "utf-16" or "cp1252", and is then followed
    without asking; ValueError for any other. Columns of a file in UTF-8 can still hold TCVN3 that
    was saved as if it were cp1252: `recode` them afterwards.

    >>> decode("Đồng Đăng;1".encode())
    Decoded(text='Đồng Đăng;1', encoding='utf-8')
    """
    _demand_known(encoding, _OF_FILES)
    wide = _utf16_order(data) or ("utf-16-le" if encoding == "utf-16" else "")
    if wide and encoding in ("", "utf-16"):
        return Decoded(data.decode(wide, errors="replace").removeprefix("\ufeff"), "utf-16")
    if encoding in ("", "utf-8", "utf-8-sig"):
        return _decode_utf8(data, asked=encoding, names=names)
    single = data.decode("latin-1")
    text = as_windows(single) if encoding == "cp1252" else read(single, encoding)
    return Decoded(text, encoding)


def _decode_utf8(data: bytes, *, asked: str, names: Collection[str]) -> Decoded:
    """The text of a file if it is UTF-8; else, unless UTF-8 was asked for, by its words."""
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return Decoded(data.decode("utf-8-sig"), asked or ("utf-8-sig" if marked else "utf-8"))
    except UnicodeDecodeError:
        single = data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    found = asked.removesuffix("-sig") or ("utf-8" if marked else _recognised(single, names))
    if found:
        return Decoded(read(single, found), asked or found)
    return Decoded(as_windows(single), _fallback(data))


def _recognised(single: str, names: Collection[str]) -> str:
    """The legacy encoding of a file, from the fields of its rows; "" if it fits none."""
    fields = list(dict.fromkeys(field.strip(" ") for field in _FIELD_ENDS.split(single)))
    cells = [field for field in fields if not field.isascii()]
    plain = [field for field in fields if field.isascii()]
    return choose(cells, plain=plain, unicode_cells=0, names=frozenset(map(fold, names)))


def _fallback(data: bytes) -> str:
    """ "cp1252" if each byte of `data` has a meaning there, else "": nobody can tell."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return "cp1252"


def _utf16_order(data: bytes) -> str:
    """The codec for UTF-16 by its mark or by where its zero bytes are; "" if it is not UTF-16.

    Spaces, digits and the letters of ASCII have a zero byte each, always on the same side.
    """
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    start = data[:_LOOKED_AT]
    first, second = start[0::2].count(0), start[1::2].count(0)
    if max(first, second) < len(start) // 8 or max(first, second) < 20 * min(first, second):
        return ""
    return "utf-16-le" if second > first else "utf-16-be" if first else ""

"""What the bytes of each legacy encoding say, without any guess at which encoding it is.

Text is passed as "bytes": a `str` whose every character is U+0000–U+00FF, one per byte. The
tables are TCVN 5712:1993 (whose letters from 0xA0 on are those of the .VnTime fonts, "TCVN3"),
RFC 1456 (VISCII), Microsoft's code page 1258 and the layout of the VNI-Windows fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from lsgeo.text.legacy.syllables import has_one_case, is_syllable

WORD = re.compile(r"[A-Za-z\x01-\x08\x0e-\x1f\x80-\xff]+")  # controls: capitals of two encodings
BEYOND_ASCII = re.compile(r"[\x01-\x08\x0e-\x1f]|[^\x00-\x7f]")

_WINDOWS = {
    code: bytes([code]).decode("cp1252", errors="ignore") or chr(code)
    for code in range(0x80, 0x100)
}
_TO_BYTES = {ord(letter): code for code, letter in _WINDOWS.items()}
_NO_BYTE = re.compile(r"[^\x00-\xff]")


def as_windows(text: str) -> str:
    """Bytes as Windows shows them in cp1252; its five undefined bytes stay U+0081 and so on."""
    return text.translate(_WINDOWS)


def as_bytes(text: str) -> str | None:
    """The bytes behind text that was read as cp1252 or latin-1; None where it holds more.

    >>> as_bytes("a–\\x96") == "a\\x96\\x96", as_bytes("Đăng") is None
    (True, True)
    """
    single = text.translate(_TO_BYTES)
    return None if _NO_BYTE.search(single) else single


_TONES = "\u0300\u0309\u0303\u0301\u0323"  # the order of the tables: huyền hỏi ngã sắc nặng
_TCVN3 = dict(
    enumerate(
        f"\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ{_TONES}àảãáạẲằẳẵắẴ"
        "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
        start=0xA0,
    )
)
_TCVN_CAPITALS = (
    _TCVN3
    | dict(enumerate("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", start=0x80))
    | dict(zip(b"\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
)
_FONT = {code: _TCVN3.get(code, letter) for code, letter in _WINDOWS.items()}
_LOOSE_TONE = re.compile(rf"(?<![AEIOUYaeiouyĂÂÊÔƠƯăâêôơư])[{_TONES}]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x80-\x9f]")


def _tcvn3(text: str) -> str:
    """TCVN3 bytes as text.

    Below 0xA0 the standard has accented capitals, and the .VnTime fonts what Windows has there:
    dashes and quotation marks. The capital is taken where it makes a syllable.
    """
    if not _CONTROL.search(text):
        return _tcvn3_letters(text)
    return WORD.sub(lambda word: _tcvn3_word(word[0]), text)


def _tcvn3_word(word: str) -> str:
    """One word of TCVN3, with the standard's capitals if they make it a syllable."""
    if len(word) > 1 and _CONTROL.search(word):
        capitals = unicodedata.normalize("NFC", word.translate(_TCVN_CAPITALS))
        if is_syllable(capitals) and has_one_case(capitals):
            return capitals
    return _tcvn3_letters(word)


def _tcvn3_letters(text: str) -> str:
    """TCVN3 bytes as the .VnTime fonts show them.

    A tone mark behind no vowel is none ("m²", "45°"): it stays what Windows shows.
    """
    letters = text.translate(_FONT)
    return _LOOSE_TONE.sub(lambda mark: _LOOSE[mark[0]], letters)


_LOOSE = dict(zip(_TONES, "°±²³´", strict=True))

_VISCII = dict(
    enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        start=0x80,
    )
) | dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))


def _viscii(text: str) -> str:
    """VISCII bytes as text."""
    return text.translate(_VISCII)


_CP1258 = {
    code: bytes([code]).decode("cp1258", errors="ignore") or chr(code)
    for code in range(0x80, 0x100)
}


def _cp1258(text: str) -> str:
    """Bytes of code page 1258 as text; its tones are marks behind the vowel."""
    return text.translate(_CP1258)


_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = dict(zip("øûõùï", _TONES, strict=True))
_VNI_SHAPES = {  # a circumflex or a breve, alone and with each tone
    "\u0302": dict(zip("âàåãáä", ("", *_TONES), strict=True)),
    "\u0306": dict(zip("êèúüéë", ("", *_TONES), strict=True)),
}
_VNI_BASES = {letter: letter for letter in "aeouy"} | {"ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    """The letters that VNI writes in two bytes, in small letters: "aï" for ạ."""
    pairs = {
        base + mark: letter + tone
        for base, letter in _VNI_BASES.items()
        for mark, tone in _VNI_TONES.items()
    }
    for shape, marks in _VNI_SHAPES.items():
        for base in "aeo" if shape == "\u0302" else "a":
            pairs |= {base + mark: base + shape + tone for mark, tone in marks.items()}
    return pairs


_VNI = {
    written: unicodedata.normalize("NFC", letter)
    for written, letter in (_vni_pairs() | _VNI_LETTERS).items()
}
_VNI_WRITTEN = re.compile("[aeoôöuy][øûõùï]|[aeo][âàåãáä]|a[êèúüéë]|[ñöôæóòî]", re.IGNORECASE)


def _vni(text: str) -> str:
    """VNI bytes as text; the case of a letter is that of its first byte."""
    return _VNI_WRITTEN.sub(_vni_letter, as_windows(text))


def _vni_letter(written: re.Match[str]) -> str:
    """The letter that is written in one or two bytes."""
    letter = _VNI[written[0].lower()]
    return letter.upper() if written[0][0].isupper() else letter


def _utf8(text: str) -> str:
    """UTF-8 bytes as text, word by word; a word that is not UTF-8, or a letter cut off, stays."""
    return WORD.sub(lambda word: _utf8_word(word[0]), text)


def _utf8_word(word: str) -> str:
    """One word of UTF-8, or what Windows shows if it is none."""
    if word.isascii():
        return word
    data = word.encode("latin-1")
    cut = _CUT_OFF.search(data)
    whole, rest = (data[: cut.start()], cut[0]) if cut else (data, b"")
    try:
        return whole.decode("utf-8") + as_windows(rest.decode("latin-1"))
    except UnicodeDecodeError:
        return as_windows(word)


_CUT_OFF = re.compile(rb"([\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")

ENCODINGS = ("utf-8", "tcvn3", "vni", "viscii", "cp1258")
_READERS: Mapping[str, Callable[[str], str]] = {
    "utf-8": _utf8,
    "tcvn3": _tcvn3,
    "vni": _vni,
    "viscii": _viscii,
    "cp1258": _cp1258,
}


def read(text: str, encoding: str) -> str:
    """Bytes as text in NFC; `encoding` "" is what Windows shows.

    >>> read("x· §ång §¨ng", "tcvn3"), read("Höõu Luõng", "vni")
    ('xã Đồng Đăng', 'Hữu Lũng')
    """
    reader = _READERS.get(encoding, as_windows)
    return unicodedata.normalize("NFC", reader(text))

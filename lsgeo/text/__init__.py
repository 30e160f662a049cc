"""Vietnamese text: normal form, folding for comparison, and words in two languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, as dictionaries have them
_ALPHABET = " aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


@dataclass(frozen=True)
class Words:
    """The same published words in Vietnamese and English."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in "vi" or "en"."""
        return self.en if language == "en" else self.vi


NOTHING = Words("", "")


def same(text: str) -> Words:
    """Words that are the same in both languages: symbols of units, names."""
    return Words(text, text)


def normalise(text: str) -> str:
    """`text` in NFC, without control characters and outer and repeated white space.

    Control characters say nothing; XML (pictures, QGIS projects, workbooks) cannot hold those of
    ASCII, and HTML takes the others for letters of Windows.

    >>> normalise(" Đồng\\tĐăng\\x01\\x96 ")
    'Đồng Đăng'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_CONTROLS).split())


_CONTROLS = {
    code: None
    for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
    if not chr(code).isspace()
}  # white space becomes a space


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """`text` for matching only: lower case, one spacing, one tone placement, accents kept.

    Both placements of the tone in oa, oe, uy ("hoà" and "hòa", "thuỵ" and "thụy") fold to one
    form, because both are in use; the display keeps the decree's spelling.

    >>> fold("Thuỵ  Hùng") == fold("THỤY HÙNG")
    True
    """
    lower = unicodedata.normalize("NFD", text.casefold())
    spaced = re.sub(r"[\s\-–—_]+", " ", lower).strip()
    return unicodedata.normalize("NFC", _move_tones(spaced))


def fold_ascii(text: str) -> str:
    """`text` without any accent, for suggestions and search: "Đồng Đăng" becomes "dong dang"."""
    stripped = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(letter for letter in stripped if not unicodedata.combining(letter))


def collation(name: str) -> tuple[list[int], list[int], str]:
    """The key that sorts names by the Vietnamese alphabet (a ă â b c d đ e ê …), then by tone.

    Tones are compared word by word, wherever in the word they are written; `name` itself comes
    last, so that no two names are equal.

    >>> sorted(["Đồng Đăng", "Điềm He", "Cao Lộc", "Dương"], key=collation)
    ['Cao Lộc', 'Dương', 'Điềm He', 'Đồng Đăng']
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    toneless = unicodedata.normalize("NFC", "".join(x for x in letters if x not in _TONES))
    tones = [_tone(word) for word in letters.split(" ")]
    return [_ALPHABET.find(letter) for letter in toneless], tones, name


def _tone(word: str) -> int:
    """The place of the first tone of a decomposed word among the tones, 0 for ngang."""
    return next((_TONES.index(letter) + 1 for letter in word if letter in _TONES), 0)


def _move_tones(decomposed: str) -> str:
    """The tone of each word moved behind it, so that its place in the word no longer matters."""
    words = []
    for word in decomposed.split(" "):
        tones = "".join(letter for letter in word if letter in _TONES)
        words.append("".join(letter for letter in word if letter not in _TONES) + tones)
    return " ".join(words)

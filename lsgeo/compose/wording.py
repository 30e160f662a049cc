"""What is published as pairs of words: Vietnamese first, English second."""

from __future__ import annotations

from lsgeo import formats
from lsgeo.facts import QUALITY_WORDS
from lsgeo.text import Words, same

Pair = list[str]
"""Words as scripts and templates take them: [Vietnamese, English]."""

UNITS = {
    "huyện": Words("huyện", "districts"),
    "xã": Words("xã", "communes"),
    "phường": Words("phường", "wards"),
    "thôn": Words("thôn", "villages"),
    "hộ": Words("hộ", "households"),
    "trường": Words("trường", "schools"),
    "trạm": Words("trạm", "stations"),
    "cửa khẩu": Words("cửa khẩu", "border gates"),
    "tiêu chí": Words("tiêu chí", "criteria"),
    "tỷ đồng": Words("tỷ đồng", "billion VND"),
    "triệu đồng": Words("triệu đồng", "million VND"),
    "người": Words("người", "people"),
    "năm": Words("năm", "years"),
}
"""Units of targets that are words; symbols (%, ha, km) are the same in both languages."""

_ON_DAY = Words("vào {when}", "on {when}")
_AT_END = Words("cuối năm {when}", "at the end of {when}")


def pair(words: Words) -> Pair:
    """The words in both languages."""
    return [words.vi, words.en]


def quality(name: str) -> Pair:
    """The quality of a source in words; "" stays "", an unknown one is said as it is."""
    return pair(QUALITY_WORDS.get(name, Words(name, name)))


def period(text: str) -> Pair:
    """A fact's period as both readers write it."""
    if not text:
        return ["", ""]
    return [formats.period(text, language=language) for language in ("vi", "en")]


def moment(text: str) -> Pair:
    """A fact's period as the moment it stands for: "vào 30/06/2025", "cuối năm 2025"."""
    if not text:
        return ["", ""]
    words = pair(_ON_DAY if len(text) == len("2025-06-30") else _AT_END)
    return [words.format(when=day) for words, day in zip(words, period(text), strict=True)]


def unit(text: str) -> Pair:
    """The unit of a target in both languages."""
    return pair(UNITS.get(text, same(text)))

"""How much room text takes, and text brought into the room there is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font, LoadFlags

from lsgeo.outputs.message.marks import Block, Mark, Text
from lsgeo.palette import LABEL

_MEASURED_AT = 100
_LINE = 1.3
_BASELINE = 1.02  # of the size, from the top of a line: leaves room for Ẫ
_NARROWEST = 0.25  # of the size: no letter takes less
_UNKNOWN = "□"
_SPACES = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")  # a no-break space holds words together
_ELLIPSIS = "…"


def font_file(*, bold: bool) -> Path:
    """DejaVu Sans as it comes with matplotlib: the same letters on every computer."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(get_data_path()) / "fonts" / "ttf" / name


def literal(text: str) -> str:
    """`text` in NFC as the font can draw it: no control characters, a box for unknown letters."""
    joined = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    known = _letters()
    return "".join(
        letter if ord(letter) in known else _UNKNOWN
        for letter in joined
        if unicodedata.category(letter) not in ("Cc", "Cf")
    )


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in pixels."""
    return _hundred_wide(text, bold) * size / _MEASURED_AT


def wrapped(text: str, size: float, *, room: float, most: int, bold: bool = False) -> list[str]:
    """`text` in at most `most` lines of `room` pixels; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    # More letters than could ever fit are not measured, however long a stranger's text is.
    rest = literal(text)[: int(most * room / (size * _NARROWEST)) + 1]
    while rest and len(lines) < most:
        taken = _fitting(rest, size, room=room, bold=bold)
        lines.append(rest[:taken].rstrip(" "))
        rest = rest[taken:].lstrip(" ")
    if rest:
        lines[-1] = _shortened(f"{lines[-1]} {rest}", size, room=room, bold=bold)
    return lines


def paragraph(
    text: str, size: float, *, room: float, most: int = 1, bold: bool = False, colour: str = LABEL
) -> Block:
    """`text` as a block of at most `most` lines, nothing where it is empty."""
    lines = wrapped(text, size, room=room, most=most, bold=bold)
    step = round(size * _LINE)
    marks: tuple[Mark, ...] = tuple(
        Text(0, round(number * step + size * _BASELINE), line, size, bold=bold, colour=colour)
        for number, line in enumerate(lines)
    )
    return Block(marks, step * len(lines))


def _fitting(text: str, size: float, *, room: float, bold: bool) -> int:
    """How many characters of `text` go on a line: whole words, of a longer word what fits."""
    ends = [match.start() for match in re.finditer(" ", text)] + [len(text)]
    fits = 0
    for end in ends:
        if width_of(text[:end], size, bold=bold) > room:
            break
        fits = end
    return fits or _letters_fitting(text, size, room=room, bold=bold)


def _letters_fitting(text: str, size: float, *, room: float, bold: bool) -> int:
    low, high = 1, len(text)  # one letter always goes, or a narrow column would never end
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle], size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _shortened(text: str, size: float, *, room: float, bold: bool) -> str:
    """`text` with an ellipsis: after a whole word, unless that would take a third of the line."""
    left = room - width_of(_ELLIPSIS, size, bold=bold)
    fits = _letters_fitting(text, size, room=left, bold=bold)
    word = text.rfind(" ", 0, fits + 1)
    return text[: word if word > fits * 2 / 3 else fits].rstrip(" ,;:.") + _ELLIPSIS


@cache
def _font(bold: bool) -> FT2Font:
    font = FT2Font(str(font_file(bold=bold)))
    font.set_size(_MEASURED_AT, 72)
    return font


@cache
def _letters() -> frozenset[int]:
    """The characters that both the plain and the bold face have."""
    return frozenset(_font(False).get_charmap()) & frozenset(_font(True).get_charmap())


@cache
def _advance(word: str, bold: bool) -> float:
    font = _font(bold)
    font.set_text(word, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


def _hundred_wide(text: str, bold: bool) -> float:
    """The width at the size that is measured: words once each, since most of them come again."""
    words = text.split(" ")
    space = _advance("n n", bold) - _advance("nn", bold)
    return sum(_advance(word, bold) for word in words if word) + space * (len(words) - 1)

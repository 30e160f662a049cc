"""Which encoding a column was written in: the one that makes words and names of its bytes.

Only words with a byte beyond ASCII tell anything. For each encoding such a word is won (a
syllable by this encoding, none as it stands), lost (the other way round), or strange (none
either way: the words of other languages). A column of French names is full of strange words, a
sound Vietnamese one of lost words; a column in TCVN3 has words won and next to nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lsgeo.text import fold
from lsgeo.text.legacy.syllables import FREQUENT, has_one_case, is_plain_syllable, is_syllable
from lsgeo.text.legacy.tables import BEYOND_ASCII, ENCODINGS, WORD, as_windows, read

AS_IT_STANDS = ""  # the encoding of bytes that are right as Windows shows them
_PLENTY = 5  # words won that need no second witness
_WORDS_LOOKED_AT, _CELLS_LOOKED_AT = 20_000, 2_000  # enough to know; a cell costs more

_BETWEEN = re.compile("[\u00a0\u00ad–—‘’“”„«»…•]+")  # what may stand beside a word without a space
_UNIT = re.compile("[A-Za-z]{0,3}[²³]|µ[a-zA-Z]{1,3}|[°º][A-Za-z]{1,2}|[Nn][°º]|[°²³µº½¼¾±×]+")
_ABBREVIATION = re.compile("(?=.*Đ)(?=.*[A-Z])[ABCDĐGHKLMNOPQRSTUVXY]{2,6}")
_NO_LETTER_OF_EUROPE = re.compile(  # nothing that names of Western Europe are written with
    "[\u0080-\u009f¡-¬\u00ad®¯±´-¹»-¿×÷ÐÞðþƒˆ˜†‡‰]|[a-zß-ÿ][A-ZÀ-Þ]"
)
_OF_UTF8 = re.compile(
    "[\x00-\x7f\u00a0-\u00ffĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9\u2010-\u203a€₫\u2070-\u209f"
    "\u2190-\u22ff\u25a0-\u25ff\u4e00-\u9fff]+"
)


@lru_cache(maxsize=1 << 17)
def is_sound(word: str, encoding: str) -> bool:
    """Whether a word's bytes, read by `encoding`, can stand in a Vietnamese text."""
    text = read(word, encoding)
    if encoding == "utf-8":
        return text != as_windows(word) and bool(_OF_UTF8.fullmatch(text))
    if encoding == AS_IT_STANDS and (is_sound(word, "utf-8") or _UNIT.fullmatch(text)):
        return not is_sound(word, "utf-8")  # "á»“" are quotation marks by no more than chance
    parts = [part for part in _BETWEEN.split(text) if part]
    return bool(parts) and all(_is_word(part, encoding) for part in parts)


def _is_word(text: str, encoding: str) -> bool:
    """Whether `text` is a syllable in one case, or an abbreviation with Đ (QĐ, HĐND)."""
    if not is_syllable(text):
        return bool(_ABBREVIATION.fullmatch(text))
    capitals_have_no_accents = encoding == "tcvn3"  # .VnTimeH shows "LạNG" in capitals
    return has_one_case(text) or (
        capitals_have_no_accents and all(x.isupper() for x in text if x.isascii())
    )


def telling_words(text: str) -> list[str]:
    """The words of `text` (bytes) that look different in different encodings."""
    return [
        word
        for word in WORD.findall(text)
        if BEYOND_ASCII.search(word) and len(word) > 1 and not _BETWEEN.fullmatch(as_windows(word))
    ]


@dataclass(frozen=True)
class Tally:
    """What speaks for reading a column by `encoding`, counted in different words and cells."""

    encoding: str
    won: int = 0
    lost: int = 0
    strange: int = 0
    foreign: int = 0  # of those won, how many have a letter that no European name has
    frequent: int = 0  # of those won, how many are words of every day, or of the names

    @property
    def rank(self) -> tuple[int, int, int]:
        """The greater, the likelier."""
        return self.won, self.frequent, -self.lost

    def convinces(self, *, alone: bool, vietnamese: bool) -> bool:
        """Whether this is clearly better than the column as it stands.

        `alone`: no cell is Unicode for certain. `vietnamese`: the words in ASCII can be
        Vietnamese. A few words won may be chance, and need more to go with them.
        """
        if self.won >= _PLENTY:
            return self.won >= 2 * self.strange
        if not self.won or 3 * self.strange > self.won:
            return False
        if self.won == 1 and not vietnamese:
            return False
        expected = vietnamese and self.frequent > 0
        if self.lost or not alone:
            return self.won > 1 and (self.foreign > 0 or expected)
        return self.foreign > 0 or expected or (vietnamese and self.won > 1)


def tally(words: Iterable[str], encoding: str, *, frequent: frozenset[str]) -> Tally:
    """The words won, lost and strange by reading them in `encoding`."""
    count = Counter[str]()
    for word in words:
        before, after = is_sound(word, AS_IT_STANDS), is_sound(word, encoding)
        if after and not before:
            count["won"] += 3 if encoding == "utf-8" else 1  # UTF-8 by chance is rare
            count["foreign"] += encoding == "utf-8" or _looks_foreign(word)
            count["frequent"] += fold(read(word, encoding)) in frequent
        count["lost"] += before and not after
        count["strange"] += not before and not after
    return Tally(encoding, **count)


def _looks_foreign(word: str) -> bool:
    """Whether `word`, as it stands, has a letter that no European name has."""
    return bool(_NO_LETTER_OF_EUROPE.search(as_windows(word)))


def _with_names(found: Tally, cells: Iterable[str], *, names: frozenset[str]) -> Tally:
    """`found` with each cell that becomes one of the `names` counted as two words won."""
    named = sum(
        fold(read(cell, found.encoding)) in names and fold(as_windows(cell)) not in names
        for cell in cells
    )
    return replace(found, won=found.won + 2 * named, foreign=found.foreign + named)


def choose(
    cells: Sequence[str], *, plain: Collection[str], unicode_cells: int, names: frozenset[str]
) -> str:
    """The encoding of `cells` (different ones, bytes beyond ASCII in each); "" as they stand.

    `plain` are the column's cells in ASCII, `unicode_cells` counts those in Unicode for certain,
    `names` are folded names that the column may hold.
    """
    words = list(dict.fromkeys(word for cell in cells for word in telling_words(cell)))
    frequent = FREQUENT | {word for name in names for word in name.split()}
    tallies = [tally(words[:_WORDS_LOOKED_AT], x, frequent=frequent) for x in ENCODINGS]
    if names:
        tallies = [_with_names(found, cells[:_CELLS_LOOKED_AT], names=names) for found in tallies]
    best, second = sorted(tallies, key=lambda found: found.rank, reverse=True)[:2]
    if best.rank == second.rank and any(
        read(cell, best.encoding) != read(cell, second.encoding) for cell in cells
    ):
        return AS_IT_STANDS
    vietnamese = _looks_vietnamese(plain, cells)
    convincing = best.convinces(alone=not unicode_cells, vietnamese=vietnamese)
    return best.encoding if convincing else AS_IT_STANDS


def _looks_vietnamese(plain: Collection[str], cells: Iterable[str]) -> bool:
    """Whether at least half of the words in ASCII letters can be Vietnamese."""
    found = {word for text in (*plain, *cells) for word in WORD.findall(text) if word.isascii()}
    words = [word for word in found if len(word) > 1 and not word.isupper()]
    return 2 * sum(map(is_plain_syllable, words)) >= len(words)


def gain(cell: str, encoding: str, *, names: frozenset[str]) -> int:
    """How much better `cell` is by `encoding` than as it stands; below 0 is worse, 0 the same.

    Better is what has more sound words, else what is one of the `names`, else what has more
    frequent words.
    """
    words = telling_words(cell)
    readings = (encoding, AS_IT_STANDS)
    after, before = (sum(is_sound(word, x) for word in words) for x in readings)
    if after == before and names:
        after, before = (fold(read(cell, x)) in names for x in readings)
    if after == before:
        after, before = (sum(_is_frequent(word, x) for word in words) for x in readings)
    return after - before


@lru_cache(maxsize=1 << 17)
def _is_frequent(word: str, encoding: str) -> bool:
    """Whether a word's bytes, read by `encoding`, are a word that offices write often."""
    return fold(read(word, encoding)) in FREQUENT

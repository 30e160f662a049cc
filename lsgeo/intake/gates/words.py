"""What lists of gates say in words: the class of a gate, how precise its position is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lsgeo.text import fold, fold_ascii

PRECISIONS: Mapping[str, tuple[str, ...]] = {
    "gate_point": (
        *("gate point", "đúng vị trí cửa khẩu", "đúng vị trí", "tại cửa khẩu", "chính xác"),
        *("đo gps", "gps", "đo rtk", "rtk", "đo đạc", "thực địa", "at the gate"),
    ),
    "village": (
        *("village", "gần đúng", "vị trí gần đúng", "theo thôn", "theo thôn, bản", "theo bản"),
        *("vị trí gần đúng (theo thôn, bản)", "approximate (its village)"),
    ),
    "village_coarse": (
        *("village coarse", "làm tròn đến phút", "vị trí gần đúng (theo thôn, bản, làm tròn phút)"),
        "approximate (its village, rounded)",
    ),
    "none": ("none", "chưa có", "chưa có tọa độ", "không có", "không", "no position known"),
}
"""What tables say of how precise a position is."""

_KIND_BEFORE = re.compile(rf"(?:{fold('cửa khẩu')}|ck)\s*")
_PUNCTUATION = re.compile(r"[().,;:/]+")  # to `fold`, it would be a part of the word beside it
_SHORT = {"qt": "quốc tế", "sp": "song phương", "qg": "quốc gia", "c": "chính", "p": "phụ"}


def class_word(text: str, classes: Mapping[str, str]) -> str:
    """The word of `classes` that a text means, "" where it is none or several of different ones.

    >>> class_word("Cửa khẩu chính (song phương)", {"chính": "b", "song phương": "b", "phụ": "s"})
    'chính'
    """
    known = {fold(word): word for word in classes}
    ids = {fold(meaning): word for word, meaning in reversed([*classes.items()])}
    for part in (text, text.split("/")[0]):
        said = _KIND_BEFORE.sub("", fold(_PUNCTUATION.sub(" ", part)), count=1).strip()
        for word in (said, fold(_SHORT.get(said, ""))):
            if word in known or word in ids:
                return known.get(word) or ids[word]
    spaced = f" {fold(_PUNCTUATION.sub(' ', text))} "
    within = [word for said, word in known.items() if f" {said} " in spaced]
    return within[0] if len({classes[word] for word in within}) == 1 else ""


def class_in_name(name: str, classes: Mapping[str, str]) -> str:
    """The word of `classes` that a name begins with behind "cửa khẩu", "" where there is none.

    >>> class_in_name("Cửa khẩu phụ Cốc Nam", {"phụ": "secondary"})
    'phụ'
    """
    folded = fold(name)
    before = _KIND_BEFORE.match(folded)
    if before is None:
        return ""
    rest = folded[before.end() :]
    return next((word for word in classes if rest.startswith(f"{fold(word)} ")), "")


def precision_of(text: str) -> str:
    """The precision that a text means, "" where it is none."""
    known = {fold(word): ours for ours, words in PRECISIONS.items() for word in words}
    return known.get(fold(text), "")


def gate_id(name: str) -> str:
    """The id of a gate that has none of its own."""
    return fold_ascii(name).replace(" ", "-")

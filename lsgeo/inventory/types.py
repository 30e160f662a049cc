"""Forest types: the codes of the official list, their groups, and what counts toward cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.text import Words, fold, normalise

COLUMNS = ("code", "short", "name_vi", "name_en", "group", "counts_as_cover", "origin")
"""What the table of types must have; ``origin`` is the list's own nggocr."""

GROUPS: Mapping[str, Words] = {
    "natural": Words("Rừng tự nhiên", "Natural forest"),
    "planted": Words("Rừng trồng đã thành rừng", "Planted forest"),
    "planted_young": Words("Rừng trồng chưa thành rừng", "Planted, not yet forest"),
    "none": Words("Đất chưa có rừng và đất khác", "Without forest"),
}
"""The groups that Biểu 3 tells apart, and the rest."""

COVERING = ("natural", "planted")
"""The groups that count toward the legal cover (TT 33/2018/TT-BNNPTNT)."""

FORESTED = (*COVERING, "planted_young")
"""The groups that are "area with forest" (diện tích có rừng)."""

FUNCTIONS: Mapping[int, str] = {1: "protection", 2: "special_use", 3: "production"}
"""The codes of malr3, the three functions of forest land."""

FUNCTION_WORDS: Mapping[str, Words] = {
    "special_use": Words("Đặc dụng", "Special-use"),
    "protection": Words("Phòng hộ", "Protection"),
    "production": Words("Sản xuất", "Production"),
}

ORIGINS: Mapping[str, tuple[int, ...]] = {
    "natural": (1,),
    "planted": (2,),
    "planted_young": (3, 2),  # the list says "none"; offices also write what it will be
    "none": (3,),
}
"""The codes of nggocr that agree with each group: 1 natural, 2 planted, 3 none."""

DIRECTIONS = ("gain", "loss", "either")


@dataclass(frozen=True)
class ForestTypes:
    """The official types, by code.

    ``table`` has ``short, name_vi, name_en, group, counts_as_cover`` (bool) and ``origin`` (int).
    """

    table: pd.DataFrame

    def find(self, text: str) -> int:
        """The code that `text` is, as a number or as a short code; 0 where it is none."""
        return self._known.get(fold(text), 0)

    @cached_property
    def _known(self) -> dict[str, int]:
        numbers = {str(code): int(code) for code in self.table.index}
        return numbers | {fold(short): int(code) for code, short in self.table["short"].items()}

    def groups(self, codes: pd.Series) -> pd.Series:
        """The group of each type code."""
        return codes.map(self.table["group"])


@dataclass(frozen=True)
class Causes:
    """The causes that an office records for changes: configuration, not truth.

    ``table`` has, by code (text), ``direction`` (one of `DIRECTIONS`), ``title_vi, title_en``;
    ``words`` (folded) mean codes.
    """

    table: pd.DataFrame
    words: Mapping[str, str]

    def find(self, text: str) -> str:
        """The code that the words of a lot mean; the words themselves where they mean none."""
        return self.words.get(fold(text), text)


def forest_types(rows: pd.DataFrame, *, subject: str) -> ForestTypes:
    """The types in a table of text with `COLUMNS`; `InputError` with every fault of it."""
    codes = pd.to_numeric(rows["code"], errors="coerce")
    faults = [
        Fault(what, _("row {row}").format(row=row), got=str(rows.at[row, name]))
        for name, what, wrong in (
            ("code", _("no whole number"), ~(codes > 0) | (codes % 1 != 0)),
            ("code", _("this code is there twice"), codes.duplicated()),
            ("short", _("this code is there twice"), rows["short"].map(fold).duplicated()),
            ("group", _("unknown group of forest types"), ~rows["group"].isin(list(GROUPS))),
            ("counts_as_cover", _("what counts is not by the group"), _miscounted(rows)),
            ("origin", _("no whole number"), ~rows["origin"].isin(["1", "2", "3"])),
        )
        for row in rows.index[wrong]
    ]
    if faults:
        raise InputError(subject, _("the forest types are not sound"), faults)
    typed = rows.assign(
        code=codes.astype("int64"),
        counts_as_cover=rows["counts_as_cover"] == "1",
        origin=rows["origin"].astype("int64"),
    )
    return ForestTypes(typed.set_index("code"))


def causes(rows: pd.DataFrame, *, subject: str) -> Causes:
    """The causes in a table of text ``code, direction, title_vi, title_en, aliases``.

    Titles and aliases (parted by ";") are the words that mean a code. Raises `InputError` for an
    unknown direction, a code that repeats, and a word that means two.
    """
    faults = []
    code_of: dict[str, str] = {}
    for row, cause in rows.iterrows():
        where = _("row {row}").format(row=row)
        if cause["direction"] not in DIRECTIONS:
            what = _("unknown direction of a change")
            faults.append(Fault(what, where, ", ".join(DIRECTIONS), cause["direction"]))
        words = [cause["code"], cause["title_vi"], cause["title_en"], *cause["aliases"].split(";")]
        for word in filter(None, map(normalise, words)):
            first = code_of.setdefault(fold(word), cause["code"])
            if first != cause["code"]:
                what = _("this word means two causes")
                faults.append(Fault(what, where, got=f"{word}: {first}, {cause['code']}"))
    for row in rows.index[rows["code"].duplicated()]:
        faults.append(Fault(_("this code is there twice"), _("row {row}").format(row=row)))
    if faults:
        raise InputError(subject, _("the causes of change are not sound"), faults)
    return Causes(rows.set_index("code")[["direction", "title_vi", "title_en"]], code_of)


def _miscounted(rows: pd.DataFrame) -> pd.Series:
    """The rows where what counts toward cover is not what their group says."""
    counts = rows["group"].isin(COVERING).map({True: "1", False: "0"})
    return rows["counts_as_cover"] != counts

"""Colours, symbols and styles: one palette for the page, QGIS, paper and Excel.

Told apart under every common colour blindness and always doubled by word, symbol or hatch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lsgeo.text import NOTHING, Words

EDGE = "#4A4A4A"
LABEL = "#1A1A1A"
HALO = "#FFFFFF"
GATE = "#7A0177"

COVER = ("#FFFFE0", "#D3EBA7", "#8CC97F", "#3C9A4F", "#0B5A2E")
CHANGE = ("#8C510A", "#D8B365", "#F5F5F5", "#5AB4AC", "#01665E")
LOSS = ("#F5F5F5", "#F3E2BC", "#D8B365", "#B47722", "#8C510A")
DISTANCE = ("#F2F0F7", "#CBC9E2", "#9E9AC8", "#756BB1", "#54278F")
STANDARD = ("#F6DFA8", "#D6DEC8", "#A3D0E4", "#3B8BC2", "#08306B")
NEUTRAL = ("#EEF2F5", "#C3CFD9", "#8FA3B5", "#5C758C", "#2B4257")
PICTURE_LOSS = ("#FCC5D9", "#F98BB9", "#EE4D9B", "#C5107C", "#8A0A63", "#4A0541")

Hatch = Literal["", "diagonal", "dots"]
Marker = Literal["", "diamond", "square", "triangle", "circle"]


@dataclass(frozen=True)
class Symbol:
    """How one class is drawn: fill, hatch over it, edge; a marker for points.

    ``width`` is that of a line in millimetres, 0 for the usual one.
    """

    fill: str
    hatch: Hatch = ""
    hatch_colour: str = "#8A8A8A"
    edge: str = EDGE
    dashed: bool = False
    marker: Marker = ""
    hollow: bool = False
    width: float = 0.0


@dataclass(frozen=True)
class StyleClass:
    """One class of a style: a single value, or numbers from low (included) up to high.

    The last class of a graduated style includes its high.
    """

    label: Words
    symbol: Symbol
    value: int | str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Style:
    """How one column of a layer is shown: the same in every output.

    ``note`` says what a reader must know to not misread it; a ``satellite`` figure gets a dotted
    frame, whatever the quality of its boundaries. ``short`` is its title in a word or two, for
    where there is little room; nothing where the title is short itself.
    """

    name: str
    title: Words
    column: str
    kind: Literal["single", "categorized", "graduated"]
    classes: tuple[StyleClass, ...]
    missing: StyleClass | None = None
    unit: Words = NOTHING
    decimals: int = 0
    period: str = ""
    quality: str = ""
    source: str = ""
    note: Words = NOTHING
    satellite: bool = False
    label_column: str = ""
    short: Words = NOTHING


@dataclass(frozen=True)
class Theme:
    """How the numbers of an indicator are shown: in the card, and on the map where it has colours.

    ``colours`` make classes of numbers, from low to high; ``classes`` give words and symbols of
    coded values; ``on_scale`` says that the values are statuses of a criteria set, which brings
    its own; ``satellite`` that they are seen from above and no official figures;
    ``only_above_zero`` leaves it out where every unit has 0; ``short`` is as in `Style`. Themes
    stand in the order of ``rank``.
    """

    indicator: str
    title: Words
    unit: Words = NOTHING
    decimals: int = 0
    variant: str = ""
    colours: tuple[str, ...] = ()
    classes: Mapping[int, tuple[Words, Symbol]] = field(default_factory=dict)
    on_scale: bool = False
    note: Words = NOTHING
    satellite: bool = False
    only_above_zero: bool = False
    rank: int = 50
    short: Words = NOTHING

    @property
    def column(self) -> str:
        """The column that holds its values in a layer."""
        return f"{self.indicator}_{self.variant}" if self.variant else self.indicator


NO_DATA = StyleClass(
    Words("Không có số liệu", "No data"), Symbol("#D9D9D9", "diagonal", hatch_colour="#FFFFFF")
)

TARGET_STATUS: Mapping[str, tuple[Words, str, Symbol]] = {
    "achieved": (Words("Đã đạt", "Achieved"), "✔", Symbol("#08519C")),
    "on_track": (Words("Đúng tiến độ", "On track"), "▲", Symbol("#6BAED6")),
    "behind": (Words("Chậm", "Behind"), "●", Symbol("#FDC26B")),
    "off_track": (Words("Chậm nhiều", "Far behind"), "▼", Symbol("#E6650F")),
    "worsening": (Words("Đang xấu đi", "Worsening"), "▼▼", Symbol("#7F2704")),
    "insufficient_data": (
        Words("Chưa đủ số liệu", "Not enough data"),
        "?",
        Symbol("#D9D9D9", "diagonal"),
    ),
    "not_assessable": (
        Words("Không còn đánh giá", "No longer assessed"),
        "–",
        Symbol("#FFFFFF", dashed=True),
    ),
}
"""Words, sign and symbol of each status of a target, from best to worst."""

"""What a list of patches is of, and what its readers must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lsgeo.indicators import forest_loss
from lsgeo.patches import Sieve
from lsgeo.text import Words


@dataclass(frozen=True)
class About:
    """What a list of patches is of: settings, place, whose numbers, and what readers must know.

    ``quality`` and ``source`` are those of its sums by commune; ``by_origin`` says whether an
    inventory tells forests apart.
    """

    name: str
    title: Words
    province: str
    vintage: str
    crs: str
    as_of: date
    years: tuple[int, int]
    min_canopy_pct: int
    sieve: Sieve
    quality: str
    source: str
    by_origin: bool
    watermarks: tuple[Words, ...]
    notes: tuple[Words, ...]
    attributions: tuple[str, ...]

    @property
    def subject(self) -> Words:
        """The patches of which years."""
        first, last = self.years
        years = str(first) if first == last else f"{first}–{last}"
        return Words(f"Vùng mất tán cây {years}", f"Patches of canopy loss {years}")

    @property
    def variant(self) -> str:
        """How facts name the canopy and the minimum mapping unit."""
        return f"canopy>={self.min_canopy_pct}, {self.sieve.variant}"

    @property
    def every_note(self) -> tuple[Words, ...]:
        """What must be known: how patches were found, what loss is, what the inputs say."""
        return (*_notes(self), *self.notes)


def _notes(about: About) -> tuple[Words, ...]:
    canopy = about.min_canopy_pct
    sieve = about.sieve.words
    return (
        Words(
            f"{sieve.vi}; tán cây năm 2000 từ {canopy} %. Vùng được xác định trên toàn ảnh trước "
            "khi chia theo xã, nên các xã cộng lại đúng bằng tỉnh.",
            f"{sieve.en}; canopy of 2000 from {canopy} %. Patches are found on the whole raster "
            "before communes share them out, so communes add up to the province.",
        ),
        forest_loss.INDICATOR.themes[0].note,
        Words(
            f"Số thứ tự trong năm theo diện tích giảm dần. X (Bắc), Y (Đông) theo {about.crs} là "
            "một điểm nằm trong vùng.",
            f"Numbered within the year by area, the largest first. X (north), Y (east) in "
            f"{about.crs} are of a point inside the patch.",
        ),
    )

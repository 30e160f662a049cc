"""Status scales and criteria sets: which words there are, what they are worth, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lsgeo.palette import Symbol
from lsgeo.text import Words, fold

MET = "met"
"""The id of the lowest status that meets the standard; whatever is above it meets it, too."""

PENDING = "pending"
"""The id of the status of a commune that has not been assessed again since its merger."""

NOT_APPLICABLE = "not_applicable"
"""The id of the status of a unit that the criteria are not for: a ward or a township."""

REQUIRED = (MET, PENDING, NOT_APPLICABLE)
"""The ids that every scale has. The numbers are the table's own."""

ELIGIBLE_KIND = "xã"
"""Only communes (xã) can be new-rural: never wards (phường) or townships (thị trấn)."""


@dataclass(frozen=True)
class Status:
    """One status of a scale; below 0 it says why a unit has no place on the scale."""

    value: int
    id: str
    label: Words
    symbol: Symbol
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that a table may call it by."""
        return (self.label.vi, self.label.en, self.id, *self.aliases)


@dataclass(frozen=True)
class Scale:
    """Ordered statuses, from low to high."""

    name: str
    statuses: tuple[Status, ...]

    def value_of(self, status_id: str) -> int | None:
        """The value of the status with an id, None where the scale has no such status."""
        values = [status.value for status in self.statuses if status.id == status_id]
        return values[0] if values else None

    def at(self, value: float) -> Status | None:
        """The status of a value, None where the scale has no such value."""
        return next((status for status in self.statuses if status.value == value), None)

    def find(self, word: str) -> Status | None:
        """The status that a word of a table means: its label in either language or an alias."""
        sought = fold(word)
        if not sought:
            return None  # a blank cell says nothing, whatever label a table left out
        for status in self.statuses:
            if sought in map(fold, status.words):
                return status
        return None


@dataclass(frozen=True)
class CriteriaSet:
    """A versioned set of criteria, the scale its statuses are on, and when it was in force.

    The dates say when communes are assessed by it. They do not bind the rows of a table: a
    history of ten years is told on the scale of today.
    """

    name: str
    title: Words
    scale: Scale
    valid_from: str
    valid_to: str
    criteria_count: int
    source: str


CriteriaSets = Mapping[str, CriteriaSet]

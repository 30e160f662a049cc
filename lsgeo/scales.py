"""Status scales and criteria sets: which words there are, what they are worth, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lsgeo.palette import Symbol
from lsgeo.text import Words, fold


@dataclass(frozen=True)
class Status:
    """One status of a scale; below 0 it says why a unit has no place on the scale."""

    value: int
    id: str
    label: Words
    symbol: Symbol
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """Ordered statuses, from low to high."""

    name: str
    statuses: tuple[Status, ...]

    def value_of(self, status_id: str) -> int | None:
        """The value of the status with an id, None where the scale has no such status."""
        values = [status.value for status in self.statuses if status.id == status_id]
        return values[0] if values else None

    def find(self, word: str) -> Status | None:
        """The status that a word of a table means: its label in either language or an alias."""
        sought = fold(word)
        if not sought:
            return None  # a blank cell says nothing, whatever label a table left out
        for status in self.statuses:
            words = (status.label.vi, status.label.en, status.id, *status.aliases)
            if sought in map(fold, words):
                return status
        return None


@dataclass(frozen=True)
class CriteriaSet:
    """A versioned set of criteria, the scale its statuses are on, and when it was in force."""

    name: str
    title: Words
    scale: Scale
    valid_from: str
    valid_to: str
    criteria_count: int
    source: str


CriteriaSets = Mapping[str, CriteriaSet]

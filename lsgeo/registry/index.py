"""Units and aliases as they are looked up: by code, by folded name, by likeness of letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from lsgeo.registry.names import split_kind
from lsgeo.text import fold, fold_ascii


@dataclass(frozen=True)
class Unit:
    """A unit of one vintage and level; ``folded`` is its name for comparison."""

    code: str
    name: str
    kind: str
    parent: str
    folded: str


@dataclass(frozen=True)
class Index:
    """The ``units`` of one vintage and level by code, in the order of their table."""

    units: Mapping[str, Unit] = field(default_factory=dict)

    @classmethod
    def of(cls, units: pd.DataFrame) -> Index:
        """The index of a table of units with their codes as its index."""
        columns = (units[name] for name in ("name", "kind", "parent", "folded"))
        return cls({row[0]: Unit(*row) for row in zip(units.index, *columns, strict=True)})

    @cached_property
    def plain_names(self) -> Mapping[str, str]:
        """The names without accents, by code."""
        return {code: fold_ascii(unit.name) for code, unit in self.units.items()}

    def named(self, name: str) -> list[Unit]:
        """The units that are called so, whatever their kind."""
        return self._by_name.get(fold(name), [])

    @cached_property
    def _by_name(self) -> Mapping[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.folded, []).append(unit)
        return found


@dataclass(frozen=True, order=True)
class Alias:
    """A name that was accepted for a unit; ``kind`` and ``district``, folded, limit it.

    ``place`` is that in the table: of two days of acceptance the later row holds.
    """

    place: int
    code: str
    kind: str
    district: str
    accepted: str


def aliases_by_name(aliases: pd.DataFrame) -> dict[tuple[str, str], list[Alias]]:
    """The aliases by vintage and folded name."""
    found: dict[tuple[str, str], list[Alias]] = {}
    for place, row in enumerate(aliases.to_dict("records")):
        district = fold(split_kind(row["district"])[1])
        alias = Alias(place, row["code"], fold(row["kind"]), district, row["accepted"])
        found.setdefault((row["vintage"], fold(row["alias"])), []).append(alias)
    return found

"""The registry as a value: the units of every vintage, and the names accepted for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _
from lsgeo.registry.index import Alias, Index, aliases_by_name
from lsgeo.registry.soundness import faults_of
from lsgeo.text import fold, normalise

ALIAS_COLUMNS = ("vintage", "alias", "kind", "district", "code", "accepted")
"""What an officer accepted: in this vintage (and district, where one is named) that name is this
unit; ``accepted`` is the day he said so."""


@dataclass(frozen=True)
class Registry:
    """The units of every vintage; the key is (vintage, code), for codes change their meaning.

    ``units`` has `COLUMNS` and ``folded``, the name folded for comparison; ``aliases`` has
    `ALIAS_COLUMNS`, the names that an officer accepted beside the official ones.
    """

    units: pd.DataFrame
    aliases: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(ALIAS_COLUMNS), dtype="str")
    )

    def with_aliases(self, aliases: pd.DataFrame) -> Registry:
        """The registry that knows these `aliases` beside those it had."""
        known = [table for table in (self.aliases, aliases) if len(table)]
        every = pd.concat(known, ignore_index=True) if known else self.aliases
        return replace(self, aliases=every.drop_duplicates(ignore_index=True))

    @cached_property
    def vintages(self) -> tuple[str, ...]:
        """The vintages, oldest first, as the ISO dates they start on."""
        return tuple(sorted(self.units["vintage"].unique()))

    def at(self, vintage: str, *, level: str = "commune") -> pd.DataFrame:
        """The units of one vintage and level, by code; `UnitError` for an unknown vintage."""
        self._check(vintage)
        return self._slices.get((vintage, level), self._slices[vintage, ""])

    def index(self, vintage: str, *, level: str = "commune") -> Index:
        """The units of `at`, to be looked up one by one; every row of a table asks for them."""
        self._check(vintage)
        return self._indices.get((vintage, level), Index())

    def accepted(self, vintage: str, name: str) -> list[Alias]:
        """The aliases of a vintage by which units are called so."""
        return self._aliases.get((vintage, fold(name)), [])

    def _check(self, vintage: str) -> None:
        if vintage not in self.vintages:
            fault = Fault(_("unknown vintage"), expected=", ".join(self.vintages), got=vintage)
            raise UnitError("registry", _("there are no such units"), [fault])

    @cached_property
    def _slices(self) -> dict[tuple[str, str], pd.DataFrame]:
        """The units by vintage and level, kept because every row of a table asks for them.

        Level "" has none.
        """
        none = self.units.iloc[:0].set_index("code")
        slices = {(vintage, ""): none for vintage in self.vintages}
        for (vintage, level), units in self.units.groupby(["vintage", "level"], sort=False):
            slices[str(vintage), str(level)] = units.set_index("code")
        return slices

    @cached_property
    def _indices(self) -> dict[tuple[str, str], Index]:
        return {key: Index.of(units) for key, units in self._slices.items()}

    @cached_property
    def _aliases(self) -> dict[tuple[str, str], list[Alias]]:
        return aliases_by_name(self.aliases)

    def parents(self, vintage: str) -> dict[str, str]:
        """Code to parent's code, for every unit of a vintage that has one."""
        units = self.units[(self.units["vintage"] == vintage) & (self.units["parent"] != "")]
        return dict(zip(units["code"], units["parent"], strict=True))


def from_table(table: pd.DataFrame, *, subject: str) -> Registry:
    """The registry in a table of text with `COLUMNS`.

    Raises `UnitError` with every fault: a code that is not five digits (two for a province,
    three for a district), a key that repeats, a kind or level unknown or of another level, a
    parent that is missing or not above, a vintage that is no ISO date, an area that is no number
    above 0.
    """
    areas = pd.to_numeric(table["area_official_km2"], errors="coerce")
    faults = faults_of(table, areas)
    if faults:
        raise UnitError(subject, _("the registry is not sound"), faults)
    names = table["name"].map(normalise)
    return Registry(units=table.assign(name=names, area_official_km2=areas, folded=names.map(fold)))

"""Names that an officer accepts for units while importing, kept in layers/aliases.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lsgeo.errors import ConfigError, Fault
from lsgeo.messages import _
from lsgeo.registry import ALIAS_COLUMNS, split_kind
from lsgeo.text import fold, normalise
from lsgeo.workspace.known import Known


@dataclass(frozen=True)
class Accepted:
    """What is known with the aliases just accepted, and the ``rows`` of these."""

    known: Known
    rows: pd.DataFrame


def accepted(known: Known, pairs: Sequence[str], *, vintage: str, today: date) -> Accepted:
    """`known` with the names in `pairs` ("Tân Trí=06337") accepted for units of a vintage.

    The vintage is the one asked for, else the newest that has the code. Raises `ConfigError` for a
    pair that names no unit, or gives one the official name of another.
    """
    rows, faults = [], []
    for pair in pairs:
        name, found, code = (normalise(part) for part in pair.partition("="))
        vintages = [vintage] if vintage else list(reversed(known.registry.vintages))
        homes = [one for one in vintages if code in known.registry.at(one).index]
        if not (name and found and homes):
            expected = _("a name and the code of a unit: {example}").format(example="Tân Trí=06337")
            faults.append(Fault(_("nothing can be accepted so"), pair, expected))
            continue
        kind, plain = split_kind(name)
        official = known.registry.at(homes[0])
        others = official.index[(official["folded"] == fold(plain)) & (official.index != code)]
        if len(others) and not kind:
            what = _("this is the official name of another unit")
            faults.append(Fault(what, pair, got=", ".join(others)))
        rows.append((homes[0], plain, kind, "", code, today.isoformat()))
    if faults:
        raise ConfigError("--accept", _("the aliases cannot be used"), faults)
    table = pd.DataFrame(rows, columns=list(ALIAS_COLUMNS), dtype="str")
    return Accepted(replace(known, registry=known.registry.with_aliases(table)), table)

"""What a workspace knows before it reads any table: units, aliases, criteria."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets
from lsgeo.sources.aliases import read_aliases
from lsgeo.sources.catalog import verify
from lsgeo.sources.criteria import read_criteria
from lsgeo.sources.registry import read_registry
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.workspace.folder import Workspace

_THEMES = ("registry", "aliases", "criteria_sets", "status_scales", "criteria")


@dataclass(frozen=True)
class Known:
    """The units with their aliases, the criteria sets, and their criteria (``set, number, …``)."""

    workspace: Workspace
    registry: Registry
    sets: CriteriaSets
    criteria: pd.DataFrame


def read_known(workspace: Workspace) -> Known:
    """What the tables of an office are read with; raises what their readers raise."""
    entry = workspace.registry_entry()
    verify(one for theme in _THEMES for one in workspace.entries(theme))
    registry, _ledger = read_registry(entry)
    for aliases in workspace.entries("aliases"):
        registry, _ledger = read_aliases(aliases, registry)
    sets: CriteriaSets = {}
    criteria = pd.DataFrame(columns=["set", "number", "title_vi", "title_en"], dtype="str")
    if workspace.entries("criteria_sets") and workspace.entries("status_scales"):
        (scales, *_more), (listed, *_rest) = (
            workspace.entries("status_scales"),
            workspace.entries("criteria_sets"),
        )
        sets, _ledger = read_criteria_sets(listed, scales)
        tables = [read_criteria(one, sets)[0] for one in workspace.entries("criteria")]
        criteria = pd.concat([criteria, *tables], ignore_index=True)
    return Known(workspace, registry, sets, criteria)
